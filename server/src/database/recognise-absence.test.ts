import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { isDatabaseAway } from './recognise-absence.ts'

describe('telling a database that is away from a query that failed', () => {
  it.each(['57P01', '57P03', '53300', '55000', '08006'])('is away when it says %s', (code) => {
    expect(isDatabaseAway(said(code))).toBe(true)
  })

  it.each(['23505', '42601', '40001', '22P02'])('is there when it refuses with %s', (code) => {
    expect(isDatabaseAway(said(code))).toBe(false)
  })

  it('is away when nobody listens, and not when a stranger’s address does not answer', async () => {
    const nobody = new pg.Client({ host: '127.0.0.1', port: 1, user: 'nobody' })
    expect(isDatabaseAway(await nobody.connect().catch((error: unknown) => error))).toBe(true)
    const socket = new pg.Client({ host: '/nowhere', user: 'nobody' })
    expect(isDatabaseAway(await socket.connect().catch((error: unknown) => error))).toBe(true)
    expect(isDatabaseAway(new Error('read ECONNRESET of a page'))).toBe(false)
    expect(isDatabaseAway(new Error('Connection terminated unexpectedly'))).toBe(true)
  })
})

const said = (code: string): Error => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code })
