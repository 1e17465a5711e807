import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'

/** How long an app that has registered itself may wait for the first person who lets it in. */
const daysUnused = 30

/**
 * Removes apps that registered themselves and that nobody ever let in: registering is open to anyone. One that somebody
 * connected stays, also when it was cut off, for its name stands in that person's log. Safe to run at any time.
 */
export async function removeUnusedClients(ground: Ground): Promise<void> {
  // Their ids sort by the time they were made, so the oldest lie first in the key.
  const before = makeId(new Date(ground.now().getTime() - daysUnused * 86_400_000))
  await ground.database.act(systemScope, (work) =>
    work
      .deleteFrom('badge_client')
      .where('id', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('badge_connection').select('id').whereRef('client_id', '=', 'badge_client.id'))),
      )
      .execute(),
  )
}
