import { contextV2 } from '../../credential.ts'
import { isText, type Json, type JsonObject } from '../../json.ts'

const statements = new Set(['type', 'cryptosuite', 'created', 'verificationMethod', 'proofPurpose', 'proofValue'])
const plainIri = /^(did|https):[A-Za-z0-9._~:/?#%&=+@-]+$/
const plainTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/
const plainWord = /^[A-Za-z0-9-]+$/
const security = 'https://w3id.org/security#'
const purposes = new Map([
  ['assertionMethod', 'assertionMethod'],
  ['authentication', 'authenticationMethod'],
])

/**
 * The canonical N-Quads of the proof that nearly every credential has, written down instead of worked out: under the
 * VC 2.0 context, whose terms for proofs are protected, five statements say it all, and the signature is none of them.
 * `undefined` for every other proof.
 */
export function writeProofQuads(proof: JsonObject, contexts: Json | undefined): string | undefined {
  for (const name of Object.keys(proof)) if (!statements.has(name)) return undefined
  const { type, cryptosuite, created, verificationMethod, proofPurpose } = proof
  if (!Array.isArray(contexts) || contexts[0] !== contextV2 || !contexts.every(isText)) return undefined
  const purpose = isText(proofPurpose) ? purposes.get(proofPurpose) : undefined
  if (type !== 'DataIntegrityProof' || purpose === undefined) return undefined
  if (!isText(cryptosuite) || !plainWord.test(cryptosuite) || !isText(created) || !plainTime.test(created))
    return undefined
  if (!isText(verificationMethod) || !plainIri.test(verificationMethod)) return undefined
  return `_:c14n0 <http://purl.org/dc/terms/created> "${created}"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${security}DataIntegrityProof> .
_:c14n0 <${security}cryptosuite> "${cryptosuite}"^^<${security}cryptosuiteString> .
_:c14n0 <${security}proofPurpose> <${security}${purpose}> .
_:c14n0 <${security}verificationMethod> <${verificationMethod}> .
`
}
