import { openPicture } from '@bricka/credential'
import type { FetchRefusal } from '@bricka/credential/power/fetch-guarded'
import type { Ground } from '../ground.ts'
import { Problem, type ProblemCode } from '../http/problem.ts'

const problemByRefusal: Record<FetchRefusal, ProblemCode> = {
  'url-invalid': 'url-refused',
  'url-not-https': 'url-refused',
  'url-address-private': 'url-refused',
  'resource-too-large': 'resource-unreachable',
  'resource-timeout': 'resource-unreachable',
  'resource-redirects': 'resource-unreachable',
  'resource-status': 'resource-unreachable',
  'resource-unreachable': 'resource-unreachable',
  // Nobody asks for a credential by what was read before.
  'not-modified': 'resource-unreachable',
}

/**
 * What somebody hands over, down to the credential: taken out of a picture, and fetched where only its address is given,
 * as a text or in the picture (before Open Badges 3.0).
 *
 * @throws Problem `url-refused`, `resource-unreachable`
 */
export async function readGiven(ground: Ground, given: string | Uint8Array): Promise<string | Uint8Array> {
  const inside = openPicture(given) ?? given
  const address = typeof inside === 'string' ? inside.trim() : ''
  return /^https?:\/\/\S+$/.test(address) ? fetchCredential(ground, address) : inside
}

/** @throws Problem `url-refused`, `resource-unreachable` */
export async function fetchCredential(ground: Ground, url: string): Promise<string | Uint8Array> {
  const fetched = await ground.fetchGuarded(url, {
    accept: 'application/vc, application/vc+jwt, application/ld+json, application/json;q=0.9, */*;q=0.1',
  })
  if (fetched.found) return openPicture(fetched.bytes) ?? fetched.bytes
  throw new Problem(
    problemByRefusal[fetched.code],
    'Give an https address of a credential that anyone may read, or paste the credential itself.',
    [{ pointer: '/url', code: fetched.code, detail: url }],
  )
}
