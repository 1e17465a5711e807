import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import type { MayRepresent } from './permission.ts'

export const TokenScope = z.enum(['read', 'design', 'mandate', 'issue'])
export type TokenScope = z.infer<typeof TokenScope>

/** Tokens begin with this, so that a leaked one is recognised by scanners and by people. */
const prefix = 'bricka_'

export type NewToken = { name: string; scopes: readonly TokenScope[]; expiresAt: Date | null }

/** Makes a token for an organisation's own system. The secret is in the answer and nowhere else. */
export async function addToken(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  token: NewToken,
): Promise<{ id: string; secret: string }> {
  const secret = prefix + makeToken()
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto('api_token')
    .values({
      id,
      organisation_id: permission.organisationId,
      name: token.name,
      token_hash: hashToken(secret),
      scopes: [...token.scopes],
      created_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
      created_at: now,
      expires_at: token.expiresAt,
    })
    .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'token-added',
    object: { kind: 'token', id },
    details: { name: token.name, scopes: token.scopes, expiresAt: token.expiresAt?.toISOString() ?? null },
    at: now,
  })
  return { id, secret }
}

/** A withdrawn token opens nothing from the next request on. @throws Problem `not-found` */
export async function withdrawToken(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  tokenId: string,
): Promise<void> {
  const now = ground.now()
  const withdrawn = await work
    .updateTable('api_token')
    .set({ withdrawn_at: now })
    .where('id', '=', tokenId)
    .where('organisation_id', '=', permission.organisationId)
    .where('withdrawn_at', 'is', null)
    .returning('name')
    .executeTakeFirst()
  if (!withdrawn) throw new Problem('not-found', 'The organisation has no such token in use.')
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'token-withdrawn',
    object: { kind: 'token', id: tokenId },
    details: { name: withdrawn.name },
    at: now,
  })
}

/** All tokens, withdrawn ones too, the newest first. */
export async function listTokens(work: Work, permission: MayRepresent) {
  const rows = await work
    .selectFrom('api_token')
    .selectAll()
    .where('organisation_id', '=', permission.organisationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, scopes: z.array(TokenScope).parse(row.scopes) }))
}

export async function findToken(
  ground: Ground,
  secret: string,
): Promise<Extract<Actor, { kind: 'token' }> | undefined> {
  if (!secret.startsWith(prefix)) return undefined
  const now = ground.now()
  const row = await ground.database.act(systemScope, (work) =>
    work
      .updateTable('api_token')
      .set({ last_used_at: now })
      .where('token_hash', '=', hashToken(secret))
      .where('withdrawn_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
      .returning(['id', 'name', 'organisation_id', 'scopes'])
      .executeTakeFirst(),
  )
  if (!row) return undefined
  return {
    kind: 'token',
    tokenId: row.id,
    name: row.name,
    organisationId: row.organisation_id as OrganisationId,
    scopes: z.array(TokenScope).parse(row.scopes),
  }
}
