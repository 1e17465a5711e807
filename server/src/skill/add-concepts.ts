import { sql } from 'kysely'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

export type Concept = {
  uri: string
  type: string
  labels: Record<string, string>
  altLabels: Record<string, string[]>
  broader: string[]
  state: 'current' | 'deprecated'
  code?: string | undefined
  descriptions?: Record<string, string>
  /** The address of what stands in its place. */
  replacedBy?: string | undefined
}

export type Framework = { name: string; version: string; attribution: string | null }

/** The sentence that a service must show beside what it took from ESCO (Commission Decision 2011/833/EU). */
export const escoAttribution = 'This service uses the ESCO classification of the European Commission.'

/** Names a framework's version, and the languages that it now speaks. */
export async function addFramework(
  ground: Ground,
  work: Work,
  framework: Framework,
  languages: readonly string[],
): Promise<void> {
  const known = await work
    .selectFrom('skill_framework')
    .select('languages')
    .where('name', '=', framework.name)
    .where('version', '=', framework.version)
    .forUpdate()
    .executeTakeFirst()
  const all = [...new Set([...(known?.languages ?? []), ...languages])].sort()
  await work
    .insertInto('skill_framework')
    .values({ ...framework, languages: all, imported_at: ground.now() })
    .onConflict((conflict) =>
      conflict.columns(['name', 'version']).doUpdateSet({
        languages: all,
        attribution: framework.attribution,
        imported_at: ground.now(),
      }),
    )
    .execute()
}

/** What is above a concept only grows within a version: files tell parts of it. */
const joined = sql`(select coalesce(jsonb_agg(distinct above), '[]') from jsonb_array_elements(known.broader || excluded.broader) as above)`

export type Added = { added: number; changed: number }

/** Adds concepts, or other languages' labels to known ones; what is the same stays untouched. */
export async function addConcepts(work: Work, framework: Framework, concepts: readonly Concept[]): Promise<Added> {
  if (concepts.length === 0) return { added: 0, changed: 0 }
  const { name, version } = framework
  const given = toJson(
    concepts.map(({ altLabels, replacedBy, descriptions = {}, ...concept }) => ({
      ...concept,
      descriptions,
      alt_labels: altLabels,
      replaced_by: replacedBy,
    })),
  )
  const { rows } = await sql<{ uri: string; added: boolean }>`
    insert into skill_concept as known
      (framework, version, uri, type, labels, alt_labels, broader, state, code, descriptions, replaced_by)
    select ${name}, ${version}, uri, type, labels, alt_labels, broader, state, code, descriptions, replaced_by
    from jsonb_to_recordset(${given}::jsonb) as given (uri text, type text, labels jsonb, alt_labels jsonb,
      broader jsonb, state text, code text, descriptions jsonb, replaced_by text)
    on conflict (framework, version, uri) do update set
      labels = known.labels || excluded.labels,
      alt_labels = known.alt_labels || excluded.alt_labels,
      descriptions = known.descriptions || excluded.descriptions,
      broader = ${joined},
      code = coalesce(excluded.code, known.code),
      state = excluded.state,
      replaced_by = coalesce(excluded.replaced_by, known.replaced_by)
    where known.labels || excluded.labels is distinct from known.labels
      or known.alt_labels || excluded.alt_labels is distinct from known.alt_labels
      or known.descriptions || excluded.descriptions is distinct from known.descriptions
      or not known.broader @> excluded.broader
      or coalesce(excluded.code, known.code) is distinct from known.code
      or known.state is distinct from excluded.state
      or coalesce(excluded.replaced_by, known.replaced_by) is distinct from known.replaced_by
    returning uri, (xmax = 0) as added`.execute(work)
  const uris = rows.map(({ uri }) => uri)
  if (uris.length > 0) await writeLabels(work, framework, uris)
  const added = rows.filter((row) => row.added).length
  return { added, changed: rows.length - added }
}

/** The labels that are searched, made anew from the concepts'. */
async function writeLabels(work: Work, { name, version }: Framework, uris: readonly string[]): Promise<void> {
  await work
    .deleteFrom('skill_label')
    .where('framework', '=', name)
    .where('version', '=', version)
    .where('uri', 'in', [...uris])
    .execute()
  await sql`
    with concept as (
      select * from skill_concept where framework = ${name} and version = ${version} and uri = any (${[...uris]})
    )
    insert into skill_label (framework, version, uri, language, preferred, text)
    select framework, version, uri, key, true, lower(value) from concept, jsonb_each_text(labels)
    union all
    select framework, version, uri, by_language.key, false, lower(label)
    from concept, jsonb_each(alt_labels) as by_language, jsonb_array_elements_text(by_language.value) as label`.execute(
    work,
  )
}
