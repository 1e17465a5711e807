import type { FetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { CompactEncrypt, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { refuseTooLarge } from './pack-estate.ts'

const hosts = new Map<string, TestWorld>()

/** The network between the houses: who answers at a name, with redirects as a browser follows them. */
const network: FetchGuarded = async (url) => {
  let at = new URL(url)
  for (let turn = 0; turn < 4; turn++) {
    const world = hosts.get(at.host)
    if (!world) return { found: false, code: 'resource-unreachable' }
    const headers = { host: at.host, accept: 'application/json' }
    const answer = await world.app.inject({ method: 'GET', url: at.pathname + at.search, headers })
    const { location } = answer.headers
    if (answer.statusCode === 307 && location) at = new URL(String(location), at)
    else if (answer.statusCode === 200)
      return {
        url: at.href,
        found: true,
        bytes: answer.rawPayload,
        mediaType: String(answer.headers['content-type']),
        maxAgeSeconds: 0,
      }
    else return { found: false, code: 'resource-unreachable' }
  }
  return { found: false, code: 'resource-redirects' }
}

describe('an organisation that moves from one house to another', () => {
  let old: TestWorld
  let fresh: TestWorld
  let bystander: TestWorld
  let anna: Visitor
  let olle: Visitor
  let ending: string
  let receiver: string
  let meritId: string
  let credentialIds: string[]
  let held: string[]
  let estate: Buffer
  let code: string

  const open = async (host: string) => {
    const world = await openTestWorld({ baseUrl: `https://${host}` })
    world.ground.fetchGuarded = network
    world.ground.setNow('2026-11-02T09:00:00Z')
    hosts.set(host, world)
    return world
  }
  const check = async (world: TestWorld, credential: string | undefined) => {
    const answer = await world.anyone.call('POST', '/api/verify', { credential })
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    const { checks } = answer.json()
    return Object.fromEntries(checks.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]))
  }
  const at = (path = '') => `/api/organisations/${ending}${path}`
  const takeIn = (bytes: Buffer, by = olle) =>
    by.send(`/api/organisations/${receiver}/estates`, { file: { name: 'bricka-estate.jwe', bytes } })
  const refusal = (answer: { json(): { code?: string; errors?: { code: string }[] } }) => {
    const { code, errors } = answer.json()
    return errors?.[0]?.code ?? code
  }

  beforeAll(async () => {
    old = await open('old.example')
    fresh = await open('fresh.example')
    bystander = await open('bystander.example')
    ending = await old.register(await old.visit('Anna'), 'fibernamnden')
    const issuer = await old.register(await old.visit('Third'), 'skelleby')
    receiver = await fresh.register(await fresh.visit('Olle'), 'norrnat')
    anna = await old.visit('Anna')
    olle = await fresh.visit('Olle')
    meritId = await old.publish(anna, ending)
    await anna.call('POST', `/api/merits/${meritId}/mandates`, { issuerId: issuer, validFrom: '2026-11-02T09:00:00Z' })
    const third = await old.visit('Third')
    const issue = async (by: Visitor, organisationId: string, key: string) => {
      const answer = await by.call('POST', '/api/credentials', {
        ...{ organisationId, meritId, facts, key },
        recipient: { name: 'Amina Warsame', email: 'amina@people.example' },
      })
      expect(answer.statusCode, answer.body).toBe(201)
      return answer.json().credentialId
    }
    credentialIds = [
      await issue(anna, ending, 'one'),
      await issue(anna, ending, 'two'),
      await issue(third, issuer, 'three'),
    ]
    await anna.call('POST', `/api/credentials/${credentialIds[1]}/revoke`, { reason: 'Fel person' })
    const amina = await old.visit('Amina')
    held = []
    for (const id of credentialIds)
      held.push((await amina.call('GET', `/api/passport/credentials/${id}/download`)).body)
  })
  afterAll(async () => {
    for (const world of [old, fresh, bystander]) await world.close()
  })

  it('hands in a code that the receiver’s own DID document confirms, and no other', async () => {
    const made = await olle.call('POST', `/api/organisations/${receiver}/receptions`)
    expect(made.statusCode, made.body).toBe(201)
    code = made.json().code
    const plan = (text: string) => anna.call('POST', at('/ending'), { way: 'move', code: text })
    expect(refusal(await plan('no code'))).toBe('code-unreadable')
    const [head = '', body = '', signature = ''] = code.split('.')
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString())
    const changed = (change: object) =>
      [head, Buffer.from(JSON.stringify({ ...payload, ...change })).toString('base64url'), signature].join('.')
    expect(refusal(await plan(changed({ exp: payload.exp + 1 })))).toBe('signature-wrong')
    const elsewhere = { ...payload.receiver, house: 'https://bystander.example' }
    expect(refusal(await plan(changed({ receiver: elsewhere })))).toBe('code-of-another')
    hosts.delete('fresh.example')
    expect(refusal(await plan(code))).toBe('receiver-away')
    hosts.set('fresh.example', fresh)
    old.ground.setNow('2026-12-24T09:00:00Z')
    expect(refusal(await (await old.visit('Anna')).call('POST', at('/ending'), { way: 'move', code }))).toBe(
      'code-expired',
    )
    old.ground.setNow('2026-11-02T09:00:00Z')
    expect((await plan(code)).statusCode).toBe(202)
  })

  it('packs nothing before its time, and then for the receiver alone', async () => {
    expect(refusal(await anna.call('POST', at('/estate')))).toBe('ending-not-due')
    for (const world of [old, fresh, bystander]) world.ground.setNow('2026-11-05T09:00:00Z')
    const packed = await anna.call('POST', at('/estate'))
    expect(packed.statusCode, packed.body.slice(0, 300)).toBe(200)
    estate = packed.rawPayload
    expect(estate.includes('Amina')).toBe(false)
    // Once more, should the file get lost; but it is not taken back any more, and what is packed stays true.
    expect((await anna.call('POST', at('/estate'))).statusCode).toBe(200)
    expect(refusal(await anna.call('DELETE', at('/ending')))).toBe('ending-done')
    anna = await old.visit('Anna')
    const late = await anna.call('POST', `/api/credentials/${credentialIds[0]}/revoke`, { reason: 'För sent' })
    expect(refusal(late)).toBe('organisation-ended')
    expect((await anna.call('POST', at('/ending/confirm'))).json()).toEqual({ moved: false })
    // The old house goes on signing until the new one has it.
    expect(await check(bystander, held[0])).toMatchObject({ signature: 'passed', status: 'passed' })
  })

  it('is not packed where no house would take it in, for its size', () => {
    const file = (path: string, mebibytes: number) => ({ path, bytes: new Uint8Array(mebibytes * 1024 * 1024) })
    expect(() => refuseTooLarge([file('log.ndjson', 60), file('credentials/0001.ndjson', 60)])).not.toThrow()
    expect(() => refuseTooLarge([file('log.ndjson', 65)])).toThrow('bytes')
    expect(() => refuseTooLarge([file('log.ndjson', 60), file('a', 60), file('b', 60)])).toThrow('bytes')
  })

  it('is taken in by nobody else, and not changed', async () => {
    const stranger = await fresh.visit('Stranger')
    const other = await fresh.register(stranger, 'annan')
    const elsewhere = await (await fresh.visit('Stranger')).send(`/api/organisations/${other}/estates`, {
      file: { name: 'x', bytes: estate },
    })
    expect(refusal(elsewhere)).toBe('reception-unknown')
    expect((await takeIn(estate, stranger)).statusCode).toBe(403)
    expect(refusal(await takeIn(Buffer.from('hello')))).toBe('not-an-estate')
    const broken = Buffer.from(estate)
    broken[broken.length - 40] = broken[broken.length - 40] === 65 ? 66 : 65
    expect(refusal(await takeIn(broken))).toBe('not-an-estate')
    // A stranger who has seen the code can close something for it, but not show the key in the organisation's document.
    const payload = JSON.parse(Buffer.from(code.split('.')[1] ?? '', 'base64url').toString())
    const key = await importJWK(payload.receiver.openingKey, 'ECDH-ES')
    const forged = await new CompactEncrypt(Buffer.from('PK no zip'))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: payload.receiver.id })
      .encrypt(key)
    expect(refusal(await takeIn(Buffer.from(forged)))).toBe('not-a-zip')
    hosts.delete('old.example')
    expect(refusal(await takeIn(estate))).toBe('origin-silent')
    hosts.set('old.example', old)
    expect((await olle.call('GET', '/api/organisations?search=fibernamnden')).json().total).toBe(0)
  })

  it('is taken in whole, and the receiver’s people answer for it', async () => {
    const taken = await takeIn(estate)
    expect(taken.statusCode, taken.body).toBe(201)
    expect(taken.json()).toMatchObject({ slug: 'fibernamnden', credentials: 2, lists: 2, drafts: 1, leftOut: [] })
    expect(refusal(await takeIn(estate))).toBe('reception-unknown')
    const { organisationId } = taken.json()
    olle = await fresh.visit('Olle')
    const own = `/api/organisations/${organisationId}`
    const list = (await olle.call('GET', `${own}/estate-credentials?search=amina`)).json()
    expect(list).toMatchObject({ total: 2 })
    expect(list.items.map(({ state }: { state: string }) => state).sort()).toEqual(['issued', 'revoked'])
    const log = (await olle.call('GET', `${own}/audit`)).json().items.map(({ act }: { act: string }) => act)
    expect(log).toEqual(expect.arrayContaining(['merit-published', 'credential-revoked', 'organisation-ended']))
    const acts = async (of: string) =>
      (await olle.call('GET', `/api/organisations/${of}/audit?perPage=100`))
        .json()
        .items.map((one: { act: string }) => one.act)
    expect((await acts(receiver)).filter((one: string) => one.startsWith('estate'))).toEqual([
      'estate-taken-in',
      'estate-reception-opened',
    ])
    const before = (await acts(organisationId)).length
    for (const change of ['suspend', 'reinstate']) {
      const path = `${own}/estate-credentials/${credentialIds[0]}/${change}`
      const answer = await olle.call('POST', path, { reason: 'Utreds' })
      expect(answer.statusCode, answer.body).toBe(204)
    }
    expect((await acts(organisationId)).slice(0, 2)).toEqual(['credential-reinstated', 'credential-suspended'])
    expect(await acts(organisationId)).toHaveLength(before + 2)
    const merits = (await olle.call('GET', `/api/organisations/${receiver}/merits`)).json()
    expect(merits.items).toMatchObject([{ state: 'draft' }])
    expect(refusal(await olle.call('POST', '/api/merits', { organisationId, profileId: 'eu', design: {} }))).toBe(
      'organisation-ended',
    )
    expect((await fresh.anyone.call('GET', `${own}/estate-credentials`)).statusCode).toBe(401)

    expect((await anna.call('POST', at('/ending/confirm'))).json()).toEqual({ moved: true })
    expect(await check(bystander, held[0])).toMatchObject({ signature: 'passed', status: 'passed' })
    expect(await check(bystander, held[1])).toMatchObject({ signature: 'passed', status: 'failed' })
    expect(await check(old, held[0])).toMatchObject({ signature: 'passed', status: 'passed' })
    expect(await check(fresh, held[2])).toMatchObject({ signature: 'passed', mandate: 'passed' })
    // What the receiver revokes, every house sees.
    const revoked = await olle.call('POST', `${own}/estate-credentials/${credentialIds[0]}/revoke`, { reason: 'Fel' })
    expect(revoked.statusCode, revoked.body).toBe(204)
    for (const world of [old, fresh, bystander])
      expect(await check(world, held[0])).toMatchObject({ signature: 'passed', status: 'failed' })
    const back = await olle.call('POST', `${own}/estate-credentials/${credentialIds[0]}/reinstate`, { reason: 'Nej' })
    expect(refusal(back)).toBe('credential-state-refused')
  })

  it('goes on being verified when the old house is gone: in the new one, and everywhere once that has its name', async () => {
    hosts.delete('old.example')
    expect(await check(fresh, held[0])).toMatchObject({ signature: 'passed', status: 'failed' })
    expect(await check(fresh, held[1])).toMatchObject({ signature: 'passed', status: 'failed' })
    // Without the old name nobody else can ask, and nothing passes that was not asked.
    expect(await check(bystander, held[1])).toMatchObject({ signature: 'unchecked' })
    hosts.set('old.example', fresh)
    expect(await check(bystander, held[0])).toMatchObject({ signature: 'passed', status: 'failed' })
    expect(await check(bystander, held[1])).toMatchObject({ signature: 'passed', status: 'failed' })
    const achievement = await network(`https://old.example/merits/${meritId}`, {
      accept: 'application/json',
      maxBytes: 1e6,
    })
    expect(achievement).toMatchObject({ found: true })
    const unknown = await network('https://old.example/organisations/skelleby/did.json', { accept: '', maxBytes: 1e6 })
    expect(unknown).toMatchObject({ found: false })
  })
})
