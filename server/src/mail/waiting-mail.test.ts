import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import type { Mail } from './send-mail.ts'
import { deliverMail, queueMail } from './waiting-mail.ts'

const mail: Mail = {
  kind: 'login',
  to: 'astrid@bricka.example',
  language: 'sv',
  facts: { url: 'https://bricka.example/login/a-secret', minutes: 30 },
}
let ground: TestGround
beforeAll(async () => {
  ground = await openTestGround()
})
afterAll(() => ground.close())
beforeEach(async () => {
  ground.setNow('2026-11-02T09:00:00Z')
  ground.outbox.length = 0
  await ground.database.pool.query('delete from waiting_mail')
})

const queue = (of: Mail = mail) => ground.database.act(systemScope, (work) => queueMail(ground, work, of))

describe('mail that waits', () => {
  it('is sent once', async () => {
    await queue()
    expect(await deliverMail(ground)).toEqual({ sent: 1, failed: 0 })
    expect(await deliverMail(ground)).toEqual({ sent: 0, failed: 0 })
    expect(ground.outbox).toEqual([mail])
  })

  it('is never there when what it tells of is not', async () => {
    const undone = ground.database.act(systemScope, async (work) => {
      await queueMail(ground, work, mail)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await deliverMail(ground)).toEqual({ sent: 0, failed: 0 })
  })

  it('is tried again later when the mail server is away, and keeps no one else waiting', async () => {
    await queue()
    await queue({ ...mail, to: 'bo@bricka.example' })
    const broken = {
      ...ground,
      sendMail: async (one: Mail) => {
        if (one.to === mail.to) throw new Error('away')
        ground.outbox.push(one)
      },
    }
    expect(await deliverMail(broken)).toEqual({ sent: 1, failed: 1 })
    expect(await deliverMail(ground)).toEqual({ sent: 0, failed: 0 })
    ground.setNow('2026-11-02T09:01:01Z')
    expect(await deliverMail(ground)).toEqual({ sent: 1, failed: 0 })
    expect(ground.outbox.map(({ to }) => to)).toEqual(['bo@bricka.example', 'astrid@bricka.example'])
  })

  it('goes out once when two servers send at the same time', async () => {
    for (let times = 0; times < 6; times++) await queue()
    const results = await Promise.all([deliverMail(ground), deliverMail(ground)])
    expect(results.reduce((all, { sent }) => all + sent, 0)).toBe(6)
    expect(ground.outbox).toHaveLength(6)
  })

  it('does not lie readable in the database', async () => {
    await queue()
    const { rows } = await ground.database.pool.query(
      `select from waiting_mail where encode(sealed_mail, 'escape') like '%a-secret%'`,
    )
    expect(rows).toEqual([])
  })
})
