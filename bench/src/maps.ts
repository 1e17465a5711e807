import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { buildSkillMap } from '@bricka/domain/skill/build-skill-map'
import { encodeSkillMap } from '@bricka/domain/skill/encode-skill-map'
import { indexSkillMap, type SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { coverAllPairs, rankAllPairs } from '@bricka/domain/skill/rank-all-pairs'
import { makeScores, scoreTransitions } from '@bricka/domain/skill/rank-transitions'
import { readSkillMap } from '@bricka/domain/skill/read-skill-map'
import { weighTexts } from '@bricka/domain/skill/weigh-texts'
import { readMapSource } from '@bricka/server/skill/read-map-source'
import type { BenchOptions } from './main.ts'
import { openDuck } from './maps-in-duckdb.ts'
import { coverWithBitsets, makeBitsets } from './maps-with-bitsets.ts'
import { measure } from './measure.ts'

const shared = process.env.BRICKA_SHARED ?? resolve(import.meta.dirname, '../../../shared')
const esco = process.env.BRICKA_ESCO ?? resolve(shared, 'data/esco-v1.1.1-compact')

export type MapRow = { readonly what: string; readonly value: number; readonly unit: 'ms' | 'bytes' }

/**
 * Maps on the whole of ESCO: all pairs of occupations three ways that must agree, one person against all, and the size
 * of the download. Milliseconds are CPU time.
 */
export async function runMaps({ json, turns }: BenchOptions): Promise<number> {
  if (!existsSync(esco)) {
    process.stderr.write(`Skipped: needs ESCO at ${esco}; name another zip file or folder with BRICKA_ESCO.\n`)
    return 2
  }
  const { source, texts: told } = await readMapSource(esco, /v(\d+\.\d+(?:\.\d+)?)/.exec(esco)?.[1] ?? 'unknown')
  const map = buildSkillMap(source)
  const texts = weighTexts(map.occupations.uris.map((uri) => told.get(uri) ?? ''))
  const index = indexSkillMap(map)
  const rows: MapRow[] = []
  const add = (what: string, value: number, unit: MapRow['unit']): void => {
    rows.push({ what, value: Math.round(value * 1000) / 1000, unit })
    if (!json) process.stdout.write(`${what.padEnd(58)} ${rows.at(-1)?.value} ${unit}\n`)
  }

  const bitsets = makeBitsets(index)
  const duck = await openDuck(index)
  await requireAgreement(index, bitsets, duck)
  const few = Math.min(turns, 3)
  const all = `all ${map.occupations.uris.length}² pairs`
  const pairs = [
    { name: 'coverage, inverted lists', run: () => coverAllPairs(index) },
    { name: 'coverage, bitsets', run: () => coverWithBitsets(index, bitsets) },
    { name: 'coverage, DuckDB in SQL', run: () => duck.cover() },
    { name: 'rank (four measures) without words', run: () => rankAllPairs(index) },
    { name: 'rank (four measures) with words', run: () => rankAllPairs(index, texts) },
  ]
  for (const [name, rate] of await measure(pairs, few, 0.5)) add(`${all}: ${name}`, 1000 / rate, 'ms')
  duck.close()

  const scores = makeScores(index)
  let next = 0
  const step = (): number => next++ % map.occupations.uris.length
  const person = Array.from({ length: 40 }, (_, place) => (place * 331) % map.skills.uris.length)
  const one = [
    { name: 'one occupation against all', run: () => scoreTransitions(index, from(step()), undefined, scores) },
    { name: 'one occupation against all, with words', run: () => scoreTransitions(index, from(step()), texts, scores) },
    {
      name: 'a person with 40 skills against all',
      run: () => scoreTransitions(index, { kind: 'skills', skills: person }, undefined, scores),
    },
  ]
  for (const [name, rate] of await measure(one, turns, 0.1)) add(name, 1000 / rate, 'ms')

  const files = { map: encodeSkillMap(map), 'map with words': encodeSkillMap(map, texts) }
  for (const [name, bytes] of Object.entries(files)) {
    add(`${name}: bytes`, bytes.length, 'bytes')
    add(`${name}: gzip`, gzipSync(bytes, { level: 9 }).length, 'bytes')
    add(`${name}: br`, brotliCompressSync(bytes).length, 'bytes')
  }
  const loading = [{ name: 'load: read and index the map', run: () => load(files.map) }]
  for (const [name, rate] of await measure(loading, few, 0.3)) add(name, 1000 / rate, 'ms')
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  return 0
}

const from = (occupation: number) => ({ kind: 'occupation', occupation }) as const

function load(bytes: Uint8Array): SkillIndex {
  const read = readSkillMap(bytes)
  if (!read.read) throw new Error(`our own map is ${read.code}`)
  return indexSkillMap(read.map)
}

/** A race of answers that differ would say nothing. */
async function requireAgreement(
  index: SkillIndex,
  bitsets: ReturnType<typeof makeBitsets>,
  duck: Awaited<ReturnType<typeof openDuck>>,
): Promise<void> {
  const ours = sum(coverAllPairs(index))
  const others = { bitsets: sum(coverWithBitsets(index, bitsets)), DuckDB: await duck.cover() }
  for (const [name, other] of Object.entries(others))
    if (Math.abs(other - ours) > 1e-4 * ours) throw new Error(`${name} adds up to ${other}, we to ${ours}`)
}

const sum = (square: Float32Array): number => square.reduce((total, value) => total + value, 0)
