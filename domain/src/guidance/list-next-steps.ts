import type { Distance } from './measure-distance.ts'
import type { PlanProgress } from './measure-plan.ts'

export type NextStep =
  | { readonly kind: 'take-step'; readonly stepId: string; readonly title: string }
  | { readonly kind: 'fill-plan' }
  /** Wanted skills that only the learner's own word shows, where validation of a merit that shows them is offered. */
  | { readonly kind: 'be-validated'; readonly merits: readonly { readonly meritId: string; readonly title: string }[] }
  | { readonly kind: 'say-more' }
  | { readonly kind: 'ask-counsellor' }
  | { readonly kind: 'mark-reached' }

export type NextQuestion = {
  readonly distance: Pick<Distance, 'gap' | 'declared'> | undefined
  readonly progress: PlanProgress
  /** Something in the catalogue gives a part of what is missing. */
  readonly hasWay: boolean
  /** Merits whose validation somebody offers now. */
  readonly validated: readonly {
    readonly meritId: string
    readonly title: string
    readonly skills: readonly string[]
  }[]
  readonly hasCounsellor: boolean
}

/** What to do next, the nearest first. There is always something, and never more than a few: it is no list of duties. */
export function listNextSteps(question: NextQuestion): readonly NextStep[] {
  const { distance, progress, hasWay, validated, hasCounsellor } = question
  const claimed = new Set(distance?.declared.map(({ uri }) => uri))
  const gap = new Set(distance?.gap)
  const showable = validated.filter(({ skills }) => skills.some((uri) => claimed.has(uri) && gap.has(uri)))
  const closed = distance !== undefined && distance.gap.length === 0
  const planned = progress.of > 0 && progress.done === progress.of
  return [
    ...(progress.next
      ? [{ kind: 'take-step', stepId: progress.next.id, title: progress.next.content.title } as const]
      : []),
    ...(closed || planned ? [{ kind: 'mark-reached' } as const] : []),
    ...(showable.length > 0
      ? [{ kind: 'be-validated', merits: showable.map(({ meritId, title }) => ({ meritId, title })) } as const]
      : []),
    ...(progress.of === 0 && hasWay ? [{ kind: 'fill-plan' } as const] : []),
    ...(distance && !closed && distance.declared.length === 0 ? [{ kind: 'say-more' } as const] : []),
    ...(hasCounsellor ? [] : [{ kind: 'ask-counsellor' } as const]),
  ]
}
