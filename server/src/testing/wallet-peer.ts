import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { decodeMultikey } from '@bricka/credential'
import { type CallbackContext, clientAuthenticationAnonymous, HashAlgorithm, type Jwk } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import type { FastifyInstance } from 'fastify'
import { CompactEncrypt, importJWK, jwtVerify } from 'jose'

/** A key of somebody else's wallet. */
export type PeerKey = { jwk: Jwk; privateKey: KeyObject }

export function makePeerKey(curve: 'P-256' | 'Ed25519' = 'P-256'): PeerKey {
  const { publicKey, privateKey } =
    curve === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  const { kty = '', crv = '', x = '', y } = publicKey.export({ format: 'jwk' })
  return { jwk: { kty, crv, x, ...(y !== undefined && { y }) }, privateKey }
}

export const algorithmOf = ({ jwk }: PeerKey): 'ES256' | 'EdDSA' => (jwk.crv === 'Ed25519' ? 'EdDSA' : 'ES256')

/** Signs a JWT with any header and content, also those that no honest wallet would write. */
export function signAs({ privateKey, jwk }: PeerKey, header: object, payload: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode(header)}.${encode(payload)}`
  const bytes = Buffer.from(signed)
  const signature =
    jwk.crv === 'Ed25519'
      ? sign(null, bytes, privateKey)
      : sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

/** The network as a wallet sees it: our server behind its address, and nothing else. */
export function fetchFrom(app: FastifyInstance): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const body = Buffer.from(await request.arrayBuffer())
    const { pathname, search } = new URL(request.url)
    const answer = await app.inject({
      method: request.method === 'POST' ? 'POST' : 'GET',
      url: `${pathname}${search}`,
      headers: Object.fromEntries(request.headers.entries()),
      ...(body.length > 0 && { payload: body }),
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) headers.set(name, String(value))
    return new Response([204, 304].includes(answer.statusCode) ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers,
    })
  }
}

/** A wallet made of the protocol library's client side, which nobody here wrote, with keys of its own. */
export function makePeerWallet(app: FastifyInstance, keys: readonly PeerKey[] = [makePeerKey()]) {
  const hashes = {
    [HashAlgorithm.Sha256]: 'sha256',
    [HashAlgorithm.Sha384]: 'sha384',
    [HashAlgorithm.Sha512]: 'sha512',
  }
  const callbacks: CallbackContext = {
    fetch: fetchFrom(app),
    hash: (data, algorithm) => createHash(hashes[algorithm]).update(data).digest(),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationAnonymous(),
    signJwt: async (signer, { header, payload }) => {
      const asked = signer.method === 'jwk' ? signer.publicJwk.x : undefined
      const key = keys.find(({ jwk }) => jwk.x === asked) ?? keys[0]
      if (!key) throw new Error('The wallet has no key.')
      return { jwt: signAs(key, header, payload), signerJwk: key.jwk }
    },
    verifyJwt: async (signer, { compact }) => {
      const found =
        signer.method === 'jwk'
          ? signer.publicJwk
          : signer.method === 'did'
            ? await readDid(app, signer.didUrl)
            : undefined
      if (!found) return { verified: false }
      try {
        await jwtVerify(compact, await importJWK(JSON.parse(JSON.stringify(found)), signer.alg), {
          clockTolerance: 1e9,
        })
        return { verified: true, signerJwk: found }
      } catch {
        return { verified: false }
      }
    },
    decryptJwe: async () => ({ decrypted: false }),
    encryptJwe: async ({ publicJwk, enc, alg }, data) => ({
      encryptionJwk: publicJwk,
      jwe: await new CompactEncrypt(new TextEncoder().encode(data))
        .setProtectedHeader({ alg, enc, ...(publicJwk.kid && { kid: publicJwk.kid }) })
        .encrypt(await importJWK(JSON.parse(JSON.stringify(publicJwk)), alg)),
    }),
  }
  return {
    keys,
    callbacks,
    issuance: new Openid4vciClient({ callbacks }),
    presentation: new Openid4vpClient({ callbacks }),
  }
}

/** A did:web on our own server, read the way that anybody reads it. */
async function readDid(app: FastifyInstance, method: string): Promise<Jwk | undefined> {
  const [did = ''] = method.split('#')
  const path = did.split(':').slice(3).join('/')
  const answer = await app.inject({ url: path === '' ? '/.well-known/did.json' : `/${path}/did.json` })
  const methods: unknown = answer.json().verificationMethod
  const entry = Array.isArray(methods) ? methods.find(({ id }) => id === method) : undefined
  if (typeof entry?.publicKeyMultibase !== 'string') return undefined
  const key = decodeMultikey(entry.publicKeyMultibase)
  return key?.type === 'Ed25519'
    ? { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.bytes).toString('base64url') }
    : undefined
}
