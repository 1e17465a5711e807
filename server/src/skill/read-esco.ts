import { basename } from 'node:path'
import { parse } from 'csv-parse'
import { type Entry, openPromise } from 'yauzl'
import { Problem } from '../http/problem.ts'

export type EscoConcept = {
  uri: string
  type: EscoType
  label: string
  altLabels: string[]
  state: 'current' | 'deprecated'
  broader: string[]
}
export const escoTypes = ['skill', 'knowledge', 'occupation', 'skill-group', 'isco-group'] as const
export type EscoType = (typeof escoTypes)[number]

export type EscoFile = { kind: keyof typeof typeByFile; language: string; concepts: AsyncIterable<EscoConcept> }

const typeByFile = {
  skills: 'skill',
  occupations: 'occupation',
  skillGroups: 'skill-group',
  ISCOGroups: 'isco-group',
} as const satisfies Record<string, EscoType>

/** Between 1.1 and 1.2 relation files got the language into their names; the concept files always had it. */
const conceptFile = /^(skills|occupations|skillGroups|ISCOGroups)_([a-z]{2})\.csv$/

/**
 * Reads the concepts of an ESCO download (the portal's "classification", CSV, one language a file), one file after the
 * other and row by row: the whole is never in memory.
 *
 * @throws Problem `file-unreadable`
 */
export async function* readEsco(path: string): AsyncGenerator<EscoFile> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: Error) => {
    throw new Problem('file-unreadable', `${path} is not a zip file that can be read: ${error.message}.`)
  })
  let found = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const [, kind, language] = conceptFile.exec(basename(entry.fileName)) ?? []
      if (!isKind(kind) || !language) continue
      found++
      const stream = await zip.openReadStreamPromise(entry)
      yield { kind, language, concepts: readConcepts(stream, kind, entry) }
    }
  } finally {
    zip.close()
  }
  if (found === 0)
    throw new Problem(
      'file-unreadable',
      'None of skills_<language>.csv, occupations_…, skillGroups_…, ISCOGroups_… is in the file. Choose "classification" and CSV on the ESCO portal’s download page.',
    )
}

const isKind = (text: string | undefined): text is keyof typeof typeByFile => text !== undefined && text in typeByFile

async function* readConcepts(
  stream: NodeJS.ReadableStream,
  kind: keyof typeof typeByFile,
  entry: Entry,
): AsyncGenerator<EscoConcept> {
  const rows: AsyncIterable<Record<string, string | undefined>> = stream.pipe(
    parse({ columns: true, bom: true, relax_column_count: true, max_record_size: 1_000_000 }),
  )
  try {
    for await (const row of rows) {
      const { conceptUri, preferredLabel, altLabels = '', skillType, status, iscoGroup } = row
      if (!conceptUri || !preferredLabel)
        throw new Problem('file-unreadable', `${entry.fileName} lacks the column conceptUri or preferredLabel.`)
      yield {
        uri: conceptUri,
        type: skillType === 'knowledge' ? 'knowledge' : typeByFile[kind],
        label: preferredLabel.trim(),
        altLabels: [...new Set(altLabels.split('\n').map((label) => label.trim()))].filter(
          (label) => label !== '' && label !== preferredLabel.trim(),
        ),
        state: status === undefined || status === '' || status === 'released' ? 'current' : 'deprecated',
        broader: iscoGroup ? [`http://data.europa.eu/esco/isco/C${iscoGroup}`] : [],
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('file-unreadable', `${entry.fileName}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
