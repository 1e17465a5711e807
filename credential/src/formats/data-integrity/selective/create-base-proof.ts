import { CredentialProblem } from '../../../credential-problem.ts'
import { encodeBase64Url } from '../../../encode-base.ts'
import type { JsonObject } from '../../../json.ts'
import type { Power, Secrets, Signer } from '../../../power.ts'
import { writeCbor } from '../../../write-cbor.ts'
import { hashProofOptions, joinBytes } from '../hash-proof.ts'
import { labelStatements } from './label-statements.ts'

export type SelectiveIssuing = {
  /** JSON Pointers to what every holder must always show: the issuer, the subject's merit, the times. */
  readonly mandatoryPointers: readonly string[]
  readonly secrets: Secrets
}

const encoder = new TextEncoder()
const multikeyPrefix = Uint8Array.of(0x80, 0x24)
const baseHeader = Uint8Array.of(0xd9, 0x5d, 0x00)

/**
 * The value of a base proof (VC-DI-ECDSA 1.0, 3.6.2): the issuer signs what is mandatory and a one-time key, and that
 * key signs every other statement by itself. The whole is the holder's secret: what is shown is derived from it.
 *
 * @throws CredentialProblem for a pointer that names nothing, and for what cannot be signed
 */
export async function createBaseProof(
  document: JsonObject,
  proof: JsonObject,
  signer: Signer,
  { mandatoryPointers, secrets }: SelectiveIssuing,
  power: Power,
): Promise<string> {
  const hmacKey = secrets.randomBytes(32)
  const own: JsonObject = JSON.parse(JSON.stringify(document))
  const statements = labelStatements(own, hmacKey, { power, purpose: 'issue' })
  const mandatory = new Set(statements.select(mandatoryPointers).indexes)
  const options = { canonical: 'rdfc', hash: 'sha256', power, purpose: 'issue' } as const
  const ofProof = await hashProofOptions(proof, document['@context'], options)
  if (!ofProof.done) throw new CredentialProblem(ofProof.code, '/proof', ofProof.detail)

  const oneTimeKey = await secrets.makeOneTimeKey()
  const publicKey = joinBytes(multikeyPrefix, oneTimeKey.publicKey)
  const signatures: Uint8Array[] = []
  for (const [index, line] of statements.lines.entries())
    if (!mandatory.has(index)) signatures.push(new Uint8Array(await oneTimeKey.sign(encoder.encode(line))))
  const mandatoryText = statements.lines.filter((_, index) => mandatory.has(index)).join('')
  const toSign = joinBytes(joinBytes(ofProof.bytes, publicKey), power.sha256(encoder.encode(mandatoryText)))
  const baseSignature = new Uint8Array(await signer.sign(toSign))
  const content = writeCbor([baseSignature, publicKey, hmacKey, signatures, mandatoryPointers])
  return `u${encodeBase64Url(joinBytes(baseHeader, content))}`
}
