import { basename } from 'node:path'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { type Added, addConcepts, addFramework, type Concept, escoAttribution } from './add-concepts.ts'
import { addBroader, addLinks } from './add-links.ts'
import { type EscoConcept, readEsco } from './read-esco.ts'

const perStatement = 2000

export type Imported = Added & { version: string; languages: string[]; read: number; links: number }

/**
 * Imports an ESCO download of one or more languages into the version that it is of: concepts, what they stand in, and
 * which skills belong to which occupation. Everything or nothing of it; the same file twice changes nothing, and
 * another language adds its labels to the concepts that are there.
 *
 * @throws Problem `file-unreadable`
 */
export async function importEsco(
  ground: Ground,
  path: string,
  version: string | undefined,
  say: (line: string) => void,
): Promise<Imported> {
  const framework = { name: 'ESCO', version: version ?? readVersion(path), attribution: escoAttribution }
  const imported = await ground.database.act(systemScope, async (work) => {
    const languages = new Set<string>()
    const total = { read: 0, added: 0, changed: 0, links: 0 }
    for await (const file of readEsco(path)) {
      let rows = 0
      const told = (count: number): void => {
        rows += count
        say(`${file.name}: ${rows} read`)
      }
      if (file.holds === 'concepts') {
        languages.add(file.language)
        for await (const concepts of inBatches(file.rows)) {
          const { added, changed } = await addConcepts(work, framework, toConcepts(concepts, file.language))
          total.added += added
          total.changed += changed
          total.read += concepts.length
          told(concepts.length)
        }
      } else if (file.holds === 'links') {
        for await (const links of inBatches(file.rows)) {
          total.links += await addLinks(work, framework, links)
          told(links.length)
        }
      } else
        for await (const pairs of inBatches(file.rows)) {
          total.changed += await addBroader(work, framework, pairs)
          told(pairs.length)
        }
    }
    await addFramework(ground, work, framework, [...languages])
    return { version: framework.version, languages: [...languages].sort(), ...total }
  })
  await ground.database.analyze(['skill_concept', 'skill_label', 'skill_link'])
  return imported
}

const toConcepts = (concepts: readonly EscoConcept[], language: string): Concept[] => {
  const unique = new Map(concepts.map((concept) => [concept.uri, concept]))
  return [...unique.values()].map(({ label, altLabels, description, ...concept }) => ({
    ...concept,
    labels: { [language]: label },
    altLabels: altLabels.length > 0 ? { [language]: altLabels } : {},
    descriptions: description === undefined ? {} : { [language]: description },
  }))
}

async function* inBatches<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let waiting: Row[] = []
  for await (const row of rows) {
    waiting.push(row)
    if (waiting.length < perStatement) continue
    yield waiting
    waiting = []
  }
  if (waiting.length > 0) yield waiting
}

/** The portal writes the version into the file's name only. */
export function readVersion(path: string): string {
  const version = /v?(\d+\.\d+(?:\.\d+)?)/.exec(basename(path))?.[1]
  if (!version)
    throw new Problem('file-unreadable', `The file's name does not tell ESCO's version; give it: --version 1.2.0`)
  return version
}
