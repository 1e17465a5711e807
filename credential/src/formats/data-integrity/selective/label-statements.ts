import { type CanonicaliseOptions, chooseHash, explainRefusal } from '../../../canonicalise.ts'
import { findKnownContext } from '../../../contexts/known-contexts.ts'
import { CredentialProblem } from '../../../credential-problem.ts'
import { encodeBase64Url } from '../../../encode-base.ts'
import type { JsonObject } from '../../../json.ts'
import type { Power } from '../../../power.ts'
import { type CanonicalWithSources, canonicaliseWithSources } from '../../../rdf/canonicalise-with-sources.ts'
import type { Source } from '../../../rdf/walk-document.ts'
import { hmacSha256 } from './hmac-sha256.ts'
import { relabelQuads } from './relabel-quads.ts'
import { selectDocument } from './select-document.ts'

export type LabelOptions = Omit<CanonicaliseOptions, 'power' | 'hash'> & {
  readonly power: Pick<Power, 'sha256' | 'sha256Hex' | 'sha384'>
}

/** Every statement of a document under labels that only the key's holder can foresee, in their order. */
export type Statements = {
  readonly lines: readonly string[]
  /** The part that pointers name: as a document, as statements by their places, and its labels as a verifier sees them. */
  select(pointers: readonly string[]): SelectedStatements
}

export type SelectedStatements = {
  readonly document: JsonObject | undefined
  readonly indexes: readonly number[]
  readonly labels: ReadonlyMap<string, string>
}

const encoder = new TextEncoder()

/**
 * The statements of a document without its proofs (VC-DI-ECDSA 1.0, 3.4.4 and 3.4.16). Where the specification gives
 * blank nodes passing names to find them again in a part, we know each by the very object that it stands for.
 *
 * @throws CredentialProblem for what cannot be signed or shown
 */
export function labelStatements(document: JsonObject, hmacKey: Uint8Array, options: LabelOptions): Statements {
  const { sources, nquads } = canonicaliseParts(document, options)
  const labels = new Map<string, string>()
  const bySource = new Map<object, Map<Source['part'], string>>()
  for (const [label, { of, part }] of sources) {
    const secret = `u${encodeBase64Url(hmacSha256(hmacKey, encoder.encode(label), options.power))}`
    const parts = bySource.get(of) ?? new Map<Source['part'], string>()
    if (parts.has(part)) throw inSeparable(label)
    bySource.set(of, parts.set(part, secret))
    labels.set(label, secret)
  }
  const lines = relabelQuads(nquads, labels)
  if (!lines) throw inSeparable('')
  const places = new Map(lines.map((line, index) => [line, index]))

  const select = (pointers: readonly string[]): SelectedStatements => {
    const selection = selectDocument(document, pointers)
    if (!selection) return { document: undefined, indexes: [], labels: new Map() }
    const part = canonicaliseParts(selection.document, { ...options, purpose: 'verify' })
    const own = new Map<string, string>()
    for (const [label, source] of part.sources) {
      const original = selection.originals.get(source.of)
      const secret = original && bySource.get(original)?.get(source.part)
      if (secret !== undefined) own.set(label, secret)
    }
    const chosen = relabelQuads(part.nquads, own)?.map((line) => places.get(line))
    if (!chosen || chosen.includes(undefined)) throw inSeparable(pointers.join(' '))
    return {
      document: selection.document,
      indexes: chosen.filter((index) => index !== undefined).sort((one, other) => one - other),
      labels: own,
    }
  }
  return { lines, select }
}

const inSeparable = (at: string): CredentialProblem =>
  new CredentialProblem('pointer-invalid', at, 'This part says something only as a whole: a list, or a value.')

type Parts = Extract<CanonicalWithSources, { handled: true }>

function canonicaliseParts(document: JsonObject, { power, purpose, moreContexts }: LabelOptions): Parts {
  const findContext = (url: string) => findKnownContext(url) ?? moreContexts?.get(url)
  const canonical = canonicaliseWithSources(document, findContext, chooseHash({ power }), purpose)
  if ('refused' in canonical)
    throw new CredentialProblem(explainRefusal(canonical.code).code, canonical.pointer, canonical.code)
  if (!canonical.handled)
    throw new CredentialProblem('json-ld-invalid', '', `Its parts cannot be told apart: ${canonical.why}.`)
  return canonical
}
