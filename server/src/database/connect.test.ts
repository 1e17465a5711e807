import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'

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
})
