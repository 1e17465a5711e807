import { areas } from '@bricka/domain/landscape/learning-unit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const circle = {
  name: 'Demenskunskap i studiecirkel',
  language: 'sv',
  area: 'SE',
  kind: 'study-circle',
  provider: 'Studieförbundet Tallen',
  providerKind: 'civil-society',
  hours: 24,
  source: 'Webbplats',
  observedOn: '2026-09-01',
  answers: { aim: 'Förstå vad demens gör | med minnet; och mer.', form: ['circle', 'at-work'], context: 'non-formal' },
  elements: { 'small-volume': 'yes', 'outcomes-recorded': 'no', portable: 'partly' },
}
const course = {
  ...circle,
  ...{ name: 'Hygienepass', language: 'fi', area: 'FI', kind: 'industry-certificate', called: 'microcredential' },
  ...{
    provider: 'Opisto',
    answers: { access: 'open' },
    elements: { 'small-volume': 'yes', 'outcomes-recorded': 'yes' },
  },
}

describe('a study of small learning units', () => {
  let world: TestWorld
  let region: string
  let other: string
  let who: Visitor
  let stranger: Visitor
  let reader: Visitor
  let study: string

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Rut')
    region = await world.register(founder, 'region')
    other = await world.register(await world.visit('Ove'), 'annan')
    who = await world.visit('Rut', { [region]: ['creator'] })
    reader = await world.visit('Ragna', { [region]: ['reader'] })
    stranger = await world.visit('Ove', { [other]: ['creator'] })
    study = (await own('POST', '/studies', { title: 'Norden 2026' })).json().id
  })
  afterAll(() => world.close())

  const own = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, by = who) =>
    by.call(method, `/api/organisations/${region}${path}`, body)
  const record = async (unit: object) => own('POST', `/studies/${study}/units`, unit)
  const open = async (path: string) => (await world.anyone.call('GET', `/api/landscape${path}`)).json()
  const idOf = async (name: string): Promise<string> => {
    const { items } = (await own('GET', `/studies/${study}/units?search=${encodeURIComponent(name)}`)).json()
    return items[0].id
  }

  it('records units by its template, by those who may, and is its own until it is published', async () => {
    expect((await record(circle)).statusCode).toBe(201)
    expect((await record(course)).statusCode).toBe(201)
    const refused = await record({ ...circle, answers: { context: 'both', colour: 'red' } })
    expect(refused.json()).toMatchObject({
      code: 'answers-refused',
      errors: [
        { code: 'option-unknown', pointer: '/answers/context' },
        { code: 'field-unknown', pointer: '/answers/colour' },
      ],
    })
    expect((await own('POST', `/studies/${study}/units`, circle, reader)).json().code).toBe('permission-missing')
    expect((await own('GET', `/studies/${study}/units`, undefined, stranger)).statusCode).toBe(403)
    expect((await stranger.call('GET', `/api/organisations/${other}/studies/${study}/units`)).json().code).toBe(
      'not-found',
    )
    const unitId = await idOf('Demens')
    expect((await stranger.call('PUT', `/api/organisations/${other}/units/${unitId}`, circle)).json().code).toBe(
      'not-found',
    )
    expect(await open('/units')).toMatchObject({ total: 0 })
    expect((await open(`/units/${unitId}`)).code).toBe('not-found')
    expect((await own('PUT', `/studies/${study}/published`, { published: true })).statusCode).toBe(204)
    expect(await open('/units')).toMatchObject({ total: 2 })
  })

  it('shows where which kinds occur, and how far each is from the definition', async () => {
    const view = await open('')
    expect(view.total).toBe(2)
    expect(view.areas.map(({ area }: { area: string }) => area)).toEqual(areas)
    const sweden = view.areas.find(({ area }: { area: string }) => area === 'SE')
    expect(sweden).toMatchObject({
      units: 1,
      calledMicrocredential: 0,
      definition: { atLeast: 1.5 / 8, atMost: 6.5 / 8 },
    })
    expect(view.elements.find(({ element }: { element: string }) => element === 'outcomes-recorded')).toMatchObject({
      ...{ yes: 1, no: 1, unknown: 0 },
    })
    expect((await open('?area=FI')).total).toBe(1)
    expect((await open('/units?order=nearest')).items[0].unit.name).toBe('Hygienepass')
    expect((await open('/units?called=microcredential')).items).toHaveLength(1)
    expect((await open('/units?area=XX')).code).toBe('request-invalid')
    const csv = (await world.anyone.call('GET', '/api/landscape?format=csv')).body.trim().split('\n')
    expect(csv).toHaveLength(1 + areas.length * 11)
  })

  it('takes its own export in again, whole, and nothing of a file with a fault', async () => {
    const csv = (await own('GET', `/studies/${study}/units?format=csv`)).rawPayload
    const copy = (await own('POST', '/studies', { title: 'Kopia' })).json().id
    const send = (bytes: Buffer) =>
      who.send(`/api/organisations/${region}/studies/${copy}/import`, { file: { name: 'units.csv', bytes } })
    const faulty = Buffer.from(csv.toString().replace('study-circle', 'square'))
    expect((await send(faulty)).json()).toMatchObject({
      code: 'file-unreadable',
      errors: [{ pointer: '/rows/2/kind' }],
    })
    expect((await own('GET', `/studies/${copy}/units`)).json().total).toBe(0)
    expect((await send(csv)).json()).toEqual({ recorded: 2 })
    const { items } = (await own('GET', `/studies/${copy}/units`)).json()
    expect(items.map(({ unit }: { unit: object }) => unit)).toEqual(
      [circle, course].map((unit) => expect.objectContaining(unit)),
    )
    expect((await send(Buffer.from('name\nx\n'))).json().errors).toContainEqual(
      expect.objectContaining({ code: 'column-missing' }),
    )
  })

  it('asks other things when its template changes, and loses nothing that was said', async () => {
    const badge = { id: 'badge', label: { sv: 'Märke' }, kind: 'one', options: [{ id: 'yes', label: { sv: 'Ja' } }] }
    const change = (template: object) => own('PUT', `/studies/${study}/template`, template)
    expect((await change({ off: ['form'], own: [badge] })).json()).toEqual({ templateVersion: 2 })
    expect((await change({ off: [], own: [] })).json()).toMatchObject({
      code: 'field-lost',
      errors: [{ detail: 'badge' }],
    })
    const unitId = await idOf('Demens')
    expect(
      (await own('PUT', `/units/${unitId}`, { ...circle, answers: { ...circle.answers, badge: 'yes' } })).statusCode,
    ).toBe(204)
    expect((await open(`/units/${unitId}`)).unit.answers).toEqual({ ...circle.answers, badge: 'yes' })
    expect((await record({ ...circle, answers: { form: ['circle'] } })).json().code).toBe('answers-refused')
  })

  it('shows good practice with why, and takes a unit out and back', async () => {
    const unitId = await idOf('Demens')
    await own('PUT', `/units/${unitId}/example`, { why: 'Deltagarna provar på sin egen arbetsplats.' })
    expect((await open('/units?examples=true')).items).toMatchObject([{ id: unitId }])
    await own('PUT', `/units/${unitId}/withdrawn`, { withdrawn: true })
    expect(await open('/units')).toMatchObject({ total: 1 })
    expect((await open(`/units/${unitId}`)).code).toBe('not-found')
    await own('PUT', `/units/${unitId}/withdrawn`, { withdrawn: false })
    await own('PUT', `/units/${unitId}/example`, {})
    expect((await open('/units?examples=true')).total).toBe(0)
    expect(await open('/units')).toMatchObject({ total: 2 })
  })

  it('gives anyone who designs merits a draft from a unit in one act', async () => {
    const unitId = await idOf('Demens')
    const made = await stranger.call('POST', `/api/organisations/${other}/units/${unitId}/merit`)
    expect(made.statusCode).toBe(201)
    const draft = (await stranger.call('GET', `/api/merits/${made.json().id}/draft`)).json()
    expect(draft.design).toMatchObject({ title: { sv: circle.name }, workload: { hours: 24 } })
    expect((await own('POST', `/units/${unitId}/merit`, undefined, reader)).json().code).toBe('permission-missing')
  })

  it('keeps a register of what words mean where', async () => {
    const term = {
      ...{ term: 'mikromerit', language: 'sv', area: 'SE', definition: 'Ett bevis på en liten mängd lärande.' },
      ...{ standing: 'use', source: 'Högskolor', concept: 'microcredential', elements: ['small-volume'] },
    }
    const { id } = (await own('POST', '/terms', term)).json()
    await own('POST', '/terms', { ...term, term: 'mikromeritt', language: 'nb', area: 'NO' })
    expect(
      (await open('/terms?concept=microcredential')).items.map(({ term: one }: { term: object }) => one),
    ).toMatchObject([{ area: 'NO' }, { area: 'SE' }])
    expect((await open('/terms?search=mängd&area=SE')).total).toBe(1)
    expect((await stranger.call('DELETE', `/api/organisations/${other}/terms/${id}`)).json().code).toBe('not-found')
    expect((await own('DELETE', `/terms/${id}`)).statusCode).toBe(204)
    expect((await open('/terms')).total).toBe(1)
    expect((await own('POST', '/terms', { ...term, area: 'US' })).json().code).toBe('request-invalid')
  })

  it('lays notes on the recommendations upon each other', async () => {
    const note = {
      recommendation: 'define-the-term',
      area: 'SE',
      state: 'discussed',
      note: 'Utredningen har lagt fram ett förslag.',
    }
    await own('POST', '/recommendations', note)
    await own('POST', '/recommendations', { ...note, state: 'in-place', note: 'Förordningen gäller.' })
    await own('POST', '/recommendations', { ...note, area: 'NO' })
    const find = async (query: string) =>
      (await open(`/recommendations${query}`)).items.find(
        ({ recommendation }: { recommendation: string }) => recommendation === 'define-the-term',
      )
    expect((await find('')).notes).toMatchObject([{ area: 'NO' }, { area: 'SE', state: 'in-place' }])
    expect((await find('?area=SE')).notes).toMatchObject([{ state: 'in-place' }, { state: 'discussed' }])
    expect((await own('POST', '/recommendations', { ...note, recommendation: 'be-nice' })).json().code).toBe(
      'request-invalid',
    )
    const csv = (await world.anyone.call('GET', '/api/landscape/recommendations?format=csv')).body
    expect(csv).toContain('policy-makers,define-the-term')
  })

  it('writes one entry in the log for each of these acts', async () => {
    const log = (
      await (
        await world.visit('Rut', { [region]: ['representative'] })
      ).call('GET', `/api/organisations/${region}/audit?perPage=200`)
    ).json()
    const acts = new Set(log.items.map(({ act }: { act: string }) => act))
    for (const act of ['study-added', 'study-template-changed', 'study-published', 'unit-recorded', 'unit-amended'])
      expect(acts).toContain(act)
    for (const act of ['unit-withdrawn', 'unit-restored', 'unit-example-changed', 'term-entered', 'term-withdrawn'])
      expect(acts).toContain(act)
    expect(acts).toContain('recommendation-noted')
  })
})
