import { CaseEvent } from '@bricka/domain/recognition/case-event'
import { PersonId } from '@bricka/domain/recognition/judgement'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { titleOf } from '../merit/title-of.ts'
import { appendEvent } from './case-file.ts'
import { getOffer } from './offer.ts'

export const NewCase = z.strictObject({
  providerId: z.uuid(),
  meritId: z.uuid(),
  /** The candidate has read the information, in this version and language, and wants it. */
  informationVersion: z.string().min(1).max(60),
  language: z.string().min(2).max(5),
  voluntary: z.literal(true),
})
export type NewCase = z.infer<typeof NewCase>

/**
 * Starts a case at the candidate's own will. What is measured against is the merit as it stands today; a later version
 * changes nothing in a case that has begun.
 *
 * @throws Problem `information-changed` where the offer's information is another than the candidate read, `case-open`
 *   where the candidate has an open case with the same provider and merit
 */
export async function startCase(ground: Ground, work: Work, person: PersonActor, wish: NewCase): Promise<string> {
  const offer = await getOffer(work, wish.providerId, wish.meritId)
  if (offer.settings.informationVersion !== wish.informationVersion)
    throw new Problem('information-changed', 'Read the information as it is now, then start.')
  await refuseSecond(work, person, wish)
  const version = await getVersion(work, wish.meritId)
  const now = ground.now()
  const event = CaseEvent.parse({
    kind: 'started',
    standard: {
      meritId: version.meritId,
      version: version.number,
      outcomes: version.design.outcomes.map(({ id }) => id),
    },
    information: { version: wish.informationVersion, language: wish.language },
    voluntary: wish.voluntary,
    country: offer.provider.country,
  })
  const caseId = makeId(now)
  const of = { holderId: person.personId, caseId, providerId: wish.providerId, lastDigest: '' }
  await work
    .insertInto('validation_case')
    .values({
      holder_id: person.personId,
      id: caseId,
      provider_id: wish.providerId,
      merit_id: wish.meritId,
      merit_version: version.number,
      title: titleOf(version.design),
      candidate_name: person.name,
      candidate_email: person.email,
      standing: 'open',
      phase: null,
      created_at: now,
      changed_at: now,
    })
    .execute()
  const by = PersonId.parse(person.personId)
  await appendEvent(work, of, { number: 1, at: now.toISOString(), by, as: 'candidate', event }, person.name)
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'validation-started',
    object: { kind: 'validation-case', id: caseId },
    details: { provider: offer.provider.name, meritId: wish.meritId },
    at: now,
  })
  return caseId
}

async function refuseSecond(work: Work, person: PersonActor, wish: NewCase): Promise<void> {
  const open = await work
    .selectFrom('validation_case')
    .select('id')
    .where('holder_id', '=', person.personId)
    .where('provider_id', '=', wish.providerId)
    .where('merit_id', '=', wish.meritId)
    .where('standing', 'in', ['open', 'paused', 'proposed'])
    .executeTakeFirst()
  if (open) throw new Problem('case-open', `You have a case for this merit there already: ${open.id}.`)
}
