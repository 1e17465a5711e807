import { canonicalise } from '../../../canonicalise.ts'
import { type Check, find } from '../../../check.ts'
import type { FoundKey } from '../../../did/find-key.ts'
import type { JsonObject } from '../../../json.ts'
import type { Ground } from '../../format.ts'
import { hashProofOptions, joinBytes, type Refused } from '../hash-proof.ts'
import { readDerivedProof } from './read-derived-proof.ts'
import { relabelQuads } from './relabel-quads.ts'

const encoder = new TextEncoder()

/**
 * Checks a derived `ecdsa-sd-2023` proof (VC-DI-ECDSA 1.0, 3.6.7): what the issuer made mandatory is signed together,
 * everything else the holder chose to show statement by statement. A base proof is the holder's secret and no proof.
 */
export async function checkSelectiveProof(
  proof: JsonObject,
  document: JsonObject,
  { id, key }: FoundKey,
  ground: Ground,
): Promise<Check | Refused> {
  const { power, moreContexts } = ground
  const derived = readDerivedProof(proof)
  if (!derived) return find('signature-malformed', { field: 'proofValue' })
  const options = { canonical: 'rdfc', hash: 'sha256', power, purpose: 'verify', moreContexts } as const
  const ofProof = await hashProofOptions(proof, document['@context'], options)
  if (!ofProof.done) return ofProof
  const canonical = await canonicalise(document, options)
  if (!canonical.done) return canonical

  const detail = { method: id, suite: 'ecdsa-sd-2023', path: canonical.path }
  const quads = relabelQuads(canonical.nquads, derived.labels)
  if (!quads) return find('signature-invalid', detail)
  const mandatory = quads.filter((_, index) => derived.mandatory.has(index))
  const chosen = quads.filter((_, index) => !derived.mandatory.has(index))
  if (chosen.length !== derived.signatures.length) return find('signature-invalid', detail)
  const ofMandatory = power.sha256(encoder.encode(mandatory.join('')))
  const signed = joinBytes(joinBytes(ofProof.bytes, derived.oneTimeKeyBytes), ofMandatory)
  if (!(await power.verify('ES256', key, signed, derived.baseSignature))) return find('signature-invalid', detail)
  for (const [index, quad] of chosen.entries()) {
    const signature = derived.signatures[index]
    if (!signature || !(await power.verify('ES256', derived.oneTimeKey, encoder.encode(quad), signature)))
      return find('signature-invalid', detail)
  }
  return find('signature-valid', { ...detail, statements: quads.length, mandatory: mandatory.length })
}
