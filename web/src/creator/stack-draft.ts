import { Language, type LocalText } from '@bricka/domain/local-text'
import type { StackContent } from '@bricka/domain/pathway/stack'
import { StackForm } from '@bricka/domain/pathway/stack-form'
import type { ApiProblem } from '../kit/call-api.ts'
import { decodeForm, type Posted } from '../kit/form.ts'

export const readStackForm = (posted: Posted): StackForm => StackForm.parse(decodeForm(posted))

export const emptyStack: StackForm = StackForm.parse({ groups: [emptyGroup([])] })

export const toStackForm = ({ groups, ...content }: StackContent, meritId: string | null): StackForm =>
  StackForm.parse({
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
