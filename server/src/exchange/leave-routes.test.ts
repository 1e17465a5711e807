import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readCredential } from '@bricka/credential'
import { closeKeys } from '@bricka/domain/exchange/archive-keys'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { CompactSign } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { openKeys } from './leave-keys.ts'
import { readZip } from './leave-read-zip.ts'
import { digestOf } from './leave-write-zip.ts'

const passphrase = 'twelve blue bricks'
const selfClaim = { title: 'Sytt segel', setting: 'informal' }

describe('leaving one house for another', () => {
  let old: TestWorld
  let fresh: TestWorld
  let holder: Visitor
  let newcomer: Visitor
  let credentialId: string
  let validatedId: string
  let zip: Buffer

  beforeAll(async () => {
    old = await openTestWorld()
    old.ground.settings.baseUrl = await old.app.listen({ port: 0, host: '127.0.0.1' })
    const founder = await old.visit('Ismail')
    const organisationId = await old.register(founder, 'skelleby')
    const issuer = await old.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    const meritId = await old.publish(issuer, organisationId)
    holder = await old.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    await issuer.call('POST', '/api/credentials', { organisationId, meritId, recipient, facts, key: 'one' })
    credentialId = (await holder.call('GET', '/api/passport')).json().items[0].id
    const claimed = await holder.call('POST', '/api/passport/self-claims', selfClaim)
    expect(claimed.statusCode, claimed.body).toBe(201)
    validatedId = await validate(old, holder)
    const share = { credentialIds: [credentialId], audience: 'Skogens Vård', purpose: 'En tjänst' }
    for (const [method, url, body] of [
      ['PUT', '/api/passport/statistics', { counted: true, municipality: 'SE-2480' }],
      ['POST', '/api/passport/shares', share],
    ] as const) {
      const done = await holder.call(method, url, body)
      expect(done.statusCode, done.body).toBeLessThan(300)
    }
    const exported = await holder.call('POST', '/api/passport/archive', { passphrase, language: 'sv' })
    expect(exported.statusCode, exported.body.slice(0, 300)).toBe(200)
    zip = exported.rawPayload
    fresh = await openTestWorld()
    fresh.ground.settings.baseUrl = await fresh.app.listen({ port: 0, host: '127.0.0.1' })
    newcomer = await fresh.visit('Amina')
    // The old house is gone from here on.
    await old.close()
  })
  afterAll(() => fresh.close())

  const takeIn = (bytes: Buffer, fields: Record<string, string> = {}) =>
    newcomer.send('/api/passport/archive/take-in', { ...fields, file: { name: 'bricka.zip', bytes } })
  const refusal = async (bytes: Buffer): Promise<unknown> => {
    const response = await takeIn(bytes)
    expect(response.statusCode, response.body.slice(0, 300)).toBe(422)
    const { code, errors } = response.json()
    return code === 'archive-refused' ? errors[0].code : code
  }
  const repack = async (change: (files: Map<string, Buffer>) => void): Promise<Buffer> => {
    const files = new Map(await readZip(zip))
    change(files)
    const entries: Zippable = Object.fromEntries(files)
    return Buffer.from(zipSync(entries))
  }

  it('gives each merit in the forms that other wallets read, and no key in the clear', async () => {
    const files = await readZip(zip)
    for (const name of ['merit.json', 'merit.jwt', 'merit.svg', 'merit.sd-jwt'])
      expect(readCredential(files.get(`credentials/${credentialId}/${name}`) ?? '').read, name).toBe(true)
    expect(String(files.get('README.txt'))).toContain('Ditt pass')
    for (const [path, bytes] of files) expect(bytes.includes('"d":'), path).toBe(false)
    const keys = await openKeys(String(files.get('keys.jwe')), passphrase)
    const held = { privateJwk: { kty: 'EC', crv: 'P-256' } }
    expect(keys).toMatchObject([credentialId, validatedId].sort().map((id) => ({ ...held, credentialId: id })))
    await expect(openKeys(String(files.get('keys.jwe')), 'twelve green bricks')).rejects.toMatchObject({
      code: 'passphrase-wrong',
    })
  })

  it('keeps nothing of what is refused, and says of each why', async () => {
    expect(await refusal(Buffer.from('no zip at all'))).toBe('not-a-zip')
    expect(await refusal(zip.subarray(0, zip.length - 40))).toBe('truncated')
    expect(await refusal(Buffer.from(zipSync({ 'readme.txt': strToU8('hello') })))).toBe('manifest-missing')
    expect(await refusal(Buffer.from(zipSync({ '../escape.txt': strToU8('hello') })))).toBe('path-refused')
    expect(await refusal(Buffer.from(zipSync({ 'bomb.txt': new Uint8Array(40_000_000) })))).toBe('zip-bomb')
    const large = { 'film.bin': randomBytes(13_000_000) }
    expect(await refusal(Buffer.from(zipSync(large, { level: 0 })))).toBe('manifest-missing')
    const sealedZip = Buffer.from(zipSync({ 'a.txt': strToU8('hello') }))
    sealedZip.writeUInt16LE(1, sealedZip.indexOf(Buffer.from('504b0102', 'hex')) + 8)
    expect(await refusal(sealedZip)).toBe('zip-encrypted')
    const path = `credentials/${credentialId}/merit.json`
    const changed = await repack((files) =>
      files.set(path, Buffer.from(String(files.get(path)).replace('Amina', 'Agnes'))),
    )
    expect(await refusal(changed)).toBe('digest-wrong')
    expect(await refusal(await repack((files) => files.set('more.txt', Buffer.from('more'))))).toBe('file-unlisted')
    expect(await refusal(await repack((files) => files.delete('passport.json')))).toBe('file-missing')
    const resealed = await repack((files) =>
      files.set('manifest.json', Buffer.from(String(files.get('manifest.json')).replace('Fibre', 'Other').concat(' '))),
    )
    expect(await refusal(resealed)).toBe('seal-wrong')
    const wrong = await takeIn(zip, { passphrase: 'twelve green bricks' })
    expect(wrong.json()).toMatchObject({ status: 422, code: 'passphrase-wrong' })
    expect((await newcomer.call('GET', '/api/passport/imports')).json().total).toBe(0)
    expect((await fresh.anyone.call('POST', '/api/passport/archive', {})).statusCode).toBe(401)
    expect((await newcomer.call('POST', '/api/passport/archive', { passphrase: 'short' })).statusCode).toBe(422)
  })

  it('refuses what a stranger sealed as well as anyone, where it is not as described', async () => {
    const known = (content: object) =>
      reseal(zip, (files) => files.set('known.json', Buffer.from(JSON.stringify(content))))
    const body = Buffer.from('{}').toString('base64')
    expect(await refusal(await known({ 'https://a.example/\0': { mediaType: 'a/b', body } }))).toBe('file-unreadable')
    expect(await refusal(await known({ 'https://a.example/': { mediaType: '\0', body } }))).toBe('file-unreadable')
    expect(await refusal(await known({ 'https://a.example/': { mediaType: 'a/b', body: '\0' } }))).toBe(
      'file-unreadable',
    )
    const from = await reseal(zip, () => undefined, { from: 'https://a.example/\0' })
    expect(await refusal(from)).toBe('version-unknown')
    const many = await reseal(zip, (files) => {
      for (let one = 0; one < 2001; one++) files.set(`credentials/${one}/merit.json`, Buffer.from('{}'))
    })
    expect(await refusal(many)).toBe('too-many-credentials')
    const privateJwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' }
    const key = { importedId: null, credentialId, createdAt: '', privateJwk }
    const jwe = await closeKeys([key], passphrase)
    const odd = await takeIn(await reseal(zip, (files) => files.set('keys.jwe', Buffer.from(jwe))), { passphrase })
    expect(odd.json()).toMatchObject({ status: 422, errors: [{ pointer: '/keys.jwe', code: 'file-unreadable' }] })
    expect((await newcomer.call('GET', '/api/passport/imports')).json().total).toBe(0)
  })

  it('takes everything in after the old house is gone: what cannot be reached is unchecked, and the copy tells', async () => {
    const taken = await takeIn(zip, { passphrase })
    expect(taken.statusCode, taken.body.slice(0, 400)).toBe(201)
    const view = taken.json()
    expect(view).toMatchObject({ keys: 'taken', selfClaims: 1, exportedAt: '2026-11-02T09:00:00.000Z' })
    expect(view.items.map(({ path, standing }: Item) => [path, standing])).toEqual(
      [credentialId, validatedId]
        .sort()
        .flatMap((id) => ['merit.json', 'merit.sd-jwt'].map((form) => [`credentials/${id}/${form}`, 'taken'])),
    )
    for (const { path, checks, copy } of view.items) {
      expect(codeOf(checks, 'signature'), path).toBe('unchecked key-away')
      expect(codeOf(checks, 'status'), path).toMatch(/^unchecked status-/)
      expect(checks.filter(({ outcome }: Check) => outcome === 'failed')).toEqual([])
      expect(codeOf(copy, 'signature'), path).toBe('passed signature-valid')
      expect(codeOf(copy, 'status'), path).toBe('passed status-good')
    }
    const again = (await takeIn(zip, { passphrase })).json()
    expect(new Set(again.items.map(({ standing }: Item) => standing))).toEqual(new Set(['known']))
    expect(again).toMatchObject({ selfClaims: 0, archiveId: view.archiveId })
    expect(again.files.map(({ standing }: Item) => standing)).toEqual(['known', 'known'])
    expect((await newcomer.call('GET', '/api/passport/imports')).json().total).toBe(4)
    expect((await newcomer.call('GET', '/api/me/export')).json().keys).toHaveLength(2)
  })

  it('keeps the evidence and what the old house held of its holder, and tells each credential’s standing as of then', async () => {
    const { items } = (await newcomer.call('GET', '/api/passport/archives')).json()
    expect(items).toMatchObject([{ exportedAt: '2026-11-02T09:00:00.000Z', from: old.ground.settings.baseUrl }])
    const address = `/api/passport/archives/${items[0].id}`
    const { files, credentials, known } = (await newcomer.call('GET', address)).json()
    expect(files.map(({ name, mediaType }: { name: string; mediaType: string }) => [name, mediaType])).toEqual([
      ['Tjänstgöringsintyg', 'application/pdf'],
      ['passport.json', 'application/json'],
    ])
    expect(credentials).toHaveLength(4)
    expect(known.filter((url: string) => url.endsWith('/did.json'))).toHaveLength(2)
    const [evidence, record] = files.map(({ id }: { id: string }) => `${address}/files/${id}`)
    expect((await newcomer.call('GET', evidence)).rawPayload.toString()).toBe(paper)
    const told = (await newcomer.call('GET', record)).json()
    expect(told).toMatchObject({ shares: [{ audience: 'Skogens Vård' }], validations: [{ standing: 'certified' }] })
    expect(told.statistics).not.toEqual([])
    const imported = (await newcomer.call('GET', `/api/passport/imports/${credentials[0].id}`)).json()
    expect(imported.copy).toMatchObject({ exportedAt: '2026-11-02T09:00:00.000Z', archiveId: items[0].id })
    expect(codeOf(imported.copy.checks, 'status')).toBe('passed status-good')
    expect(codeOf(imported.checks, 'status')).toMatch(/^unchecked /)
    for (const url of [address, evidence]) {
      const stranger = await (await fresh.visit('Nils')).call('GET', url)
      expect(stranger.statusCode).toBe(404)
    }
  })

  it('takes all of it along from the second house too', async () => {
    const files = await readZip((await newcomer.call('POST', '/api/passport/archive', {})).rawPayload)
    const earlier = [...files].filter(([path]) => path.startsWith('earlier/'))
    expect(earlier.map(([path]) => path.replace(/[0-9a-f-]{36}/g, '*'))).toEqual([
      'earlier/*/evidence/*/*.pdf',
      'earlier/*/passport.json',
    ])
    expect(earlier[0]?.[1].toString()).toBe(paper)
    expect([...files.keys()].filter((path) => path.startsWith('imports/'))).toHaveLength(4)
  })

  it('takes its own export in and goes along again, each thing once', async () => {
    const fetchOwn = async () => {
      const own = await newcomer.call('POST', '/api/passport/archive', { language: 'sv' })
      expect(own.statusCode).toBe(200)
      return own.rawPayload
    }
    const first = await fetchOwn()
    const back = await takeIn(first)
    expect(back.statusCode, back.body.slice(0, 300)).toBe(201)
    const paths = [...(await readZip(await fetchOwn())).keys()]
    expect(paths.filter((path) => path.endsWith('/passport.json') && path.startsWith('earlier/'))).toHaveLength(2)
  })

  it('asks before it takes what was made for somebody else, and refuses files that no evidence may be', async () => {
    const nils = await fresh.visit('Nils')
    const send = (bytes: Buffer, fields: Record<string, string> = {}) =>
      nils.send('/api/passport/archive/take-in', { ...fields, file: { name: 'bricka.zip', bytes } })
    const other = await send(zip)
    expect(other.json()).toMatchObject({ status: 422, errors: [{ pointer: '/passport.json', code: 'person-other' }] })
    expect((await nils.call('GET', '/api/passport/imports')).json().total).toBe(0)
    const active = await reseal(zip, (files) => {
      for (const path of files.keys())
        if (path.startsWith('evidence/')) files.set(path, Buffer.from('%PDF-1.7 /JavaScript (app.alert(1))'))
    })
    const taken = await send(active, { mine: 'yes' })
    expect(taken.statusCode, taken.body.slice(0, 300)).toBe(201)
    expect(taken.json().files).toMatchObject([
      { standing: 'refused', why: 'file-has-active-content' },
      { path: 'passport.json', standing: 'taken' },
    ])
    const { archiveId } = taken.json()
    expect((await nils.call('DELETE', `/api/passport/archives/${archiveId}`)).statusCode).toBe(204)
    expect((await nils.call('GET', '/api/passport/archives')).json().total).toBe(0)
    expect((await nils.call('GET', '/api/passport/imports')).json().total).toBe(2)
  })

  it('goes with the account', async () => {
    const deleted = await newcomer.call('DELETE', '/api/me', { confirm: 'amina@people.example' })
    expect(deleted.statusCode, deleted.body).toBe(200)
    for (const table of ['taken_archive', 'taken_file'] as const) {
      const rows = await fresh.ground.database.owner.selectFrom(table).select('id').execute()
      expect(rows, table).toEqual([])
    }
  })
})

type Item = { path: string; standing: string }
type Check = { name: string; outcome: string; code: string }

function codeOf(checks: readonly Check[], name: string): string {
  const check = checks.find((one) => one.name === name)
  return `${check?.outcome} ${check?.code}`
}

const paper = '%PDF-1.7 Tjänstgöringsintyg'

/** A second organisation validates what the holder can, on a paper of theirs, and issues the merit. */
async function validate(world: TestWorld, holder: Visitor): Promise<string> {
  const expectStatus = async (status: number, call: ReturnType<Visitor['call']>) => {
    const response = await call
    expect(response.statusCode, response.body).toBe(status)
    return response.body === '' ? {} : response.json()
  }
  const founder = await world.visit('Rakel')
  const college = await world.register(founder, 'vardskolan')
  const meritId = await world.publish(await world.visit('Rakel'), college)
  const coordinator = await world.visit('Karin', { [college]: ['coordinator', 'issuer'] })
  const assessor = await world.visit('Anders', { [college]: ['assessor'] })
  const registered = {
    ...{ role: 'occupational-assessor', independence: 'other-organisation', tradeExperienceYears: 12 },
    ...{ training: [{ title: 'Bedömarutbildning', on: '2024-03-01' }], trade: 'Tekniker' },
    ...{ authorisedFrom: '2025-01-01', authorisedUntil: '2026-12-31', authorisedBy: 'Branschens valideringsråd' },
  }
  const information = { sv: 'Validering är frivilligt och kostar ingenting.' }
  const offer = { experienceYears: 2, appealDays: 21, information, informationVersion: '2026-01' }
  const own = `/api/organisations/${college}`
  await expectStatus(204, coordinator.call('PUT', `${own}/assessors/${assessor.personId}`, registered))
  await expectStatus(204, coordinator.call('PUT', `${own}/validation/offers/${meritId}`, offer))
  const wish = { providerId: college, meritId, informationVersion: '2026-01', language: 'sv', voluntary: true }
  const { id } = await expectStatus(201, holder.call('POST', '/api/passport/validations', wish))
  const event = (who: Visitor, as: string, content: object) =>
    expectStatus(201, who.call('POST', `/api/validations/${id}/events`, { as, event: content }))
  for (const phase of ['identification', 'documentation', 'assessment'])
    await event(coordinator, 'coordinator', { kind: 'phase-begun', phase })
  await event(coordinator, 'coordinator', { kind: 'identity-checked', how: 'e-identification' })
  const file = { name: 'intyg.pdf', bytes: Buffer.from(paper) }
  const evidence = { as: 'candidate', kind: 'work-record', title: 'Tjänstgöringsintyg', outcomes: 'splice', file }
  const { evidenceId } = await expectStatus(201, holder.send(`/api/validations/${id}/files`, evidence))
  await event(coordinator, 'coordinator', { kind: 'assessor-appointed', personId: assessor.personId })
  await event(assessor, 'assessor', { kind: 'assessor-declared', declaration: { ties: [] } })
  const judgement = {
    ...{ outcomeId: 'splice', result: 'met', method: 'practical-assessment', assessedOn: '2026-11-02' },
    ...{ reasons: 'Visades i arbetet.', evidenceIds: [evidenceId] },
  }
  await event(assessor, 'assessor', { kind: 'outcome-judged', judgement })
  await event(assessor, 'assessor', { kind: 'proposed' })
  await event(coordinator, 'coordinator', { kind: 'decided' })
  const certify = { meritId, supervision: 'supervised-onsite-with-identity-check' }
  return (await expectStatus(201, coordinator.call('POST', `/api/validations/${id}/certify`, certify))).credentialId
}

/** The archive with some of it changed, listed and sealed anew by a key of whoever changed it. */
async function reseal(
  zip: Buffer,
  change: (files: Map<string, Buffer>) => void,
  manifest: object = {},
): Promise<Buffer> {
  const files = new Map(await readZip(zip))
  change(files)
  const before = JSON.parse(String(files.get('manifest.json')))
  for (const name of ['manifest.json', 'manifest.jws']) files.delete(name)
  const listed = [...files].map(([path, bytes]) => ({
    ...{ path, mediaType: 'text/plain' },
    ...{ bytes: bytes.length, sha256: digestOf(bytes) },
  }))
  const bytes = Buffer.from(JSON.stringify({ ...before, ...manifest, files: listed }))
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { kty, crv, x } = publicKey.export({ format: 'jwk' })
  const jwk = { kty: kty ?? '', crv: crv ?? '', x: x ?? '' }
  const seal = await new CompactSign(bytes).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(privateKey)
  files.set('manifest.json', bytes)
  files.set('manifest.jws', Buffer.from(seal))
  const entries: Zippable = Object.fromEntries(files)
  return Buffer.from(zipSync(entries))
}
