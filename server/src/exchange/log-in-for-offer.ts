import { getAuthorizationServerMetadataFromList } from '@openid4vc/oauth2'
import { determineAuthorizationServerForCredentialOffer } from '@openid4vc/openid4vci'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import { makeWallet } from './make-wallet.ts'
import { getOffer, receive, resolveOffer, type TakenView, understand } from './take-offer.ts'
import { findToken, keepToken, useToken } from './wallet-token.ts'

const sealPurpose = 'logging-in'

const Begun = z.object({ offer: z.unknown(), configuration: z.string(), codeVerifier: z.string() })
const back = (ground: Ground): string => `${ground.settings.baseUrl}/passport/wallet/back`

const Scoped = z.looseObject({ scope: z.string() })

/**
 * Leads a holder to the issuer's log-in for an offer that they have read (OpenID4VCI 5, with PKCE; pushed where the
 * issuer takes that). Whoever comes back with its state goes on in `takeLoggedIn`.
 *
 * @throws Problem `offer-refused`, `url-refused`, `resource-unreachable`
 */
export async function beginLogIn(
  ground: Ground,
  person: PersonActor,
  token: string,
  configuration: string,
): Promise<{ redirectTo: string }> {
  const offer = await getOffer(ground, person, token)
  const wallet = makeWallet(ground)
  // A verifier has 43 characters or more (RFC 7636, 4.1), a token fewer.
  const codeVerifier = `${makeToken()}${makeToken()}`
  const begun: z.infer<typeof Begun> = { offer, configuration, codeVerifier }
  const sealed = ground.seal.close(sealPurpose, Buffer.from(JSON.stringify(begun))).toString('base64url')
  const owner = { holderId: person.personId, issuerId: null }
  const state = await ground.database.act(systemScope, (work) =>
    keepToken(ground, work, 'logging-in', owner, { sealed }),
  )
  const { authorizationRequestUrl: redirectTo, pkce } = await understand(async () => {
    const { credentialOffer, issuerMetadata } = await resolveOffer(wallet, offer, configuration)
    const named = Scoped.safeParse(issuerMetadata.credentialIssuer.credential_configurations_supported[configuration])
    if (!named.success) throw new Problem('offer-refused', 'The issuer does not say by which scope it is asked for.')
    const issuerState = credentialOffer.grants?.authorization_code?.issuer_state
    return wallet.logIn.createAuthorizationRequestUrl({
      authorizationServerMetadata: serverOf({ credentialOffer, issuerMetadata }),
      clientId: ground.settings.baseUrl,
      redirectUri: back(ground),
      scope: named.data.scope,
      state,
      pkceCodeVerifier: codeVerifier,
      resource: issuerMetadata.credentialIssuer.credential_issuer,
      ...(issuerState !== undefined && { additionalRequestPayload: { issuer_state: issuerState } }),
    })
  })
  if (!pkce) throw new Problem('offer-refused', 'The issuer’s log-in takes no PKCE (RFC 7636).')
  const safe = ground.settings.baseUrl.startsWith('http:') ? /^https?:$/ : /^https:$/
  if (!safe.test(URL.parse(redirectTo)?.protocol ?? ''))
    throw new Problem('offer-refused', 'The issuer’s log-in has no https address.')
  return { redirectTo }
}

/** Who logs the holder in, for the issuer. */
const serverOf = ({ credentialOffer, issuerMetadata }: Awaited<ReturnType<typeof resolveOffer>>) => {
  const named = credentialOffer.grants?.authorization_code?.authorization_server
  return getAuthorizationServerMetadataFromList(
    issuerMetadata.authorizationServers,
    determineAuthorizationServerForCredentialOffer({
      issuerMetadata,
      ...(named !== undefined && { grantAuthorizationServer: named }),
    }),
  )
}

const Answer = z.looseObject({
  state: z.string(),
  code: z.string().optional(),
  iss: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
})

/**
 * Takes what was offered for the answer that a holder brought back from the issuer's log-in: their own, once, and from
 * the server that they were sent to (RFC 9207).
 *
 * @throws Problem `offer-refused`, `url-refused`, `resource-unreachable`
 */
export async function takeLoggedIn(ground: Ground, person: PersonActor, query: string): Promise<TakenView> {
  const answer = Answer.safeParse(Object.fromEntries(new URLSearchParams(query)))
  if (!answer.success) throw new Problem('offer-refused', 'The address does not come from the issuer’s log-in.')
  const { state, code, iss, error, error_description } = answer.data
  const begun = await ground.database.act(systemScope, async (work) => {
    const found = await findToken(ground, work, 'logging-in', state)
    if (!found || found.holderId !== person.personId || !(await useToken(ground, work, 'logging-in', state)))
      throw new Problem('offer-refused', 'The log-in was begun too long ago, or is used: paste the offer again.')
    const { sealed } = found.content
    return Begun.parse(JSON.parse(ground.seal.open(sealPurpose, Buffer.from(sealed, 'base64url')).toString('utf8')))
  })
  if (error !== undefined) throw new Problem('offer-refused', (error_description ?? error).slice(0, 300))
  if (code === undefined) throw new Problem('offer-refused', 'The issuer’s log-in gave no code.')
  return receive(ground, person, begun, {
    getAccess: async ({ issuance }, place) => {
      const server = serverOf(place)
      if (iss === undefined ? server.authorization_response_iss_parameter_supported : iss !== server.issuer)
        throw new Problem('offer-refused', 'The answer is from another server than the log-in.')
      const { accessTokenResponse } = await issuance.retrieveAuthorizationCodeAccessTokenFromOffer({
        ...place,
        authorizationCode: code,
        pkceCodeVerifier: begun.codeVerifier,
        redirectUri: back(ground),
      })
      return accessTokenResponse
    },
    useUp: async () => undefined,
  })
}
