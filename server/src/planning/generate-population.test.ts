import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { careConcepts, careLinks } from '@bricka/fixtures/world/care-occupations'
import { escoVersion } from '@bricka/fixtures/world/esco-concepts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { makeId } from '../make-id.ts'
import { addConcepts, addFramework, escoAttribution } from '../skill/add-concepts.ts'
import { addLinks } from '../skill/add-links.ts'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'
import { generatePopulation } from './generate-population.ts'
import { importShapes } from './import-shapes.ts'
import { readShapesFile } from './read-shapes-file.ts'
import { recountSupply } from './recount-supply.ts'
import { findWiden } from './refresh-supply.ts'

const plan = { people: 1200, seed: 7, quarters: 2, regions: ['SE331'] }

describe('made-up people', () => {
  let world: TestWorld
  let folder: string
  beforeAll(async () => {
    world = await openTestWorld()
    folder = await mkdtemp(join(tmpdir(), 'bricka-shapes-'))
    const framework = { name: 'ESCO', version: escoVersion, attribution: escoAttribution }
    await world.ground.database.act(systemScope, async (work) => {
      await addFramework(world.ground, work, framework, ['en'])
      const concepts = careConcepts.map(({ label, ...concept }) => ({
        ...concept,
        labels: { en: label },
        altLabels: {},
        state: 'current' as const,
      }))
      await addConcepts(work, framework, concepts)
      await addLinks(work, framework, careLinks)
    })
    await generatePopulation(world.ground, plan)
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  const truth = async (): Promise<Map<string, number>> => {
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<{ skill: string; region: string; persons: number }>`
        select skill, region, count(distinct holder_id)::int as persons from supply_fact group by skill, region`.execute(
        work,
      ),
    )
    return new Map(rows.map(({ skill, region, persons }) => [`${region} ${skill}`, persons]))
  }

  it('are counted as the facts say, cell for cell', async () => {
    const widen = await findWiden(world.ground)
    const drift = await world.ground.database.act(systemScope, (work) => recountSupply(world.ground, work, widen))
    expect(drift.cells).toBeGreaterThan(1000)
    expect(drift.wrong).toBe(0)
  })

  it('are released within the error that stands beside the figures, and marked as made up', async () => {
    const { rows: cells } = await world.ground.database.act(systemScope, (work) =>
      sql<{ place: string; concept: string; persons: number; value: number }>`
        select figure.place, figure.concept, cell.persons, figure.value from supply_figure figure
        join supply_cell cell using (place, facet, concept) where figure.period = '2026-Q3' and figure.facet = 'all'`.execute(
        work,
      ),
    )
    expect(cells.length).toBeGreaterThan(100)
    const known = await truth()
    expect(known.size).toBeGreaterThan(100)
    for (const { value } of cells) {
      expect(value % 5).toBe(0)
      expect(value).toBeGreaterThanOrEqual(10)
    }
    const { beside } = (await world.anyone.call('GET', '/api/planning/supply?place=SE331')).json()
    expect(beside).toMatchObject({ synthetic: true, periods: ['2026-Q3', '2026-Q2'] })
    expect(beside.coverage.value).toBeGreaterThan(0)
  })

  it('show a family of skills with everyone who has one of its skills', async () => {
    const { items } = (
      await world.anyone.call('GET', '/api/planning/supply?place=SE331&kind=family&perPage=100')
    ).json()
    expect(items.length).toBeGreaterThan(0)
    expect(items[0].type).toBe('family')
  })

  it('show one skill by level, form, issuer, end and time', async () => {
    const { items } = (await world.anyone.call('GET', '/api/planning/supply?place=SE331&kind=skill')).json()
    const answer = await world.anyone.call(
      'GET',
      `/api/planning/supply/skill?place=SE331&concept=${encodeURIComponent(items[0].uri)}`,
    )
    const { people, forms, periods, ends } = answer.json()
    expect(people).toBe(items[0].people)
    expect(forms.find(({ code }: { code: string }) => code === 'course').people).toBeLessThanOrEqual(people + 10)
    expect(periods.map(({ code }: { code: string }) => code)).toEqual(['2026-Q2', '2026-Q3'])
    expect(ends.every(({ people: ending }: { people: number }) => ending >= 10)).toBe(true)
  })

  it('show a skill over the municipalities of a region', async () => {
    const answer = await world.anyone.call('GET', '/api/planning/supply/places?within=SE331&concept=*')
    const { items } = answer.json()
    expect(items).toHaveLength(15)
    expect(items.filter(({ people }: { people: number | null }) => people !== null).length).toBeGreaterThan(5)
  })

  it('are laid beside what employers want: the greatest lack first, by branch and time, in every form', async () => {
    const { items: stock } = (await get('/api/planning/supply?place=SE331&kind=skill&language=en')).json()
    const [most] = stock
    const gaps = async (query = '') => (await get(`/api/planning/gap?place=SE331&language=en${query}`)).json()
    expect(await gaps()).toMatchObject({ total: 0 })
    const rare = await conceptOf('apply person-centred care')
    await want([
      { concept: most.uri, horizon: 'now', wanted: most.people + 40 },
      { concept: most.uri, horizon: 'three-years', wanted: 60 },
      { concept: rare, horizon: 'one-year', wanted: 90 },
      { concept: await conceptOf('upsell products'), horizon: 'now', wanted: 400 },
    ])
    const { items, beside } = await gaps()
    expect(items).toMatchObject([
      { label: 'upsell products' },
      { uri: most.uri, people: most.people, lacking: 100 },
      { uri: rare },
    ])
    expect(items[1].lackingAtLeast).toBe(100 - 40 - beside.precision.most)
    expect((await gaps('&until=now')).items).toMatchObject([{ label: 'upsell products' }, { lacking: 40 }])
    const care = await gaps('&branch=health-and-care')
    expect(care.items.map(({ uri }: { uri: string }) => uri)).not.toContain(await conceptOf('upsell products'))
    expect(care.items.map(({ uri }: { uri: string }) => uri)).toContain(rare)
    expect((await gaps('&search=PERSON-centred')).items).toMatchObject([{ uri: rare }])
    expect((await gaps(`&skill=${encodeURIComponent(rare)}`)).total).toBe(1)
    expect((await gaps('&page=2&perPage=2')).items).toHaveLength(1)
    const places = (await get('/api/planning/gap/places')).json().items
    expect(places).toMatchObject([{ place: { code: 'SE331' }, skills: 3 }])
    const csv = (await get('/api/planning/gap?place=SE331&format=csv')).body.split('\n')
    expect(csv[0]).toContain('wantedAtLeast')
    expect(csv.filter((line) => line.includes(rare))).toHaveLength(1)
    const cube = (await get('/api/planning/gap?place=SE331&format=json-stat')).json()
    expect(cube.value).toHaveLength(cube.size[2] * cube.size[3])
    expect((await get('/api/planning/gap?place=SE331&format=sdmx-csv')).body).toContain('BRICKA:GAP(1.0)')
    expect((await get('/api/planning/gap?place=XX')).json()).toMatchObject({ code: 'place-unknown' })
    expect((await get('/api/planning/gap?place=SE331&branch=magic')).statusCode).toBe(422)
  })

  it('are near in numbers of a family and in occupations, and nobody is looked at', async () => {
    const skill = await conceptOf('provide first aid')
    const near = (await get(`/api/planning/near?place=SE331&language=en&skill=${encodeURIComponent(skill)}`)).json()
    expect(near.skills).toMatchObject([{ uri: skill, label: 'provide first aid', family: { uri: expect.any(String) } }])
    const { people } = near.skills[0].family
    expect(people === null || people % 5 === 0).toBe(true)
    expect(near.occupations.map(({ label }: { label: string }) => label)).toContain('flight attendant')
    expect((await get('/api/planning/near?place=SE331')).json()).toMatchObject({ code: 'request-invalid' })
  })

  it('say where people of an occupation could go, what is assumed, and what of it employers lack', async () => {
    const from = encodeURIComponent(await conceptOf('flight attendant'))
    const moves = async (query = '') =>
      (await get(`/api/planning/what-if/moves?place=SE331&from=${from}&people=300&language=en${query}`)).json()
    const { items, assumed, total, beside } = await moves()
    expect(assumed).toMatchObject({ origin: { label: 'flight attendant' }, people: 300, essential: 30, lacking: 3 })
    expect(total).toBe(3)
    expect(beside.synthetic).toBe(true)
    for (const { held, sameFamily, relatedFamily, missing, of } of items)
      expect(held + sameFamily + relatedFamily + missing).toBe(of)
    const wanted = await moves('&order=wanted')
    const counts = wanted.items.map((move: { wanted: number }) => move.wanted)
    expect(counts).toEqual([...counts].sort((one: number, other: number) => other - one))
    expect(counts[0]).toBeGreaterThan(0)
    expect((await moves('&search=NURSE')).items).toMatchObject([{ label: 'nurse assistant', of: 36 }])
    const csv = (await get(`/api/planning/what-if/moves?place=SE331&from=${from}&format=csv`)).body.trim().split('\n')
    expect(csv).toHaveLength(4)
    const cube = await moves('&format=json-stat')
    expect(cube).toMatchObject({ id: ['place', 'period', 'from', 'measure', 'occupation'], size: [1, 1, 1, 6, 3] })
    expect(cube.dimension.occupation.category.index).toEqual(items.map(({ uri }: { uri: string }) => uri))
    expect(cube.value.slice(0, 3)).toEqual(items.map(({ held }: { held: number }) => held))
    expect(cube.extension).toMatchObject({ synthetic: true, assumed: { people: 300 } })
    const sdmx = (await get(`/api/planning/what-if/moves?place=SE331&from=${from}&format=sdmx-csv`)).body.split('\n')
    expect(sdmx[0]?.trim().split(',')).toEqual(
      expect.arrayContaining(['STRUCTURE_ID', 'FROM', 'OCCUPATION', 'OBS_VALUE']),
    )
    expect(sdmx.filter((line) => line.startsWith('dataflow,BRICKA:MOVES(1.0)'))).toHaveLength(18)
    expect(await moves('&order=best')).toMatchObject({ code: 'request-invalid' })
    expect((await get('/api/planning/what-if/moves?place=SE331&from=x')).json()).toMatchObject({
      code: 'occupation-unknown',
    })
    expect((await get(`/api/planning/what-if/moves?place=XX&from=${from}`)).json()).toMatchObject({
      code: 'place-unknown',
    })
  })

  it('are near an occupation in steps that the gate lets out, never more than there are', async () => {
    const occupation = await conceptOf('nurse assistant')
    const address = `/api/planning/what-if/reach?place=SE331&language=en&occupation=${encodeURIComponent(occupation)}`
    const reach = (await get(address)).json()
    expect(reach).toMatchObject({ occupation: { label: 'nurse assistant' }, essential: 36, merits: [] })
    expect(reach.steps.map(({ lacksAtMost }: { lacksAtMost: number }) => lacksAtMost)).toEqual([1, 3, 5, 9, 10, 18, 27])
    const near = await countNear(occupation, 27)
    expect(near).toBeGreaterThan(50)
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<{ persons: number }>`
        select persons from supply_cell
        where place = 'SE331' and concept = ${occupation} and facet = 'reach:27'`.execute(work),
    )
    expect(rows).toEqual([{ persons: near }])
    expect(reach.steps.at(-1).people % 5).toBe(0)
    expect(reach.steps.at(-1).people).toBeGreaterThan(50)
    expect(reach.steps[0].people).toBeNull()
    const shown = reach.lacking.flatMap(({ people }: { people: number | null }) => people ?? [])
    expect(shown.length).toBeGreaterThan(3)
    expect(Math.max(...shown)).toBeLessThan(reach.steps.at(-1).people)
    expect((await get(`${address}&format=csv`)).body).toContain('lacks-at-most,27')
    const cube = (await get(`${address}&format=json-stat`)).json()
    const lines = reach.steps.length + reach.lacking.length
    expect(cube).toMatchObject({ id: ['place', 'period', 'role', 'measure', 'lack'], size: [1, 1, 1, 2, lines] })
    expect(cube.value).toHaveLength(2 * lines)
    expect(cube.value[0]).toBeNull()
    const sdmx = (await get(`${address}&format=sdmx-csv`)).body.split('\n')
    expect(sdmx.filter((line) => line.includes('lacks-at-most:27'))).toHaveLength(2)
    expect(sdmx.filter((line) => line.includes('lacks-at-most:1,'))).toEqual([])
    expect((await get(`${address}x`)).json()).toMatchObject({ code: 'occupation-unknown' })
    const { items } = (await get('/api/planning/supply?place=SE331&perPage=200')).json()
    expect(items.map(({ uri }: { uri: string }) => uri)).not.toContain(occupation)
  })

  it('are seen by municipality, within a region or a whole country, only where a figure may be shown', async () => {
    const parts = async (query: string) => (await get(`/api/planning/supply/places?concept=*&${query}`)).json().items
    const region = await parts('within=SE331')
    expect(region).toHaveLength(15)
    const country = await parts('within=SE&kind=municipality')
    expect(country).toHaveLength(290)
    expect(country).toEqual(expect.arrayContaining(region))
    expect(await parts('within=SE')).toHaveLength(21)
    const shown = region.flatMap(({ people }: { people: number | null }) => people ?? [])
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.length).toBeLessThan(15)
    const csv = (await get('/api/planning/supply/places?concept=*&within=SE331&format=csv')).body.trim().split('\n')
    expect(csv).toHaveLength(16)
    expect((await get('/api/planning/gap/places?within=SE')).json().items).toMatchObject([{ place: { code: 'SE331' } }])
    expect((await get('/api/planning/gap/places?within=NO')).json().items).toEqual([])
    expect((await get('/api/planning/gap/places?within=XX')).json()).toMatchObject({ code: 'place-unknown' })
  })

  it('are drawn on the maps that come along, and on those that an operator brings', async () => {
    const map = async (query: string) => (await get(`/api/planning/shapes?${query}`)).json().map
    const trondelag = await map('within=NO-50')
    expect(Object.keys(trondelag.paths)).toHaveLength(38)
    expect(trondelag.source).toContain('Kartverket, CC BY 4.0')
    expect(Object.keys((await map('within=NO')).paths)).toHaveLength(357)
    expect(await map('within=SE331')).toBeNull()
    expect((await get('/api/planning/shapes?within=XX')).json()).toMatchObject({ code: 'place-unknown' })

    const bring = async (content: unknown, options: object = {}, source = 'Lantmäteriet, CC0') => {
      const path = join(folder, 'shapes.json')
      await writeFile(path, content instanceof Uint8Array ? content : JSON.stringify(content))
      return importShapes(world.ground, [path, source, JSON.stringify(options)])
    }
    const two = outlines(['2480', 20], ['2401', 21], ['9999', 22])
    await expect(bring(two)).rejects.toMatchObject({
      code: 'shapes-refused',
      errors: expect.arrayContaining([
        expect.objectContaining({ code: 'code-unknown', detail: 'Area 3: "9999" is no place here.' }),
        expect.objectContaining({ code: 'place-missing', detail: 'Malå (SE-2418) is not in the file.' }),
      ]),
    })
    expect(await map('within=SE331')).toBeNull()
    expect(await bring(gzipSync(JSON.stringify(two)), { partly: true })).toMatch(/2 municipalities of SE, .* 2 maps$/)
    expect(await map('within=SE331')).toMatchObject({
      paths: { 'SE-2480': expect.any(String), 'SE-2401': expect.any(String) },
      source: 'Lantmäteriet, CC0',
    })
    expect(await bring(outlines(['2480', 20], ['2482', 21]), { partly: true }, 'SCB')).toContain('2 maps')
    expect(await map('within=SE331')).toMatchObject({ paths: { 'SE-2482': expect.any(String) }, source: 'SCB' })

    await expect(bring(two, {}, ' ')).rejects.toThrow('--source')
    await expect(bring({ type: 'Feature' })).rejects.toMatchObject({ code: 'file-unreadable' })
    await expect(bring(Buffer.from('{"type": "Feat'))).rejects.toMatchObject({ errors: [{ code: 'json-broken' }] })
    const cut = gzipSync(JSON.stringify(two)).subarray(0, 60)
    await expect(bring(cut)).rejects.toMatchObject({ errors: [{ code: 'gzip-broken' }] })
    await expect(bring(gzipSync(JSON.stringify(outlines(...squares(2000)))))).rejects.toThrow('is no place here')
    for (const bounds of [
      { file: 1e6, unpacked: 1000 },
      { file: 1000, unpacked: 1e6 },
    ])
      await expect(readShapesFile(join(folder, 'shapes.json'), bounds)).rejects.toMatchObject({
        errors: [{ code: 'file-too-large' }],
      })
    await expect(readShapesFile(folder)).rejects.toMatchObject({ errors: [{ code: 'file-missing' }] })
    expect(await map('within=SE331')).toMatchObject({ source: 'SCB' })
  })

  /** From the facts themselves, as the release’s day had them. */
  async function countNear(occupation: string, step: number): Promise<number> {
    const essential = careLinks.flatMap((link) =>
      link.occupation === occupation && link.relation === 'essential' ? link.skill : [],
    )
    const widen = await findWiden(world.ground)
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<{ skills: string[] }>`select array_agg(distinct skill) as skills from supply_fact group by holder_id`.execute(
        work,
      ),
    )
    return rows.filter(({ skills }) => {
      const all = new Set(skills.flatMap((skill) => [skill, ...widen(skill)]))
      return essential.filter((skill) => !all.has(skill)).length <= step
    }).length
  }

  const get = (path: string) => world.anyone.call('GET', path)
  const conceptOf = async (label: string): Promise<string> =>
    careConcepts.find((concept) => concept.label === label)?.uri ?? expect.unreachable()

  /** What a published survey of employers left behind. */
  async function want(figures: { concept: string; horizon: string; wanted: number }[]): Promise<void> {
    const organisationId = await world.register(await world.visit('Region'), 'region')
    const [survey, wave] = [makeId(world.ground.now()), makeId(world.ground.now())]
    await world.ground.database.act(systemScope, async (work) => {
      await sql`insert into need_survey (id, organisation_id, survey, created_at)
        values (${survey}, ${organisationId}, '{"side":"employer"}', now())`.execute(work)
      await sql`insert into need_wave (id, survey_id, organisation_id, wave, place, closes_on, created_at, published_at)
        values (${wave}, ${survey}, ${organisationId}, '{}', 'SE331', '2026-09-01', now(), now())`.execute(work)
      for (const { concept, horizon, wanted } of figures)
        await sql`insert into need_figure
          (wave_id, place, concept, label, horizon, base, wanted, at_least, at_most, named)
          values (${wave}, 'SE331', ${concept}, '', ${horizon}, 20, ${wanted}, ${wanted - 20}, ${wanted + 20}, 20)`.execute(
          work,
        )
    })
  }
})

const outlines = (...squares: [code: string, east: number][]) => ({
  type: 'FeatureCollection',
  features: squares.map(([id, east]) => ({
    type: 'Feature',
    properties: { id },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [east, 64],
          [east + 1, 64],
          [east + 1, 65],
          [east, 65],
          [east, 64],
        ],
      ],
    },
  })),
})

const squares = (count: number) =>
  Array.from({ length: count }, (_, at): [string, number] => [at < 1500 ? '2480' : 'x', 20])
