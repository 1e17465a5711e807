import { makeShadow, type Shadow } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import type { Logger } from 'pino'

/**
 * Has one in `every` that is issued or verified done again by the reference, slowly, and raises an alarm in the log where
 * the two differ: with how many there have been since the start, and digests of both results, for the document is
 * somebody's own. Never, with 0.
 */
export function openShadow(every: number, log: Pick<Logger, 'error'>): Shadow | undefined {
  if (every === 0) return undefined
  let differences = 0
  return makeShadow(every, ({ purpose, document, ours, reference }) => {
    differences++
    const credential = typeof document.id === 'string' ? document.id : null
    const digests = { ours: power.sha256Hex(ours), reference: power.sha256Hex(reference) }
    log.error({ alarm: 'shadow-difference', purpose, credential, ...digests, differences }, 'The reference differs')
  })
}
