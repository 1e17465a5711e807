import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { writeNotices } from '../issuing/notice.ts'
import { deliverMail } from '../mail/waiting-mail.ts'
import { removeExpired } from '../person/remove-expired.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const name = 'Vera Zetterlöf'
const email = 'vera.zetterlof@people.example'

/** All that one person can leave behind them, and then what is left when they leave. */
describe('what is left of someone who has deleted their account', () => {
  let world: TestWorld
  let anna: Visitor
  let organisationId: string
  let meritId: string
  let batchId: string

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Anna'), 'tallen')
    anna = await world.visit('Anna')
    meritId = await world.publish(anna, organisationId)
  })
  afterAll(() => world.close())

  const post = async (by: Visitor, url: string, body?: object): Promise<Record<string, string>> => {
    const answer = await by.call('POST', url, body)
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`)
    return answer.body ? answer.json() : {}
  }
  const members = (roles: readonly string[]) =>
    anna.call('PUT', `/api/organisations/${organisationId}/members`, { email, name, roles })
  const issue = (key: string) =>
    post(anna, '/api/credentials', { organisationId, meritId, recipient: { name, email }, facts, key })

  async function leaveTraces(): Promise<Visitor> {
    await members(['reader'])
    await members(['issuer', 'approver'])
    const { credentialId } = await issue(`for ${email}`)
    await world.deliver()
    const mailed = world.ground.outbox.findLast(({ kind }) => kind === 'credential-issued')
    await world.anyone.call('POST', '/api/login/email', { email })
    const login = world.ground.outbox.findLast(({ kind }) => kind === 'login')
    const logged = await world.anyone.call('POST', '/api/login/link', { token: login?.facts.url.split('/').at(-1) })
    const cookie = logged.cookies.map((one) => `${one.name}=${one.value}`).join('; ')
    const vera: Visitor = {
      ...world.anyone,
      call: (method, url, body) =>
        world.app.inject({ method, url, headers: { cookie }, ...(body && { payload: body }) }),
    }
    await vera.call('PATCH', '/api/me', { name })
    await post(vera, '/api/claims', { token: mailed?.facts.url.split('/').at(-1) })
    await post(vera, '/api/passport/self-claims', { title: `${name} syr`, setting: 'informal' })
    await post(vera, '/api/passport/shares', { credentialIds: [credentialId], audience: name, purpose: email, days: 7 })
    expect((await vera.call('GET', '/api/me')).json()).toMatchObject({ name, email })
    const statusPath = `/api/credentials/${credentialId}`
    await post(anna, `${statusPath}/suspend`, { reason: `${name} bad om det` })
    await anna.call('PATCH', `/api/organisations/${organisationId}`, { fourEyes: true })
    await post(anna, `${statusPath}/reinstate`, { reason: `${name} igen` })
    await post(anna, `${statusPath}/replace`, { reason: `Fel för ${name}` })
    await issue('waits for approval')
    const rows = `namn;e-post\n${name};${email}\n${name};${email.toUpperCase()}\nBo;bo@people.example\n`
    const batch = await anna.send(`/api/organisations/${organisationId}/batches`, {
      meritId,
      settings: '{"assessedOn":"2026-10-30"}',
      file: { name: 'file.csv', bytes: Buffer.from(rows) },
    })
    batchId = batch.json().batchId
    await post(anna, `/api/organisations/${organisationId}/batches/${batchId}/cancel`)
    // What Vera does for the organisation stands in its own log under her name.
    await post(vera, '/api/credentials', {
      organisationId,
      meritId,
      recipient: { name: 'Bo', email: 'bo@people.example' },
      facts,
      key: 'by Vera',
    })
    // Messages to Vera that no mail server ever took, and one that nobody has tried to send.
    await writeNotices(world.ground)
    const broken = { ...world.ground, sendMail: () => Promise.reject(new Error('away')) }
    for (let day = 2; day < 12; day++) {
      world.ground.setNow(`2026-11-${String(day).padStart(2, '0')}T09:00:00Z`)
      await deliverMail(broken)
    }
    await world.anyone.call('POST', '/api/login/email', { email })
    return vera
  }

  it('names them nowhere, but for what they did in an organisation’s own log', async () => {
    const vera = await leaveTraces()
    const before = [...(await findIn(world, email)), ...(await findIn(world, name))]
    for (const place of [
      'audit_entry.details',
      'credential.recipient_email',
      'credential.replacement_reason',
      'issuing_row.content',
      'login_link.email',
      'person.name',
      'person_email.email',
      'self_claim.content',
      'share.audience',
      'waiting_mail.sealed_mail',
    ])
      expect(before).toContain(place)

    expect((await vera.call('DELETE', '/api/me', { confirm: email })).statusCode).toBe(200)
    expect(await findIn(world, email)).toEqual([])
    // Others rely on what she issued: the organisation's own record keeps who did it (the privacy page says so).
    expect(await findIn(world, name)).toEqual(['audit_entry.actor_name'])
    expect(await findIn(world, 'Zetterlöf')).toEqual(['audit_entry.actor_name'])
  })

  it('leaves the file of recipients to be read, and never tried again for them', async () => {
    const rows = await anna.call('GET', `/api/organisations/${organisationId}/batches/${batchId}/rows`)
    expect(rows.json().items).toMatchObject([
      { row: 2, name: '', email: '', state: 'failed', problems: [{ code: 'recipient-left' }] },
      { row: 3, name: '', email: '', state: 'failed', problems: [{ code: 'recipient-left' }] },
      { row: 4, name: 'Bo', email: 'bo@people.example', state: 'waiting' },
    ])
    await post(anna, `/api/organisations/${organisationId}/batches/${batchId}/retry`)
    const states = await anna.call('GET', `/api/organisations/${organisationId}/batches/${batchId}`)
    expect(states.json()).toMatchObject({ waiting: 1, failed: 2 })
    await post(anna, `/api/organisations/${organisationId}/batches/${batchId}/cancel`)
  })

  it('is not kept for ever of those who never came: rows that came to nothing and mail that nobody took go by themselves', async () => {
    await world.ground.database.act(systemScope, (work) => work.updateTable('waiting_mail').set({ tries: 6 }).execute())
    await removeExpired(world.ground)
    expect(await findIn(world, 'bo@people.example')).toContain('issuing_row.content')
    world.ground.setNow('2027-03-01T09:00:00Z')
    await removeExpired(world.ground)
    const left = await findIn(world, 'bo@people.example')
    expect(left).not.toContain('issuing_row.content')
    expect(left).not.toContain('waiting_mail.sealed_mail')
  })
})

/** The columns, of whatever table, in which a text stands: as the tables' owner, sealed mail opened. */
async function findIn({ ground }: TestWorld, text: string): Promise<string[]> {
  const columns = await ground.database.pool.query<{ place: string; table: string; column: string }>(
    `select t.table_name || '.' || c.column_name as place, t.table_name as table, c.column_name as column
     from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE'
       and c.data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY') order by 1`,
  )
  const found: string[] = []
  for (const { place, table, column } of columns.rows) {
    const { rows } = await ground.database.pool.query<{ value: unknown }>(`select ${column} as value from ${table}`)
    if (rows.some(({ value }) => readable(ground, place, value).toLowerCase().includes(text.toLowerCase())))
      found.push(place)
  }
  return found
}

function readable(ground: TestWorld['ground'], place: string, value: unknown): string {
  if (place === 'waiting_mail.sealed_mail' && Buffer.isBuffer(value))
    return ground.seal.open('waiting-mail', value).toString('utf8')
  return Buffer.isBuffer(value)
    ? value.toString('utf8')
    : typeof value === 'string'
      ? value
      : (JSON.stringify(value) ?? '')
}
