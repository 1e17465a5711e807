import { z } from 'zod'
import { Route } from '../issuing/assessment-facts.ts'
import type { TransparencyProfile } from './transparency-profile.ts'

/**
 * What an employer asks of a merit at the least. Every demand stands alone: there is no sum and no score, for what is
 * enough is the reader's own decision (C62, C63).
 */
export const Demands = z.object({
  allChecksPassed: z.literal(true).optional(),
  supervised: z.literal(true).optional(),
  identityChecked: z.literal(true).optional(),
  externalQualityAssurance: z.literal(true).optional(),
  /** At least this EQF level. */
  eqfAtLeast: z.number().int().min(1).max(8).optional(),
  levelDecided: z.literal(true).optional(),
  ownerOrMandate: z.literal(true).optional(),
  assessorIndependent: z.literal(true).optional(),
  /** Only what was reached by one of these routes. */
  routes: z.array(Route).min(1).max(3).optional(),
  notOlderThanMonths: z.number().int().min(1).max(600).optional(),
  everyOutcomeMet: z.literal(true).optional(),
  legalBasis: z.literal(true).optional(),
})
export type Demands = z.infer<typeof Demands>
export type DemandName = keyof Demands
export const demandNames = Demands.keyof().options

export type DemandResult = 'met' | 'not-met' | 'cannot-tell'
export type DemandFinding = { demand: DemandName; result: DemandResult; why: DemandWhy }

export type DemandWhy =
  | 'all-checks-passed'
  | 'a-check-failed'
  | 'a-check-could-not-be-made'
  | 'stated'
  | 'stated-otherwise'
  | 'not-stated'
  | 'several-levels-possible'
  | 'level-not-comparable'
  | 'level-only-compared-by-the-issuer'
  | 'no-level-claimed'
  | 'issued-by-the-owner'
  | 'mandate-checked'
  | 'mandate-not-proven'
  | 'recent-enough'
  | 'too-old'

/** A check as the verification's report has it. */
export type CheckOutcome = {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'unchecked'
  readonly code: string
}

type Evidence = { said: TransparencyProfile; checks: readonly CheckOutcome[]; on: Date }
type Judgement = Omit<DemandFinding, 'demand'>

/**
 * Judges a credential against each demand: met, not met, or nobody can tell.
 *
 * Silence is not a no: what the credential leaves unsaid cannot be told, and the reader may ask the holder. What it says
 * counts only as far as its checks went, so ask for `allChecksPassed` as well.
 */
export function decideDemands(
  demands: Demands,
  said: TransparencyProfile,
  checks: readonly CheckOutcome[],
  on: Date,
): readonly DemandFinding[] {
  const evidence = { said, checks, on }
  return demandNames.flatMap((demand) => {
    const judgement = judge(demand, demands, evidence)
    return judgement ? [{ demand, ...judgement }] : []
  })
}

function judge(demand: DemandName, demands: Demands, evidence: Evidence): Judgement | undefined {
  const { said } = evidence
  if (demands[demand] === undefined) return undefined
  switch (demand) {
    case 'allChecksPassed':
      return judgeChecks(evidence.checks)
    case 'supervised':
      return yesOrNo(said.supervision.stated ? said.supervision.supervised : undefined)
    case 'identityChecked':
      return yesOrNo(said.supervision.stated ? said.supervision.identityChecked : undefined)
    case 'externalQualityAssurance':
      return judgeQualityAssurance(said)
    case 'eqfAtLeast':
      return judgeLevel(said, demands.eqfAtLeast ?? 1)
    case 'levelDecided':
      return judgeStanding(said)
    case 'ownerOrMandate':
      return judgeIssuingRight(evidence)
    case 'assessorIndependent':
      return judgeIndependence(said)
    case 'routes':
      return yesOrNo(said.route.stated ? (demands.routes ?? []).includes(said.route.value) : undefined)
    case 'notOlderThanMonths':
      return judgeAge(evidence, demands.notOlderThanMonths ?? 0)
    case 'everyOutcomeMet':
      return judgeOutcomes(said)
    case 'legalBasis':
      return yesOrNo(said.legalBasis.stated ? said.legalBasis.kind === 'law' : undefined)
  }
}

const met = (why: DemandWhy): Judgement => ({ result: 'met', why })
const notMet = (why: DemandWhy): Judgement => ({ result: 'not-met', why })
const cannotTell = (why: DemandWhy): Judgement => ({ result: 'cannot-tell', why })

const yesOrNo = (answer: boolean | undefined): Judgement =>
  answer === undefined ? cannotTell('not-stated') : answer ? met('stated') : notMet('stated-otherwise')

function judgeChecks(checks: readonly CheckOutcome[]): Judgement {
  if (checks.some(({ outcome }) => outcome === 'failed')) return notMet('a-check-failed')
  if (checks.length === 0 || checks.some(({ outcome }) => outcome === 'unchecked'))
    return cannotTell('a-check-could-not-be-made')
  return met('all-checks-passed')
}

/** Someone outside the issuer: an external body, a branch's panel, an accreditor or an authority. */
function judgeQualityAssurance({ qualityAssurance }: TransparencyProfile): Judgement {
  if (!qualityAssurance.stated) return cannotTell('not-stated')
  const kinds = qualityAssurance.items.map(({ kind }) => kind)
  if (kinds.some((kind) => kind !== undefined && kind !== 'internal')) return met('stated')
  return kinds.includes(undefined) ? cannotTell('not-stated') : notMet('stated-otherwise')
}

function judgeLevel({ level }: TransparencyProfile, least: number): Judgement {
  if (!level.stated) return cannotTell('not-stated')
  if (level.standing === 'none') return notMet('no-level-claimed')
  if (level.eqf.length === 0) return cannotTell('level-not-comparable')
  if (level.eqf.every((eqf) => eqf < least)) return notMet('stated-otherwise')
  if (level.eqf.some((eqf) => eqf < least)) return cannotTell('several-levels-possible')
  return met('stated')
}

function judgeStanding({ level }: TransparencyProfile): Judgement {
  if (!level.stated) return cannotTell('not-stated')
  if (level.standing === 'none') return notMet('no-level-claimed')
  if (level.standing === 'decided') return met('stated')
  return level.standing === 'self-declared' ? notMet('level-only-compared-by-the-issuer') : cannotTell('not-stated')
}

/** The mandate counts only when its check passed: that the credential names one proves nothing. */
function judgeIssuingRight({ said, checks }: Evidence): Judgement {
  const check = checks.find(({ name }) => name === 'mandate')
  if (check?.outcome === 'failed') return notMet('mandate-not-proven')
  if (check?.outcome !== 'passed' || check.code === 'mandate-not-declared') return cannotTell('mandate-not-proven')
  if (said.mandate.stated) return met('mandate-checked')
  const owns =
    said.issuer.stated && said.creator.stated && said.issuer.id !== undefined && said.issuer.id === said.creator.id
  return owns ? met('issued-by-the-owner') : cannotTell('mandate-not-proven')
}

function judgeIndependence({ assessor }: TransparencyProfile): Judgement {
  if (!assessor.stated || assessor.independence === undefined) return cannotTell('not-stated')
  return assessor.independence === 'other-organisation' ? met('stated') : notMet('stated-otherwise')
}

/** Counted from the day of assessment where it is said, else from the day of issuing. */
function judgeAge({ said, on }: Evidence, months: number): Judgement {
  const shown = said.assessedOn.stated ? said.assessedOn.on : said.issuedAt.stated ? said.issuedAt.at : undefined
  const at = shown === undefined ? Number.NaN : Date.parse(shown)
  if (Number.isNaN(at)) return cannotTell('not-stated')
  const earliest = new Date(on)
  earliest.setUTCMonth(earliest.getUTCMonth() - months)
  return at >= earliest.getTime() ? met('recent-enough') : notMet('too-old')
}

function judgeOutcomes({ outcomes }: TransparencyProfile): Judgement {
  if (!outcomes.stated) return cannotTell('not-stated')
  if (outcomes.items.some(({ result }) => result.stated && !result.met)) return notMet('stated-otherwise')
  return outcomes.items.every(({ result }) => result.stated) ? met('stated') : cannotTell('not-stated')
}
