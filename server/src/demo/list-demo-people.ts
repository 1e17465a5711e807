import { LocalText } from '@bricka/domain/local-text'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

/** What the seed keeps of its people, so that the demo page tells who they are. */
export const DemoCast = z.object({
  people: z.array(z.object({ email: z.string(), name: z.string(), story: LocalText })),
})
export type DemoCast = z.infer<typeof DemoCast>

export const castStep = 'cast'

/** Someone of the demo world whom a visitor can be. None of them is a real person. */
export const DemoPerson = z.object({
  email: z.string(),
  name: z.string(),
  story: LocalText,
  roles: z.array(z.object({ organisation: z.string(), slug: z.string(), roles: z.array(z.string()) })),
  /** How many merits are in their passport. */
  merits: z.number(),
})
export type DemoPerson = z.infer<typeof DemoPerson>

export async function listDemoPeople(ground: Ground): Promise<DemoPerson[]> {
  return ground.database.act(systemScope, async (work) => {
    const step = await work.selectFrom('demo_step').select('result').where('name', '=', castStep).executeTakeFirst()
    if (!step) return []
    const { people } = DemoCast.parse(step.result)
    const memberships = await work
      .selectFrom('person_email')
      .innerJoin('membership', 'membership.person_id', 'person_email.person_id')
      .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
      .select(['person_email.email', 'legal_name', 'slug', 'roles'])
      .execute()
    const held = await work
      .selectFrom('person_email')
      .innerJoin('credential', 'credential.holder_id', 'person_email.person_id')
      .select(({ fn }) => ['email', fn.countAll<string>().as('count')])
      .where('document', 'is not', null)
      .groupBy('email')
      .execute()
    return people.map((person) => ({
      ...person,
      roles: memberships
        .filter(({ email }) => email === person.email)
        .map(({ legal_name, slug, roles }) => ({ organisation: legal_name, slug, roles })),
      merits: Number(held.find(({ email }) => email === person.email)?.count ?? 0),
    }))
  })
}
