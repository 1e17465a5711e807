import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

/**
 * A counsellor who leaves takes their name along, and what they guided ends, with every consent in it: nobody else may
 * read on without being asked. What they wrote stays with its learner.
 */
export async function leaveGuidances(ground: Ground, work: Work, personId: string): Promise<void> {
  const now = ground.now()
  const ended = await work
    .updateTable('guidance')
    .set({ standing: 'ended', ended_by: 'counsellor', handover_to: null, changed_at: now })
    .where('counsellor_id', '=', personId)
    .where('standing', '=', 'open')
    .returning(['holder_id', 'id'])
    .execute()
  for (const { holder_id, id } of ended)
    await work
      .updateTable('guidance_consent')
      .set({ withdrawn_at: now })
      .where('holder_id', '=', holder_id)
      .where('guidance_id', '=', id)
      .where('withdrawn_at', 'is', null)
      .execute()
  await work
    .updateTable('guidance')
    .set({ counsellor_name: null, counsellor_id: null })
    .where('counsellor_id', '=', personId)
    .execute()
  await work
    .updateTable('guidance')
    .set({ handover_to: null, handover_name: null, handover_why: null })
    .where('handover_to', '=', personId)
    .execute()
  await work.updateTable('guidance_entry').set({ by_name: '' }).where('by_person', '=', personId).execute()
  await work.updateTable('guidance_reading').set({ by_name: '' }).where('by_person', '=', personId).execute()
}
