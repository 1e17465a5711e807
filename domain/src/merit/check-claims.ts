import type { Organisation } from '../organisation/organisation.ts'
import { type CreditUnitId, findCreditUnit } from './credit-unit.ts'
import { findLevelFramework, toEqf } from './level-framework.ts'
import type { Level, MeritDesign } from './merit.ts'
import { type Element, type Force, type LevelClaim, levelClaimsOf, type Profile, type SizeLimit } from './profile.ts'

export type ClaimFinding = {
  code: SizeLimit['code'] | LevelClaim['code'] | 'level-not-in-framework' | 'level-framework-not-in-force'
  element: Element
  where: string
  force: Force
  /** The numbers and names that a sentence about it needs. */
  detail: Readonly<Record<string, string | number>>
  source: string
  asOf: string
}

/** Weighs what the design claims, its size and its level, against the rules of those who may decide. */
export const checkClaims = (
  design: MeritDesign,
  organisation: Pick<Organisation, 'kind'>,
  profile: Profile,
): readonly ClaimFinding[] => [
  ...profile.sizeLimits.flatMap((limit) => checkSize(limit, design, organisation)),
  ...(design.level ? checkLevel(design.level, design) : []),
]

function checkSize(
  limit: SizeLimit,
  { workload }: MeritDesign,
  { kind }: Pick<Organisation, 'kind'>,
): readonly ClaimFinding[] {
  const credits = workload.credits
  if (!credits || (limit.kinds && !limit.kinds.includes(kind))) return []
  if (!inUnits(credits.unit, limit.units)) return []
  const tooSmall = limit.least !== undefined && credits.value < limit.least
  const tooLarge = limit.most !== undefined && credits.value > limit.most
  if (!tooSmall && !tooLarge) return []
  return [
    {
      code: limit.code,
      element: 'workload',
      where: '/workload/credits',
      force: limit.force,
      detail: {
        value: credits.value,
        unit: credits.unit,
        ...(limit.least === undefined ? {} : { least: limit.least }),
        ...(limit.most === undefined ? {} : { most: limit.most }),
      },
      source: limit.source,
      asOf: limit.asOf,
    },
  ]
}

function checkLevel(level: Level, design: MeritDesign): readonly ClaimFinding[] {
  const framework = findLevelFramework(level.framework)
  if (!framework) return []
  const finding = {
    element: 'level',
    where: '/level',
    detail: { framework: framework.name, level: level.level },
  } as const
  const { source, asOf } = framework
  const refuse = (code: ClaimFinding['code']): ClaimFinding => ({ ...finding, code, force: 'refusal', source, asOf })
  return [
    ...(toEqf(framework.name, level.level).length === 0 ? [refuse('level-not-in-framework')] : []),
    ...(level.standing === 'decided' && framework.status === 'planned' ? [refuse('level-framework-not-in-force')] : []),
    ...levelClaimsOf(framework.name)
      .filter((claim) => !mayClaim(claim, level, design))
      .map(({ code, force, source, asOf }) => ({ ...finding, code, force, source, asOf })),
  ]
}

function mayClaim({ needs }: LevelClaim, level: Level, { legalBasis, workload }: MeritDesign): boolean {
  if (needs.decided && level.standing !== 'decided') return false
  if (needs.law && legalBasis?.kind !== 'law') return false
  if (!needs.leastCredits) return true
  const { credits } = workload
  return (
    credits !== undefined &&
    inUnits(credits.unit, needs.leastCredits.units) &&
    credits.value >= needs.leastCredits.value
  )
}

const inUnits = (unit: string, units: readonly CreditUnitId[]): boolean => {
  const name = findCreditUnit(unit)?.name
  return name !== undefined && units.includes(name)
}
