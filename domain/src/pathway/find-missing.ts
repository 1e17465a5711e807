import { accepts, inUnit } from './accept-part.ts'
import type { Progress } from './measure-progress.ts'
import type { Part, Stack } from './stack.ts'

/** A merit that can be had, as far as a stack cares. */
export type Candidate = Pick<Part, 'meritId' | 'eqf' | 'credits' | 'skills'>

/** What stands between a candidate and being counted. */
export type Hindrance = 'prerequisite-missing' | 'overlaps' | 'earlier-group-first'

export type Missing = {
  /** Absent where all groups are met and only the total is not. */
  readonly groupId: string | undefined
  /** Parts, or credits in the stack's own unit. */
  readonly lacks: number
  readonly candidates: readonly {
    readonly meritId: Candidate['meritId']
    /** In the stack's own unit. */
    readonly amount: number
    readonly hindrances: readonly Hindrance[]
    /** The merits that must come first. */
    readonly first: readonly string[]
  }[]
}

/**
 * Says what is missing in each group, and which merits would close it: those that nothing hinders first.
 *
 * A merit that is held and could count is not named again; one that is too old, revoked or expired is, for taking it anew
 * is a way too.
 */
export function findMissing(
  stack: Stack,
  held: readonly Part[],
  progress: Progress,
  candidates: readonly Candidate[],
): readonly Missing[] {
  const why = new Map(progress.notCounted.map((one) => [one.credentialId, one.why]))
  const again = new Set(['not-valid', 'too-old'])
  const have = new Set(
    held.filter(({ credentialId }) => !again.has(why.get(credentialId) ?? '')).map(({ meritId }) => meritId),
  )
  const valid = new Set(held.filter(({ valid }) => valid).map(({ meritId }) => meritId))
  const counted = new Set(held.filter(({ credentialId }) => !why.has(credentialId)).map(({ meritId }) => meritId))
  const usable = candidates.flatMap((candidate) => {
    const amount = candidate.credits ? inUnit(candidate.credits.value, candidate.credits.unit, stack.unit) : 0
    const low = stack.lowestEqf !== undefined && (candidate.eqf ?? 0) < stack.lowestEqf
    return amount === undefined || low || have.has(candidate.meritId) ? [] : [{ ...candidate, amount }]
  })
  const show = (candidate: (typeof usable)[number], later: boolean) => {
    const first = stack.prerequisites
      .filter(({ meritId }) => meritId === candidate.meritId)
      .flatMap(({ needs }) => needs)
      .filter((meritId) => !valid.has(meritId))
    const overlaps = stack.overlaps.some(
      ([one, other]) =>
        (one === candidate.meritId && counted.has(other)) || (other === candidate.meritId && counted.has(one)),
    )
    const hindrances: Hindrance[] = [
      ...(first.length > 0 ? (['prerequisite-missing'] as const) : []),
      ...(overlaps ? (['overlaps'] as const) : []),
      ...(later ? (['earlier-group-first'] as const) : []),
    ]
    return { meritId: candidate.meritId, amount: candidate.amount, hindrances, first }
  }
  const sorted = (all: Missing['candidates']) =>
    [...all].sort(
      (one, other) => one.hindrances.length - other.hindrances.length || (one.meritId < other.meritId ? -1 : 1),
    )
  const unmet = progress.groups.filter(({ met }) => !met)
  const firstUnmet = unmet[0]?.groupId
  const missing = stack.groups.flatMap((group): Missing[] => {
    const one = unmet.find(({ groupId }) => groupId === group.id)
    if (!one) return []
    const later = stack.route === 'rigid' && group.id !== firstUnmet
    const fitting = usable.filter(
      (candidate) => accepts(group, candidate) && (group.needs.kind === 'parts' || candidate.amount > 0),
    )
    return [
      {
        groupId: group.id,
        lacks: round(one.need - one.have),
        candidates: sorted(fitting.map((candidate) => show(candidate, later))),
      },
    ]
  })
  if (missing.length > 0 || progress.total.met || progress.total.need === undefined) return missing
  const open = stack.groups.filter(({ needs }) => needs.kind === 'credits')
  const fitting = usable.filter((candidate) => candidate.amount > 0 && open.some((group) => accepts(group, candidate)))
  return [
    {
      groupId: undefined,
      lacks: round(progress.total.need - progress.total.have),
      candidates: sorted(fitting.map((candidate) => show(candidate, false))),
    },
  ]
}

const round = (value: number): number => Math.round(value * 1000) / 1000
