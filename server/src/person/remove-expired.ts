import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

/** How long the holder can read who opened a share: afterwards the log of views is removed. */
const daysOfViews = 730

/** Removes what has served its time: links, sessions, challenges and old share views. Safe to run at any time. */
export async function removeExpired(ground: Ground): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    for (const table of ['login_link', 'session', 'login_challenge', 'claim_address'] as const)
      await work.deleteFrom(table).where('expires_at', '<', now).execute()
    await work
      .deleteFrom('share_view')
      .where('viewed_at', '<', new Date(now.getTime() - daysOfViews * 86_400_000))
      .execute()
  })
}
