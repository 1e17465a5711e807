import { generateKeyPairSync, sign } from 'node:crypto'
import { encodeMultikey, issueVcJwt, type JsonObject, readCredential, type TokenSigner } from '@bricka/credential'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHouseSigner } from '../organisation/house-key.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('a passport as one learner’s record', () => {
  let world: TestWorld
  let holder: Visitor
  let issuer: Visitor
  let merits: string[]
  let records: { jws: string; json: string }

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Ismail')
    const organisationId = await world.register(founder, 'skelleby')
    issuer = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    holder = await world.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    for (const key of ['one', 'two']) {
      const meritId = await world.publish(issuer, organisationId)
      const issued = await issuer.call('POST', '/api/credentials', { organisationId, meritId, recipient, facts, key })
      expect(issued.statusCode, issued.body).toBe(201)
    }
    merits = (await holder.call('GET', '/api/passport')).json().items.map(({ id }: { id: string }) => id)
    records = { jws: await give({ credentialIds: merits }), json: await give({ credentialIds: merits, as: 'json' }) }
  })
  afterAll(() => world.close())

  const give = async (order: object): Promise<string> => {
    const given = await holder.call('POST', '/api/passport/clr', { name: 'Mina meriter', ...order })
    expect(given.statusCode, given.body.slice(0, 500)).toBe(200)
    return given.json().record
  }
  const verify = async (credential: string) => {
    const verified = await world.anyone.call('POST', '/api/verify', { credential })
    expect(verified.statusCode, verified.body.slice(0, 500)).toBe(200)
    return verified.json()
  }
  const refusal = async (order: object): Promise<unknown> => {
    const refused = await holder.call('POST', '/api/passport/clr', { name: 'Mina meriter', ...order })
    const { code, errors } = refused.json()
    return code === 'clr-refused' ? errors[0].code : code
  }
  const documentOf = (record: string): JsonObject => {
    const read = readCredential(record)
    if (!read.read) throw new Error(read.detail)
    return JSON.parse(JSON.stringify(read.credential.document))
  }
  const partsOf = (record: string): JsonObject[] => {
    const subject = documentOf(record).credentialSubject
    return JSON.parse(JSON.stringify(subject)).verifiableCredential
  }

  it('goes out signed by the house, as a token and as JSON, with the credentials as they were signed', async () => {
    for (const record of Object.values(records)) {
      expect(documentOf(record)).toMatchObject({
        type: ['VerifiableCredential', 'ClrCredential'],
        name: 'Mina meriter',
        issuer: { id: findHouseSigner(world.ground).verificationMethod.split('#')[0], type: ['Profile'] },
        partial: false,
        credentialSubject: { type: ['ClrSubject'], identifier: [{ identityHash: 'Amina' }, { hashed: true }] },
      })
      const verified = await verify(record)
      expect(failing(verified.checks)).toEqual([])
      expect(verified.transparency.title).toMatchObject({ text: 'Mina meriter' })
      expect(verified.clr).toMatchObject({ left: 0, asserted: [], associations: [], partial: false })
      expect(standings(verified)).toEqual(['1 holds', '2 holds'])
    }
    const originals = await Promise.all(
      merits.map(async (id) => (await holder.call('GET', `/api/passport/credentials/${id}/download`)).body),
    )
    expect(partsOf(records.json)).toEqual(originals.map((one) => JSON.parse(one)))
    const did = await world.anyone.call('GET', '/.well-known/did.json')
    expect(did.json().assertionMethod).toEqual([findHouseSigner(world.ground).verificationMethod])
    expect(documentOf(await give({ credentialIds: merits.slice(0, 1) }))).toMatchObject({ partial: true })
    const log = (await holder.call('GET', '/api/passport/log')).json()
    expect(log.items.filter(({ act }: { act: string }) => act === 'clr-taken-out')).toHaveLength(3)
  })

  it('gives nothing that is not the holder’s own, and nothing of nothing', async () => {
    expect(await refusal({})).toBe('nothing-chosen')
    const other = await world.visit('Bo')
    const asked = await other.call('POST', '/api/passport/clr', { name: 'Mina', credentialIds: merits })
    expect(asked.json()).toMatchObject({ code: 'not-found' })
    expect((await other.call('GET', '/api/passport/clr')).json()).toEqual({ items: [] })
    expect((await world.anyone.call('POST', '/api/passport/clr', { name: 'Mina' })).statusCode).toBe(401)
    expect(await refusal({ credentialIds: merits, name: ' ' })).toBe('request-invalid')
  })

  it('says of a changed record that it was changed, and of each part what it is worth by itself', async () => {
    const changed = await verify(JSON.stringify({ ...documentOf(records.json), name: 'Alla mina meriter' }))
    expect(failing(changed.checks)).toContain('signature-invalid')
    expect(standings(changed)).toEqual(['1 holds', '2 holds'])
    const [head, body = '', signature] = records.jws.split('.')
    const payload = JSON.parse(String(Buffer.from(body, 'base64url')))
    const other = Buffer.from(JSON.stringify({ ...payload, partial: true })).toString('base64url')
    const token = await verify([head, other, signature].join('.'))
    expect(failing(token.checks)).toContain('signature-invalid')
    expect(standings(token)).toEqual(['1 holds', '2 holds'])
  })

  it('finds a changed part in a record that whoever put it together signed rightly', async () => {
    const [first, second] = partsOf(records.json)
    const record = await stranger.record([{ ...first, name: 'Something larger' }, second ?? {}])
    const verified = await verify(record)
    expect(failing(verified.checks)).toEqual([])
    expect(standings(verified)).toEqual(['1 does-not-hold signature-invalid', '2 holds'])
  })

  it('does not take a stranger for the house', async () => {
    const house = documentOf(records.json).issuer
    const forged = await stranger.record(partsOf(records.json), { issuer: house })
    const verified = await verify(forged)
    expect(failing(verified.checks)).toContain('issuer-not-controller')
    expect(standings(verified)).toEqual(['1 holds', '2 holds'])
  })

  it('says of each part that is no sound credential why, and what only the publisher says', async () => {
    const [first] = partsOf(records.json)
    const { proof: _proof, ...unsigned } = first ?? {}
    const achievement = (id: string, name: string) => ({ id, type: ['Achievement'], name })
    const record = await stranger.record(
      [
        unsigned,
        await stranger.badge('Bo Ek'),
        records.jws,
        'no credential',
        { ...unsigned, proof: [{ ...Object(first?.proof)[0], cryptosuite: 'from-tomorrow-2030' }] },
        {},
      ],
      {
        subject: {
          achievement: [achievement('urn:a', 'Swimming'), achievement('urn:b', 'Diving')],
          association: [{ type: 'Association', associationType: 'precedes', sourceId: 'urn:a', targetId: 'urn:b' }],
        },
      },
    )
    const { clr } = await verify(record)
    expect(standings({ clr })).toEqual([
      '1 unsigned signature-missing',
      '2 holds',
      '3 holds',
      '4 unreadable not-json',
      '5 unchecked cryptosuite-unknown',
      '6 unreadable not-a-credential',
    ])
    expect(clr.parts.map(({ madeOutTo }: { madeOutTo: string }) => madeOutTo)).toEqual([
      'same',
      'other',
      'same',
      'unsaid',
      'same',
      'unsaid',
    ])
    expect(clr.asserted.map(({ name }: { name: string }) => name)).toEqual(['Swimming', 'Diving'])
    expect(clr.associations).toEqual([{ kind: 'precedes', source: 'Swimming', target: 'Diving' }])
  })

  it('looks at a hundred parts and says how many it left', async () => {
    const many = await stranger.record(Array.from({ length: 130 }, () => ({ no: 'credential' })))
    const { clr } = await verify(many)
    expect([clr.parts.length, clr.left]).toEqual([100, 30])
    const long = await stranger.record([{ text: 'x'.repeat(2_000_000) }])
    const refused = await world.anyone.call('POST', '/api/verify', { credential: long })
    expect(refused.json().code).toMatch(/credential-unreadable|body-too-large/)
  })

  it('comes in whole and part by part, and once', async () => {
    const newcomer = await world.visit('Cilla')
    const taken = await newcomer.call('POST', '/api/passport/import', { credential: records.jws, source: 'mina.jwt' })
    expect(taken.statusCode, taken.body.slice(0, 500)).toBe(201)
    const { id, clrPlaces } = taken.json()
    expect(clrPlaces.map(({ place }: { place: string }) => place)).toEqual(['taken', 'taken'])
    const listed = (await newcomer.call('GET', '/api/passport/imports')).json()
    expect(listed.total).toBe(3)
    const part = (await newcomer.call('GET', `/api/passport/imports/${clrPlaces[0].id}`)).json()
    expect(part).toMatchObject({ title: 'Fibersvetsning', source: 'Mina meriter' })
    expect(failing(part.checks)).toEqual([])
    const again = await newcomer.call('POST', '/api/passport/import', { credential: records.jws })
    expect(again.json()).toMatchObject({ id, known: true, clrPlaces: [{ place: 'known' }, { place: 'known' }] })
    const whole = (await newcomer.call('GET', `/api/passport/imports/${id}`)).json()
    expect(whole.clrPlaces).toEqual(again.json().clrPlaces)
    expect(standings(whole)).toEqual(['1 holds', '2 holds'])
    // What came in goes out again; a record does not go into a record.
    const choices = (await newcomer.call('GET', '/api/passport/clr')).json().items
    expect(choices.map(({ fits }: { fits: boolean }) => fits).sort()).toEqual([false, true, true])
    const importedIds = clrPlaces.map((one: { id: string }) => one.id)
    const out = await newcomer.call('POST', '/api/passport/clr', { name: 'Vidare', importedIds })
    expect(standings(await verify(out.json().record))).toEqual(['1 holds', '2 holds'])
    const nested = await newcomer.call('POST', '/api/passport/clr', { name: 'Vidare', importedIds: [id] })
    expect(nested.json()).toMatchObject({ code: 'clr-refused', errors: [{ code: 'part-unfit' }] })
    expect((await newcomer.call('DELETE', `/api/passport/imports/${id}`)).statusCode).toBe(204)
    expect((await newcomer.call('GET', '/api/passport/imports')).json().total).toBe(2)
  })

  it('brings no second copy of a merit of this house, and takes no changed copy for it', async () => {
    const [first, second] = partsOf(records.json)
    const record = await stranger.record([
      first ?? {},
      { ...second, name: 'Something larger' },
      { name: 'no credential' },
    ])
    const taken = (await holder.call('POST', '/api/passport/import', { credential: record })).json()
    expect(taken.clrPlaces).toEqual([
      { number: 1, place: 'own', id: merits[0] },
      { number: 2, place: 'taken', id: expect.any(String) },
      { number: 3, place: 'not-taken', id: null },
    ])
    const kept = (await holder.call('GET', `/api/passport/imports/${taken.clrPlaces[1].id}`)).json()
    expect(failing(kept.checks)).toContain('signature-invalid')
  })

  it('takes badges in tokens along as their very text', async () => {
    const badge = await stranger.badge('Amina Warsame')
    const { id } = (await holder.call('POST', '/api/passport/import', { credential: badge })).json()
    const record = await give({ importedIds: [id], as: 'json' })
    expect(partsOf(record)).toEqual([badge])
    expect(standings(await verify(record))).toEqual(['1 holds'])
  })
})

const failing = (checks: { code: string; outcome: string }[]): string[] =>
  checks.flatMap(({ code, outcome }) => (outcome === 'passed' ? [] : [code]))

const standings = ({
  clr,
}: {
  clr: { parts: { number: number; standing: string; code: string | null }[] }
}): string[] =>
  clr.parts.map(({ number, standing, code }) => [number, standing, ...(code === null ? [] : [code])].join(' '))

/** Someone with a key of their own, who signs what they are given. */
const stranger = makeStranger()

function makeStranger() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const multikey = encodeMultikey('Ed25519', publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const did = `did:key:${multikey}`
  const signer: TokenSigner = {
    verificationMethod: `${did}#${multikey}`,
    algorithm: 'EdDSA',
    sign: (bytes) => sign(null, bytes, privateKey),
  }
  const named = (name: string) => ({
    identifier: [{ type: 'IdentityObject', hashed: false, identityHash: name, identityType: 'name' }],
  })
  const context = (...more: string[]) => ['https://www.w3.org/ns/credentials/v2', ...more]
  const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
  /** As a signer would not do it for another: the token says what it is told to. */
  const force = async (document: JsonObject): Promise<string> => {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
    const signed = `${encode({ alg: 'EdDSA', typ: 'vc+jwt', kid: signer.verificationMethod })}.${encode(document)}`
    return `${signed}.${Buffer.from(await signer.sign(Buffer.from(signed))).toString('base64url')}`
  }
  return {
    record: (parts: readonly (JsonObject | string)[], more: { issuer?: unknown; subject?: object } = {}) =>
      force(
        JSON.parse(
          JSON.stringify({
            '@context': context('https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', openBadges),
            id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
            type: ['VerifiableCredential', 'ClrCredential'],
            name: 'A record',
            issuer: more.issuer ?? { id: did, type: ['Profile'], name: 'Somebody' },
            validFrom: '2026-01-01T00:00:00Z',
            credentialSubject: {
              type: ['ClrSubject'],
              ...named('Amina Warsame'),
              verifiableCredential: parts,
              ...more.subject,
            },
          }),
        ),
      ),
    badge: (name: string) =>
      issueVcJwt(
        {
          '@context': context(openBadges),
          id: 'urn:uuid:00000000-0000-4000-8000-000000000002',
          type: ['VerifiableCredential', 'OpenBadgeCredential'],
          name: 'Rowing',
          issuer: { id: did, type: ['Profile'], name: 'Somebody' },
          validFrom: '2026-01-01T00:00:00Z',
          credentialSubject: {
            type: ['AchievementSubject'],
            ...named(name),
            achievement: {
              id: 'urn:uuid:00000000-0000-4000-8000-000000000003',
              type: ['Achievement'],
              name: 'Rowing',
              description: 'Rows',
              criteria: { narrative: 'Rows' },
            },
          },
        },
        signer,
      ),
  }
}
