import { Problem } from '../http/problem.ts'
import type { CsvRow, Download } from './open-download.ts'
import { type EscoConcept, type EscoFile, type EscoLink, readIscedCode } from './read-esco.ts'

/**
 * Reads the compact re-encoding of ESCO: five CSV files in English whose rows name each other by number. Addresses are
 * read first, for a row may name one that comes later.
 */
export async function* readCompactEsco(download: Download): AsyncGenerator<EscoFile> {
  const need = (name: string): string => {
    if (download.names.includes(name)) return name
    throw new Problem('file-unreadable', `${name} is missing beside occupation_skill.csv.`)
  }
  const occupations = await readAddresses(download, need('occupations.csv'))
  const skills = await readAddresses(download, need('skills.csv'))
  const groups = await readAddresses(download, need('skill_groups.csv'))
  const concepts = (name: string, rows: (file: string) => AsyncIterable<EscoConcept>): EscoFile => ({
    holds: 'concepts',
    name: `${name} (en)`,
    language: 'en',
    rows: rows(need(`${name}.csv`)),
  })
  yield concepts('isco_groups', (file) =>
    map(download.rows(file), (row) => ({ ...readConcept(file, row), type: 'isco-group', broader: isco(row.code, -1) })),
  )
  yield concepts('skill_groups', (file) =>
    map(download.rows(file), (row) => ({
      ...readConcept(file, row),
      type: 'skill-group',
      broader: lookUp(row.broader_group_ids, groups),
    })),
  )
  yield concepts('skills', (file) =>
    map(download.rows(file), (row) => ({
      ...readConcept(file, row),
      type: row.type === 'knowledge' ? 'knowledge' : 'skill',
      broader: [...lookUp(row.group_ids, groups), ...lookUp(row.broader_skill_ids, skills)],
    })),
  )
  yield concepts('occupations', (file) =>
    map(download.rows(file), (row) => ({
      ...readConcept(file, row),
      type: 'occupation',
      broader: isco(row.isco08, 4),
    })),
  )
  yield {
    holds: 'links',
    name: 'occupation_skill',
    rows: map(download.rows('occupation_skill.csv'), (row): EscoLink => {
      const occupation = occupations[Number(row.occupation_id)]
      const skill = skills[Number(row.skill_id)]
      if (!occupation || !skill)
        throw new Problem('file-unreadable', `occupation_skill.csv names an occupation or skill that is not there.`)
      return { occupation, skill, relation: row.relation === 'E' ? 'essential' : 'optional' }
    }),
  }
}

async function readAddresses(download: Download, name: string): Promise<string[]> {
  const addresses: string[] = []
  for await (const { id, uri } of download.rows(name)) {
    if (!id || !uri) throw new Problem('file-unreadable', `${name} lacks the column id or uri.`)
    addresses[Number(id)] = uri
  }
  return addresses
}

function readConcept(file: string, row: CsvRow): Omit<EscoConcept, 'type' | 'broader'> {
  const { uri, label_en: label, code, alt_labels_en: altLabels = '', description_en: description } = row
  if (!uri || !label) throw new Problem('file-unreadable', `${file} lacks the column uri or label_en.`)
  return {
    uri,
    code: code || readIscedCode(uri),
    label,
    altLabels: [...new Set(altLabels.split('|'))].filter((other) => other !== '' && other !== label),
    description: description || undefined,
    state: 'current',
    replacedBy: undefined,
  }
}

/** ISCO-08's groups stand in each other by their digits. */
function isco(code: string | undefined, digits: number): string[] {
  const above = code?.slice(0, digits) ?? ''
  return above === '' ? [] : [`http://data.europa.eu/esco/isco/C${above}`]
}

const lookUp = (ids: string | undefined, addresses: readonly string[]): string[] =>
  (ids ?? '').split('|').flatMap((id) => (id === '' ? [] : (addresses[Number(id)] ?? [])))

async function* map<From, To>(rows: AsyncIterable<From>, make: (row: From) => To): AsyncGenerator<To> {
  for await (const row of rows) yield make(row)
}
