import { Purpose, sameThing, Thing } from '@bricka/domain/guidance/consent'
import type { Role } from '@bricka/domain/organisation/organisation'
import { rolesThatAllow } from '@bricka/domain/organisation/permission'
import { typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { nameThings } from './name-things.ts'
import { decide, openOwn, recordGuidance, refuseGuidance, saveGuidance } from './open-guidance.ts'

export const NewConsents = z.strictObject({ things: z.array(Thing).max(100), purpose: Purpose })
export type NewConsents = z.infer<typeof NewConsents>

export const NewGuidance = z.strictObject({
  organisationId: z.uuid().optional().describe('Left out: a link is made, for a counsellor anywhere'),
  days: z.int().min(1).max(60).default(14).describe('How long the link works'),
  message: typedText().max(1000).optional(),
  share: NewConsents.optional(),
})
export type NewGuidance = z.infer<typeof NewGuidance>

export const OrganisationLine = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  region: z.string().nullable(),
})
export type OrganisationLine = z.infer<typeof OrganisationLine>

/** Organisations that somebody counsels for. Who they are is no learner's to see, so it is asked in the system's scope. */
export async function listOrganisations(
  ground: Ground,
  paging: Paging,
): Promise<{ items: OrganisationLine[]; total: number }> {
  return ground.database.act(systemScope, async (work) => {
    const found = withCounsellor(work).where('legal_name', 'ilike', likePattern(paging.search))
    const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
    const { offset, limit } = windowOf(paging)
    const rows = await found
      .select(['id', 'slug', 'legal_name', 'region'])
      .orderBy('legal_name')
      .orderBy('id')
      .offset(offset)
      .limit(limit)
      .execute()
    return { items: rows.map(({ legal_name: name, ...row }) => ({ ...row, name })), total: Number(total) }
  })
}

const withCounsellor = (work: Work) =>
  work.selectFrom('organisation').where((where) =>
    where.exists(
      where
        .selectFrom('membership')
        .select('person_id')
        .whereRef('membership.organisation_id', '=', 'organisation.id')
        .where('roles', '&&', where.val<Role[]>([...rolesThatAllow('counsel')])),
    ),
  )

/**
 * Asks an organisation for guidance, or makes a link for a counsellor whom the learner knows. What is shared with it can
 * be read when somebody has taken it, not before.
 *
 * @throws Problem `guidance-refused` (`no-counsellor`, `already-asked`), or `not-found` where a thing is not theirs
 */
export async function startGuidance(
  ground: Ground,
  work: Work,
  person: PersonActor,
  wish: NewGuidance,
): Promise<{ id: string; url: string | null }> {
  const { organisationId } = wish
  if (organisationId !== undefined) await requireFree(ground, work, person, organisationId)
  const now = ground.now()
  const id = makeId(now)
  const token = organisationId === undefined ? makeToken() : undefined
  await work
    .insertInto('guidance')
    .values({
      holder_id: person.personId,
      id,
      organisation_id: organisationId ?? null,
      learner_name: person.name,
      message: wish.message ?? null,
      standing: token === undefined ? 'asked' : 'offered',
      entries_from: 1,
      sealed_link: token === undefined ? null : ground.seal.close(linkPurpose, Buffer.from(token)),
      expires_at: token === undefined ? null : new Date(now.getTime() + wish.days * 86_400_000),
      created_at: now,
      changed_at: now,
    })
    .execute()
  if (token !== undefined)
    await work
      .insertInto('guidance_address')
      .values({ token_hash: hashToken(token), holder_id: person.personId, guidance_id: id })
      .execute()
  if (wish.share && wish.share.things.length > 0) await addConsents(ground, work, person, id, wish.share)
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-asked')
  return { id, url: token === undefined ? null : linkUrl(ground, token) }
}

export const linkPurpose = 'guidance-link'
export const linkUrl = (ground: Ground, token: string): string => `${ground.settings.baseUrl}/guidance/link/${token}`

async function requireFree(ground: Ground, work: Work, person: PersonActor, organisationId: string): Promise<void> {
  const open = await work
    .selectFrom('guidance')
    .select('id')
    .where('holder_id', '=', person.personId)
    .where('organisation_id', '=', organisationId)
    .where('standing', 'in', ['asked', 'open'])
    .executeTakeFirst()
  if (open) throw refuseGuidance('already-asked')
  const found = await ground.database.act(systemScope, (system) =>
    withCounsellor(system).select('id').where('id', '=', organisationId).executeTakeFirst(),
  )
  if (!found) throw refuseGuidance('no-counsellor')
}

/** Lets the counsellor read these things for this purpose, from now. @throws Problem `guidance-refused`, `not-found` */
export async function shareThings(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  wish: NewConsents,
): Promise<void> {
  if (wish.things.length === 0) throw new Problem('share-empty', 'Choose something to share.')
  await addConsents(ground, work, person, id, wish)
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-shared')
}

async function addConsents(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  { things, purpose }: NewConsents,
): Promise<void> {
  const opened = await openOwn(work, person, id, true)
  const now = ground.now()
  const chosen = things.filter((thing, at) => things.findIndex((other) => sameThing(thing, other)) === at)
  const named = (await nameThings(work, person.personId, chosen)).map((one) => ({ ...one, id: makeId(now), purpose }))
  decide(opened, { kind: 'share', consents: named })
  await work
    .insertInto('guidance_consent')
    .values(
      named.map(({ id: consentId, thing, title }) => ({
        holder_id: person.personId,
        guidance_id: id,
        id: consentId,
        thing_kind: thing.kind,
        thing_id: thing.id,
        title,
        purpose,
        given_at: now,
      })),
    )
    .execute()
}

/** From this moment nothing of it can be read. @throws Problem `guidance-refused` */
export async function withdrawConsent(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  consentId: string,
): Promise<void> {
  const opened = await openOwn(work, person, id, true)
  await saveGuidance(ground, work, opened, decide(opened, { kind: 'withdraw', consentId }))
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-consent-withdrawn')
}

/** Withdraws everything and ends it. @throws Problem `guidance-refused` */
export async function endGuidance(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const opened = await openOwn(work, person, id, true)
  const ended = decide(opened, { kind: 'end' })
  await saveGuidance(ground, work, opened, ended, { ended_by: 'learner' })
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-ended')
}
