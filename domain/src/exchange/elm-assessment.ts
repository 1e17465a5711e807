import { atMidnight, compact, type Node } from '../issuing/node.ts'
import type { AssessmentType, LearningOutcome } from '../merit/merit.ts'
import type { ElmOptions } from './compose-elm.ts'
import { award, issuerOf } from './elm-award.ts'
import { assessmentConcept, inOne, notes, supervisionConcept, texts } from './elm-nodes.ts'
import type { IssuedRecord } from './record.ts'

/** How it was shown that the outcomes are met: once for the whole, and for each outcome of which more is known. */
export function assessment(record: IssuedRecord, options: ElmOptions): Node {
  const { id, language } = options
  const { facts, version } = record
  const { design } = version
  const supervision = facts.supervision ?? design.assessment.supervision
  const assessor = facts.assessor ?? design.assessment.assessor
  const kinds = facts.evidenceKinds ?? design.assessment.evidenceKinds
  return compact({
    id: `${id}#assessment`,
    type: 'LearningAssessment',
    title: texts(design.title, language),
    description: texts(design.assessment.description, language),
    awardedBy: award(record, options),
    assessedBy: issuerOf(record, options),
    dateIssued: atMidnight(facts.assessedOn),
    grade: { id: `${id}#grade`, type: 'Note', noteLiteral: inOne(facts.grade ?? 'Completed', language) },
    idVerification: supervision && supervisionConcept(supervision),
    hasPart: assessedOutcomes(record).map((outcome) => outcomeAssessment(record, outcome, options)),
    specifiedBy: assessmentSpecification(record, options),
    additionalNote: notes(id, 'assessment', [
      assessor && {
        en: `Assessor: ${[assessor.role, assessor.independence, assessor.qualification].filter(Boolean).join(', ')}`,
      },
      kinds.length > 0 ? { en: `Evidence: ${kinds.join(', ')}` } : undefined,
    ]),
  })
}

/** Those of which something is known apart from the whole: their own result, grade or way of being assessed. */
const assessedOutcomes = ({ facts, version }: IssuedRecord): readonly LearningOutcome[] =>
  version.design.outcomes.filter(
    ({ id, assessedBy }) => assessedBy.length > 0 || facts.outcomes?.some(({ outcomeId }) => outcomeId === id),
  )

function outcomeAssessment(record: IssuedRecord, outcome: LearningOutcome, options: ElmOptions): Node {
  const { id, language } = options
  const fact = record.facts.outcomes?.find(({ outcomeId }) => outcomeId === outcome.id)
  const types = fact?.methods ?? outcome.assessedBy
  const own = `${id}#assessment-${outcome.id}`
  return compact({
    id: own,
    type: 'LearningAssessment',
    title: texts(outcome.statement, language),
    awardedBy: award(record, options),
    grade: {
      id: `${own}-grade`,
      type: 'Note',
      noteLiteral: inOne(fact?.grade ?? (fact?.result === 'not-met' ? 'Not met' : 'Met'), language),
    },
    specifiedBy: compact({
      id: `${own}-specification`,
      type: 'LearningAssessmentSpecification',
      title: texts(outcome.statement, language),
      dcType: types.slice(0, 1).map(assessmentConcept),
      additionalNote: notes(id, `${outcome.id}-method`, [alsoBy(types)]),
    }),
  })
}

function assessmentSpecification({ version }: IssuedRecord, { id, language }: ElmOptions): Node {
  const { design } = version
  const { types, gradingScale } = design.assessment
  return compact({
    id: `${id}#assessment-specification`,
    type: 'LearningAssessmentSpecification',
    title: texts(design.title, language),
    dcType: types.slice(0, 1).map(assessmentConcept),
    gradingScheme: gradingScale && {
      id: `${id}#grading-scheme`,
      type: 'GradingScheme',
      title: inOne(gradingScale, language),
    },
    additionalNote: notes(id, 'method', [alsoBy(types)]),
  })
}

/** ELM has room for one type; the others are told, for a reader must not think that one test was all. */
const alsoBy = (types: readonly AssessmentType[]) =>
  types.length > 1 ? { en: `Also assessed by: ${types.slice(1).join(', ')}` } : undefined
