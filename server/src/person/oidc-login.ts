import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import type { Settings } from '../read-settings.ts'
import { oidcLogin, rememberChallenge, takeChallenge } from './login-challenge.ts'
import { confirmEmail, findOrAddPerson } from './person.ts'

type Provider = NonNullable<Settings['oidc']>

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.email().max(200).optional(),
  email_verified: z.boolean().optional(),
  name: z.string().trim().min(1).max(200).optional(),
})
type Claims = z.infer<typeof Claims>

const known = new Map<string, Promise<Configuration>>()

/** Where to send the browser, and the value that it keeps meanwhile (code flow with PKCE, state and nonce). */
export async function beginOidc(ground: Ground, next: string | null): Promise<{ url: string; ticket: string }> {
  const configuration = await findConfiguration(requireProvider(ground))
  const ticket = makeToken()
  const content = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier(), next }
  await rememberChallenge(ground, oidcLogin, ticket, content)
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(ground),
    scope: 'openid email profile',
    state: content.state,
    nonce: content.nonce,
    code_challenge: await calculatePKCECodeChallenge(content.codeVerifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, ticket }
}

/**
 * Who the provider says it is. A known subject is who it was before; a new one is tied to the person with the same
 * e-mail address, but only when the provider vouches for the address, or anyone could claim anyone's.
 *
 * @throws Problem `oidc-failed` or `oidc-email-unverified`
 */
export async function finishOidc(
  ground: Ground,
  ticket: string | undefined,
  query: string,
): Promise<{ personId: string; next: string | null }> {
  const configuration = await findConfiguration(requireProvider(ground))
  const begun =
    ticket && (await ground.database.act(systemScope, (work) => takeChallenge(ground, work, oidcLogin, ticket)))
  if (!begun) throw failed()
  const refuse = (error: unknown): never => {
    ground.log.warn(error, 'OpenID Connect login failed')
    throw failed()
  }
  const url = new URL(redirectUri(ground))
  url.search = query
  const answer = await authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: begun.codeVerifier,
    expectedState: begun.state,
    expectedNonce: begun.nonce,
    idTokenExpected: true,
  }).catch(refuse)
  const stated = answer.claims()
  // Most providers tell the address only when asked for it with the access token (OpenID Connect Core §5.4).
  const asked = stated && stated.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
  const told = asked ? await fetchUserInfo(configuration, answer.access_token, stated.sub).catch(refuse) : {}
  const claims = Claims.safeParse({ ...told, ...stated })
  if (!claims.success) throw failed()
  const personId = await ground.database.act(systemScope, (work) => findPersonBySubject(ground, work, claims.data))
  return { personId, next: begun.next }
}

async function findPersonBySubject(ground: Ground, work: Work, claims: Claims): Promise<string> {
  const login = await work
    .selectFrom('person_login')
    .select('person_id')
    .where('provider', '=', claims.iss)
    .where('subject', '=', claims.sub)
    .executeTakeFirst()
  if (login) return login.person_id
  if (!claims.email || claims.email_verified !== true)
    throw new Problem(
      'oidc-email-unverified',
      'The login service has not verified your e-mail address. Log in by an e-mail link instead.',
    )
  const now = ground.now()
  const personId = await findOrAddPerson(work, claims.email, claims.name ?? null, now)
  await confirmEmail(work, personId, claims.email, now)
  await work
    .insertInto('person_login')
    .values({ provider: claims.iss, subject: claims.sub, person_id: personId, created_at: now })
    .execute()
  return personId
}

const failed = (): Problem => new Problem('oidc-failed', 'Begin the login again, or log in by an e-mail link.')

function requireProvider(ground: Ground): Provider {
  if (!ground.settings.oidc) throw new Problem('not-found', 'No login service is set up here.')
  return ground.settings.oidc
}

/** The provider's own description, asked for once. A failed try is not remembered. */
async function findConfiguration(provider: Provider): Promise<Configuration> {
  const key = `${provider.issuer} ${provider.clientId}`
  const found = known.get(key) ?? discover(provider)
  known.set(key, found)
  try {
    return await found
  } catch (error) {
    known.delete(key)
    throw new Problem(
      'oidc-failed',
      `The login service cannot be reached. ${error instanceof Error ? error.message : ''}`,
    )
  }
}

function discover(provider: Provider): Promise<Configuration> {
  const issuer = new URL(provider.issuer)
  // Plain http only to a provider on the same machine, such as the tests' own.
  const local = issuer.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname)
  return discovery(issuer, provider.clientId, provider.clientSecret, undefined, {
    ...(local && { execute: [allowInsecureRequests] }),
  })
}

const redirectUri = (ground: Ground): string => `${ground.settings.baseUrl}/api/login/oidc/callback`
