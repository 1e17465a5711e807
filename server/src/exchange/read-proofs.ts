import { z } from 'zod'
import { refuse } from './openid-refusal.ts'

const OfOneType = z.record(z.string(), z.unknown()).refine((proofs) => Object.keys(proofs).length === 1)
const OfADraft = z.looseObject({ proof_type: z.literal('jwt'), jwt: z.string() })

/**
 * A credential request with its proofs where 1.0 has them: `proofs`, of one type (OpenID4VCI 8.2). Wallets of the
 * drafts before it show one as `proof`; it proves as much, so it is read as a list of one.
 *
 * @throws Oauth2ServerErrorResponseError `invalid_proof`
 */
export function readProofs(request: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { proof, ...rest } = request
  if (rest.proofs !== undefined) {
    if (proof !== undefined) return refuse('invalid_proof', 'Give proofs; proof, of the drafts, not besides it.')
    if (!OfOneType.safeParse(rest.proofs).success)
      return refuse('invalid_proof', 'proofs has one member, named after the type of proof: {"jwt": […]} (8.2).')
    return rest
  }
  if (proof === undefined) return rest
  const read = OfADraft.safeParse(proof)
  if (!read.success) return refuse('invalid_proof', 'proof is {"proof_type": "jwt", "jwt": …}; in 1.0 give proofs.')
  return { ...rest, proofs: { jwt: [read.data.jwt] } }
}
