import { type Check, readCredential, type VerifyOptions, verifyCredential } from '@bricka/credential'
import { findClrParts } from '@bricka/domain/transparency/find-clr-parts'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import type { TransparencyProfile } from '@bricka/domain/transparency/transparency-profile'

/** One credential in a learner's record (CLR 2.0), checked by itself; `unreadable` where it is none. */
export type CheckedPart =
  | { readonly number: number; readonly checks: readonly Check[]; readonly transparency: TransparencyProfile }
  | { readonly number: number; readonly unreadable: string }

export type CheckedParts = { readonly parts: readonly CheckedPart[]; readonly left: number }

/** Checks what lies in a learner's record, one part after the other; `undefined` for any other credential. */
export async function verifyParts(credential: object, options: VerifyOptions): Promise<CheckedParts | undefined> {
  const found = findClrParts(credential)
  if (!found) return undefined
  const parts: CheckedPart[] = []
  for (const [at, given] of found.parts.entries()) {
    const number = at + 1
    const read = readCredential(typeof given === 'string' ? given : JSON.stringify(given))
    if (!read.read) {
      parts.push({ number, unreadable: read.code })
      continue
    }
    const { report, credential: part } = await verifyCredential(read.credential, options)
    parts.push({ number, checks: report.checks, transparency: readTransparency(part) })
  }
  return { parts, left: found.left }
}
