import type { Fetched } from '@bricka/credential/power/fetch-guarded'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemoWorld } from '../demo/seed-demo-world.ts'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'

let ground: TestGround
let app: FastifyInstance
/** A merit that the demo world issued under mandate, as its holder downloads it. */
let genuine: string
let fetched: Fetched = { found: false, code: 'resource-unreachable' }

beforeAll(async () => {
  ground = await openTestGround({ demo: true })
  await seedDemoWorld(ground, () => undefined)
  const { rows } = await ground.database.pool.query<{ document: string }>(
    `select document from credential where state = 'issued' and mandate_id is not null and valid_until is null limit 1`,
  )
  genuine = rows[0]?.document ?? ''
  app = await buildApp({ ...ground, fetchGuarded: async () => fetched })
})
afterAll(async () => {
  await app.close()
  await ground.close()
})

describe('the ways to hand in a credential', () => {
  it('as a text or an object in JSON', async () => {
    expect(await outcomes({ payload: { credential: genuine } })).toEqual(['passed'])
    expect(await outcomes({ payload: { credential: JSON.parse(genuine) } })).toEqual(['passed'])
  })

  it.each(['application/json', 'application/vc', 'application/ld+json', 'text/plain', 'application/octet-stream'])(
    'as the body itself, called %s',
    async (type) => {
      expect(await outcomes({ payload: genuine, headers: { 'content-type': type } })).toEqual(['passed'])
    },
  )

  it('as a file', async () => {
    expect(await outcomes(asFile(genuine))).toEqual(['passed'])
  })

  it('by its address', async () => {
    fetched = { found: true, bytes: Buffer.from(genuine), mediaType: 'application/vc', url: 'https://a.example/' }
    expect(await outcomes({ payload: { url: 'https://a.example/' } })).toEqual(['passed'])
  })

  it('and nothing is kept of any of them', async () => {
    const before = await countEverything()
    await verify({ payload: { credential: genuine } })
    expect(await countEverything()).toEqual(before)
  })
})

describe('what a verification tells', () => {
  it('each check by itself, and what the credential says of how', async () => {
    const { body } = await verify({ payload: { credential: genuine } })
    expect(body.checks.map(({ name, code }: Check) => [name, code])).toEqual(
      expect.arrayContaining([
        ['signature', 'signature-valid'],
        ['issuer', 'issuer-controls-key'],
        ['status', 'status-good'],
        ['mandate', 'mandate-valid'],
      ]),
    )
    expect(body.transparency.mandate.stated).toBe(true)
    expect(body).not.toHaveProperty('verified')
    expect(body.document).toBe(genuine)
  })

  it('that something was changed after signing', async () => {
    const changed = genuine.replace('"Samir Haddad"', '"Someone Else"').replace('"course"', '"prior-learning"')
    expect(changed).not.toBe(genuine)
    const { body } = await verify({ payload: { credential: changed } })
    expect(body.checks).toContainEqual(expect.objectContaining({ name: 'signature', code: 'signature-invalid' }))
  })

  it('that an issuer who cannot be reached is no forger', async () => {
    const away = genuine.replaceAll('localhost%3A3000', 'away.example').replaceAll('localhost:3000', 'away.example')
    fetched = { found: false, code: 'resource-timeout' }
    const { body } = await verify({ payload: { credential: away } })
    expect(body.checks).toContainEqual(
      expect.objectContaining({ name: 'signature', outcome: 'unchecked', code: 'key-away' }),
    )
  })

  it('which of the reader’s demands are met', async () => {
    const demands = { ownerOrMandate: true, eqfAtLeast: 8 }
    const asked = await verify({ payload: { credential: genuine, demands } })
    expect(asked.body.demands).toMatchObject([
      { demand: 'eqfAtLeast', result: expect.stringMatching(/not-met|cannot-tell/) },
      { demand: 'ownerOrMandate', result: 'met' },
    ])
    const link = Buffer.from(JSON.stringify(demands)).toString('base64url')
    const linked = await verify({ payload: genuine, headers: { 'content-type': 'application/vc' } }, `?demands=${link}`)
    expect(linked.body.demands).toEqual(asked.body.demands)
    const without = await verify({ payload: { credential: genuine } })
    expect(without.body).not.toHaveProperty('demands')
  })
})

describe('what cannot be read is refused with its own code', () => {
  const deep = `{"@context":${'['.repeat(100)}${']'.repeat(100)}}`
  it.each<[string, string | Buffer]>([
    ['too-large', `{"@context":[],"a":"${'x'.repeat(2_000_001)}"}`],
    ['not-utf-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['not-json', 'Dear Sir or Madam'],
    ['json-truncated', '{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["Veri'],
    ['json-too-deep', deep],
    ['duplicate-key', '{"@context":[],"type":[],"type":["VerifiableCredential"]}'],
    ['not-a-credential', '{"hello":"world"}'],
    ['not-a-credential', '   '],
  ])('%s', async (code, payload) => {
    const answer = await verify({ payload, headers: { 'content-type': 'application/octet-stream' } })
    expect([answer.status, answer.body.code, answer.body.errors[0].code]).toEqual([422, 'credential-unreadable', code])
  })

  it('an empty body, one that is larger than anything is, and a form without a file', async () => {
    const empty = await verify({ payload: '', headers: { 'content-type': 'text/plain' } })
    expect(empty.body.code).toBe('body-unreadable')
    const huge = await verify({ payload: Buffer.alloc(5_000_000), headers: { 'content-type': 'text/plain' } })
    expect([huge.status, huge.body.code]).toEqual([413, 'body-too-large'])
    const nothing = await verify({
      payload: '--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    })
    expect(nothing.body.code).toBe('body-unreadable')
  })

  it('an order that is deeper than any, and a form without a boundary', async () => {
    const payload = `{"credential":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`
    const deep = await verify({ payload, headers: { 'content-type': 'application/json' } })
    expect([deep.status, deep.body.code]).toEqual([400, 'body-unreadable'])
    const form = await verify({ payload: 'x', headers: { 'content-type': 'multipart/form-data' } })
    expect([form.status, form.body.code]).toEqual([400, 'body-unreadable'])
  })

  it('an order with an unknown field, and demands that are none', async () => {
    expect((await verify({ payload: { credential: genuine, now: '2020-01-01' } })).body.code).toBe('request-invalid')
    expect((await verify({ payload: { credential: genuine, demands: { eqfAtLeast: 99 } } })).body.code).toBe(
      'request-invalid',
    )
    for (const query of ['?demands=not-base64-json', `?demands=${'a'.repeat(9000)}`])
      expect((await verify({ payload: { credential: genuine } }, query)).body.code).toBe('demands-unreadable')
  })

  it.each([
    ['url-address-private', 422, 'url-refused'],
    ['url-not-https', 422, 'url-refused'],
    ['resource-too-large', 502, 'resource-unreachable'],
    ['resource-timeout', 502, 'resource-unreachable'],
    ['resource-redirects', 502, 'resource-unreachable'],
    ['resource-status', 502, 'resource-unreachable'],
  ] as const)('an address that the guard answers with %s', async (refusal, status, code) => {
    fetched = { found: false, code: refusal }
    const answer = await verify({ payload: { url: 'https://a.example/' } })
    expect([answer.status, answer.body.code, answer.body.errors[0].code]).toEqual([status, code, refusal])
  })

  it('an address on this machine, by the guard that really runs', async () => {
    const guarded = await buildApp(ground)
    for (const url of ['https://127.0.0.1/', 'http://localhost:3000/', 'file:///etc/passwd']) {
      const answer = await guarded.inject({ url: '/api/verify', method: 'POST', payload: { url } })
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'url-refused'])
    }
    await guarded.close()
  })
})

describe('a hostile credential', () => {
  it('cannot make us fetch a vocabulary of its choice', async () => {
    let asked = 0
    const watching = await buildApp({
      ...ground,
      fetchGuarded: async (url) => {
        if (url.includes('evil')) asked++
        return { found: false, code: 'resource-unreachable' }
      },
    })
    const document = JSON.parse(genuine)
    document['@context'].push('https://evil.example/context')
    const answer = await watching.inject({ url: '/api/verify', method: 'POST', payload: { credential: document } })
    expect(answer.json().checks).toContainEqual(expect.objectContaining({ name: 'format', code: 'context-unknown' }))
    expect(asked).toBe(0)
    await watching.close()
  })
})

type Check = { name: string; outcome: string; code: string }
type Sent = { payload: string | Buffer | object; headers?: Record<string, string> }

async function verify(sent: Sent, query = '') {
  const answer = await app.inject({ url: `/api/verify${query}`, method: 'POST', ...sent })
  return { status: answer.statusCode, body: answer.json() }
}

/** Every outcome that occurs, once. */
async function outcomes(sent: Sent): Promise<string[]> {
  const { body } = await verify(sent)
  return [...new Set<string>(body.checks.map(({ outcome }: Check) => outcome))]
}

function asFile(text: string): Sent {
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="merit.json"\r\n'
  return {
    payload: `${head}content-type: application/json\r\n\r\n${text}\r\n--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  }
}

async function countEverything(): Promise<unknown> {
  const { rows } = await ground.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const counts: Record<string, string> = {}
  for (const { name } of rows) {
    const counted = await ground.database.pool.query<{ count: string }>(`select count(*) as count from ${name}`)
    counts[name] = counted.rows[0]?.count ?? ''
  }
  return counts
}
