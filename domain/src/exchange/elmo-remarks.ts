import { type Language, type LocalText, pickText } from '../local-text.ts'
import type { LearningOutcome, Level } from '../merit/merit.ts'
import type { IssuedRecord } from './record.ts'

/** What ELMO has no place for, in words, line by line: people read it, and no program will find it. */
export function elmoRemarks(record: IssuedRecord, language: Language): readonly string[] {
  const { creator, facts, issuer, mandate, validUntil, version } = record
  const { design } = version
  const { assessment } = design
  const say = (text: LocalText | undefined) => pickText(text, language)?.text
  return [
    creator.id === issuer.id ? undefined : `Designed by ${creator.name} (${creator.id}).`,
    labelled('Issued under the mandate', mandate?.url),
    labelled('Valid until', validUntil),
    labelled('Shown by', routes[facts.route]),
    labelled('Took part until', facts.participation?.until),
    labelled('Note', facts.note),
    ...design.outcomes.flatMap((outcome) => outcomeLines(outcome, record, language)),
    list('Languages of the content', design.languagesOfContent),
    design.languagesOfInstruction.length > 1 ? list('Languages of instruction', design.languagesOfInstruction) : '',
    levelLine(design.level),
    labelled('No level', say(design.withoutLevel?.reason)),
    list('Assessed by', assessment.types),
    labelled('Supervision', assessment.supervision),
    assessment.assessor && `Assessor: ${assessment.assessor.role}, ${assessment.assessor.independence}`,
    list('Evidence', assessment.evidenceKinds),
    labelled('Assessment', say(assessment.description)),
    list('Taking part', design.participation),
    labelled('Setting', design.setting),
    ...design.qualityAssurance.map(
      ({ body, kind, standard }) => `Quality assurance (${kind}): ${[body, standard].filter(Boolean).join(', ')}`,
    ),
    list('Expected benefits', design.benefits),
    ...design.recognition.map(
      ({ body, reference, scope }) => `Recognised by ${[body, say(scope), reference].filter(Boolean).join(', ')}`,
    ),
    design.legalBasis &&
      (design.legalBasis.kind === 'law' ? `Legal basis: ${design.legalBasis.reference}` : 'No legal basis.'),
    design.stacking &&
      `Stacking: ${[design.stacking.standing, ...design.stacking.towards].join(', ')}. No automatic right.`,
    labelled('Entry requirements', say(design.entryRequirements)),
    labelled('Further information', say(design.furtherInformation?.text)),
    `Whether it still holds is told at ${record.id}`,
  ].flatMap((line) => (line ? [line] : []))
}

const routes = {
  course: 'taking part',
  'prior-learning': 'validation of prior learning, without taking part',
  both: 'taking part, and validation of prior learning',
} as const

const labelled = (label: string, text: string | undefined): string | undefined => text && `${label}: ${text}`

const list = (label: string, all: readonly string[] | undefined): string | undefined =>
  all && all.length > 0 ? `${label}: ${all.join(', ')}` : undefined

function outcomeLines(outcome: LearningOutcome, { facts }: IssuedRecord, language: Language): readonly string[] {
  const fact = facts.outcomes?.find(({ outcomeId }) => outcomeId === outcome.id)
  const result = fact && ` – ${[fact.result, fact.grade].filter(Boolean).join(', ')}`
  const methods = list('assessed by', outcome.assessedBy)
  return [
    `Outcome (${outcome.type}): ${pickText(outcome.statement, language)?.text ?? ''}${result ?? ''}`,
    ...outcome.criteria.map((one) => `  Criterion: ${pickText(one, language)?.text ?? ''}`),
    ...(methods ? [`  ${methods}`] : []),
    ...outcome.alignments.map(({ framework, label, relation, uri }) => `  ${framework} (${relation}): ${label} ${uri}`),
  ]
}

function levelLine(level: Level | undefined): string | undefined {
  if (!level) return undefined
  const name = `${level.framework} ${level.level}`
  return level.standing === 'decided'
    ? `Level ${name} decided by ${level.decision.body}, ${level.decision.reference}`
    : `Level ${name} as estimated by the creator; nobody has decided it.`
}
