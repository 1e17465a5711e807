import type { Check } from '@bricka/credential'
import type { TransparencyProfile } from '@bricka/domain/transparency/transparency-profile'
import type { CheckedParts } from './verify-parts.ts'
import type { Words } from './words.ts'

/** The report as text: what it is, then every check with its outcome in words, never a sum of them. */
export function describeReport(checks: readonly Check[], transparency: TransparencyProfile, words: Words): string {
  const { title, holder, issuer } = transparency
  const width = Math.max(...checks.map(({ name }) => words.checkName(name).length))
  return [
    title.stated ? printable(title.text) : words.notStated,
    `${words.holder}: ${(holder.stated && holder.name && printable(holder.name)) || words.notStated}`,
    `${words.issuer}: ${(issuer.stated && printable(issuer.name ?? issuer.id ?? '')) || words.notStated}`,
    '',
    ...checks.map(
      ({ name, outcome, code, detail }) =>
        `${marks[outcome]} ${words.checkName(name).padEnd(width)}  ${words[outcome]}: ${words.check(code)}${describeDetail(outcome, detail)} [${code}]`,
    ),
    '',
    words.noScore,
  ].join('\n')
}

export const marks = { passed: '+', failed: '!', unchecked: '?' } as const

const describeDetail = (outcome: Check['outcome'], detail: Check['detail']): string => {
  const parts = Object.entries(detail).map(([key, value]) => `${key}: ${printable(String(value))}`)
  return outcome === 'passed' || parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unprintable = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A stranger's text must not move the cursor, colour the terminal or end a line. */
export const printable = (text: string): string => text.replace(unprintable, '�')

/** A learner's record part by part: each with what is not as it should be, or that all of it passed. */
export function describeParts({ parts, left }: CheckedParts, words: Words): string {
  return [
    words.parts,
    ...parts.flatMap((part) => {
      const { number } = part
      if ('unreadable' in part)
        return [`${marks.failed} ${words.part(number)}: ${words.unreadable} [${printable(part.unreadable)}]`]
      const { title, issuer } = part.transparency
      const open = part.checks.filter(({ outcome }) => outcome !== 'passed')
      const named = title.stated ? printable(title.text) : words.notStated
      const by = (issuer.stated && printable(issuer.name ?? issuer.id ?? '')) || words.notStated
      const [worst] = [...open.filter(({ outcome }) => outcome === 'failed'), ...open]
      return [
        `${marks[worst?.outcome ?? 'passed']} ${words.part(number)}: ${named} (${by})${worst ? '' : ` ${words.passed}`}`,
        ...open.map(
          ({ name, outcome, code, detail }) =>
            `    ${marks[outcome]} ${words.checkName(name)}  ${words[outcome]}: ${words.check(code)}${describeDetail(outcome, detail)} [${code}]`,
        ),
      ]
    }),
    ...(left > 0 ? [`… + ${left}`] : []),
  ].join('\n')
}
