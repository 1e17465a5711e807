import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { addConcepts, addFramework } from './add-concepts.ts'
import { addLinks } from './add-links.ts'

const framework = { name: 'Small', version: '1.0', attribution: 'Made for tests.' }
const at = (name: string): string => `https://classification.example/${name}`
const countsAs = { kind: 'count-as', held: at('provide-first-aid'), wanted: at('first-aid') }

let world: TestWorld
let owner: Visitor
let proposer: Visitor
let stranger: Visitor
let ownerId: string
let proposerId: string
let map: string

beforeAll(async () => {
  world = await openTestWorld()
  await world.ground.database.act(systemScope, async (work) => {
    await addFramework(world.ground, work, framework, ['en'])
    await addConcepts(work, framework, [
      ...['provide-first-aid', 'first-aid', 'make-beds'].map((name) => concept(name, 'skill')),
      ...['cabin-crew', 'nurse-assistant'].map((name) => concept(name, 'occupation')),
    ])
    await addLinks(work, framework, [
      { occupation: at('cabin-crew'), skill: at('provide-first-aid'), relation: 'essential' },
      { occupation: at('nurse-assistant'), skill: at('first-aid'), relation: 'essential' },
      { occupation: at('nurse-assistant'), skill: at('make-beds'), relation: 'essential' },
    ])
  })
  owner = await world.visit('Rut')
  proposer = await world.visit('Kaj')
  stranger = await world.visit('Ida')
  ownerId = await world.register(owner, 'branschen')
  proposerId = await world.register(proposer, 'skolan')
  await world.register(stranger, 'grannen')
  const made = await owner.call('POST', `/api/organisations/${ownerId}/skill-maps`, {
    base: { framework: 'Small' },
    title: { sv: 'Vårdens karta' },
  })
  map = made.json().id
})
afterAll(() => world.close())

describe('an organisation’s own map beside a classification', () => {
  it('is made by those who design for it, on the version that is newest then', async () => {
    const view = await stranger.call('GET', `/api/skill-maps/${map}`)
    expect(view.json()).toMatchObject({ ownerId, framework: 'Small', version: '1.0', edits: 0 })
    const refused = await stranger.call('POST', `/api/organisations/${ownerId}/skill-maps`, { title: { sv: 'x' } })
    expect(refused.json()).toMatchObject({ code: 'permission-missing' })
  })

  it('is the classification until something is taken', async () => {
    expect(await coverage(map)).toEqual({ held: 0, of: 2 })
  })
})

describe('a proposal', () => {
  let edit: string

  it('says who, when and why, and changes nothing yet', async () => {
    edit = await propose(proposer, proposerId, [countsAs], 'The same is taught and tested.')
    const listed = await owner.call('GET', `/api/skill-maps/${map}/edits?decision=open`)
    expect(listed.json()).toMatchObject({
      total: 1,
      items: [
        {
          id: edit,
          edit: countsAs,
          reason: 'The same is taught and tested.',
          proposedBy: { organisationId: proposerId },
        },
      ],
    })
    expect(await coverage(map)).toEqual({ held: 0, of: 2 })
  })

  it('is seen by the owner and by who made it, and by nobody else before it is taken', async () => {
    expect((await proposer.call('GET', `/api/skill-maps/${map}/edits`)).json().total).toBe(1)
    expect((await stranger.call('GET', `/api/skill-maps/${map}/edits`)).json().total).toBe(0)
    expect((await world.anyone.call('GET', `/api/skill-maps/${map}/edits`)).json().total).toBe(0)
  })

  it('is decided by the map’s owner only', async () => {
    for (const other of [proposer, stranger])
      expect((await decide(other, edit, 'taken')).json()).toMatchObject({ code: 'permission-missing' })
    expect((await world.anyone.call('POST', `/api/skill-maps/${map}/edits/${edit}/decide`, taken)).statusCode).toBe(401)
  })

  it('changes the map when it is taken, and every answer names the edit and the map', async () => {
    expect((await decide(owner, edit, 'taken')).statusCode).toBe(204)
    expect(await coverage(map)).toEqual({ held: 1, of: 2 })
    const answer = await lay(map)
    expect(answer.classificationVersion).toBe(`1.0+${map}.1`)
    expect(answer.identical[0].reason).toMatchObject({ kind: 'equivalent', edit })
    expect(await coverage(undefined)).toEqual({ held: 0, of: 2 })
    expect((await stranger.call('GET', `/api/skill-maps/${map}/edits`)).json()).toMatchObject({
      items: [{ decision: 'taken', decisionReason: 'Agreed.' }],
    })
  })

  it('is decided once', async () => {
    expect((await decide(owner, edit, 'refused')).json()).toMatchObject({ code: 'map-edit-decided' })
  })

  it('that is refused changes nothing, and may be made again', async () => {
    const beds = {
      kind: 'set-relation',
      occupation: at('nurse-assistant'),
      skill: at('make-beds'),
      relation: 'optional',
    }
    const refused = await propose(proposer, proposerId, [beds], 'Not in every home.')
    await decide(owner, refused, 'refused')
    expect(await coverage(map)).toEqual({ held: 1, of: 2 })
    expect(await propose(proposer, proposerId, [beds], 'Again, with figures.')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is withdrawn by who made it, not by others', async () => {
    const mine = await propose(proposer, proposerId, [{ ...countsAs, kind: 'stop-counting-as' }], 'I was wrong.')
    const url = `/api/skill-maps/${map}/edits/${mine}/withdraw`
    expect((await owner.call('POST', url, { reason: 'x' })).json()).toMatchObject({ code: 'permission-missing' })
    expect((await stranger.call('POST', url, { reason: 'x' })).statusCode).toBe(404)
    expect((await proposer.call('POST', url, { reason: 'Right after all.' })).statusCode).toBe(204)
  })

  it.each([
    [{ ...countsAs, wanted: at('juggling') }, 'skill-unknown'],
    [{ kind: 'set-relation', occupation: at('x'), skill: at('make-beds'), relation: 'none' }, 'occupation-unknown'],
    [countsAs, 'map-edit-void'],
    [{ kind: 'rename', uri: at('x') }, 'request-invalid'],
  ])('%o is refused as %s', async (wrong, code) => {
    const answer = await proposer.call('POST', `/api/skill-maps/${map}/edits`, {
      organisationId: proposerId,
      edits: [wrong],
      reason: 'Because.',
    })
    expect(answer.json()).toMatchObject({ code })
  })

  it('needs a reason', async () => {
    const answer = await proposer.call('POST', `/api/skill-maps/${map}/edits`, {
      organisationId: proposerId,
      edits: [countsAs],
      reason: ' ',
    })
    expect(answer.json()).toMatchObject({ code: 'request-invalid' })
  })
})

describe('behind the routes', () => {
  it('the database itself keeps a proposer from taking, and anyone from rewriting, what was proposed', async () => {
    const open = await propose(
      proposer,
      proposerId,
      [{ kind: 'add-occupation', uri: at('carer'), label: { sv: 'Vårdare' } }],
      'Missing.',
    )
    const asProposer = { kind: 'person', personId: proposer.personId, organisationIds: [proposerId] } as const
    const act = (statement: ReturnType<typeof sql>) =>
      world.ground.database.act(asProposer, (work) => statement.execute(work))
    await expect(act(sql`update skill_map_edit set decision = 'taken' where id = ${open}`)).rejects.toThrow('row-level')
    await expect(act(sql`update skill_map_edit set reason = 'x' where id = ${open}`)).rejects.toThrow('permission')
    await expect(act(sql`delete from skill_map_edit where id = ${open}`)).rejects.toThrow('permission')
    await expect(act(sql`update skill_link set relation = 'optional'`)).rejects.toThrow('permission')
  })

  it('the log says what each did', async () => {
    const { rows } = await world.ground.database.pool.query(
      `select act, count(*)::int from audit_entry where object_kind = 'skill-map' group by act order by act`,
    )
    expect(rows).toEqual([
      { act: 'skill-map.add', count: 1 },
      { act: 'skill-map.propose', count: 5 },
      { act: 'skill-map.refuse', count: 1 },
      { act: 'skill-map.take', count: 1 },
      { act: 'skill-map.withdraw', count: 1 },
    ])
  })
})

describe('a branch’s own profile', () => {
  it('is a map by itself, to be laid over others', async () => {
    const made = await owner.call('POST', `/api/organisations/${ownerId}/skill-maps`, {
      title: { sv: 'Branschprofil vårdbiträde' },
      profile: {
        title: { sv: 'Vårdbiträde' },
        modules: [{ title: { sv: 'Hygien' }, outcomes: [{ text: { sv: 'Följer basala hygienrutiner' } }] }],
      },
    })
    expect(made.statusCode).toBe(201)
    const own = made.json().id
    const address = `${world.ground.settings.baseUrl}/skill-maps/${own}`
    const answer = await owner.call('POST', '/api/skills/superimpose', {
      map: own,
      held: [{ uri: `${address}/modules/1/outcomes/1` }],
      wanted: { occupation: `${address}/profile` },
    })
    expect(answer.json()).toMatchObject({
      identical: [{ label: 'Följer basala hygienrutiner' }],
      coverage: { held: 1, of: 1 },
    })
  })

  it('takes nothing more once it is closed, by its owner', async () => {
    expect((await proposer.call('POST', `/api/skill-maps/${map}/close`)).json()).toMatchObject({
      code: 'permission-missing',
    })
    const open = await propose(proposer, proposerId, [{ ...countsAs, kind: 'stop-counting-as' }], 'Not so.')
    expect((await owner.call('POST', `/api/skill-maps/${map}/close`)).statusCode).toBe(204)
    expect((await decide(owner, open, 'taken')).json()).toMatchObject({ code: 'map-closed' })
    expect((await decide(owner, open, 'refused')).statusCode).toBe(204)
    const late = await proposer.call('POST', `/api/skill-maps/${map}/edits`, {
      organisationId: proposerId,
      edits: [{ ...countsAs, kind: 'stop-counting-as' }],
      reason: 'Late.',
    })
    expect(late.json()).toMatchObject({ code: 'map-closed' })
    expect(await coverage(map)).toEqual({ held: 1, of: 2 })
  })
})

const taken = { decision: 'taken', reason: 'Agreed.' }

const decide = (visitor: Visitor, edit: string, decision: 'taken' | 'refused') =>
  visitor.call('POST', `/api/skill-maps/${map}/edits/${edit}/decide`, { ...taken, decision })

async function propose(visitor: Visitor, organisationId: string, edits: object[], reason: string): Promise<string> {
  const answer = await visitor.call('POST', `/api/skill-maps/${map}/edits`, { organisationId, edits, reason })
  return answer.json().ids?.[0] ?? answer.body
}

async function lay(own: string | undefined) {
  const chosen = own === undefined ? 'framework=Small' : `map=${own}`
  const url = `/api/skills/superimpose?${chosen}&from=${at('cabin-crew')}&to=${at('nurse-assistant')}`
  return (await world.anyone.call('GET', url)).json()
}

async function coverage(own: string | undefined) {
  const { held, of } = (await lay(own)).coverage
  return { held, of }
}

function concept(name: string, type: string) {
  return { uri: at(name), type, labels: { en: name }, altLabels: {}, broader: [], state: 'current' as const }
}
