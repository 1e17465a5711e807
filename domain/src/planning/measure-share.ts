import { wilsonInterval } from '../need/estimate.ts'
import { type DisclosurePolicy, describePrecision } from './disclosure-policy.ts'

/** Counts that have left the gate: how many answered, and how many of them said yes, and partly. */
export type Counted = { readonly base: number; readonly yes: number | null; readonly partly: number | null }

export type Share = {
  /** In hundredths; `null` where fewer said so than may be shown. */
  readonly value: number | null
  readonly atLeast: number
  readonly atMost: number
}

/** From so many answers anyone may read the result; fewer are for those who provide the merit. */
export const publicBase = 20

/**
 * How many of a hundred said yes, with the sample's uncertainty (Wilson, 95 %) and the gate's own together. Where the
 * number is not shown it is small, and the policy says how small: then only the most is told.
 */
export function measureShare({ base, yes }: Counted, policy: DisclosurePolicy): Share {
  const { most, usual } = describePrecision(policy)
  if (yes === null) {
    const unseen = policy.minimumPersons + most
    return { value: null, atLeast: 0, atMost: hundredths(Math.min(1, unseen / Math.max(1, base))) }
  }
  const share = Math.min(1, yes / base)
  const { atLeast, atMost } = wilsonInterval(share, base)
  const own = (2 * usual) / base
  return {
    value: hundredths(share),
    atLeast: hundredths(Math.max(0, share - Math.hypot(share - atLeast, own))),
    atMost: hundredths(Math.min(1, share + Math.hypot(atMost - share, own))),
  }
}

const hundredths = (share: number): number => Math.round(share * 100)
