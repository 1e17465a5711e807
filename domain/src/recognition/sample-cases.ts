/** A case as its quality assurer looks for it. */
export type Samplable = {
  readonly id: string
  readonly assessorId: string
  readonly extent: 'full' | 'partial' | 'none'
  readonly appealed: boolean
  readonly decidedAt: string
}
export type SampleReason = 'new-assessor' | 'appealed' | 'nothing-recognised' | 'drawn'
export type Sampled = { readonly id: string; readonly why: readonly SampleReason[] }

/**
 * Chooses the cases to look at again: every appealed one, the first of each assessor, those in which nothing was
 * recognised, and a share of the rest drawn by lot.
 *
 * `draw` gives a number in [0, 1) for a case's id and must be the same each time it is asked, so that the sample cannot
 * be drawn anew until it pleases.
 */
export function sampleCases(
  cases: readonly Samplable[],
  policy: { readonly share: number; readonly firstOfEachAssessor: number },
  draw: (caseId: string) => number,
): readonly Sampled[] {
  const seen = new Map<string, number>()
  return [...cases]
    .sort((one, other) =>
      one.decidedAt < other.decidedAt ? -1 : one.decidedAt > other.decidedAt ? 1 : one.id < other.id ? -1 : 1,
    )
    .map((one) => {
      const before = seen.get(one.assessorId) ?? 0
      seen.set(one.assessorId, before + 1)
      const why: SampleReason[] = []
      if (before < policy.firstOfEachAssessor) why.push('new-assessor')
      if (one.appealed) why.push('appealed')
      if (one.extent === 'none') why.push('nothing-recognised')
      if (draw(one.id) < policy.share) why.push('drawn')
      return { id: one.id, why }
    })
    .filter(({ why }) => why.length > 0)
}
