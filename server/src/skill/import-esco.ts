import { basename } from 'node:path'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { type Added, addConcepts, addFramework, type Concept, escoAttribution } from './add-concepts.ts'
import { readEsco } from './read-esco.ts'

const perStatement = 1000

export type Imported = Added & { version: string; languages: string[]; read: number }

/**
 * Imports an ESCO download of one or more languages into the version that it is of. Everything or nothing of it; the
 * same file twice changes nothing, and another language adds its labels to the concepts that are there.
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
    let read = 0
    let added = 0
    let changed = 0
    for await (const { kind, language, concepts } of readEsco(path)) {
      languages.add(language)
      let waiting: Concept[] = []
      const flush = async (): Promise<void> => {
        const unique = [...new Map(waiting.map((concept) => [concept.uri, concept])).values()]
        const result = await addConcepts(work, framework, unique)
        added += result.added
        changed += result.changed
        read += waiting.length
        waiting = []
        say(`${kind} (${language}): ${read} read`)
      }
      for await (const { label, altLabels, ...concept } of concepts) {
        waiting.push({
          ...concept,
          labels: { [language]: label },
          altLabels: altLabels.length > 0 ? { [language]: altLabels } : {},
        })
        if (waiting.length === perStatement) await flush()
      }
      await flush()
    }
    await addFramework(ground, work, framework, [...languages])
    return { version: framework.version, languages: [...languages].sort(), read, added, changed }
  })
  await ground.database.analyze(['skill_concept', 'skill_label'])
  return imported
}

/** The portal writes the version into the file's name only. */
function readVersion(path: string): string {
  const version = /v?(\d+\.\d+(?:\.\d+)?)/.exec(basename(path))?.[1]
  if (!version)
    throw new Problem('file-unreadable', `The file's name does not tell ESCO's version; give it: --version 1.2.0`)
  return version
}
