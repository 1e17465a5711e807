import { timingSafeEqual } from 'node:crypto'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { badgeScopes, writeScopes } from './badge-scope.ts'
import { refuse } from './openid-refusal.ts'

/** https, an app's own scheme, or a program on the same machine (RFC 8252, 7). */
const RedirectUri = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text)
    if (url?.hash !== '' || /^(javascript|data|file|blob|vbscript|about):$/.test(url.protocol)) return false
    return url.protocol !== 'http:' || /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname)
  })

const Registration = z.object({
  client_name: typedLine().min(1).max(200),
  redirect_uris: z.array(RedirectUri).min(1).max(10),
  token_endpoint_auth_method: z.enum(['client_secret_basic', 'none']).default('client_secret_basic'),
})

export type BadgeClient = { id: string; name: string; redirectUris: readonly string[]; secretHash: string | null }

/** An app makes itself known (RFC 7591). Nobody vouches for what it calls itself. @throws `invalid_client_metadata` … */
export async function registerClient(ground: Ground, body: unknown) {
  const read = Registration.safeParse(body)
  if (!read.success) {
    const [issue] = read.error.issues
    const at = issue?.path.join('.') ?? ''
    const code = at.startsWith('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata'
    return refuse(code, `${at || 'The body'}: ${issue?.message ?? 'not readable'}`)
  }
  const { client_name: name, redirect_uris: redirectUris, token_endpoint_auth_method: method } = read.data
  const now = ground.now()
  const id = makeId(now)
  const secret = method === 'none' ? undefined : makeToken()
  await ground.database.act(systemScope, (work) =>
    work
      .insertInto('badge_client')
      .values({
        id,
        name,
        redirect_uris: redirectUris,
        secret_hash: secret === undefined ? null : hashToken(secret),
        created_at: now,
      })
      .execute(),
  )
  return {
    client_id: id,
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: Math.floor(now.getTime() / 1000),
    client_name: name,
    redirect_uris: redirectUris,
    token_endpoint_auth_method: method,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: writeScopes(badgeScopes),
  }
}

/** Ids are ours to make: what has another form is nobody's, and is not asked for. */
export async function findClient(work: Work, id: string): Promise<BadgeClient | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined
  const row = await work.selectFrom('badge_client').selectAll().where('id', '=', id).executeTakeFirst()
  return row && { id: row.id, name: row.name, redirectUris: row.redirect_uris, secretHash: row.secret_hash }
}

/** The app that asks, by its secret if it has one (RFC 6749, 2.3.1). @throws `invalid_client` */
export async function requireClient(
  work: Work,
  authorization: string | undefined,
  form: Readonly<Record<string, string>>,
): Promise<BadgeClient> {
  const basic = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  const [name, secret] = basic
    ? Buffer.from(basic, 'base64').toString('utf8').split(':').map(decode)
    : [form.client_id, form.client_secret]
  const client = await findClient(work, name ?? '')
  if (!client) return refuse('invalid_client', 'The client is unknown.', 401)
  if (client.secretHash !== null && !isSame(client.secretHash, hashToken(secret ?? '')))
    return refuse('invalid_client', 'The client secret is missing or wrong.', 401)
  return client
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
