import type { Aim } from '@bricka/domain/guidance/aim'
import { findPathways } from '@bricka/domain/guidance/find-pathways'
import { listNextSteps, type NextStep } from '@bricka/domain/guidance/list-next-steps'
import { type Distance, measureDistance } from '@bricka/domain/guidance/measure-distance'
import { measurePlan } from '@bricka/domain/guidance/measure-plan'
import { Plan } from '@bricka/domain/guidance/plan'
import type { Language } from '@bricka/domain/local-text'
import type { Prover } from '@bricka/domain/pathway/close-gap'
import { ClosingView, viewClosing } from '@bricka/domain/pathway/closing-view'
import { buildSkillMap } from '@bricka/domain/skill/build-skill-map'
import { indexSkillMap, type SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { SuperimposedView } from '@bricka/domain/skill/superimposed-view'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { listOffers } from '../pathway/list-offers.ts'
import { loadMap } from '../skill/load-map.ts'
import type { Held } from './list-held.ts'

export const DistanceView = z.object({
  verified: SuperimposedView.describe('By valid merits alone'),
  declared: z
    .array(z.object({ uri: z.string(), label: z.string(), sources: z.array(z.string()) }))
    .describe('What no merit shows and the learner says themselves'),
  gap: z.array(z.string()).describe('Essential skills that merits do not show, the rarest first'),
  unknown: z.array(z.string()).describe('Chosen skills that the map does not have; compared by their address alone'),
  attribution: z.string(),
})
export type DistanceView = z.infer<typeof DistanceView>

const Validator = z.object({ providerId: z.string(), meritId: z.string(), providerName: z.string() })
export type Validator = z.infer<typeof Validator>

export const PathwaysView = z.object({
  fewest: ClosingView,
  cheapest: ClosingView,
  shortest: ClosingView,
  validators: z.array(Validator).describe('Who validates which of the merits, so that one can start'),
})
export type PathwaysView = z.infer<typeof PathwaysView>

type Measurable = Pick<Aim, 'target' | 'workedAs'>

/**
 * How far it is to an aim. A qualification is measured by its stack instead, so there is no distance to it here.
 *
 * @throws Problem `skill-map-missing` or `occupation-unknown`, where the map has changed since the aim was stated
 */
export async function reckonDistance(
  ground: Ground,
  { target, workedAs }: Measurable,
  held: Pick<Held, 'verified' | 'declared'>,
  language: Language,
): Promise<DistanceView | undefined> {
  if (target.kind === 'qualification') return undefined
  const index = await findIndex(ground, target, language)
  const distance = measureDistance(index, { target, workedAs, verified: held.verified, declared: held.declared })
  if (!distance) throw new Problem('occupation-unknown', 'The map no longer has the occupation that was chosen.')
  return viewDistance(index, distance)
}

/** Of skills alone something can be said without a map too: by their addresses. */
async function findIndex(ground: Ground, target: Aim['target'], language: Language): Promise<SkillIndex> {
  const map = target.kind === 'occupation' ? target.mapId : undefined
  try {
    return (await loadMap(ground, { framework: 'ESCO', version: undefined, language, map })).index
  } catch (error) {
    if (target.kind !== 'skills' || !(error instanceof Problem) || error.code !== 'skill-map-missing') throw error
    const nothing = { occupations: [], skills: [], families: [], links: [] }
    return indexSkillMap(buildSkillMap({ framework: '', version: '', attribution: '', language, ...nothing }))
  }
}

function viewDistance({ map }: SkillIndex, { verified, declared, gap, unknown }: Distance): DistanceView {
  const all = [...verified.sameFamily, ...verified.relatedFamily, ...verified.missing]
  const labels = new Map(all.map(({ uri, label }) => [uri, label]))
  return {
    verified,
    declared: declared.map(({ uri, sources }) => ({ uri, label: labels.get(uri) ?? uri, sources: [...sources] })),
    gap: [...gap],
    unknown: [...unknown],
    attribution: map.attribution,
  }
}

/** The ways to close the gap with the catalogue, within what the learner can do. */
export async function reckonPathways(
  ground: Ground,
  aim: Pick<Aim, 'constraints'>,
  distance: DistanceView,
  held: Pick<Held, 'merits'>,
  language: Language,
  prove: Prover,
): Promise<PathwaysView> {
  const offers = await ground.database.act(systemScope, (work) => listOffers(work, language, ground.now()))
  const ways = findPathways(
    {
      missing: distance.gap,
      offers,
      constraints: aim.constraints,
      heldMerits: held.merits.filter(({ valid }) => valid).map(({ meritId }) => meritId),
      claimed: distance.declared.map(({ uri }) => uri),
    },
    'thorough',
    prove,
  )
  const view = {
    fewest: viewClosing(ways.fewest, offers),
    cheapest: viewClosing(ways.cheapest, offers),
    shortest: viewClosing(ways.shortest, offers),
  }
  const merits = Object.values(view).flatMap(({ best, alternatives }) =>
    [...(best ? [best] : []), ...alternatives].flatMap(({ steps }) => steps.map(({ offer }) => offer.merit)),
  )
  return { ...view, validators: await ground.database.act(systemScope, (work) => listValidators(work, merits)) }
}

/** Who takes new cases for these merits; for all that anybody validates, where none is named. */
async function listValidators(work: Work, meritIds?: readonly string[]): Promise<Validator[]> {
  if (meritIds?.length === 0) return []
  const rows = await work
    .selectFrom('validation_offer')
    .innerJoin('organisation', 'organisation.id', 'validation_offer.provider_id')
    .select(['provider_id', 'merit_id', 'legal_name'])
    .where('closed_at', 'is', null)
    .$if(meritIds !== undefined, (query) => query.where('merit_id', 'in', [...new Set(meritIds)]))
    .orderBy('legal_name')
    .execute()
  return rows.map((row) => ({ providerId: row.provider_id, meritId: row.merit_id, providerName: row.legal_name }))
}

export const NextStepView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('take-step'), stepId: z.string(), title: z.string() }),
  z.object({ kind: z.literal('fill-plan') }),
  z.object({ kind: z.literal('be-validated'), merits: z.array(z.object({ meritId: z.string(), title: z.string() })) }),
  z.object({ kind: z.literal('say-more') }),
  z.object({ kind: z.literal('ask-counsellor') }),
  z.object({ kind: z.literal('mark-reached') }),
])
export type NextStepView = z.infer<typeof NextStepView>

/** What is nearest to do, from the distance, the plan, and whether somebody guides them. */
export async function reckonNextSteps(
  ground: Ground,
  work: Work,
  of: { holderId: string; aimId: string },
  distance: DistanceView | undefined,
  held: Held,
  language: Language,
): Promise<NextStepView[]> {
  const row = await work
    .selectFrom('aim_plan')
    .select('plan')
    .where('holder_id', '=', of.holderId)
    .where('aim_id', '=', of.aimId)
    .executeTakeFirst()
  const guided = await work
    .selectFrom('guidance')
    .select('id')
    .where('holder_id', '=', of.holderId)
    .where('standing', '<>', 'ended')
    .limit(1)
    .executeTakeFirst()
  const offers = await listOffers(work, language, ground.now())
  const validated = new Set((await listValidators(work)).map(({ meritId }) => meritId))
  const reachable = offers.some(({ skills }) => skills.some((uri) => distance?.gap.includes(uri)))
  return listNextSteps({
    distance,
    progress: measurePlan(Plan.parse(row?.plan ?? { steps: [] }), held.merits),
    hasWay: reachable,
    validated: offers
      .filter(({ merit }) => validated.has(merit))
      .map(({ merit, title, skills }) => ({ meritId: merit, title, skills })),
    hasCounsellor: guided !== undefined,
  }).map(viewNext)
}

const viewNext = (step: NextStep): NextStepView =>
  step.kind === 'be-validated' ? { ...step, merits: step.merits.map((merit) => ({ ...merit })) } : { ...step }
