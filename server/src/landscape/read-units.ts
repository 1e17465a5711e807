import {
  countElements,
  definitionElements,
  elements,
  measureDistance,
  standardElements,
} from '@bricka/domain/landscape/european-definition'
import { type Area, areas, LearningUnit, unitKinds } from '@bricka/domain/landscape/learning-unit'
import { commonFields, StudyTemplate } from '@bricka/domain/landscape/study-template'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { likePattern, Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'

const Distance = z.object({
  ...{ met: z.number(), partly: z.number(), missing: z.number(), unknown: z.number(), of: z.number() },
  atLeast: z.number().describe('0: all of it is there; 1: none of it'),
  atMost: z.number().describe('If all that is unknown were missing'),
})

export const UnitView = z.object({
  id: z.string(),
  unit: LearningUnit,
  study: z.object({ id: z.string(), title: z.string(), template: StudyTemplate }),
  by: z.object({ slug: z.string(), legalName: z.string() }),
  goodPractice: z.string().nullable(),
  definition: Distance,
  standard: Distance,
  amendedOn: z.string(),
  withdrawn: z.boolean(),
})
export type UnitView = z.infer<typeof UnitView>

const some = <Value extends string>(values: readonly Value[]) =>
  z.preprocess((value) => (value === undefined || value === '' ? [] : [value].flat()), z.array(z.enum(values)))

export const UnitQuestion = Paging.extend({
  area: some(areas),
  kind: some(unitKinds),
  called: some(['microcredential', 'otherwise', 'unknown']),
  examples: z.stringbool().default(false).describe('Only those that are shown as good practice'),
  order: z.enum(['name', 'nearest', 'newest']).default('name'),
})
export type UnitQuestion = z.infer<typeof UnitQuestion>

type Found = Row<'landscape_unit'> & {
  study_title: string
  template: StudyTemplate
  slug: string
  legal_name: string
}

/** Units of published studies, as everyone sees them; those of one study, withdrawn ones too, for who made it. */
export async function listUnits(
  work: Work,
  question: UnitQuestion,
  studyId?: string,
): Promise<{ items: UnitView[]; total: number }> {
  const all = await findUnits(work, question, studyId)
  const ordered = all.sort(orders[question.order])
  const { limit, offset } = windowOf(question)
  return { total: all.length, items: ordered.slice(offset, offset + limit) }
}

/** A mapping study has hundreds of units, and nearness is reckoned from each: more than this are not read at once. */
const most = 20_000

async function findUnits(
  work: Work,
  { area, kind, called, examples, search }: Omit<UnitQuestion, keyof Paging | 'order'> & { search: string },
  studyId?: string,
): Promise<UnitView[]> {
  const rows = await units(work)
    .$if(studyId !== undefined, (query) => query.where('study_id', '=', studyId ?? ''))
    .$if(studyId === undefined, (query) =>
      query.where('withdrawn_at', 'is', null).where('landscape_study.published_at', 'is not', null),
    )
    .$if(area.length > 0, (query) => query.where('area', 'in', area))
    .$if(kind.length > 0, (query) => query.where('landscape_unit.kind', 'in', kind))
    .$if(examples, (query) => query.where('good_practice', 'is not', null))
    .where((on) => on.or([on('name', 'ilike', likePattern(search)), on('provider', 'ilike', likePattern(search))]))
    .limit(most)
    .execute()
  return rows.map(toView).filter(({ unit }) => called.length === 0 || called.includes(unit.called))
}

/** @throws Problem `not-found` */
export async function viewUnit(work: Work, id: string): Promise<UnitView> {
  const row = await units(work).where('landscape_unit.id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No published study has recorded such a unit.')
  return toView(row)
}

const units = (work: Work) =>
  work
    .selectFrom('landscape_unit')
    .innerJoin('landscape_study', 'landscape_study.id', 'landscape_unit.study_id')
    .innerJoin('organisation', 'organisation.id', 'landscape_unit.organisation_id')
    .selectAll('landscape_unit')
    .select(['landscape_study.title as study_title', 'template', 'slug', 'legal_name'])

function toView(row: Found): UnitView {
  const unit = LearningUnit.parse(row.unit)
  return {
    id: row.id,
    unit,
    study: { id: row.study_id, title: row.study_title, template: StudyTemplate.parse(row.template) },
    by: { slug: row.slug, legalName: row.legal_name },
    goodPractice: row.good_practice,
    definition: measureDistance(unit.elements, definitionElements),
    standard: measureDistance(unit.elements, standardElements),
    amendedOn: row.amended_at.toISOString().slice(0, 10),
    withdrawn: row.withdrawn_at !== null,
  }
}

const byName = (one: UnitView, other: UnitView): number =>
  one.unit.name.localeCompare(other.unit.name) || (one.id < other.id ? -1 : 1)
const orders: Record<UnitQuestion['order'], (one: UnitView, other: UnitView) => number> = {
  name: byName,
  nearest: (one, other) =>
    one.definition.atLeast + one.definition.atMost - other.definition.atLeast - other.definition.atMost ||
    byName(one, other),
  newest: (one, other) => (one.id < other.id ? 1 : -1),
}

export const LandscapeView = z.object({
  total: z.number(),
  areas: z.array(
    z.object({
      area: z.enum(areas),
      units: z.number(),
      calledMicrocredential: z.number(),
      kinds: z.array(z.object({ kind: z.enum(unitKinds), units: z.number() })),
      definition: Distance.pick({ atLeast: true, atMost: true }).nullable().describe('The mean of its units'),
    }),
  ),
  elements: z.array(
    z.object({
      element: z.enum(elements),
      ...{ yes: z.number(), partly: z.number(), no: z.number(), unknown: z.number() },
    }),
  ),
})
export type LandscapeView = z.infer<typeof LandscapeView>

/** Where which kinds of small learning occur, and how far they are from the European definition, element by element. */
export async function readLandscape(work: Work, question: UnitQuestion): Promise<LandscapeView> {
  const found = await findUnits(work, question)
  const byArea = Map.groupBy(found, ({ unit }) => unit.area)
  return {
    total: found.length,
    areas: areas.map((area) => describeArea(area, byArea.get(area) ?? [])),
    elements: countElements(found.map(({ unit }) => unit)).map((one) => ({ ...one })),
  }
}

function describeArea(area: Area, found: readonly UnitView[]): LandscapeView['areas'][number] {
  const mean = (side: 'atLeast' | 'atMost'): number =>
    found.reduce((sum, { definition }) => sum + definition[side], 0) / found.length
  return {
    area,
    units: found.length,
    calledMicrocredential: found.filter(({ unit }) => unit.called === 'microcredential').length,
    kinds: unitKinds.map((kind) => ({ kind, units: found.filter(({ unit }) => unit.kind === kind).length })),
    definition: found.length === 0 ? null : { atLeast: mean('atLeast'), atMost: mean('atMost') },
  }
}

/** Units as rows of a file: a column for each thing that any of their studies asks, and for each element. */
export function unitRows(views: readonly UnitView[]): Record<string, unknown>[] {
  const asked = new Set(commonFields.map(({ id }) => id))
  for (const { unit } of views) for (const field of Object.keys(unit.answers)) asked.add(field)
  return views.map(({ id, unit, study, by, goodPractice, definition, standard }) => ({
    ...{ id, study: study.title, recordedBy: by.legalName, name: unit.name, language: unit.language, area: unit.area },
    ...{ kind: unit.kind, provider: unit.provider, providerKind: unit.providerKind, called: unit.called },
    ...{ hours: unit.hours ?? '', url: unit.url ?? '', source: unit.source, observedOn: unit.observedOn },
    ...Object.fromEntries([...asked].map((field) => [`answer:${field}`, [unit.answers[field] ?? ''].flat().join('|')])),
    ...Object.fromEntries(elements.map((element) => [element, unit.elements[element] ?? 'unknown'])),
    ...{ definitionAtLeast: definition.atLeast, definitionAtMost: definition.atMost },
    ...{ standardAtLeast: standard.atLeast, standardAtMost: standard.atMost, goodPractice: goodPractice ?? '' },
  }))
}
