import type { LoadResource } from '@bricka/credential'
import { findClrParts, mostClrParts } from '@bricka/domain/transparency/find-clr-parts'
import type { TransparencyProfile } from '@bricka/domain/transparency/transparency-profile'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import { CheckView, DemandView } from './check-view.ts'

export const clrStandings = ['holds', 'does-not-hold', 'unchecked', 'unsigned', 'unreadable'] as const

/** One credential in a learner's record, checked as the credential of its own that it is. */
export const ClrPartView = z.object({
  number: z.number(),
  standing: z.enum(clrStandings),
  code: z.string().nullable().describe('Of the first check that did not pass, or why it cannot be read'),
  madeOutTo: z
    .enum(['same', 'other', 'unsaid'])
    .describe('Whether it names the person that the record names, be it more shortly'),
  checks: z.array(CheckView),
  format: z.string().nullable(),
  transparency: z.custom<TransparencyProfile>().nullable(),
  document: z.string().describe('The part as it came'),
  demands: z.array(DemandView).optional(),
})
export type ClrPartView = z.infer<typeof ClrPartView>

/** What a learner's record (CLR 2.0) holds: each part by its own checks, and what only its publisher says. */
export const ClrView = z.object({
  parts: z.array(ClrPartView),
  left: z.number().describe(`How many more there are than the ${mostClrParts} that are looked at`),
  asserted: z
    .array(z.object({ id: z.string().nullable(), name: z.string() }))
    .describe('Achievements without a credential of their own: only the publisher says them'),
  associations: z.array(z.object({ kind: z.string(), source: z.string(), target: z.string() })),
  partial: z.boolean().describe('The publisher knows of more than lies here'),
})
export type ClrView = z.infer<typeof ClrView>

/** What is found out about a part by itself. */
type OneChecked = Pick<ClrPartView, 'checks' | 'document' | 'demands'> & {
  format: string
  transparency: TransparencyProfile
}

/**
 * Checks a learner's record part by part; `undefined` for any other credential. The record's own signature says who put
 * it together, and nothing of its parts: a part that does not hold leaves the others and the record as they are.
 *
 * @param checkOne checks one part as a credential of its own, and opens no record inside it
 */
export async function checkClr(
  credential: object,
  whole: TransparencyProfile,
  checkOne: (text: string) => Promise<OneChecked>,
): Promise<ClrView | undefined> {
  const found = findClrParts(credential)
  if (!found) return undefined
  const parts: ClrPartView[] = []
  for (let at = 0; at < found.parts.length; at += atOnce) {
    const texts = found.parts
      .slice(at, at + atOnce)
      .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    parts.push(...(await Promise.all(texts.map((text, index) => checkPart(text, at + index + 1, whole, checkOne)))))
  }
  const names = new Map([
    ...found.asserted.flatMap(({ id, name }) => (id === null ? [] : [[id, name] as const])),
    ...parts.flatMap(({ transparency }) => {
      if (!transparency?.merit.stated || !transparency.title.stated) return []
      return [[transparency.merit.id, transparency.title.text] as const]
    }),
  ])
  return {
    parts,
    left: found.left,
    asserted: [...found.asserted],
    associations: found.associations.map(({ kind, sourceId, targetId }) => ({
      kind,
      source: names.get(sourceId) ?? sourceId,
      target: names.get(targetId) ?? targetId,
    })),
    partial: found.partial,
  }
}

const atOnce = 8

async function checkPart(
  text: string,
  number: number,
  whole: TransparencyProfile,
  checkOne: (text: string) => Promise<OneChecked>,
): Promise<ClrPartView> {
  const checked = await checkOne(text).catch((problem: unknown) => {
    if (problem instanceof Problem && problem.code === 'credential-unreadable') return problem
    throw problem
  })
  if (checked instanceof Problem)
    return {
      number,
      standing: 'unreadable',
      code: checked.errors[0]?.code ?? checked.code,
      madeOutTo: 'unsaid',
      checks: [],
      format: null,
      transparency: null,
      document: text,
    }
  const { checks, format, transparency, document, demands } = checked
  return {
    number,
    ...judge(checks),
    madeOutTo: compareHolders(whole, transparency),
    checks,
    format,
    transparency,
    document,
    ...(demands && { demands }),
  }
}

function judge(checks: readonly CheckView[]): Pick<ClrPartView, 'standing' | 'code'> {
  const failed = checks.find(({ outcome }) => outcome === 'failed')
  const unchecked = checks.find(({ outcome }) => outcome === 'unchecked')
  if (checks.some(({ code }) => code === 'signature-missing'))
    return { standing: 'unsigned', code: 'signature-missing' }
  if (failed) return { standing: 'does-not-hold', code: failed.code }
  return unchecked ? { standing: 'unchecked', code: unchecked.code } : { standing: 'holds', code: null }
}

/** Wallets have a key for each credential, so that another id tells nothing; another name does. */
function compareHolders({ holder: one }: TransparencyProfile, { holder: other }: TransparencyProfile) {
  if (!one.stated || !other.stated) return 'unsaid'
  if (one.id !== undefined && one.id === other.id) return 'same'
  if (one.name === undefined || other.name === undefined) return 'unsaid'
  const [fewer, more] = [wordsOf(one.name), wordsOf(other.name)].sort((a, b) => a.size - b.size)
  return [...(fewer ?? [])].every((word) => more?.has(word)) ? 'same' : 'other'
}

/** A record that names someone shortly, or in another order, still names them. */
const wordsOf = (name: string): Set<string> =>
  new Set(
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{M}'’-]*/gu),
  )

/**
 * Asks so many addresses for one record and no more, each once, and stops after a while: a record of a hundred parts
 * must not become thousands of questions. What is not asked any more is away, and so unchecked.
 */
export function boundLoads(loadResource: LoadResource, { most, milliseconds }: { most: number; milliseconds: number }) {
  const asked = new Map<string, ReturnType<LoadResource>>()
  const until = performance.now() + milliseconds
  const bounded: LoadResource = (url, limits) => {
    const question = JSON.stringify([url, limits])
    const known = asked.get(question)
    if (known) return known
    if (asked.size >= most || performance.now() > until)
      return Promise.resolve({ found: false, code: 'record-asks-too-much' } as const)
    const answer = loadResource(url, limits)
    asked.set(question, answer)
    return answer
  }
  return bounded
}
