import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { listDemoPeople } from './list-demo-people.ts'
import { seedDemoWorld } from './seed-demo-world.ts'

let ground: TestGround
let app: FastifyInstance
beforeAll(async () => {
  ground = await openTestGround({ demo: true })
  app = await buildApp(ground)
})
afterAll(async () => {
  await app.close()
  await ground.close()
})

describe('making the demo world', () => {
  it('goes on where it was killed, and ends as one that never was', async () => {
    const whole = await openTestGround({ demo: true })
    await seedDemoWorld(whole, silent)
    const expected = await count(whole)
    await whole.close()

    for (let after = 7; ; after += 23) {
      const killed = await seedDemoWorld(dyingAfter(ground, after), silent).then(
        () => false,
        (error: Error) => {
          if (error.message !== 'killed') throw error
          return true
        },
      )
      if (!killed) break
    }
    expect(await count(ground)).toEqual(expected)
  }, 120_000)

  it('is made once by two servers that start at the same time', async () => {
    const shared = await openTestGround({ demo: true })
    await Promise.all([seedDemoWorld(shared, silent), seedDemoWorld(shared, silent)])
    const { credential, skill_concept, audit_entry } = await count(shared)
    await shared.close()
    expect(await count(ground)).toMatchObject({ credential, skill_concept, audit_entry })
  }, 60_000)

  it('does nothing more once it is there', async () => {
    const before = await count(ground)
    const said: string[] = []
    await seedDemoWorld(ground, (line) => said.push(line))
    expect(said).toEqual([])
    expect(await count(ground)).toEqual(before)
  })

  it('tells who one can be, with roles and merits', async () => {
    const people = await listDemoPeople(ground)
    expect(people.find(({ email }) => email === 'karin.ehn@skelleby.example')).toMatchObject({
      name: 'Karin Ehn',
      roles: [{ slug: 'skelleby-kommun', roles: ['representative', 'approver'] }],
    })
    expect(people.filter(({ merits }) => merits > 0).length).toBeGreaterThanOrEqual(10)
  })

  it('has signed everything in it for real: what a learner holds passes every check, and its dates lie in the past', async () => {
    const cookie = await logInAs('Samir')
    const { items } = (await app.inject({ url: '/api/passport', headers: { cookie } })).json()
    expect(items.length).toBeGreaterThanOrEqual(2)
    for (const { id } of items) {
      const item = (await app.inject({ url: `/api/passport/credentials/${id}`, headers: { cookie } })).json()
      const notPassed = item.checks.filter(({ outcome }: { outcome: string }) => outcome !== 'passed')
      expect(notPassed).toEqual([])
      expect(Date.parse(item.issuedAt)).toBeLessThan(ground.now().getTime() - 86_400_000)
    }
  })

  it('shows a revoked, a suspended and an expired merit as what they are', async () => {
    expect(await failedChecks('Rickard')).toContain('status-revoked')
    expect(await failedChecks('Viktor')).toContain('status-suspended')
    expect(await failedChecks('Bengt')).toContain('expired')
  })

  it('leaves mail with a link for whoever has something to claim', async () => {
    const waiting = ground.outbox.filter(({ kind }) => kind === 'credential-issued')
    expect(waiting.length).toBeGreaterThanOrEqual(1)
    const token = waiting[0]?.facts.url.split('/').at(-1)
    const behind = (await app.inject({ url: `/api/claims/${token}` })).json()
    expect(behind.items.length).toBeGreaterThanOrEqual(1)
  })

  it('lets nobody in who is not of it', async () => {
    const answer = await app.inject({
      url: '/api/demo/login',
      method: 'POST',
      payload: { email: 'stranger@skelleby.example' },
    })
    expect(answer.json()).toMatchObject({ code: 'not-found' })
  })

  it('is not there at all where the demo is off', async () => {
    const off = await buildApp({ ...ground, settings: { ...ground.settings, demo: false } })
    for (const url of ['/api/demo/people', '/api/demo/mail'])
      expect((await off.inject({ url })).json()).toMatchObject({ code: 'not-found' })
    await off.close()
  })
})

const silent = (): void => undefined

/** The same ground, whose power goes after so many transactions. */
function dyingAfter(from: TestGround, transactions: number): TestGround {
  let left = transactions
  return {
    ...from,
    database: {
      ...from.database,
      act: async (scope, work) => {
        if (left-- <= 0) throw new Error('killed')
        return from.database.act(scope, work)
      },
    },
  }
}

async function count(of: TestGround): Promise<Record<string, string>> {
  const counts: Record<string, string> = {}
  for (const table of [
    ...['organisation', 'person', 'person_email', 'membership', 'merit', 'merit_version', 'mandate', 'credential'],
    ...['share', 'share_item', 'self_claim', 'skill_concept', 'skill_label', 'audit_entry', 'notice', 'waiting_mail'],
  ]) {
    const { rows } = await of.database.pool.query<{ count: string }>(`select count(*) as count from ${table}`)
    counts[table] = rows[0]?.count ?? ''
  }
  return counts
}

async function logInAs(name: string): Promise<string> {
  const person = (await listDemoPeople(ground)).find((one) => one.name.startsWith(name))
  const answer = await app.inject({ url: '/api/demo/login', method: 'POST', payload: { email: person?.email } })
  return answer.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ')
}

async function failedChecks(name: string): Promise<string[]> {
  const cookie = await logInAs(name)
  const { items } = (await app.inject({ url: '/api/passport', headers: { cookie } })).json()
  const codes: string[] = []
  for (const { id } of items) {
    const item = (await app.inject({ url: `/api/passport/credentials/${id}`, headers: { cookie } })).json()
    for (const { outcome, code } of item.checks) if (outcome === 'failed') codes.push(code)
  }
  return codes
}
