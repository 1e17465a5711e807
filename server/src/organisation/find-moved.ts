import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const list = new RegExp(`^/status/(${uuid})(/tokens)?$`)
const document = /^\/organisations\/([a-z0-9-]{1,80})\/did\.json$/

/**
 * Where something of an organisation that has moved to another house is answered for now: its DID document and its status
 * lists. `url` is an address of this house. In the system's scope, for anyone may ask.
 */
export async function findMoved(ground: Ground, url: string): Promise<string | undefined> {
  const { pathname = '' } = URL.parse(url) ?? {}
  const [, listId, tokens = ''] = list.exec(pathname) ?? []
  const [, slug] = document.exec(pathname) ?? []
  if (!listId && !slug) return undefined
  return ground.database.act(systemScope, async (work) => {
    const moved = work.selectFrom('organisation').select('moved_to').where('moved_to', 'is not', null)
    const row = listId
      ? await moved
          .innerJoin('status_list', 'status_list.organisation_id', 'organisation.id')
          .where('status_list.id', '=', listId)
          .executeTakeFirst()
      : await moved.where('slug', '=', slug ?? '').executeTakeFirst()
    if (!row?.moved_to) return undefined
    return listId ? `${new URL(row.moved_to).origin}/status/${listId}${tokens}` : `${row.moved_to}/did.json`
  })
}

/** The address by which credentials know a status list of another house that is signed here now. */
export async function findTakenOver(ground: Ground, listId: string): Promise<string | undefined> {
  if (!list.test(`/status/${listId}`)) return undefined
  const row = await ground.database.act(systemScope, (work) =>
    work.selectFrom('status_list').select('url').where('id', '=', listId).executeTakeFirst(),
  )
  return row?.url
}
