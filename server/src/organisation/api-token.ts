import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import { gather } from '../gather.ts'
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

type TokenActor = Extract<Actor, { kind: 'token' }>

/** Who holds this secret, as of now: withdrawn a moment ago, it is nobody any more. */
export async function findToken(ground: Ground, secret: string): Promise<TokenActor | undefined> {
  if (!secret.startsWith(prefix)) return undefined
  const finder = finders.get(ground) ?? gather((hashes: readonly string[]) => findTokens(ground, hashes))
  finders.set(ground, finder)
  return finder(hashToken(secret))
}

const finders = new WeakMap<Ground, (hash: string) => Promise<TokenActor | undefined>>()
/** When a token was last used is kept to the minute: to write it at every request would make them wait for each other. */
const usedWithin = 60_000

async function findTokens(ground: Ground, hashes: readonly string[]): Promise<readonly (TokenActor | undefined)[]> {
  const now = ground.now()
  const rows = await ground.database.act(systemScope, async (work) => {
    const found = await work
      .selectFrom('api_token')
      .select(['id', 'name', 'organisation_id', 'scopes', 'token_hash', 'last_used_at'])
      .where('token_hash', 'in', [...new Set(hashes)])
      .where('withdrawn_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
      .execute()
    const used = found.filter(({ last_used_at: at }) => !at || now.getTime() - at.getTime() >= usedWithin)
    if (used.length > 0)
      await work
        .updateTable('api_token')
        .set({ last_used_at: now })
        .where(
          'id',
          'in',
          used.map(({ id }) => id),
        )
        .execute()
    return found
  })
  const byHash = new Map(rows.map((row) => [row.token_hash, row]))
  return hashes.map((hash) => {
    const row = byHash.get(hash)
    return (
      row && {
        kind: 'token' as const,
        tokenId: row.id,
        name: row.name,
        organisationId: row.organisation_id as OrganisationId,
        scopes: z.array(TokenScope).parse(row.scopes),
      }
    )
  })
}
