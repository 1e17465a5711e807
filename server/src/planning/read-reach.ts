import type { CatalogueOffer } from '@bricka/domain/pathway/closing-view'
import { protectRatio, readReleased } from '@bricka/domain/planning/protect-figure'
import { lackFacet, reachFacet, reachSteps } from '@bricka/domain/planning/reach-role'
import { listAt } from '@bricka/domain/skill/skill-map'
import { NamedView, nameAt } from '@bricka/domain/skill/superimposed-view'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { Problem } from '../http/problem.ts'
import type { LoadedMap } from '../skill/load-map.ts'
import { FigureView, findPopulation, RatioView, write, writeRatio } from './read-supply.ts'
import { requireGate } from './release-supply.ts'

export const ReachView = z.object({
  occupation: NamedView,
  essential: z.number().describe('Skills that the occupation cannot do without'),
  steps: z
    .array(z.object({ lacksAtMost: z.number(), people: FigureView, perThousand: RatioView }))
    .describe('How many lack at most so many of them; the last step is everyone who is near'),
  lacking: z
    .array(NamedView.extend({ people: FigureView }))
    .describe('Of those who are near, how many lack which skill, the most first'),
  merits: z
    .array(
      z.object({
        title: z.string(),
        url: z.string(),
        ownerName: z.string(),
        gives: z.array(z.string()),
        atLeast: FigureView.describe('So many of those who are near lack something that it gives'),
        atMost: FigureView,
      }),
    )
    .describe(
      'Merits of the catalogue by how many of those who are near they would bring on; where no figure is shown, by how much they give',
    ),
})
export type ReachView = z.infer<typeof ReachView>

/**
 * How many in a place are near an occupation, what they lack, and which merits would bring most of them on. Counts that
 * were released, each through the gate; no person is looked at.
 *
 * @throws Problem `occupation-unknown`
 */
export async function readReach(
  work: Work,
  release: Row<'supply_release'>,
  { index }: LoadedMap,
  { place, occupation, offers }: { place: string; occupation: string; offers: readonly CatalogueOffer[] },
): Promise<ReachView> {
  const { map } = index
  const at = index.occupationAt.get(occupation)
  if (at === undefined)
    throw new Problem('occupation-unknown', `No occupation on the map has the address ${occupation}.`)
  const figures = await readFigures(work, release, place, occupation)
  const population = await findPopulation(work, place)
  const gate = requireGate(release.policy)
  const essential = [...listAt(map.essential, at)].map((skill) => nameAt(map.skills, skill))
  const steps = reachSteps(essential.length).map((step) => {
    const figure = readReleased(figures.get(reachFacet(step)))
    return {
      lacksAtMost: step,
      people: write(figure),
      perThousand: population ? writeRatio(protectRatio(gate, figure, population.persons, 1000)) : null,
    }
  })
  const lacking = essential
    .map((skill) => ({ ...skill, people: write(readReleased(figures.get(lackFacet(skill.uri)))) }))
    .sort((one, other) => (other.people ?? -1) - (one.people ?? -1))
  return {
    occupation: nameAt(map.occupations, at),
    essential: essential.length,
    steps,
    lacking,
    merits: rankMerits(offers, lacking, steps.at(-1)?.people ?? null),
  }
}

async function readFigures(
  work: Work,
  { period }: Row<'supply_release'>,
  place: string,
  occupation: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await work
    .selectFrom('supply_figure')
    .select(['facet', 'value'])
    .where('period', '=', period)
    .where('place', '=', place)
    .where('concept', '=', occupation)
    .execute()
  return new Map(rows.map(({ facet, value }) => [facet, value]))
}

/**
 * Who lacks two things that a merit gives is counted for each, so that the number lies between the largest of them and
 * their sum, and is never more than are near.
 */
function rankMerits(
  offers: readonly CatalogueOffer[],
  lacking: ReachView['lacking'],
  near: number | null,
): ReachView['merits'] {
  const peopleOf = new Map(lacking.map(({ uri, people }) => [uri, people]))
  const merits = [...new Map(offers.map((offer) => [offer.merit, offer])).values()]
  return merits
    .map(({ title, url, ownerName, skills }) => {
      const gives = [...new Set(skills)].filter((uri) => peopleOf.has(uri))
      const counts = gives.flatMap((uri) => peopleOf.get(uri) ?? [])
      return { title, url, ownerName, gives, counts, sum: counts.reduce((total, count) => total + count, 0) }
    })
    .filter(({ gives }) => gives.length > 0)
    .sort(
      (one, other) =>
        other.sum - one.sum || other.gives.length - one.gives.length || one.title.localeCompare(other.title),
    )
    .map(({ sum, counts, ...merit }) => {
      if (counts.length === 0) return { ...merit, atLeast: null, atMost: null }
      const atLeast = Math.max(...counts)
      return { ...merit, atLeast, atMost: Math.max(atLeast, Math.min(sum, near ?? sum)) }
    })
}
