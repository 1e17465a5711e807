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
import { type BenchRow, printRows } from './bench-row.ts'
import type { BenchOptions } from './main.ts'
import { openDuck } from './maps-in-duckdb.ts'
import { coverWithBitsets, makeBitsets } from './maps-with-bitsets.ts'
import { measure } from './measure.ts'

const shared = process.env.BRICKA_SHARED ?? resolve(import.meta.dirname, '../../../shared')
const esco = process.env.BRICKA_ESCO ?? resolve(shared, 'data/esco-v1.1.1-compact')

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
  const rows: BenchRow[] = []
  const tell = (what: string, value: number, unit: 'ms' | 'bytes'): void => {
    if (!json) process.stdout.write(`${what.padEnd(58)} ${round(value)} ${unit}\n`)
  }
  const add = (document: string, rate: number, peerName: string | null = null, peer: number | null = null): void => {
    const ratio = peer === null ? null : round(rate / peer)
    rows.push({ case: 'maps', document, ours: round(rate), peer: peer && round(peer), peerName, ratio, ofRaw: null })
  }
  const addTime = (what: string, rate: number): void => {
    tell(what, 1000 / rate, 'ms')
    add(what, rate)
  }
  const addSize = (what: string, { length }: Uint8Array): void => {
    tell(what, length, 'bytes')
    rows.push({ ...nothingBeside, case: 'maps', document: what, ours: length, unit: 'bytes' })
  }

  const bitsets = makeBitsets(index)
  const duck = await openDuck(index)
  await requireAgreement(index, bitsets, duck)
  const few = Math.min(turns, 3)
  const all = `all ${map.occupations.uris.length}² pairs`
  const [inverted, ...others] = ['coverage, inverted lists', 'coverage, bitsets', 'coverage, DuckDB in SQL'] as const
  const pairs = [
    { name: inverted, run: () => coverAllPairs(index) },
    { name: others[0], run: () => coverWithBitsets(index, bitsets) },
    { name: others[1], run: () => duck.cover() },
    { name: 'rank (four measures) without words', run: () => rankAllPairs(index) },
    { name: 'rank (four measures) with words', run: () => rankAllPairs(index, texts) },
  ]
  const rates = await measure(pairs, few, 0.5)
  duck.close()
  for (const [name, rate] of rates) tell(`${all}: ${name}`, 1000 / rate, 'ms')
  for (const name of others) add(`${all}: ${inverted}`, rates.get(inverted) ?? 0, name, rates.get(name) ?? 0)
  for (const [name, rate] of rates) if (name.startsWith('rank')) add(`${all}: ${name}`, rate)

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
  for (const [name, rate] of await measure(one, turns, 0.1)) addTime(name, rate)

  const files = { map: encodeSkillMap(map), 'map with words': encodeSkillMap(map, texts) }
  for (const [name, bytes] of Object.entries(files)) {
    addSize(`${name}: bytes`, bytes)
    addSize(`${name}: gzip`, gzipSync(bytes, { level: 9 }))
    addSize(`${name}: br`, brotliCompressSync(bytes))
  }
  const loading = [{ name: 'load: read and index the map', run: () => load(files.map) }]
  for (const [name, rate] of await measure(loading, few, 0.3)) addTime(name, rate)
  if (json) printRows(rows)
  return 0
}

const nothingBeside = { peer: null, peerName: null, ratio: null, ofRaw: null } as const

const round = (value: number): number => Math.round(value * 1000) / 1000

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
