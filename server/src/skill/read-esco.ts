import { Problem } from '../http/problem.ts'
import { type CsvRow, type Download, openDownload } from './open-download.ts'
import { readCompactEsco } from './read-compact-esco.ts'

export type EscoConcept = {
  uri: string
  type: EscoType
  /** Of occupations, ISCO groups and skill groups; ISCED-F's where a group of knowledge has none of its own. */
  code: string | undefined
  label: string
  altLabels: string[]
  description: string | undefined
  state: 'current' | 'deprecated'
  /** What stands in its place, where the source says so. */
  replacedBy: string | undefined
  broader: string[]
}
export const escoTypes = ['skill', 'knowledge', 'occupation', 'skill-group', 'isco-group'] as const
export type EscoType = (typeof escoTypes)[number]

export type EscoLink = { occupation: string; skill: string; relation: 'essential' | 'optional' }
export type EscoBroader = { uri: string; broader: string }

export type EscoFile =
  | { holds: 'concepts'; name: string; language: string; rows: AsyncIterable<EscoConcept> }
  | { holds: 'links'; name: string; rows: AsyncIterable<EscoLink> }
  | { holds: 'broader'; name: string; rows: AsyncIterable<EscoBroader> }

const typeByFile = {
  skills: 'skill',
  occupations: 'occupation',
  skillGroups: 'skill-group',
  ISCOGroups: 'isco-group',
} as const satisfies Record<string, EscoType>

/** Between 1.1 and 1.2 relation files got the language into their names; the concept files always had it. */
const conceptFile = /^(skills|occupations|skillGroups|ISCOGroups)_([a-z]{2})\.csv$/
const relationFile =
  /^(occupationSkillRelations|broaderRelationsSkillPillar|broaderRelationsOccPillar|skillsHierarchy)(_[a-z]{2})?\.csv$/

/**
 * Reads an ESCO download: the portal's "classification", CSV, one or more languages a file, as a zip file or a folder;
 * or the compact re-encoding with numbers for addresses. Concepts come before relations, and everything row by row:
 * the whole is never in memory.
 *
 * @throws Problem `file-unreadable`
 */
export async function* readEsco(path: string): AsyncGenerator<EscoFile> {
  const download = await openDownload(path)
  try {
    if (download.names.includes('occupation_skill.csv')) yield* readCompactEsco(download)
    else yield* readOfficial(download)
  } finally {
    download.close()
  }
}

async function* readOfficial(download: Download): AsyncGenerator<EscoFile> {
  const concepts = download.names.filter((name) => conceptFile.test(name))
  if (concepts.length === 0)
    throw new Problem(
      'file-unreadable',
      'None of skills_<language>.csv, occupations_…, skillGroups_…, ISCOGroups_… is in the file. Choose "classification" and CSV on the ESCO portal’s download page.',
    )
  for (const name of concepts) {
    const [, kind, language = ''] = conceptFile.exec(name) ?? []
    if (isKind(kind))
      yield { holds: 'concepts', name: `${kind} (${language})`, language, rows: readConcepts(download, name, kind) }
  }
  const seen = new Set<string>()
  for (const name of download.names) {
    const [, kind] = relationFile.exec(name) ?? []
    // Relations are the same in every language: once is enough.
    if (kind === undefined || seen.has(kind)) continue
    seen.add(kind)
    if (kind === 'occupationSkillRelations') yield { holds: 'links', name: kind, rows: readLinks(download, name) }
    else if (kind === 'skillsHierarchy') yield { holds: 'broader', name: kind, rows: readHierarchy(download, name) }
    else yield { holds: 'broader', name: kind, rows: readBroader(download, name) }
  }
}

const isKind = (text: string | undefined): text is keyof typeof typeByFile => text !== undefined && text in typeByFile

async function* readConcepts(
  download: Download,
  name: string,
  kind: keyof typeof typeByFile,
): AsyncGenerator<EscoConcept> {
  for await (const row of download.rows(name)) {
    const { conceptUri: uri, preferredLabel, altLabels = '', skillType, status, iscoGroup, code, description } = row
    if (!uri || !preferredLabel)
      throw new Problem('file-unreadable', `${name} lacks the column conceptUri or preferredLabel.`)
    yield {
      uri,
      type: skillType === 'knowledge' ? 'knowledge' : typeByFile[kind],
      code: code?.trim() || readIscedCode(uri) || iscoGroup,
      label: preferredLabel.trim(),
      altLabels: [...new Set(altLabels.split('\n').map((label) => label.trim()))].filter(
        (label) => label !== '' && label !== preferredLabel.trim(),
      ),
      description: description?.trim() || undefined,
      state: status === undefined || status === '' || status === 'released' ? 'current' : 'deprecated',
      replacedBy: row.replacedByUri?.trim() || undefined,
      broader: iscoGroup ? [`http://data.europa.eu/esco/isco/C${iscoGroup}`] : [],
    }
  }
}

/** Groups of knowledge are ISCED-F's fields, whose code stands in the address only. */
export const readIscedCode = (uri: string): string | undefined => /\/isced-f\/(\d+)$/.exec(uri)?.[1]

async function* readLinks(download: Download, name: string): AsyncGenerator<EscoLink> {
  for await (const row of download.rows(name)) {
    const { occupationUri: occupation, skillUri: skill, relationType: relation } = row
    if (!occupation || !skill || (relation !== 'essential' && relation !== 'optional'))
      throw new Problem(
        'file-unreadable',
        `${name} lacks the column occupationUri, skillUri or relationType, or has another relation than essential and optional.`,
      )
    yield { occupation, skill, relation }
  }
}

async function* readBroader(download: Download, name: string): AsyncGenerator<EscoBroader> {
  for await (const { conceptUri: uri, broaderUri: broader } of download.rows(name)) {
    if (!uri || !broader) throw new Problem('file-unreadable', `${name} lacks the column conceptUri or broaderUri.`)
    yield { uri, broader }
  }
}

/** One row is the way from the root down to one group: the last two of it are the group and what it stands in. */
async function* readHierarchy(download: Download, name: string): AsyncGenerator<EscoBroader> {
  for await (const row of download.rows(name)) {
    const way = [0, 1, 2, 3].flatMap((level) => levelOf(row, level) || [])
    const [broader, uri] = way.slice(-2)
    if (broader && uri && uri !== broader) yield { uri, broader }
  }
}

const levelOf = (row: CsvRow, level: number): string => row[`Level ${level} URI`]?.trim() ?? ''
