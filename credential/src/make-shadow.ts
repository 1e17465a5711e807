import type { JsonObject } from './json.ts'

/** What our own path wrote and what the reference wrote, where they are not the same: a fault of ours. */
export type ShadowDifference = {
  readonly purpose: 'issue' | 'verify'
  readonly document: JsonObject
  readonly ours: string
  /** Canonical N-Quads, or the reason for which the reference has none. */
  readonly reference: string
}

/** Now and then the reference (`jsonld`, `rdf-canonize`) does the same work beside our own path. */
export type Shadow = {
  isDue(): boolean
  alarm(difference: ShadowDifference): void
}

/**
 * One document in `every` is canonicalised twice, also in production: the fast path only speeds up, so any difference is
 * a fault that someone must hear of. The answer stays that of the fast path; `alarm` decides what happens.
 *
 * @example
 * const shadow = makeShadow(1_000, ({ ours, reference }) => log.error({ ours, reference }, 'shadow-difference'))
 * await verifyCredential(credential, { now, power, loadResource, shadow })
 */
export function makeShadow(every: number, alarm: Shadow['alarm']): Shadow {
  if (!Number.isInteger(every) || every < 1) throw new RangeError(`One in ${every} is no number of documents.`)
  let seen = 0
  return { isDue: () => seen++ % every === 0, alarm }
}
