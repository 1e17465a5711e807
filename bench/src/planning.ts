import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addChanges, type Changes, listMemberships } from '@bricka/domain/planning/count-supply'
import { makePopulation } from '@bricka/domain/planning/make-population'
import { careConcepts, careLinks } from '@bricka/fixtures/world/care-occupations'
import { escoVersion } from '@bricka/fixtures/world/esco-concepts'
import { systemScope } from '@bricka/server/database/connect'
import type { Ground } from '@bricka/server/ground'
import { generatePopulation } from '@bricka/server/planning/generate-population'
import { keepCells } from '@bricka/server/planning/keep-cells'
import { getRelease, listSupply, readBeside } from '@bricka/server/planning/read-supply'
import { recordKey } from '@bricka/server/planning/record-key'
import { findWiden } from '@bricka/server/planning/refresh-supply'
import { addConcepts, addFramework, escoAttribution } from '@bricka/server/skill/add-concepts'
import { addLinks } from '@bricka/server/skill/add-links'
import { loadMap } from '@bricka/server/skill/load-map'
import type { BenchOptions } from './main.ts'
import { openGround } from './open-ground.ts'

type Row = {
  people: number
  generateSeconds: number
  issueMilliseconds: number
  pageMilliseconds: number
  figures: number
}

/**
 * Made-up people in powers of ten, each in a database of its own: what counting one more person's credentials costs, and
 * what a region's page costs. Both must stay as they are while the people grow.
 */
export async function runPlanning({ json, people, turns }: BenchOptions): Promise<number> {
  const rows: Row[] = []
  const print = (cells: readonly (string | number)[]): void =>
    void (json || process.stdout.write(`${cells.map((cell) => String(cell).padStart(14)).join('')}\n`))
  print(['people', 'generated, s', 'one more, ms', 'page, ms', 'figures'])
  for (let count = 100; count <= people; count *= 10) {
    const row = await measureOne(count, Math.max(3, turns))
    rows.push(row)
    print([
      row.people,
      row.generateSeconds.toFixed(1),
      row.issueMilliseconds.toFixed(1),
      row.pageMilliseconds.toFixed(1),
      row.figures,
    ])
  }
  if (json) process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`)
  return 0
}

async function measureOne(people: number, turns: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'bricka-planning-'))
  const { ground, close } = await openGround(folder)
  try {
    await addCareMap(ground)
    const begun = performance.now()
    await generatePopulation(ground, { people, seed: 3, quarters: 1 })
    const generateSeconds = (performance.now() - begun) / 1000
    const issueMilliseconds = await timeOneMore(ground, turns)
    const pages: number[] = []
    let figures = 0
    for (let turn = 0; turn < turns; turn++) {
      const start = performance.now()
      const page = await ground.database.act(systemScope, async (work) => {
        const release = await getRelease(work, undefined)
        const paging = { search: '', page: 1, perPage: 25, format: 'json' as const }
        await readBeside(work, release, 'SE')
        return listSupply(
          work,
          release,
          { place: 'SE', facet: 'all', kind: 'any', order: 'most', language: 'sv' },
          paging,
        )
      })
      pages.push(performance.now() - start)
      figures = page.total
    }
    return { people, generateSeconds, issueMilliseconds, pageMilliseconds: median(pages), figures }
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One more person with their credentials into counts that are there: the work that each issuing brings. */
async function timeOneMore(ground: Ground, turns: number): Promise<number> {
  const { index } = await loadMap(ground, { framework: 'ESCO', version: undefined, language: 'en' })
  const widen = await findWiden(ground)
  const issuers = Array.from({ length: 12 }, (_, place) => `0198c000-0000-7000-8000-0000000000${10 + place}`)
  const plan = {
    people: turns,
    seed: 99,
    today: '2026-11-02',
    issuers,
    pool: { occupations: [], skills: index.map.skills.uris },
  }
  const times: number[] = []
  for (const { facts } of makePopulation(plan)) {
    const changes: Changes = new Map()
    const start = performance.now()
    addChanges(
      changes,
      recordKey(ground.settings.secret, `one ${times.length}`),
      new Map(),
      listMemberships(facts, widen),
    )
    await ground.database.act(systemScope, (work) => keepCells(work, changes))
    times.push((performance.now() - start) / Math.max(1, new Set(facts.map(({ merit }) => merit)).size))
  }
  return median(times)
}

async function addCareMap(ground: Ground): Promise<void> {
  const framework = { name: 'ESCO', version: escoVersion, attribution: escoAttribution }
  await ground.database.act(systemScope, async (work) => {
    await addFramework(ground, work, framework, ['en'])
    await addConcepts(
      work,
      framework,
      careConcepts.map(({ label, ...concept }) => ({
        ...concept,
        labels: { en: label },
        altLabels: {},
        state: 'current',
      })),
    )
    await addLinks(work, framework, careLinks)
  })
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0
