import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { confirmEmail, findOrAddPerson, normaliseEmail } from './person.ts'

const minutesToLive = 30
/**
 * A mailbox is not flooded by someone else's asking: so many links are sent at once, then one each few minutes. Nobody is
 * locked out by it either, for every link that was sent keeps working and the newest is never older than the pause.
 */
const linksAtOnce = 3
const minutesBetweenLinks = 5

/** Sends a link that logs in whoever can read the mailbox. The answer is the same whether or not anyone is known there. */
export async function sendLoginLink(
  ground: Ground,
  email: string,
  next: string | undefined,
  language: string,
): Promise<void> {
  const token = await makeLoginLink(ground, normaliseEmail(email), next)
  if (!token) return
  await ground
    .sendMail({
      to: normaliseEmail(email),
      kind: 'login',
      language,
      facts: { url: `${ground.settings.baseUrl}/login/${token}`, minutes: minutesToLive },
    })
    .catch((error: unknown) => {
      ground.log.error(error, 'a login link could not be sent')
      throw new Problem('mail-unsent', 'Try again in a while; if it stays so, tell the operator.')
    })
}

async function makeLoginLink(ground: Ground, email: string, next: string | undefined): Promise<string | undefined> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const sent = await work
      .selectFrom('login_link')
      .select('expires_at')
      .where('email', '=', email)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .orderBy('expires_at', 'desc')
      .limit(linksAtOnce)
      .execute()
    const newest = sent[0] && minutesToLive - (sent[0].expires_at.getTime() - now.getTime()) / 60_000
    if (sent.length === linksAtOnce && newest !== undefined && newest < minutesBetweenLinks) return undefined
    const token = makeToken()
    await work
      .insertInto('login_link')
      .values({
        token_hash: hashToken(token),
        email,
        next: next ?? null,
        expires_at: new Date(now.getTime() + minutesToLive * 60_000),
      })
      .execute()
    return token
  })
}

/** Uses a link up. @throws Problem `link-invalid` when it is unknown, used or too old */
export async function useLoginLink(ground: Ground, token: string): Promise<{ personId: string; next: string | null }> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const link = await work
      .updateTable('login_link')
      .set({ used_at: now })
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['email', 'next'])
      .executeTakeFirst()
    if (!link) throw new Problem('link-invalid', 'Ask for a new link; each can be used once, within half an hour.')
    const personId = await findOrAddPerson(work, link.email, null, now)
    await confirmEmail(work, personId, link.email, now)
    return { personId, next: link.next }
  })
}
