import type { InterfaceLanguage } from '@bricka/domain/local-text'
import { makeWords } from './make-words.ts'
import type { Words } from './words.ts'

/** The words that a page gives along to its script, with what stands between the parts of a list: browsers do not know it in Icelandic. */
export type EmbeddedWords = {
  language: InterfaceLanguage
  words: Record<string, unknown>
  between: { two: string; more: string; last: string }
}

export function describeBetween(words: Words): EmbeddedWords['between'] {
  const [, two = ''] = /^A(.*)B$/.exec(words.list(['A', 'B'])) ?? []
  const [, more = '', last = ''] = /^A(.*)B(.*)C$/.exec(words.list(['A', 'B', 'C'])) ?? []
  return { two, more, last }
}

export function readWords({ language, words, between }: EmbeddedWords): Words {
  const { two, more, last } = between
  return {
    ...makeWords(language, words),
    list: (parts) => {
      const [end] = parts.slice(-1)
      if (end === undefined || parts.length === 1) return end ?? ''
      return `${parts.slice(0, -1).join(more)}${parts.length === 2 ? two : last}${end}`
    },
  }
}
