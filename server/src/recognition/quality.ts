import { createHmac } from 'node:crypto'
import { compareSelfChecks, QualityFactor, SelfCheck } from '@bricka/domain/recognition/quality-factor'
import { sampleCases } from '@bricka/domain/recognition/sample-cases'
import { typedLine, typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Paging, windowOf } from '../http/paging.ts'
import { makeId } from '../make-id.ts'
import type { MayAssure, MayCoordinate, MayRead } from '../organisation/permission.ts'
import { openCase } from './case-file.ts'

/** A meeting at which assessors align how they judge (samsyn). */
export const Meeting = z.strictObject({
  on: z.iso.date(),
  topic: typedLine().min(1).max(200),
  present: z.array(typedLine().min(1).max(200)).min(1).max(60),
  conclusions: typedText().min(1).max(8000),
})
export type Meeting = z.infer<typeof Meeting>
export const MeetingView = Meeting.extend({ id: z.string(), createdAt: z.string() })

export const SelfCheckView = SelfCheck.extend({
  id: z.string(),
  better: z.array(QualityFactor),
  worse: z.array(QualityFactor),
  unproven: z.array(QualityFactor),
})
export const SamplePolicy = z.object({
  share: z.coerce.number().min(0).max(1).default(0.1),
  firstOfEachAssessor: z.coerce.number().int().min(0).max(20).default(3),
  from: z.iso.date(),
  until: z.iso.date(),
  format: z.enum(['json', 'csv']).default('json'),
})
export const SampledCase = z.object({
  id: z.string(),
  title: z.string(),
  decidedAt: z.string(),
  why: z.array(z.enum(['new-assessor', 'appealed', 'nothing-recognised', 'drawn'])),
  checked: z.boolean(),
})

export type SampledCase = z.infer<typeof SampledCase>
export type MeetingView = z.infer<typeof MeetingView>
export type SelfCheckView = z.infer<typeof SelfCheckView>

const most = 2000

/** The cases of a time to look at again. The lot is fixed by our secret and the case: asking twice draws the same. */
export async function drawSample(
  ground: Ground,
  work: Work,
  permission: MayAssure,
  { from, until, format: _, ...policy }: z.infer<typeof SamplePolicy>,
): Promise<z.infer<typeof SampledCase>[]> {
  const rows = await work
    .selectFrom('validation_case')
    .select(['id'])
    .where('provider_id', '=', permission.organisationId)
    .where('standing', 'in', ['decided', 'certified', 'open'])
    .where('changed_at', '>=', new Date(from))
    .orderBy('changed_at')
    .limit(most)
    .execute()
  const cases = []
  for (const { id } of rows) {
    const { row, file, state } = await openCase(work, id)
    const decided = file.findLast(({ event }) => event.kind === 'decided')
    if (!decided || decided.at.slice(0, 10) < from || decided.at.slice(0, 10) > until) continue
    cases.push({
      id,
      title: row.title,
      assessorId: state.judgements.at(-1)?.assessorId ?? '',
      extent: state.recognition.extent,
      appealed: state.round > 1,
      decidedAt: decided.at,
      checked: state.qualityChecks.length > 0,
    })
  }
  const draw = (id: string): number =>
    createHmac('sha256', ground.settings.secret).update(`sample:${id}`).digest().readUInt32BE(0) / 2 ** 32
  const byId = new Map(cases.map((one) => [one.id, one]))
  return sampleCases(cases, policy, draw).flatMap(({ id, why }) => {
    const one = byId.get(id)
    return one ? [{ id, title: one.title, decidedAt: one.decidedAt, why: [...why], checked: one.checked }] : []
  })
}

export async function recordMeeting(
  ground: Ground,
  work: Work,
  permission: MayCoordinate | MayAssure,
  meeting: Meeting,
): Promise<string> {
  return keep(ground, work, permission, 'standardisation_meeting', meeting, 'standardisation-recorded')
}

export async function recordSelfCheck(
  ground: Ground,
  work: Work,
  permission: MayCoordinate | MayAssure,
  check: SelfCheck,
): Promise<string> {
  return keep(ground, work, permission, 'quality_self_check', check, 'quality-self-checked')
}

export async function listMeetings(
  work: Work,
  { organisationId }: MayRead,
  paging: Paging,
): Promise<{ items: z.infer<typeof MeetingView>[]; total: number }> {
  const rows = await list(work, organisationId, 'standardisation_meeting')
  const wanted = paging.search.toLowerCase()
  const all = rows
    .map(({ id, content, created_at }) => ({ ...Meeting.parse(content), id, createdAt: created_at.toISOString() }))
    .filter(({ topic, conclusions }) => `${topic} ${conclusions}`.toLowerCase().includes(wanted))
  const { offset, limit } = windowOf(paging)
  return { items: all.slice(offset, offset + limit), total: all.length }
}

/** The newest first, each beside the one before it. */
export async function listSelfChecks(
  work: Work,
  { organisationId }: MayRead,
  paging: Paging,
): Promise<{ items: z.infer<typeof SelfCheckView>[]; total: number }> {
  const rows = await list(work, organisationId, 'quality_self_check')
  const checks = rows.map(({ id, content }) => ({ id, check: SelfCheck.parse(content) }))
  const all = checks.map(({ id, check }, index) => {
    const { better, worse, unproven } = compareSelfChecks(checks[index + 1]?.check, check)
    return { id, ...check, better: [...better], worse: [...worse], unproven: [...unproven] }
  })
  const { offset, limit } = windowOf(paging)
  return { items: all.slice(offset, offset + limit), total: all.length }
}

/** A provider meets some times a year: all of them are read, up to a bound that keeps the server standing. */
const list = (work: Work, providerId: string, table: 'standardisation_meeting' | 'quality_self_check') =>
  work
    .selectFrom(table)
    .select(['id', 'content', 'created_at'])
    .where('provider_id', '=', providerId)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()

async function keep(
  ground: Ground,
  work: Work,
  { actor, organisationId }: MayCoordinate | MayAssure,
  table: 'standardisation_meeting' | 'quality_self_check',
  content: object,
  act: string,
): Promise<string> {
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto(table)
    .values({
      provider_id: organisationId,
      id,
      content: toJson(content),
      recorded_by: actor.kind === 'person' ? actor.personId : null,
      created_at: now,
    })
    .execute()
  await writeAudit(work, { actor, organisationId, act, object: { kind: table.replaceAll('_', '-'), id }, at: now })
  return id
}
