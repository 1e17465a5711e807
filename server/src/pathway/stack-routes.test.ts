import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

let world: TestWorld
let school: string
let creator: Visitor
let merits: string[]

beforeAll(async () => {
  world = await openTestWorld()
  school = await world.register(await world.visit('Rakel'), 'folkhogskolan')
  creator = await world.visit('Rakel')
  merits = [
    await world.publish(creator, school, { title: { sv: 'Svetsa' } }),
    await world.publish(creator, school, { title: { sv: 'Mäta' } }),
  ]
})
afterAll(() => world.close())

describe('a stack', () => {
  it('is a draft until it is published, and then keeps its rules', async () => {
    const { id } = (await begin()).json()
    const stranger = await world.visit('Nils')
    expect((await stranger.call('GET', `/api/stacks/${id}`)).statusCode).toBe(404)
    expect((await stranger.call('PUT', `/api/stacks/${id}`, { content: content() })).statusCode).toBe(404)
    expect((await creator.call('POST', `/api/stacks/${id}/publish`, {})).statusCode).toBe(204)
    expect((await world.anyone.call('GET', '/api/stacks')).json().items).toMatchObject([{ id, state: 'published' }])
    const changed = await creator.call('PUT', `/api/stacks/${id}`, { content: content() })
    expect(changed.json()).toMatchObject({ code: 'stack-published' })
    expect((await creator.call('POST', `/api/stacks/${id}/retire`, {})).statusCode).toBe(204)
    expect((await world.anyone.call('GET', '/api/stacks')).json().total).toBe(0)
  })

  it('is made of published merits', async () => {
    const draft = await creator.call('POST', '/api/merits', { organisationId: school, profileId: 'eu', design: {} })
    const refused = await begin(content([draft.json().id]))
    expect(refused.json()).toMatchObject({ code: 'merit-not-published' })
  })

  it('is begun by those who may design', async () => {
    const reader = await world.visit('Lasse', { [school]: ['reader'] })
    const refused = await reader.call('POST', `/api/organisations/${school}/stacks`, { content: content() })
    expect(refused.json()).toMatchObject({ code: 'permission-missing' })
  })
})

describe('progress', () => {
  it('counts what is in the passport now, and no longer what is revoked', async () => {
    const { id } = (await begin()).json()
    await creator.call('POST', `/api/stacks/${id}/publish`, {})
    const learner = await world.visit('Olena')
    const first = await issue(merits[0] ?? '')
    await issue(merits[1] ?? '')
    const url = `/api/passport/stacks/${id}/progress`
    expect((await learner.call('GET', url)).json()).toMatchObject({
      complete: true,
      exact: true,
      total: { have: 48, need: 48, met: true },
      groups: [{ groupId: 'core', have: 2, need: 2, met: true }],
      notCounted: [],
    })
    const revoked = await creator.call('POST', `/api/credentials/${first}/revoke`, {
      reason: 'Fel person.',
    })
    expect([revoked.statusCode, revoked.body]).toEqual([204, ''])
    expect((await learner.call('GET', url)).json()).toMatchObject({
      complete: false,
      notCounted: [{ credentialId: first, why: 'not-valid' }],
    })
  })
})

const content = (meritIds = merits) => ({
  title: { sv: 'Fibertekniker' },
  route: 'elective',
  unit: 'hours',
  total: 48,
  groups: [{ id: 'core', title: { sv: 'Kärna' }, accepts: { meritIds }, needs: { kind: 'parts', count: 2 } }],
})
const begin = (of: object = content()) => creator.call('POST', `/api/organisations/${school}/stacks`, { content: of })

async function issue(meritId: string): Promise<string> {
  const issued = await creator.call('POST', '/api/credentials', {
    organisationId: school,
    key: `test:${meritId}`,
    meritId,
    recipient: { name: 'Olena', email: 'olena@people.example' },
    facts,
  })
  expect([issued.statusCode, issued.body]).toEqual([201, expect.anything()])
  return issued.json().credentialId
}

describe('a qualification that is broken into merits', () => {
  it('shows what is covered, and makes drafts that cover the rest', async () => {
    const outcome = (id: string, sv: string) => ({
      id,
      type: 'skill',
      statement: { sv },
      criteria: [{ sv: 'Det syns.' }],
    })
    const design = {
      title: { sv: 'Nätverkstekniker' },
      languagesOfContent: ['sv'],
      outcomes: [outcome('skarva', 'Skarva en fiber'), outcome('planera', 'Planera ett nät')],
    }
    const begun = await creator.call('POST', '/api/merits', { organisationId: school, profileId: 'eu', design })
    const path = `/api/organisations/${school}/merits/${begun.json().id}`
    const before = (await creator.call('GET', `${path}/coverage`)).json()
    expect(before.outcomes.map(({ coveredBy }: { coveredBy: unknown[] }) => coveredBy.length)).toEqual([0, 0])
    const pieces = [{ title: { sv: 'Skarva fiber' }, outcomes: ['skarva'] }]
    expect((await creator.call('POST', `${path}/pieces`, { pieces })).statusCode).toBe(201)
    const after = (await creator.call('GET', `${path}/coverage`)).json()
    expect(after.outcomes).toMatchObject([
      { id: 'skarva', coveredBy: [{ title: 'Skarva fiber', state: 'draft' }] },
      { id: 'planera', coveredBy: [] },
    ])
  })

  it('is refused where a piece has no outcome, and for whoever may not design', async () => {
    const path = `/api/organisations/${school}/merits/${merits[0]}/pieces`
    const empty = await creator.call('POST', path, { pieces: [{ title: { sv: 'Tom' }, outcomes: [] }] })
    expect(empty.json()).toMatchObject({ code: 'request-invalid', errors: [{ code: 'piece-empty' }] })
    const reader = await world.visit('Lasse', { [school]: ['reader'] })
    expect((await reader.call('GET', `${path.replace('pieces', 'coverage')}`)).json()).toMatchObject({
      code: 'permission-missing',
    })
  })
})
