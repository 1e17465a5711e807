import type { Plan, PlanStep } from './plan.ts'

/** A merit in the passport, as far as a plan cares. */
export type HeldMerit = { readonly meritId: string; readonly credentialId: string; readonly valid: boolean }

export type StepStanding = PlanStep['state'] | 'reached'

export type PlanProgress = {
  readonly steps: readonly {
    readonly step: PlanStep
    readonly standing: StepStanding
    readonly credentialId?: string
  }[]
  /** Of the steps that are not dropped. */
  readonly done: number
  readonly of: number
  /** The first step that is still to be taken. */
  readonly next: PlanStep | undefined
}

/**
 * How far a plan has come. A step whose merit lies in the passport and is valid is reached, whatever its learner has
 * marked; a merit that is revoked or runs out puts the step back to what they had marked.
 */
export function measurePlan({ steps }: Plan, held: readonly HeldMerit[]): PlanProgress {
  const own = new Map(held.filter(({ valid }) => valid).map(({ meritId, credentialId }) => [meritId, credentialId]))
  const measured = steps.map((step) => {
    const credentialId = step.content.kind === 'other' ? undefined : own.get(step.content.meritId)
    const standing: StepStanding = credentialId === undefined ? step.state : 'reached'
    return { step, standing, ...(credentialId !== undefined && { credentialId }) }
  })
  const counted = measured.filter(({ standing }) => standing !== 'dropped')
  return {
    steps: measured,
    done: counted.filter(({ standing }) => standing === 'done' || standing === 'reached').length,
    of: counted.length,
    next: measured.find(({ standing }) => standing === 'planned')?.step,
  }
}
