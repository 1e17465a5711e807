import { z } from 'zod'

/** A group of a classification of occupations, and which groups of ISCO-08 it means. */
export const OccupationGroup = z.object({
  framework: z.string(),
  code: z.string(),
  isco: z.array(z.string()),
  /** What the group is called, and what people in it are called, in any language. */
  names: z.array(z.string()),
})
export type OccupationGroup = z.infer<typeof OccupationGroup>

/** All that a map's occupations are called, to find them by on one's own device; occupations in the map's order. */
export const OccupationNames = z.object({
  /** Language → occupation → its names, the one that is preferred first. */
  names: z.record(z.string(), z.array(z.array(z.string()))),
  groups: z.array(OccupationGroup),
  /** Addresses that earlier versions had, and what stands in their place: merits go on naming the old ones. */
  replaced: z.record(z.string(), z.string()).default({}),
})
export type OccupationNames = z.infer<typeof OccupationNames>

/** Where the map has what an address names, also one that another stands in the place of since. */
export function placeOf(
  places: ReadonlyMap<string, number>,
  { replaced }: Pick<OccupationNames, 'replaced'>,
  uri: string,
): number | undefined {
  // A chain of replacements ends; a circle in the source ends too.
  for (let at: string | undefined = uri, steps = 0; at !== undefined && steps < 20; at = replaced[at], steps++) {
    const place = places.get(at)
    if (place !== undefined) return place
  }
  return undefined
}

export type FoundOccupation = {
  readonly occupation: number
  /** The name that was like what was written, where it is not the occupation's own: another name, or its group's. */
  readonly through: string | undefined
}

/** How alike two texts must be for the one to be offered where the other was written (as in the server's search). */
const alike = 0.35

/**
 * Finds occupations by any of their names in any language, by code (ISCO-08, SSYK 2012), by the names of their groups,
 * and by what is only similar: the likeliest first. Names in `language` come before others.
 */
export function findOccupations(
  { names, groups }: Pick<OccupationNames, 'names' | 'groups'>,
  codes: readonly string[],
  question: { readonly text: string; readonly language: string; readonly limit: number },
): FoundOccupation[] {
  const wanted = question.text.trim().toLowerCase()
  if (wanted === '') return []
  const best = new Map<number, { score: number; through: string | undefined }>()
  const note = (occupation: number, score: number, through: string | undefined): void => {
    const known = best.get(occupation)
    if (known === undefined || known.score < score) best.set(occupation, { score, through })
  }
  const score = makeScorer(wanted)
  for (const [language, byOccupation] of Object.entries(names))
    byOccupation.forEach((all, occupation) => {
      all.forEach((name, place) => {
        const found = score(name)
        if (found === 0) return
        const more = (language === question.language ? 0.6 : 0) + (place === 0 ? 0.3 : 0)
        note(occupation, found + more, place === 0 ? undefined : name)
      })
    })
  for (const group of groups) {
    const found = Math.max(scoreCode(group.code, wanted), ...group.names.map((name) => score(name) * groupShare))
    if (found === 0) continue
    const through = `${group.names[0] ?? ''} (${group.framework} ${group.code})`
    codes.forEach((code, occupation) => {
      if (group.isco.some((one) => code.startsWith(one))) note(occupation, found, through)
    })
  }
  codes.forEach((code, occupation) => {
    const found = scoreCode(code, wanted)
    if (found > 0) note(occupation, found, undefined)
  })
  // Of a group's occupations, what goes by most names is what most people in it do.
  const known = (occupation: number): number =>
    Object.values(names).reduce((sum, byOccupation) => sum + (byOccupation[occupation]?.length ?? 0), 0)
  return [...best]
    .sort(([one, first], [other, then]) => then.score - first.score || known(other) - known(one) || one - other)
    .slice(0, question.limit)
    .map(([occupation, { through }]) => ({ occupation, through }))
}

/** A group's name says less of an occupation than the occupation's own. */
const groupShare = 0.8

const scoreCode = (code: string, wanted: string): number => (code !== '' && code === wanted ? 6 : 0)

/** The whole name, its beginning, a word's beginning, a part of it, and last what is only similar; 0 for the rest. */
function makeScorer(wanted: string): (name: string) => number {
  const tolerant = wanted.length >= 4
  const trigrams = trigramsOf(wanted)
  const single = /^[\p{L}\p{N}]+$/u.test(wanted)
  return (name) => {
    const text = name.toLowerCase()
    const at = text.indexOf(wanted)
    if (at === 0) return text.length === wanted.length ? 6 : 4
    if (at > 0) return text[at - 1] === ' ' ? 3 : 2
    if (!tolerant) return 0
    const likeness = Math.max(compareTrigrams(trigrams, text), single ? compareWords(text) * partShare : 0)
    return likeness >= alike ? likeness : 0
  }

  /** One word that is mistyped is looked for among the words of a long name. */
  function compareWords(text: string): number {
    let best = 0
    for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? [])
      if (Math.abs(word.length - wanted.length) < 4) best = Math.max(best, compareTrigrams(trigrams, word))
    return best
  }
}

/** A word of a name says less than the whole of it. */
const partShare = 0.8

/** As PostgreSQL's pg_trgm takes them: each word with two spaces before it and one after. */
function trigramsOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3))
  }
  return found
}

/** The share of all their trigrams that both have. */
function compareTrigrams(wanted: ReadonlySet<string>, text: string): number {
  // Of three times the letters, too little can be shared.
  if (text.length > wanted.size * 3 + 3) return 0
  const trigrams = trigramsOf(text)
  let shared = 0
  for (const trigram of trigrams) if (wanted.has(trigram)) shared++
  return shared / (wanted.size + trigrams.size - shared)
}
