import { readCredential, type VerifyOptions, verifyCredential } from '@bricka/credential'
import { type FoundEndorsement, findEndorsements, readEndorsement } from '@bricka/domain/transparency/find-endorsements'
import { z } from 'zod'

export const endorsementStandings = ['holds', 'does-not-hold', 'unchecked', 'of-another', 'unreadable'] as const

/** An endorsement inside a credential, checked as the credential of its own that it is. */
export const EndorsementFinding = z.object({
  about: z.enum(['credential', 'achievement', 'issuer']),
  by: z.string().nullable(),
  comment: z.string().nullable(),
  standing: z.enum(endorsementStandings),
  code: z.string().nullable().describe('Of the first check that did not pass'),
})
export type EndorsementFinding = z.infer<typeof EndorsementFinding>

/**
 * Checks what came along as praise. An endorsement that does not hold says nothing of the credential it lies in, so that
 * it never makes that one fail; nor does one that holds make it pass.
 */
export function checkEndorsements(credential: object, options: VerifyOptions): Promise<EndorsementFinding[]> {
  return Promise.all(findEndorsements(credential).map((found) => checkEndorsement(found, options)))
}

/** One endorsement, as the credential of its own that it is, and whether it speaks of what it is said to. */
export async function checkEndorsement(
  { about, of, given }: FoundEndorsement,
  options: VerifyOptions,
): Promise<EndorsementFinding> {
  const nobody = { about, by: null, comment: null, code: null }
  const read = readCredential(typeof given === 'string' ? given : JSON.stringify(given))
  if (!read.read) return { ...nobody, standing: 'unreadable' as const, code: read.code }
  const { report, credential: endorsement } = await verifyCredential(read.credential, options)
  const said = readEndorsement(endorsement)
  if (!said.endorses) return { ...nobody, standing: 'unreadable' as const }
  const found = { about, by: said.by ?? null, comment: said.comment ?? null }
  const [failed] = report.checks.filter(({ outcome }) => outcome === 'failed')
  const [unchecked] = report.checks.filter(({ outcome }) => outcome === 'unchecked')
  if (failed) return { ...found, standing: 'does-not-hold' as const, code: failed.code }
  if (said.of === undefined || !of.includes(said.of)) return { ...found, standing: 'of-another' as const, code: null }
  if (unchecked) return { ...found, standing: 'unchecked' as const, code: unchecked.code }
  return { ...found, standing: 'holds' as const, code: null }
}
