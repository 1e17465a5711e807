import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { runBatches } from './run-batches.ts'

/** `BATCH_RECIPIENTS=10000 npx vitest run server/src/issuing/run-batches.test.ts` is the full one. */
const recipients = Number(process.env.BATCH_RECIPIENTS ?? 400)

describe('issuing to a file of recipients', () => {
  let world: TestWorld
  let issuer: Visitor
  let organisationId: string
  let meritId: string

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Ismail'), 'skelleby')
    issuer = await world.visit('Ismail')
    meritId = await world.publish(issuer, organisationId)
  })
  afterAll(() => world.close())

  const upload = async (who: Visitor, csv: string, settings = { assessedOn: '2026-10-30' }) =>
    who.send(`/api/organisations/${organisationId}/batches`, {
      meritId,
      settings: JSON.stringify(settings),
      file: { name: 'recipients.csv', bytes: Buffer.from(csv) },
    })
  const look = async (batchId: string) =>
    (await issuer.call('GET', `/api/organisations/${organisationId}/batches/${batchId}`)).json()
  const fileOf = (count: number, domain: string) =>
    ['namn;e-post', ...Array.from({ length: count }, (_, n) => `Person ${n};p${n}@${domain}.example`)].join('\r\n')

  it('issues to each once, keeps the rows that fail with what is wrong, and writes to each holder once', async () => {
    const csv = '﻿namn;e-post\nAmina Holm;amina@people.example\nUtan Adress;\nBo Ek;bo@@people\nLo Å;lo@people.example\n'
    const begun = await upload(issuer, csv)
    expect(begun.json()).toEqual({ batchId: expect.any(String), total: 4, known: false, ignored: [] })
    const { batchId } = begun.json<{ batchId: string }>()
    expect(await look(batchId)).toMatchObject({ state: 'running', waiting: 2, failed: 2, issued: 0 })
    await runBatches(world.ground)
    expect(await look(batchId)).toMatchObject({ state: 'finished', waiting: 0, failed: 2, issued: 2 })
    const rows = await issuer.call('GET', `/api/organisations/${organisationId}/batches/${batchId}/rows?state=failed`)
    expect(rows.json()).toMatchObject({
      items: [
        { row: 3, name: 'Utan Adress', problems: [{ column: 'e-post', code: 'email-missing' }] },
        { row: 4, name: 'Bo Ek', problems: [{ column: 'e-post', code: 'email-invalid', value: 'bo@@people' }] },
      ],
    })
    world.ground.outbox.length = 0
    await world.deliver()
    await world.deliver()
    expect(world.ground.outbox.map(({ to }) => to).sort()).toEqual(['amina@people.example', 'lo@people.example'])
  })

  it('takes the same file twice for one batch, and the same people in another file for known', async () => {
    const again = await upload(issuer, fileOf(3, 'twice'))
    const first = again.json<{ batchId: string }>().batchId
    await runBatches(world.ground)
    expect((await upload(issuer, fileOf(3, 'twice'))).json()).toEqual({
      batchId: first,
      total: 3,
      known: true,
      ignored: [],
    })
    const longer = (await upload(issuer, fileOf(4, 'twice'))).json<{ batchId: string }>().batchId
    await runBatches(world.ground)
    expect(await look(longer)).toMatchObject({ state: 'finished', issued: 1, known: 3 })
  })

  it('takes nothing from who may not issue, and nothing of a file it cannot read', async () => {
    const reader = await world.visit('Rakel', { [organisationId]: ['reader'] })
    expect((await upload(reader, fileOf(1, 'refused'))).json()).toMatchObject({ code: 'permission-missing' })
    const stranger = await world.visit('Stig')
    expect((await upload(stranger, fileOf(1, 'refused'))).json()).toMatchObject({ code: 'permission-missing' })
    const wrong = await upload(issuer, 'foo;bar\n1;2\n')
    expect(wrong.json()).toMatchObject({
      code: 'file-unreadable',
      errors: [{ code: 'column-missing' }, { code: 'column-missing' }],
    })
    const counted = await world.ground.database.act(systemScope, (work) =>
      sql<{ n: number }>`select count(*)::int as n from issuing_row where content::text like '%refused%'`.execute(work),
    )
    expect(counted.rows).toEqual([{ n: 0 }])
  })

  it('stops when its orderer has lost the right, and goes on for one who has it', async () => {
    const helper = await world.visit('Hilda', { [organisationId]: ['issuer'] })
    const { batchId } = (await upload(helper, fileOf(2, 'handover'))).json<{ batchId: string }>()
    await issuer.call('DELETE', `/api/organisations/${organisationId}/members/${helper.personId}`)
    await runBatches(world.ground)
    expect(await look(batchId)).toMatchObject({
      state: 'stopped',
      issued: 0,
      waiting: 2,
      problem: { code: 'permission-missing' },
    })
    await issuer.call('POST', `/api/organisations/${organisationId}/batches/${batchId}/retry`)
    await runBatches(world.ground)
    expect(await look(batchId)).toMatchObject({ state: 'finished', issued: 2, waiting: 0 })
  })

  it('issues nothing further once it is cancelled', async () => {
    const { batchId } = (await upload(issuer, fileOf(2, 'cancelled'))).json<{ batchId: string }>()
    await issuer.call('POST', `/api/organisations/${organisationId}/batches/${batchId}/cancel`)
    await runBatches(world.ground)
    expect(await look(batchId)).toMatchObject({ state: 'cancelled', issued: 0, waiting: 2 })
  })

  it(`gives ${recipients} recipients one credential each, though its processes are killed at random moments`, async () => {
    const { batchId } = (await upload(issuer, fileOf(recipients, 'killed'))).json<{ batchId: string }>()
    let kills = 0
    for (let state = 'running'; state === 'running'; state = (await look(batchId)).state) {
      const two = [startAlone(world), startAlone(world)]
      await Promise.race([...two.map(({ ended }) => ended), wait(kills < 3 ? 700 + Math.random() * 1300 : 600_000)])
      for (const { child } of two) if (kills < 3) child.kill('SIGKILL')
      await Promise.all(two.map(({ ended }) => ended))
      kills++
    }
    expect(await look(batchId)).toMatchObject({
      state: 'finished',
      issued: recipients,
      failed: 0,
      known: 0,
      waiting: 0,
    })
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<Record<string, number>>`
        select count(*)::int as credentials, count(distinct holder_id)::int as holders,
          count(distinct (revocation_list_id, status_position))::int as places,
          (select count(*)::int from issuing_key k join credential c on c.id = k.credential_id where c.batch_id = ${batchId}) as keys,
          (select count(*)::int from notice n join credential c on c.id = n.credential_id where c.batch_id = ${batchId}) as notices
        from credential where batch_id = ${batchId} and document is not null`.execute(work),
    )
    const each = recipients
    expect(rows).toEqual([{ credentials: each, holders: each, places: each, keys: each, notices: each }])
  }, 600_000)
})

function startAlone(world: TestWorld) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../testing/run-batches-alone.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: world.ground.databaseUrl,
      BASE_URL: world.ground.settings.baseUrl,
      BRICKA_SECRET: Buffer.from(world.ground.settings.secret).toString('base64'),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return { child, ended: once(child, 'exit') }
}
