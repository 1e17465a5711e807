import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { addConcepts, addFramework } from '../skill/add-concepts.ts'
import { addLinks } from '../skill/add-links.ts'
import { facts, openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const framework = { name: 'ESCO', version: '1.0', attribution: 'Made for tests.' }
const at = (name: string): string => `https://classification.example/${name}`
const carer = { uri: at('carer'), label: 'vårdare' }

let world: TestWorld
let school: string
let rakel: Visitor
let hygiene: string

beforeAll(async () => {
  world = await openTestWorld()
  await world.ground.database.act(systemScope, async (work) => {
    await addFramework(world.ground, work, framework, ['sv'])
    await addConcepts(work, framework, [
      concept('first-aid', 'skill', 'ge första hjälpen'),
      concept('beds', 'skill', 'bädda'),
      concept('wash', 'skill', 'tvätta händerna'),
      concept('carer', 'occupation', 'vårdare'),
      concept('steward', 'occupation', 'steward'),
    ])
    await addLinks(work, framework, [
      ...['first-aid', 'beds', 'wash'].map((skill) => ({
        occupation: at('carer'),
        skill: at(skill),
        relation: 'essential' as const,
      })),
      { occupation: at('steward'), skill: at('first-aid'), relation: 'essential' },
    ])
  })
  school = await world.register(await world.visit('Rakel'), 'vardskolan')
  rakel = await world.visit('Rakel')
  hygiene = await world.publish(rakel, school, teaching('Hygien', 'wash', { hours: 8 }))
  await world.publish(rakel, school, teaching('Bädda rätt', 'beds', { hours: 20 }))
  await world.publish(rakel, school, teaching('Omsorg', ['beds', 'first-aid'], { hours: 90 }))
})
afterAll(() => world.close())

describe('stating an aim', () => {
  it('keeps it with an empty plan, and lists, changes and removes it', async () => {
    const learner = await world.visit('Amina')
    const id = await state(learner)
    expect((await learner.call('GET', '/api/passport/aims')).json()).toMatchObject({
      total: 1,
      items: [{ id, title: 'vårdare', state: 'open' }],
    })
    const aim = { target: { kind: 'occupation', occupation: carer }, state: 'paused', constraints: { online: false } }
    expect((await learner.call('PUT', `/api/passport/aims/${id}`, aim)).statusCode).toBe(204)
    expect((await learner.call('GET', '/api/passport/aims?state=open')).json().total).toBe(0)
    expect((await learner.call('GET', '/api/passport/aims?format=csv')).body).toContain('vårdare,paused')
    expect((await learner.call('DELETE', `/api/passport/aims/${id}`)).statusCode).toBe(204)
    for (const path of ['', '/plan', '/distance'])
      expect((await learner.call('GET', `/api/passport/aims/${id}${path}`)).json()).toMatchObject({ code: 'not-found' })
  })

  it('is the learner’s alone', async () => {
    const id = await state(await world.visit('Bo'))
    const other = await world.visit('Siri')
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/distance'],
      ['GET', '/pathways'],
      ['GET', '/plan'],
      ['POST', '/plan/undo'],
    ] as const)
      expect((await other.call(method, `/api/passport/aims/${id}${path}`)).json()).toMatchObject({ code: 'not-found' })
    expect((await world.anyone.call('GET', '/api/passport/aims')).json()).toMatchObject({ code: 'login-required' })
  })

  it('takes no occupation and no stack that is not there, and no more than fifty', async () => {
    const learner = await world.visit('Per')
    const stateAs = async (target: object) => (await learner.call('POST', '/api/passport/aims', { target })).json()
    expect(await stateAs({ kind: 'occupation', occupation: { uri: at('nobody'), label: 'ingen' } })).toMatchObject({
      code: 'occupation-unknown',
    })
    const stackId = '00000000-0000-4000-8000-000000000001'
    expect(await stateAs({ kind: 'qualification', stackId, title: 'x' })).toMatchObject({ code: 'not-found' })
    expect(await stateAs({ kind: 'skills', skills: [] })).toMatchObject({ code: 'request-invalid' })
    const skills = { kind: 'skills', skills: [{ uri: at('wash'), label: 'tvätta' }] }
    for (let count = 0; count < 50; count++) expect(await stateAs(skills)).toMatchObject({ id: expect.any(String) })
    expect(await stateAs(skills)).toMatchObject({ code: 'too-many-aims' })
  })

  it('says in the log that there is one, and not which', async () => {
    const learner = await world.visit('Lo')
    await state(learner)
    const { items } = (await learner.call('GET', '/api/passport/log')).json()
    expect(items).toMatchObject([{ act: 'aim-stated', objectKind: 'aim', details: {} }])
    expect(JSON.stringify(items)).not.toContain('vårdare')
  })
})

describe('the distance', () => {
  it('is measured by merits; own words and an occupation worked in stand beside it', async () => {
    const learner = await world.visit('Olena')
    await issue('Olena', hygiene)
    await learner.call('POST', '/api/passport/self-claims', {
      title: 'Bäddar hemma',
      setting: 'informal',
      skills: [{ uri: at('beds'), label: 'bädda', framework: 'ESCO', relation: 'related' }],
    })
    const id = await state(learner, { workedAs: [{ uri: at('steward'), label: 'steward' }] })
    const { distance, next } = (await learner.call('GET', `/api/passport/aims/${id}/distance`)).json()
    expect(distance.verified.coverage).toMatchObject({ held: 1, of: 3 })
    expect(distance.verified.identical).toMatchObject([
      { label: 'tvätta händerna', reason: { kind: 'same-skill', held: [{ source: 'Hygien' }] } },
    ])
    expect(distance.declared.toSorted(byLabel)).toEqual([
      { uri: at('beds'), label: 'bädda', sources: ['Bäddar hemma'] },
      { uri: at('first-aid'), label: 'ge första hjälpen', sources: ['steward'] },
    ])
    expect(distance.attribution).toBe('Made for tests.')
    expect(next).toMatchObject([{ kind: 'fill-plan' }, { kind: 'ask-counsellor' }])
  })

  it('grows again when a merit is revoked', async () => {
    const learner = await world.visit('Vera')
    const credentialId = await issue('Vera', hygiene)
    const id = await state(learner)
    const held = async () =>
      (await learner.call('GET', `/api/passport/aims/${id}/distance`)).json().distance.verified.coverage.held
    expect(await held()).toBe(1)
    await rakel.call('POST', `/api/credentials/${credentialId}/revoke`, { reason: 'Fel person' })
    expect(await held()).toBe(0)
  })
})

describe('the ways', () => {
  it('are the fewest and the shortest, and say that nobody states a price', async () => {
    const learner = await world.visit('Tove')
    const id = await state(learner)
    const { pathways } = (await learner.call('GET', `/api/passport/aims/${id}/pathways`)).json()
    const titles = (way: { best: { steps: { offer: { title: string } }[] } }) =>
      way.best.steps.map(({ offer }) => offer.title).toSorted()
    expect(titles(pathways.fewest)).toEqual(['Hygien', 'Omsorg'])
    expect(pathways.fewest.best).toMatchObject({ proved: true, hours: 98 })
    expect(pathways.cheapest).toMatchObject({ best: null, outOfReach: [{ why: ['price-not-stated'] }, {}, {}] })
    expect(pathways.validators).toEqual([])
  })

  it('honour where the learner can go, and name who validates what they say they know', async () => {
    const learner = await world.visit('Ylva')
    const settings = { informationVersion: '1', information: { sv: 'Så går det till' } }
    const offered = await rakel.call('PUT', `/api/organisations/${school}/validation/offers/${hygiene}`, settings)
    expect(offered.statusCode, offered.body).toBe(204)
    await learner.call('POST', '/api/passport/self-claims', {
      title: 'Tvättar',
      setting: 'informal',
      skills: [{ uri: at('wash'), label: 'tvätta', framework: 'ESCO', relation: 'related' }],
    })
    const id = await state(learner, { constraints: { online: true, places: ['Umeå'] } })
    const { pathways } = (await learner.call('GET', `/api/passport/aims/${id}/pathways`)).json()
    expect(pathways.fewest.best.steps).toMatchObject([{ offer: { title: 'Hygien' }, route: 'validation' }])
    expect(pathways.fewest.outOfReach).toMatchObject([{ why: ['place'] }, { why: ['place'] }])
    expect(pathways.validators).toEqual([
      { providerId: school, meritId: hygiene, providerName: 'vardskolan organisation' },
    ])
    const { next } = (await learner.call('GET', `/api/passport/aims/${id}/distance`)).json()
    expect(next).toMatchObject([{ kind: 'be-validated', merits: [{ meritId: hygiene, title: 'Hygien' }] }, {}, {}])
  })
})

describe('the plan', () => {
  it('is kept in its order, counts a merit when it comes, and goes back step by step', async () => {
    const learner = await world.visit('Ida')
    const id = await state(learner)
    const plan = async () => (await learner.call('GET', `/api/passport/aims/${id}/plan`)).json()
    const change = (body: object) => learner.call('POST', `/api/passport/aims/${id}/plan/changes`, body)
    const merit = { kind: 'merit', meritId: hygiene, title: 'Hygien' }
    const steps = [{ content: { kind: 'other', title: 'Ring skolan' }, targetOn: '2027-01-15' }, { content: merit }]
    expect((await change({ kind: 'add', steps })).statusCode).toBe(204)
    const first = await plan()
    expect(first).toMatchObject({ done: 0, of: 2, next: first.steps[0].id, mayUndo: true })
    await change({ kind: 'move', stepId: first.steps[1].id, by: 'up' })
    expect((await plan()).steps.map(({ content }: { content: { title: string } }) => content.title)).toEqual([
      'Hygien',
      'Ring skolan',
    ])
    await change({ kind: 'set-state', stepId: first.steps[0].id, state: 'dropped' })
    const credentialId = await issue('Ida', hygiene)
    expect(await plan()).toMatchObject({
      done: 1,
      of: 1,
      next: null,
      steps: [{ state: 'planned', standing: 'reached', credentialId }, { standing: 'dropped' }],
    })
    const undo = () => learner.call('POST', `/api/passport/aims/${id}/plan/undo`)
    for (let times = 0; times < 3; times++) expect((await undo()).statusCode).toBe(204)
    expect(await plan()).toMatchObject({ steps: [], mayUndo: false })
    expect((await undo()).json()).toMatchObject({ code: 'nothing-to-undo' })
  })

  it('refuses the same merit twice, with why, and keeps what it was', async () => {
    const learner = await world.visit('Nils')
    const id = await state(learner)
    const change = (body: object) => learner.call('POST', `/api/passport/aims/${id}/plan/changes`, body)
    const once = { kind: 'add', steps: [{ content: { kind: 'merit', meritId: hygiene, title: 'Hygien' } }] }
    expect((await change(once)).statusCode).toBe(204)
    expect((await change(once)).json()).toMatchObject({ code: 'plan-refused', errors: [{ code: 'step-repeated' }] })
    const stepId = '00000000-0000-4000-8000-000000000009'
    expect((await change({ kind: 'remove', stepId })).json()).toMatchObject({ errors: [{ code: 'step-unknown' }] })
    expect((await learner.call('GET', `/api/passport/aims/${id}/plan`)).json().steps).toHaveLength(1)
  })

  it('goes back fifty changes and no further', async () => {
    const learner = await world.visit('Ulf')
    const id = await state(learner)
    const plan = `/api/passport/aims/${id}/plan`
    for (let count = 1; count <= 53; count++)
      await learner.call('POST', `${plan}/changes`, {
        kind: 'add',
        steps: [{ content: { kind: 'other', title: `Steg ${count}` } }],
      })
    let undone = 0
    while ((await learner.call('POST', `${plan}/undo`)).statusCode === 204) undone += 1
    expect(undone).toBe(50)
    expect((await learner.call('GET', plan)).json().steps).toHaveLength(3)
  })
})

async function state(learner: Visitor, changes: object = {}): Promise<string> {
  const aim = { target: { kind: 'occupation', occupation: carer }, ...changes }
  const answer = await learner.call('POST', '/api/passport/aims', aim)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json().id
}

async function issue(name: string, meritId: string): Promise<string> {
  const recipient = { name, email: `${name.toLowerCase()}@people.example` }
  const order = { organisationId: school, meritId, recipient, facts, key: `${name} ${meritId}` }
  const answer = await rakel.call('POST', '/api/credentials', order)
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer.json().credentialId
}

const concept = (name: string, type: 'skill' | 'occupation', label: string) => ({
  uri: at(name),
  type,
  labels: { sv: label },
  altLabels: {},
  broader: [],
  state: 'current' as const,
})

function teaching(title: string, skills: string | string[], workload: object) {
  const outcomes = [skills].flat().map((skill) => ({
    id: skill,
    type: 'skill',
    statement: { sv: `Kan ${skill}` },
    criteria: [{ sv: 'Visar det' }],
    assessedBy: ['practical-assessment'],
    alignments: [{ uri: at(skill), label: skill, framework: 'ESCO', relation: 'exact' }],
  }))
  return { ...splicing, title: { sv: title }, outcomes, workload } as never
}

const byLabel = (one: { label: string }, other: { label: string }): number => one.label.localeCompare(other.label, 'sv')
