import { CredentialProblem } from '../../../credential-problem.ts'
import { isObject, isText, type Json, type JsonObject } from '../../../json.ts'

/** A part of a document, and for each object and whole list in it the one that it was copied from. */
export type Selection = { readonly document: JsonObject; readonly originals: ReadonlyMap<object, object> }

type Draft = { [key: string]: Json } | Json[]

/**
 * The part of a document that JSON Pointers name, with everything needed to say whose part it is: the identifiers and
 * types of the objects on the way (VC-DI-ECDSA 1.0, 3.4.13).
 *
 * @throws CredentialProblem when a pointer names nothing
 */
export function selectDocument(document: JsonObject, pointers: readonly string[]): Selection | undefined {
  if (pointers.length === 0) return undefined
  const originals = new Map<object, object>()
  const root: { [key: string]: Json } = {
    ...(document['@context'] !== undefined && { '@context': document['@context'] }),
    ...copyIdentity(document),
  }
  originals.set(root, document)
  const lists: { draft: (Json | undefined)[]; original: readonly Json[] }[] = []
  const whole = (value: Json): Json => copyWhole(value, originals)

  for (const pointer of pointers) {
    const steps = readPointer(pointer)
    const last = steps.pop()
    if (last === undefined) {
      const everything = whole(document)
      return isObject(everything) ? { document: everything, originals } : undefined
    }
    let value: Json = document
    let draft: Draft = root
    for (const step of steps) {
      value = getMember(value, step, pointer)
      let next = getDraft(draft, step)
      if (next === undefined) {
        next = Array.isArray(value) ? [] : isObject(value) ? copyIdentity(value) : undefined
        if (next === undefined) throw nothingAt(pointer)
        if (Array.isArray(next) && Array.isArray(value)) lists.push({ draft: next, original: value })
        else originals.set(next, value as object)
        setDraft(draft, step, next)
      }
      draft = next
    }
    setDraft(draft, last, whole(getMember(value, last, pointer)))
  }
  for (const { draft, original } of lists) {
    const kept = draft.filter((item) => item !== undefined)
    if (kept.length === original.length) originals.set(draft, original)
    draft.splice(0, draft.length, ...kept)
  }
  return { document: root, originals }
}

const nothingAt = (pointer: string): CredentialProblem =>
  new CredentialProblem('pointer-invalid', pointer, `The document has nothing at "${pointer}".`)

/** The steps of a JSON Pointer (RFC 6901). */
function readPointer(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer))
    throw new CredentialProblem('pointer-invalid', '', `"${pointer}" is no JSON Pointer.`)
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function getMember(value: Json, step: string, pointer: string): Json {
  const place = Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(step) ? undefined : step
  const member =
    place === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, place)
      ? undefined
      : (value as JsonObject)[place]
  if (member === undefined) throw nothingAt(pointer)
  return member
}

const getDraft = (draft: Draft, step: string): Draft | undefined =>
  (Object.hasOwn(draft, step) ? (draft as { [key: string]: Json })[step] : undefined) as Draft | undefined

function setDraft(draft: Draft, step: string, value: Json | Draft): void {
  Object.defineProperty(draft, step, { value, enumerable: true, configurable: true, writable: true })
}

/** What says who an object is, when only a part of it is chosen. */
function copyIdentity({ id, type }: JsonObject): { [key: string]: Json } {
  return {
    ...(isText(id) && !id.startsWith('_:') && { id }),
    ...(type !== undefined && { type }),
  }
}

function copyWhole(value: Json, originals: Map<object, object>): Json {
  if (Array.isArray(value)) {
    const copy: readonly Json[] = value.map((item: Json) => copyWhole(item, originals))
    originals.set(copy, value)
    return copy
  }
  if (!isObject(value)) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyWhole(inner, originals)]))
  originals.set(copy, value)
  return copy
}
