import { AssessmentFacts } from '@bricka/domain/issuing/assessment-facts'
import { planValidUntil } from '@bricka/domain/issuing/plan-validity'
import { EvidenceKind, Supervision } from '@bricka/domain/merit/merit'
import { CaseEvent } from '@bricka/domain/recognition/case-event'
import { findMatching } from '@bricka/domain/recognition/find-matching'
import type { CaseState } from '@bricka/domain/recognition/read-case'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { issueMerit } from '../issuing/issue-merit.ts'
import { getVersion } from '../merit/find-merit.ts'
import { requirePermission } from '../organisation/permission.ts'
import { fileEvent } from './add-event.ts'
import { type OpenCase, openCase } from './case-file.ts'
import { partsIn } from './case-parts.ts'
import { listIssuableDesigns } from './case-view.ts'

/** How the candidate was watched is said here, for it differs from one method to the next and is never guessed. */
export const Certification = z.strictObject({ meritId: z.uuid(), supervision: Supervision })
export type Certification = z.infer<typeof Certification>

/**
 * Issues a merit for what a case has shown: the merit itself where all was met, else one that the outcomes that were
 * met are enough for. How it was assessed goes into the credential as the route "prior learning".
 *
 * @throws Problem `recognition-short` where what was met is not enough for the merit; all that issuing throws
 */
export async function certify(
  ground: Ground,
  work: Work,
  actor: Actor,
  caseId: string,
  { meritId, supervision }: Certification,
): Promise<{ credentialId: string; state: 'issued' | 'awaiting-approval' }> {
  const opened = await openCase(work, caseId, { lock: true })
  const { row, state } = opened
  const parts = await partsIn(work, actor, opened)
  if (!parts.includes('coordinator'))
    throw new Problem('permission-missing', `You are ${parts.join(', ')} in this case.`)
  const permission = requirePermission(actor, row.provider_id, 'issue')
  const through = await findThrough(work, opened, meritId)
  const { design } = await getVersion(work, meritId, meritId === row.merit_id ? row.merit_version : undefined)
  const facts = factsOf(state, through, supervision)
  const issued = await issueMerit(ground, work, permission, {
    meritId,
    ...(meritId === row.merit_id && { version: row.merit_version }),
    recipient: { name: row.candidate_name, email: row.candidate_email },
    facts,
    validUntil: planValidUntil(design, facts.assessedOn),
    key: `validation:${caseId}:${meritId}:${state.round}`,
  })
  const event = CaseEvent.parse({ kind: 'certified', credentialId: issued.credentialId, meritId })
  await fileEvent(ground, work, actor, opened, 'coordinator', event)
  return { credentialId: issued.credentialId, state: issued.state }
}

type Through = readonly { outcome: string; by: string }[]

async function findThrough(work: Work, { row, state }: OpenCase, meritId: string): Promise<Through> {
  const { recognition } = state
  if (recognition.extent !== 'none') {
    if (meritId === row.merit_id && recognition.extent === 'full')
      return recognition.met.map((outcome) => ({ outcome, by: outcome }))
    const { design } = await getVersion(work, row.merit_id, row.merit_version)
    const issuable = await listIssuableDesigns(work, row.provider_id)
    const match = findMatching(design, recognition.met, issuable).find(({ merit }) => merit.meritId === meritId)
    if (match && meritId !== row.merit_id) return match.through
  }
  throw new Problem('recognition-short', 'What was met in the case is not enough for this merit.')
}

/** What the case's file says of how, and nothing of why: the reasons stay in the case. */
function factsOf(state: CaseState, through: Through, supervision: Supervision): AssessmentFacts {
  const judged = through.flatMap(({ outcome, by }) => {
    const judgement = state.judgements.findLast(({ outcomeId }) => outcomeId === by)
    return judgement ? [{ outcome, judgement }] : []
  })
  const assessorIds = new Set(judged.map(({ judgement }) => judgement.assessorId))
  const assessors = state.assessors.filter(({ assessor }) => assessorIds.has(assessor.personId))
  const first = assessors[0]?.assessor
  const weakest = assessors.map(({ assessor }) => assessor.independence).sort(byIndependence)[0]
  const shown = new Set(judged.flatMap(({ judgement }) => judgement.evidenceIds))
  const kinds = new Set(state.evidence.filter(({ id }) => shown.has(id)).map(({ kind }) => kind))
  return AssessmentFacts.parse({
    assessedOn: judged
      .map(({ judgement }) => judgement.assessedOn)
      .sort()
      .at(-1),
    route: 'prior-learning',
    outcomes: judged.map(({ outcome, judgement }) => ({
      outcomeId: outcome,
      result: 'met',
      methods: [judgement.method],
    })),
    supervision,
    ...(first && {
      assessor: {
        role: first.role,
        independence: weakest,
        ...(first.trade && { qualification: first.trade }),
        count: assessorIds.size,
      },
    }),
    ...(kinds.size > 0 && { evidenceKinds: EvidenceKind.options.filter((kind) => kinds.has(kind)) }),
  })
}

const order = ['same-as-teacher', 'same-organisation', 'other-organisation']
const byIndependence = (one: string, other: string): number => order.indexOf(one) - order.indexOf(other)
