import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { deleteAccount } from '../passport/delete-account.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const wash = { uri: 'https://classification.example/wash', label: 'tvätta händerna' }
const at = '/api/passport/guidances'

let world: TestWorld
let school: string
let merit: string
let rakel: Visitor
let siv: Visitor
let leo: Visitor
let count = 0

beforeAll(async () => {
  world = await openTestWorld()
  school = await world.register(await world.visit('Rakel'), 'vagledningen')
  rakel = await world.visit('Rakel')
  merit = await world.publish(rakel, school)
  siv = await world.visit('Siv', { [school]: ['counsellor'] })
  leo = await world.visit('Leo', { [school]: ['counsellor'] })
})
afterAll(() => world.close())
beforeEach(() => world.ground.setNow('2026-11-02T09:00:00Z'))

describe('asking to be guided', () => {
  it('finds organisations that guide, asks one, and shows nothing before somebody has taken it', async () => {
    const bare = await world.register(await world.visit('Ingen'), 'utan-vagledare')
    const found = (await world.anyone.call('GET', '/api/guidance/organisations')).json()
    expect(found.items).toMatchObject([{ id: school, name: 'vagledningen organisation' }])
    const learner = await newLearner()
    const wish = { organisationId: bare }
    expect((await learner.call('POST', at, wish)).json()).toMatchObject({
      code: 'guidance-refused',
      errors: [{ code: 'no-counsellor' }],
    })
    const { id, aimId } = await ask(learner)
    expect((await learner.call('POST', at, { organisationId: school })).json()).toMatchObject({
      errors: [{ code: 'already-asked' }],
    })
    const waiting = (await siv.call('GET', `/api/organisations/${school}/guidances`)).json()
    expect(waiting.items.find((one: { id: string }) => one.id === id)).toMatchObject({ standing: 'asked' })
    expect(JSON.stringify(waiting)).not.toContain('tvätta')
    for (const who of [siv, leo]) expect(await codeOf(who.call('GET', `/api/guidances/${id}`))).toBe('not-found')
    expect(await codeOf(siv.call('POST', `/api/guidances/${id}/take`))).toBe(204)
    expect(await codeOf(leo.call('POST', `/api/guidances/${id}/take`))).toBe('not-found')
    expect((await siv.call('GET', `/api/guidances/${id}`)).json()).toMatchObject({
      aims: [{ id: aimId, title: 'tvätta händerna', purposes: ['find-way'] }],
    })
    expect(await codeOf(leo.call('GET', `/api/guidances/${id}`))).toBe('not-found')
  })

  it('is open to nobody without the role, whatever else they are there', async () => {
    const learner = await newLearner()
    const { id } = await ask(learner)
    const reader = await world.visit('Runa', { [school]: ['reader', 'coordinator'] })
    for (const who of [rakel, reader]) {
      expect(await codeOf(who.call('GET', `/api/organisations/${school}/guidances`))).toBe('permission-missing')
      expect(await codeOf(who.call('POST', `/api/guidances/${id}/take`))).toBe('permission-missing')
    }
    expect(await codeOf(world.anyone.call('POST', `/api/guidances/${id}/take`))).toBe('login-required')
  })

  it('goes by a link too: once, within its days, for whoever counsels somewhere', async () => {
    const learner = await newLearner()
    const { id, url } = (await learner.call('POST', at, { message: 'Hej Siv', days: 7 })).json()
    const link = `/api/guidance-links/${url.split('/').at(-1)}`
    expect((await siv.call('GET', link)).json()).toMatchObject({
      message: 'Hej Siv',
      expiresAt: '2026-11-09T09:00:00.000Z',
    })
    const take = (who: Visitor) => who.call('POST', `${link}/take`, { organisationId: school })
    expect(await codeOf(take(rakel))).toBe('permission-missing')
    world.ground.setNow('2026-11-09T09:00:00Z')
    expect(await codeOf(take(siv))).toBe('invitation-closed')
    expect((await learner.call('GET', `${at}/${id}`)).json()).toMatchObject({ standing: 'expired', link: null })
    world.ground.setNow('2026-11-09T08:59:59Z')
    expect(await codeOf(take(siv))).toBe(201)
    expect(await codeOf(take(leo))).toBe('invitation-closed')
    expect((await learner.call('GET', `${at}/${id}`)).json()).toMatchObject({
      standing: 'open',
      counsellor: 'Siv',
      link: null,
    })
  })

  it('is not done by oneself, nor with what is another’s', async () => {
    const { url } = (await siv.call('POST', at, {})).json()
    const link = `/api/guidance-links/${url.split('/').at(-1)}/take`
    expect((await siv.call('POST', link, { organisationId: school })).json()).toMatchObject({
      errors: [{ code: 'guides-oneself' }],
    })
    const { aimId } = await ask(await newLearner())
    const other = await newLearner()
    const share = { things: [{ kind: 'aim', id: aimId }], purpose: 'find-way' }
    expect(await codeOf(other.call('POST', at, { organisationId: school, share }))).toBe('not-found')
    expect((await other.call('GET', at)).json().total).toBe(0)
  })
})

describe('what a counsellor sees', () => {
  it('is what is shared and no more of the passport: the distance counts shared merits alone', async () => {
    const learner = await newLearner()
    const [first] = await issueTo(learner, 1)
    const { id, aimId } = await open(learner)
    const seen = async () => (await siv.call('GET', `/api/guidances/${id}`)).json()
    expect(await seen()).toMatchObject({
      merits: [],
      selfClaims: [],
      aims: [{ plan: null, distance: { gap: [wash.uri] } }],
    })
    await share(
      learner,
      id,
      [
        { kind: 'merit', id: first },
        { kind: 'plan', id: aimId },
      ],
      'plan-studies',
    )
    expect(await seen()).toMatchObject({
      merits: [{ id: first, title: 'Fibersvetsning', valid: true, purposes: ['plan-studies'] }],
      aims: [{ purposes: ['find-way', 'plan-studies'], plan: { steps: [], of: 0 } }],
    })
    const second = (await issueTo(learner, 1))[0]
    expect(JSON.stringify(await seen())).not.toContain(second)
  })

  it('says "reached" in a plan of shared merits only', async () => {
    const learner = await newLearner()
    const [credentialId] = await issueTo(learner, 1)
    const { id, aimId } = await open(learner)
    const steps = [{ content: { kind: 'merit', meritId: merit, title: 'Fibersvetsning' } }]
    await learner.call('POST', `/api/passport/aims/${aimId}/plan/changes`, { kind: 'add', steps })
    await share(learner, id, [{ kind: 'plan', id: aimId }], 'plan-studies')
    const plan = async () => (await siv.call('GET', `/api/guidances/${id}`)).json().aims[0].plan
    expect(await plan()).toMatchObject({ done: 0, steps: [{ standing: 'planned' }], mayUndo: false })
    await share(learner, id, [{ kind: 'merit', id: credentialId }], 'plan-studies')
    expect(await plan()).toMatchObject({ done: 1, steps: [{ standing: 'reached' }] })
  })

  it('is written down for the learner, and stays when consent has gone at once', async () => {
    const learner = await newLearner()
    const { id } = await open(learner)
    const readings = async () => (await learner.call('GET', `${at}/${id}/readings`)).json()
    expect((await readings()).total).toBe(0)
    expect((await siv.call('GET', `/api/guidances/${id}`)).json().aims).toHaveLength(1)
    expect(await readings()).toMatchObject({
      total: 1,
      items: [{ by: 'Siv', at: '2026-11-02T09:00:00.000Z', things: [{ kind: 'aim', title: 'tvätta händerna' }] }],
    })
    const { consents } = (await learner.call('GET', `${at}/${id}`)).json()
    expect(consents).toMatchObject([{ seenAt: '2026-11-02T09:00:00.000Z', withdrawnAt: null }])
    await learner.call('POST', `${at}/${id}/consents/${consents[0].id}/withdraw`)
    expect((await siv.call('GET', `/api/guidances/${id}`)).json()).toMatchObject({ aims: [], merits: [] })
    expect((await readings()).total).toBe(1)
    expect((await learner.call('GET', `${at}/${id}`)).json().consents).toMatchObject([
      { withdrawnAt: '2026-11-02T09:00:00.000Z', seenAt: '2026-11-02T09:00:00.000Z' },
    ])
    expect((await readings()).items[0].things).toHaveLength(1)
    expect((await learner.call('GET', `${at}/${id}/readings?format=csv`)).body).toContain('tvätta händerna')
  })

  it('is nothing when it has ended, by either side, or when the role or the aim is gone', async () => {
    for (const end of [
      (learner: Visitor, id: string) => learner.call('POST', `${at}/${id}/end`),
      (_: Visitor, id: string) => siv.call('POST', `/api/guidances/${id}/leave`),
    ]) {
      const learner = await newLearner()
      const { id } = await open(learner)
      expect(await codeOf(end(learner, id))).toBe(204)
      expect(await codeOf(siv.call('GET', `/api/guidances/${id}`))).toBe('not-found')
      expect(await codeOf(siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'x' }))).toBe(
        'not-found',
      )
      expect((await learner.call('POST', `${at}/${id}/end`)).json()).toMatchObject({
        errors: [{ code: 'guidance-ended' }],
      })
    }
    const learner = await newLearner()
    const { id, aimId } = await open(learner)
    await learner.call('DELETE', `/api/passport/aims/${aimId}`)
    expect((await siv.call('GET', `/api/guidances/${id}`)).json().aims).toEqual([])
    const member = { email: 'siv@people.example', roles: ['reader'] }
    await rakel.call('PUT', `/api/organisations/${school}/members`, member)
    expect(await codeOf(siv.call('GET', `/api/guidances/${id}`))).toBe('not-found')
    expect((await learner.call('GET', `${at}/${id}`)).json()).toMatchObject({ abandoned: true })
    await rakel.call('PUT', `/api/organisations/${school}/members`, { ...member, roles: ['counsellor'] })
    expect(await codeOf(siv.call('GET', `/api/guidances/${id}`))).toBe(200)
  })
})

describe('what is written', () => {
  it('is read by the learner, all of it; what is proposed they take, undo or decline', async () => {
    const learner = await newLearner()
    const { id, aimId } = await open(learner)
    const write = (body: object) => siv.call('POST', `/api/guidances/${id}/entries`, body)
    const proposal = {
      kind: 'proposal',
      aimId,
      steps: [
        { kind: 'merit', meritId: merit, title: 'kallad så' },
        { kind: 'other', title: 'Hör av dig till mig' },
      ],
      why: 'Den ges på kvällstid.',
    }
    expect(await codeOf(write({ kind: 'note', text: 'Vi sågs i dag.' }))).toBe(201)
    expect(await codeOf(write(proposal))).toBe(201)
    expect(await codeOf(write({ ...proposal, steps: [{ kind: 'other', title: 'Prova en dag' }] }))).toBe(201)
    const { entries } = (await learner.call('GET', `${at}/${id}`)).json()
    expect(entries).toMatchObject([
      { number: 3, content: { kind: 'proposal' }, answer: null },
      { number: 2, byName: 'Siv', byLearner: false, content: { steps: [{ title: 'Fibersvetsning' }, {}] } },
      { number: 1, content: { kind: 'note', text: 'Vi sågs i dag.' } },
    ])
    const answer = (number: number, word: string) =>
      learner.call('POST', `${at}/${id}/proposals/${number}/answer`, { answer: word })
    expect((await answer(2, 'taken')).json()).toEqual({ added: 2 })
    expect((await answer(3, 'declined')).json()).toEqual({ added: 0 })
    expect((await answer(2, 'declined')).json()).toMatchObject({ errors: [{ code: 'proposal-answered' }] })
    expect(await codeOf(answer(1, 'taken'))).toBe('not-found')
    const plan = async () => (await learner.call('GET', `/api/passport/aims/${aimId}/plan`)).json()
    expect((await plan()).steps).toMatchObject([{ content: { title: 'Fibersvetsning' } }, {}])
    await learner.call('POST', `/api/passport/aims/${aimId}/plan/undo`)
    expect((await plan()).steps).toEqual([])
    const { number } = (await learner.call('POST', `${at}/${id}/notes`, { text: 'Tack!' })).json()
    expect((await siv.call('GET', `/api/guidances/${id}`)).json().entries).toMatchObject([
      { number, byLearner: true, content: { text: 'Tack!' } },
      { answer: 'declined' },
      { answer: 'taken' },
      {},
    ])
  })

  it('is no proposal for an aim that is not shown, nor of a merit that nobody can take', async () => {
    const learner = await newLearner()
    const { id, aimId } = await open(learner)
    const hidden = await stateAim(learner)
    const propose = (aim: string, steps: object[]) =>
      siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'proposal', aimId: aim, steps, why: 'Prova.' })
    const step = { kind: 'other', title: 'Ring' }
    expect((await propose(hidden, [step])).json()).toMatchObject({ errors: [{ code: 'aim-not-shown' }] })
    expect(await codeOf(propose(aimId, [step]))).toBe(201)
    const nothing = { kind: 'merit', meritId: '00000000-0000-4000-8000-000000000001', title: 'x' }
    expect(await codeOf(propose(aimId, [nothing]))).toBe('merit-not-published')
    expect(await codeOf(leo.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'x' }))).toBe(
      'not-found',
    )
  })

  it('is told by mail in the reader’s language, with nothing in it', async () => {
    const learner = await newLearner()
    await learner.call('PATCH', '/api/me', { locale: 'fi' })
    world.ground.outbox.length = 0
    const { id } = await open(learner)
    await siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'Känsligt' })
    await world.deliver()
    const mails = world.ground.outbox.filter(({ kind }) => kind === 'guidance-news')
    expect(mails.filter(({ language }) => language === 'fi')).toHaveLength(2)
    expect(mails.map(({ to }) => to)).toEqual(expect.arrayContaining(['siv@people.example', 'leo@people.example']))
    for (const mail of mails) {
      expect(Object.keys(mail.facts)).toEqual(['url'])
      expect(mail.facts.url).toMatch(/\/login\?next=/)
    }
  })
})

describe('handing over', () => {
  it('waits for the learner, who chooses what goes along; then the first one reads nothing', async () => {
    const learner = await newLearner()
    const { id, aimId } = await open(learner)
    await share(learner, id, [{ kind: 'plan', id: aimId }], 'plan-studies')
    await siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'Mellan oss' })
    const { items } = (await siv.call('GET', `/api/organisations/${school}/counsellors`)).json()
    expect(items).toEqual([{ personId: leo.personId, name: 'Leo' }])
    const wish = { to: leo.personId, why: 'Jag går på ledighet.' }
    const outside = { ...wish, to: rakel.personId }
    expect(await codeOf(siv.call('POST', `/api/guidances/${id}/handover`, outside))).toBe('not-found')
    expect(await codeOf(siv.call('POST', `/api/guidances/${id}/handover`, wish))).toBe(204)
    expect(await codeOf(leo.call('GET', `/api/guidances/${id}`))).toBe('not-found')
    const { handover, consents } = (await learner.call('GET', `${at}/${id}`)).json()
    expect(handover).toEqual({ name: 'Leo', why: 'Jag går på ledighet.' })
    const keep = consents.filter(({ thing }: { thing: { kind: string } }) => thing.kind === 'aim').map(idOf)
    const agree = { answer: 'agree', keep, entries: false }
    expect(await codeOf(learner.call('POST', `${at}/${id}/handover`, agree))).toBe(204)
    expect(await codeOf(siv.call('GET', `/api/guidances/${id}`))).toBe('not-found')
    expect((await leo.call('GET', `/api/guidances/${id}`)).json()).toMatchObject({
      aims: [{ id: aimId, plan: null }],
      entries: [],
    })
    await leo.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'Hej!' })
    expect((await leo.call('GET', `/api/guidances/${id}`)).json().entries).toMatchObject([{ number: 2 }])
    expect((await learner.call('GET', `${at}/${id}`)).json()).toMatchObject({ counsellor: 'Leo', entries: [{}, {}] })
  })

  it('comes to nothing where the learner says no', async () => {
    const learner = await newLearner()
    const { id } = await open(learner)
    await siv.call('POST', `/api/guidances/${id}/handover`, { to: leo.personId, why: 'Byter jobb.' })
    expect(await codeOf(learner.call('POST', `${at}/${id}/handover`, { answer: 'refuse' }))).toBe(204)
    expect(await codeOf(leo.call('GET', `/api/guidances/${id}`))).toBe('not-found')
    expect(await codeOf(siv.call('GET', `/api/guidances/${id}`))).toBe(200)
    expect((await learner.call('POST', `${at}/${id}/handover`, { answer: 'refuse' })).json()).toMatchObject({
      errors: [{ code: 'handover-not-asked' }],
    })
  })
})

describe('any sequence of asking, sharing, withdrawing, handing over and ending', () => {
  it('shows each counsellor what the learner’s own page says is shared with them now, at the API and in every table', async () => {
    const moves = [
      'share-aim',
      'share-plan',
      'withdraw',
      'ask-handover',
      'agree',
      'agree-bare',
      'refuse',
      'end',
      'read',
    ] as const
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...moves), fc.nat(7)), { minLength: 3, maxLength: 10 }),
        async (all) => {
          const learner = await newLearner()
          const { id, aimId } = await open(learner)
          for (const [move, pick] of all) {
            await makeMove(learner, id, aimId, move, pick)
            const page = (await learner.call('GET', `${at}/${id}`)).json()
            for (const who of [siv, leo]) {
              const mine = page.standing === 'open' && page.counsellor === (who === siv ? 'Siv' : 'Leo')
              const kinds = new Set<string>(
                page.consents
                  .filter(({ withdrawnAt }: { withdrawnAt: string | null }) => withdrawnAt === null)
                  .map(kindOf),
              )
              const expected = mine ? kinds : new Set<string>()
              const answer = await who.call('GET', `/api/guidances/${id}`)
              expect(answer.statusCode).toBe(mine ? 200 : 404)
              const [shown] = mine ? answer.json().aims : []
              expect(new Set([shown?.aim && 'aim', shown?.plan && 'plan'].filter(Boolean))).toEqual(expected)
              expect(await rowsSeen(who, learner, id)).toEqual({
                aim: expected.has('aim') ? 1 : 0,
                aim_plan: expected.has('plan') ? 1 : 0,
                aim_plan_past: 0,
                guidance: mine ? 1 : 0,
                guidance_consent: mine
                  ? page.consents.filter((one: { withdrawnAt: string | null }) => !one.withdrawnAt).length
                  : 0,
                guidance_reading: 0,
                guidance_address: 0,
              })
            }
            for (const stranger of [rakel, await world.visit('Utomstående')])
              expect(Object.values(await rowsSeen(stranger, learner, id)).every((rows) => rows === 0)).toBe(true)
          }
        },
      ),
      { numRuns: 12 },
    )
  }, 120_000)
})

describe('the second wall', () => {
  it('lets a counsellor write nothing into what is the learner’s, and no entry in another’s name', async () => {
    const learner = await newLearner()
    const { id, aimId } = await open(learner)
    await share(learner, id, [{ kind: 'plan', id: aimId }], 'plan-studies')
    const scope = { kind: 'person', personId: siv.personId, organisationIds: [school] } as const
    const write = (statement: ReturnType<typeof sql>) =>
      world.ground.database.act(scope, async (work) => (await statement.execute(work)).numAffectedRows)
    expect(await write(sql`update aim set title = 'x' where id = ${aimId}`)).toBe(0n)
    expect(await write(sql`update aim_plan set plan = '{}' where aim_id = ${aimId}`)).toBe(0n)
    expect(await write(sql`update guidance_consent set withdrawn_at = null where guidance_id = ${id}`)).toBe(0n)
    expect(await write(sql`delete from guidance_reading where guidance_id = ${id}`)).toBe(0n)
    expect(await write(sql`update guidance_entry set content = '{}' where guidance_id = ${id}`)).toBe(0n)
    const consent = sql`insert into guidance_consent values (${learner.personId}, ${id}, ${id}, 'merit', ${id}, 'x', 'find-way', now())`
    await expect(write(consent)).rejects.toThrow(/row-level security/)
    const forged = sql`insert into guidance_entry values (${learner.personId}, ${id}, 9, ${leo.personId}, 'Leo', '{}', null, null, now())`
    await expect(write(forged)).rejects.toThrow(/row-level security/)
    await expect(write(sql`update guidance set counsellor_id = ${leo.personId} where id = ${id}`)).rejects.toThrow(
      /row-level security/,
    )
  })
})

describe('whoever leaves', () => {
  it('takes aims, plans and guidances along, and has had them in their export', async () => {
    const learner = await newLearner()
    const { id } = await open(learner)
    await siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'Vi sågs.' })
    await siv.call('GET', `/api/guidances/${id}`)
    expect((await learner.call('GET', '/api/me/export')).json()).toMatchObject({
      aims: [{ title: 'tvätta händerna', plan: { steps: [] } }],
      guidances: [
        {
          counsellor_name: 'Siv',
          consents: [{ thing: 'aim', purpose: 'find-way' }],
          entries: [{ by: 'Siv', content: { text: 'Vi sågs.' } }],
          seen: [{ by: 'Siv', things: [{ kind: 'aim' }] }],
        },
      ],
    })
    const removed = (await learner.call('DELETE', '/api/me', { confirm: emailOf() })).json()
    expect(removed).toMatchObject({ removed: { aims: 1, guidances: 1 } })
    expect(await codeOf(siv.call('GET', `/api/guidances/${id}`))).toBe('not-found')
    const left = await world.ground.database.act(systemScope, async (work) => {
      const tables = ['aim', 'aim_plan', 'guidance', 'guidance_consent', 'guidance_entry', 'guidance_reading'] as const
      const counts = []
      for (const table of tables)
        counts.push(
          (await work.selectFrom(table).selectAll().where('holder_id', '=', learner.personId).execute()).length,
        )
      return counts
    })
    expect(left).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('as a counsellor takes their name along, and everything shared with them closes', async () => {
    const tor = await world.visit('Tor', { [school]: ['counsellor'] })
    const learner = await newLearner()
    const { id } = await open(learner, tor)
    await tor.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'Vi sågs.' })
    await tor.call('GET', `/api/guidances/${id}`)
    await deleteAccount(
      world.ground,
      { kind: 'person', personId: tor.personId, name: 'Tor', email: 'tor@people.example', memberships: [] },
      'tor@people.example',
    )
    const page = (await learner.call('GET', `${at}/${id}`)).json()
    expect(page).toMatchObject({
      standing: 'ended',
      endedBy: 'counsellor',
      counsellor: null,
      entries: [{ byName: '', content: { text: 'Vi sågs.' } }],
    })
    expect(page.consents.every(({ withdrawnAt }: { withdrawnAt: string | null }) => withdrawnAt !== null)).toBe(true)
    expect((await learner.call('GET', `${at}/${id}/readings`)).json().items).toMatchObject([{ by: '' }])
  })
})

describe('each deed', () => {
  it('is in the log once, by whom, and says nothing of what it was about', async () => {
    const learner = await newLearner()
    const acts = async () =>
      world.ground.database.act(systemScope, (work) =>
        work.selectFrom('audit_entry').selectAll().where('holder_id', '=', learner.personId).orderBy('id').execute(),
      )
    const { id, aimId } = await open(learner)
    await share(learner, id, [{ kind: 'plan', id: aimId }], 'plan-studies')
    await siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'note', text: 'x' })
    const steps = [{ kind: 'other', title: 'Ring' }]
    await siv.call('POST', `/api/guidances/${id}/entries`, { kind: 'proposal', aimId, steps, why: 'x' })
    await learner.call('POST', `${at}/${id}/proposals/2/answer`, { answer: 'taken' })
    await siv.call('POST', `/api/guidances/${id}/handover`, { to: leo.personId, why: 'x' })
    await learner.call('POST', `${at}/${id}/handover`, { answer: 'agree', keep: [], entries: true })
    await leo.call('POST', `/api/guidances/${id}/leave`)
    const written = await acts()
    expect(written.map(({ act, actor_name, organisation_id }) => [act, actor_name, organisation_id !== null])).toEqual([
      ['aim-stated', name(), false],
      ['guidance-asked', name(), false],
      ['guidance-taken', 'Siv', true],
      ['guidance-shared', name(), false],
      ['guidance-noted', 'Siv', true],
      ['guidance-proposed', 'Siv', true],
      ['guidance-proposal-taken', name(), false],
      ['guidance-handover-asked', 'Siv', true],
      ['guidance-handed-over', name(), false],
      ['guidance-ended', 'Leo', true],
    ])
    expect(written.every(({ details }) => JSON.stringify(details) === '{}')).toBe(true)
  })
})

const name = (): string => `Learner${count}`
const emailOf = (): string => `${name().toLowerCase()}@people.example`
const idOf = ({ id }: { id: string }): string => id
const kindOf = ({ thing }: { thing: { kind: string } }): string => thing.kind

async function newLearner(): Promise<Visitor> {
  count += 1
  return world.visit(name())
}

/** The status of what went well, the code of what did not. */
async function codeOf(asked: ReturnType<Visitor['call']>): Promise<number | string> {
  const answer = await asked
  return answer.statusCode < 300 ? answer.statusCode : answer.json().code
}

async function stateAim(learner: Visitor): Promise<string> {
  const made = await learner.call('POST', '/api/passport/aims', { target: { kind: 'skills', skills: [wash] } })
  return made.json().id
}

async function ask(learner: Visitor): Promise<{ id: string; aimId: string }> {
  const aimId = await stateAim(learner)
  const shared = { things: [{ kind: 'aim', id: aimId }], purpose: 'find-way' }
  const answer = await learner.call('POST', at, { organisationId: school, share: shared })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return { id: answer.json().id, aimId }
}

async function open(learner: Visitor, by: Visitor = siv): Promise<{ id: string; aimId: string }> {
  const asked = await ask(learner)
  const taken = await by.call('POST', `/api/guidances/${asked.id}/take`)
  if (taken.statusCode !== 204) throw new Error(taken.body)
  return asked
}

async function share(learner: Visitor, id: string, things: object[], purpose: string): Promise<void> {
  const answer = await learner.call('POST', `${at}/${id}/consents`, { things, purpose })
  if (answer.statusCode !== 204) throw new Error(answer.body)
}

async function issueTo(_: Visitor, times: number): Promise<string[]> {
  const ids: string[] = []
  for (let time = 0; time < times; time++) {
    const recipient = { name: name(), email: emailOf() }
    const key = `${name()} ${Math.random()}`
    const answer = await rakel.call('POST', '/api/credentials', {
      organisationId: school,
      meritId: merit,
      recipient,
      facts,
      key,
    })
    if (answer.statusCode >= 300) throw new Error(answer.body)
    ids.push(answer.json().credentialId)
  }
  return ids
}

async function makeMove(learner: Visitor, id: string, aimId: string, move: string, pick: number): Promise<void> {
  const { consents } = (await learner.call('GET', `${at}/${id}`)).json()
  const standing = consents.filter(({ withdrawnAt }: { withdrawnAt: string | null }) => withdrawnAt === null)
  const purpose = ['find-way', 'find-work'][pick % 2]
  const agree = (keep: string[]) => learner.call('POST', `${at}/${id}/handover`, { answer: 'agree', keep })
  const wish = { why: 'Byter.' }
  const moves: Record<string, () => Promise<unknown>> = {
    'share-aim': () => learner.call('POST', `${at}/${id}/consents`, { things: [{ kind: 'aim', id: aimId }], purpose }),
    'share-plan': () =>
      learner.call('POST', `${at}/${id}/consents`, { things: [{ kind: 'plan', id: aimId }], purpose }),
    withdraw: () =>
      learner.call('POST', `${at}/${id}/consents/${consents[pick % Math.max(1, consents.length)]?.id}/withdraw`),
    'ask-handover': async () => {
      await siv.call('POST', `/api/guidances/${id}/handover`, { ...wish, to: leo.personId })
      await leo.call('POST', `/api/guidances/${id}/handover`, { ...wish, to: siv.personId })
    },
    agree: () => agree(standing.map(idOf)),
    'agree-bare': () => agree([]),
    refuse: () => learner.call('POST', `${at}/${id}/handover`, { answer: 'refuse' }),
    end: () => learner.call('POST', `${at}/${id}/end`),
    read: () => siv.call('GET', `/api/guidances/${id}`),
  }
  await moves[move]?.()
}

/** What somebody finds in each table when they ask the database itself, past every verb. */
async function rowsSeen(who: Visitor, learner: Visitor, id: string): Promise<Record<string, number>> {
  const organisationIds = who === rakel || who === siv || who === leo ? [school] : []
  const scope = { kind: 'person', personId: who.personId, organisationIds } as const
  return world.ground.database.act(scope, async (work) => {
    const seen: Record<string, number> = {}
    for (const table of [
      'aim',
      'aim_plan',
      'aim_plan_past',
      'guidance',
      'guidance_consent',
      'guidance_reading',
      'guidance_address',
    ] as const)
      seen[table] = (
        await work.selectFrom(table).select('holder_id').where('holder_id', '=', learner.personId).execute()
      ).length
    const own = await work.selectFrom('guidance').select('id').where('id', '=', id).execute()
    expect(own.length).toBe(seen.guidance)
    return seen
  })
}
