import { createHash } from 'node:crypto'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { requireClient } from './badge-client.ts'
import { type BadgeScope, isBadgeScope, writeScopes } from './badge-scope.ts'
import { type OpenidCode, refuse } from './openid-refusal.ts'
import { findToken, keepToken, tokenKinds, useToken } from './wallet-token.ts'

type Fault = { error: OpenidCode; description: string }
type Form = Readonly<Record<string, string>>
type Grant = { holderId: string; connectionId: string; clientId: string }

/**
 * A code or a refresh token becomes an access token (RFC 6749, 4.1.3 and 6; RFC 7636). A code or refresh token that
 * comes twice ends the connection: someone else may have it.
 *
 * @throws Oauth2ServerErrorResponseError with what is wrong
 */
export async function giveBadgeAccess(ground: Ground, authorization: string | undefined, form: Form) {
  const given = await ground.database.act(systemScope, async (work) => {
    const client = await requireClient(work, authorization, form)
    if (form.grant_type === 'authorization_code') return useCode(ground, work, client.id, form)
    if (form.grant_type === 'refresh_token') return useRefresh(ground, work, client.id, form)
    return fault('unsupported_grant_type', 'grant_type is neither authorization_code nor refresh_token.')
  })
  // Thrown only now, so that what was ended stays ended.
  return 'error' in given ? refuse(given.error, given.description) : given
}

async function useCode(ground: Ground, work: Work, clientId: string, form: Form) {
  const found = await findToken(ground, work, 'badge-code', form.code ?? '')
  if (!found?.holderId) return fault('invalid_grant', 'The code is unknown.')
  const { content } = found
  const grant = { holderId: found.holderId, connectionId: content.connectionId, clientId }
  if (found.usedAt) {
    await endConnection(ground, work, grant)
    return fault('invalid_grant', 'The code was used before: the connection is ended.')
  }
  if (found.expired) return fault('invalid_grant', 'The code is too old.')
  if (content.clientId !== clientId) return fault('invalid_grant', 'The code was given to another client.')
  if (content.redirectUri !== form.redirect_uri)
    return fault('invalid_grant', 'redirect_uri is not the one that the code was sent to.')
  const verifier = form.code_verifier ?? ''
  if (createHash('sha256').update(verifier).digest('base64url') !== content.codeChallenge)
    return fault('invalid_grant', 'code_verifier is missing or does not fit the code_challenge.')
  await useToken(ground, work, 'badge-code', form.code ?? '')
  return giveTokens(ground, work, grant)
}

async function useRefresh(ground: Ground, work: Work, clientId: string, form: Form) {
  const token = form.refresh_token ?? ''
  const found = await findToken(ground, work, 'badge-refresh', token)
  if (!found?.holderId || found.expired || found.content.clientId !== clientId)
    return fault('invalid_grant', 'The refresh token is unknown, too old or another client’s.')
  const grant = { holderId: found.holderId, connectionId: found.content.connectionId, clientId }
  if (found.usedAt) {
    await endConnection(ground, work, grant)
    return fault('invalid_grant', 'The refresh token was used before: the connection is ended.')
  }
  await useToken(ground, work, 'badge-refresh', token)
  return giveTokens(ground, work, grant)
}

async function giveTokens(ground: Ground, work: Work, grant: Grant) {
  const scopes = await findScopes(work, grant)
  if (!scopes) return fault('invalid_grant', 'The holder has ended the connection.')
  const owner = { holderId: grant.holderId, issuerId: null }
  const content = { connectionId: grant.connectionId, clientId: grant.clientId }
  return {
    access_token: await keepToken(ground, work, 'badge-access', owner, content),
    token_type: 'Bearer',
    expires_in: tokenKinds['badge-access'].seconds,
    refresh_token: await keepToken(ground, work, 'badge-refresh', owner, content),
    scope: writeScopes(scopes),
  }
}

async function findScopes(work: Work, { holderId, connectionId }: Grant): Promise<readonly BadgeScope[] | undefined> {
  const row = await work
    .selectFrom('badge_connection')
    .select('scopes')
    .where('holder_id', '=', holderId)
    .where('id', '=', connectionId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.scopes.filter(isBadgeScope)
}

async function endConnection(ground: Ground, work: Work, { holderId, connectionId }: Grant): Promise<void> {
  const now = ground.now()
  const ended = await work
    .updateTable('badge_connection')
    .set({ ended_at: now })
    .where('holder_id', '=', holderId)
    .where('id', '=', connectionId)
    .where('ended_at', 'is', null)
    .returning('client_id')
    .executeTakeFirst()
  if (!ended) return
  await writeAudit(work, {
    actor: { kind: 'system' },
    holderId,
    act: 'app-disconnected',
    object: { kind: 'app', id: connectionId },
    at: now,
  })
}

/** An app gives back what it has (RFC 7009): a refresh token ends the connection. Unknown tokens are no error (2.2). */
export async function revokeBadgeToken(ground: Ground, authorization: string | undefined, form: Form): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const client = await requireClient(work, authorization, form)
    const token = form.token ?? ''
    if (token === '') refuse('invalid_request', 'token is missing.')
    for (const kind of ['badge-access', 'badge-refresh'] as const) {
      const found = await findToken(ground, work, kind, token)
      if (!found?.holderId || found.content.clientId !== client.id) continue
      await useToken(ground, work, kind, token)
      const { connectionId } = found.content
      if (kind === 'badge-refresh')
        await endConnection(ground, work, { holderId: found.holderId, connectionId, clientId: client.id })
    }
  })
}

export type BadgeAccess = {
  person: PersonActor
  connectionId: string
  app: string
  scopes: readonly BadgeScope[]
}

/** For whom an access token opens the passport, and how far; `undefined` where it opens nothing. */
export async function readBadgeAccess(ground: Ground, header: string | undefined): Promise<BadgeAccess | undefined> {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) return undefined
  return ground.database.act(systemScope, async (work) => {
    const found = await findToken(ground, work, 'badge-access', token)
    if (!found?.holderId || found.expired || found.usedAt) return undefined
    const row = await work
      .updateTable('badge_connection')
      .from('badge_client')
      .set({ last_used_at: ground.now() })
      .whereRef('badge_client.id', '=', 'badge_connection.client_id')
      .where('holder_id', '=', found.holderId)
      .where('badge_connection.id', '=', found.content.connectionId)
      .where('ended_at', 'is', null)
      .returning(['scopes', 'badge_client.name'])
      .executeTakeFirst()
    const person = await work
      .selectFrom('person')
      // An address that nobody has shown to be theirs is told to no app.
      .leftJoin('person_email', (join) =>
        join.onRef('person_email.person_id', '=', 'person.id').on('verified_at', 'is not', null),
      )
      .select(['person.name', 'email'])
      .where('person.id', '=', found.holderId)
      .orderBy('verified_at')
      .executeTakeFirst()
    if (!row || !person) return undefined
    return {
      person: {
        kind: 'person',
        personId: found.holderId,
        name: person.name ?? '',
        email: person.email ?? '',
        memberships: [],
      },
      connectionId: found.content.connectionId,
      app: row.name,
      scopes: row.scopes.filter(isBadgeScope),
    }
  })
}

const fault = (error: OpenidCode, description: string): Fault => ({ error, description })
