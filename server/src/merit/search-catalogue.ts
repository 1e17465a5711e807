import { Language } from '@bricka/domain/local-text'
import { Benefit, LearningSetting, ParticipationForm } from '@bricka/domain/merit/merit'
import { PartySide } from '@bricka/domain/trust/endorsement'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Tables } from '../database/tables.ts'
import { likePattern, Paging, pageOf, windowOf } from '../http/paging.ts'
import { CatalogueCard } from './catalogue-entry.ts'
import { mandateInForce } from './mandate-in-force.ts'

export const CatalogueQuery = Paging.extend({
  skill: z.string().max(400).optional().describe('URI of a skill that the merit is aligned to'),
  level: z.coerce.number().int().min(1).max(8).optional().describe('EQF level'),
  minHours: z.coerce.number().min(0).max(20_000).optional(),
  maxHours: z.coerce.number().min(0).max(20_000).optional(),
  credits: z.string().max(40).optional().describe('A credit unit, such as hp or osaamispiste'),
  place: z.string().max(120).optional(),
  form: ParticipationForm.optional(),
  benefit: Benefit.optional(),
  setting: LearningSetting.optional(),
  language: Language.optional().describe('Language of instruction'),
  organisation: z.string().max(61).optional().describe('Short name of the owner or of an issuer with a mandate'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('The owner’s country'),
  pilot: z
    .enum(['true', 'false'])
    .transform((said) => said === 'true')
    .optional()
    .describe('Merits that are tried out, or only those that are not'),
  endorsed: z
    .enum(['true', 'both'])
    .optional()
    .describe('By any social partner, or by both sides of working life; this version, and not taken back'),
  sort: z.enum(['newest', 'title']).default('newest'),
})
export type CatalogueQuery = z.infer<typeof CatalogueQuery>

export const CatalogueItem = CatalogueCard.extend({
  issuers: z.number().describe('Who may issue it today, the owner not counted'),
  endorsedBy: z.array(PartySide).describe('Sides whose social partners stand behind this version'),
})
export type CatalogueItem = z.infer<typeof CatalogueItem>

const Facet = z.object({ value: z.string(), count: z.number() })
const SkillFacet = Facet.extend({ label: z.string() })
export const CataloguePage = pageOf(CatalogueItem).extend({
  facets: z.object({
    level: z.array(Facet),
    form: z.array(Facet),
    benefit: z.array(Facet),
    setting: z.array(Facet),
    language: z.array(Facet),
    place: z.array(Facet),
    country: z.array(Facet),
    skill: z.array(SkillFacet).describe('The fifty most common among what matches'),
  }),
})
export type CataloguePage = z.infer<typeof CataloguePage>
type FacetName = keyof CataloguePage['facets']

/** One page of what matches, and how many of all that match lie behind each further choice. */
export async function searchCatalogue(work: Work, query: CatalogueQuery, now: Date): Promise<CataloguePage> {
  const matching = filter(work.selectFrom('catalogue_entry'), query, now)
  const { limit, offset } = windowOf(query)
  const rows = await matching
    .select((of) => [
      'item',
      of
        .selectFrom('mandate')
        .select((count) => count.fn.count<string>('issuer_id').distinct().as('issuers'))
        .whereRef('mandate.merit_id', '=', 'catalogue_entry.merit_id')
        .where(mandateInForce(now))
        .as('issuers'),
      standingBehind(sql<PartySide[]>`coalesce(array_agg(distinct e.side), '{}')`).as('endorsed_by'),
    ])
    .$if(query.sort === 'newest', (select) => select.orderBy('catalogue_entry.published_at', 'desc'))
    .$if(query.sort === 'title', (select) => select.orderBy('catalogue_entry.title'))
    .orderBy('catalogue_entry.merit_id')
    .limit(limit)
    .offset(offset)
    .execute()
  const facets = await countFacets(work, matching)
  return {
    items: rows.map((row) => ({
      ...CatalogueCard.parse(row.item),
      issuers: Number(row.issuers ?? 0),
      endorsedBy: row.endorsed_by,
    })),
    total: facets.total,
    page: query.page,
    perPage: query.perPage,
    facets: facets.counts,
  }
}

type Matching<Output> = SelectQueryBuilder<Tables, 'catalogue_entry', Output>

function filter<Output>(entries: Matching<Output>, query: CatalogueQuery, now: Date): Matching<Output> {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  let matching = entries
  for (const word of words) matching = matching.where('search', 'like', likePattern(word))
  const holds = { skills: query.skill, credit_units: query.credits, places: query.place, participation: query.form }
  for (const [column, value] of Object.entries({ ...holds, benefits: query.benefit, languages: query.language }))
    if (value !== undefined) matching = matching.where(sql<boolean>`${sql.ref(column)} @> array[${value}]::text[]`)
  if (query.level !== undefined) matching = matching.where(sql<boolean>`eqf @> array[${query.level}]::int[]`)
  if (query.minHours !== undefined) matching = matching.where('hours', '>=', String(query.minHours))
  if (query.maxHours !== undefined) matching = matching.where('hours', '<=', String(query.maxHours))
  if (query.pilot !== undefined) matching = matching.where('pilot', '=', query.pilot)
  if (query.endorsed === 'true') matching = matching.where(standingBehind(sql<boolean>`count(*) > 0`))
  if (query.endorsed === 'both')
    matching = matching.where(
      standingBehind(
        sql<boolean>`coalesce(bool_or(e.side = 'both') or (bool_or(e.side = 'employers') and bool_or(e.side = 'employees')), false)`,
      ),
    )
  if (query.setting) matching = matching.where('setting', '=', query.setting)
  if (query.country)
    matching = matching.where('owner_id', 'in', (of) =>
      of
        .selectFrom('organisation')
        .select('id')
        .where('country', '=', query.country ?? ''),
    )
  if (query.organisation)
    matching = matching.where(sql<boolean>`exists (
      select from organisation o where o.slug = ${query.organisation} and (o.id = catalogue_entry.owner_id or exists (
        select from mandate where mandate.merit_id = catalogue_entry.merit_id and mandate.issuer_id = o.id
          and ${mandateInForce(now)})))`)
  return matching
}

/** Something of the endorsements of the version that the catalogue shows; withdrawn ones are none. */
const standingBehind = <Of>(of: RawBuilder<Of>): RawBuilder<Of> =>
  sql<Of>`(select ${of} from endorsement e where e.merit_id = catalogue_entry.merit_id
    and e.merit_version = catalogue_entry.number and e.withdrawn_at is null)`

/** All counts in one statement over one scan of what matches. */
async function countFacets<Output>(
  work: Work,
  matching: Matching<Output>,
): Promise<{ total: number; counts: CataloguePage['facets'] }> {
  const found = matching
    .innerJoin('organisation', 'organisation.id', 'catalogue_entry.owner_id')
    .clearSelect()
    .select(['eqf', 'participation', 'benefits', 'setting', 'languages', 'places', 'item', 'organisation.country'])
  const rows = await sql<{ facet: FacetName | 'total'; value: string; label: string; count: string }>`
    with found as materialized (${found})
    select 'total' as facet, '' as value, '' as label, count(*) as count from found
    union all select 'level', value::text, '', count(*) from found, unnest(eqf) as value group by value
    union all select 'form', value, '', count(*) from found, unnest(participation) as value group by value
    union all select 'benefit', value, '', count(*) from found, unnest(benefits) as value group by value
    union all select 'setting', setting, '', count(*) from found where setting is not null group by setting
    union all select 'language', value, '', count(*) from found, unnest(languages) as value group by value
    union all (select 'place', value, '', count(*) from found, unnest(places) as value group by value
      order by count(*) desc, value limit 50)
    union all (select 'skill', skill->>'uri', min(skill->>'label'), count(*)
      from found, jsonb_array_elements(item->'skills') as skill
      group by skill->>'uri' order by count(*) desc, min(skill->>'label') limit 50)
    union all select 'country', country, '', count(*) from found group by country`.execute(work)
  const of = (name: FacetName) =>
    rows.rows
      .filter(({ facet }) => facet === name)
      .map(({ value, label, count }) => ({ value, label, count: Number(count) }))
      .sort((one, other) => other.count - one.count || one.value.localeCompare(other.value))
  return {
    total: Number(rows.rows.find(({ facet }) => facet === 'total')?.count ?? 0),
    counts: {
      level: of('level'),
      form: of('form'),
      benefit: of('benefit'),
      setting: of('setting'),
      language: of('language'),
      place: of('place'),
      country: of('country'),
      skill: of('skill'),
    },
  }
}
