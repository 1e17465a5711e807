import { Language, pickText } from '@bricka/domain/local-text'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { likePattern } from '../http/paging.ts'

export const SkillView = z.object({
  uri: z.string(),
  label: z.string(),
  /** The language that the label is in: the asked one where there is one. */
  language: z.string(),
  altLabels: z.array(z.string()),
  type: z.string(),
  /** Its code in the framework, where it has one: ISCO-08's, SSYK 2012's. */
  code: z.string().nullable(),
  framework: z.string(),
  version: z.string(),
})
export type SkillView = z.infer<typeof SkillView>

export type SkillQuestion = {
  search: string
  language: Language
  framework: string | undefined
  type: string | undefined
  limit: number
  offset: number
}

/** How alike two texts must be (pg_trgm) for the one to be offered where the other was typed. */
const alike = 0.35

type SkillRow = {
  uri: string
  type: string
  code: string | null
  framework: string
  version: string
  labels: Record<string, string>
  alt_labels: Record<string, string[]>
  total: string
}

/**
 * Frameworks that come inside others: the JobTech taxonomy brings SSYK 2012, ESCO brings ISCO-08. They are asked for and
 * shown under their own names.
 */
export const nestedFrameworks = [
  { name: 'SSYK 2012', within: 'JobTech Taxonomy', type: 'ssyk-level-%', isOf: /^ssyk-level-/ },
  { name: 'ISCO-08', within: 'ESCO', type: 'isco-group', isOf: /^isco-group$/ },
] as const

const nestedOf = (framework: string, type: string) =>
  nestedFrameworks.find(({ within, isOf }) => within === framework && isOf.test(type))

/**
 * Finds skills by any label in any language or by code, in each framework's newest version, the likeliest first: the
 * whole label, its beginning, a part of it, and last what is only similar (where the database can tell). Labels in the
 * asked language come before others, and names before other names. What is deprecated leads to what stands in its place.
 */
export async function findSkills(
  work: Work,
  question: SkillQuestion,
): Promise<{ items: SkillView[]; total: number; attributions: string[] }> {
  const nested = nestedFrameworks.find(({ name }) => name === question.framework)
  const newest = await listNewest(work, nested?.within ?? question.framework)
  if (newest.length === 0) return { items: [], total: 0, attributions: [] }
  const wanted = question.search.trim().toLowerCase()
  const tolerant = wanted.length >= 4 && (await toleratesTypos(work))
  if (tolerant) await sql.raw(`set local pg_trgm.similarity_threshold = ${alike}`).execute(work)

  const versions = sql.join(newest.map(({ name, version }) => sql`(${name}, ${version})`))
  const part = likePattern(wanted)
  const beginning = part.slice(1)
  const hits = sql`
    select framework, version, uri, max(
      case when text = ${wanted} then 6 when text like ${beginning} then 4 when text like ${part} then 2
        else ${tolerant ? sql`similarity(text, ${wanted})` : sql`0`} end
      + case when language = ${question.language} then 0.6 else 0 end + case when preferred then 0.3 else 0 end) as score
    from skill_label
    where (framework, version) in (${versions})
      and (text like ${part} ${tolerant ? sql`or text % ${wanted}` : sql``})
    group by framework, version, uri
    union all
    select framework, version, uri, 7 from skill_concept
    where (framework, version) in (${versions}) and code = ${wanted}`
  const all = sql`select framework, version, uri, 0 as score from skill_concept where (framework, version) in (${versions})`
  const { rows } = await sql<SkillRow>`
    with named as (${wanted === '' ? all : hits}),
    newest (framework, version) as (values ${versions}),
    found as (select * from named${wanted === '' ? sql`` : sql` union all ${sameElsewhere}`}),
    hit as (
      select framework, version, case state when 'current' then uri else replaced_by end as uri, max(score) as score
      from found join skill_concept using (framework, version, uri) group by 1, 2, 3
    )
    select uri, type, code, framework, version, labels, alt_labels, count(*) over () as total
    from hit join skill_concept using (framework, version, uri)
    where state = 'current' ${question.type === undefined ? sql`` : sql`and type = ${question.type}`}
      ${nested === undefined ? sql`` : sql`and type like ${nested.type}`}
    order by score desc, length(coalesce(labels ->> ${question.language}, labels ->> 'en')), uri
    limit ${question.limit} offset ${question.offset}`.execute(work)
  return {
    items: rows.map((row) => toView(row, question.language)),
    total: Number(rows[0]?.total ?? 0),
    attributions: [...new Set(newest.flatMap(({ attribution }) => attribution ?? []))],
  }
}

/** What another framework says is the same is found with it: "bemötande" in the one, "customer service" in the other. */
const sameElsewhere = sql`
  select newest.framework, newest.version, target, score - 0.5
  from named join skill_mapping using (framework, version, uri)
    join newest on newest.framework = target_framework where relation in ('exact', 'close')
  union all
  select mapping.framework, mapping.version, mapping.uri, score - 0.5
  from named join skill_mapping mapping on target = named.uri and target_framework = named.framework
    join newest on (newest.framework, newest.version) = (mapping.framework, mapping.version)
  where relation in ('exact', 'close')`

/** Each framework's newest version, by number and not by the time it was imported. */
export async function listNewest(work: Work, framework: string | undefined) {
  const newestFirst = await listVersions(work, framework)
  return newestFirst.filter((row, index) => newestFirst.findIndex(({ name }) => name === row.name) === index)
}

/** All versions that are here, the newest first. */
export async function listVersions(work: Work, framework: string | undefined) {
  const all = await work
    .selectFrom('skill_framework')
    .selectAll()
    .$if(framework !== undefined, (query) => query.where('name', '=', framework ?? ''))
    .execute()
  return all.sort((one, other) => other.version.localeCompare(one.version, 'en', { numeric: true }))
}

/** A concept's name for a reader of `language`, from labels in any; of none at all, its address. */
export function pickLabel(labels: Record<string, string>, language: Language, uri: string) {
  const [first] = Object.entries(labels)
  const spoken = z
    .partialRecord(Language, z.string())
    .parse(Object.fromEntries(Object.entries(labels).filter(([key]) => Language.safeParse(key).success)))
  return pickText(spoken, language) ?? { text: first?.[1] ?? uri, language: first?.[0] ?? '' }
}

async function toleratesTypos(work: Work): Promise<boolean> {
  const { rows } = await sql`select from pg_extension where extname = 'pg_trgm'`.execute(work)
  return rows.length > 0
}

function toView(row: SkillRow, language: Language): SkillView {
  const picked = pickLabel(row.labels, language, row.uri)
  return {
    uri: row.uri,
    label: picked.text,
    language: picked.language,
    altLabels: row.alt_labels[picked.language] ?? [],
    type: row.type,
    code: row.code,
    framework: nestedOf(row.framework, row.type)?.name ?? row.framework,
    version: row.version,
  }
}
