import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { findClient } from './badge-client.ts'
import { badgeScopes, isBadgeScope, readScopes, writeScopes } from './badge-scope.ts'
import { refuse } from './openid-refusal.ts'
import { findToken, keepToken, useToken } from './wallet-token.ts'

/**
 * Begins to connect an app (RFC 6749, 4.1.1; RFC 7636): to its holder's page, or back with what is wrong. Where the
 * address to answer to is not the app's own, nothing is sent there.
 *
 * @throws Oauth2ServerErrorResponseError `invalid_client`, `invalid_request`
 */
export async function beginConnecting(ground: Ground, form: Readonly<Record<string, string>>): Promise<string> {
  return ground.database.act(systemScope, async (work) => {
    const client = await findClient(work, form.client_id ?? '')
    if (!client) return refuse('invalid_client', 'The client is unknown.')
    const redirectUri = form.redirect_uri ?? ''
    if (!client.redirectUris.includes(redirectUri))
      return refuse('invalid_request', 'redirect_uri is none that the client registered.')
    const back = (error: string, description: string) =>
      addQuery(redirectUri, { error, error_description: description, state: form.state })
    if (form.response_type !== 'code') return back('unsupported_response_type', 'response_type is not code.')
    if (!form.code_challenge || form.code_challenge_method !== 'S256')
      return back('invalid_request', 'A code_challenge by S256 is missing (RFC 7636).')
    const scopes = readScopes(form.scope)
    if (scopes.length === 0) return back('invalid_scope', 'None of the scopes is known.')
    const content = { clientId: client.id, redirectUri, codeChallenge: form.code_challenge, scopes: [...scopes] }
    const token = await keepToken(
      ground,
      work,
      'badge-request',
      { holderId: null, issuerId: null },
      { ...content, ...(form.state !== undefined && { state: form.state }) },
    )
    return `/connect/${token}`
  })
}

function addQuery(address: string, values: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(values)) if (value !== undefined) url.searchParams.append(name, value)
  return url.href
}

export const ConnectView = z.object({
  app: z.string().describe('What the app calls itself; nobody vouches for it'),
  goesTo: z.string().describe('The host or app that the answer goes to'),
  scopes: z.array(z.enum(badgeScopes)),
})
export type ConnectView = z.infer<typeof ConnectView>

/** What an app asks for. @throws Problem `link-invalid` */
export async function showConnecting(ground: Ground, work: Work, token: string): Promise<ConnectView> {
  const { asked, client } = await find(ground, work, token)
  const url = new URL(asked.redirectUri)
  return { app: client.name, goesTo: url.host === '' ? url.protocol.replace(/:$/, '') : url.host, scopes: asked.scopes }
}

/** The holder's yes or no: the address that leads back to the app. @throws Problem `link-invalid` */
export async function decideConnecting(
  ground: Ground,
  work: Work,
  person: PersonActor,
  token: string,
  agreed: boolean,
): Promise<{ redirectTo: string }> {
  const { asked, client } = await find(ground, work, token)
  const { state, redirectUri, scopes, codeChallenge } = asked
  await useToken(ground, work, 'badge-request', token)
  if (!agreed) return { redirectTo: addQuery(redirectUri, { error: 'access_denied', state }) }
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto('badge_connection')
    .values({
      holder_id: person.personId,
      id,
      client_id: client.id,
      scopes,
      created_at: now,
      last_used_at: null,
      ended_at: null,
    })
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'app-connected',
    object: { kind: 'app', id },
    details: { app: client.name, scopes },
    at: now,
  })
  const owner = { holderId: person.personId, issuerId: null }
  const content = { connectionId: id, clientId: client.id, redirectUri, codeChallenge }
  const code = await keepToken(ground, work, 'badge-code', owner, content)
  return { redirectTo: addQuery(redirectUri, { code, scope: writeScopes(scopes), state }) }
}

async function find(ground: Ground, work: Work, token: string) {
  const found = await findToken(ground, work, 'badge-request', token)
  const client = found && (await findClient(work, found.content.clientId))
  if (!client || found.expired || found.usedAt)
    throw new Problem('link-invalid', 'Begin again in the app: this was answered or is too old.')
  return { asked: found.content, client }
}

export const AppView = z.object({
  id: z.string(),
  app: z.string(),
  scopes: z.array(z.enum(badgeScopes)),
  since: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type AppView = z.infer<typeof AppView>

/** The apps that are connected now, newest first. */
export async function listApps(work: Work, holderId: string): Promise<AppView[]> {
  const rows = await work
    .selectFrom('badge_connection')
    .innerJoin('badge_client', 'badge_client.id', 'badge_connection.client_id')
    .select(['badge_connection.id', 'name', 'scopes', 'badge_connection.created_at', 'last_used_at'])
    .where('holder_id', '=', holderId)
    .where('ended_at', 'is', null)
    .orderBy('badge_connection.created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    app: row.name,
    scopes: row.scopes.filter(isBadgeScope),
    since: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }))
}

/** Cuts an app off, at once: its tokens open nothing any more. @throws Problem `not-found` */
export async function disconnectApp(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const now = ground.now()
  const ended = await work
    .updateTable('badge_connection')
    .set({ ended_at: now })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!ended) throw new Problem('not-found', 'No such app is connected.')
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'app-disconnected',
    object: { kind: 'app', id },
    at: now,
  })
}
