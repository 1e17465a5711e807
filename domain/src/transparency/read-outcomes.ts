import { bricka, dcterms, findCode, outcomeTypeIris } from '../issuing/credential-terms.ts'
import type { OutcomeType } from '../merit/merit.ts'
import { MatchRelation } from '../skill/skill.ts'
import { readMethods } from './read-codes.ts'
import { type Json, readId, readObjects, readText, readTexts } from './read-json.ts'
import type { Stated, StatedAlignment, StatedOutcome, TransparencyProfile } from './transparency-profile.ts'

/**
 * The outcomes with how each was assessed and how it went.
 *
 * A stranger's badge that describes no results often still points to skills: each alignment of its achievement is then
 * read as an outcome whose result is unsaid.
 */
export function readOutcomes(subject: Json, achievement: Json): TransparencyProfile['outcomes'] {
  const descriptions = readObjects(achievement.resultDescription).filter((one) => !isWholeMerit(one))
  const results = readObjects(subject.result)
  const described = descriptions.map((one) => readOutcome(one, results))
  const items = described.length > 0 ? described : readAlignments(achievement.alignment).map(fromAlignment)
  return items.length > 0 ? { stated: true, items } : { stated: false }
}

/** The grade for the whole, where one was given. */
export function readGrade(subject: Json, achievement: Json): TransparencyProfile['grade'] {
  const description = readObjects(achievement.resultDescription).find(isWholeMerit)
  if (!description) return { stated: false }
  const result = readObjects(subject.result).find((one) => pointsTo(one, readId(description)))
  const value = readText(result?.value)
  const scale = readText(description.name)
  return value === undefined ? { stated: false } : { stated: true, value, ...(scale && { scale }) }
}

export const readAlignments = (value: unknown): readonly StatedAlignment[] =>
  readObjects(value).flatMap((one) => {
    const name = readText(one.targetName)
    if (name === undefined) return []
    const url = readText(one.targetUrl)
    const framework = readText(one.targetFramework)
    const relation = MatchRelation.safeParse(one[bricka('matchRelation')]).data
    return [{ name, ...(url && { url }), ...(framework && { framework }), ...(relation && { relation }) }]
  })

/** Grades describe the merit as a whole, not one outcome. */
const isWholeMerit = (description: Json): boolean =>
  description[bricka('wholeMerit')] === true ||
  ['GradePointAverage', 'LetterGrade'].includes(readText(description.resultType) ?? '')

function readOutcome(description: Json, results: readonly Json[]): StatedOutcome {
  const id = readId(description)
  const statement = readText(description.name)
  const type = readOutcomeType(description)
  const result = results.find((one) => pointsTo(one, id))
  return {
    ...(id && { id }),
    ...(statement && { statement }),
    ...(type && { type }),
    result: readResult(result),
    methods: readMethods(result?.[bricka('assessmentType')]),
    criteria: readTexts(description[bricka('criterion')]),
    alignments: readAlignments(description.alignment),
  }
}

const fromAlignment = (alignment: StatedAlignment): StatedOutcome => ({
  statement: alignment.name,
  result: { stated: false },
  methods: [],
  criteria: [],
  alignments: [alignment],
})

/** Open Badges' word for how it went; a value without a status is a grade whose meaning only the scale knows. */
function readResult(result: Json | undefined): Stated<{ met: boolean; grade?: string }> {
  const status = readText(result?.status)
  const grade = readText(result?.value)
  if (status !== 'Completed' && status !== 'Failed') return { stated: false }
  return { stated: true, met: status === 'Completed', ...(grade && { grade }) }
}

const pointsTo = (result: Json, id: string | undefined): boolean =>
  id !== undefined && readId(result.resultDescription) === id

function readOutcomeType(description: Json): OutcomeType | undefined {
  const iri = readId(description[dcterms('type')])
  return iri === undefined ? undefined : findCode(outcomeTypeIris, iri)
}
