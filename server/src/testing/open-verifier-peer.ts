import { randomBytes } from 'node:crypto'
import { oid4vp } from '@digitalbazaar/oid4-client'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { compactVerify, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { hashForOthers } from './judge-as-others.ts'
import { listenTrusted } from './listen-trusted.ts'

const Text = z.string()
const Answer = z.record(z.string(), z.tuple([z.string()]))
const Bound = z.looseObject({ cnf: z.looseObject({ jwk: z.custom<JWK>() }) })

/**
 * A verifier by Digital Bazaar's library: it composes the request and opens the encrypted answer; what is in it is
 * checked by a library of SD-JWTs, with its key binding.
 */
export async function openVerifierPeer() {
  const { origin, answer, close } = await listenTrusted()
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  const kid = 'to-the-verifier'
  const nonce = randomBytes(16).toString('base64url')
  const state = randomBytes(16).toString('base64url')
  const place = `${origin}/answer`
  const clientId = `redirect_uri:${place}`
  let body: Record<string, string> | undefined
  answer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  // It writes a DCQL query from an example of what it wants: the type is asked for as vct, and as a claim.
  const compose = (example: { type: string }) =>
    oid4vp.fromVpr({
      verifiablePresentationRequest: {
        query: {
          type: 'QueryByExample',
          credentialQuery: { example, acceptedEnvelopes: ['application/dc+sd-jwt'] },
        },
        domain: clientId,
        challenge: nonce,
      },
      queryFormats: { dcql: true },
      useClientIdPrefix: true,
    })
  let asked: Readonly<Record<string, unknown>> = {}
  return {
    origin,
    close,
    ask: async (example: { type: string; [claim: string]: string }): Promise<string> => {
      const jwk = { ...(await exportJWK(publicKey)), kid, use: 'enc', alg: 'ECDH-ES' }
      asked = {
        ...compose(example),
        response_mode: 'direct_post.jwt',
        state,
        client_metadata: {
          jwks: { keys: [jwk] },
          encrypted_response_enc_values_supported: ['A256GCM'],
          vp_formats_supported: { 'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] } },
        },
      }
      const written = Object.entries(asked).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ])
      return `openid4vp://?${new URLSearchParams(written)}`
    },
    /** What was shown, if it is bound to this request by the key of its holder. */
    read: async (expected: string = nonce) => {
      const jwk = { ...(await exportJWK(privateKey)), kid }
      const { parsed, responseMode } = await oid4vp.verifier.parseAuthorizationResponse({
        body: body ?? {},
        authorizationRequest: asked,
        getDecryptParameters: async () => ({ keys: [jwk] }),
      })
      if (responseMode !== 'direct_post.jwt') throw new Error('The answer came in the open.')
      const shown = Object.values(Answer.parse(parsed.vpToken))
      return Promise.all(shown.map(([presented]) => check(presented, { clientId, nonce: expected })))
    },
  }
}

async function check(presented: string, { clientId, nonce }: { clientId: string; nonce: string }) {
  const library = new SDJwtVcInstance({
    hasher: hashForOthers,
    verifier: async (content, signature) => {
      const { kid = '' } = decodeProtectedHeader(`${content}.${signature}`)
      const [, , encoded = ''] = (kid.split('#')[0] ?? '').split(':')
      const jwk = z.custom<JWK>().parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')))
      await compactVerify(`${content}.${signature}`, await importJWK(jwk, 'ES256'))
      return true
    },
    kbVerifier: async (content, signature, payload) => {
      await compactVerify(`${content}.${signature}`, await importJWK(Bound.parse(payload).cnf.jwk, 'ES256'))
      return true
    },
  })
  const { payload, kb } = await library.verify(presented, { keyBindingNonce: nonce })
  if (Text.parse(kb?.payload.aud) !== clientId) throw new Error('It is bound to another verifier.')
  return payload
}
