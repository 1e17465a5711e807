import type { Language } from '@bricka/domain/local-text'
import type { Horizon } from '@bricka/domain/need/survey'
import { type Branch, skillsOfBranch } from '@bricka/domain/planning/branch'
import { allFacets } from '@bricka/domain/planning/count-supply'
import { describePrecision } from '@bricka/domain/planning/disclosure-policy'
import { type Gap, measureGaps } from '@bricka/domain/planning/measure-gap'
import { places } from '@bricka/domain/planning/place'
import { protectRatio, readReleased } from '@bricka/domain/planning/protect-figure'
import type { SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { listAt } from '@bricka/domain/skill/skill-map'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { readDemand } from '../need/read-demand.ts'
import { nameConcepts } from '../need/read-needs.ts'
import { FigureView, findPopulation, PlaceView, RatioView, viewPlace, write, writeRatio } from './read-supply.ts'
import { requireGate } from './release-supply.ts'

export const GapFigure = z.object({
  uri: z.string(),
  label: z.string(),
  wanted: z.number().describe('Persons that employers want until the horizon, weighted and protected'),
  wantedAtLeast: z.number(),
  wantedAtMost: z.number(),
  base: z.number().describe('How many of those who answered named the skill, protected'),
  waveId: z.string().describe('The published survey behind it'),
  otherSurveys: z.number().describe('Surveys that say something of it too; they are not added'),
  people: FigureView,
  perThousand: RatioView,
  lacking: z.number().describe('What is wanted less who is there; where no figure is shown, what is wanted'),
  lackingAtLeast: z.number().nullable().describe('null where nobody can say: no figure of people is shown'),
  lackingAtMost: z.number(),
})
export type GapFigure = z.infer<typeof GapFigure>

export type GapQuestion = {
  place: string
  branch?: Branch | undefined
  until: Horizon
  concepts?: readonly string[] | undefined
  language: Language
}

/**
 * What employers of a place say that they want, beside who is there, skill by skill: the greatest lack first. Both sides
 * have been through the gate, and what is reckoned from them tells no more than they do.
 */
export async function readGaps(
  work: Work,
  release: Row<'supply_release'>,
  index: SkillIndex,
  { place, branch, until, concepts, language }: GapQuestion,
): Promise<GapFigure[]> {
  const gaps = await measure(work, release, index, { place, branch, until, concepts })
  const names = await nameConcepts(
    work,
    gaps.map(({ concept }) => concept),
    language,
  )
  const population = await findPopulation(work, place)
  const gate = requireGate(release.policy)
  return gaps.map(({ concept, people, ...gap }) => ({
    ...gap,
    people,
    uri: concept,
    label: names.get(concept) ?? concept,
    perThousand: population
      ? writeRatio(protectRatio(gate, readReleased(people ?? undefined), population.persons, 1000))
      : null,
  }))
}

async function measure(
  work: Work,
  release: Row<'supply_release'>,
  index: SkillIndex,
  { place, branch, until, concepts }: Omit<GapQuestion, 'language'>,
): Promise<Gap[]> {
  const within = branch && skillsOfBranch(index, branch)
  const demand = (await readDemand(work, { place, concepts })).filter(({ concept }) => within?.has(concept) ?? true)
  const people = await readPeople(work, release, place, [...new Set(demand.map(({ concept }) => concept))])
  return measureGaps(demand, people, until, describePrecision(release.policy).most)
}

async function readPeople(
  work: Work,
  { period }: Row<'supply_release'>,
  place: string,
  concepts: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  if (concepts.length === 0) return new Map()
  const rows = await work
    .selectFrom('supply_figure')
    .select(['concept', 'value'])
    .where('period', '=', period)
    .where('place', '=', place)
    .where('facet', '=', allFacets)
    .where('concept', 'in', [...concepts])
    .execute()
  return new Map(rows.map(({ concept, value }) => [concept, write(readReleased(value))]))
}

export const PlaceGap = z.object({
  place: PlaceView,
  skills: z.number().describe('Of which employers there said that they want them'),
  lacking: z.number().describe('All that is lacking, skill by skill; one person may fill several'),
  perThousand: z.number().nullable().describe('The same for each 1,000 of working age'),
})
export type PlaceGap = z.infer<typeof PlaceGap>

/** Every place that a published survey of employers asked about, the greatest lack for its size first. */
export async function listPlaceGaps(
  work: Work,
  release: Row<'supply_release'>,
  index: SkillIndex,
  { within, ...question }: Pick<GapQuestion, 'branch' | 'until'> & { within?: string | undefined },
): Promise<PlaceGap[]> {
  const asked = await work
    .selectFrom('need_wave')
    .select('place')
    .distinct()
    .where('published_at', 'is not', null)
    .execute()
  const found: PlaceGap[] = []
  for (const { place } of asked.filter(({ place }) => places.has(place) && liesIn(place, within))) {
    const gaps = await measure(work, release, index, { ...question, place })
    if (gaps.length === 0) continue
    const lacking = gaps.reduce((sum, gap) => sum + Math.max(0, gap.lacking), 0)
    const population = await findPopulation(work, place)
    found.push({
      place: viewPlace(place),
      skills: gaps.length,
      lacking,
      perThousand: population ? Math.round((lacking / population.persons) * 100_000) / 100 : null,
    })
  }
  return found.sort((one, other) => (other.perThousand ?? -1) - (one.perThousand ?? -1))
}

function liesIn(code: string, within: string | undefined): boolean {
  const { parent, country } = places.get(code) ?? {}
  return within === undefined || parent === within || (country === within && code !== within)
}

export const NearView = z.object({
  skills: z.array(
    z.object({
      uri: z.string(),
      label: z.string(),
      people: FigureView,
      family: z.object({ uri: z.string(), label: z.string(), people: FigureView }).nullable(),
    }),
  ),
  occupations: z
    .array(z.object({ uri: z.string(), label: z.string(), skills: z.array(z.string()) }))
    .describe('Whose skills hold most of those asked for; no person is looked at'),
})
export type NearView = z.infer<typeof NearView>

const nearestOccupations = 8

/**
 * Who is near a set of skills: how many here have shown something of the same family, and which occupations bring most
 * of the set with them, by the classification.
 */
export async function readNear(
  work: Work,
  release: Row<'supply_release'>,
  index: SkillIndex,
  { place, concepts, language }: { place: string; concepts: readonly string[]; language: Language },
): Promise<NearView> {
  const { map } = index
  const familyOf = (uri: string): string | undefined => {
    const at = index.skillAt.get(uri)
    const [family] = at === undefined ? [] : listAt(index.narrowFamilies, at)
    return family === undefined ? undefined : map.families.uris[family]
  }
  const asked = concepts.map((uri) => ({ uri, family: familyOf(uri) }))
  const all = [...new Set(asked.flatMap(({ uri, family }) => (family ? [uri, family] : [uri])))]
  const people = await readPeople(work, release, place, all)
  const names = await nameConcepts(work, all, language)
  const named = (uri: string) => ({ uri, label: names.get(uri) ?? uri, people: people.get(uri) ?? null })
  return {
    skills: asked.map(({ uri, family }) => ({ ...named(uri), family: family ? named(family) : null })),
    occupations: listNearest(index, concepts),
  }
}

function listNearest(index: SkillIndex, concepts: readonly string[]): NearView['occupations'] {
  const held = new Map<number, { skills: string[]; weight: number }>()
  for (const uri of concepts) {
    const skill = index.skillAt.get(uri)
    if (skill === undefined) continue
    for (const [lists, weight] of [
      [index.essentialTo, 1],
      [index.optionalTo, 0.5],
    ] as const)
      for (const occupation of listAt(lists, skill)) {
        const known = held.get(occupation) ?? { skills: [], weight: 0 }
        known.skills.push(uri)
        known.weight += weight
        held.set(occupation, known)
      }
  }
  const { uris, labels } = index.map.occupations
  return [...held]
    .map(([occupation, { skills, weight }]) => ({
      ...{ uri: uris[occupation] ?? '', label: labels[occupation] ?? '' },
      skills,
      weight,
    }))
    .sort((one, other) => other.weight - one.weight || one.label.localeCompare(other.label))
    .slice(0, nearestOccupations)
    .map(({ weight: _weight, ...one }) => one)
}
