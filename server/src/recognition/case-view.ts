import { LocalText } from '@bricka/domain/local-text'
import { EvidenceKind, MeritDesign, OutcomeType } from '@bricka/domain/merit/merit'
import { Tie } from '@bricka/domain/recognition/assessor'
import { type CaseEvent, CasePart } from '@bricka/domain/recognition/case-event'
import { eventsFor } from '@bricka/domain/recognition/decide-event'
import { findClosing, findMatching } from '@bricka/domain/recognition/find-matching'
import { JudgementResult } from '@bricka/domain/recognition/judgement'
import { findPhaseNames, Phase } from '@bricka/domain/recognition/phase'
import type { CaseState } from '@bricka/domain/recognition/read-case'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Actor } from '../http/actor.ts'
import { getVersion } from '../merit/find-merit.ts'
import { titleOf } from '../merit/title-of.ts'
import { type OpenCase, openCase } from './case-file.ts'
import { partsIn } from './case-parts.ts'

const Name = z.object({ id: z.string(), name: z.string().nullable() })
const MeritLine = z.object({ id: z.string(), title: z.string(), ownerName: z.string(), outcomes: z.array(z.string()) })

export const CaseView = z.object({
  id: z.string(),
  title: z.string(),
  provider: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  merit: z.object({ id: z.string(), version: z.number() }),
  candidate: Name,
  standing: z.enum(['open', 'paused', 'proposed', 'decided', 'certified', 'withdrawn']),
  phase: Phase.nullable(),
  /** What the provider's country calls each phase, and when it began. */
  phases: z.array(z.object({ phase: Phase, name: z.string(), language: z.string(), begunAt: z.string().nullable() })),
  round: z.number(),
  identity: z.string().nullable(),
  outcomes: z.array(
    z.object({
      id: z.string(),
      type: OutcomeType,
      statement: LocalText,
      criteria: z.array(LocalText),
      selfAssessment: z.enum(['yes', 'partly', 'no']).nullable(),
      evidenceIds: z.array(z.string()),
      judgement: z
        .object({
          result: JudgementResult,
          method: z.string(),
          assessedOn: z.string(),
          reasons: z.string(),
          assessor: Name,
          evidenceIds: z.array(z.string()),
          criteriaShown: z.array(z.number()),
        })
        .nullable(),
    }),
  ),
  evidence: z.array(
    z.object({
      id: z.string(),
      kind: EvidenceKind,
      title: z.string(),
      description: z.string().nullable(),
      outcomes: z.array(z.string()),
      file: z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), digest: z.string() }).nullable(),
      withdrawn: z.boolean(),
    }),
  ),
  assessors: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      round: z.number(),
      role: z.string(),
      independence: z.string(),
      authorisedUntil: z.string(),
      ties: z.array(Tie).nullable(),
    }),
  ),
  recognition: z.object({
    extent: z.enum(['full', 'partial', 'none']),
    met: z.array(z.string()),
    partly: z.array(z.string()),
    missing: z.array(z.string()),
  }),
  appealBefore: z.string().nullable(),
  qualityChecks: z.array(z.object({ by: z.string(), finding: z.string() })),
  credentialIds: z.array(z.string()),
  /** What the outcomes that were met are enough for, of what the provider may issue: the coordinator's choice. */
  matching: z.array(MeritLine),
  /** Merits in the catalogue that close what is missing, wholly or in part. */
  closing: z.array(MeritLine),
  /** Who may be appointed: registered by the provider; the coordinator's choice. */
  appointable: z.array(Name),
  parts: z.array(CasePart),
  /** The events that the reader may add as the case stands. */
  may: z.array(z.string()),
  /** Everything that happened, in order; `intact` is false where someone changed it behind our back. */
  file: z.array(
    z.object({
      number: z.number(),
      at: z.string(),
      by: Name,
      as: CasePart,
      event: z.looseObject({ kind: z.string() }),
    }),
  ),
  intact: z.boolean(),
})
export type CaseView = z.infer<typeof CaseView>

/** A case as whoever has a part in it sees it. All of it: a candidate may know everything that is written of them. */
export async function viewCase(work: Work, actor: Actor, caseId: string): Promise<CaseView> {
  const opened = await openCase(work, caseId)
  const parts = await partsIn(work, actor, opened)
  const { row, state, file, names, intact } = opened
  const provider = await work
    .selectFrom('organisation')
    .select(['id', 'slug', 'legal_name'])
    .where('id', '=', row.provider_id)
    .executeTakeFirstOrThrow()
  const { design } = await getVersion(work, row.merit_id, row.merit_version)
  const nameOf = (id: string) => ({ id, name: names.get(id) || null })
  const { recognition } = state
  const { phases, language } = findPhaseNames(state.country)
  return {
    id: row.id,
    title: row.title,
    provider: { id: provider.id, slug: provider.slug, name: provider.legal_name },
    merit: { id: row.merit_id, version: row.merit_version },
    candidate: { id: row.holder_id, name: row.candidate_name },
    standing: state.standing,
    phase: state.phase ?? null,
    phases: Phase.options.map((phase) => ({
      phase,
      name: phases[phase],
      language,
      begunAt: state.phases.find((one) => one.phase === phase)?.begunAt ?? null,
    })),
    round: state.round,
    identity: state.identity ?? null,
    outcomes: design.outcomes.map((outcome) => ({
      id: outcome.id,
      type: outcome.type,
      statement: outcome.statement,
      criteria: outcome.criteria,
      selfAssessment: state.selfAssessment.get(outcome.id) ?? null,
      evidenceIds: state.evidence
        .filter((one) => !one.withdrawn && one.outcomes.includes(outcome.id))
        .map(({ id }) => id),
      judgement: judgementOf(state, outcome.id, nameOf),
    })),
    evidence: state.evidence.map(({ id, kind, title, description, outcomes, file: document, withdrawn }) => ({
      id,
      kind,
      title,
      description: description ?? null,
      outcomes: [...outcomes],
      file: document ?? null,
      withdrawn,
    })),
    assessors: state.assessors.map(({ assessor, round, declaration }) => ({
      ...nameOf(assessor.personId),
      round,
      role: assessor.role,
      independence: assessor.independence,
      authorisedUntil: assessor.authorisedUntil,
      ties: declaration?.ties ?? null,
    })),
    recognition: {
      extent: recognition.extent,
      met: recognition.extent === 'none' ? [] : [...recognition.met],
      partly: recognition.extent === 'full' ? [] : [...recognition.partly],
      missing: recognition.extent === 'full' ? [] : [...recognition.missing],
    },
    appealBefore: state.appealBefore ?? null,
    qualityChecks: [...state.qualityChecks],
    credentialIds: [...state.credentialIds],
    matching: parts.includes('coordinator') ? await listMatching(work, opened, design) : [],
    closing: await listClosing(work, state, design),
    appointable: parts.includes('coordinator') ? await listAppointable(work, row.provider_id) : [],
    parts: [...parts],
    may: [...eventsFor(state, parts)],
    file: file.map(({ number, at, by, as, event }) => ({
      number,
      at,
      by: nameOf(by),
      as,
      event: { ...(event as CaseEvent) },
    })),
    intact,
  }
}

async function listAppointable(work: Work, providerId: string): Promise<z.infer<typeof Name>[]> {
  const rows = await work
    .selectFrom('assessor')
    .leftJoin('person', 'person.id', 'assessor.person_id')
    .select(['person_id', 'name'])
    .where('provider_id', '=', providerId)
    .orderBy('name')
    .execute()
  return rows.map(({ person_id, name }) => ({ id: person_id, name }))
}

function judgementOf(state: CaseState, outcomeId: string, nameOf: (id: string) => z.infer<typeof Name>) {
  const latest = state.judgements.findLast((judgement) => judgement.outcomeId === outcomeId)
  if (!latest) return null
  const { result, method, assessedOn, reasons, evidenceIds, criteriaShown, assessorId } = latest
  return {
    result,
    method,
    assessedOn,
    reasons,
    assessor: nameOf(assessorId),
    evidenceIds: [...evidenceIds],
    criteriaShown: [...criteriaShown],
  }
}

type CandidateMerit = { meritId: string; title: string; ownerName: string; design: MeritDesign }

/** What the provider may issue today: its own merits and those it has a mandate for. */
export async function listIssuableDesigns(work: Work, providerId: string): Promise<CandidateMerit[]> {
  const mandated = await work
    .selectFrom('mandate')
    .select('merit_id')
    .where('issuer_id', '=', providerId)
    .where('withdrawn_at', 'is', null)
    .execute()
  return findCatalogue(work, { ownerId: providerId, meritIds: mandated.map(({ merit_id }) => merit_id) })
}

async function listMatching(work: Work, { row, state }: OpenCase, design: MeritDesign) {
  if (state.recognition.extent === 'none') return []
  const issuable = await listIssuableDesigns(work, row.provider_id)
  const whole = state.recognition.extent === 'full' ? issuable.filter(({ meritId }) => meritId === row.merit_id) : []
  const parts = findMatching(design, state.recognition.met, issuable)
    .map(({ merit }) => merit)
    .filter(({ meritId }) => meritId !== row.merit_id)
  return [...whole, ...parts].map((merit) =>
    toLine(
      merit,
      merit.design.outcomes.map(({ id }) => id),
    ),
  )
}

async function listClosing(work: Work, state: CaseState, design: MeritDesign) {
  if (state.recognition.extent === 'full' || state.judgements.length === 0) return []
  const lacking = [...state.recognition.partly, ...state.recognition.missing]
  const skills = design.outcomes
    .filter(({ id }) => lacking.includes(id))
    .flatMap(({ alignments }) => alignments.map(({ uri }) => uri))
  if (skills.length === 0) return []
  const found = await findCatalogue(work, { skills })
  return findClosing(design, lacking, found)
    .slice(0, 20)
    .map(({ merit, through }) =>
      toLine(
        merit,
        through.map(({ outcome }) => outcome),
      ),
    )
}

async function findCatalogue(
  work: Work,
  by: { ownerId: string; meritIds: readonly string[] } | { skills: readonly string[] },
): Promise<CandidateMerit[]> {
  const rows = await work
    .selectFrom('catalogue_entry')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'catalogue_entry.merit_id')
        .onRef('merit_version.number', '=', 'catalogue_entry.number'),
    )
    .innerJoin('organisation', 'organisation.id', 'catalogue_entry.owner_id')
    .select(['merit_version.merit_id', 'merit_version.design', 'organisation.legal_name'])
    .where((or) =>
      'skills' in by
        ? or('catalogue_entry.skills', '&&', or.val([...by.skills]))
        : or.or([
            or('catalogue_entry.owner_id', '=', by.ownerId),
            or('catalogue_entry.merit_id', 'in', [...by.meritIds, by.ownerId]),
          ]),
    )
    .orderBy('catalogue_entry.title')
    .limit(500)
    .execute()
  return rows.map((row) => {
    const design = MeritDesign.parse(row.design)
    return { meritId: row.merit_id, title: titleOf(design), ownerName: row.legal_name, design }
  })
}

const toLine = ({ meritId, title, ownerName }: CandidateMerit, outcomes: readonly string[]) => ({
  id: meritId,
  title,
  ownerName,
  outcomes: [...outcomes],
})
