import { type CallbackContext, clientAuthenticationNone, Oauth2Client } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { CompactEncrypt, importJWK } from 'jose'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { HolderSigner } from '../passport/holder-key.ts'
import { makeLoadResource } from '../verifying/load-resource.ts'
import { checkRequest, checkRequestObject } from './check-request.ts'
import { makeCallbacks } from './openid-callbacks.ts'
import { preAuthorisedGrant } from './openid-configurations.ts'
import { readCertificate } from './read-request-certificate.ts'

/** The passport as a wallet: the protocol library's client side, over the guard, with the holder's keys. */
export function makeWallet(ground: Ground, keys: readonly HolderSigner[] = []) {
  const strength = makeCallbacks(makeLoadResource(ground))
  const callbacks: CallbackContext = {
    ...strength,
    // The first that is seen of what a verifier signed, before anything in it is followed.
    verifyJwt: (signer, jwt) => {
      if ('response_type' in jwt.payload || 'nonce' in jwt.payload) {
        checkRequestObject(jwt.header)
        checkRequest(jwt.payload)
      }
      return strength.verifyJwt(signer, jwt)
    },
    fetch: makeGuardedFetch(ground),
    // Nobody is anonymous where the server does not say so, and then only with a pre-authorised code (OpenID4VCI 6.1,
    // 12.3): else it is told whose passport asks.
    clientAuthentication: (asked) =>
      asked.body.grant_type === preAuthorisedGrant &&
      asked.authorizationServerMetadata['pre-authorized_grant_anonymous_access_supported'] === true
        ? undefined
        : clientAuthenticationNone({ clientId: ground.settings.baseUrl })(asked),
    getX509CertificateMetadata: readCertificate,
    signJwt: async (signer, { header, payload }) => {
      const key = keys.find(({ jwk }) => signer.method === 'jwk' && jwk.x === signer.publicJwk.x)
      if (!key) throw new Error('The passport holds no such key.')
      const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
      const signed = `${encode(header)}.${encode(payload)}`
      return {
        jwt: `${signed}.${Buffer.from(key.sign(new TextEncoder().encode(signed))).toString('base64url')}`,
        signerJwk: key.jwk,
      }
    },
    decryptJwe: async () => ({ decrypted: false }),
    encryptJwe: async ({ publicJwk, alg, enc, apu, apv }, data) => {
      const encrypt = new CompactEncrypt(new TextEncoder().encode(data)).setProtectedHeader({
        alg,
        enc,
        ...(publicJwk.kid && { kid: publicJwk.kid }),
      })
      if (apu !== undefined && apv !== undefined)
        encrypt.setKeyManagementParameters({ apu: Buffer.from(apu, 'base64url'), apv: Buffer.from(apv, 'base64url') })
      return {
        encryptionJwk: publicJwk,
        jwe: await encrypt.encrypt(await importJWK(JSON.parse(JSON.stringify(publicJwk)), alg)),
      }
    },
  }
  return {
    issuance: new Openid4vciClient({ callbacks }),
    presentation: new Openid4vpClient({ callbacks }),
    logIn: new Oauth2Client({ callbacks }),
  }
}

/**
 * The guard in the shape of `fetch`, for a library that wants one. What cannot be reached, or must not be, is said as a
 * problem: no library's error hides it.
 */
export function makeGuardedFetch(ground: Pick<Ground, 'fetchGuarded' | 'settings'>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const own = toOwn(ground, request.url)
    if (own !== undefined) return fetch(own, { ...init, redirect: 'error', signal: AbortSignal.timeout(8000) })
    const body = request.method === 'POST' ? new Uint8Array(await request.arrayBuffer()) : undefined
    const authorization = request.headers.get('authorization')
    const fetched = await ground.fetchGuarded(request.url, {
      accept: request.headers.get('accept') ?? '*/*',
      anyStatus: true,
      // Nothing is of no type: a strict server refuses a request for a nonce that says it is of one.
      ...(body && { send: { body, mediaType: request.headers.get('content-type') ?? undefined } }),
      ...(authorization !== null && { authorization }),
    })
    if (!fetched.found)
      throw new Problem(
        /^url-/.test(fetched.code) ? 'url-refused' : 'resource-unreachable',
        'The other side’s address could not be reached, or may not be.',
        [{ pointer: '/url', code: fetched.code, detail: new URL(request.url).origin }],
      )
    const { status = 200 } = fetched
    const response = new Response([204, 205, 304].includes(status) ? null : new Uint8Array(fetched.bytes), {
      status,
      headers: { 'content-type': fetched.mediaType },
    })
    Object.defineProperty(response, 'url', { value: fetched.url })
    return response
  }
}

/**
 * Our own doors for wallets, where this server listens: it may stand behind an address that it cannot reach. No other
 * path of it, and no other server on its machine.
 */
function toOwn({ settings }: Pick<Ground, 'settings'>, address: string): string | undefined {
  const url = new URL(address)
  const open = /^\/(openid|\.well-known\/(openid-credential-issuer|oauth-authorization-server))\//.test(url.pathname)
  if (url.origin !== settings.baseUrl || !open || settings.port === 0) return undefined
  const host = ['0.0.0.0', '::', ''].includes(settings.host) ? '127.0.0.1' : settings.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}${url.pathname}${url.search}`
}
