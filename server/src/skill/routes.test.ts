import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { addConcepts, addFramework, escoAttribution } from './add-concepts.ts'

const framework = { name: 'ESCO', version: '1.2.0', attribution: escoAttribution }
const uri = 'http://data.europa.eu/esco/skill/splice'
let ground: TestGround
let app: FastifyInstance
beforeAll(async () => {
  ground = await openTestGround()
  app = await buildApp(ground)
  await ground.database.act(systemScope, async (work) => {
    await addFramework(ground, work, framework, ['en', 'sv'])
    await addConcepts(work, framework, [
      {
        uri,
        type: 'skill',
        labels: { en: 'splice cable', sv: 'skarva kabel' },
        altLabels: { sv: ['kabelskarvning'] },
        broader: [],
        state: 'current',
      },
    ])
  })
})
afterAll(async () => {
  await app.close()
  await ground.close()
})

describe('searching for a skill', () => {
  it.each([
    ['kabelskarvning', 'sv', 'skarva kabel'],
    ['SKARVA', 'sv', 'skarva kabel'],
    ['skavra kabel', 'sv', 'skarva kabel'],
    ['skarva', 'en', 'splice cable'],
    ['splice', 'nb', 'skarva kabel'],
  ])('finds it by "%s", and names it for a reader of %s', async (search, language, label) => {
    const { items, total, attributions } = await ask(`search=${encodeURIComponent(search)}&language=${language}`)
    expect(items).toMatchObject([{ uri, label, framework: 'ESCO', version: '1.2.0' }])
    expect(total).toBe(1)
    expect(attributions).toEqual([escoAttribution])
  })

  it.each(['search=100%25', 'search=_____', 'search=kabel&framework=JobTech', 'search=kabel&type=occupation'])(
    'finds nothing by %s',
    async (query) => {
      expect((await ask(query)).items).toEqual([])
    },
  )

  it('refuses a language that nobody here writes', async () => {
    expect(await ask('search=kabel&language=tlh')).toMatchObject({ code: 'request-invalid' })
  })
})

describe('frameworks beside each other', () => {
  const esco = 'http://data.europa.eu/esco'
  const jobtech = { name: 'JobTech Taxonomy', version: '22', attribution: null }
  const concept = (at: string, type: string, labels: Record<string, string>, more: object = {}) => ({
    ...{ uri: at, type, labels, altLabels: {}, broader: [], state: 'current' as const },
    ...more,
  })
  const service = `${esco}/skill/customer-service`
  beforeAll(() =>
    ground.database.act(systemScope, async (work) => {
      await addFramework(ground, work, jobtech, ['sv'])
      await addConcepts(work, framework, [
        concept(service, 'knowledge', { en: 'customer service' }),
        concept(`${esco}/skill/old`, 'skill', { en: 'wait on guests' }, { state: 'deprecated', replacedBy: service }),
        concept(`${esco}/isco/C5321`, 'isco-group', { en: 'Health care assistants' }, { code: '5321' }),
      ])
      await addConcepts(work, jobtech, [
        concept('https://jobtech.example/service', 'skill', { sv: 'Kundbemötande' }),
        concept('https://jobtech.example/5321', 'ssyk-level-4', { sv: 'Undersköterskor' }, { code: '5321' }),
      ])
      await work
        .insertInto('skill_mapping')
        .values({
          ...{ framework: jobtech.name, version: '22', uri: 'https://jobtech.example/service', relation: 'exact' },
          ...{ target_framework: 'ESCO', target: service },
        })
        .execute()
    }),
  )
  const labels = async (query: string) =>
    (await ask(query)).items.map((item: { label: string; framework: string }) => [item.label, item.framework])

  it('finds what another framework says is the same, either way round, also mistyped', async () => {
    const both = [
      ['Kundbemötande', 'JobTech Taxonomy'],
      ['customer service', 'ESCO'],
    ]
    expect(await labels('search=bem%C3%B6tande')).toEqual(both)
    expect(await labels('search=kundbem%C3%B6tnade')).toEqual(both)
    expect(await labels('search=customer%20servise&language=en')).toEqual(both.toReversed())
  })

  it('finds SSYK 2012 and ISCO-08 by code, under their own names, and keeps to one of them', async () => {
    expect(await labels('search=5321')).toEqual(
      expect.arrayContaining([
        ['Undersköterskor', 'SSYK 2012'],
        ['Health care assistants', 'ISCO-08'],
      ]),
    )
    expect(await labels('search=5321&framework=SSYK%202012')).toEqual([['Undersköterskor', 'SSYK 2012']])
    expect(await labels('framework=ISCO-08')).toEqual([['Health care assistants', 'ISCO-08']])
    expect(await labels('search=5322')).toEqual([])
    const { items } = (await app.inject({ url: '/api/skills/frameworks' })).json()
    expect(items).toMatchObject([
      { name: 'JobTech Taxonomy', concepts: 2 },
      { name: 'SSYK 2012', version: '22', concepts: 1 },
      { name: 'ESCO', concepts: 4 },
      { name: 'ISCO-08', version: '1.2.0', concepts: 1 },
    ])
  })

  it('leads from what is deprecated to what stands in its place, and never shows the old', async () => {
    expect(await labels('search=wait%20on%20guests')).toEqual([['customer service', 'ESCO']])
    expect((await labels('framework=ESCO&perPage=50')).map(([label]: string[]) => label)).not.toContain(
      'wait on guests',
    )
  })
})

const ask = async (query: string) => (await app.inject({ url: `/api/skills?${query}` })).json()
