import { query } from '@digitalbazaar/oid4-client'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { CompactSign, EncryptJWT, importJWK, type JWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { findPeerKey, hashForOthers } from './judge-as-others.ts'

export type HeldByOthers = { sdJwt: string; privateKey: CryptoKey }

const prefix = 'decentralized_identifier:'
const Query = z.looseObject({
  id: z.string(),
  format: z.literal('dc+sd-jwt'),
  meta: z.looseObject({ vct_values: z.array(z.string()) }),
  claims: z.array(z.looseObject({ path: z.array(z.string()).min(1) })),
})
const Request = z.looseObject({
  response_type: z.literal('vp_token'),
  response_mode: z.literal('direct_post.jwt'),
  response_uri: z.url(),
  client_id: z.string(),
  nonce: z.string(),
  state: z.string(),
  dcql_query: z.looseObject({
    credentials: z.array(Query).min(1),
    credential_sets: z
      .array(z.looseObject({ options: z.array(z.array(z.string())), required: z.boolean().default(true) }))
      .optional(),
  }),
  client_metadata: z.looseObject({
    jwks: z.object({ keys: z.tuple([z.looseObject({ kid: z.string(), alg: z.literal('ECDH-ES') })]) }),
    encrypted_response_enc_values_supported: z.array(z.string()).min(1),
  }),
})

/**
 * Answers a signed request as a wallet of libraries that share no code with our verifier: one of JWTs reads the request
 * and encrypts the answer, Digital Bazaar's decides what is asked for, and one of SD-JWTs shows it and binds it.
 */
export async function presentByOthers(link: string, held: readonly HeldByOthers[]): Promise<Response> {
  const outer = new URL(link).searchParams
  const clientId = outer.get('client_id') ?? ''
  if (!clientId.startsWith(prefix)) throw new Error('The request is not of a DID.')
  const fetched = await fetch(outer.get('request_uri') ?? '')
  const { payload } = await jwtVerify(
    await fetched.text(),
    async ({ kid = '' }) => {
      if (!kid.startsWith(`${clientId.slice(prefix.length)}#`)) throw new Error(`${kid} is another’s key.`)
      return findPeerKey(kid)
    },
    { typ: 'oauth-authz-req+jwt', audience: 'https://self-issued.me/v2' },
  )
  const request = Request.parse(payload)
  if (request.client_id !== clientId) throw new Error('The request is another’s inside than outside.')
  const { credentials, credential_sets } = request.dcql_query
  const answers = new Map<string, string>()
  for (const asked of credentials) {
    const shown = await show(asked, held, request)
    if (shown !== undefined) answers.set(asked.id, shown)
  }
  const vp_token: Record<string, string[]> = {}
  // DCQL 6.4.2: of each set, one way to answer it whole.
  for (const { options, required } of credential_sets ?? [
    { options: [credentials.map(({ id }) => id)], required: true },
  ]) {
    const option = options.find((ids) => ids.every((id) => answers.has(id)))
    if (!option && required) throw new Error('Nothing held answers the request.')
    for (const id of option ?? []) vp_token[id] = [answers.get(id) ?? '']
  }
  const { client_metadata } = request
  const [jwk] = client_metadata.jwks.keys
  const [enc = ''] = client_metadata.encrypted_response_enc_values_supported
  const response = await new EncryptJWT({ vp_token, state: request.state })
    .setProtectedHeader({ alg: jwk.alg, enc, kid: jwk.kid })
    .encrypt(await importJWK(z.custom<JWK>().parse(jwk), jwk.alg))
  return fetch(request.response_uri, { method: 'POST', body: new URLSearchParams({ response }) })
}

async function show(
  asked: z.infer<typeof Query>,
  held: readonly HeldByOthers[],
  { client_id: aud, nonce }: z.infer<typeof Request>,
): Promise<string | undefined> {
  const map = query.dcql.toJsonPointerMap({ dcqlCredentialQuery: asked })
  for (const { sdJwt, privateKey } of held) {
    const library = new SDJwtVcInstance({
      hasher: hashForOthers,
      hashAlg: 'sha-256',
      kbSignAlg: 'ES256',
      kbSigner: async (content) => {
        const [header = '', payload = ''] = content.split('.')
        const signed = await new CompactSign(Buffer.from(payload, 'base64url'))
          .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString('utf8')))
          .sign(privateKey)
        return signed.split('.')[2] ?? ''
      },
    })
    const claims = z.looseObject({ vct: z.string() }).parse(await library.getClaims(sdJwt))
    if (!asked.meta.vct_values.includes(claims.vct) || !query.credentialMatches({ credential: claims, map })) continue
    return library.present<Record<string, unknown>>(sdJwt, frameOf(asked.claims.map(({ path }) => path)), {
      kb: { payload: { iat: Math.floor(Date.now() / 1000), aud, nonce } },
    })
  }
  return undefined
}

type Frame = { [name: string]: Frame | true }

/** The paths that are asked for, as a tree. */
function frameOf(paths: readonly (readonly string[])[]): Frame {
  const names = new Set(paths.flatMap(([name]) => (name === undefined ? [] : [name])))
  return Object.fromEntries(
    [...names].map((name) => {
      const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest)
      return [name, below.some((rest) => rest.length === 0) ? true : frameOf(below)]
    }),
  )
}
