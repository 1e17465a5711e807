import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { record } from './plan-ending.ts'

/**
 * Looks whether the houses that estates were packed for have taken them in. Where one has, it is sent on to from here, and
 * this house's own keys of the organisation are destroyed: from then on there is one place that signs.
 */
export async function confirmMoves(ground: Ground, organisationId?: string): Promise<number> {
  const packed = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('estate_plan')
      .innerJoin('organisation', 'organisation.id', 'estate_plan.organisation_id')
      .select(['organisation.id', 'did', 'receiver'])
      .where('packed_at', 'is not', null)
      .$if(organisationId !== undefined, (query) => query.where('organisation.id', '=', organisationId ?? ''))
      .execute(),
  )
  let moved = 0
  for (const { id, did, receiver } of packed) {
    if (!receiver) continue
    const address = `${receiver.house}/estates/${receiver.id}`
    if (!(await showsDocument(ground, `${address}/did.json`, did, receiver.publicKeyMultibase))) continue
    await ground.database.act(systemScope, async (work) => {
      const gone = await work
        .deleteFrom('estate_plan')
        .where('organisation_id', '=', id)
        .returning('organisation_id')
        .executeTakeFirst()
      if (!gone) return
      const now = ground.now()
      await work.updateTable('organisation').set({ moved_to: address }).where('id', '=', id).execute()
      await work
        .updateTable('organisation_key')
        .set({ sealed_private_key: null, retired_at: now })
        .where('organisation_id', '=', id)
        .where('retired_at', 'is', null)
        .where('public_key_multibase', '<>', receiver.publicKeyMultibase)
        .execute()
      await record(work, { actor: { kind: 'system' }, organisationId: id }, 'estate-moved', now, { to: receiver.house })
      moved++
    })
  }
  return moved
}

async function showsDocument(ground: Ground, url: string, did: string, multibase: string): Promise<boolean> {
  const loaded = await ground.fetchGuarded(url, { accept: 'application/did+json, application/json', maxBytes: 500_000 })
  if (!loaded.found) return false
  const text = new TextDecoder().decode(loaded.bytes)
  try {
    return JSON.parse(text).id === did && text.includes(`${did}#${multibase}`)
  } catch {
    return false
  }
}
