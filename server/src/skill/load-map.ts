import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Language } from '@bricka/domain/local-text'
import { buildSkillMap } from '@bricka/domain/skill/build-skill-map'
import { encodeSkillMap } from '@bricka/domain/skill/encode-skill-map'
import { indexSkillMap, type SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { type TextIndex, weighTexts } from '@bricka/domain/skill/weigh-texts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { listVersions, pickLabel } from './find-skills.ts'
import { tellOf, toSource } from './read-map-source.ts'

export type MapQuestion = { framework: string; version: string | undefined; language: Language }

export type LoadedMap = {
  readonly index: SkillIndex
  readonly texts: TextIndex
  /** The download, made when first asked for and kept. */
  download(withTexts: boolean): Promise<MapDownload>
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
  const { name, version, attribution, imported_at } = await ground.database.act(systemScope, (work) =>
    findVersion(work, question),
  )
  const maps = kept.get(ground) ?? new Map<string, Promise<LoadedMap>>()
  kept.set(ground, maps)
  const key = JSON.stringify([name, version, question.language, imported_at])
  const known = maps.get(key)
  if (known) return known
  const making = ground.database.act(systemScope, (work) =>
    makeMap(work, { framework: name, version, attribution: attribution ?? '', language: question.language }),
  )
  maps.set(key, making)
  making.catch(() => maps.delete(key))
  for (const old of [...maps.keys()].slice(0, -keptMaps)) maps.delete(old)
  return making
}

async function findVersion(work: Work, { framework, version }: MapQuestion) {
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

async function makeMap(work: Work, names: Names): Promise<LoadedMap> {
  const concepts = await work
    .selectFrom('skill_concept')
    .select(['uri', 'type', 'code', 'labels', 'alt_labels', 'descriptions', 'broader'])
    .where('framework', '=', names.framework)
    .where('version', '=', names.version)
    .where('state', '=', 'current')
    .execute()
  const links = await work
    .selectFrom('skill_link')
    .select(['occupation', 'skill', 'relation'])
    .where('framework', '=', names.framework)
    .where('version', '=', names.version)
    .execute()
  const map = buildSkillMap(
    toSource(
      names,
      concepts.map(({ uri, type, code, labels, broader }) => ({
        uri,
        type,
        code: code ?? undefined,
        label: pickLabel(labels, names.language, uri).text,
        broader,
      })),
      links,
    ),
  )
  // Always the same language's words, so that an order does not change with the reader's language.
  const told = new Map(
    concepts.map(({ uri, labels, alt_labels, descriptions }) => {
      const { text: label, language } = pickLabel(labels, 'en', uri)
      return [uri, tellOf({ label, altLabels: alt_labels[language] ?? [], description: descriptions[language] })]
    }),
  )
  const index = indexSkillMap(map)
  const texts = weighTexts(map.occupations.uris.map((uri) => told.get(uri) ?? ''))
  const downloads = new Map<boolean, Promise<MapDownload>>()
  return {
    index,
    texts,
    download(withTexts) {
      const made = downloads.get(withTexts) ?? pack(encodeSkillMap(map, withTexts ? texts : undefined))
      downloads.set(withTexts, made)
      return made
    },
  }
}

async function pack(encoded: Uint8Array<ArrayBuffer>): Promise<MapDownload> {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  const [zipped, br] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
  ])
  return { bytes, gzip: zipped, br, etag: `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"` }
}
