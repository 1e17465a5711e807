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
    expect(keys).toMatchObject([{ credentialId, privateJwk: { kty: 'EC', crv: 'P-256' } }])
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
    expect(view.items.map(({ standing }: { standing: string }) => standing)).toEqual(['taken', 'taken'])
    for (const item of view.items) {
      const outcome = (checks: { name: string; outcome: string }[], name: string) =>
        checks.find((check) => check.name === name)?.outcome
      expect(outcome(item.checks, 'signature'), item.path).toBe('unchecked')
      expect(outcome(item.copy, 'signature'), item.path).toBe('passed')
      expect(outcome(item.copy, 'status'), item.path).toBe('passed')
    }
    const again = (await takeIn(zip, { passphrase })).json()
    expect(again.items.map(({ standing }: { standing: string }) => standing)).toEqual(['known', 'known'])
    expect(again.selfClaims).toBe(0)
    expect((await newcomer.call('GET', '/api/passport/imports')).json().total).toBe(2)
    expect((await newcomer.call('GET', '/api/me/export')).json().keys).toHaveLength(1)
  })

  it('goes with the account', async () => {
    const deleted = await newcomer.call('DELETE', '/api/me', { confirm: 'amina@people.example' })
    expect(deleted.statusCode, deleted.body).toBe(200)
    const rows = await fresh.ground.database.owner.selectFrom('taken_archive').select('id').execute()
    expect(rows).toEqual([])
  })
})

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
