import type { ApiProblem, FieldProblem } from './call-api.ts'
import type { Words } from './words.ts'

/** What happened, for people. A code without words of its own is told in the general ones, never in English alone. */
export const wordProblem = (words: Words, problem: ApiProblem): string =>
  words.find(`codes.problem.${problem.code}`) ?? words.say('codes.problem.unexpected')

export const adviseProblem = (words: Words, problem: ApiProblem): string | undefined =>
  words.find(`codes.problem-advice.${problem.code}`)

/** What is wrong with one field; zod's own codes and the domain's both come here. */
export const wordFieldProblem = (words: Words, error: FieldProblem): string =>
  words.find(`codes.field.${error.code}`) ??
  words.find(`codes.read.${error.code}`) ??
  words.find(`cells.${error.code}`) ??
  words.find(`codes.problem.${error.code}`) ??
  words.say('codes.field.invalid')
