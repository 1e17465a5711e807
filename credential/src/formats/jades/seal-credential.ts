import { checkDataModel } from '../../check-data-model.ts'
import { CredentialProblem } from '../../credential-problem.ts'
import { encodeBase64, encodeBase64Url } from '../../encode-base.ts'
import type { JsonObject } from '../../json.ts'
import type { Power } from '../../power.ts'
import { readTime } from '../../time.ts'
import { joinBytes } from '../data-integrity/hash-proof.ts'

/** Seals with the key of a certificate. ECDSA gives r‖s. */
export type Sealer = {
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'ES384'
  /** DER, the sealing key's own first, each followed by its issuer's; the root may be left out. */
  readonly certificates: readonly Uint8Array[]
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/**
 * Seals a credential as a JAdES baseline B signature (ETSI TS 119 182-1, 6): JWS in general JSON serialisation with the
 * credential's text in the open (`b64: false`), the time of sealing and the certificates in the protected header. Gives
 * the sealed file's text.
 *
 * @throws CredentialProblem for what must not be sealed
 */
export async function sealCredential(
  document: JsonObject,
  { algorithm, certificates, sign }: Sealer,
  { now, power }: { readonly now: string; readonly power: Pick<Power, 'sha256'> },
): Promise<string> {
  const problems = checkDataModel(document)
  const [problem] = problems
  if (problem) throw new CredentialProblem('data-model-broken', problem.pointer, problem.detail, problems)
  const time = readTime(now)
  if (time === undefined) throw new CredentialProblem('time-malformed', '', `"${now}" is no full time.`)
  const [own] = certificates
  if (!own) throw new CredentialProblem('signer-mismatch', '', 'A seal carries its certificate.')
  const payload = JSON.stringify(document)
  if (!payload.isWellFormed()) throw new CredentialProblem('text-ill-formed', '', 'Half of a surrogate pair.')
  const encoder = new TextEncoder()
  const header: JsonObject = {
    alg: algorithm,
    cty: 'vc',
    typ: 'jose+json',
    b64: false,
    sigT: `${new Date(time).toISOString().slice(0, 19)}Z`,
    'x5t#S256': encodeBase64Url(power.sha256(own)),
    x5c: certificates.map(encodeBase64),
    crit: ['b64', 'sigT'],
  }
  const protectedText = encodeBase64Url(encoder.encode(JSON.stringify(header)))
  const signature = await sign(joinBytes(encoder.encode(`${protectedText}.`), encoder.encode(payload)))
  const seal = { protected: protectedText, signature: encodeBase64Url(signature) }
  return JSON.stringify({ payload, signatures: [seal] })
}
