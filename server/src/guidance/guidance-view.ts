import { Purpose, Thing } from '@bricka/domain/guidance/consent'
import { Entry } from '@bricka/domain/guidance/entry'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { openOwn } from './open-guidance.ts'
import { linkPurpose, linkUrl } from './start-guidance.ts'

const Organisation = z.object({ id: z.string(), slug: z.string(), name: z.string() })

export const EntryView = z.object({
  number: z.int(),
  byName: z.string().describe('Empty where they have left'),
  byLearner: z.boolean(),
  content: Entry,
  answer: z.enum(['taken', 'declined']).nullable(),
  createdAt: z.string(),
})
export type EntryView = z.infer<typeof EntryView>

/** `offered`: a link nobody has taken; `expired`: one that nobody can take any more. */
export const Standing = z.enum(['offered', 'expired', 'asked', 'open', 'ended'])
export type Standing = z.infer<typeof Standing>

export const GuidanceLine = z.object({
  id: z.string(),
  standing: Standing,
  organisation: Organisation.nullable(),
  counsellor: z.string().nullable(),
  shares: z.int().describe('Consents that stand'),
  createdAt: z.string(),
  changedAt: z.string(),
})
export type GuidanceLine = z.infer<typeof GuidanceLine>

export const GuidanceView = GuidanceLine.omit({ shares: true }).extend({
  message: z.string().nullable(),
  /** The counsellor works for the organisation no more: nobody reads anything until the learner asks anew. */
  abandoned: z.boolean(),
  link: z.string().nullable(),
  expiresAt: z.string().nullable(),
  endedBy: z.enum(['learner', 'counsellor', 'expired']).nullable(),
  handover: z.object({ name: z.string(), why: z.string() }).nullable(),
  consents: z.array(
    z.object({
      id: z.string(),
      thing: Thing,
      title: z.string(),
      purpose: Purpose,
      givenAt: z.string(),
      withdrawnAt: z.string().nullable(),
      /** The last time that the counsellor saw it. */
      seenAt: z.string().nullable(),
    }),
  ),
  entries: z.array(EntryView),
})
export type GuidanceView = z.infer<typeof GuidanceView>

export const ReadingView = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  things: z.array(z.object({ kind: Thing.shape.kind, id: z.string(), title: z.string() })),
})
export type ReadingView = z.infer<typeof ReadingView>

type Counted = Row<'guidance'> & { legal_name: string | null; slug: string | null }

const standingOf = (ground: Ground, row: Row<'guidance'>): Standing =>
  row.standing === 'offered' && row.expires_at !== null && row.expires_at <= ground.now() ? 'expired' : row.standing

const organisationOf = (row: Counted) =>
  row.organisation_id === null ? null : { id: row.organisation_id, slug: row.slug ?? '', name: row.legal_name ?? '' }

const ofHolder = (work: Work, holderId: string) =>
  work
    .selectFrom('guidance')
    .leftJoin('organisation', 'organisation.id', 'guidance.organisation_id')
    .where('holder_id', '=', holderId)

/** The learner's own, what changed last first. */
export async function listGuidances(
  ground: Ground,
  work: Work,
  person: PersonActor,
  paging: Paging,
): Promise<{ items: GuidanceLine[]; total: number }> {
  const pattern = likePattern(paging.search)
  const found = ofHolder(work, person.personId).$if(paging.search !== '', (query) =>
    query.where((or) => or.or([or('legal_name', 'ilike', pattern), or('counsellor_name', 'ilike', pattern)])),
  )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found
    .selectAll('guidance')
    .select((of) => [
      'legal_name',
      'slug',
      of
        .selectFrom('guidance_consent')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('guidance_consent.holder_id', '=', 'guidance.holder_id')
        .whereRef('guidance_consent.guidance_id', '=', 'guidance.id')
        .where('withdrawn_at', 'is', null)
        .as('shares'),
    ])
    .orderBy('changed_at', 'desc')
    .orderBy('guidance.id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  return {
    items: rows.map((row) => ({ ...lineOf(ground, row), shares: Number(row.shares ?? 0) })),
    total: Number(total),
  }
}

const lineOf = (ground: Ground, row: Counted) => ({
  id: row.id,
  standing: standingOf(ground, row),
  organisation: organisationOf(row),
  counsellor: row.counsellor_name,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
})

/** All of it, for the learner: what is shared, what was written, and when each thing was last seen. @throws Problem `not-found` */
export async function viewGuidance(ground: Ground, work: Work, person: PersonActor, id: string): Promise<GuidanceView> {
  const { consents } = await openOwn(work, person, id)
  const row = await ofHolder(work, person.personId)
    .selectAll('guidance')
    .select(['legal_name', 'slug'])
    .where('guidance.id', '=', id)
    .executeTakeFirstOrThrow()
  const seen = await listSeen(work, person.personId, id)
  const standing = standingOf(ground, row)
  const link = standing === 'offered' && row.sealed_link ? ground.seal.open(linkPurpose, row.sealed_link) : undefined
  return {
    ...lineOf(ground, row),
    message: row.message,
    abandoned: standing === 'open' && !(await stillCounsels(ground, row)),
    link: link ? linkUrl(ground, link.toString()) : null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    endedBy: row.ended_by,
    handover: row.handover_to === null ? null : { name: row.handover_name ?? '', why: row.handover_why ?? '' },
    consents: consents.map((one) => ({
      id: one.id,
      thing: { kind: one.thing_kind, id: one.thing_id },
      title: one.title,
      purpose: one.purpose,
      givenAt: one.given_at.toISOString(),
      withdrawnAt: one.withdrawn_at?.toISOString() ?? null,
      seenAt: seen.get(`${one.thing_kind} ${one.thing_id}`) ?? null,
    })),
    entries: await listEntries(work, person.personId, id),
  }
}

/** In whoever's scope asks: a counsellor to whom it was handed over may see only what came after. */
export async function listEntries(work: Work, holderId: string, id: string): Promise<EntryView[]> {
  const rows = await work
    .selectFrom('guidance_entry')
    .selectAll()
    .where('holder_id', '=', holderId)
    .where('guidance_id', '=', id)
    .orderBy('number', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    byName: row.by_name,
    byLearner: row.by_person === holderId,
    content: Entry.parse(row.content),
    answer: row.answer,
    createdAt: row.created_at.toISOString(),
  }))
}

async function listSeen(work: Work, holderId: string, id: string): Promise<Map<string, string>> {
  const rows = await work
    .selectFrom('guidance_reading')
    .select(['things', 'read_at'])
    .where('holder_id', '=', holderId)
    .where('guidance_id', '=', id)
    .orderBy('read_at')
    .execute()
  return new Map(
    rows.flatMap(({ things, read_at }) =>
      ReadingView.shape.things.parse(things).map((one) => [`${one.kind} ${one.id}`, read_at.toISOString()] as const),
    ),
  )
}

const stillCounsels = (ground: Ground, row: Row<'guidance'>): Promise<boolean> =>
  ground.database.act(systemScope, async (work) => {
    const member = await work
      .selectFrom('membership')
      .select('roles')
      .where('person_id', '=', row.counsellor_id)
      .where('organisation_id', '=', row.organisation_id)
      .executeTakeFirst()
    return member?.roles.includes('counsellor') ?? false
  })

/** What the counsellors have seen, visit by visit, the last first; it stays when consent has gone. */
export async function listReadings(
  work: Work,
  person: PersonActor,
  id: string,
  paging: Paging,
): Promise<{ items: ReadingView[]; total: number }> {
  await openOwn(work, person, id)
  const pattern = likePattern(paging.search)
  const found = work
    .selectFrom('guidance_reading')
    .where('holder_id', '=', person.personId)
    .where('guidance_id', '=', id)
    .$if(paging.search !== '', (query) =>
      query.where((or) =>
        or.or([or('by_name', 'ilike', pattern), or(or.cast<string>('things', 'text'), 'ilike', pattern)]),
      ),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found
    .selectAll()
    .orderBy('read_at', 'desc')
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  return {
    items: rows.map((row) => ({
      id: row.id,
      at: row.read_at.toISOString(),
      by: row.by_name,
      things: ReadingView.shape.things.parse(row.things),
    })),
    total: Number(total),
  }
}
