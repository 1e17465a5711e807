import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { runBatches } from './run-batches.ts'

describe('what issuing costs the database', () => {
  let world: TestWorld
  let issuer: Visitor
  let organisationId: string
  let meritId: string
  const statements: string[] = []

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Ismail'), 'skelleby')
    issuer = await world.visit('Ismail')
    meritId = await world.publish(issuer, organisationId)
    await issue('first')
    countStatements(world, statements)
  })
  afterAll(() => world.close())

  const issue = (key: string) =>
    issuer.call('POST', '/api/credentials', {
      organisationId,
      meritId,
      recipient: { name: 'Amina', email: `${key}@people.example` },
      facts,
      key,
    })

  it('is two statements for one credential, beside the session’s and the end: the first begins the transaction', async () => {
    statements.length = 0
    expect((await issue('second')).statusCode).toBe(201)
    const own = statements.slice(statements.indexOf('commit') + 1)
    expect(own.map(nameOf)).toEqual(['begin, with pair', 'with people', 'commit'])
  })

  it('is as many for a hundred recipients as for one', async () => {
    const run = async (count: number, name: string): Promise<number> => {
      const rows = Array.from({ length: count }, (_, n) => `P${n};${name}${n}@people.example`)
      await issuer.send(`/api/organisations/${organisationId}/batches`, {
        meritId,
        settings: '{"assessedOn":"2026-10-30"}',
        file: { name: 'a.csv', bytes: Buffer.from(['namn;e-post', ...rows].join('\n')) },
      })
      statements.length = 0
      await runBatches(world.ground)
      return statements.length
    }
    expect(await run(100, 'many')).toBe(await run(1, 'one'))
  })

  it('does not grow with the status list: half full, it is the same few statements, and then a new list begins', async () => {
    await world.ground.database.act(systemScope, (work) =>
      sql`insert into status_entry (revocation_list_id, position)
        select id, n from status_list, generate_series(0, 60000) as n where purpose = 'revocation' on conflict do nothing`.execute(
        work,
      ),
    )
    statements.length = 0
    await issue('third')
    // At most another try or two to find a free position.
    expect(statements.filter((one) => one.includes('status_entry')).length).toBeLessThan(12)
    const lists = () =>
      world.ground.database.act(systemScope, (work) => work.selectFrom('status_list').select('taken').execute())
    expect(await lists()).toHaveLength(2)
    await world.ground.database.act(systemScope, (work) => sql`update status_list set taken = 65536`.execute(work))
    await issue('fourth')
    expect((await lists()).map(({ taken }) => taken).sort()).toEqual([0, 1, 65536, 65536])
  })
})

/** Keeps what every connection of the pool is asked. */
function countStatements({ ground }: TestWorld, statements: string[]): void {
  const counted = new WeakSet<object>()
  ground.database.pool.on('acquire', (client) => {
    if (counted.has(client)) return
    counted.add(client)
    const { query } = client
    Object.assign(client, {
      query: (...parts: unknown[]) => {
        const [first] = parts
        statements.push(typeof first === 'string' ? first : JSON.stringify(first))
        return Reflect.apply(query, client, parts)
      },
    })
  })
}

function nameOf(statement: string): string {
  const plain = statement.replace(/["\\]/g, ' ').replace(/\s+/g, ' ')
  if (/^begin;.*; with pair as/.test(plain)) return 'begin, with pair'
  if (/\* keep_issued \*.*with people/.test(plain)) return 'with people'
  if (plain === 'commit') return plain
  const [, verb = '', table = ''] = /^\s*(select|insert|update).*?(?:from|into) (\w+)/.exec(plain) ?? []
  return `${verb} ${table}`
}
