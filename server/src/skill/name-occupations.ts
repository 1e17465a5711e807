import type { OccupationGroup, OccupationNames } from '@bricka/domain/skill/find-occupations'
import type { SkillMap } from '@bricka/domain/skill/skill-map'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'

type Named = { uri: string; labels: Record<string, string>; alt_labels: Record<string, string[]> }

/** All that a map's occupations are called, of its concepts; one that people added has the map's own name for it. */
export function nameOccupations(
  { occupations, language }: SkillMap,
  concepts: readonly Named[],
  groups: OccupationGroup[],
  replaced: Record<string, string>,
): OccupationNames {
  const known = new Map(concepts.map((concept) => [concept.uri, concept]))
  const names: Record<string, string[][]> = {}
  const put = (spoken: string, occupation: number, all: readonly string[]): void => {
    names[spoken] ??= occupations.uris.map(() => [])
    names[spoken][occupation] = [...all]
  }
  occupations.uris.forEach((uri, occupation) => {
    const concept = known.get(uri)
    if (!concept) put(language, occupation, [occupations.labels[occupation] ?? ''])
    for (const [spoken, label] of Object.entries(concept?.labels ?? {}))
      put(spoken, occupation, [label, ...(concept?.alt_labels[spoken] ?? [])])
  })
  return { names, groups, replaced }
}

type GroupRow = { framework: string; code: string; isco: string[]; names: string[]; within: string[] | null }

/**
 * The groups that lead to occupations by ISCO-08's codes: ISCO-08's own, and what other classifications (SSYK 2012)
 * map to them, each with the names of what stands in it.
 */
export async function listGroups(
  work: Work,
  version: { framework: string; version: string },
): Promise<OccupationGroup[]> {
  const own = await sql<GroupRow>`
    select 'ISCO-08' as framework, code, jsonb_build_array(code) as isco, null as within,
      (select jsonb_agg(value order by key) from jsonb_each_text(labels)) as names
    from skill_concept
    where framework = ${version.framework} and version = ${version.version} and type = 'isco-group'
      and code is not null and state = 'current'`.execute(work)
  const mapped = await sql<GroupRow>`
    select case when type like 'ssyk-%' then 'SSYK 2012' else framework end as framework, code,
      (select jsonb_agg(value order by key) from jsonb_each_text(labels)) as names,
      (select jsonb_agg(distinct substring(target from '[0-9]+$')) from skill_mapping
        where (framework, version, uri) = (concept.framework, concept.version, concept.uri)
          and target_framework = 'ISCO-08') as isco,
      (select jsonb_agg(label) from skill_concept inner_one, jsonb_each_text(inner_one.labels) as each (key, label)
        where (inner_one.framework, inner_one.version) = (concept.framework, concept.version)
          and inner_one.broader ? concept.uri and inner_one.state = 'current'
          and inner_one.type = 'occupation-name') as within
    from skill_concept concept
    where state = 'current' and code is not null and exists (
      select from skill_mapping where (framework, version, uri) = (concept.framework, concept.version, concept.uri)
        and target_framework = 'ISCO-08')`.execute(work)
  return [...own.rows, ...mapped.rows].map(({ framework, code, isco, names, within }) => ({
    framework,
    code,
    isco,
    names: [...new Set([...names, ...(within ?? [])])],
  }))
}

/** What stands in the place of what, in every version that is here: an address that one version drops is in another. */
export async function listReplaced(work: Work, framework: string): Promise<Record<string, string>> {
  const rows = await work
    .selectFrom('skill_concept')
    .select(['uri', 'replaced_by'])
    .where('framework', '=', framework)
    .where('state', '=', 'deprecated')
    .where('replaced_by', 'is not', null)
    .execute()
  return Object.fromEntries(rows.map(({ uri, replaced_by }) => [uri, replaced_by ?? '']))
}
