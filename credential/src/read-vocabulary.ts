import type { Json } from './json.ts'

export type FindContext = (url: string) => object | undefined

/** All names that contexts give, wherever in them: what may be meant, not what is meant at one place. */
export type Vocabulary = {
  readonly terms: ReadonlyMap<string, ReadonlySet<string>>
  /** From an address to the names it goes by. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>
  readonly vocabs: readonly string[]
  /** The addresses that a term may stand for. */
  meanings(term: string): readonly string[]
  /** The addresses that a name, whole or with a prefix, may stand for. */
  expand(name: string): readonly string[]
  isPrefix(term: string): boolean
  /** So much may be meant that nobody can say what: `expand` has not gone to the end. */
  isEndless(): boolean
}

/** Reads contexts given by address or as objects; what is not known is left out, for it is refused elsewhere. */
export function readVocabulary(contexts: readonly Json[], findContext: FindContext): Vocabulary {
  const terms = new Map<string, Set<string>>()
  const vocabs: string[] = []
  const read = new Set<string>()
  let endless = false
  const define = (term: string, meaning: string): void => {
    const meanings = terms.get(term)
    if (meanings) {
      meanings.add(meaning)
      if (meanings.size > mostMeanings) endless = true
    } else terms.set(term, new Set([meaning]))
  }
  const collect = (context: unknown): void => {
    if (Array.isArray(context)) for (const each of context) collect(each)
    else if (typeof context === 'string') {
      if (read.has(context)) return
      read.add(context)
      const found = findContext(context)
      if (found && '@context' in found) collect(found['@context'])
    } else if (typeof context === 'object' && context !== null) {
      for (const [term, definition] of Object.entries(context)) {
        if (term === '@vocab' && typeof definition === 'string') vocabs.push(definition)
        else if (term === '@import') collect(definition)
        else if (!term.startsWith('@')) {
          for (const meaning of meaningsOf(term, definition)) define(term, meaning)
          if (isDefinition(definition)) collect(definition['@context'])
        }
      }
    }
  }
  collect(contexts)

  if (vocabs.length > mostMeanings) endless = true

  const expand = (name: string, deep = 0): string[] => {
    const colon = name.indexOf(':')
    const whole = name.startsWith('@') || (colon > 0 && name.startsWith('//', colon + 1))
    const stem = whole ? undefined : terms.get(colon < 0 ? name : name.slice(0, colon))
    if (stem && deep === mostSteps) endless = true
    const stems = stem && !endless ? [...stem].flatMap((each) => expand(each, deep + 1)) : []
    if (colon >= 0) return [name, ...stems.map((each) => each + name.slice(colon + 1))]
    return whole ? [name] : [...stems, ...vocabs.map((vocab) => vocab + name)]
  }
  const meanings = (term: string): string[] =>
    [...(terms.get(term) ?? [])].flatMap((meaning) =>
      meaning === term ? vocabs.map((vocab) => vocab + term) : expand(meaning),
    )
  const names = new Map<string, Set<string>>()
  for (const term of terms.keys())
    for (const iri of meanings(term)) names.set(iri, (names.get(iri) ?? new Set()).add(term))
  const isPrefix = (term: string): boolean => meanings(term).some((iri) => /[:/?#[\]@]$/.test(iri))
  return { terms, names, vocabs, meanings, expand, isPrefix, isEndless: () => endless }
}

/** Prefixes of prefixes, and one name in several contexts: no honest document goes further. */
const mostSteps = 3
const mostMeanings = 8

const isDefinition = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function meaningsOf(term: string, definition: unknown): string[] {
  if (typeof definition === 'string') return [definition]
  if (!isDefinition(definition)) return []
  const meaning = definition['@id'] ?? definition['@reverse']
  return typeof meaning === 'string' ? [meaning] : definition['@id'] === null ? [] : [term]
}
