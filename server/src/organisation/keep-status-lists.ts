import { createHash } from 'node:crypto'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { readStatusList } from './status-list.ts'

/** A signed list as it goes out: bytes that never change, and the tag that names them. */
export type ServedList = { readonly bytes: Buffer; readonly tag: string }

type Kept = { served: ServedList | undefined; readAt: number; reading: Promise<ServedList | undefined> | undefined }

const mostKept = 1000

/**
 * Keeps signed lists at hand. Each is looked for in the database at most once in `statusListDelay`: many changes share a
 * signature, many readers share a look, and nobody is served a list that is older by more than that.
 */
export function keepStatusLists(ground: Ground): (url: string) => Promise<ServedList | undefined> {
  const lists = new Map<string, Kept>()
  const delay = ground.settings.statusListDelay

  const read = async (url: string, before: ServedList | undefined): Promise<ServedList | undefined> => {
    // In the system's scope: anyone may ask, and what has changed is signed with the organisation's key.
    const document = await ground.database.act(systemScope, (work) => readStatusList(ground, work, url))
    if (document === undefined) return undefined
    const bytes = Buffer.from(document)
    return before?.bytes.equals(bytes) ? before : { bytes, tag: tagOf(bytes) }
  }
  const refresh = async (url: string, before: ServedList | undefined): Promise<ServedList | undefined> => {
    // What is read holds from when reading began: a change that comes meanwhile may not be in it.
    const readAt = ground.now().getTime()
    try {
      const served = await read(url, before)
      lists.delete(url)
      if (served) lists.set(url, { served, readAt, reading: undefined })
      const oldest = lists.size > mostKept ? lists.keys().next().value : undefined
      if (oldest !== undefined) lists.delete(oldest)
      return served
    } catch (error) {
      lists.delete(url)
      throw error
    }
  }
  return (url) => {
    const kept = lists.get(url)
    const age = ground.now().getTime() - (kept?.readAt ?? 0)
    if (kept?.served && age >= 0 && age < delay) return Promise.resolve(kept.served)
    // Whoever comes while a look is on its way shares it, unless it began so long ago that it may be too old for them.
    if (kept?.reading && age < delay) return kept.reading
    const reading = refresh(url, kept?.served)
    lists.set(url, { served: undefined, readAt: ground.now().getTime(), reading })
    return reading
  }
}

const tagOf = (bytes: Buffer): string => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
