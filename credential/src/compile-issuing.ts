import { findKnownContext } from './contexts/known-contexts.ts'
import { CredentialProblem } from './credential-problem.ts'
import { encodeBase58 } from './encode-base.ts'
import { hashProofOptions, joinBytes } from './formats/data-integrity/hash-proof.ts'
import { type IssueOptions, issueCredential, toSeconds } from './issue-credential.ts'
import { isObject, type JsonObject } from './json.ts'
import type { Signer } from './power.ts'
import { compileDocument } from './rdf/compile-document.ts'
import { readTime } from './time.ts'

/** What differs between the credentials of a batch: where it stands in the template, and what may stand there. */
export type IssuingSlot = {
  readonly path: readonly (string | number)[]
  readonly kind: 'iri' | 'text' | 'time'
}

export type CompiledIssuing = {
  /** Why nothing could be compiled, so that every credential is issued as if alone; absent where it could. */
  readonly why?: string
  /**
   * The signed credential as JSON text, with a value for each slot; signed at another time than the template's with `now`.
   *
   * @throws CredentialProblem as `issueCredential` does
   */
  issue(values: readonly string[], now?: string): Promise<string>
}

/**
 * Makes ready to issue many credentials that differ in a few values: what they share is checked, canonicalised and
 * hashed once.
 *
 * What comes out is what `issueCredential` would make of each; where a value could change more than itself, that one
 * is made the long way.
 *
 * @throws CredentialProblem when the template itself must not be signed
 */
export async function compileIssuing(
  template: JsonObject,
  slots: readonly IssuingSlot[],
  signer: Signer,
  options: IssueOptions,
): Promise<CompiledIssuing> {
  const [proof] = (await issueCredential(template, signer, options)).proof
  const issueWhole = async (text: string, now: string): Promise<string> => {
    const document: unknown = JSON.parse(text)
    return JSON.stringify(await issueCredential(isObject(document) ? document : template, signer, { ...options, now }))
  }
  const { power } = options
  const places = slots.map(({ path, kind }) => ({ path, kind: kind === 'iri' ? kind : ('text' as const) }))
  const compiled = compileDocument(template, places, findKnownContext, power.sha256Hex)
  const why = compiled.why ?? findReason(template, slots, signer)
  const { proofValue: _value, ...statements } = proof ?? {}
  const hashing = { canonical: 'rdfc', hash: 'sha256', power, purpose: 'issue' } as const
  const openProof = async (now: string): Promise<OpenedProof> => {
    const said = { ...statements, created: toSeconds(now) }
    const hashed = await hashProofOptions(said, template['@context'], hashing)
    if (!hashed.done) throw new CredentialProblem(hashed.code, '/proof', hashed.detail)
    return { now, bytes: hashed.bytes, text: `,"proof":[${JSON.stringify(said).slice(0, -1)},"proofValue":"z` }
  }
  let opened = await openProof(options.now)
  const issue = async (values: readonly string[], now = options.now): Promise<string> => {
    requireTimes(slots, values)
    const filled = compiled.fill(values)
    if (why !== undefined || filled.path === 'whole') return issueWhole(filled.text, now)
    const ofDocument = power.sha256(filled.nquads)
    if (now !== opened.now) opened = await openProof(now)
    const { bytes: ofProof, text: opening } = opened
    const bytes = joinBytes(ofProof, ofDocument)
    const signed = signer.sign(bytes)
    const signature = signed instanceof Uint8Array ? signed : await signed
    return `${filled.opening}${opening}${encodeBase58(signature)}"}]}`
  }
  return why === undefined ? { issue } : { why, issue }
}

/** A proof without its value: what is hashed of it, and how its text begins. */
type OpenedProof = { readonly now: string; readonly bytes: Uint8Array; readonly text: string }

/** Rules look at these, and at the order of the two ends of a validity, so each such credential is looked at. */
const judged = new Set<string | number>(['@context', 'type', 'issuer', 'proof'])

function findReason(
  template: JsonObject,
  slots: readonly IssuingSlot[],
  { cryptosuite, keyType }: Signer,
): string | undefined {
  if (cryptosuite !== 'eddsa-rdfc-2022' && cryptosuite !== 'ecdsa-rdfc-2019') return 'cryptosuite'
  if (keyType === 'P-384') return 'cryptosuite'
  const ends = template.validUntil !== undefined
  const isJudged = ({ path: [first] }: IssuingSlot): boolean =>
    first === undefined || judged.has(first) || (ends && (first === 'validFrom' || first === 'validUntil'))
  return slots.some(isJudged) ? 'slot-judged' : undefined
}

function requireTimes(slots: readonly IssuingSlot[], values: readonly string[]): void {
  for (const [index, { kind, path }] of slots.entries()) {
    if (kind !== 'time' || readTime(values[index]) !== undefined) continue
    throw new CredentialProblem('time-malformed', `/${path.join('/')}`, `"${values[index]}" is no full time.`)
  }
}
