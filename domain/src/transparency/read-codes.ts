import { assessmentIris, findCode, modeIris, settingIris } from '../issuing/credential-terms.ts'
import type { AssessmentType, LearningSetting, ParticipationForm } from '../merit/merit.ts'
import { readId, readIds } from './read-json.ts'
import type { Stated, Word } from './transparency-profile.ts'

/** A word of the published lists by its IRI, or what the stranger wrote. */
export const readMethods = (value: unknown): readonly Word<AssessmentType>[] =>
  readIds(value).map((iri) => word(findCode(assessmentIris, iri), iri))

export const readForms = (value: unknown): readonly Word<ParticipationForm>[] =>
  readIds(value).map((iri) => word(findCode(modeIris, iri), iri))

export function readSetting(value: unknown): Stated<{ value: Word<LearningSetting> }> {
  const iri = readId(value)
  return iri === undefined ? { stated: false } : { stated: true, value: word(findCode(settingIris, iri), iri) }
}

export const word = <Known extends string>(code: Known | undefined, other: string): Word<Known> =>
  code === undefined ? { other } : { code }
