import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('designing a merit', () => {
  let world: TestWorld
  let organisationId: string
  let creator: Visitor
  let stranger: Visitor

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Karin'), 'fibernamnden', { legalName: 'Fibernämnden' })
    const other = await world.register(await world.visit('Otto'), 'other')
    creator = await world.visit('Karin')
    stranger = await world.visit('Otto', { [other]: ['representative'] })
  })
  afterAll(() => world.close())

  const begin = async (design: object) =>
    (await creator.call('POST', '/api/merits', { organisationId, design })).json<{ id: string }>().id
  const audited = async (objectId: string) =>
    (await creator.call('GET', `/api/organisations/${organisationId}/audit?search=${objectId}&perPage=200`))
      .json<{ items: { act: string }[] }>()
      .items.map(({ act }) => act)
      .sort()

  it('keeps an unfinished draft, names each element it lacks, and publishes nothing', async () => {
    const id = await begin({ title: { sv: 'Nästan' } })
    const draft = (await creator.call('GET', `/api/merits/${id}/draft`)).json()
    expect(draft).toMatchObject({ state: 'draft', suggestedProfileId: 'se', changes: [] })
    const refused = await creator.call('POST', `/api/merits/${id}/publish`, {})
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({
      code: 'merit-incomplete',
      errors: expect.arrayContaining([{ pointer: '/outcomes', code: 'outcomes-missing', detail: 'learning-outcomes' }]),
    })
    expect((await world.anyone.call('GET', `/api/merits/${id}`)).statusCode).toBe(404)
    expect((await world.anyone.call('GET', '/api/catalogue?search=nästan')).json()).toMatchObject({ total: 0 })
    expect(await audited(id)).toEqual(['merit-begun'])
  })

  it('drops no key that it does not know: each is named, and nothing is kept', async () => {
    const id = await begin({ title: { sv: 'Hel' } })
    const refused = await creator.call('PUT', `/api/merits/${id}/draft`, {
      design: { title: { sv: 'Hel' }, assesment: {}, outcomes: [{ id: 'a', type: 'skill', statement: {}, 'a/b': 1 }] },
      savedat: '2026-11-02T09:00:00Z',
    })
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({
      code: 'request-invalid',
      errors: [
        { pointer: '/design/outcomes/0/a~1b', code: 'unrecognized_keys' },
        { pointer: '/design/assesment', code: 'unrecognized_keys' },
        { pointer: '/savedat', code: 'unrecognized_keys' },
      ],
    })
    const hidden = await creator.call('PUT', `/api/merits/${id}/draft`, { design: { title: { sv: 'Hel\u0007' } } })
    expect(hidden.json()).toMatchObject({
      errors: [{ pointer: '/design/title/sv', code: 'text-control-character' }],
    })
    expect((await creator.call('GET', `/api/merits/${id}/draft`)).json().design.title).toEqual({ sv: 'Hel' })
  })

  it('hides drafts from everyone else and lets nobody else design', async () => {
    const id = await begin(splicing)
    for (const [method, path] of [
      ['GET', 'draft'],
      ['POST', 'publish'],
      ['DELETE', 'draft'],
    ] as const)
      expect(
        (await stranger.call(method, `/api/merits/${id}/${path}`, method === 'POST' ? {} : undefined)).statusCode,
      ).toBe(404)
    const reader = await world.visit('Rakel', { [organisationId]: ['reader'] })
    expect((await reader.call('PUT', `/api/merits/${id}/draft`, { design: {} })).json()).toMatchObject({
      code: 'permission-missing',
    })
    expect((await world.anyone.call('POST', '/api/merits', { organisationId, design: {} })).json()).toMatchObject({
      code: 'login-required',
    })
    expect((await stranger.call('POST', '/api/merits', { organisationId, design: {} })).json()).toMatchObject({
      code: 'permission-missing',
    })
    expect((await creator.call('GET', `/api/merits/${id}/draft`)).json()).toMatchObject({
      design: { title: splicing.title },
    })
    expect(await audited(id)).toEqual(['merit-begun'])
  })

  it('does not let one editor overwrite what another saved meanwhile', async () => {
    const id = await begin(splicing)
    const { savedAt } = (await creator.call('GET', `/api/merits/${id}/draft`)).json<{ savedAt: string }>()
    world.ground.setNow('2026-11-02T09:05:00Z')
    const first = await creator.call('PUT', `/api/merits/${id}/draft`, {
      design: { ...splicing, pilot: true },
      savedAt,
    })
    expect(first.json()).toEqual({ savedAt: '2026-11-02T09:05:00.000Z' })
    const second = await creator.call('PUT', `/api/merits/${id}/draft`, { design: splicing, savedAt })
    expect(second.statusCode).toBe(409)
    expect(second.json()).toMatchObject({ code: 'draft-changed' })
    expect((await creator.call('GET', `/api/merits/${id}/draft`)).json()).toMatchObject({ design: { pilot: true } })
    expect(await audited(id)).toEqual(['draft-saved', 'merit-begun'])
  })

  it('asks for other merits beforehand: published ones, never itself, never in a circle', async () => {
    const first = await world.publish(creator, organisationId)
    const second = await begin({ ...splicing, requires: [first] })
    await creator.call('POST', `/api/merits/${second}/publish`, {})
    expect((await world.anyone.call('GET', `/api/merits/${second}`)).json()).toMatchObject({
      requires: [{ meritId: first, title: splicing.title }],
    })
    const offers = (await world.anyone.call('GET', '/api/pathways/offers?language=sv')).json().items
    expect(offers.find(({ merit }: { merit: string }) => merit === second)).toMatchObject({ prerequisites: [first] })
    const third = await begin({ ...splicing, requires: [second] })
    const unpublished = await begin(splicing)
    const refused = await creator.call('PUT', `/api/merits/${first}/draft`, {
      design: { ...splicing, requires: [first, unpublished, third, second] },
    })
    expect(refused.json()).toMatchObject({
      code: 'prerequisite-refused',
      errors: [
        { pointer: '/design/requires/0', code: 'merit-itself' },
        { pointer: '/design/requires/1', code: 'merit-unknown' },
        { pointer: '/design/requires/2', code: 'merit-unknown' },
        { pointer: '/design/requires/3', code: 'merit-circle' },
      ],
    })
    // A circle of three is closed by whoever publishes last, though each draft was in order when it was saved.
    await creator.call('PUT', `/api/merits/${unpublished}/draft`, { design: { ...splicing, requires: [second] } })
    await creator.call('POST', `/api/merits/${unpublished}/publish`, {})
    await creator.call('PUT', `/api/merits/${first}/draft`, { design: { ...splicing, requires: [] } })
    const around = await creator.call('PUT', `/api/merits/${first}/draft`, {
      design: { ...splicing, requires: [unpublished] },
    })
    expect(around.json()).toMatchObject({ errors: [{ code: 'merit-circle' }] })
  })

  it('freezes each version: a change needs a change list, and the older one stays as it was', async () => {
    const id = await world.publish(creator, organisationId)
    const same = await creator.call('PUT', `/api/merits/${id}/draft`, { design: splicing })
    expect(same.statusCode).toBe(200)
    expect((await creator.call('POST', `/api/merits/${id}/publish`, {})).json()).toMatchObject({
      code: 'design-unchanged',
    })
    await creator.call('PUT', `/api/merits/${id}/draft`, { design: { ...splicing, workload: { hours: 32 } } })
    expect((await creator.call('POST', `/api/merits/${id}/publish`, {})).json()).toMatchObject({
      code: 'changes-missing',
    })
    expect((await creator.call('GET', `/api/merits/${id}/draft`)).json()).toMatchObject({
      changes: [{ code: 'changed', field: 'workload', where: '/workload' }],
    })
    const published = await creator.call('POST', `/api/merits/${id}/publish`, { changes: ['Åtta timmar mer'] })
    expect(published.json()).toEqual({ number: 2, url: `http://localhost:3000/merits/${id}/2` })
    const first = (await world.anyone.call('GET', `/api/merits/${id}/versions/1`)).json()
    expect(first).toMatchObject({ number: 1, design: { workload: { hours: 24 } } })
    expect((await world.anyone.call('GET', `/api/merits/${id}`)).json()).toMatchObject({
      number: 2,
      design: { workload: { hours: 32 } },
      versions: [
        { number: 2, changes: ['Åtta timmar mer'] },
        { number: 1, changes: [] },
      ],
    })
    const tamper = world.ground.database.act(systemScope, (work) =>
      sql`update merit_version set design = '{}' where merit_id = ${id}`.execute(work),
    )
    await expect(tamper).rejects.toThrow('permission denied')
  })

  it('answers at the address that credentials name: JSON for whoever asks for it, and never a draft', async () => {
    const id = await world.publish(creator, organisationId)
    const ask = (path: string, accept: string) => world.app.inject({ url: `/merits/${path}`, headers: { accept } })
    const json = await ask(id, 'application/ld+json, application/json')
    expect(json.headers['content-type']).toMatch(/^application\/ld\+json/)
    expect(json.json()).toMatchObject({
      id: `http://localhost:3000/merits/${id}`,
      type: ['Achievement'],
      name: 'Fibersvetsning',
      creator: { id: 'did:web:localhost%3A3000:organisations:fibernamnden' },
    })
    expect((await ask(`${id}/1`, 'application/json')).json()).toMatchObject({ version: '1' })
    expect((await ask(`${id}/2`, 'application/json')).statusCode).toBe(404)
    expect((await ask(await begin(splicing), 'application/json')).statusCode).toBe(404)
    expect((await ask(id, 'text/html,application/json')).headers['content-type']).not.toMatch(/ld\+json/)
  })

  it('undoes a draft: what is published is again what it was, and what never was is gone', async () => {
    const published = await world.publish(creator, organisationId)
    await creator.call('PUT', `/api/merits/${published}/draft`, { design: { ...splicing, pilot: true } })
    expect((await creator.call('DELETE', `/api/merits/${published}/draft`)).statusCode).toBe(204)
    expect((await creator.call('DELETE', `/api/merits/${published}/draft`)).json()).toMatchObject({
      code: 'merit-has-no-draft',
    })
    expect((await world.anyone.call('GET', `/api/merits/${published}`)).json()).toMatchObject({
      design: { pilot: false },
    })
    const never = await begin(splicing)
    expect((await creator.call('DELETE', `/api/merits/${never}/draft`)).statusCode).toBe(204)
    expect((await creator.call('GET', `/api/merits/${never}/draft`)).statusCode).toBe(404)
  })

  it('retires a merit: out of the catalogue, not issued any more, still readable; and puts it back', async () => {
    const id = await world.publish(creator, organisationId, { title: { sv: 'Stolpklättring' } })
    const search = async () =>
      (await world.anyone.call('GET', '/api/catalogue?search=stolpkl')).json<{ total: number }>().total
    expect(await search()).toBe(1)
    expect((await creator.call('POST', `/api/merits/${id}/retire`, { reason: 'Stolparna är borta' })).statusCode).toBe(
      204,
    )
    expect((await creator.call('POST', `/api/merits/${id}/retire`, { reason: 'igen' })).json()).toMatchObject({
      code: 'merit-not-published',
    })
    expect(await search()).toBe(0)
    const issued = await creator.call('POST', '/api/credentials', {
      organisationId,
      meritId: id,
      recipient: { name: 'Amina', email: 'amina@people.example' },
      facts: { assessedOn: '2026-10-30', route: 'course' },
      key: 'retired',
    })
    expect(issued.json()).toMatchObject({ code: 'merit-retired' })
    expect((await world.anyone.call('GET', `/api/merits/${id}`)).json()).toMatchObject({
      state: 'retired',
      retiredReason: 'Stolparna är borta',
    })
    expect((await creator.call('POST', `/api/merits/${id}/reinstate`)).statusCode).toBe(204)
    expect(await search()).toBe(1)
    expect(await audited(id)).toEqual(['merit-begun', 'merit-published', 'merit-reinstated', 'merit-retired'])
  })

  it('warns of another creator’s near duplicate and of wording, and still publishes', async () => {
    await world.publish(creator, organisationId)
    const other = (await world.anyone.call('GET', '/api/organisations/other')).json<{ id: string }>().id
    const made = await stranger.call('POST', '/api/merits', { organisationId: other, design: splicing })
    const { id } = made.json<{ id: string }>()
    const draft = (await stranger.call('GET', `/api/merits/${id}/draft`)).json()
    expect(draft.nearDuplicates[0]).toMatchObject({ title: 'Fibersvetsning', owner: 'Fibernämnden' })
    expect((await stranger.call('POST', `/api/merits/${id}/publish`, {})).statusCode).toBe(201)
  })
})

describe('the catalogue', () => {
  let world: TestWorld
  let owner: string

  beforeAll(async () => {
    world = await openTestWorld()
    owner = await world.register(await world.visit('Karin'), 'fibernamnden', { country: 'FI' })
    const creator = await world.visit('Karin')
    await world.publish(creator, owner)
    await world.publish(creator, owner, {
      title: { sv: 'Yrkessvenska i vården', fi: 'Ammattiruotsia' },
      workload: { credits: { value: 2, unit: 'hp' } },
      participation: ['online'],
      benefits: ['labour-market-inclusion'],
      places: ['Ädelby'],
      level: { standing: 'self-declared', framework: 'EQF', level: '2' },
    })
  })
  afterAll(() => world.close())

  const titles = async (query: string) =>
    (await world.anyone.call('GET', `/api/catalogue?${query}`))
      .json<{ items: { title: { sv: string } }[] }>()
      .items.map(({ title }) => title.sv)
  const swedish = 'Yrkessvenska i vården'

  it.each([
    ['search=svenska', [swedish]],
    ['search=AMMATTI', [swedish]],
    ['search=svenska%20splicing', []],
    ['search=%25', []],
    ['level=4', ['Fibersvetsning']],
    ['maxHours=30', ['Fibersvetsning']],
    ['minHours=50&maxHours=60', [swedish]],
    ['credits=hp', [swedish]],
    ['place=%C3%84delby', [swedish]],
    ['form=online', [swedish]],
    ['benefit=professional-skills', ['Fibersvetsning']],
    ['organisation=fibernamnden&sort=title', ['Fibersvetsning', swedish]],
    ['organisation=nobody', []],
    ['country=SE', []],
    ['perPage=1&page=2&sort=title', [swedish]],
  ])('finds by %s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected)
  })

  it('counts what lies behind each further choice, and exports what it shows', async () => {
    const page = (await world.anyone.call('GET', '/api/catalogue')).json()
    expect(page).toMatchObject({
      total: 2,
      facets: {
        level: [
          { value: '2', count: 1 },
          { value: '4', count: 1 },
        ],
        country: [{ value: 'FI', count: 2 }],
        skill: expect.arrayContaining([expect.objectContaining({ label: expect.any(String) })]),
      },
    })
    const csv = await world.anyone.call('GET', '/api/catalogue?format=csv')
    expect(csv.headers['content-type']).toMatch(/^text\/csv/)
    expect(csv.body.split('\n').length).toBeGreaterThan(2)
  })

  it('refuses what is no level and no form', async () => {
    for (const query of ['level=9', 'form=by-post', 'perPage=100000'])
      expect((await world.anyone.call('GET', `/api/catalogue?${query}`)).statusCode).toBe(422)
  })
})
