import { OrganisationId } from '@bricka/domain/organisation/organisation'
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

/** A withdrawn token opens nothing from the next request on, once its `forgetTokens` is called. @throws Problem `not-found` */
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

/**
 * Who holds this secret: withdrawn a moment ago in this process, it is nobody any more. What was found holds for a second,
 * so that a token withdrawn in another process opens nothing a second later.
 */
export async function findToken(ground: Ground, secret: string): Promise<TokenActor | undefined> {
  if (!secret.startsWith(prefix)) return undefined
  const finder = finders.get(ground) ?? openFinder(ground)
  finders.set(ground, finder)
  const hash = hashToken(secret)
  // By a clock that nobody sets: a second is a second, also where the time of day is put back.
  const now = performance.now()
  const known = finder.found.get(hash)
  if (known && now < known.until && !isPast(known.expiresAt, ground.now())) return known.actor
  const { turn } = finder
  const token = await finder.find(hash)
  // What was asked for before something was withdrawn may be of before: it serves this request, and is not kept.
  if (token && turn === finder.turn) {
    if (finder.found.size >= mostFound) finder.found.clear()
    finder.found.set(hash, { ...token, until: now + foundHolds })
  }
  return token?.actor
}

/** To be called when a token has been withdrawn and the transaction has ended. */
export function forgetTokens(ground: Ground): void {
  const finder = finders.get(ground)
  if (!finder) return
  finder.found.clear()
  finder.turn++
}

const isPast = (at: Date | null, now: Date): boolean => at !== null && at <= now

type Found = { actor: TokenActor; expiresAt: Date | null }

const finders = new WeakMap<Ground, ReturnType<typeof openFinder>>()
const foundHolds = 1000
const mostFound = 1000

function openFinder(ground: Ground) {
  return {
    find: gather((hashes: readonly string[]) => findTokens(ground, hashes)),
    found: new Map<string, Found & { until: number }>(),
    turn: 0,
  }
}

/** When a token was last used is kept to the minute: to write it at every request would make them wait for each other. */
const usedWithin = 60_000

const FoundToken = z.object({
  id: z.string(),
  name: z.string(),
  organisation_id: OrganisationId,
  scopes: z.array(TokenScope),
  token_hash: z.string(),
  expires_at: z.date().nullable(),
  last_used_at: z.date().nullable(),
})

async function findTokens(ground: Ground, hashes: readonly string[]): Promise<readonly (Found | undefined)[]> {
  const now = ground.now()
  // Hashes as we make them ourselves, in base64url: nothing in them needs quoting.
  const wanted = [...new Set(hashes)].filter((hash) => /^[\w-]{43}$/.test(hash)).map((hash) => `'${hash}'`)
  const rows = await ground.database.ask(
    systemScope,
    `select id, name, organisation_id, scopes, token_hash, expires_at, last_used_at from api_token
      where token_hash in (${wanted.join(', ')}) and withdrawn_at is null`,
  )
  const found = z
    .array(FoundToken)
    .parse(rows)
    .filter(({ expires_at: at }) => !isPast(at, now))
  const used = found.filter(({ last_used_at: at }) => !at || now.getTime() - at.getTime() >= usedWithin)
  if (used.length > 0)
    await ground.database.act(systemScope, (work) =>
      work
        .updateTable('api_token')
        .set({ last_used_at: now })
        .where(
          'id',
          'in',
          used.map(({ id }) => id),
        )
        .execute(),
    )
  const byHash = new Map(found.map((row) => [row.token_hash, row]))
  return hashes.map((hash) => {
    const row = byHash.get(hash)
    return (
      row && {
        actor: {
          kind: 'token' as const,
          tokenId: row.id,
          name: row.name,
          organisationId: row.organisation_id,
          scopes: row.scopes,
        },
        expiresAt: row.expires_at,
      }
    )
  })
}
