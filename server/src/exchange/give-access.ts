import { Oauth2AuthorizationServer, Oauth2ServerErrorResponseError, PkceCodeChallengeMethod } from '@openid4vc/oauth2'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { hashToken } from '../seal.ts'
import type { WalletIssuer } from './find-wallet-issuer.ts'
import { makeCallbacks } from './openid-callbacks.ts'
import { refuse } from './openid-refusal.ts'
import { countTry, findToken, keepToken, type TokenContent, tokenKinds, useToken } from './wallet-token.ts'

/** Wrong transaction codes, then the offer is void: six digits are guessed in a million tries, not in five. */
const mostTries = 5

export type TokenRequest = { url: string; headers: Headers; form: Readonly<Record<string, string>> }

const server = new Oauth2AuthorizationServer({
  // Nothing is signed or decrypted at the token endpoint: access tokens are opaque, and clients are public.
  callbacks: {
    ...makeCallbacks(async () => ({ found: false, code: 'not-asked' })),
    signJwt: () => Promise.reject(new Error('Access tokens are opaque here.')),
    clientAuthentication: () => undefined,
  },
})

/**
 * The token endpoint (RFC 6749, 5; OpenID4VCI 6): a code, and what proves that it is theirs, for an access token.
 *
 * @throws Oauth2ServerErrorResponseError as those sections say
 */
export async function giveAccess(ground: Ground, issuer: WalletIssuer, request: TokenRequest): Promise<object> {
  const { grant, pkceCodeVerifier, accessTokenRequest } = server.parseAccessTokenRequest({
    request: { url: request.url, method: 'POST', headers: request.headers },
    accessTokenRequest: request.form,
  })
  // Whatever is found wrong is counted and kept, so a refusal leaves the transaction as an answer, not as an error.
  const answer = await ground.database.act(systemScope, async (work) => {
    try {
      if (grant.grantType === 'authorization_code')
        return await forCode(ground, work, issuer, grant.code, pkceCodeVerifier, request.form)
      if (grant.grantType === 'refresh_token')
        return refuse('unsupported_grant_type', 'No refresh tokens are given here.')
      return await forPreAuthorised(ground, work, issuer, grant.preAuthorizedCode, accessTokenRequest.tx_code)
    } catch (error) {
      if (error instanceof Oauth2ServerErrorResponseError) return error
      throw error
    }
  })
  if (answer instanceof Oauth2ServerErrorResponseError) throw answer
  return answer
}

async function forPreAuthorised(
  ground: Ground,
  work: Work,
  issuer: WalletIssuer,
  code: string,
  txCode: string | undefined,
): Promise<object> {
  const found = await findToken(ground, work, 'pre-authorised', code)
  if (!found || found.issuerId !== issuer.organisation.id || !found.holderId)
    return refuse('invalid_grant', 'The pre-authorised code is unknown here.')
  if (found.usedAt) return refuse('invalid_grant', 'The pre-authorised code was used before.')
  if (found.expired) return refuse('invalid_grant', 'The pre-authorised code is too old.')
  if (found.tries >= mostTries) return refuse('invalid_grant', 'Too many wrong transaction codes: ask for a new offer.')
  const { txCodeHash, ...offered } = found.content
  if (txCodeHash === null && txCode !== undefined)
    return refuse('invalid_request', 'No transaction code was asked for.')
  if (txCodeHash !== null && txCode === undefined) return refuse('invalid_request', 'The transaction code is missing.')
  if (txCodeHash !== null && txCode !== undefined && hashToken(txCode) !== txCodeHash) {
    await countTry(work, 'pre-authorised', code)
    return refuse('invalid_grant', 'The transaction code is wrong.')
  }
  await useToken(ground, work, 'pre-authorised', code)
  return respond(ground, work, issuer, found.holderId, { ...offered, clientId: null, detailed: false })
}

async function forCode(
  ground: Ground,
  work: Work,
  issuer: WalletIssuer,
  code: string,
  codeVerifier: string | undefined,
  form: Readonly<Record<string, string>>,
): Promise<object> {
  const found = await findToken(ground, work, 'code', code)
  if (!found || found.issuerId !== issuer.organisation.id || !found.holderId)
    return refuse('invalid_grant', 'The authorisation code is unknown here.')
  if (found.usedAt) {
    // Whoever shows a code a second time may be its thief: what the first one got is taken back (RFC 6749, 4.1.2).
    await work
      .deleteFrom('wallet_token')
      .where('kind', '=', 'access')
      .where('holder_id', '=', found.holderId)
      .where('issuer_id', '=', issuer.organisation.id)
      .execute()
    return refuse('invalid_grant', 'The authorisation code was used before.')
  }
  const { clientId, redirectUri, codeChallenge, detailed, ...offered } = found.content
  if (codeVerifier === undefined) return refuse('invalid_request', 'The code verifier is missing (RFC 7636).')
  try {
    await server.verifyAuthorizationCodeAccessTokenRequest({
      request: { url: `${issuer.url}/token`, method: 'POST', headers: new Headers() },
      grant: { grantType: 'authorization_code', code },
      expectedCode: code,
      accessTokenRequest: { grant_type: 'authorization_code', code },
      authorizationServerMetadata: { issuer: issuer.url, token_endpoint: `${issuer.url}/token` },
      ...(found.expired && { codeExpiresAt: new Date(0) }),
      pkce: { codeVerifier, codeChallenge, codeChallengeMethod: PkceCodeChallengeMethod.S256 },
      now: ground.now(),
    })
  } catch (error) {
    if (error instanceof Oauth2ServerErrorResponseError) throw error
    return refuse('invalid_grant', 'The code verifier does not fit the code challenge.')
  }
  if (form.client_id !== clientId) return refuse('invalid_grant', 'The code was given to another client.')
  if (form.redirect_uri !== redirectUri) return refuse('invalid_grant', 'The code was sent to another address.')
  await useToken(ground, work, 'code', code)
  return respond(ground, work, issuer, found.holderId, { ...offered, clientId, detailed })
}

async function respond(
  ground: Ground,
  work: Work,
  issuer: WalletIssuer,
  holderId: string,
  content: TokenContent<'access'>,
): Promise<object> {
  const owner = { holderId, issuerId: issuer.organisation.id }
  return {
    access_token: await keepToken(ground, work, 'access', owner, content),
    token_type: 'Bearer',
    expires_in: tokenKinds.access.seconds,
    ...(content.detailed && {
      authorization_details: content.configurations.map((configuration) => ({
        type: 'openid_credential',
        credential_configuration_id: configuration,
        credential_identifiers: [identifierOf(content.credentialId, configuration)],
      })),
    }),
  }
}

/** How a wallet asks for one merit in one form, where it asked for details (OpenID4VCI 6.2). */
export const identifierOf = (credentialId: string, configuration: string): string => `${credentialId}.${configuration}`
