import { readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MadeCertificate, makeCertificate } from '../demo/make-certificate.ts'
import { facts, openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('a merit as a European credential', () => {
  let world: TestWorld
  let organisationId: string
  let representative: Visitor
  let holder: Visitor
  let authority: MadeCertificate
  let seal: MadeCertificate
  let credentialId: string
  const at = (path: string) => `/api/organisations/${organisationId}${path}`
  const whole = () => ({ certificates: seal.certificate + authority.certificate, privateKey: seal.privateKey })

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Ismail')
    organisationId = await world.register(founder, 'skelleby', {
      legalName: 'Skelleby kommun',
      legalIdentifiers: [{ scheme: 'SE-ORGNR', value: '212000-0142' }],
    })
    representative = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    const meritId = await world.publish(representative, organisationId)
    holder = await world.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    const issued = await representative.call('POST', '/api/credentials', {
      organisationId,
      meritId,
      recipient,
      facts,
      key: 'one',
    })
    expect(issued.statusCode, issued.body).toBeLessThan(300)
    credentialId = (await holder.call('GET', '/api/passport')).json().items[0]?.id
    authority = await makeCertificate('CN=A test authority, C=SE')
    seal = await makeCertificate('2.5.4.97=NTRSE-2120000142, CN=Skelleby kommun, O=Skelleby kommun, C=SE', authority)
  })
  afterAll(() => world.close())

  const askForIt = () => holder.call('GET', `/api/passport/credentials/${credentialId}/europass?language=sv`)

  it('waits for the issuer’s seal', async () => {
    expect((await askForIt()).json()).toMatchObject({ code: 'seal-missing' })
    expect((await representative.call('GET', at('/seal'))).json()).toEqual({ seal: null })
  })

  it('is told as an ELMO transcript to its holder, and to nobody else', async () => {
    const path = `/api/passport/credentials/${credentialId}/elmo?language=sv`
    const told = await holder.call('GET', path)
    expect(told.headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(told.body).toContain('<givenNames>Amina</givenNames><familyName>Warsame</familyName>')
    expect(told.body).toContain('<title>Skelleby kommun</title>')
    expect((await representative.call('GET', path)).json()).toMatchObject({ code: 'not-found' })
  })

  it('takes a certificate with its own key and no other, and says what is wrong with the rest', async () => {
    const unnamed = await makeCertificate('CN=Skelleby kommun, C=SE', authority)
    const old = await makeCertificate('2.5.4.97=NTRSE-1, CN=x, C=SE', authority, '2021-01-01T00:00:00Z')
    const other = await makeCertificate('CN=Another authority, C=SE')
    for (const [changes, code] of [
      [{ certificates: 'no certificate' }, 'certificate-unreadable'],
      [{ certificates: seal.certificate.replace(/[A-Za-z]{8}/g, 'AAAAAAAA') }, 'certificate-unreadable'],
      [{ privateKey: 'no key' }, 'key-unreadable'],
      [{ privateKey: unnamed.privateKey }, 'key-of-another'],
      [{ certificates: seal.certificate + other.certificate }, 'chain-broken'],
      [{ certificates: unnamed.certificate, privateKey: unnamed.privateKey }, 'organisation-unnamed'],
      [{ certificates: old.certificate, privateKey: old.privateKey }, 'certificate-not-now'],
    ] as const) {
      const answer = await representative.call('PUT', at('/seal'), { ...whole(), ...changes })
      expect(answer.json(), code).toMatchObject({ code: 'seal-refused', errors: [{ code }] })
    }
    expect((await representative.call('GET', at('/seal'))).json()).toEqual({ seal: null })
  })

  it('lets nobody but a representative hand it in', async () => {
    const issuer = await world.visit('Ida', { [organisationId]: ['issuer', 'creator', 'reader'] })
    expect((await issuer.call('PUT', at('/seal'), whole())).statusCode).toBe(403)
    expect((await holder.call('GET', at('/seal'))).statusCode).toBe(403)
  })

  it('is sealed, holds for whoever trusts the authority, and says what the merit says', async () => {
    const set = await representative.call('PUT', at('/seal'), whole())
    expect(set.json()).toMatchObject({ identifier: 'NTRSE-2120000142' })
    expect(set.body).not.toContain('PRIVATE')
    const { statusCode, body } = await askForIt()
    expect(statusCode, body).toBe(200)
    const read = readCredential(body)
    if (!read.read) throw new Error(read.code)
    const options = {
      now: world.ground.now().toISOString(),
      power,
      loadResource: async () => ({ found: false, code: 'resource-unreachable' }) as const,
    }
    const { report, credential } = await verifyCredential(read.credential, {
      ...options,
      trustAnchors: [authority.der],
    })
    const codes = Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
    expect(codes).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key', validity: 'valid-now' })
    const said = readTransparency(credential)
    expect(said.title).toMatchObject({ text: splicing.title.sv })
    expect(said.holder).toMatchObject({ name: 'Amina Warsame' })

    const untrusting = await verifyCredential(read.credential, options)
    expect(untrusting.report.checks.find(({ name }) => name === 'issuer')).toMatchObject({
      outcome: 'unchecked',
      code: 'certificate-untrusted',
    })
    const changed = readCredential(body.replace('Amina Warsame', 'Amina Warsane'))
    if (!changed.read) throw new Error(changed.code)
    const { report: refused } = await verifyCredential(changed.credential, options)
    expect(refused.checks.find(({ name }) => name === 'signature')).toMatchObject({ code: 'signature-invalid' })
  })

  it('is given to its holder alone, and not of what no longer stands', async () => {
    expect((await representative.call('GET', `/api/passport/credentials/${credentialId}/europass`)).statusCode).toBe(
      404,
    )
    expect((await world.anyone.call('GET', `/api/passport/credentials/${credentialId}/europass`)).statusCode).toBe(401)
    const reason = 'Looked at again'
    const suspended = await representative.call('POST', `/api/credentials/${credentialId}/suspend`, { reason })
    expect(suspended.statusCode, suspended.body).toBeLessThan(300)
    expect((await askForIt()).json()).toMatchObject({ code: 'credential-state-refused' })
  })

  it('is told in the log, and taken away again', async () => {
    expect((await representative.call('DELETE', at('/seal'))).statusCode).toBe(204)
    expect((await representative.call('DELETE', at('/seal'))).statusCode).toBe(404)
    const { items } = (await representative.call('GET', at('/audit?perPage=200'))).json()
    const acts = items.map(({ act }: { act: string }) => act)
    expect(acts).toEqual(expect.arrayContaining(['seal-set', 'seal-removed']))
    expect(JSON.stringify(items)).not.toContain('PRIVATE')
  })
})
