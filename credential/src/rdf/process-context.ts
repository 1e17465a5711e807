import {
  type ActiveContext,
  type ContextFamily,
  createActiveContext,
  createInitialContext,
  isObject,
  type JsonObject,
  type Scope,
  type ScopedContext,
} from './active-context.ts'
import { type Defining, defineTerm } from './define-term.ts'
import { isAbsolute } from './expand-iri.ts'
import { Stop } from './stop.ts'

/** Finds a context the caller knows. What it returns is taken to stay as it is: it is worked out once, by its content. */
export type FindContext = (url: string) => object | undefined

/** Applies the value of a document's `@context`: an address, an object, or a list of these. */
export function applyContext(
  active: ActiveContext,
  value: unknown,
  findContext: FindContext,
  depth = 0,
): ActiveContext {
  if (depth > deepestContext) throw new Stop('unhandled', 'context-nesting')
  if (typeof value === 'string') {
    const found = isAbsolute(value) ? findContext(value) : undefined
    if (!isObject(found)) throw new Stop('unhandled', 'context-unknown')
    const content = getContent(active.family, found)
    return applyContext(active, content['@context'], findContext, depth + 1)
  }
  if (Array.isArray(value)) {
    let current = active
    for (const member of value) {
      if (Array.isArray(member)) throw new Stop('unhandled', 'context-invalid')
      current = applyContext(current, member, findContext, depth + 1)
    }
    return current
  }
  if (!isObject(value)) throw new Stop('unhandled', 'context-feature')
  return derive(active, getContent(active.family, value), 'document')
}

const deepestContext = 8

/** One object for all that are equal, so that what is derived from it is found again. */
function getContent(family: ContextFamily, value: JsonObject): JsonObject {
  const seen = family.contentByObject.get(value)
  if (seen !== undefined) return seen
  const text = JSON.stringify(value)
  let content = family.byContent.get(text)
  if (content === undefined) {
    content = parseObject(text)
    family.byContent.set(text, content)
    family.entries += text.length >> 5
  }
  family.contentByObject.set(value, content)
  family.contentByObject.set(content, content)
  return content
}

/** A copy of our own, which no caller can change under us. */
function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text)
  return isObject(value) ? value : {}
}

/** Applies the context a term carries. */
export function applyScoped(active: ActiveContext, scoped: ScopedContext, scope: Scope): ActiveContext {
  if (scoped === undefined) return active
  if (scoped === null) return startAfresh(active, scope)
  if (!isList(scoped)) return derive(active, scoped, scope)
  let current = active
  for (const member of scoped) current = applyScoped(current, member, scope)
  return current
}

function isList(scoped: JsonObject | readonly (JsonObject | null)[]): scoped is readonly (JsonObject | null)[] {
  return Array.isArray(scoped)
}

/** A `null` context, which only a property's term may use where terms are protected. */
function startAfresh(active: ActiveContext, scope: Scope): ActiveContext {
  if (scope !== 'property') throw new Stop('unhandled', 'context-feature')
  active.afresh.context ??= createInitialContext(active.family)
  return active.afresh.context
}

function derive(active: ActiveContext, local: JsonObject, scope: Scope): ActiveContext {
  const known = active.derived[scope].get(local)
  if (known !== undefined) return known
  if (active.family.entries > mostEntries) throw new Stop('unhandled', 'contexts-many')
  const made = processContext(active, local, scope)
  validateScoped(made, local)
  active.derived[scope].set(local, made)
  return made
}

/** Where a single document is stopped; the owner of the family starts afresh long before, between documents. */
const mostEntries = 2_000_000

/** The context processing algorithm (JSON-LD 1.1 API, 4.1.2) for one context object. */
function processContext(active: ActiveContext, local: JsonObject, scope: Scope): ActiveContext {
  const terms = new Map(active.terms)
  for (const feature of otherFeatures) if (feature in local) throw new Stop('unhandled', 'context-feature')
  if ('@version' in local && local['@version'] !== 1.1) throw new Stop('unhandled', 'context-invalid')
  if ('@protected' in local && local['@protected'] !== true) throw new Stop('unhandled', 'context-feature')
  const vocab = readVocab(active, local)
  const language = readLanguage(active, local)
  const defining: Defining = {
    terms,
    local,
    vocab,
    defined: new Map(contextKeys.map((key) => [key, true])),
    overrideProtected: scope === 'property',
  }
  for (const name of Object.keys(local)) defineTerm(defining, name)
  const previous = active.previous ?? (scope === 'type' ? active : undefined)
  return createActiveContext(active.family, terms, vocab, language, previous)
}

const otherFeatures = ['@base', '@direction', '@propagate', '@import']
const contextKeys = ['@version', '@protected', '@vocab', '@language']

function readVocab(active: ActiveContext, local: JsonObject): string | undefined {
  if (!('@vocab' in local)) return active.vocab
  const vocab = local['@vocab']
  if (vocab === null) return undefined
  if (typeof vocab !== 'string' || !/^[A-Za-z][A-Za-z0-9+.-]*:\/\/\S*$/.test(vocab)) {
    throw new Stop('unhandled', 'context-feature')
  }
  return vocab
}

function readLanguage(active: ActiveContext, local: JsonObject): string | undefined {
  if (!('@language' in local)) return active.language
  const language = local['@language']
  if (language === null) return undefined
  if (typeof language !== 'string' || !languageForm.test(language)) throw new Stop('unhandled', 'context-invalid')
  return language.toLowerCase()
}

/** BCP 47 as JSON-LD processors test it. */
export const languageForm = /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/

/** A context with an invalid scoped context is invalid itself, used or not. */
function validateScoped(made: ActiveContext, local: JsonObject): void {
  for (const name of Object.keys(local)) {
    const term = made.terms.get(name)
    if (term?.scoped !== undefined && term.scoped !== null) applyScoped(made, term.scoped, 'property')
  }
}
