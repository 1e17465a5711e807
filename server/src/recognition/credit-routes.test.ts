import { readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

let world: TestWorld
let issuer: string
let university: string
let merit: string
let registrar: Visitor
let issuing: Visitor

beforeAll(async () => {
  world = await openTestWorld()
  issuer = await world.register(await world.visit('Rakel'), 'folkhogskolan')
  issuing = await world.visit('Rakel')
  merit = await world.publish(issuing, issuer)
  university = await world.register(await world.visit('Ulf'), 'universitetet', { kind: 'formal-education' })
  registrar = await world.visit('Ulf')
  for (const name of ['Ada', 'Bo', 'Cia', 'Dag']) await holder(name)
})
afterAll(() => world.close())

describe('asking a formal education whether merits count', () => {
  it('shares just these merits, until the applicant withdraws', async () => {
    const { applicant, applicationId } = await apply('Olena')
    const seen = (await registrar.call('GET', `/api/organisations/${university}/credit-applications`)).json()
    expect(seen.items).toMatchObject([{ id: applicationId, applicant: 'Olena', state: 'open' }])
    const share = `/api/shares/${seen.items[0].shareUrl.split('/').at(-1)}`
    expect((await world.anyone.call('GET', share)).json().items).toHaveLength(1)
    const withdrawn = await applicant.call('POST', `/api/passport/credit-applications/${applicationId}/withdraw`, {})
    expect(withdrawn.statusCode).toBe(204)
    expect((await world.anyone.call('GET', share)).json()).toMatchObject({ code: 'share-closed' })
    expect((await decide(applicationId)).json()).toMatchObject({ code: 'application-closed' })
  })

  it('is answered by formal educations only, and with one’s own merits', async () => {
    const { applicant, credentialId } = await holder('Tove')
    const wrong = await applicant.call('POST', '/api/passport/credit-applications', wish(credentialId, issuer))
    expect(wrong.json()).toMatchObject({ code: 'not-found' })
    const stranger = await world.visit('Nils')
    const stolen = await stranger.call('POST', '/api/passport/credit-applications', wish(credentialId))
    expect(stolen.json()).toMatchObject({ code: 'not-found' })
  })
})

describe('a decision', () => {
  it('is signed for its applicant, and a precedent without them for everyone', async () => {
    const { applicant, applicationId } = await apply('Maja')
    expect((await decide(applicationId)).statusCode).toBe(204)
    const document = (await applicant.call('GET', `/api/credit-applications/${applicationId}/decision`)).body
    expect(document).toContain('Maja')
    const { json } = await world.anyone.call('GET', `/api/precedents?meritIds=${merit}&search=nät`)
    const { items } = json()
    expect(items).toMatchObject([
      { extent: 'partial', deciderName: 'universitetet organisation', decidedIn: '2026-Q4', current: true },
    ])
    expect(JSON.stringify(items)).not.toContain('Maja')
    expect(JSON.stringify(items)).not.toContain('2026-11-02')
    expect(await signatureOf(document)).toBe('passed')
    expect(await signatureOf(document.replace('"partial"', '"full"'))).toBe('failed')
  })

  it('does not publish a text that names the applicant, whatever its letters', async () => {
    const { applicationId } = await apply('Berg')
    const named = await decide(applicationId, { why: { sv: 'BERG har visat detta.' } })
    expect(named.json()).toMatchObject({ code: 'names-applicant', errors: [{ pointer: '/why' }] })
    const part = await decide(applicationId, { why: { sv: 'Bergska skolans kurs motsvarar detta.' } })
    expect(part.statusCode).toBe(204)
  })

  it('is no precedent for anyone to see while too few hold what it rests on', async () => {
    const rare = await world.publish(issuing, issuer, { title: { sv: 'Sällsynt' } })
    const applicant = await world.visit('Ester')
    const issued = await issuing.call('POST', '/api/credentials', {
      organisationId: issuer,
      key: 'test:rare',
      meritId: rare,
      recipient: { name: 'Ester', email: 'ester@people.example' },
      facts,
    })
    const applied = await applicant.call('POST', '/api/passport/credit-applications', wish(issued.json().credentialId))
    const { id } = applied.json()
    expect((await decide(id)).statusCode).toBe(204)
    expect((await world.anyone.call('GET', `/api/precedents?meritIds=${rare}`)).json().total).toBe(0)
    expect((await world.anyone.call('GET', `/api/precedents/${id}`)).json()).toMatchObject({ code: 'not-found' })
    for (const name of ['Ada', 'Bo', 'Cia', 'Dag'])
      await issuing.call('POST', '/api/credentials', {
        organisationId: issuer,
        key: `test:rare:${name}`,
        meritId: rare,
        recipient: { name, email: `${name.toLowerCase()}@people.example` },
        facts,
      })
    expect((await world.anyone.call('GET', `/api/precedents/${id}`)).json()).toMatchObject({ id, extent: 'partial' })
  })

  it('may be kept back from the precedents', async () => {
    const before = (await world.anyone.call('GET', '/api/precedents')).json().total
    const { applicationId } = await apply('Saga')
    expect((await decide(applicationId, { publish: false, why: { sv: 'Saga visade allt.' } })).statusCode).toBe(204)
    expect((await world.anyone.call('GET', '/api/precedents')).json().total).toBe(before)
  })

  it('says what remains where it is partial, and credits nothing where it is none', async () => {
    const { applicationId } = await apply('Ida')
    expect((await decide(applicationId, { remaining: undefined })).json()).toMatchObject({
      code: 'request-invalid',
      errors: [{ pointer: '/remaining', code: 'remaining-missing' }],
    })
    expect((await decide(applicationId, { extent: 'none' })).json()).toMatchObject({ code: 'request-invalid' })
  })

  it('is made by those who may, and read by its two sides', async () => {
    const { applicationId } = await apply('Eva')
    const stranger = await world.visit('Nils')
    expect((await stranger.call('GET', `/api/credit-applications/${applicationId}`)).statusCode).toBe(404)
    const reader = await world.visit('Lasse', { [university]: ['reader'] })
    expect((await reader.call('GET', `/api/credit-applications/${applicationId}`)).statusCode).toBe(200)
    const refused = await reader.call('POST', `/api/credit-applications/${applicationId}/decide`, decision)
    expect(refused.json()).toMatchObject({ code: 'permission-missing' })
  })
})

describe('a decision that its applicant asks about again', () => {
  const appealable = { appeal: { sv: 'Skriv till registrator.' } }

  it('is decided anew by someone else, and what was decided before stays with it', async () => {
    const { applicant, applicationId } = await apply('Frej')
    await decide(applicationId, appealable)
    await world.deliver()
    expect(
      world.ground.outbox.filter(({ to, kind }) => kind === 'request-answered' && to.startsWith('frej')),
    ).toHaveLength(1)
    const seen = (await applicant.call('GET', `/api/credit-applications/${applicationId}`)).json()
    expect(seen).toMatchObject({ state: 'decided', appealBefore: expect.any(String), earlier: [] })
    expect((await appeal(applicant, applicationId)).statusCode).toBe(204)
    expect((await appeal(applicant, applicationId)).json()).toMatchObject({ code: 'appeal-not-open' })
    expect((await decide(applicationId, { extent: 'full' })).json()).toMatchObject({ code: 'own-decision' })
    const other = await world.visit('Vera', { [university]: ['coordinator'] })
    const again = { ...decision, extent: 'full', remaining: undefined }
    expect((await other.call('POST', `/api/credit-applications/${applicationId}/decide`, again)).statusCode).toBe(204)
    expect((await applicant.call('GET', `/api/credit-applications/${applicationId}`)).json()).toMatchObject({
      state: 'decided',
      decision: { extent: 'full' },
      appeal: null,
      earlier: [{ decision: { extent: 'partial' }, appeal: { grounds: 'Ni glömde mätningen.' } }],
    })
    expect((await world.anyone.call('GET', `/api/precedents/${applicationId}`)).json()).toMatchObject({
      extent: 'full',
    })
  })

  it('is asked about only where it says that it can be, and in time', async () => {
    const { applicant, applicationId } = await apply('Gry')
    expect((await appeal(applicant, applicationId)).json()).toMatchObject({ code: 'appeal-not-open' })
    await decide(applicationId)
    expect((await appeal(applicant, applicationId)).json()).toMatchObject({ code: 'appeal-not-open' })
    const stranger = await world.visit('Nils')
    expect((await appeal(stranger, applicationId)).json()).toMatchObject({ code: 'not-found' })
  })
})

describe('how merits and qualifications hang together', () => {
  it('is told with the status of every decision, and no applicant', async () => {
    const { applicationId } = await apply('Hedda')
    await decide(applicationId)
    const { items } = (await world.anyone.call('GET', '/api/relations?search=optiska')).json()
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'credit',
        to: 'Optiska nät, 7,5 hp',
        status: 'partial',
        current: true,
        merit: expect.objectContaining({ id: merit }),
        url: `/precedents/${applicationId}`,
      }),
    )
    expect(JSON.stringify(items)).not.toContain('Hedda')
    expect((await world.anyone.call('GET', '/api/relations?kind=level')).json().total).toBe(0)
    const sheet = await world.anyone.call('GET', '/api/relations?format=csv')
    expect(sheet.body).toContain('Optiska nät')
  })
})

const appeal = (by: Visitor, id: string) =>
  by.call('POST', `/api/passport/credit-applications/${id}/appeal`, { grounds: 'Ni glömde mätningen.' })

const decision = {
  extent: 'partial',
  credited: { value: 2, unit: 'hp' },
  remaining: { sv: 'Nätplanering' },
  rule: 'Högskoleförordningen 6 kap. 6–8 §§',
  why: { sv: 'Läranderesultaten motsvarar kursens första del.' },
}
const decide = (id: string, changes: object = {}) =>
  registrar.call('POST', `/api/credit-applications/${id}/decide`, { ...decision, ...changes })

const wish = (credentialId: string, deciderId = university) => ({
  deciderId,
  target: { title: 'Optiska nät, 7,5 hp', code: 'ET101' },
  credentialIds: [credentialId],
})

async function holder(name: string) {
  const applicant = await world.visit(name)
  const issued = await issuing.call('POST', '/api/credentials', {
    organisationId: issuer,
    key: `test:${name}`,
    meritId: merit,
    recipient: { name, email: `${name.toLowerCase()}@people.example` },
    facts,
  })
  expect([issued.statusCode, issued.body]).toEqual([201, expect.anything()])
  return { applicant, credentialId: issued.json().credentialId }
}

async function apply(name: string) {
  const { applicant, credentialId } = await holder(name)
  const applied = await applicant.call('POST', '/api/passport/credit-applications', wish(credentialId))
  expect([applied.statusCode, applied.body]).toEqual([201, expect.anything()])
  return { applicant, applicationId: applied.json().id }
}

async function signatureOf(document: string): Promise<string | undefined> {
  const read = readCredential(document)
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, {
    now: world.ground.now().toISOString(),
    power,
    loadResource: loadFromWorld,
  })
  return report.checks.find(({ name }) => name === 'signature')?.outcome
}

/** The world's own server, in place of the network. */
const loadFromWorld = async (url: string) => {
  const { pathname } = new URL(url)
  const response = await world.app.inject({ method: 'GET', url: pathname })
  return response.statusCode === 200
    ? ({ found: true, bytes: response.rawPayload, mediaType: String(response.headers['content-type']) } as const)
    : ({ found: false, code: 'resource-missing', detail: String(response.statusCode) } as const)
}
