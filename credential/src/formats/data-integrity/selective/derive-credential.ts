import { CredentialProblem } from '../../../credential-problem.ts'
import { decodeBase64Url, decodeMultibase, encodeBase64Url } from '../../../encode-base.ts'
import type { SignedCredential } from '../../../issue-credential.ts'
import { isObject, type JsonObject, listOf } from '../../../json.ts'
import type { Power } from '../../../power.ts'
import { type Cbor, readCbor } from '../../../read-cbor.ts'
import { writeCbor } from '../../../write-cbor.ts'
import { joinBytes } from '../hash-proof.ts'
import { labelStatements } from './label-statements.ts'

export type DeriveOptions = {
  /** JSON Pointers (RFC 6901) to what shall be shown beside what the issuer made mandatory. */
  readonly selectivePointers: readonly string[]
  readonly power: Power
  readonly moreContexts?: ReadonlyMap<string, JsonObject>
}

const derivedHeader = Uint8Array.of(0xd9, 0x5d, 0x01)

/**
 * Makes, from a credential with an `ecdsa-sd-2023` base proof, one that shows only chosen parts and still carries its
 * issuer's signature (VC-DI-ECDSA 1.0, 3.6.6). The holder does this, as often as there is someone to show it to.
 *
 * @throws CredentialProblem when there is no base proof, or a pointer names nothing
 */
export async function deriveCredential(
  { proof, ...document }: JsonObject,
  { selectivePointers, power, moreContexts }: DeriveOptions,
): Promise<SignedCredential> {
  const bases = listOf(proof)
    .filter(isObject)
    .flatMap((one) => {
      const read = readBaseProof(one)
      return read ? [{ proof: one, ...read }] : []
    })
  const [base, ...more] = bases
  if (!base || more.length > 0)
    throw new CredentialProblem('proof-unfit', '/proof', 'Parts are shown from exactly one ecdsa-sd-2023 base proof.')
  const pointers = [...base.mandatoryPointers, ...selectivePointers]
  if (pointers.length === 0) throw new CredentialProblem('pointer-invalid', '', 'Nothing is chosen to be shown.')

  const own: JsonObject = JSON.parse(JSON.stringify(document))
  const statements = labelStatements(own, base.hmacKey, { power, purpose: 'verify', moreContexts })
  const mandatory = new Set(statements.select(base.mandatoryPointers).indexes)
  const optional = statements.lines.flatMap((_, index) => (mandatory.has(index) ? [] : [index]))
  if (optional.length !== base.signatures.length)
    throw new CredentialProblem('proof-unfit', '/proof', 'The base proof was made for another document.')
  const shown = statements.select(pointers)
  if (!shown.document) throw new CredentialProblem('pointer-invalid', '', 'Nothing is chosen to be shown.')
  const chosen = new Set(shown.indexes)
  const signatures = base.signatures.filter((_, place) => chosen.has(optional[place] ?? -1))
  const mandatoryIndexes = shown.indexes.flatMap((index, place) => (mandatory.has(index) ? [place] : []))
  const labels = new Map<Cbor, Cbor>()
  const numbered = [...shown.labels].map(
    ([canonical, label]) => [Number(canonical.slice('c14n'.length)), label] as const,
  )
  for (const [number, label] of numbered.sort(([one], [other]) => one - other))
    labels.set(number, decodeBase64Url(label.slice(1)) ?? new Uint8Array())
  const content = writeCbor([base.baseSignature, base.publicKey, signatures, labels, mandatoryIndexes])
  const proofValue = `u${encodeBase64Url(joinBytes(derivedHeader, content))}`
  return { ...shown.document, proof: [{ ...base.proof, proofValue }] }
}

type BaseProof = {
  readonly baseSignature: Uint8Array
  readonly publicKey: Uint8Array
  readonly hmacKey: Uint8Array
  readonly signatures: readonly Uint8Array[]
  readonly mandatoryPointers: readonly string[]
}

/** What a base proof says (VC-DI-ECDSA 1.0, 3.5.2). */
function readBaseProof({ type, cryptosuite, proofValue }: JsonObject): BaseProof | undefined {
  if (type !== 'DataIntegrityProof' || cryptosuite !== 'ecdsa-sd-2023' || typeof proofValue !== 'string')
    return undefined
  const bytes = proofValue.startsWith('u') ? decodeMultibase(proofValue) : undefined
  if (bytes?.[0] !== 0xd9 || bytes[1] !== 0x5d || bytes[2] !== 0x00) return undefined
  const value = readCbor(bytes.subarray(3))
  if (!Array.isArray(value) || value.length !== 5) return undefined
  const [baseSignature, publicKey, hmacKey, signatures, pointers]: readonly Cbor[] = value
  if (!isBytes(baseSignature, 64) || !isBytes(publicKey, 35) || !isBytes(hmacKey, 32)) return undefined
  if (!Array.isArray(signatures) || !Array.isArray(pointers)) return undefined
  const ofBytes = signatures.filter((one: Cbor) => isBytes(one, 64))
  const ofText = pointers.filter((one: Cbor) => typeof one === 'string')
  if (ofBytes.length !== signatures.length || ofText.length !== pointers.length) return undefined
  return { baseSignature, publicKey, hmacKey, signatures: ofBytes, mandatoryPointers: ofText }
}

const isBytes = (value: Cbor | undefined, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length
