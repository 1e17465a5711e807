import { z } from 'zod'
import { LocalText } from '../local-text.ts'
import { CreditUnitId } from '../merit/credit-unit.ts'
import { MeritId, OutcomeId } from '../merit/merit.ts'
import { OrganisationId } from '../organisation/organisation.ts'
import { typedLine } from '../typed-text.ts'

/** What merits are credited towards: a course or a part of a formal qualification, by its own code and level. */
export const FormalTarget = z.object({
  title: typedLine().min(1).max(200),
  code: typedLine().max(60).optional(),
  qualification: typedLine().max(200).optional(),
  framework: typedLine().max(40).optional(),
  level: typedLine().max(10).optional(),
  credits: z.object({ value: z.number().positive().max(1000), unit: CreditUnitId }).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
})
export type FormalTarget = z.infer<typeof FormalTarget>

/** Which merit, in which version, was relied on. */
export const Basis = z.object({
  meritId: MeritId,
  version: z.number().int().positive(),
  outcomes: z.array(OutcomeId).max(40).default([]),
})
export type Basis = z.infer<typeof Basis>

/** What is decided, apart from on what and by whom. */
export const Verdict = z.strictObject({
  extent: z.enum(['full', 'partial', 'none']),
  credited: z.object({ value: z.number().positive().max(1000), unit: CreditUnitId }).optional(),
  remaining: LocalText.optional(),
  rule: typedLine().min(1).max(300),
  ruleUrl: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  why: LocalText,
  validUntil: z.iso.date().optional(),
  appeal: LocalText.optional(),
})
export type Verdict = z.infer<typeof Verdict>

const About = Verdict.extend({
  id: z.uuid(),
  decidedBy: OrganisationId,
  target: FormalTarget,
  basis: z.array(Basis).min(1).max(30),
})

/**
 * A formal education's answer to "may this count?", either way: full, partial or none, by whom, on which rule, why, and
 * how long the ground stands. A credited part never makes a degree by itself: stacking gives no automatic right.
 */
export const CreditDecision = About.extend({ decidedOn: z.iso.date() })
  .refine(({ extent, credited }) => extent !== 'none' || credited === undefined, {
    path: ['credited'],
    message: 'nothing-recognised',
  })
  .refine(({ extent, remaining }) => extent !== 'partial' || (remaining && Object.keys(remaining).length > 0), {
    path: ['remaining'],
    message: 'remaining-missing',
  })
  .refine(({ decidedOn, validUntil }) => validUntil === undefined || validUntil >= decidedOn, {
    path: ['validUntil'],
    message: 'ends-before-it-begins',
  })
export type CreditDecision = z.infer<typeof CreditDecision>

/** A decision with its applicant taken away: what the next applicant and the next decision-maker may lean on. */
export const Precedent = About.extend({ decidedIn: z.string() })
export type Precedent = z.infer<typeof Precedent>

/**
 * Takes the person out of a decision.
 *
 * Only what was decided about merits is kept, field by field, so that a field added later stays out until someone lets
 * it in. The day becomes its quarter, for a rare merit and a day may point at one applicant.
 */
export function toPrecedent(decision: CreditDecision): Precedent {
  const {
    id,
    decidedBy,
    decidedOn,
    target,
    basis,
    extent,
    credited,
    remaining,
    rule,
    ruleUrl,
    why,
    validUntil,
    appeal,
  } = decision
  return {
    id,
    decidedBy,
    decidedIn: quarterOf(decidedOn),
    target,
    basis,
    extent,
    ...(credited && { credited }),
    ...(remaining && { remaining }),
    rule,
    ...(ruleUrl && { ruleUrl }),
    why,
    ...(validUntil && { validUntil }),
    ...(appeal && { appeal }),
  }
}

const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

export type PrecedentFit = {
  readonly precedent: Precedent
  readonly fit: 'same-version' | 'earlier-version' | 'some-of-its-merits'
  readonly current: boolean
}

/** The precedents that speak to a set of merits and a target, the closest first; those that have lapsed come last. */
export function findPrecedents(
  precedents: readonly Precedent[],
  wanted: {
    readonly basis: readonly Pick<Basis, 'meritId' | 'version'>[]
    readonly targetCode?: string | undefined
    readonly today: string
  },
): readonly PrecedentFit[] {
  const rank = { 'same-version': 0, 'earlier-version': 1, 'some-of-its-merits': 2 } as const
  return precedents
    .filter(({ target }) => wanted.targetCode === undefined || target.code === wanted.targetCode)
    .flatMap((precedent): PrecedentFit[] => {
      const fit = fitOf(precedent, wanted.basis)
      return fit ? [{ precedent, fit, current: !precedent.validUntil || precedent.validUntil >= wanted.today }] : []
    })
    .sort(
      (one, other) =>
        Number(other.current) - Number(one.current) ||
        rank[one.fit] - rank[other.fit] ||
        (one.precedent.decidedIn < other.precedent.decidedIn ? 1 : -1),
    )
}

function fitOf(
  precedent: Precedent,
  held: readonly Pick<Basis, 'meritId' | 'version'>[],
): PrecedentFit['fit'] | undefined {
  const matches = precedent.basis.map((basis) => held.find(({ meritId }) => meritId === basis.meritId))
  if (matches.every((match) => match === undefined)) return undefined
  if (matches.some((match) => match === undefined)) return 'some-of-its-merits'
  return precedent.basis.every((basis) =>
    held.some((one) => one.meritId === basis.meritId && one.version === basis.version),
  )
    ? 'same-version'
    : 'earlier-version'
}
