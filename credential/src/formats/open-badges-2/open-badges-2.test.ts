import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeBase64UrlText } from '../../encode-base.ts'
import type { JsonObject } from '../../json.ts'
import { power } from '../../power/node.ts'
import type { Loaded } from '../../power.ts'
import { openPicture, readCredential } from '../../read-credential.ts'
import { now } from '../../testing/test-world.ts'
import { verifyCredential } from '../../verify-credential.ts'

const context = 'https://w3id.org/openbadges/v2'
const home = 'https://badges.example'
const [url, classUrl, issuerUrl, keyUrl] = ['a/1', 'classes/1', 'issuer', 'keys/1'].map((path) => `${home}/${path}`)
const listUrl = `${home}/revoked`
const address = 'samir@example.org'
const hash = (text: string) => `sha256$${createHash('sha256').update(text).digest('hex')}`

const badgeClass = {
  '@context': context,
  type: 'BadgeClass',
  id: classUrl,
  name: 'Fibersvetsning',
  description: 'Svetsar och mäter fiber.',
  criteria: { narrative: 'Tre godkända svetsar.' },
  image: `${home}/image.png`,
  issuer: issuerUrl,
}
const profile = { '@context': context, type: 'Issuer', id: issuerUrl, name: 'Norrfiber', url: home }
const assertion = {
  '@context': context,
  type: 'Assertion',
  id: url,
  recipient: { type: 'email', hashed: true, salt: 'havssalt', identity: hash(`${address}havssalt`) },
  badge: classUrl,
  verification: { type: 'HostedBadge' },
  issuedOn: '2020-05-04T09:00:00+00:00',
  narrative: 'Väl gjort.',
}

type World = Record<string, object | Loaded>
const hosting: World = { [String(url)]: assertion, [String(classUrl)]: badgeClass, [String(issuerUrl)]: profile }

describe('a hosted Open Badge 2.0', () => {
  it('holds where the same lies at its own address, and is said to be old', async () => {
    expect(await check(assertion)).toEqual({
      format: 'format-old',
      signature: 'hosted-unchanged',
      issuer: 'issuer-hosts',
      recipient: 'recipient-matches',
      validity: 'valid-now',
      status: 'status-good',
      mandate: 'mandate-not-needed',
      schema: 'schema-none',
      'related-resources': 'related-none',
    })
  })

  it('shows what its class and its issuer say, which it only names', async () => {
    const { credential } = await verify(JSON.stringify(assertion), hosting)
    expect(credential).toMatchObject({
      issuer: { id: issuerUrl, name: 'Norrfiber' },
      credentialSubject: { achievement: { id: classUrl, name: 'Fibersvetsning' } },
    })
  })

  it.each<[string, JsonObject, string]>([
    ['one letter', { narrative: 'Väl gjorT.' }, 'narrative'],
    ['its recipient', { recipient: { type: 'email', hashed: false, identity: 'other@example.org' } }, 'recipient'],
    ['its end', { expires: '2040-01-01T00:00:00Z' }, 'expires'],
    ['its class', { badge: `${home}/classes/2` }, 'badge'],
    ['a field more', { evidence: 'https://evidence.example/' }, 'evidence'],
  ])('does not hold where %s is another than at its address', async (_what, change, field) => {
    const { report } = await verify(JSON.stringify({ ...assertion, ...change }), hosting)
    expect(report.checks[1]).toMatchObject({ code: 'hosted-changed', detail: { field } })
    expect(report.checks[2]).toMatchObject({ outcome: 'unchecked' })
  })

  it('is the same when laid out anew, with its class inside, or with its time written otherwise', async () => {
    const anew = {
      ...assertion,
      badge: badgeClass,
      issuedOn: '2020-05-04T11:00:00+02:00',
      verification: { type: ['HostedBadge'] },
    }
    expect(await check(anew)).toMatchObject({ signature: 'hosted-unchanged', issuer: 'issuer-hosts' })
  })

  it('is never good while it cannot be fetched, nor a forgery', async () => {
    expect(await check(assertion, { ...hosting, [String(url)]: away })).toMatchObject({
      signature: 'hosted-away',
      issuer: 'issuer-unchecked',
      status: 'status-list-away',
    })
    expect(await check(assertion, { ...hosting, [String(issuerUrl)]: away })).toMatchObject({ issuer: 'issuer-away' })
    expect(await check(assertion, { ...hosting, [String(classUrl)]: away })).toMatchObject({ issuer: 'issuer-away' })
    const notFound: Loaded = { ...answer(assertion), status: 404 }
    expect(await check(assertion, { ...hosting, [String(url)]: notFound })).toMatchObject({ signature: 'hosted-away' })
  })

  it('is not spoken for by another site that its address sends on to', async () => {
    const elsewhere = (place: string): Loaded => ({ ...answer(assertion), url: place })
    expect(await check(assertion, { ...hosting, [String(url)]: elsewhere('https://evil.example/a') })).toMatchObject({
      signature: 'hosted-elsewhere',
      issuer: 'issuer-unchecked',
    })
    expect(await check(assertion, { ...hosting, [String(url)]: elsewhere(`${home}/b`) })).toMatchObject({
      signature: 'hosted-unchanged',
    })
  })

  it('is not another one that lies there', async () => {
    const other = { ...assertion, id: `${home}/a/2` }
    expect(await check(assertion, { ...hosting, [String(url)]: other })).toMatchObject({ signature: 'hosted-changed' })
  })

  describe('at an address', () => {
    const evilUrl = 'https://badges.example.evil.example/a/1'
    const evil = { ...assertion, id: evilUrl }
    const told = (verification: JsonObject | undefined, at = evil) =>
      check(at, {
        ...hosting,
        [at.id ?? '']: at,
        [String(issuerUrl)]: { ...profile, ...(verification && { verification }) },
      })

    it('of anyone else is not its issuer’s', async () => {
      expect(await told(undefined)).toMatchObject({ signature: 'hosted-unchanged', issuer: 'issuer-not-host' })
      expect(await told({ startsWith: home })).toMatchObject({ issuer: 'issuer-not-host' })
      expect(await told({ allowedOrigins: 'other.example' })).toMatchObject({ issuer: 'issuer-not-host' })
    })
    it('that the issuer names is', async () => {
      expect(await told({ allowedOrigins: ['badges.example.evil.example'] })).toMatchObject({ issuer: 'issuer-hosts' })
      expect(await told({ startsWith: 'https://badges.example.evil.example/a/' })).toMatchObject({
        issuer: 'issuer-hosts',
      })
    })
    it('that only looks as if it began so is not', async () => {
      const climbing = { ...assertion, id: `${home}/a/../b/1` }
      expect(await told({ startsWith: `${home}/a/` }, climbing)).toMatchObject({ issuer: 'issuer-not-host' })
    })
  })

  it('is revoked where its server says so: with 410, or in the badge', async () => {
    const gone: Loaded = { ...answer({ id: url, revoked: true, revocationReason: 'Fusk' }), status: 410 }
    const { report } = await verify(JSON.stringify(assertion), { ...hosting, [String(url)]: gone })
    expect(report.checks.find(({ name }) => name === 'status')).toMatchObject({
      code: 'status-revoked',
      detail: { reason: 'Fusk' },
    })
    expect(await check(assertion, { ...hosting, [String(url)]: { ...assertion, revoked: true } })).toMatchObject({
      status: 'status-revoked',
    })
  })

  it('runs out', async () => {
    const until = (expires: string) => {
      const old = { ...assertion, expires }
      return check(old, { ...hosting, [String(url)]: old })
    }
    expect(await until('2021-01-01T00:00:00Z')).toMatchObject({ validity: 'expired' })
    expect(await until('2040-01-01')).toMatchObject({ validity: 'valid-now' })
  })

  it('lacks what an assertion must have', async () => {
    expect(await check({ ...assertion, issuedOn: 'i fjol' })).toMatchObject({
      format: 'format-invalid',
      signature: 'signature-unchecked',
    })
    const { verification: _, ...silent } = assertion
    expect(await check(silent)).toMatchObject({ signature: 'proof-incomplete', issuer: 'issuer-unchecked' })
    expect(await check({ ...assertion, verification: { type: 'SignedBadge' } })).toMatchObject({
      signature: 'signature-missing',
    })
  })
})

describe('whom it is made out to', () => {
  const madeOut = (recipient: JsonObject, recipients: readonly string[] | undefined = [address]) => {
    const to = { ...assertion, recipient }
    return check(to, { ...hosting, [String(url)]: to }, recipients).then((codes) => codes.recipient)
  }
  const hashed = { type: 'email', hashed: true, salt: 'havssalt', identity: hash(`${address}havssalt`) }

  it('is told by the hash of an address that is shown to be theirs', async () => {
    expect(await madeOut(hashed, ['other@example.org', address])).toBe('recipient-matches')
    expect(await madeOut(hashed, ['other@example.org'])).toBe('recipient-other')
    expect(await madeOut({ ...hashed, salt: 'annat' })).toBe('recipient-other')
    expect(await madeOut({ type: 'email', hashed: true, identity: hash(address) })).toBe('recipient-matches')
    expect(await madeOut({ type: 'email', hashed: true, identity: hash(`${address}havssalt`) })).toBe('recipient-other')
  })
  it('or by the address itself', async () => {
    expect(await madeOut({ type: 'email', hashed: false, identity: 'Samir@Example.org' })).toBe('recipient-matches')
    expect(await madeOut({ type: 'email', hashed: false, identity: 'other@example.org' })).toBe('recipient-other')
  })
  it('and else not known', async () => {
    expect(await check(assertion, hosting, null)).toMatchObject({ recipient: 'recipient-unproven' })
    expect(await madeOut(hashed, [])).toBe('recipient-other')
    expect(await madeOut({ ...hashed, identity: 'md5$0' })).toBe('recipient-unreadable')
    expect(await madeOut({ ...hashed, type: 'telephone' })).toBe('recipient-unreadable')
  })
})

describe('a signed Open Badge 2.0', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = (owner: string | undefined, pem: KeyObject = publicKey) => ({
    '@context': context,
    type: 'CryptographicKey',
    id: keyUrl,
    owner,
    publicKeyPem: pem.export({ type: 'spki', format: 'pem' }).toString(),
  })
  const signedAssertion = {
    ...assertion,
    id: 'urn:uuid:1a7c9f3e-0000-4000-8000-000000000001',
    verification: { type: 'SignedBadge', creator: keyUrl },
  }
  const signing: World = {
    [String(classUrl)]: badgeClass,
    [String(issuerUrl)]: { ...profile, publicKey: keyUrl, revocationList: listUrl },
    [String(keyUrl)]: key(issuerUrl),
    [listUrl]: { '@context': context, type: 'RevocationList', id: listUrl, issuer: issuerUrl, revokedAssertions: [] },
  }
  const token = (payload: object = signedAssertion, by = privateKey) => {
    const text = `${encodeBase64UrlText('{"alg":"RS256"}')}.${encodeBase64UrlText(JSON.stringify(payload))}`
    return `${text}.${sign('sha256', Buffer.from(text), by).toString('base64url')}`
  }

  it('holds by the key that its issuer lists', async () => {
    expect(await check(token(), signing)).toMatchObject({
      format: 'format-old',
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
      recipient: 'recipient-matches',
      status: 'status-good',
    })
  })

  it('does not when a letter is changed, or another key signs', async () => {
    const [head, , tail] = token().split('.')
    const changed = encodeBase64UrlText(JSON.stringify({ ...signedAssertion, narrative: 'Väl gjorT.' }))
    expect(await check(`${head}.${changed}.${tail}`, signing)).toMatchObject({ signature: 'signature-invalid' })
    expect(await check(token(signedAssertion, other.privateKey), signing)).toMatchObject({
      signature: 'signature-invalid',
      issuer: 'issuer-unchecked',
    })
  })

  it('is nobody else’s: the key must be the issuer’s, and the issuer must list it', async () => {
    const own = 'https://evil.example/keys/1'
    const forged = token({ ...signedAssertion, verification: { type: 'SignedBadge', creator: own } }, other.privateKey)
    for (const owner of [issuerUrl, 'https://evil.example/issuer'])
      expect(await check(forged, { ...signing, [own]: { ...key(owner, other.publicKey), id: own } })).toMatchObject({
        signature: 'signature-valid',
        issuer: 'issuer-not-controller',
      })
    const lent = { ...signing, [String(keyUrl)]: key('https://evil.example/issuer') }
    expect(await check(token(), lent)).toMatchObject({ issuer: 'issuer-not-controller' })
  })

  it('is not believed about its issuer: a profile inside it is fetched all the same', async () => {
    const inside = { ...profile, publicKey: { ...key(issuerUrl, other.publicKey), id: `${home}/keys/2` } }
    const verification = { type: 'SignedBadge', creator: `${home}/keys/2` }
    const forged = token(
      { ...signedAssertion, verification, badge: { ...badgeClass, issuer: inside } },
      other.privateKey,
    )
    expect(await check(forged, signing)).toMatchObject({ signature: 'key-away', issuer: 'issuer-unchecked' })
  })

  it('is unchecked while key or issuer are away', async () => {
    for (const place of [keyUrl, issuerUrl, classUrl])
      expect(await check(token(), { ...signing, [String(place)]: away })).toMatchObject({
        signature: 'key-away',
        issuer: 'issuer-unchecked',
      })
  })

  it('is revoked by its issuer’s list, and unchecked while that is away or someone else’s', async () => {
    const listed = (change: object) =>
      check(token(), {
        ...signing,
        [listUrl]: { id: listUrl, issuer: issuerUrl, revokedAssertions: [], ...change },
      }).then(({ status }) => status)
    expect(await listed({ revokedAssertions: [signedAssertion.id] })).toBe('status-revoked')
    expect(await listed({ revokedAssertions: [{ id: signedAssertion.id, revocationReason: 'Fusk' }] })).toBe(
      'status-revoked',
    )
    expect(await listed({ revokedAssertions: [{ id: 'urn:uuid:2' }] })).toBe('status-good')
    expect(await listed({ issuer: 'https://other.example/' })).toBe('status-list-other-issuer')
    expect(await listed({ revokedAssertions: undefined })).toBe('status-list-unreadable')
    expect(await check(token(), { ...signing, [listUrl]: away })).toMatchObject({ status: 'status-list-away' })
    const without = { ...signing, [String(issuerUrl)]: { ...profile, publicKey: keyUrl } }
    expect(await check(token(), without)).toMatchObject({ status: 'status-none' })
  })
})

describe('an Open Badge 2.0 in a picture', () => {
  const svg = (element: string) => `<svg xmlns:openbadges="http://openbadges.org">${element}</svg>`
  it('is read from an SVG and a PNG', async () => {
    const text = JSON.stringify(assertion)
    const baked = svg(`<openbadges:assertion verify="${url}"><![CDATA[${text}]]></openbadges:assertion>`)
    expect(openPicture(baked)).toBe(url)
    const inside = svg(`<openbadges:assertion><![CDATA[${text}]]></openbadges:assertion>`)
    expect(openPicture(inside)).toBe(text)
    expect(readCredential(inside).read).toBe(true)
    expect(openPicture(png('openbadges', text))).toBe(text)
    expect(readCredential(png('openbadges', text)).read).toBe(true)
  })
  it('is not read from a chunk of another name, nor believed to be what is only named', () => {
    expect(openPicture(png('openbadge', JSON.stringify(assertion)))).toBeUndefined()
    expect(readCredential(png('openbadges', String(url)))).toMatchObject({
      read: false,
      code: 'not-a-credential',
      detail: `The picture carries only the address of its badge: ${url}`,
    })
  })
})

const away: Loaded = { found: false, code: 'resource-unreachable' }

const answer = (document: object): Extract<Loaded, { found: true }> => ({
  found: true,
  bytes: new TextEncoder().encode(JSON.stringify(document)),
  mediaType: 'application/json',
})

function png(keyword: string, text: string): Uint8Array {
  const content = Buffer.from(`iTXt${keyword}\0\0\0\0\0${text}`)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length - 4)
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), length, content, Buffer.alloc(4)])
}

async function verify(text: string, world: World, recipients: readonly string[] | null = [address]) {
  const read = readCredential(text)
  if (!read.read) throw new Error(read.detail)
  return verifyCredential(read.credential, {
    now,
    power,
    ...(recipients && { recipients }),
    loadResource: async (place) => {
      const found = world[place]
      if (!found) return away
      return 'found' in found ? found : answer(found)
    },
  })
}

async function check(given: object | string, world: World = hosting, recipients: readonly string[] | null = [address]) {
  const { report } = await verify(typeof given === 'string' ? given : JSON.stringify(given), world, recipients)
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
