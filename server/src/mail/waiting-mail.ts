import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'
import { normaliseEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'
import { lanes, type Mail } from './send-mail.ts'

const purpose = 'waiting-mail'
/** Minutes until the next try; after the last one the message stays for the operator to see, until upkeep removes it. */
const pauses = [1, 5, 30, 120, 720, 1440] as const

/**
 * Puts a message in the queue in the same transaction as what it tells of, so that neither is without the other. It is
 * sealed, for it may hold a link that logs in. `deliverMail` sends what waits.
 */
export async function queueMail(ground: Ground, work: Work, mail: Mail): Promise<void> {
  const now = ground.now()
  await work
    .insertInto('waiting_mail')
    .values({
      id: makeId(now),
      sealed_mail: ground.seal.close(purpose, Buffer.from(JSON.stringify(mail))),
      next_try_at: now,
      created_at: now,
      recipient_hash: hashToken(normaliseEmail(mail.to)),
    })
    .execute()
}

/** Sends what waits, until nothing is due. Several may do it at once: each message is locked while it is sent. */
export async function deliverMail(ground: Ground, stopping?: AbortSignal): Promise<{ sent: number; failed: number }> {
  const result = { sent: 0, failed: 0 }
  const deliver = async (): Promise<void> => {
    while (!stopping?.aborted) {
      const outcome = await ground.database.act(systemScope, (work) => deliverNext(ground, work))
      if (outcome === 'nothing') return
      result[outcome]++
    }
  }
  await Promise.all(Array.from({ length: lanes }, deliver))
  return result
}

async function deliverNext(ground: Ground, work: Work): Promise<'sent' | 'failed' | 'nothing'> {
  const now = ground.now()
  const row = await work
    .selectFrom('waiting_mail')
    .selectAll()
    .where('next_try_at', '<=', now)
    .where('tries', '<', pauses.length)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!row) return 'nothing'
  try {
    await ground.sendMail(open(ground, row.sealed_mail))
    await work.deleteFrom('waiting_mail').where('id', '=', row.id).execute()
    return 'sent'
  } catch (error) {
    const pause = pauses[row.tries] ?? 1440
    ground.log.error(error, 'a message could not be sent')
    await work
      .updateTable('waiting_mail')
      .set({
        tries: row.tries + 1,
        next_try_at: new Date(now.getTime() + pause * 60_000),
        problem: error instanceof Error ? error.message : String(error),
      })
      .where('id', '=', row.id)
      .execute()
    return 'failed'
  }
}

/** What `queueMail` sealed: nobody else can have, so its shape is only looked at as far as telling it from rubbish. */
function open(ground: Ground, sealed: Buffer): Mail {
  const isMail = z.custom<Mail>((value) => z.looseObject({ kind: z.string(), to: z.string() }).safeParse(value).success)
  return isMail.parse(JSON.parse(ground.seal.open(purpose, sealed).toString('utf8')))
}
