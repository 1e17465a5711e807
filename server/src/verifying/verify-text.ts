import { type Check, readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { readTransparency, type TransparencyProfile } from '@bricka/domain/issuing/read-transparency'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeLoadResource } from './load-resource.ts'

export type Verified = {
  checks: readonly Check[]
  transparency: TransparencyProfile
  /** The credential as it was read, for download. */
  document: string
}

/** Reads and checks a credential that anyone may have written. @throws Problem `credential-unreadable` */
export async function verifyText(ground: Ground, text: string | Uint8Array): Promise<Verified> {
  const read = readCredential(text)
  if (!read.read)
    throw new Problem('credential-unreadable', read.detail, [{ pointer: '/', code: read.code, detail: read.detail }])
  const checked = await verifyCredential(read.credential, {
    now: ground.now().toISOString(),
    power,
    loadResource: makeLoadResource(ground),
  })
  return {
    checks: checked.report.checks,
    transparency: readTransparency(checked.credential),
    document: typeof text === 'string' ? text : new TextDecoder().decode(text),
  }
}
