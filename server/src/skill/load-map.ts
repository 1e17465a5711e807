import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Language, pickText } from '@bricka/domain/local-text'
import { buildSkillMap, type MapSource } from '@bricka/domain/skill/build-skill-map'
import { encodeSkillMap } from '@bricka/domain/skill/encode-skill-map'
import type { OccupationNames } from '@bricka/domain/skill/find-occupations'
import { indexSkillMap, type SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { applyEdits, type MapEdit } from '@bricka/domain/skill/map-edit'
import { type TextIndex, weighTexts } from '@bricka/domain/skill/weigh-texts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { listVersions, pickLabel } from './find-skills.ts'
import { listGroups, listReplaced, nameOccupations } from './name-occupations.ts'
import { getMap, listTaken } from './own-map.ts'
import { tellOf, toSource } from './read-map-source.ts'

export type MapQuestion = {
  framework: string
  version: string | undefined
  language: Language
  /** An organisation's own map; it says itself what it is edited from. */
  map?: string | undefined
}

export type LoadedMap = {
  readonly source: MapSource
  readonly index: SkillIndex
  readonly texts: TextIndex
  readonly names: OccupationNames
  /** The download, made when first asked for and kept. */
  download(withTexts: boolean): Promise<MapDownload>
  /** The names as a download of their own: who only reckons does without them. */
  downloadNames(): Promise<MapDownload>
}

export type MapDownload = { bytes: Buffer; gzip: Buffer; br: Buffer; etag: string }

/** How many maps are kept ready: one is some twenty megabytes, and a second to make. */
const keptMaps = 8

const kept = new WeakMap<Ground, Map<string, Promise<LoadedMap>>>()

/**
 * The map of a classification's version (the newest that says which skills belong to which occupation), with labels
 * in the language or a neighbouring one. Made from the database once, and anew after an import.
 *
 * @throws Problem `skill-map-missing`
 */
export async function loadMap(ground: Ground, question: MapQuestion): Promise<LoadedMap> {
  const plan = await ground.database.act(systemScope, (work) => planMap(work, question))
  const maps = kept.get(ground) ?? new Map<string, Promise<LoadedMap>>()
  kept.set(ground, maps)
  const key = JSON.stringify([plan.names, plan.importedAt])
  const known = maps.get(key)
  if (known) return known
  const making = ground.database.act(systemScope, (work) => makeMap(work, plan))
  maps.set(key, making)
  making.catch(() => maps.delete(key))
  for (const old of [...maps.keys()].slice(0, -keptMaps)) maps.delete(old)
  return making
}

type Plan = {
  /** As the map will name itself: an edited one by its edits too. */
  names: Names
  base: { framework: string; version: string } | undefined
  edits: readonly { id: string; edit: MapEdit }[]
  /** When anything was last imported: another classification brings names to find occupations by. */
  importedAt: Date | undefined
}

async function planMap(work: Work, question: MapQuestion): Promise<Plan> {
  const { language } = question
  if (question.map === undefined) {
    const { name: framework, version, attribution } = await findVersion(work, question)
    const names = { framework, version, attribution: attribution ?? '', language }
    return { names, base: { framework, version }, edits: [], importedAt: await findLastImport(work) }
  }
  const map = await getMap(work, question.map)
  const edits = await listTaken(work, map.id)
  const edition = `${map.id}.${edits.length}`
  if (map.framework === null || map.version === null) {
    const framework = pickText(map.title, language)?.text ?? map.id
    return {
      names: { framework, version: edition, attribution: '', language },
      base: undefined,
      edits,
      importedAt: undefined,
    }
  }
  const { name, version, attribution } = await findVersion(work, {
    framework: map.framework,
    version: map.version,
  })
  return {
    names: { framework: name, version: `${version}+${edition}`, attribution: attribution ?? '', language },
    base: { framework: name, version },
    edits,
    importedAt: await findLastImport(work),
  }
}

async function findLastImport(work: Work): Promise<Date | undefined> {
  const { at } = await work
    .selectFrom('skill_framework')
    .select(({ fn }) => fn.max('imported_at').as('at'))
    .executeTakeFirstOrThrow()
  return at
}

async function findVersion(work: Work, { framework, version }: Pick<MapQuestion, 'framework' | 'version'>) {
  const all = await listVersions(work, framework)
  for (const one of all) {
    if (version !== undefined && one.version !== version) continue
    const link = await work
      .selectFrom('skill_link')
      .select('skill')
      .where('framework', '=', one.name)
      .where('version', '=', one.version)
      .limit(1)
      .executeTakeFirst()
    if (link) return one
  }
  throw new Problem(
    'skill-map-missing',
    `No version ${version === undefined ? '' : `${version} `}of ${framework} here says which skills belong to which occupation. The operator imports one: bricka skills import esco FILE.`,
  )
}

type Names = { framework: string; version: string; attribution: string; language: Language }

async function makeMap(work: Work, { names, base, edits }: Plan): Promise<LoadedMap> {
  const concepts = base ? await listConcepts(work, base) : []
  const links = base
    ? await work
        .selectFrom('skill_link')
        .select(['occupation', 'skill', 'relation'])
        .where('framework', '=', base.framework)
        .where('version', '=', base.version)
        .execute()
    : []
  const plain = toSource(
    names,
    concepts.map(({ uri, type, code, labels, broader }) => ({
      uri,
      type,
      code: code ?? undefined,
      label: pickLabel(labels, names.language, uri).text,
      broader,
    })),
    links,
  )
  const source = applyEdits(plain, edits, names.language)
  const map = buildSkillMap(source)
  // Always the same language's words, so that an order does not change with the reader's language.
  const told = new Map(
    concepts.map(({ uri, labels, alt_labels, descriptions }) => {
      const { text: label, language } = pickLabel(labels, 'en', uri)
      return [uri, tellOf({ label, altLabels: alt_labels[language] ?? [], description: descriptions[language] })]
    }),
  )
  const index = indexSkillMap(map)
  const texts = weighTexts(map.occupations.uris.map((uri) => told.get(uri) ?? ''))
  const occupationNames = nameOccupations(
    map,
    concepts,
    base ? await listGroups(work, base) : [],
    base ? await listReplaced(work, base.framework) : {},
  )
  const downloads = new Map<boolean, Promise<MapDownload>>()
  let packedNames: Promise<MapDownload> | undefined
  return {
    source,
    index,
    texts,
    names: occupationNames,
    downloadNames() {
      packedNames ??= pack(new TextEncoder().encode(JSON.stringify(occupationNames)))
      return packedNames
    },
    download(withTexts) {
      const made = downloads.get(withTexts) ?? pack(encodeSkillMap(map, withTexts ? texts : undefined))
      downloads.set(withTexts, made)
      return made
    },
  }
}

const listConcepts = (work: Work, base: { framework: string; version: string }) =>
  work
    .selectFrom('skill_concept')
    .select(['uri', 'type', 'code', 'labels', 'alt_labels', 'descriptions', 'broader'])
    .where('framework', '=', base.framework)
    .where('version', '=', base.version)
    .where('state', '=', 'current')
    .execute()

async function pack(encoded: Uint8Array<ArrayBuffer>): Promise<MapDownload> {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  const [zipped, br] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
  ])
  return { bytes, gzip: zipped, br, etag: `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"` }
}
