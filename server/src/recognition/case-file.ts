import { createHash } from 'node:crypto'
import { CaseEvent, CaseId, CasePart, type FiledEvent } from '@bricka/domain/recognition/case-event'
import { PersonId } from '@bricka/domain/recognition/judgement'
import { type CaseState, readCase } from '@bricka/domain/recognition/read-case'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { Problem } from '../http/problem.ts'

export type OpenCase = {
  readonly row: Row<'validation_case'>
  readonly file: readonly FiledEvent[]
  /** What everyone in the case was called when they last did something in it. */
  readonly names: ReadonlyMap<string, string>
  readonly state: CaseState
  /** Whether each event still carries the digest of everything before it. */
  readonly intact: boolean
  readonly lastDigest: string
}

/** @throws Problem `not-found`, also for a case of someone else: row-level security hides it */
export async function openCase(work: Work, caseId: string, { lock = false } = {}): Promise<OpenCase> {
  const row = await work
    .selectFrom('validation_case')
    .selectAll()
    .where('id', '=', caseId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No case of yours has this address.')
  const rows = await work
    .selectFrom('case_event')
    .selectAll()
    .where('holder_id', '=', row.holder_id)
    .where('case_id', '=', caseId)
    .orderBy('number')
    .execute()
  const file = rows.map(toFiled)
  const state = readCase(file)
  if (!state) throw new Error(`Case ${caseId} does not begin with its start.`)
  const { intact, digest } = checkChain(caseId, rows, file)
  const appointed = await work
    .selectFrom('case_assessor')
    .select(['person_id', 'name'])
    .where('holder_id', '=', row.holder_id)
    .where('case_id', '=', caseId)
    .execute()
  const names = new Map([
    ...appointed.map(({ person_id, name }) => [person_id, name] as const),
    ...rows.map(({ by_person, by_name }) => [by_person, by_name] as const),
  ])
  return { row, file, names, state, intact, lastDigest: digest }
}

/** Adds an event to the end of a case's file, chained to all that came before it. */
export async function appendEvent(
  work: Work,
  of: { readonly holderId: string; readonly caseId: string; readonly providerId: string; readonly lastDigest: string },
  filed: FiledEvent,
  byName: string,
): Promise<string> {
  const digest = digestOf(of.caseId, of.lastDigest, filed)
  await work
    .insertInto('case_event')
    .values({
      holder_id: of.holderId,
      case_id: of.caseId,
      number: filed.number,
      provider_id: of.providerId,
      at: filed.at,
      by_person: filed.by,
      by_name: byName,
      as_part: filed.as,
      event: toJson(filed.event),
      digest,
    })
    .execute()
  return digest
}

function toFiled(row: Row<'case_event'>): FiledEvent {
  return {
    number: row.number,
    at: row.at.toISOString(),
    by: PersonId.parse(row.by_person),
    as: CasePart.parse(row.as_part),
    event: CaseEvent.parse(row.event),
  }
}

function checkChain(caseId: string, rows: readonly Row<'case_event'>[], file: readonly FiledEvent[]) {
  let digest = ''
  let intact = true
  for (const [index, filed] of file.entries()) {
    digest = digestOf(caseId, digest, filed)
    intact &&= rows[index]?.digest === digest && filed.number === index + 1
    digest = rows[index]?.digest ?? digest
  }
  return { intact, digest }
}

/** Over the parsed event with its keys in order, for jsonb keeps neither their order nor their spelling. */
function digestOf(caseId: string, before: string, filed: FiledEvent): string {
  const text = JSON.stringify([
    CaseId.parse(caseId),
    before,
    filed.number,
    filed.at,
    filed.by,
    filed.as,
    sorted(filed.event),
  ])
  return createHash('sha256').update(text).digest('base64url')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
