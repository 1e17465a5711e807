import { createHash } from 'node:crypto'
import { decodeMultikey, findKnownContext } from '@bricka/credential'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalbazaar/vc'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { z } from 'zod'

/**
 * Checks a credential with the libraries that others check it with: its signature against what the issuer publishes at
 * its address, and its status against the list that lies there.
 *
 * @throws what the library that judges it objects to
 */
export async function judgeAsOthers(credential: unknown): Promise<void> {
  if (typeof credential !== 'string') return judgeDataIntegrity(z.looseObject({}).parse(credential))
  if (!credential.includes('~')) {
    await judgeToken(credential)
    return
  }
  const sdJwt = new SDJwtVcInstance({
    hasher: hashForOthers,
    verifier: async (content, signature) => {
      await judgeToken(`${content}.${signature}`)
      return true
    },
    statusVerifier: async (content, signature) => {
      await judgeToken(`${content}.${signature}`)
      return true
    },
  })
  await sdJwt.verify(credential)
}

async function judgeToken(token: string): Promise<void> {
  await compactVerify(token, await findPeerKey(decodeProtectedHeader(token).kid ?? ''))
}

/** The key of this id, as its DID's address gives it. */
export async function findPeerKey(kid: string): Promise<CryptoKey | Uint8Array> {
  const { publicKeyMultibase } = await findMethod(kid)
  const key = decodeMultikey(publicKeyMultibase)
  if (key?.type !== 'Ed25519') throw new Error(`${kid} is no Ed25519 key.`)
  return importJWK({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.bytes).toString('base64url') }, 'EdDSA')
}

/** The hashing that the library of SD-JWTs wants. */
export const hashForOthers = (content: string | ArrayBuffer, algorithm: string) =>
  createHash(algorithm.replace('-', ''))
    .update(typeof content === 'string' ? content : Buffer.from(content))
    .digest()

async function judgeDataIntegrity(credential: object): Promise<void> {
  const { verified, error } = await verifyCredential({
    credential: structuredClone(credential),
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader,
    checkStatus,
  })
  if (!verified) throw error ?? new Error('It does not verify.')
}

async function documentLoader(url: string) {
  const known = findKnownContext(url)
  const document = known ?? (url.startsWith('did:') ? await readDid(url) : await getJson(url))
  return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
}

const Method = z.looseObject({ id: z.string(), publicKeyMultibase: z.string() })
const DidDocument = z.looseObject({ id: z.string(), verificationMethod: z.array(Method) })

async function readDid(url: string): Promise<object> {
  return url.includes('#')
    ? { '@context': 'https://w3id.org/security/multikey/v1', ...(await findMethod(url)) }
    : getJson(addressOf(url))
}

async function findMethod(id: string): Promise<z.infer<typeof Method>> {
  const document = DidDocument.parse(await getJson(addressOf(id)))
  const method = document.verificationMethod.find((one) => one.id === id)
  if (!method) throw new Error(`${document.id} has no ${id}.`)
  return method
}

/** did:web, as its specification says to read it. */
function addressOf(did: string): string {
  const [, , host = '', ...path] = (did.split('#')[0] ?? '').split(':')
  return `https://${decodeURIComponent(host)}/${path.length === 0 ? '.well-known' : path.join('/')}/did.json`
}

async function getJson(url: string): Promise<object> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`)
  return z.looseObject({}).parse(await answer.json())
}
