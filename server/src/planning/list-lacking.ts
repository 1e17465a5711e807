import { allFacets } from '@bricka/domain/planning/count-supply'
import { places } from '@bricka/domain/planning/place'
import { protectRatio, readReleased } from '@bricka/domain/planning/protect-figure'
import { listAt } from '@bricka/domain/skill/skill-map'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { Problem } from '../http/problem.ts'
import type { LoadedMap } from '../skill/load-map.ts'
import { FigureView, findPopulation, RatioView, write, writeRatio } from './read-supply.ts'
import { requireGate } from './release-supply.ts'

export const LackingSkill = z.object({
  uri: z.string(),
  label: z.string(),
  people: FigureView,
  perThousand: RatioView,
  elsewhere: RatioView.describe('In the whole country'),
})
export type LackingSkill = z.infer<typeof LackingSkill>

/**
 * The skills that an occupation cannot do without, the scarcest in the place first. Where no figure is shown there are
 * none or too few to show, so these stand first.
 *
 * @throws Problem `occupation-unknown`
 */
export async function listLacking(
  work: Work,
  release: Row<'supply_release'>,
  { index }: LoadedMap,
  { place, occupation }: { place: string; occupation: string },
): Promise<LackingSkill[]> {
  const at = index.occupationAt.get(occupation)
  if (at === undefined)
    throw new Problem('occupation-unknown', `No occupation on the map has the address ${occupation}.`)
  const { skills, essential } = index.map
  const wanted = [...listAt(essential, at)].map((skill) => ({
    uri: skills.uris[skill] ?? '',
    label: skills.labels[skill] ?? '',
  }))
  const country = places.get(place)?.country ?? place
  const uris = wanted.map(({ uri }) => uri)
  const rows = await work
    .selectFrom('supply_figure')
    .select(['place', 'concept', 'value'])
    .where('period', '=', release.period)
    .where('place', 'in', [place, country])
    .where('facet', '=', allFacets)
    .where('concept', 'in', uris)
    .execute()
  const gate = requireGate(release.policy)
  const [here, there] = [await findPopulation(work, place), await findPopulation(work, country)]
  const read = (where: string, uri: string) =>
    readReleased(rows.find((row) => row.place === where && row.concept === uri)?.value)
  const items = wanted.map(({ uri, label }) => ({
    uri,
    label,
    people: write(read(place, uri)),
    perThousand: here ? writeRatio(protectRatio(gate, read(place, uri), here.persons, 1000)) : null,
    elsewhere: there ? writeRatio(protectRatio(gate, read(country, uri), there.persons, 1000)) : null,
  }))
  return items.sort(
    (one, other) => (one.people ?? 0) - (other.people ?? 0) || one.label.localeCompare(other.label, 'sv'),
  )
}
