import { z } from 'zod'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { badgeScopes } from './badge-scope.ts'

const Connected = z.object({ connectionId: z.uuid(), clientId: z.string() })
const Offered = z.object({ credentialId: z.uuid(), configurations: z.array(z.string()).min(1) })

/** What each kind of token stands for, and how long it does. */
export const tokenKinds = {
  /** The address that a wallet reads an offer at. */
  offer: { seconds: 86_400, content: Offered.extend({ sealed: z.string() }) },
  'pre-authorised': { seconds: 86_400, content: Offered.extend({ txCodeHash: z.string().nullable() }) },
  'issuer-state': { seconds: 86_400, content: Offered },
  /** A pushed authorisation request (RFC 9126). */
  request: { seconds: 600, content: z.record(z.string(), z.string()) },
  code: {
    seconds: 60,
    content: Offered.extend({
      clientId: z.string(),
      redirectUri: z.string(),
      codeChallenge: z.string(),
      detailed: z.boolean(),
    }),
  },
  access: { seconds: 900, content: Offered.extend({ clientId: z.string().nullable(), detailed: z.boolean() }) },
  deferred: {
    seconds: 30 * 86_400,
    content: z.object({
      credentialId: z.uuid(),
      configuration: z.string(),
      keys: z.array(z.object({ jwk: z.record(z.string(), z.unknown()), did: z.string() })),
    }),
  },
  /** An app that asks to be connected to a passport, and what it shows since (Open Badges API). */
  'badge-request': {
    seconds: 1800,
    content: z.object({
      clientId: z.string(),
      redirectUri: z.string(),
      codeChallenge: z.string(),
      state: z.string().optional(),
      scopes: z.array(z.enum(badgeScopes)),
    }),
  },
  'badge-code': {
    seconds: 60,
    content: Connected.extend({ redirectUri: z.string(), codeChallenge: z.string() }),
  },
  'badge-access': { seconds: 3600, content: Connected },
  'badge-refresh': { seconds: 180 * 86_400, content: Connected },
  nonce: { seconds: 300, content: z.object({}) },
  /** An offer, and a verifier's request, that a holder of ours has read and not yet answered. */
  taking: { seconds: 1800, content: z.object({ sealed: z.string() }) },
  answering: { seconds: 900, content: z.object({ sealed: z.string() }) },
  /** A holder of ours who was sent to another issuer's log-in, and is to come back from there. */
  'logging-in': { seconds: 1800, content: z.object({ sealed: z.string() }) },
} as const
export type TokenKind = keyof typeof tokenKinds
export type TokenContent<Kind extends TokenKind> = z.infer<(typeof tokenKinds)[Kind]['content']>

export type FoundToken<Kind extends TokenKind> = {
  holderId: string | null
  issuerId: string | null
  content: TokenContent<Kind>
  tries: number
  usedAt: Date | null
  expired: boolean
}

/** Makes a token of a kind. Only its hash is kept. */
export async function keepToken<Kind extends TokenKind>(
  ground: Ground,
  work: Work,
  kind: Kind,
  owner: { holderId: string | null; issuerId: string | null },
  content: TokenContent<Kind>,
): Promise<string> {
  const token = makeToken()
  const now = ground.now()
  await work
    .insertInto('wallet_token')
    .values({
      token_hash: hashToken(`${kind} ${token}`),
      kind,
      holder_id: owner.holderId,
      issuer_id: owner.issuerId,
      content: toJson(content),
      created_at: now,
      expires_at: new Date(now.getTime() + tokenKinds[kind].seconds * 1000),
      used_at: null,
    })
    .execute()
  return token
}

/** The token as it stands, held until the transaction ends so that of two who use it at once one waits. */
export async function findToken<Kind extends TokenKind>(
  ground: Ground,
  work: Work,
  kind: Kind,
  token: string,
): Promise<FoundToken<Kind> | undefined> {
  const row = await work
    .selectFrom('wallet_token')
    .selectAll()
    .where('token_hash', '=', hashToken(`${kind} ${token}`))
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const content = tokenKinds[kind].content.parse(row.content)
  return {
    holderId: row.holder_id,
    issuerId: row.issuer_id,
    // The kind was asked for by its own name, and its own schema read it.
    content: content as TokenContent<Kind>,
    tries: row.tries,
    usedAt: row.used_at,
    expired: row.expires_at <= ground.now(),
  }
}

/** Uses it up; `false` when somebody did before, or its time is over. */
export async function useToken(ground: Ground, work: Work, kind: TokenKind, token: string): Promise<boolean> {
  const now = ground.now()
  const used = await work
    .updateTable('wallet_token')
    .set({ used_at: now })
    .where('token_hash', '=', hashToken(`${kind} ${token}`))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('kind')
    .executeTakeFirst()
  return used !== undefined
}

export async function countTry(work: Work, kind: TokenKind, token: string): Promise<void> {
  await work
    .updateTable('wallet_token')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('token_hash', '=', hashToken(`${kind} ${token}`))
    .execute()
}
