import { absoluteStatus } from './credential.ts'
import { isObject, isText, type Json, type JsonObject, listOf } from './json.ts'
import { findPointer } from './rdf/stop.ts'
import { type FindContext, readVocabulary, type Vocabulary } from './read-vocabulary.ts'

/**
 * Finds what RDF says and plain JSON does not, or says otherwise: a known field under another name (by a context written
 * into the document, a prefix or a whole address), content in `@nest` or `@included`, text that JSON-LD drops (`@index`).
 *
 * The statements stay the same, and so the signature holds: whoever has a revoked credential could rename its
 * `credentialStatus`, and readers of the JSON, as we and nearly all are, would find none.
 */
export function findHidden(document: JsonObject, findContext: FindContext): string | undefined {
  const seen: Seen = { urls: [], inline: [], keys: new Set(), names: [], found: undefined }
  scan(document, seen)
  const odd = seen.inline.length > 0 || seen.names.length > 0
  const found = seen.found ?? (odd ? compare(document, seen, findContext) : undefined)
  return found && `${found.why} at ${findPointer(document, found.holder, found.key)}`
}

type Found = { readonly holder: object; readonly key: string; readonly why: string }

type Seen = {
  /** Contexts that are named by their address, and those that stand in the document. */
  readonly urls: string[]
  readonly inline: JsonObject[]
  readonly keys: Set<string>
  /** Keys and types that are written as an address, whole or with a prefix. */
  readonly names: { readonly holder: JsonObject; readonly key: string; readonly name: string }[]
  found: Found | undefined
}

/** The keywords that readers of JSON meet too; `@type` only beside a `@value`. */
const openKeywords = new Set(['@context', '@value', '@language', '@direction', '@list'])

function scan(object: JsonObject, seen: Seen): void {
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (key === '@context') gather(value, seen)
    else if (key.startsWith('@') && !openKeywords.has(key) && !(key === '@type' && Object.hasOwn(object, '@value')))
      seen.found ??= { holder: object, key, why: 'keyword-hides' }
    else {
      if (key === '__proto__') seen.found ??= { holder: object, key, why: 'name-hides' }
      seen.keys.add(key)
      if (key.includes(':')) seen.names.push({ holder: object, key, name: key })
      if (key === 'type')
        for (const type of listOf(value))
          if (isText(type) && type.includes(':')) seen.names.push({ holder: object, key, name: type })
      scanValue(value, seen)
    }
  }
}

function scanValue(value: Json | undefined, seen: Seen): void {
  if (Array.isArray(value)) for (const each of value) scanValue(each, seen)
  else if (isObject(value)) scan(value, seen)
}

function gather(context: Json | undefined, seen: Seen): void {
  for (const each of listOf(context)) {
    if (isText(each)) seen.urls.push(each)
    else if (Array.isArray(each)) gather(each, seen)
    else if (isObject(each)) seen.inline.push(each)
  }
}

function compare(document: JsonObject, seen: Seen, findContext: FindContext): Found | undefined {
  const known = readVocabulary(seen.urls, findContext)
  const all = readVocabulary([...seen.urls, ...seen.inline], findContext)
  const place = { holder: document, key: '@context' }
  if (all.isEndless()) return { ...place, why: 'names-endless' }
  for (const context of seen.inline) {
    const found = findInContext(context, seen.keys, known, all)
    if (found) return found
  }
  for (const { holder, key, name } of seen.names) {
    if (known.terms.has(name) || (holder === document && name === absoluteStatus)) continue
    if (all.expand(name).some((iri) => hasOtherName(known, iri, name)))
      return { holder, key, why: 'known-by-other-name' }
  }
  if (all.isEndless()) return { ...place, why: 'names-endless' }
  const prefixes = seen.inline.flatMap((context) => Object.keys(context)).filter((name) => all.isPrefix(name))
  return prefixes.length > 0 ? findShortened(document, new Set(prefixes)) : undefined
}

/** A context in the document may add names of its own; it may give no name to what has one, nor hide anything. */
function findInContext(context: JsonObject, keys: Set<string>, known: Vocabulary, all: Vocabulary): Found | undefined {
  for (const [name, definition] of Object.entries(context)) {
    const found = { holder: context, key: name }
    if (name === '@base' && definition !== null) return { ...found, why: 'addresses-shortened' }
    if (name === '@vocab' && isText(definition)) {
      if (!definition.includes(':')) return { ...found, why: 'addresses-shortened' }
      const hides = [...keys].some((key) => all.expand(definition + key).some((iri) => hasOtherName(known, iri, key)))
      if (hides) return { ...found, why: 'known-by-other-name' }
    }
    if (name.startsWith('@') || definition === null) continue
    if (isObject(definition)) {
      const containers = listOf(definition['@container'])
      const dropped = containers.includes('@index') && definition['@index'] === undefined
      if (dropped || definition['@reverse'] !== undefined || definition['@nest'] !== undefined)
        return { ...found, why: 'keyword-hides' }
      for (const scoped of listOf(definition['@context'])) {
        const inner = isObject(scoped) ? findInContext(scoped, keys, known, all) : undefined
        if (inner) return inner
      }
    }
    for (const iri of all.meanings(name)) {
      if (iri.startsWith('@') && iri !== openAliases[name]) return { ...found, why: 'keyword-hides' }
      if (!all.isPrefix(name) && hasOtherName(known, iri, name)) return { ...found, why: 'known-by-other-name' }
    }
  }
  return undefined
}

const openAliases: Readonly<Record<string, string>> = { id: '@id', type: '@type' }

/** Do the contexts that everybody knows call it something else? */
function hasOtherName({ names, vocabs }: Vocabulary, iri: string, name: string): boolean {
  const called = names.get(iri)
  if (called) return !called.has(name)
  return vocabs.some((vocab) => iri.length > vocab.length && iri.startsWith(vocab) && iri !== vocab + name)
}

/** A value that a prefix of the document's own makes another address than the one that stands there. */
function findShortened(value: Json | undefined, prefixes: ReadonlySet<string>): Found | undefined {
  if (Array.isArray(value)) {
    for (const each of value) {
      const found = findShortened(each, prefixes)
      if (found) return found
    }
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      if (key === '@context') continue
      if (listOf(each).some((text) => isText(text) && isShortened(text, prefixes)))
        return { holder: value, key, why: 'addresses-shortened' }
      const found = findShortened(each, prefixes)
      if (found) return found
    }
  }
  return undefined
}

function isShortened(text: string, prefixes: ReadonlySet<string>): boolean {
  const colon = text.indexOf(':')
  return colon > 0 && !text.startsWith('//', colon + 1) && !/\s/.test(text) && prefixes.has(text.slice(0, colon))
}
