import { Language, type LocalText } from '@bricka/domain/local-text'
import type { StackContent } from '@bricka/domain/pathway/stack'
import { z } from 'zod'
import type { ApiProblem } from '../kit/call-api.ts'
import { decodeForm, type Posted } from '../kit/form.ts'

const Text = z.partialRecord(Language, z.string()).catch({})

/** A stack as it stands in its form, whole or not. */
const Form = z.object({
  title: Text,
  route: z.enum(['open', 'elective', 'rigid']).catch('elective'),
  unit: z.string().catch('hours'),
  total: z.unknown().optional(),
  lowestEqf: z.unknown().optional(),
  mostMonthsOld: z.unknown().optional(),
  decidedBy: z.string().optional().catch(undefined),
  meritId: z.string().optional().catch(undefined),
  groups: z
    .array(
      z.object({
        id: z.string().catch(''),
        title: Text,
        kind: z.enum(['parts', 'credits']).catch('parts'),
        amount: z.unknown().optional(),
        meritIds: z.array(z.string()).catch([]),
        skills: z.array(z.string()).catch([]),
      }),
    )
    .catch([]),
  overlaps: z.array(z.array(z.string())).catch([]),
  prerequisites: z.array(z.object({ meritId: z.string().catch(''), needs: z.array(z.string()).catch([]) })).catch([]),
})
export type StackForm = z.infer<typeof Form>

export const readStackForm = (posted: Posted): StackForm => Form.parse(decodeForm(posted))

export const emptyStack: StackForm = Form.parse({ groups: [emptyGroup([])] })

export const toStackForm = ({ groups, ...content }: StackContent, meritId: string | null): StackForm =>
  Form.parse({
    ...content,
    ...(meritId && { meritId }),
    groups: groups.map(({ id, title, needs, accepts }) => ({
      id,
      title,
      kind: needs.kind,
      amount: needs.kind === 'parts' ? needs.count : needs.value,
      ...accepts,
    })),
  })

/** A group's id is its own and stays when others come and go. */
export function emptyGroup(others: readonly { id: string }[]): StackForm['groups'][number] {
  const taken = new Set(others.map(({ id }) => id))
  let number = others.length + 1
  while (taken.has(`group-${number}`)) number += 1
  return { id: `group-${number}`, title: {}, kind: 'parts', amount: undefined, meritIds: [], skills: [] }
}

/** What the API takes; whether it is whole, the API says. */
export function toStackBody({ meritId, groups, total, lowestEqf, mostMonthsOld, ...form }: StackForm) {
  const given = (value: unknown) => (value === undefined || value === '' ? undefined : value)
  return {
    content: {
      ...form,
      total: given(total),
      lowestEqf: given(lowestEqf) === undefined ? undefined : Number(lowestEqf),
      mostMonthsOld: given(mostMonthsOld),
      overlaps: form.overlaps.filter((pair) => pair.length > 0),
      prerequisites: form.prerequisites.filter(({ meritId: merit, needs }) => merit !== '' || needs.length > 0),
      groups: groups.map(({ id, title, kind, amount, meritIds, skills }) => ({
        id,
        title,
        accepts: {
          ...(meritIds.length > 0 && { meritIds }),
          ...(skills.length > 0 && { skills }),
        },
        needs: kind === 'parts' ? { kind, count: amount } : { kind, value: amount },
      })),
    },
    ...(meritId && { meritId }),
  }
}

/** Points at the form's fields what the API found in the content. */
export const pointIntoStackForm = (problem: ApiProblem): ApiProblem => ({
  ...problem,
  ...(problem.errors && {
    errors: problem.errors.map((error) => ({
      ...error,
      pointer: error.pointer
        .replace(/^\/content/, '')
        .replace(/^(\/groups\/\d+)\/needs\/(count|value)$/, '$1/amount')
        .replace(/^(\/groups\/\d+)\/accepts\//, '$1/'),
    })),
  }),
})

export const languagesIn = (texts: readonly LocalText[], reader: Language): readonly Language[] => {
  const found = Language.options.filter((language) => texts.some((text) => text[language]))
  return found.includes(reader) ? found : [reader, ...found]
}
