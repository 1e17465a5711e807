import { issuerOf } from './credential.ts'
import { CredentialProblem } from './credential-problem.ts'
import { composeSigned, coseAlgorithms, coseStart, labels } from './formats/vc-cose/read-cose.ts'
import type { TokenSigner } from './issue-token.ts'
import { requireSigner } from './issue-vc-sd-jwt.ts'
import { idOf, type JsonObject, textsOf } from './json.ts'
import type { Cbor } from './read-cbor.ts'
import { writeCbor } from './write-cbor.ts'

/**
 * Issues a VC 2.0 document in a COSE_Sign1 (VC-JOSE-COSE 3.3, `application/vc+cose`), as bytes.
 *
 * @throws CredentialProblem for what must not be signed
 */
export async function issueVcCose(unsigned: JsonObject, signer: TokenSigner): Promise<Uint8Array> {
  requireSigner(unsigned, issuerOf(unsigned), '/issuer', signer)
  return signCose(unsigned, 'vc', signer)
}

/** The same for a presentation (`application/vp+cose`). @throws CredentialProblem for what must not be signed */
export async function presentAsCose(unsigned: JsonObject, signer: TokenSigner): Promise<Uint8Array> {
  if (!textsOf(unsigned.type).includes('VerifiablePresentation'))
    throw new CredentialProblem('data-model-broken', '/type', 'One type is VerifiablePresentation.')
  requireSigner(unsigned, idOf(unsigned.holder), '/holder', signer)
  return signCose(unsigned, 'vp', signer)
}

const encoder = new TextEncoder()

async function signCose(document: JsonObject, kind: 'vc' | 'vp', signer: TokenSigner): Promise<Uint8Array> {
  const header = writeCbor(
    new Map<Cbor, Cbor>([
      [labels.algorithm, coseAlgorithms[signer.algorithm]],
      [labels.contentType, `application/${kind}`],
      [labels.kid, encoder.encode(signer.verificationMethod)],
      [labels.typ, `application/${kind}+cose`],
    ]),
  )
  const payload = encoder.encode(JSON.stringify(document))
  const signature = await signer.sign(composeSigned(header, payload))
  const [tag] = coseStart
  return Uint8Array.of(tag, ...writeCbor([header, new Map(), payload, signature]))
}
