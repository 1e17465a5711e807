import type { LoadResource } from '@bricka/credential'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { findMoved } from '../organisation/find-moved.ts'
import { composeHouseDid, houseDid } from '../organisation/house-key.ts'
import { composeOrganisationDid } from '../organisation/organisation-key.ts'
import { readStatusList } from '../organisation/status-list.ts'
import { readTokenStatusList } from '../organisation/token-status-list.ts'

/**
 * How a verification reaches the outside. What this server publishes itself is read where it lies (also when the
 * server stands behind an address that it cannot reach); everything else goes through the guard.
 */
export function makeLoadResource(ground: Ground): LoadResource {
  return async (url, limits) => {
    const own = await readOwn(ground, url)
    // What lies here costs nothing to read again, and what was revoked here is seen at once.
    if (own)
      return { found: true, bytes: new TextEncoder().encode(own), mediaType: 'application/json', maxAgeSeconds: 0 }
    const ours = new URL(ground.settings.baseUrl).host === URL.parse(url)?.host
    return ground.fetchGuarded((ours && (await findMoved(ground, url))) || url, limits)
  }
}

/** What this server publishes at an address of its own: keys, status lists, mandates and their withdrawals. */
export async function readOwn(ground: Ground, url: string): Promise<string | undefined> {
  return ground.database.act(systemScope, async (work) => {
    const parsed = URL.parse(url)
    if (!parsed) return undefined
    const [, kind, id, part] = parsed.pathname.split('/')
    if (kind === 'status' && part !== undefined) return readTokenStatusList(ground, work, url)
    if (kind === 'status') return readStatusList(ground, work, url)
    if (kind === 'mandates' && part === undefined) {
      const row = await work.selectFrom('mandate').select('document').where('url', '=', url).executeTakeFirst()
      if (row) return row.document
    }
    if (kind === 'mandates' && part === 'withdrawal') {
      const mandateUrl = url.slice(0, -'/withdrawal'.length)
      const row = await work
        .selectFrom('mandate')
        .select('withdrawal_document')
        .where('url', '=', mandateUrl)
        .executeTakeFirst()
      if (row?.withdrawal_document) return row.withdrawal_document
    }
    if (
      kind === '.well-known' &&
      id === 'did.json' &&
      `did:web:${encodeURIComponent(parsed.host)}` === houseDid(ground)
    )
      return JSON.stringify(composeHouseDid(ground))
    if (kind === 'organisations' && id && part === 'did.json') {
      const did = `did:web:${encodeURIComponent(parsed.host)}:organisations:${id}`
      const known = await work
        .selectFrom('organisation')
        .select('slug')
        .where('did', '=', did)
        .where('moved_to', 'is', null)
        .executeTakeFirst()
      const document = known && (await composeOrganisationDid(work, known.slug))
      return document && JSON.stringify(document)
    }
    // What was public in another house, and came here with an organisation's estate.
    const taken = await work.selectFrom('estate_document').select('body').where('url', '=', url).executeTakeFirst()
    return taken?.body
  })
}
