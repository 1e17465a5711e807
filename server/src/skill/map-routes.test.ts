import { OccupationNames } from '@bricka/domain/skill/find-occupations'
import { indexSkillMap } from '@bricka/domain/skill/index-skill-map'
import { readSkillMap } from '@bricka/domain/skill/read-skill-map'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { addConcepts, addFramework } from './add-concepts.ts'
import { addLinks } from './add-links.ts'

const framework = { name: 'Small', version: '1.0', attribution: 'Made for tests.' }
const at = (name: string): string => `https://classification.example/${name}`
const chosen = 'framework=Small&language=sv'

let ground: TestGround
let app: FastifyInstance
beforeAll(async () => {
  ground = await openTestGround()
  app = await buildApp(ground)
  await ground.database.act(systemScope, async (work) => {
    await addFramework(ground, work, framework, ['en', 'sv'])
    await addConcepts(work, framework, [
      concept('first-aid', 'skill', 'provide first aid', 'ge första hjälpen'),
      concept('beds', 'skill', 'make beds', 'bädda'),
      concept('carer', 'occupation', 'carer', 'vårdare'),
      concept('steward', 'occupation', 'steward', 'steward'),
    ])
    await addLinks(work, framework, [
      { occupation: at('carer'), skill: at('first-aid'), relation: 'essential' },
      { occupation: at('carer'), skill: at('beds'), relation: 'essential' },
      { occupation: at('steward'), skill: at('first-aid'), relation: 'essential' },
    ])
  })
})
afterAll(async () => {
  await app.close()
  await ground.close()
})

describe('loading a map onto one’s own device', () => {
  it('gives the map, in the language that is asked for, compressed and with a tag to come back by', async () => {
    const answer = await app.inject({ url: `/api/skills/map?${chosen}` })
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    const read = readSkillMap(answer.rawPayload)
    if (!read.read) throw new Error(read.code)
    expect(read.map).toMatchObject({ framework: 'Small', version: '1.0', language: 'sv' })
    expect(indexSkillMap(read.map).occupationAt.has(at('carer'))).toBe(true)
    expect(read.map.skills.labels.toSorted()).toEqual(['bädda', 'ge första hjälpen'])

    const again = await app.inject({
      url: `/api/skills/map?${chosen}`,
      headers: { 'if-none-match': String(answer.headers.etag) },
    })
    expect(again.statusCode).toBe(304)
    const br = await app.inject({ url: `/api/skills/map?${chosen}`, headers: { 'accept-encoding': 'br' } })
    expect(br.headers['content-encoding']).toBe('br')
  })

  it('has another tag when something was imported since', async () => {
    const before = (await app.inject({ url: `/api/skills/map?${chosen}` })).headers.etag
    ground.setNow(new Date(ground.now().getTime() + 1000))
    await ground.database.act(systemScope, async (work) => {
      await addFramework(ground, work, framework, ['en'])
      await addConcepts(work, framework, [concept('beds', 'skill', 'make beds', 'bädda sängar')])
    })
    expect((await app.inject({ url: `/api/skills/map?${chosen}` })).headers.etag).not.toBe(before)
  })

  it.each(['framework=Unknown', 'framework=Small&version=9'])('has none for %s', async (query) => {
    const answer = await app.inject({ url: `/api/skills/map?${query}` })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'skill-map-missing' })
  })
})

describe('laying maps over each other', () => {
  it('tells what is shared and what is new, with the sentence that must stand beside it', async () => {
    const answer = await ask(`/api/skills/superimpose?${chosen}&from=${at('steward')}&to=${at('carer')}`)
    expect(answer).toMatchObject({
      identical: [{ label: 'ge första hjälpen', requirement: 'essential', reason: { kind: 'same-skill' } }],
      missing: [{ uri: at('beds'), reason: { kind: 'new' } }],
      coverage: { held: 1, of: 2 },
      classificationVersion: '1.0',
      attribution: 'Made for tests.',
    })
  })

  it('takes what a person holds, and says what it does not know', async () => {
    const answer = await tell('/api/skills/superimpose', {
      framework: 'Small',
      held: [{ uri: at('beds'), source: 'merit-1' }, { uri: at('juggling') }],
      wanted: { occupation: at('carer') },
    })
    expect(answer).toMatchObject({
      identical: [{ uri: at('beds'), reason: { held: [{ source: 'merit-1' }] } }],
      unknown: [at('juggling')],
    })
  })

  it('takes an address that an earlier version had for what stands in its place', async () => {
    await ground.database.act(systemScope, (work) =>
      addConcepts(work, { ...framework, version: '0.9' }, [
        { ...concept('bedding', 'skill', 'make up beds', 'bädda'), state: 'deprecated', replacedBy: at('beds') },
      ]),
    )
    ground.setNow(new Date(ground.now().getTime() + 1000))
    await ground.database.act(systemScope, (work) => addFramework(ground, work, framework, ['en']))
    const answer = await tell('/api/skills/superimpose', {
      framework: 'Small',
      held: [{ uri: at('bedding') }],
      wanted: { occupation: at('carer') },
    })
    expect(answer).toMatchObject({ identical: [{ uri: at('beds') }], unknown: [] })
  })

  it('has nothing to lay over an occupation that is not there', async () => {
    expect(await ask(`/api/skills/superimpose?${chosen}&from=${at('x')}&to=${at('carer')}`)).toMatchObject({
      code: 'occupation-unknown',
    })
  })
})

describe('where one can go', () => {
  it('is told from an occupation', async () => {
    const { transitions, total } = await ask(`/api/skills/transitions?${chosen}&from=${at('steward')}`)
    expect(total).toBe(1)
    expect(transitions).toMatchObject([{ occupation: { label: 'vårdare' }, coverage: { held: 1, of: 2 } }])
  })

  it('is told from what is held, and not from nothing', async () => {
    const held = [{ uri: at('beds') }]
    const { transitions } = await tell('/api/skills/transitions', { framework: 'Small', held })
    expect(transitions[0]).toMatchObject({ occupation: { uri: at('carer') } })
    expect(await tell('/api/skills/transitions', { framework: 'Small', held: [] })).toMatchObject({
      code: 'request-invalid',
    })
  })
})

describe('finding the map’s occupations', () => {
  beforeAll(async () => {
    const taxonomy = { name: 'Taxonomy', version: '22', attribution: null }
    await ground.database.act(systemScope, async (work) => {
      await addConcepts(work, framework, [
        { ...concept('nurse', 'occupation', 'nurse', 'sjuksköterska'), code: '2221' },
      ])
      const group = { ...concept('group', 'ssyk-level-4', 'Nurses', 'Sjuksköterskor'), code: '2221' }
      const within = {
        ...concept('ward', 'occupation-name', 'ward nurse', 'avdelningsskötare'),
        broader: [at('group')],
      }
      await addConcepts(work, taxonomy, [group, within])
      await work
        .insertInto('skill_mapping')
        .values({
          ...{ framework: 'Taxonomy', version: '22', uri: at('group'), relation: 'related' },
          ...{ target_framework: 'ISCO-08', target: 'http://data.europa.eu/esco/isco/C2221' },
        })
        .execute()
      ground.setNow(new Date(ground.now().getTime() + 1000))
      await addFramework(ground, work, taxonomy, ['sv'])
    })
  })

  it('finds by name in either language, mistyped, by code, and by what people in the group are called', async () => {
    const labels = async (search: string) =>
      (await ask(`/api/skills/occupations?${chosen}&search=${encodeURIComponent(search)}`)).items
    expect(await labels('nurse')).toMatchObject([{ label: 'sjuksköterska', code: '2221' }])
    expect(await labels('sjuksköteska')).toMatchObject([{ uri: at('nurse') }])
    expect(await labels('2221')).toMatchObject([{ uri: at('nurse'), through: 'Nurses (SSYK 2012 2221)' }])
    expect(await labels('avdelningsskötare')).toMatchObject([{ uri: at('nurse'), through: 'Nurses (SSYK 2012 2221)' }])
    expect(await labels('astronaut')).toEqual([])
  })

  it('gives all names to a device, in the order of the map’s occupations', async () => {
    const answer = await app.inject({ url: `/api/skills/map/names?${chosen}` })
    const read = readSkillMap((await app.inject({ url: `/api/skills/map?${chosen}` })).rawPayload)
    const { names } = OccupationNames.parse(answer.json())
    expect(names.sv?.map(([name]) => name)).toEqual(read.read && read.map.occupations.labels)
    const tag = { 'if-none-match': String(answer.headers.etag) }
    expect((await app.inject({ url: `/api/skills/map/names?${chosen}`, headers: tag })).statusCode).toBe(304)
  })
})

const ask = async (url: string) => (await app.inject({ url })).json()
const tell = async (url: string, payload: object) =>
  (
    await app.inject({
      method: 'POST',
      url,
      payload,
      headers: { origin: ground.settings.baseUrl, 'content-type': 'application/json' },
    })
  ).json()

function concept(name: string, type: string, en: string, sv: string) {
  return { uri: at(name), type, labels: { en, sv }, altLabels: {}, broader: [], state: 'current' as const }
}
