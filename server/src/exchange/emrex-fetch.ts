import { createHash } from 'node:crypto'
import { type LearnerMatch, matchLearner } from '@bricka/domain/exchange/match-learner'
import { type ElmoTranscript, readElmo } from '@bricka/domain/exchange/read-elmo'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { openElmo, packElmo, unpackElmo } from './elmo-signature.ts'
import { listProviders } from './emrex-registry.ts'

const minutesOpen = 30
const purpose = 'emrex-answer'

/** Begins to fetch: what the browser posts to the provider. @throws Problem `emrex-provider-unknown` */
export async function beginFetch(
  ground: Ground,
  person: PersonActor,
  providerId: string,
): Promise<{ url: string; fields: { sessionId: string; returnUrl: string } }> {
  const provider = await findProvider(ground, providerId)
  const now = ground.now()
  // EMREX: at most 32 characters.
  const sessionId = makeToken().slice(0, 32)
  await ground.database.act(systemScope, async (work) => {
    await work.deleteFrom('emrex_session').where('expires_at', '<', now).execute()
    await work
      .insertInto('emrex_session')
      .values({
        ...{ session_hash: hashToken(sessionId), holder_id: person.personId, provider: provider.id },
        ...{ created_at: now, expires_at: new Date(now.getTime() + minutesOpen * 60_000) },
      })
      .execute()
  })
  return { url: provider.url, fields: { sessionId, returnUrl: `${ground.settings.baseUrl}/emrex/return` } }
}

async function findProvider(ground: Ground, id: string) {
  const provider = (await listProviders(ground)).find((one) => one.id === id)
  if (!provider) throw new Problem('emrex-provider-unknown', 'Choose one of GET /api/passport/emrex/providers.')
  return provider
}

const Answer = z.object({
  sessionId: z.string().min(1).max(64),
  returnCode: z.string().max(40),
  returnMessage: z.string().max(2000).default(''),
  elmo: z.string().default(''),
})

/** The older codes mean the same. */
const codes = {
  EMP_OK: 'ok',
  NCP_OK: 'ok',
  EMP_NO_RESULTS: 'no-results',
  NCP_NO_RESULTS: 'no-results',
  EMP_CANCEL: 'cancelled',
  NCP_CANCEL: 'cancelled',
  EMP_ERROR: 'failed',
  NCP_ERROR: 'failed',
} as const
const outcomes = ['ok', 'no-results', 'cancelled', 'failed'] as const

/**
 * Takes the provider's post, which comes from its page and so without the session's cookie: a session is answered once,
 * and what came is sealed behind a token that only this browser is told. Whose it is, is asked when it is opened.
 *
 * @throws Problem `emrex-refused`
 */
export async function takeAnswer(ground: Ground, form: Readonly<Record<string, string>>): Promise<{ token: string }> {
  const read = Answer.safeParse(form)
  if (!read.success) throw refused('form-unreadable', 'An answer has sessionId and returnCode.')
  const { sessionId, ...answer } = read.data
  const outcome = Object.entries(codes).find(([code]) => code === answer.returnCode)?.[1]
  if (!outcome) throw refused('return-code-unknown', 'The code is EMP_OK, EMP_NO_RESULTS, EMP_CANCEL or EMP_ERROR.')
  const token = makeToken()
  const now = ground.now()
  const sealed = outcome === 'ok' ? ground.seal.close(purpose, Buffer.from(answer.elmo)) : null
  const taken = await ground.database.act(systemScope, (work) =>
    work
      .updateTable('emrex_session')
      .set({ answered_at: now, token_hash: hashToken(token), return_code: outcome, sealed_answer: sealed })
      .where('session_hash', '=', hashToken(sessionId))
      .where('answered_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('provider')
      .executeTakeFirst(),
  )
  if (!taken) throw refused('session-unknown', 'The session is not known, was answered before, or is too old.')
  return { token }
}

const Told = z.record(z.string(), z.string())
const Identifier = z.object({ type: z.string(), value: z.string() })
const Course = z.object({
  title: Told,
  description: Told,
  type: z.string().optional(),
  identifiers: z.array(Identifier),
  url: z.string().optional(),
  isced: z.string().optional(),
  status: z.string(),
  start: z.string().optional(),
  date: z.string().optional(),
  grade: z.string().optional(),
  credits: z.array(z.object({ scheme: z.string(), value: z.string() })),
  eqf: z.array(z.string()),
  language: z.string().optional(),
  hours: z.string().optional(),
  attachments: z.number(),
  get parts() {
    return z.array(Course)
  },
})
export const TranscriptView = z.object({
  generatedDate: z.string().optional(),
  learner: z.object({ givenNames: z.string(), familyName: z.string(), birthDate: z.string().optional() }),
  reports: z.array(
    z.object({
      issuer: z.object({
        ...{ title: Told, country: z.string().optional(), url: z.string().optional() },
        identifiers: z.array(Identifier),
      }),
      issueDate: z.string().optional(),
      courses: z.array(Course),
    }),
  ),
  unread: z.array(z.string()).describe('Paths of what the file holds and is not read'),
})
export type TranscriptView = z.infer<typeof TranscriptView>

export const Match = z.object({ match: z.enum(['same', 'ask', 'other']), reasons: z.array(z.string()) })

export const ReceivedView = z.object({
  outcome: z.enum(outcomes),
  provider: z.string(),
  fault: z.object({ code: z.string(), what: z.string() }).nullable(),
  match: Match.nullable(),
  transcript: TranscriptView.nullable(),
})
export type ReceivedView = z.infer<typeof ReceivedView>

type Opened = { view: ReceivedView; document: string | undefined; providerId: string; sessionHash: string }

/**
 * What came, for whoever asked for it. Another person who opens it has been sent on someone else's errand: nothing is
 * shown to them, and what came is forgotten.
 *
 * @throws Problem `emrex-refused`
 */
export async function openAnswer(ground: Ground, person: PersonActor, token: string): Promise<Opened> {
  const row = await ground.database.act(systemScope, async (work) => {
    const found = await work
      .selectFrom('emrex_session')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', ground.now())
      .executeTakeFirst()
    if (found && found.holder_id !== person.personId)
      await work.deleteFrom('emrex_session').where('session_hash', '=', found.session_hash).execute()
    return found
  })
  if (!row) throw refused('session-unknown', 'What came is no longer here; fetch it again.')
  if (row.holder_id !== person.personId)
    throw refused('session-of-another', 'Someone else asked for these results. They are not kept.')
  const provider = await findProvider(ground, row.provider)
  const base = { outcome: z.enum(outcomes).parse(row.return_code), provider: provider.name }
  const place = { providerId: provider.id, sessionHash: row.session_hash }
  const nothing = { fault: null, match: null, transcript: null }
  if (!row.sealed_answer) return { view: { ...base, ...nothing }, document: undefined, ...place }
  const packed = ground.seal.open(purpose, row.sealed_answer).toString()
  const { fault, transcript } = readPacked(packed, provider.certificate)
  const match = transcript && toMatch(matchLearner(transcript.learner, { name: person.name ?? '' }))
  return {
    view: { ...base, fault: fault ?? null, match: match ?? null, transcript: transcript ?? null },
    document: transcript && unpackElmo(packed),
    ...place,
  }
}

function readPacked(
  packed: string,
  certificate: Parameters<typeof openElmo>[1],
): { fault?: { code: string; what: string }; transcript?: TranscriptView } {
  const opened = openElmo(packed, certificate)
  if (!opened.opened) return { fault: { code: opened.code, what: opened.what } }
  const reading = readElmo(opened.signed)
  if (!reading.read) return { fault: { code: reading.code, what: 'The transcript says too little, or too much.' } }
  return { transcript: toView(reading.transcript) }
}

const toView = (transcript: ElmoTranscript): TranscriptView => TranscriptView.parse(transcript)
const toMatch = (match: LearnerMatch) => ({ match: match.match, reasons: 'reasons' in match ? [...match.reasons] : [] })

/**
 * Keeps what came, as it was signed. Where the names differ the holder has said that it is theirs (`mine`); one whose birth
 * date is another's is never kept.
 *
 * @throws Problem `emrex-refused`
 */
export async function keepAnswer(
  ground: Ground,
  person: PersonActor,
  token: string,
  mine: boolean,
): Promise<{ id: string; known: boolean }> {
  const { view, document, providerId, sessionHash } = await openAnswer(ground, person, token)
  if (view.fault) throw refused(view.fault.code, view.fault.what)
  if (!document || !view.match) throw refused('nothing-came', 'The provider sent no results.')
  if (view.match.match === 'other')
    throw refused('birth-date-differs', 'The results are of someone with another birth date.')
  if (view.match.match === 'ask' && !mine) throw refused('mine-unsaid', 'Say that the results are yours.', '/mine')
  const now = ground.now()
  const id = makeId(now)
  const match = view.match
  return ground.database.act(systemScope, async (work) => {
    const digest = createHash('sha256').update(document).digest('base64url')
    const added = await work
      .insertInto('emrex_record')
      .values({
        ...{ holder_id: person.personId, id, provider: providerId, provider_name: view.provider, digest, document },
        ...{ match: toJson({ ...match, saidMine: mine }), fetched_at: now },
      })
      .onConflict((conflict) => conflict.columns(['holder_id', 'digest']).doNothing())
      .returning('id')
      .executeTakeFirst()
    await work.deleteFrom('emrex_session').where('session_hash', '=', sessionHash).execute()
    if (!added) {
      const known = await work
        .selectFrom('emrex_record')
        .select('id')
        .where('holder_id', '=', person.personId)
        .where('digest', '=', digest)
        .executeTakeFirstOrThrow()
      return { id: known.id, known: true }
    }
    await note(work, person, 'results-fetched', id, { provider: view.provider }, now)
    return { id, known: false }
  })
}

export const FetchedView = z.object({
  id: z.string(),
  provider: z.string(),
  fetchedAt: z.string(),
  courses: z.number(),
  issuers: z.array(z.string()),
})
export type FetchedView = z.infer<typeof FetchedView>

/** Everything that one has fetched, the newest first. */
export async function listFetched(ground: Ground, work: Work, holderId: string): Promise<FetchedView[]> {
  const rows = await work
    .selectFrom('emrex_record')
    .selectAll()
    .where('holder_id', '=', holderId)
    .orderBy('fetched_at', 'desc')
    .execute()
  return Promise.all(
    rows.map(async (row) => {
      const { transcript } = await reread(ground, row)
      return {
        ...{ id: row.id, provider: row.provider_name, fetchedAt: row.fetched_at.toISOString() },
        courses: transcript?.reports.reduce((sum, { courses }) => sum + countCourses(courses), 0) ?? 0,
        issuers: [...new Set((transcript?.reports ?? []).map(({ issuer }) => Object.values(issuer.title)[0] ?? ''))],
      }
    }),
  )
}

const countCourses = (courses: TranscriptView['reports'][number]['courses']): number =>
  courses.reduce((sum, { parts }) => sum + 1 + countCourses(parts), 0)

export const FetchedRecord = FetchedView.pick({ id: true, provider: true, fetchedAt: true }).extend({
  match: Match.extend({ saidMine: z.boolean().optional() }),
  /** Checked now: `null` where the registry has no such provider any more, so that there is no key to check with. */
  fault: z.object({ code: z.string(), what: z.string() }).nullable(),
  checked: z.boolean(),
  transcript: TranscriptView.nullable(),
})
export type FetchedRecord = z.infer<typeof FetchedRecord>

/** @throws Problem `not-found` */
export async function viewFetched(
  ground: Ground,
  work: Work,
  holderId: string,
  id: string,
): Promise<{ view: FetchedRecord; document: string }> {
  const row = await work
    .selectFrom('emrex_record')
    .selectAll()
    .where('holder_id', '=', holderId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have fetched no such results.')
  const { fault, transcript, checked } = await reread(ground, row)
  return {
    document: row.document,
    view: {
      ...{ id, provider: row.provider_name, fetchedAt: row.fetched_at.toISOString() },
      match: FetchedRecord.shape.match.parse(row.match),
      ...{ fault: fault ?? null, checked, transcript: transcript ?? null },
    },
  }
}

/** Read and checked again with the key that the registry has now. */
export async function reread(ground: Ground, row: { provider: string; document: string }) {
  const provider = (await listProviders(ground)).find(({ id }) => id === row.provider)
  if (!provider)
    return {
      checked: false,
      fault: { code: 'emrex-provider-unknown', what: 'The registry has no such provider any more.' },
      transcript: undefined,
    }
  return {
    ...{ fault: undefined, transcript: undefined },
    ...readPacked(packElmo(row.document), provider.certificate),
    checked: true,
  }
}

/** @throws Problem `not-found` */
export async function removeFetched(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const gone = await work
    .deleteFrom('emrex_record')
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .returning('provider_name')
    .executeTakeFirst()
  if (!gone) throw new Problem('not-found', 'You have fetched no such results.')
  await note(work, person, 'results-removed', id, { provider: gone.provider_name }, ground.now())
}

export const note = (
  work: Work,
  person: PersonActor,
  act: string,
  id: string,
  details: Record<string, unknown>,
  at: Date,
) => writeAudit(work, { actor: person, holderId: person.personId, act, object: { kind: 'results', id }, details, at })

export const refused = (code: string, what: string, pointer = '/'): Problem =>
  new Problem('emrex-refused', what, [{ pointer, code, detail: what }])
