import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

let world: TestWorld
let school: string
let centre: string
let creator: Visitor
let trainer: Visitor
let weld: string
let measure: string
let whole: string
let stack: string

beforeAll(async () => {
  world = await openTestWorld()
  school = await world.register(await world.visit('Rakel'), 'folkhogskolan')
  creator = await world.visit('Rakel')
  centre = await world.register(await world.visit('Tora'), 'centrum')
  trainer = await world.visit('Tora')
  weld = await world.publish(creator, school, { title: { sv: 'Svetsa' } })
  measure = await world.publish(trainer, centre, { title: { sv: 'Mäta' } })
  whole = await world.publish(creator, school, { title: { sv: 'Fibertekniker' }, workload: { hours: 48 } })
  stack = await begin({ meritId: whole })
})
afterAll(() => world.close())

describe('asking for the whole of a stack', () => {
  it('is refused while something is missing, and says what would close it', async () => {
    const learner = await holder('Ove', [weld])
    expect((await ask(learner)).json()).toMatchObject({ code: 'stack-incomplete' })
    const progress = (await learner.call('GET', `/api/passport/stacks/${stack}/progress`)).json()
    expect(progress).toMatchObject({
      complete: false,
      credentials: [{ title: 'Svetsa' }],
      missing: [
        { groupId: 'core', lacks: 1, candidates: [{ meritId: measure, title: { sv: 'Mäta' }, validatedBy: [] }] },
      ],
      request: null,
    })
  })

  it('is refused where no merit stands for the whole', async () => {
    const learner = await holder('Ylva', [weld, measure])
    const bare = await begin({})
    const refused = await learner.call('POST', `/api/passport/stacks/${bare}/whole-requests`, {})
    expect(refused.json()).toMatchObject({ code: 'stack-without-whole' })
  })

  it('is asked once, told to those who issue, and withdrawn with what was shared', async () => {
    const learner = await holder('Olena', [weld, measure])
    const { id } = (await ask(learner)).json()
    await world.deliver()
    expect(world.ground.outbox.filter(({ kind }) => kind === 'request-arrived')).toMatchObject([
      { to: 'rakel@people.example', facts: { what: 'Fibertekniker' } },
    ])
    expect((await ask(learner)).json()).toMatchObject({ code: 'whole-asked' })
    const { items } = (await creator.call('GET', `/api/organisations/${school}/whole-requests`)).json()
    expect(items).toMatchObject([{ id, applicant: 'Olena', parts: [{ title: 'Svetsa' }, { title: 'Mäta' }] }])
    const share = `/api/shares/${items[0].shareUrl.split('/').at(-1)}`
    expect((await world.anyone.call('GET', share)).json().items).toHaveLength(2)
    expect((await learner.call('POST', `/api/passport/whole-requests/${id}/withdraw`, {})).statusCode).toBe(204)
    expect((await world.anyone.call('GET', share)).json()).toMatchObject({ code: 'share-closed' })
    expect((await creator.call('POST', `/api/whole-requests/${id}/issue`, {})).json()).toMatchObject({
      code: 'application-closed',
    })
  })

  it('is answered by the stack’s owner only', async () => {
    const learner = await holder('Siri', [weld, measure])
    const { id } = (await ask(learner)).json()
    expect((await trainer.call('POST', `/api/whole-requests/${id}/issue`, {})).json()).toMatchObject({
      code: 'not-found',
    })
    expect((await learner.call('POST', `/api/whole-requests/${id}/issue`, {})).json()).toMatchObject({
      code: 'permission-missing',
    })
  })

  it('may be declined, with the reason for the learner to read', async () => {
    const learner = await holder('Gun', [weld, measure])
    const { id } = (await ask(learner)).json()
    expect((await creator.call('POST', `/api/whole-requests/${id}/decline`, {})).statusCode).toBe(422)
    const declined = await creator.call('POST', `/api/whole-requests/${id}/decline`, { reason: 'Kursen är nedlagd.' })
    expect(declined.statusCode).toBe(204)
    expect((await learner.call('GET', `/api/whole-requests/${id}`)).json()).toMatchObject({
      state: 'declined',
      reason: 'Kursen är nedlagd.',
      shareUrl: null,
    })
    await world.deliver()
    expect(
      world.ground.outbox.filter(({ kind, to }) => kind === 'request-answered' && to.startsWith('gun')),
    ).toHaveLength(1)
  })
})

describe('the whole', () => {
  it('names its parts by address and digest, and is checked with them, also after one is revoked', async () => {
    const learner = await holder('Maja', [weld, measure])
    const { id } = (await ask(learner)).json()
    const issued = await creator.call('POST', `/api/whole-requests/${id}/issue`, {})
    expect([issued.statusCode, issued.json()]).toEqual([201, { credentialId: expect.any(String), state: 'issued' }])
    const { credentialId } = issued.json()
    const before = await verify(learner, credentialId)
    expect(before.checks.filter(({ outcome }: { outcome: string }) => outcome === 'failed')).toEqual([])
    expect(before.checks).toContainEqual(expect.objectContaining({ name: 'parts', code: 'parts-good' }))
    expect(before.parts).toMatchObject([
      {
        name: 'Svetsa',
        issuer: 'folkhogskolan organisation',
        outcome: 'passed',
        digest: expect.stringMatching(/^sha384-/),
      },
      { name: 'Mäta', issuer: 'centrum organisation', outcome: 'passed' },
    ])
    const again = await ask(learner)
    expect(again.json()).toMatchObject({ code: 'whole-asked' })

    const part = await find(learner, measure)
    expect((await trainer.call('POST', `/api/credentials/${part}/revoke`, { reason: 'Fel person.' })).statusCode).toBe(
      204,
    )
    const after = await verify(learner, credentialId)
    expect(after.checks).toContainEqual(
      expect.objectContaining({ name: 'parts', outcome: 'failed', code: 'part-revoked' }),
    )
    expect(after.checks).toContainEqual(expect.objectContaining({ name: 'signature', outcome: 'passed' }))
    expect(after.parts).toMatchObject([{ code: 'parts-good' }, { name: 'Mäta', code: 'part-revoked' }])
  })

  it('is not issued on a part that was revoked after it was asked for', async () => {
    const learner = await holder('Ida', [weld, measure])
    const { id } = (await ask(learner)).json()
    const part = await find(learner, measure)
    await trainer.call('POST', `/api/credentials/${part}/revoke`, { reason: 'Fel person.' })
    expect((await creator.call('POST', `/api/whole-requests/${id}/issue`, {})).json()).toMatchObject({
      code: 'stack-incomplete',
    })
  })

  it('says where its parts are shown beside it, and whether they are the very ones', async () => {
    const learner = await holder('Tilda', [weld, measure])
    const { id } = (await ask(learner)).json()
    const { credentialId } = (await creator.call('POST', `/api/whole-requests/${id}/issue`, {})).json()
    const part = await find(learner, weld)
    const shared = await learner.call('POST', '/api/passport/shares', {
      credentialIds: [part, credentialId],
      audience: 'Arbetsgivaren',
      purpose: 'Ansökan',
    })
    const { items } = (await world.anyone.call('GET', `/api/shares/${shared.json().url.split('/').at(-1)}`)).json()
    const shown = items.find(({ parts }: { parts?: unknown }) => parts)
    expect(shown.parts).toMatchObject([{ name: 'Svetsa', shown: { number: 1, same: true } }, { name: 'Mäta' }])
    expect(shown.parts[1].shown).toBeUndefined()
  })

  it('is not made by stating parts in an ordinary issuing', async () => {
    const refused = await creator.call('POST', '/api/credentials', {
      organisationId: school,
      key: 'forged',
      meritId: whole,
      recipient: { name: 'Ingen', email: 'ingen@people.example' },
      facts: { ...facts, parts: [] },
    })
    expect(refused.json()).toMatchObject({ code: 'request-invalid' })
  })
})

describe('an account that is deleted', () => {
  it('takes what was asked along, first in its file and then away', async () => {
    const learner = await holder('Vera', [weld, measure])
    const { id } = (await ask(learner)).json()
    expect((await learner.call('GET', '/api/me/export')).json()).toMatchObject({
      wholeRequests: [{ id, state: 'open' }],
    })
    const gone = await learner.call('DELETE', '/api/me', { confirm: 'vera@people.example' })
    expect(gone.json()).toMatchObject({ removed: { wholeRequests: 1 } })
    expect((await creator.call('GET', `/api/whole-requests/${id}`)).statusCode).toBe(404)
  })
})

async function begin(more: object): Promise<string> {
  const content = {
    title: { sv: 'Fibertekniker' },
    route: 'elective',
    unit: 'hours',
    groups: [
      {
        id: 'core',
        title: { sv: 'Kärna' },
        accepts: { meritIds: [weld, measure] },
        needs: { kind: 'parts', count: 2 },
      },
    ],
  }
  const begun = await creator.call('POST', `/api/organisations/${school}/stacks`, { content, ...more })
  expect([begun.statusCode, begun.body]).toEqual([201, expect.anything()])
  const { id } = begun.json()
  await creator.call('POST', `/api/stacks/${id}/publish`, {})
  return id
}

const ask = (learner: Visitor) => learner.call('POST', `/api/passport/stacks/${stack}/whole-requests`, {})

async function holder(name: string, merits: readonly string[]): Promise<Visitor> {
  const learner = await world.visit(name)
  for (const meritId of merits) {
    const owner = meritId === measure ? { by: trainer, id: centre } : { by: creator, id: school }
    const issued = await owner.by.call('POST', '/api/credentials', {
      organisationId: owner.id,
      key: `test:${name}:${meritId}`,
      meritId,
      recipient: { name, email: `${name.toLowerCase()}@people.example` },
      facts,
    })
    expect([issued.statusCode, issued.body]).toEqual([201, expect.anything()])
  }
  return learner
}

async function find(learner: Visitor, meritId: string): Promise<string> {
  const { items } = (await learner.call('GET', '/api/passport')).json()
  return items.find((item: { meritId: string }) => item.meritId === meritId).id
}

const verify = async (learner: Visitor, id: string) =>
  (await learner.call('GET', `/api/passport/credentials/${id}`)).json()
