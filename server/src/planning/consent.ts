import { places } from '@bricka/domain/planning/place'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type PersonActor, scopeOf } from '../http/actor.ts'
import { findWiden, refreshHolders } from './refresh-supply.ts'

const municipality = z
  .string()
  .refine((code) => places.get(code)?.kind === 'municipality', { params: { code: 'place-unknown' } })

/** What a person says about being counted in statistics. Nobody is counted who has not said yes. */
export const StatisticsChoice = z.object({
  counted: z.boolean(),
  municipality: municipality
    .nullable()
    .default(null)
    .describe('Where you live, as its code; without it your issuer’s place counts'),
})
export type StatisticsChoice = z.infer<typeof StatisticsChoice>

export const StatisticsConsent = z.object({
  counted: z.boolean(),
  municipality: z.string().nullable(),
  givenAt: z.string().nullable(),
  facts: z.number().describe('How many verified skills of yours are in the counts today'),
})
export type StatisticsConsent = z.infer<typeof StatisticsConsent>

export async function readConsent(ground: Ground, person: PersonActor): Promise<StatisticsConsent> {
  return ground.database.act(scopeOf(person), async (work) => {
    const row = await work
      .selectFrom('statistics_consent')
      .selectAll()
      .where('holder_id', '=', person.personId)
      .executeTakeFirst()
    const facts = await work
      .selectFrom('supply_fact')
      .select('skill')
      .distinct()
      .where('holder_id', '=', person.personId)
      .execute()
    const counted = row !== undefined && row.withdrawn_at === null
    return {
      counted,
      municipality: row?.municipality ?? null,
      givenAt: counted ? row.given_at.toISOString() : null,
      facts: facts.length,
    }
  })
}

/** Takes effect at once: who withdraws is out of the counts when this answers, and out of figures from the next release. */
export async function changeConsent(ground: Ground, person: PersonActor, choice: StatisticsChoice): Promise<void> {
  const widen = await findWiden(ground)
  const now = ground.now()
  const row = {
    municipality: choice.counted ? choice.municipality : null,
    given_at: now,
    withdrawn_at: choice.counted ? null : now,
  }
  await ground.database.act(systemScope, async (work) => {
    await work
      .insertInto('statistics_consent')
      .values({ holder_id: person.personId, ...row })
      .onConflict((conflict) => conflict.column('holder_id').doUpdateSet(row))
      .execute()
    await refreshHolders(ground, work, [person.personId], widen)
    await writeAudit(work, {
      actor: person,
      holderId: person.personId,
      act: choice.counted ? 'statistics-allowed' : 'statistics-withdrawn',
      object: { kind: 'person', id: person.personId },
      at: now,
    })
  })
}

/** For who deletes their account: out of the counts, and nothing of them is left in the statistics’ tables. */
export async function leaveStatistics(ground: Ground, work: Work, holderId: string): Promise<void> {
  await work
    .updateTable('statistics_consent')
    .set({ withdrawn_at: ground.now(), municipality: null })
    .where('holder_id', '=', holderId)
    .execute()
  await refreshHolders(ground, work, [holderId], await findWiden(ground))
  await work.deleteFrom('supply_due').where('holder_id', '=', holderId).execute()
  await work.deleteFrom('statistics_consent').where('holder_id', '=', holderId).execute()
}

/** For the file of everything that is held about a person: what they said, and what is counted of them. */
export async function exportStatistics(work: Work, holderId: string) {
  const consent = await work
    .selectFrom('statistics_consent')
    .select(['municipality', 'given_at', 'withdrawn_at'])
    .where('holder_id', '=', holderId)
    .executeTakeFirst()
  const facts = await work.selectFrom('supply_fact').selectAll().where('holder_id', '=', holderId).execute()
  return { consent: consent ?? null, facts }
}
