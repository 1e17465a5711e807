import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { type WalletIssuer, walletIssuerUrl } from './find-wallet-issuer.ts'
import { type ConfigurationId, configurationIds, isConfiguration } from './openid-configurations.ts'
import { type OpenidCode, refuse } from './openid-refusal.ts'
import { findToken, keepToken, tokenKinds, useToken } from './wallet-token.ts'

export const requestUriPrefix = 'urn:ietf:params:oauth:request_uri:'

/** What is kept of an authorisation request that holds together. */
const Asked = z.object({
  clientId: z.string(),
  redirectUri: z.string(),
  state: z.string().optional(),
  codeChallenge: z.string(),
  configurations: z.string(),
  detailed: z.enum(['yes', 'no']),
  credentialId: z.string().optional(),
})
type Asked = z.infer<typeof Asked>

/** Where an answer to a broken request goes: back to the wallet, when it is known where that is. */
export type AuthorizationStart = { to: 'page'; token: string } | { to: 'wallet'; url: string }

/**
 * Begins an authorisation (OpenID4VCI 5; RFC 7636): keeps what a wallet asks for, until its holder has logged in and
 * said yes. What cannot be sent back safely is refused outright; other faults go back to the wallet.
 *
 * @throws Oauth2ServerErrorResponseError `invalid_request` where the address to answer to is missing or none
 */
export async function beginAuthorization(
  ground: Ground,
  issuer: WalletIssuer,
  form: Readonly<Record<string, string>>,
): Promise<AuthorizationStart> {
  return ground.database.act(systemScope, async (work) => {
    if (form.request_uri !== undefined) return takePushed(ground, work, issuer, form)
    const redirectUri = requireRedirect(form)
    const asked = await read(ground, work, issuer, form, redirectUri)
    if ('error' in asked) return { to: 'wallet', url: backWith(issuer, redirectUri, form.state, asked) }
    return { to: 'page', token: await keepRequest(ground, work, issuer, asked) }
  })
}

/** The same, pushed ahead of the browser (RFC 9126). @throws Oauth2ServerErrorResponseError with what is wrong */
export async function pushAuthorization(
  ground: Ground,
  issuer: WalletIssuer,
  form: Readonly<Record<string, string>>,
): Promise<{ request_uri: string; expires_in: number }> {
  if (form.request_uri !== undefined) return refuse('invalid_request', 'A pushed request has no request_uri.')
  const redirectUri = requireRedirect(form)
  return ground.database.act(systemScope, async (work) => {
    const asked = await read(ground, work, issuer, form, redirectUri)
    if ('error' in asked) return refuse(asked.error, asked.description)
    const token = await keepRequest(ground, work, issuer, asked)
    return { request_uri: `${requestUriPrefix}${token}`, expires_in: tokenKinds.request.seconds }
  })
}

async function takePushed(
  ground: Ground,
  work: Work,
  issuer: WalletIssuer,
  form: Readonly<Record<string, string>>,
): Promise<AuthorizationStart> {
  const token = form.request_uri?.startsWith(requestUriPrefix) ? form.request_uri.slice(requestUriPrefix.length) : ''
  const found = await findToken(ground, work, 'request', token)
  if (!found || found.expired || found.usedAt || found.issuerId !== issuer.organisation.id)
    return refuse('invalid_request', 'The request_uri is unknown, used or too old.')
  if (Asked.parse(found.content).clientId !== form.client_id)
    return refuse('invalid_request', 'The request was pushed by another client.')
  return { to: 'page', token }
}

const keepRequest = (ground: Ground, work: Work, issuer: WalletIssuer, asked: Asked): Promise<string> =>
  keepToken(
    ground,
    work,
    'request',
    { holderId: null, issuerId: issuer.organisation.id },
    Object.fromEntries(Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  )

/** A wallet's own address: https, an app's own scheme, or a program on the same machine (RFC 8252, 7). */
function requireRedirect({ client_id: clientId, redirect_uri: redirectUri }: Readonly<Record<string, string>>): string {
  if (!clientId) return refuse('invalid_request', 'client_id is missing.')
  const url = URL.parse(redirectUri ?? '')
  if (!redirectUri || !url || url.hash !== '' || /^(javascript|data|file|blob|vbscript|about):$/.test(url.protocol))
    return refuse('invalid_request', 'redirect_uri is missing, or no address that a wallet can have.')
  if (url.protocol === 'http:' && !/^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname))
    return refuse('invalid_request', 'redirect_uri is not https.')
  return redirectUri
}

type Fault = { error: OpenidCode; description: string }
const fault = (error: OpenidCode, description: string): Fault => ({ error, description })

const Details = z.array(
  z.looseObject({ type: z.literal('openid_credential'), credential_configuration_id: z.string() }),
)

async function read(
  ground: Ground,
  work: Work,
  issuer: WalletIssuer,
  form: Readonly<Record<string, string>>,
  redirectUri: string,
): Promise<Asked | Fault> {
  if (form.response_type !== 'code') return fault('unsupported_response_type', 'response_type is not code.')
  if (!form.code_challenge || form.code_challenge_method !== 'S256')
    return fault('invalid_request', 'A code_challenge by S256 is missing (RFC 7636).')
  const configurations = readConfigurations(form)
  if ('error' in configurations) return configurations
  const offered = form.issuer_state ? await findToken(ground, work, 'issuer-state', form.issuer_state) : undefined
  if (form.issuer_state && (!offered || offered.expired || offered.issuerId !== issuer.organisation.id))
    return fault('invalid_request', 'The issuer_state is unknown or too old.')
  return {
    clientId: form.client_id ?? '',
    redirectUri,
    state: form.state,
    codeChallenge: form.code_challenge,
    configurations: configurations.ids.join(' '),
    detailed: configurations.detailed ? 'yes' : 'no',
    credentialId: offered?.content.credentialId,
  }
}

function readConfigurations(
  form: Readonly<Record<string, string>>,
): Fault | { ids: readonly ConfigurationId[]; detailed: boolean } {
  if (form.authorization_details !== undefined) {
    const read = Details.safeParse(parse(form.authorization_details))
    if (!read.success || read.data.length === 0)
      return fault('invalid_request', 'authorization_details are none that OpenID4VCI knows (5.1.1).')
    const ids = read.data.map((one) => one.credential_configuration_id)
    const known = ids.filter(isConfiguration)
    if (known.length < ids.length) return fault('invalid_request', 'authorization_details name an unknown credential.')
    return { ids: known, detailed: true }
  }
  const scopes = (form.scope ?? '').split(' ').filter((scope) => scope !== '')
  const known = scopes.filter(isConfiguration)
  // Unknown scopes are left out (RFC 6749, 3.3); where none is known there is nothing to ask the holder.
  if (scopes.length > 0 && known.length === 0) return fault('invalid_scope', 'None of the scopes is known.')
  return { ids: known.length > 0 ? known : configurationIds, detailed: false }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function backWith(issuer: WalletIssuer, redirectUri: string, state: string | undefined, { error, description }: Fault) {
  return addQuery(redirectUri, { error, error_description: description, state, iss: issuer.url })
}

function addQuery(address: string, values: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(values)) if (value !== undefined) url.searchParams.append(name, value)
  return url.href
}

export const AuthorizationView = z.object({
  issuer: z.string(),
  wallet: z.string().describe('What the wallet calls itself; nobody vouches for it'),
  goesTo: z.string().describe('The host or app that the answer goes to'),
  merits: z.array(z.object({ id: z.string(), title: z.string(), issuedAt: z.string() })),
})
export type AuthorizationView = z.infer<typeof AuthorizationView>

/** What a wallet asks of this holder, and which of their merits could go there. @throws Problem `link-invalid` */
export async function showAuthorization(
  ground: Ground,
  work: Work,
  person: PersonActor,
  token: string,
): Promise<AuthorizationView> {
  const { asked, organisation } = await find(ground, work, token)
  const merits = await work
    .selectFrom('credential')
    .select(['id', 'title', 'issued_at', 'created_at'])
    .where('holder_id', '=', person.personId)
    .where('issuer_id', '=', organisation.id)
    .where('state', 'in', ['issued', 'awaiting-approval'])
    .where('erased_at', 'is', null)
    .$if(asked.credentialId !== undefined, (query) => query.where('id', '=', asked.credentialId ?? ''))
    .orderBy('created_at', 'desc')
    .execute()
  const url = new URL(asked.redirectUri)
  return {
    issuer: organisation.legal_name,
    wallet: asked.clientId,
    goesTo: url.host === '' ? url.protocol.replace(/:$/, '') : url.host,
    merits: merits.map(({ id, title, issued_at, created_at }) => ({
      id,
      title,
      issuedAt: (issued_at ?? created_at).toISOString(),
    })),
  }
}

/** The holder's yes to one merit, or no: the address that leads back to the wallet. @throws Problem `link-invalid` */
export async function decideAuthorization(
  ground: Ground,
  work: Work,
  person: PersonActor,
  token: string,
  credentialId: string | null,
): Promise<{ redirectTo: string }> {
  const { asked, organisation } = await find(ground, work, token)
  const iss = walletIssuerUrl(ground, organisation.slug)
  const { state, redirectUri } = asked
  if (credentialId === null) {
    await useToken(ground, work, 'request', token)
    return { redirectTo: addQuery(redirectUri, { error: 'access_denied', state, iss }) }
  }
  const { merits } = await showAuthorization(ground, work, person, token)
  if (!merits.some(({ id }) => id === credentialId))
    throw new Problem('not-found', 'You have no such merit from there.')
  const owner = { holderId: person.personId, issuerId: organisation.id }
  const code = await keepToken(ground, work, 'code', owner, {
    credentialId,
    configurations: asked.configurations.split(' '),
    clientId: asked.clientId,
    redirectUri,
    codeChallenge: asked.codeChallenge,
    detailed: asked.detailed === 'yes',
  })
  await useToken(ground, work, 'request', token)
  await writeAudit(work, {
    actor: person,
    organisationId: organisation.id,
    holderId: person.personId,
    act: 'wallet-offered',
    object: { kind: 'credential', id: credentialId },
    details: { way: 'log-in', wallet: asked.clientId },
    at: ground.now(),
  })
  return { redirectTo: addQuery(redirectUri, { code, state, iss }) }
}

async function find(ground: Ground, work: Work, token: string) {
  const found = await findToken(ground, work, 'request', token)
  if (!found?.issuerId || found.expired || found.usedAt)
    throw new Problem('link-invalid', 'Begin again in your wallet: this was answered or is too old.')
  const organisation = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', found.issuerId)
    .executeTakeFirstOrThrow()
  return { asked: Asked.parse(found.content), organisation }
}
