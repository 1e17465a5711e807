import { sql } from 'kysely'
import { toJson, type Work } from '../database/connect.ts'
import type { Framework } from './add-concepts.ts'
import type { EscoBroader, EscoLink } from './read-esco.ts'

/** Adds which skills belong to which occupation; what is the same stays untouched. Answers with how many are new. */
export async function addLinks(work: Work, framework: Framework, links: readonly EscoLink[]): Promise<number> {
  const { rows } = await sql`
    insert into skill_link as known (framework, version, occupation, skill, relation)
    select distinct on (occupation, skill) ${framework.name}, ${framework.version}, occupation, skill, relation
    from jsonb_to_recordset(${toJson(links)}::jsonb) as given (occupation text, skill text, relation text)
    order by occupation, skill, relation
    on conflict (framework, version, occupation, skill) do update set relation = excluded.relation
    where known.relation <> excluded.relation
    returning 1`.execute(work)
  return rows.length
}

/** Says what concepts stand in, beside what was said before. Answers with how many concepts learnt something. */
export async function addBroader(work: Work, framework: Framework, pairs: readonly EscoBroader[]): Promise<number> {
  const { rows } = await sql`
    with given as (
      select uri, jsonb_agg(distinct broader) as above
      from jsonb_to_recordset(${toJson(pairs)}::jsonb) as pair (uri text, broader text) group by uri
    )
    update skill_concept as known set broader = (
      select jsonb_agg(distinct one) from jsonb_array_elements(known.broader || given.above) as one)
    from given
    where framework = ${framework.name} and version = ${framework.version} and known.uri = given.uri
      and not known.broader @> given.above
    returning 1`.execute(work)
  return rows.length
}
