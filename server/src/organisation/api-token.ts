import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Actor } from '../http/actor.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'

export const TokenScope = z.enum(['read', 'design', 'mandate', 'issue'])
export type TokenScope = z.infer<typeof TokenScope>

/** Tokens begin with this, so that a leaked one is recognised by scanners and by people. */
const prefix = 'bricka_'

export type NewToken = {
  organisationId: string
  name: string
  scopes: readonly TokenScope[]
  createdBy: string | null
  expiresAt: Date | null
}

/** Makes a token for an organisation's own system. The secret is in the answer and nowhere else. */
export async function addToken(ground: Ground, token: NewToken): Promise<{ id: string; secret: string }> {
  const secret = prefix + makeToken()
  const id = makeId(ground.now())
  await ground.database.act(systemScope, (work) =>
    work
      .insertInto('api_token')
      .values({
        id,
        organisation_id: token.organisationId,
        name: token.name,
        token_hash: hashToken(secret),
        scopes: [...token.scopes],
        created_by: token.createdBy,
        created_at: ground.now(),
        expires_at: token.expiresAt,
      })
      .execute(),
  )
  return { id, secret }
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
