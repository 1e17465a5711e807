import { FollowUpAnswer } from '@bricka/domain/follow-up/follow-up'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import type { Mail } from '../mail/send-mail.ts'
import { deliverMail } from '../mail/waiting-mail.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { tendFollowUps } from './plan-asks.ts'
import { makeDueBenefits } from './release-benefits.ts'

const holders = 26

describe('following up what a merit promises', () => {
  let world: TestWorld
  let school: Visitor
  let organisationId: string
  let meritId: string
  const people: { visitor: Visitor; credentialId: string }[] = []
  const mails: Mail[] = []

  beforeAll(async () => {
    world = await openTestWorld()
    world.ground.sendMail = async (mail) => void mails.push(mail)
    school = await world.visit('School')
    organisationId = await world.register(school, 'school')
    school = await world.visit('School')
    meritId = await world.publish(school, organisationId, {
      benefits: ['professional-skills', 'labour-market-inclusion'],
    })
    world.ground.setNow('2026-03-02T09:00:00Z')
    for (let number = 0; number < holders; number++) people.push(await give(number))
  }, 120_000)
  afterAll(() => world.close())

  async function give(number: number) {
    const issued = await school.call('POST', '/api/credentials', {
      organisationId,
      meritId,
      recipient: { name: `Person${number}`, email: `person${number}@people.example` },
      facts: { ...facts, assessedOn: '2026-03-01' },
      key: `follow-${number}`,
    })
    const visitor = await world.visit(`Person${number}`)
    return { visitor, credentialId: issued.json<{ credentialId: string }>().credentialId }
  }

  const personAt = (number: number) => people[number] ?? expect.unreachable()
  /** Logged in anew: a session is shorter than half a year. */
  async function enter(number: number): Promise<Visitor> {
    const visitor = await world.visit(`Person${number}`)
    people[number] = { ...personAt(number), visitor }
    return visitor
  }
  const asksOf = async (number: number) =>
    (await personAt(number).visitor.call('GET', '/api/passport/follow-up')).json()
  const answer = async (number: number, round: string, body: object) =>
    (await enter(number)).call(
      'PUT',
      `/api/passport/follow-up/${personAt(number).credentialId}/${round}`,
      FollowUpAnswer.parse(body),
    )
  async function tend(at: string): Promise<Mail[]> {
    world.ground.setNow(at)
    mails.length = 0
    await tendFollowUps(world.ground)
    await deliverMail(world.ground)
    return [...mails]
  }
  const linkIn = (mail: Mail | undefined): string =>
    /follow-up\/(?:employer\/)?([^?/]+)\?/.exec(mail && 'url' in mail.facts ? mail.facts.url : '')?.[1] ?? ''

  it('asks nobody who has not said yes', async () => {
    expect(await tend('2026-03-03T09:00:00Z')).toEqual([])
    expect(await asksOf(0)).toEqual({ consent: { asked: false, givenAt: null }, asks: [] })
    expect((await world.anyone.call('PUT', '/api/passport/follow-up', { asked: true })).statusCode).toBe(401)
  })

  it('asks whoever has, in each round once, by a link of their own and in the passport', async () => {
    for (const { visitor } of people)
      expect((await visitor.call('PUT', '/api/passport/follow-up', { asked: true })).statusCode).toBe(204)
    const { asks } = await asksOf(0)
    expect(asks.map(({ round, dueOn, open }: Record<string, unknown>) => [round, dueOn, open])).toEqual([
      ['start', '2026-03-02', true],
      ['half-year', '2026-09-02', false],
      ['year', '2027-03-02', false],
    ])
    const first = await tend('2026-03-03T10:00:00Z')
    expect(first.map(({ kind }) => kind)).toEqual(Array(holders).fill('follow-up-asked'))
    expect(await tend('2026-03-04T10:00:00Z')).toEqual([])
    const link = linkIn(first.find(({ to }) => to === 'person0@people.example'))
    const asked = (await world.anyone.call('GET', `/api/follow-up/${link}`)).json()
    expect(asked).toMatchObject({ round: 'start', promised: ['professional-skills', 'labour-market-inclusion'] })
    expect(JSON.stringify(asked)).not.toContain('person0')
    const said = { benefits: { 'professional-skills': 'yes' }, situation: 'looking-for-work' }
    expect((await world.anyone.call('PUT', `/api/follow-up/${link}`, said)).statusCode).toBe(204)
    expect((await asksOf(0)).asks[0]).toMatchObject({ answer: said })
    expect((await world.anyone.call('GET', `/api/follow-up/${'x'.repeat(43)}`)).json()).toMatchObject({
      code: 'link-invalid',
    })
    expect((await tend('2026-03-20T10:00:00Z')).map(({ kind, to }) => [kind, to])).not.toContainEqual([
      'follow-up-reminded',
      'person0@people.example',
    ])
    expect(await tend('2026-03-21T10:00:00Z')).toEqual([])
  })

  it('takes an answer to what is asked, while it is open, from nobody else', async () => {
    const [first, second] = [await enter(1), await enter(2)]
    const wrong = await first.call('PUT', `/api/passport/follow-up/${personAt(1).credentialId}/start`, {
      benefits: { 'personal-development': 'yes' },
    })
    expect(wrong.json()).toMatchObject({ errors: [{ code: 'benefit-not-promised' }] })
    const named = await first.call('PUT', `/api/passport/follow-up/${personAt(1).credentialId}/start`, {
      benefits: {},
      remark: 'I am person 1',
    })
    expect(named.statusCode).toBe(422)
    expect((await answer(1, 'half-year', { recommends: 'yes' })).json()).toMatchObject({ code: 'follow-up-closed' })
    const another = await second.call('PUT', `/api/passport/follow-up/${personAt(1).credentialId}/start`, {
      benefits: {},
    })
    expect(another.statusCode).toBe(404)
    school = await world.visit('School')
    const stranger = await school.call('GET', `/api/passport/follow-up/${personAt(1).credentialId}/start`)
    expect(stranger.statusCode).toBe(404)
  })

  it('lets a holder have their employer asked, about the merit only, and forgets the address', async () => {
    world.ground.setNow('2026-09-03T09:00:00Z')
    const path = `/api/passport/follow-up/${personAt(3).credentialId}/half-year/employer`
    const third = await enter(3)
    const ask = () => third.call('POST', path, { email: 'boss@work.example', language: 'en' })
    expect((await ask()).statusCode).toBe(204)
    expect((await ask()).json()).toMatchObject({ code: 'employer-asked' })
    mails.length = 0
    await deliverMail(world.ground)
    const mail = mails.find(({ kind }) => kind === 'follow-up-employer')
    expect(mail).toMatchObject({ to: 'boss@work.example', facts: { holder: 'Person3' } })
    const token = linkIn(mail)
    expect((await world.anyone.call('GET', `/api/follow-up/employer/${token}`)).json()).toMatchObject({
      holder: 'Person3',
      answered: false,
    })
    // Neither kind of link opens the other.
    expect((await world.anyone.call('GET', `/api/follow-up/${token}`)).json()).toMatchObject({ code: 'link-invalid' })
    const said = { useful: 'yes', wouldAskFor: 'partly' }
    expect((await world.anyone.call('PUT', `/api/follow-up/employer/${token}`, said)).statusCode).toBe(204)
    const { rows } = await world.ground.database.pool.query('select email, answer from follow_up_employer')
    expect(rows).toEqual([{ email: null, answer: said }])
  })

  it('releases figures once a quarter through the gate: to the provider from ten, to everyone from twenty', async () => {
    world.ground.setNow('2026-09-10T09:00:00Z')
    for (let number = 0; number < holders; number++)
      await answer(number, 'half-year', {
        benefits: {
          'professional-skills': number < 22 ? 'yes' : 'no',
          ...(number < 14 && { 'labour-market-inclusion': number < 2 ? 'yes' : 'no' }),
        },
        recommends: 'yes',
      })
    expect(await publicFigures()).toMatchObject({ period: null, figures: [] })
    world.ground.setNow('2026-10-02T09:00:00Z')
    expect(await makeDueBenefits(world.ground)).toBe('2026-Q3')
    expect(await makeDueBenefits(world.ground)).toBeUndefined()
    const { period, figures } = await publicFigures()
    expect(period).toBe('2026-Q3')
    const skills = figures.find(({ measure }: { measure: string }) => measure === 'benefit:professional-skills')
    expect(skills).toMatchObject({ round: 'half-year' })
    expect(Math.abs(skills.base - holders)).toBeLessThanOrEqual(6)
    expect(skills.share.atLeast).toBeLessThan(85)
    expect(skills.share.atMost).toBeGreaterThan(85)
    expect(figures.map(({ measure }: { measure: string }) => measure)).not.toContain('benefit:labour-market-inclusion')
    expect(figures.map(({ measure }: { measure: string }) => measure)).not.toContain('employer:useful')
    school = await world.visit('School')
    const own = (await school.call('GET', `/api/organisations/${organisationId}/benefits`)).json()
    const inclusion = own.items[0].figures.find(
      ({ measure }: { measure: string }) => measure === 'benefit:labour-market-inclusion',
    )
    expect(inclusion).toMatchObject({ share: { value: null, atLeast: 0 } })
    expect(own.items[0]).toMatchObject({ own: true, pilot: false, inclusion: true })
    expect((await school.call('GET', `/api/organisations/${organisationId}/benefits?kind=pilot`)).json().total).toBe(0)
    const csv = (await school.call('GET', `/api/organisations/${organisationId}/benefits?format=csv`)).body
    expect(csv).toContain('shareAtLeast')
    expect((await (await enter(0)).call('GET', `/api/organisations/${organisationId}/benefits`)).statusCode).toBe(403)
  })

  it('shows nothing of one who answers later: the figure stays as it was', async () => {
    const before = await publicFigures()
    people.push(await give(holders))
    await personAt(holders).visitor.call('PUT', '/api/passport/follow-up', { asked: true })
    world.ground.setNow('2027-01-02T09:00:00Z')
    expect(await publicFigures()).toEqual(before)
    expect(await makeDueBenefits(world.ground)).toBe('2026-Q4')
    const after = await publicFigures()
    expect(after.figures.map((figure: object) => ({ ...figure }))).toEqual(before.figures)
  })

  it('forgets what someone said who takes their yes back, and all of it with the account', async () => {
    const mine = { visitor: await enter(0) }
    expect((await mine.visitor.call('GET', '/api/me/export')).json().followUp.asks).toHaveLength(3)
    await mine.visitor.call('PUT', '/api/passport/follow-up', { asked: false })
    const left = await world.ground.database.act(systemScope, (work) =>
      work.selectFrom('follow_up_ask').select('round').where('holder_id', '=', mine.visitor.personId).execute(),
    )
    expect(left).toEqual([])
    expect((await asksOf(0)).consent.asked).toBe(false)
  })

  const publicFigures = async () => (await world.anyone.call('GET', `/api/merits/${meritId}/benefits`)).json()
})
