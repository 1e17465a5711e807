import { invertVectors, type Postings, packVectors, type Vectors } from './index-skill-map.ts'

/** What occupations' own words say, ready to be compared: occupation → terms and weights, and the other way round. */
export type TextIndex = { readonly vectors: Vectors; readonly postings: Postings; readonly terms: number }

/** A term that this share of all texts has says nothing of any. */
const commonShare = 0.25

/**
 * Weighs words by how rare they are (TF-IDF: 1 + ln(times) for how often, ln(texts / texts with it) for how rare).
 * Single words and pairs of neighbours; plural endings are cut so that "nurses" is "nurse".
 */
export function weighTexts(texts: readonly string[]): TextIndex {
  const counts = texts.map(countTerms)
  const frequency = new Map<string, number>()
  for (const terms of counts) for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  const kept = [...frequency].filter(([, times]) => times > 1 && times <= Math.max(2, texts.length * commonShare))
  const placeOf = new Map(kept.map(([term], place) => [term, place]))
  const vectors = packVectors(
    counts.map((terms) => {
      const vector = new Map<number, number>()
      for (const [term, times] of terms) {
        const place = placeOf.get(term)
        if (place === undefined) continue
        vector.set(place, (1 + Math.log(times)) * Math.log(texts.length / (frequency.get(term) ?? 1)))
      }
      return vector
    }),
  )
  return indexTexts(vectors, placeOf.size)
}

export const indexTexts = (vectors: Vectors, terms: number): TextIndex => ({
  vectors,
  terms,
  postings: invertVectors(vectors, terms),
})

function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1)
  for (const sentence of text.toLowerCase().split(/[.;:!?\n|]+/)) {
    const words = (sentence.match(/[\p{L}\p{N}]+/gu) ?? []).map(cutPlural)
    words.forEach((word, index) => {
      if (word.length > 1) add(word)
      const next = words[index + 1]
      if (next !== undefined) add(`${word} ${next}`)
    })
  }
  return counts
}

const cutPlural = (word: string): string => {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us')) return word
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1)
}
