import { z } from 'zod'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { hashToken } from '../seal.ts'

const minutesToLive = 10

type Challenge<Content> = { kind: string; content: z.ZodType<Content> }

/** What the server must remember between two steps of a login; each can be used once. */
export const passkeyRegistration = { kind: 'passkey-registration', content: z.object({ personId: z.uuid() }) }
export const passkeyLogin = { kind: 'passkey-login', content: z.object({}) }
export const oidcLogin = {
  kind: 'oidc',
  content: z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), next: z.string().nullable() }),
}

/** Remembers a challenge under the value that will come back with the answer. */
export async function rememberChallenge<Content>(
  ground: Ground,
  challenge: Challenge<Content>,
  value: string,
  content: Content,
): Promise<void> {
  await ground.database.act(systemScope, (work) =>
    work
      .insertInto('login_challenge')
      .values({
        id: hashToken(value),
        kind: challenge.kind,
        content: toJson(content),
        expires_at: new Date(ground.now().getTime() + minutesToLive * 60_000),
      })
      .execute(),
  )
}

/** Uses a challenge up; undefined when it is unknown, used, too old or of another kind. */
export async function takeChallenge<Content>(
  ground: Ground,
  work: Work,
  challenge: Challenge<Content>,
  value: string,
): Promise<Content | undefined> {
  const row = await work
    .deleteFrom('login_challenge')
    .where('id', '=', hashToken(value))
    .where('kind', '=', challenge.kind)
    .returning(['content', 'expires_at'])
    .executeTakeFirst()
  if (!row || row.expires_at <= ground.now()) return undefined
  return challenge.content.parse(row.content)
}
