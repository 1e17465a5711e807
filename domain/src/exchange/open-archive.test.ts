import { generateKeyPairSync } from 'node:crypto'
import { power } from '@bricka/credential/power/node'
import { CompactSign } from 'jose'
import { describe, expect, it } from 'vitest'
import { closeKeys, openKeys } from './archive-keys.ts'
import { checkByCopy, loadFromCopy } from './archive-known.ts'
import { listArchive } from './list-archive.ts'
import { type ArchiveRefusal, openArchive } from './open-archive.ts'

describe('opening an export', () => {
  it('gives its files, whose key sealed them, and what is in it', async () => {
    const opened = await openArchive(await seal(content), 'passport', power)
    expect(opened).toMatchObject({ open: true, manifest: { from: 'https://a.example' }, sealedBy: expect.any(String) })
    expect(opened.open && listArchive(opened.files)).toEqual({
      credentials: [
        {
          ...{ id: 'one', origin: 'issued', signed: 'credentials/one/merit.json' },
          forms: ['credentials/one/merit.json', 'credentials/one/merit.jwt'],
        },
        { id: 'two', origin: 'brought', signed: 'imports/two.txt', forms: ['imports/two.txt'] },
      ],
      evidence: [{ path: 'evidence/case/three.pdf', bytes: 5 }],
      account: { selfClaims: 1, emails: 1 },
      addresses: ['ada@people.example'],
      keys: 'left-out',
      known: {},
    })
  })

  const changes: readonly [string, ArchiveRefusal, (files: Map<string, Uint8Array>) => unknown][] = [
    ['without a manifest', 'manifest-missing', (files) => files.delete('manifest.json')],
    ['without a seal', 'manifest-missing', (files) => files.delete('manifest.jws')],
    ['whose list was changed', 'seal-wrong', (files) => files.set('manifest.json', bytesOf('{}'))],
    ['whose seal is none', 'seal-wrong', (files) => files.set('manifest.jws', bytesOf('a.b.c'))],
    ['with one file more', 'file-unlisted', (files) => files.set('more.txt', bytesOf('more'))],
    ['with one file fewer', 'file-missing', (files) => files.delete('known.json')],
    ['with a file changed', 'digest-wrong', (files) => files.set('known.json', bytesOf('[]'))],
  ]
  it.each(changes)('refuses one %s', async (_name, code, change) => {
    const files = await seal(content)
    change(files)
    expect(await openArchive(files, 'passport', power)).toMatchObject({ open: false, code })
  })

  it('refuses another kind, another version, and a seal by a kind of key that is not ours', async () => {
    const refusal = async (files: Map<string, Uint8Array>) => {
      const opened = await openArchive(files, 'passport', power)
      return opened.open ? 'open' : opened.code
    }
    expect(await refusal(await seal(content, { kind: 'estate' }))).toBe('kind-wrong')
    expect(await refusal(await seal(content, { version: 2 }))).toBe('version-unknown')
    expect(await refusal(await seal(content, { from: 'not an address' }))).toBe('version-unknown')
    expect(await refusal(await seal(content, {}, 'ES256'))).toBe('seal-wrong')
  })

  it('notices each byte of each file that is another', async () => {
    const whole = await seal(content)
    for (const [path, bytes] of whole)
      for (let at = 0; at < bytes.length; at += 7) {
        const changed = Uint8Array.from(bytes)
        changed[at] = (bytes[at] ?? 0) ^ 0x04
        const opened = await openArchive(new Map(whole).set(path, changed), 'passport', power)
        expect(opened.open, `${path} at ${at}`).toBe(false)
      }
  })

  it('names the file that is not as described', async () => {
    const odd = (path: string, text: string) => listArchive(new Map(Object.entries(content)).set(path, bytesOf(text)))
    expect(odd('known.json', '{"https://a.example/":{"mediaType":"a","body":"\\u0000"}}')).toEqual({
      unreadable: 'known.json',
    })
    expect(odd('passport.json', '[]')).toEqual({ unreadable: 'passport.json' })
  })
})

describe('the copy in an export', () => {
  it('gives what it has and asks nobody for the rest', async () => {
    const load = loadFromCopy({ 'https://a.example/did.json': { mediaType: 'application/json', body: btoa('{}') } })
    const limits = { accept: '*/*', maxBytes: 10 }
    expect(await load('https://a.example/did.json', limits)).toMatchObject({ found: true, bytes: bytesOf('{}') })
    for (const url of ['https://b.example/did.json', 'constructor', '__proto__'])
      expect(await load(url, limits)).toEqual({ found: false, code: 'not-in-copy' })
  })

  it('checks nothing of what is no credential', async () => {
    expect(await checkByCopy('hello', {}, { at: '2026-11-02T09:00:00Z', power })).toBeUndefined()
  })
})

describe('the keys in an export', () => {
  const key = { importedId: null, credentialId: 'one', createdAt: '2026-11-02T09:00:00Z', privateJwk: makeJwk() }

  it('open with the passphrase, however its letters are composed, and with no other', async () => {
    const closed = await closeKeys([key], 'tolv blå byggbitar'.normalize('NFD'))
    expect(await openKeys(closed, 'tolv blå byggbitar')).toEqual({ opened: true, keys: [key] })
    expect(await openKeys(closed, 'tolv gröna byggbitar')).toEqual({ opened: false, code: 'passphrase-wrong' })
    expect(await openKeys('no keys', 'tolv blå byggbitar')).toEqual({ opened: false, code: 'passphrase-wrong' })
  })

  it('are refused when opening them would take for ever', async () => {
    const [header = '', ...rest] = (await closeKeys([key], 'tolv blå byggbitar')).split('.')
    const slow = { ...JSON.parse(atob(header)), p2c: 2_000_000_000 }
    const closed = [btoa(JSON.stringify(slow)).replace(/=+$/, ''), ...rest].join('.')
    expect(await openKeys(closed, 'tolv blå byggbitar')).toEqual({ opened: false, code: 'passphrase-wrong' })
  })
})

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const content: Record<string, Uint8Array> = {
  'credentials/one/merit.json': bytesOf('{}'),
  'credentials/one/merit.jwt': bytesOf('a.b.c'),
  'imports/two.txt': bytesOf('a.b.c~'),
  'evidence/case/three.pdf': bytesOf('%PDF-'),
  'passport.json': bytesOf('{"selfClaims":[{}],"emails":[{"email":"ada@people.example"}]}'),
  'known.json': bytesOf('{}'),
}

function makeJwk() {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x, y, d } as const
}

/** An export as anyone can seal it, with a key of their own. */
async function seal(
  files: Record<string, Uint8Array>,
  changes: object = {},
  alg: 'EdDSA' | 'ES256' = 'EdDSA',
): Promise<Map<string, Uint8Array>> {
  const listed = Object.entries(files).map(([path, bytes]) => ({
    ...{ path, mediaType: 'text/plain', bytes: bytes.length },
    sha256: Buffer.from(power.sha256(bytes)).toString('hex'),
  }))
  const about = { kind: 'passport', version: 1, exportedAt: '2026-11-02T09:00:00.000Z', from: 'https://a.example' }
  const bytes = bytesOf(JSON.stringify({ ...about, files: listed, ...changes }))
  const { privateKey, publicKey } =
    alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty = '', crv = '', x = '', y } = publicKey.export({ format: 'jwk' })
  const jwk = { kty, crv, x, ...(y !== undefined && { y }) }
  const signed = await new CompactSign(bytes).setProtectedHeader({ alg, jwk }).sign(privateKey)
  return new Map([...Object.entries(files), ['manifest.json', bytes], ['manifest.jws', bytesOf(signed)]])
}
