import { sql } from 'kysely'
import { systemScope, toJson } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

/** How long the holder can read who opened a share: afterwards the log of views is removed. */
const daysOfViews = 730
/** How long an answer from a wallet can be read by whoever asked for it. */
const daysOfPresentations = 1
/** How long the operator can see a message that no mail server took. */
const daysOfMail = 30
/** How long an issuer can see and mend the rows of a file that came to nothing: they name people who got nothing. */
const daysOfRows = 90

/** Removes what has served its time: links, sessions, challenges, old share views, mail that nobody took, failed rows. Safe to run at any time. */
export async function removeExpired(ground: Ground): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    for (const table of ['login_link', 'session', 'login_challenge', 'claim_address', 'wallet_token'] as const)
      await work.deleteFrom(table).where('expires_at', '<', now).execute()
    const before = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
    await work.deleteFrom('presentation_request').where('created_at', '<', before(daysOfPresentations)).execute()
    await work.deleteFrom('share_view').where('viewed_at', '<', before(daysOfViews)).execute()
    await work.deleteFrom('waiting_mail').where('created_at', '<', before(daysOfMail)).execute()
    await work
      .updateTable('issuing_row')
      .set({ state: 'failed', content: toJson({ recipient: { name: '', email: '' } }) })
      .where('state', 'in', ['failed', 'waiting'])
      .where((row) =>
        row.exists(
          row
            .selectFrom('issuing_batch')
            .select('id')
            .whereRef('issuing_batch.id', '=', 'issuing_row.batch_id')
            .where('state', '!=', 'running')
            .where('finished_at', '<', before(daysOfRows)),
        ),
      )
      .where(sql<boolean>`content ->> 'recipient' is distinct from '{"name": "", "email": ""}'`)
      .execute()
  })
}
