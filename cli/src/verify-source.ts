import { type Check, type LoadResource, type Outcome, readCredential, verifyCredential } from '@bricka/credential'
import { type FetchGuarded, makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { power } from '@bricka/credential/power/node'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import { describeParts, describeReport } from './describe-report.ts'
import { readSource } from './read-source.ts'
import { type CheckedPart, verifyParts } from './verify-parts.ts'
import type { Words } from './words.ts'

export type VerifySettings = {
  json: boolean
  /** Origins that are fetched although private or plain http. */
  allowOrigin: readonly string[]
  now: string
  words: Words
}

/** What a script can rely on: the numbers never change their meaning. */
export const exitCodes = { passed: 0, failed: 1, unchecked: 2, unreadable: 3 } as const

/** Checks one credential and says how it went: the text to print, and the exit code. */
export async function verifySource(
  source: string,
  { json, allowOrigin, now, words }: VerifySettings,
): Promise<{ text: string; exitCode: number }> {
  const fetchGuarded = makeFetchGuarded({ allowedOrigins: allowOrigin })
  const found = await readSource(source, fetchGuarded)
  if (!found.found) return refuse(found, json, words)
  const read = readCredential(found.bytes)
  if (!read.read) return refuse(read, json, words)
  const options = { now, power, loadResource: loadThrough(fetchGuarded, allowOrigin) }
  const checked = await verifyCredential(read.credential, options)
  const { checks, format } = checked.report
  const within = await verifyParts(checked.credential, options)
  const outcome = worstOf([...checks, ...(within?.parts.flatMap(outcomesOf) ?? [])])
  const transparency = readTransparency(checked.credential)
  const text = json
    ? JSON.stringify({ outcome, format, checks, transparency, ...within }, undefined, 2)
    : [describeReport(checks, transparency, words), ...(within ? [describeParts(within, words)] : [])].join('\n\n')
  return { text, exitCode: exitCodes[outcome] }
}

/** What lies in a record and cannot be read is no credential, whatever the record says of it. */
const outcomesOf = (part: CheckedPart): readonly Pick<Check, 'outcome'>[] =>
  'unreadable' in part ? [{ outcome: 'failed' }] : part.checks

/** The outcome that a script goes by: one check that failed, or that could not be made, is not outweighed by others. */
export function worstOf(checks: readonly Pick<Check, 'outcome'>[]): Outcome {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'failed'
  return checks.some(({ outcome }) => outcome === 'unchecked') ? 'unchecked' : 'passed'
}

/** What a verification reads comes through the guard, and from the allowed origins. */
export const loadThrough =
  (fetchGuarded: FetchGuarded, allowed: readonly string[]): LoadResource =>
  (url, limits) =>
    fetchGuarded(asAllowed(url, allowed), limits)

/** A did:web address is always https; at an origin that is allowed as plain http only, it is asked for there. */
function asAllowed(url: string, allowed: readonly string[]): string {
  const parsed = URL.parse(url)
  const plain = `http://${parsed?.host}`
  if (parsed?.protocol !== 'https:' || allowed.includes(parsed.origin) || !allowed.includes(plain)) return url
  return url.replace(/^https:/i, 'http:')
}

function refuse({ code, detail }: { code: string; detail: string }, json: boolean, words: Words) {
  const text = json
    ? JSON.stringify({ outcome: 'unreadable', code, detail }, undefined, 2)
    : `${words.unreadable} (${code})\n${detail}`
  return { text, exitCode: exitCodes.unreadable }
}
