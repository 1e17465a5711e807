import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import {
  authorizationCodeGrant,
  buildAuthorizationUrlWithPAR,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchProtectedResource,
  genericGrantRequest,
  None,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'

const grants = {
  code: 'authorization_code',
  preAuthorised: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
} as const

const Offer = z.strictObject({
  credential_issuer: z.url(),
  credential_configuration_ids: z.array(z.string()).min(1),
  grants: z.strictObject({
    [grants.code]: z.strictObject({ issuer_state: z.string() }).optional(),
    [grants.preAuthorised]: z
      .strictObject({
        'pre-authorized_code': z.string(),
        tx_code: z.looseObject({ input_mode: z.string(), length: z.number() }).optional(),
      })
      .optional(),
  }),
})
const Metadata = z.looseObject({
  credential_issuer: z.url(),
  authorization_servers: z.array(z.url()).optional(),
  credential_endpoint: z.url(),
  nonce_endpoint: z.url(),
  notification_endpoint: z.url(),
  deferred_credential_endpoint: z.url(),
  credential_configurations_supported: z.record(z.string(), z.looseObject({ format: z.string(), scope: z.string() })),
})
const Given = z.strictObject({
  credentials: z.array(z.strictObject({ credential: z.union([z.string(), z.looseObject({})]) })).min(1),
  notification_id: z.string(),
})

/**
 * A wallet out of libraries that have nothing to do with credentials: a certified OAuth client and a library of JWTs.
 * What OpenID4VCI 1.0 adds to OAuth is written here from the standard, and takes nothing that the standard does not
 * name. It is ours, then, but shares no code with what it speaks to.
 */
export async function openOauthWallet(link: string) {
  const read = new URL(link)
  const at = read.searchParams.get('credential_offer_uri') ?? ''
  const offer = Offer.parse(await getJson(at))
  const issuer = new URL(offer.credential_issuer)
  // 12.2.2: the well-known part goes between the host and the path.
  const metadata = Metadata.parse(
    await getJson(`${issuer.origin}/.well-known/openid-credential-issuer${issuer.pathname}`),
  )
  if (metadata.credential_issuer !== offer.credential_issuer) throw new Error('The metadata is of another issuer.')
  const server = new URL(metadata.authorization_servers?.[0] ?? metadata.credential_issuer)
  const configuration = await discovery(server, 'a-wallet', {}, None(), { algorithm: 'oauth2' })
  return {
    offer,
    metadata,
    /** With the code of the offer, and what was told apart from it. */
    redeem: async (txCode: string) => {
      const { access_token } = await genericGrantRequest(configuration, grants.preAuthorised, {
        'pre-authorized_code': offer.grants[grants.preAuthorised]?.['pre-authorized_code'] ?? '',
        tx_code: txCode,
      })
      return access_token
    },
    /** With a log-in: pushed, with PKCE, and with the state and issuer of the answer checked by the client. */
    logIn: async (asked: Record<string, string>, decide: (page: URL) => Promise<URL>) => {
      const pkceCodeVerifier = randomPKCECodeVerifier()
      const state = randomState()
      const page = await buildAuthorizationUrlWithPAR(configuration, {
        redirect_uri: 'https://wallet.example/back',
        code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state,
        issuer_state: offer.grants[grants.code]?.issuer_state ?? '',
        ...asked,
      })
      return authorizationCodeGrant(configuration, await decide(page), { pkceCodeVerifier, expectedState: state })
    },
    ask: (accessToken: string, what: object) => ask(configuration, metadata, accessToken, what),
  }
}

async function ask(
  configuration: Configuration,
  metadata: z.infer<typeof Metadata>,
  accessToken: string,
  what: object,
) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)
  const { c_nonce } = z
    .looseObject({ c_nonce: z.string() })
    .parse(await (await fetch(metadata.nonce_endpoint, { method: 'POST' })).json())
  const jwt = await new SignJWT({ nonce: c_nonce })
    .setProtectedHeader({ alg: 'ES256', typ: 'openid4vci-proof+jwt', jwk })
    .setAudience(metadata.credential_issuer)
    .setIssuedAt()
    .sign(privateKey)
  const send = (url: string, body: object) =>
    fetchProtectedResource(
      configuration,
      accessToken,
      new URL(url),
      'POST',
      JSON.stringify(body),
      new Headers({ 'content-type': 'application/json' }),
    )
  const answer = await send(metadata.credential_endpoint, { ...what, proofs: { jwt: [jwt] } })
  const given = Given.parse(await answer.json())
  const told = await send(metadata.notification_endpoint, {
    notification_id: given.notification_id,
    event: 'credential_accepted',
  })
  return { credential: given.credentials[0]?.credential, told: told.status, jwk, privateKey }
}

const getJson = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, { redirect: 'error' })
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`)
  return answer.json()
}
