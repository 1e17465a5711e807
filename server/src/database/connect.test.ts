import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { systemScope } from './connect.ts'

describe('acting on the database', () => {
  let ground: TestGround
  beforeAll(async () => {
    ground = await openTestGround()
  })
  afterAll(() => ground.close())

  it('steps down from the owner of the tables in every transaction', async () => {
    const roles = await Promise.all(
      [{ kind: 'system' } as const, { kind: 'person', personId: null, organisationIds: [] } as const].map((scope) =>
        ground.database.act(scope, (work) =>
          sql<{ role: string }>`select current_user as role`.execute(work).then(({ rows }) => rows[0]?.role),
        ),
      ),
    )
    expect(roles).toEqual(['bricka_system', 'bricka_person'])
  })

  it('outlives a connection that is torn off in the midst of a transaction, and goes on with another', async () => {
    const { act, owner } = ground.database
    const torn = act(systemScope, async (work) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(work)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(owner)
      // Between two questions: nobody waits for an answer that could carry the error.
      await wait(200)
      await sql`select 1`.execute(work)
    })
    await expect(torn).rejects.toThrow()
    const { rows } = await act(systemScope, (work) => sql`select 1 as one`.execute(work))
    expect(rows).toEqual([{ one: 1 }])
  })
})
