import { Purpose, type Thing } from '@bricka/domain/guidance/consent'
import { listReadable, type Readable } from '@bricka/domain/guidance/guidance'
import type { Language } from '@bricka/domain/local-text'
import { SelfClaim } from '@bricka/domain/passport/self-claim'
import { z } from 'zod'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { makeId } from '../make-id.ts'
import type { MayCounsel } from '../organisation/permission.ts'
import { AimView, getAim } from './aim.ts'
import { EntryView, listEntries } from './guidance-view.ts'
import { type Held, listHeld } from './list-held.ts'
import { openGuided, toGuidance } from './open-guidance.ts'
import { getPlan, PlanView } from './plan.ts'
import { DistanceView, reckonDistance } from './reckon-aim.ts'

export const CounselLine = z.object({
  id: z.string(),
  standing: z.enum(['asked', 'open']),
  learnerName: z.string(),
  message: z.string().nullable(),
  createdAt: z.string(),
  changedAt: z.string(),
})
export type CounselLine = z.infer<typeof CounselLine>

const shared = { title: z.string(), purposes: z.array(Purpose) }

export const CounselView = CounselLine.extend({
  organisation: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  handover: z
    .object({ name: z.string() })
    .nullable()
    .describe('To whom it is to go, while the learner has not answered'),
  aims: z.array(
    z.object({
      ...shared,
      id: z.string(),
      aim: AimView.nullable().describe('Null where its plan alone is shared'),
      distance: DistanceView.nullable().describe('By the merits that are shared, and no others'),
      plan: PlanView.nullable(),
    }),
  ),
  merits: z.array(
    z.object({
      ...shared,
      id: z.string(),
      issuer: z.string(),
      issuedAt: z.string(),
      validUntil: z.string().nullable(),
      valid: z.boolean(),
    }),
  ),
  selfClaims: z.array(z.object({ ...shared, id: z.string(), description: z.string().nullable() })),
  entries: z.array(EntryView),
})
export type CounselView = z.infer<typeof CounselView>

/** Those whom the counsellor guides, and those who have asked the organisation and wait. */
export async function listCounselled(
  work: Work,
  person: PersonActor,
  { organisationId }: MayCounsel,
  paging: Paging,
): Promise<{ items: CounselLine[]; total: number }> {
  const found = work
    .selectFrom('guidance')
    .where('organisation_id', '=', organisationId)
    .where('holder_id', '<>', person.personId)
    .where((where) => where.or([where('standing', '=', 'asked'), where('counsellor_id', '=', person.personId)]))
    .where('standing', 'in', ['asked', 'open'])
    .where('learner_name', 'ilike', likePattern(paging.search))
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found
    .selectAll()
    .orderBy('standing')
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .offset(offset)
    .limit(limit)
    .execute()
  return { items: rows.map(lineOf), total: Number(total) }
}

const lineOf = (row: Row<'guidance'>): CounselLine => ({
  id: row.id,
  standing: row.standing === 'asked' ? 'asked' : 'open',
  learnerName: row.learner_name,
  message: row.message,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
})

/**
 * What the learner shares, and nothing else of theirs: an aim is measured by the shared merits alone, a plan says
 * "reached" of those alone. That it was seen is written down in the same transaction, for the learner to read.
 *
 * @throws Problem `not-found` from the moment that there is nothing to see any more
 */
export async function viewCounselled(
  ground: Ground,
  person: PersonActor,
  organisationIds: readonly string[],
  id: string,
  language: Language,
): Promise<CounselView> {
  const passport = await ground.database.act(systemScope, (work) =>
    readPassport(ground, work, person, organisationIds, id),
  )
  const scope = { kind: 'person', personId: person.personId, organisationIds } as const
  const read = await ground.database.act(scope, async (work) => {
    const opened = await openGuided(work, person, id, 'open')
    const { row, consents, organisationId } = opened
    const titleOf = (thing: Thing): string =>
      consents.find(({ thing_kind, thing_id }) => thing_kind === thing.kind && thing_id === thing.id)?.title ?? ''
    const readable = listReadable(toGuidance(opened), person.personId).map((one) => ({
      ...one,
      title: titleOf(one.thing),
    }))
    const organisation = await work
      .selectFrom('organisation')
      .select(['id', 'slug', 'legal_name'])
      .where('id', '=', organisationId)
      .executeTakeFirstOrThrow()
    const aims = await Promise.all(
      aimIdsOf(readable).map((aimId) => readAim(work, row.holder_id, aimId, readable, passport.held)),
    )
    await writeReading(ground, work, person, row, readable)
    return { row, readable, organisation, aims, entries: await listEntries(work, row.holder_id, id) }
  })
  const stands = (kind: Thing['kind'], thingId: string) =>
    read.readable.find(({ thing }) => thing.kind === kind && thing.id === thingId)
  const handover = read.row.handover_to === null ? null : { name: read.row.handover_name ?? '' }
  return {
    ...lineOf(read.row),
    organisation: { id: read.organisation.id, slug: read.organisation.slug, name: read.organisation.legal_name },
    handover,
    aims: await Promise.all(
      read.aims.map(async (one) => ({
        ...one,
        distance: one.aim ? ((await reckonDistance(ground, one.aim, passport.held, language)) ?? null) : null,
      })),
    ),
    // What was withdrawn between the two readings is left out.
    merits: passport.merits.flatMap((merit) => {
      const consent = stands('merit', merit.id)
      return consent ? [{ ...merit, purposes: [...consent.purposes] }] : []
    }),
    selfClaims: passport.selfClaims.flatMap((claim) => {
      const consent = stands('self-claim', claim.id)
      return consent ? [{ ...claim, purposes: [...consent.purposes] }] : []
    }),
    entries: read.entries,
  }
}

type Shown = Readable & { readonly title: string }

const aimIdsOf = (readable: readonly Shown[]): string[] => [
  ...new Set(readable.flatMap(({ thing }) => (thing.kind === 'aim' || thing.kind === 'plan' ? [thing.id] : []))),
]

async function readAim(work: Work, holderId: string, id: string, readable: readonly Shown[], held: Held) {
  const consents = readable.filter(({ thing }) => thing.id === id)
  const has = (kind: Thing['kind']): boolean => consents.some(({ thing }) => thing.kind === kind)
  return {
    id,
    title: consents[0]?.title ?? '',
    purposes: [...new Set(consents.flatMap(({ purposes }) => purposes))],
    aim: has('aim') ? await getAim(work, holderId, id) : null,
    plan: has('plan') ? await getPlan(work, holderId, id, held.merits) : null,
  }
}

async function writeReading(
  ground: Ground,
  work: Work,
  person: PersonActor,
  row: Row<'guidance'>,
  readable: readonly Shown[],
): Promise<void> {
  if (readable.length === 0) return
  const now = ground.now()
  await work
    .insertInto('guidance_reading')
    .values({
      holder_id: row.holder_id,
      guidance_id: row.id,
      id: makeId(now),
      by_person: person.personId,
      by_name: person.name,
      things: toJson(readable.map(({ thing, title }) => ({ ...thing, title }))),
      read_at: now,
    })
    .execute()
}

/**
 * The passport has a wall of its own, which lets only its holder and its issuers through, so this is asked in the
 * system's scope: of nothing but what a consent that stands names, in one question with the consent.
 */
async function readPassport(
  ground: Ground,
  work: Work,
  person: PersonActor,
  organisationIds: readonly string[],
  id: string,
) {
  const ids = organisationIds.length > 0 ? [...organisationIds] : [person.personId]
  const shown = await work
    .selectFrom('guidance')
    .innerJoin('guidance_consent', (join) =>
      join
        .onRef('guidance_consent.holder_id', '=', 'guidance.holder_id')
        .onRef('guidance_consent.guidance_id', '=', 'guidance.id'),
    )
    .select(['guidance.holder_id', 'thing_kind', 'thing_id'])
    .where('guidance.id', '=', id)
    .where('standing', '=', 'open')
    .where('counsellor_id', '=', person.personId)
    .where('organisation_id', 'in', ids)
    .where('withdrawn_at', 'is', null)
    .execute()
  const idsOf = (kind: Thing['kind']): string[] =>
    shown.flatMap((one) => (one.thing_kind === kind ? [one.thing_id] : []))
  const holderId = shown[0]?.holder_id ?? person.personId
  const only = { credentialIds: idsOf('merit'), selfClaimIds: idsOf('self-claim') }
  const held = await listHeld(ground, work, holderId, only)
  const merits =
    only.credentialIds.length === 0
      ? []
      : await work
          .selectFrom('credential')
          .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
          .select(['credential.id', 'title', 'legal_name', 'issued_at', 'valid_until'])
          .where('holder_id', '=', holderId)
          .where('credential.id', 'in', only.credentialIds)
          .where('document', 'is not', null)
          .orderBy('issued_at', 'desc')
          .execute()
  const claims =
    only.selfClaimIds.length === 0
      ? []
      : await work
          .selectFrom('self_claim')
          .select(['id', 'content'])
          .where('holder_id', '=', holderId)
          .where('id', 'in', only.selfClaimIds)
          .execute()
  return {
    held,
    merits: merits.map((row) => ({
      id: row.id,
      title: row.title,
      issuer: row.legal_name,
      issuedAt: row.issued_at?.toISOString() ?? '',
      validUntil: row.valid_until?.toISOString() ?? null,
      valid: held.merits.some(({ credentialId, valid }) => credentialId === row.id && valid),
    })),
    selfClaims: claims.map((row) => {
      const { title, description } = SelfClaim.parse(row.content)
      return { id: row.id, title, description: description ?? null }
    }),
  }
}
