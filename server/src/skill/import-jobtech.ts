import { sql } from 'kysely'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Added, addConcepts, addFramework, type Framework } from './add-concepts.ts'
import { type JobtechMapping, readJobtech } from './read-jobtech.ts'

const perStatement = 2000

/** Arbetsförmedlingen asks for the source to be named. */
const attribution = 'JobTech Taxonomy, Arbetsförmedlingen.'

/**
 * Imports the JobTech taxonomy from a folder of its JSON files: concepts with what they stand in, SSYK 2012's key to
 * ISCO-08, and how concepts relate to ESCO's, with what is deprecated and what stands in its place. Everything or
 * nothing; the same twice changes nothing.
 *
 * @throws Problem `file-unreadable`
 */
export async function importJobtech(
  ground: Ground,
  folder: string,
  version: string,
  say: (line: string) => void,
): Promise<Added & { read: number; mappings: number }> {
  const { concepts, mappings } = await readJobtech(folder)
  const framework = { name: 'JobTech Taxonomy', version, attribution }
  const total = await ground.database.act(systemScope, async (work) => {
    const sum = { added: 0, changed: 0, mappings: 0 }
    for (let at = 0; at < concepts.length; at += perStatement) {
      const { added, changed } = await addConcepts(
        work,
        framework,
        concepts.slice(at, at + perStatement).map(({ label, altLabels, description, ...concept }) => ({
          ...concept,
          labels: { sv: label },
          altLabels: altLabels.length > 0 ? { sv: altLabels } : {},
          descriptions: description === undefined ? {} : { sv: description },
        })),
      )
      sum.added += added
      sum.changed += changed
      say(`concepts: ${Math.min(at + perStatement, concepts.length)} of ${concepts.length}`)
    }
    for (let at = 0; at < mappings.length; at += perStatement)
      sum.mappings += await addMappings(work, framework, mappings.slice(at, at + perStatement))
    await addFramework(ground, work, framework, ['sv'])
    return sum
  })
  await ground.database.analyze(['skill_concept', 'skill_label', 'skill_mapping'])
  return { read: concepts.length, ...total }
}

export async function addMappings(
  work: Work,
  { name, version }: Framework,
  mappings: readonly JobtechMapping[],
): Promise<number> {
  const { rows } = await sql`
    insert into skill_mapping (framework, version, uri, target_framework, target, relation)
    select ${name}, ${version}, uri, "targetFramework", target, relation
    from jsonb_to_recordset(${toJson(mappings)}::jsonb)
      as given (uri text, "targetFramework" text, target text, relation text)
    on conflict do nothing returning 1`.execute(work)
  return rows.length
}
