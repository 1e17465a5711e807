import { z } from 'zod'
import { hasText, LocalText } from '../local-text.ts'
import { Benefit } from '../merit/merit.ts'
import type { Answers } from './learning-unit.ts'

/** One thing that a study asks of every unit: one of several, any of several, or in words. */
export type Field = {
  readonly id: string
  readonly kind: 'one' | 'any' | 'text'
  readonly options: readonly string[]
}

const any = (id: string, options: readonly string[]): Field => ({ id, kind: 'any', options })
const one = (id: string, options: readonly string[]): Field => ({ id, kind: 'one', options })

/** What every study asks alike, so that studies can be laid beside each other: the aspects that the Nordic mapping looked at. */
export const commonFields: readonly Field[] = [
  any('form', ['classroom', 'online', 'blended', 'at-work', 'project', 'circle']),
  { id: 'aim', kind: 'text', options: [] },
  any('purpose', Benefit.options),
  any('target-group', ['employed', 'jobseekers', 'newly-arrived', 'students', 'young', 'volunteers', 'everyone']),
  one('context', ['formal', 'non-formal', 'informal']),
  any('approach', ['taught', 'self-paced', 'work-based', 'from-each-other', 'problem-based', 'shown-by-validation']),
  one('access', ['open', 'with-requirements', 'employees', 'members', 'referred']),
  any('funding', ['public', 'fee', 'employer', 'social-partners', 'project', 'none']),
  one('social-partners', ['none', 'consulted', 'design-together', 'govern', 'unknown']),
]

const FieldId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .refine((id) => !commonFields.some((field) => field.id === id), { params: { code: 'field-taken' } })

/** A study's own field, with its words. An option that is taken away stays on what was recorded with it. */
export const OwnField = z
  .strictObject({
    id: FieldId,
    label: LocalText.refine(hasText, { params: { code: 'field-unnamed' } }),
    kind: z.enum(['one', 'any', 'text']),
    options: z
      .array(z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), label: LocalText }))
      .max(30)
      .default([]),
    on: z.boolean().default(true),
  })
  .refine(({ kind, options }) => (kind === 'text') === (options.length === 0), {
    path: ['options'],
    params: { code: 'options-refused' },
  })
export type OwnField = z.infer<typeof OwnField>

/** What a study asks: the common fields but those that it has switched off, and its own. */
export const StudyTemplate = z
  .strictObject({
    off: z
      .array(z.enum(commonFields.map(({ id }) => id)))
      .max(20)
      .default([]),
    own: z.array(OwnField).max(30).default([]),
  })
  .refine(({ own }) => new Set(own.map(({ id }) => id)).size === own.length, {
    path: ['own'],
    params: { code: 'field-taken' },
  })
export type StudyTemplate = z.infer<typeof StudyTemplate>

/** The fields that are asked now, in order. */
export const fieldsOf = ({ off, own }: StudyTemplate): readonly Field[] => [
  ...commonFields.filter(({ id }) => !off.some((one) => one === id)),
  ...own
    .filter(({ on }) => on)
    .map(({ id, kind, options }) => ({ id, kind, options: options.map((option) => option.id) })),
]

export type AnswerProblem = {
  readonly code: 'field-unknown' | 'option-unknown'
  readonly pointer: string
  readonly detail: string
}

/** What in the answers no template of the study has asked for. What was answered before (`kept`) stands as it was. */
export function checkAnswers(template: StudyTemplate, answers: Answers, kept: Answers = {}): readonly AnswerProblem[] {
  const fields = new Map(fieldsOf(template).map((field) => [field.id, field]))
  return Object.entries(answers).flatMap(([id, answer]): AnswerProblem[] => {
    if (JSON.stringify(kept[id]) === JSON.stringify(answer)) return []
    const field = fields.get(id)
    const pointer = `/answers/${id}`
    if (!field) return [{ code: 'field-unknown', pointer, detail: id }]
    if (field.kind === 'text')
      return typeof answer === 'string' ? [] : [{ code: 'option-unknown', pointer, detail: answer.join(', ') }]
    const chosen = [answer].flat()
    const known = [...field.options, ...[kept[id] ?? []].flat()]
    const strange = chosen.filter((option) => !known.includes(option))
    if (strange.length === 0 && (field.kind === 'any' || chosen.length === 1)) return []
    return [{ code: 'option-unknown', pointer, detail: (strange.length > 0 ? strange : chosen).join(', ') }]
  })
}

/**
 * A template that is changed keeps what has been asked: a field is switched off, never taken away, and keeps its kind.
 * Gives the ids of those that would be lost.
 */
export function findLostFields(before: StudyTemplate, after: StudyTemplate): readonly string[] {
  const kinds = new Map(after.own.map(({ id, kind }) => [id, kind]))
  return before.own.filter(({ id, kind }) => kinds.get(id) !== kind).map(({ id }) => id)
}
