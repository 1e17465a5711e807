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

const ask = async (query: string) => (await app.inject({ url: `/api/skills?${query}` })).json()
