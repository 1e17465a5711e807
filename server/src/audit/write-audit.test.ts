import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import { makeCertificate } from '../demo/make-certificate.ts'
import { type Form, facts, openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

type Entry = { organisation_id: string | null; act: string; actor_name: string | null }
const Made = z.object({ id: z.string() })

/**
 * Every route of an organisation's that changes something writes exactly one entry, beside what it issues: that has one
 * for each credential. A route that is added and not tried here makes the last test fail.
 */
describe('the audit log', () => {
  let world: TestWorld
  let organisationId: string
  let issuerId: string
  let who: Visitor
  let approver: Visitor
  const tried = new Set<string>()

  beforeAll(async () => {
    world = await openTestWorld()
    const anna = await world.visit('Anna')
    organisationId = await world.register(anna, 'fibernamnden')
    issuerId = await world.register(anna, 'skelleby')
    who = await world.visit('Anna')
    approver = await world.visit('Bodil', { [organisationId]: ['approver'] })
  })
  afterAll(() => world.close())

  const entries = (): Promise<Entry[]> =>
    world.ground.database.act(systemScope, (work) =>
      work.selectFrom('audit_entry').select(['organisation_id', 'act', 'actor_name']).orderBy('id').execute(),
    )

  /** Calls a route, `route` as the API names it, and answers with what it made and what it wrote into the log. */
  async function act(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', route: string, ids: object, body?: object, by = who) {
    tried.add(`${method.toLowerCase()} ${route}`)
    const before = (await entries()).length
    const url = Object.entries(ids).reduce((path, [name, value]) => path.replace(`{${name}}`, value), route)
    const response = body && isForm(body) ? await by.send(url, body) : await by.call(method, url, body)
    if (response.statusCode >= 300) throw new Error(`${method} ${url}: ${response.body}`)
    const written = (await entries()).slice(before)
    return { made: response.body ? response.json() : {}, acts: written.map((entry) => entry.act), written }
  }

  const file = (text: string) => ({ file: { name: 'file.csv', bytes: Buffer.from(text) } })

  it('has one entry for each change to an organisation, by whom and for which', async () => {
    const own = { organisationId }
    expect(
      (await act('POST', '/api/organisations', {}, { slug: 'ny', legalName: 'Ny', country: 'SE', kind: 'employer' }))
        .acts,
    ).toEqual(['organisation-registered'])
    const changed = await act('PATCH', '/api/organisations/{organisationId}', own, { about: { sv: 'Om' } })
    expect(changed.written).toEqual([
      { organisation_id: organisationId, act: 'organisation-changed', actor_name: 'Anna' },
    ])
    expect((await act('POST', '/api/organisations/{organisationId}/keys/rotate', own)).acts).toEqual(['key-rotated'])
    const authority = await makeCertificate('CN=A test authority, C=SE')
    const seal = await makeCertificate('2.5.4.97=NTRSE-8020000002, CN=Fibernämnden, C=SE', authority)
    const handedIn = { certificates: seal.certificate, privateKey: seal.privateKey }
    expect((await act('PUT', '/api/organisations/{organisationId}/seal', own, handedIn)).acts).toEqual(['seal-set'])
    expect((await act('DELETE', '/api/organisations/{organisationId}/seal', own)).acts).toEqual(['seal-removed'])
    const { keys } = (await world.anyone.call('GET', '/api/organisations/fibernamnden')).json()
    expect(
      (
        await act(
          'POST',
          '/api/organisations/{organisationId}/keys/{keyId}/compromised',
          { ...own, keyId: keys[0].id },
          { at: '2026-11-01T00:00:00Z' },
        )
      ).acts,
    ).toEqual(['key-compromised'])
    const member = await act('PUT', '/api/organisations/{organisationId}/members', own, {
      email: 'c@people.example',
      roles: ['reader'],
    })
    expect(member.acts).toEqual(['member-added'])
    expect(
      (
        await act('DELETE', '/api/organisations/{organisationId}/members/{personId}', {
          ...own,
          personId: member.made.personId,
        })
      ).acts,
    ).toEqual(['member-removed'])
    const token = await act('POST', '/api/organisations/{organisationId}/tokens', own, { name: 'T', scopes: ['read'] })
    expect(token.acts).toEqual(['token-added'])
    expect(
      (await act('DELETE', '/api/organisations/{organisationId}/tokens/{tokenId}', { ...own, tokenId: token.made.id }))
        .acts,
    ).toEqual(['token-withdrawn'])
  })

  it('has one entry for each change to a merit and a mandate', async () => {
    const begun = await act('POST', '/api/merits', {}, { organisationId, design: splicing, profileId: 'eu' })
    expect(begun.acts).toEqual(['merit-begun'])
    const merit = { meritId: Made.parse(begun.made).id }
    expect(
      (await act('PUT', '/api/merits/{meritId}/draft', merit, { design: { ...splicing, pilot: true } })).acts,
    ).toEqual(['draft-saved'])
    expect((await act('POST', '/api/merits/{meritId}/publish', merit, {})).acts).toEqual(['merit-published'])
    const partner = await act(
      'POST',
      '/api/organisations',
      {},
      { slug: 'facket', legalName: 'Facket', country: 'SE', kind: 'social-partner' },
    )
    const union = { organisationId: Made.parse(partner.made).id }
    const reason = 'Det här behövs på golvet.'
    const endorsed = await act('POST', '/api/merits/{meritId}/endorsements', merit, {
      ...{ ...union, version: 1, side: 'employees', reason },
    })
    expect(endorsed.acts).toEqual(['merit-endorsed'])
    const taken = await act(
      'POST',
      '/api/endorsements/{id}/withdraw',
      { id: Made.parse(endorsed.made).id },
      {
        ...union,
        reason,
      },
    )
    expect(taken.acts).toEqual(['endorsement-withdrawn'])
    const discussion = '/api/organisations/{organisationId}/merits/{meritId}/discussion'
    expect((await act('POST', discussion, { ...union, ...merit }, { words: reason })).acts).toEqual(['merit-discussed'])
    await act('PUT', '/api/merits/{meritId}/draft', merit, { design: splicing })
    expect((await act('DELETE', '/api/merits/{meritId}/draft', merit)).acts).toEqual(['draft-undone'])
    expect((await act('POST', '/api/merits/{meritId}/retire', merit, { reason: 'x' })).acts).toEqual(['merit-retired'])
    expect((await act('POST', '/api/merits/{meritId}/reinstate', merit)).acts).toEqual(['merit-reinstated'])
    const occasion = await act(
      'POST',
      '/api/organisations/{organisationId}/occasions',
      { organisationId },
      { ...merit, occasion: { startsOn: '2027-01-10', online: true } },
    )
    expect(occasion.acts).toEqual(['occasion-added'])
    const called = { organisationId, occasionId: Made.parse(occasion.made).id }
    expect(
      (await act('POST', '/api/organisations/{organisationId}/occasions/{occasionId}/call-off', called)).acts,
    ).toEqual(['occasion-called-off'])
    const ownWave = '/api/organisations/{organisationId}/waves/{waveId}'
    const survey = await act(
      'POST',
      '/api/organisations/{organisationId}/surveys',
      { organisationId },
      { title: 'Behov', level: 'branch', side: 'employer', population: 'Fibern', frame: 'Registret' },
    )
    expect(survey.acts).toEqual(['survey-added'])
    const wave = await act(
      'POST',
      '/api/organisations/{organisationId}/surveys/{surveyId}/waves',
      { organisationId, surveyId: Made.parse(survey.made).id },
      { period: '2026', place: 'SE110', strata: [{ name: 'alla', size: 9 }], closesOn: '2099-01-01' },
    )
    expect(wave.acts).toEqual(['wave-added'])
    const ids = { organisationId, waveId: Made.parse(wave.made).id }
    const units = [{ email: 'unit@people.example', stratum: 'alla' }]
    expect((await act('POST', `${ownWave}/units`, ids, { units })).acts).toEqual(['wave-units-asked'])
    const answers = file('respondent,stratum,words,wanted,horizon\na,alla,svets,1,now\n')
    expect((await act('POST', `${ownWave}/import`, ids, answers)).acts).toEqual(['wave-imported'])
    expect((await act('POST', `${ownWave}/remind`, ids)).acts).toEqual(['wave-reminded'])
    const coded = await act('PUT', `${ownWave}/words`, ids, { words: 'svets', concept: null })
    expect(coded.acts).toEqual(['need-coded'])
    expect((await act('POST', `${ownWave}/close`, ids)).acts).toEqual(['wave-closed'])
    expect((await act('POST', `${ownWave}/publish`, ids)).acts).toEqual(['wave-published'])
    const mandate = await act('POST', '/api/merits/{meritId}/mandates', merit, { issuerId })
    expect(mandate.acts).toEqual(['mandate-granted'])
    expect((await act('POST', '/api/mandates/{id}/withdraw', Made.parse(mandate.made), { reason: 'x' })).acts).toEqual([
      'mandate-withdrawn',
    ])
    const template = await world.anyone.call('GET', '/api/merit-sheet?format=csv')
    const imported = await act(
      'POST',
      '/api/organisations/{organisationId}/merits/import',
      { organisationId },
      file(template.body),
    )
    expect(imported.acts).toEqual(['merit-begun'])
  })

  it('has one entry for each change to a credential, in the holder’s log too', async () => {
    const meritId = await world.publish(who, organisationId)
    let keys = 0
    const issue = async () => {
      const email = `holder${keys}@people.example`
      const issued = await act(
        'POST',
        '/api/credentials',
        {},
        { organisationId, meritId, recipient: { name: 'H', email }, facts, key: `k${keys++}` },
      )
      return { acts: issued.acts, id: z.object({ credentialId: z.string() }).parse(issued.made).credentialId }
    }
    const { acts, id } = await issue()
    expect(acts).toEqual(['credential-issued'])
    const reason = { reason: 'x' }
    expect((await act('POST', '/api/credentials/{id}/suspend', { id }, reason)).acts).toEqual(['credential-suspended'])
    expect((await act('POST', '/api/credentials/{id}/reinstate', { id }, reason)).acts).toEqual([
      'credential-reinstated',
    ])
    // What is replaced and what replaces it are two credentials, with an entry each.
    expect((await act('POST', '/api/credentials/{id}/replace', { id }, reason)).acts).toEqual([
      'credential-issued',
      'credential-replaced',
    ])
    expect((await act('POST', '/api/credentials/{id}/revoke', { id: (await issue()).id }, reason)).acts).toEqual([
      'credential-revoked',
    ])
    await who.call('PATCH', `/api/organisations/${organisationId}`, { fourEyes: true })
    const asked = await issue()
    expect(asked.acts).toEqual(['credential-requested'])
    expect((await act('POST', '/api/credentials/{id}/approve', asked, undefined, approver)).acts).toEqual([
      'credential-issued',
    ])
    expect((await act('POST', '/api/credentials/{id}/decline', await issue(), reason, approver)).acts).toEqual([
      'credential-declined',
    ])
    const ids = [(await issue()).id, (await issue()).id]
    const many = { ids, decision: 'approve' }
    expect(
      (await act('POST', '/api/organisations/{organisationId}/approvals', { organisationId }, many, approver)).acts,
    ).toEqual(['credential-issued', 'credential-issued'])

    const batch = { meritId, settings: '{"assessedOn":"2026-10-30"}', ...file('namn;e-post\nH;h@people.example\n') }
    const started = await act('POST', '/api/organisations/{organisationId}/batches', { organisationId }, batch)
    expect(started.acts).toEqual(['batch-started'])
    const at = { organisationId, batchId: z.object({ batchId: z.string() }).parse(started.made).batchId }
    expect((await act('POST', '/api/organisations/{organisationId}/batches', { organisationId }, batch)).acts).toEqual(
      [],
    )
    expect((await act('POST', '/api/organisations/{organisationId}/batches/{batchId}/cancel', at)).acts).toEqual([
      'batch-cancelled',
    ])
    expect((await act('POST', '/api/organisations/{organisationId}/batches/{batchId}/retry', at)).acts).toEqual([
      'batch-resumed',
    ])

    const own = { organisationId }
    const release = '/api/organisations/{organisationId}/four-eyes/release'
    expect((await act('POST', release, own)).acts).toEqual(['four-eyes-release-asked'])
    expect((await act('DELETE', release, own)).acts).toEqual(['four-eyes-release-withdrawn'])
    world.ground.setNow('2026-11-06T09:00:00Z')
    expect((await act('POST', release, own)).acts).toEqual(['four-eyes-release-asked'])
    expect((await act('POST', `${release}/agree`, own, undefined, approver)).acts).toEqual(['four-eyes-released'])
  })

  it('has one entry for each step of an end, and one for the end itself', async () => {
    const own = { organisationId: issuerId }
    const ending = '/api/organisations/{organisationId}/ending'
    const join = { way: 'join', successorId: organisationId }
    const offered = '/api/organisations/{organisationId}/offered-estates/{endingId}'
    const answering = { organisationId, endingId: issuerId }
    expect((await act('POST', ending, own, join)).acts).toEqual(['ending-asked'])
    expect((await act('POST', `${offered}/decline`, answering)).acts).toEqual(['estate-declined'])
    await act('POST', ending, own, join)
    expect((await act('POST', `${offered}/accept`, answering)).acts).toEqual(['estate-accepted'])
    expect((await act('DELETE', ending, own)).acts).toEqual(['ending-withdrawn'])

    await world.visit('Cia', { [issuerId]: ['representative'] })
    world.ground.setNow('2026-11-10T09:00:00Z')
    const second = await world.visit('Cia')
    const opened = await act('POST', '/api/organisations/{organisationId}/receptions', { organisationId })
    expect(opened.acts).toEqual(['estate-reception-opened'])
    const { code } = z.object({ code: z.string() }).parse(opened.made)
    await act('POST', ending, own, { way: 'move', code })
    expect((await act('POST', `${ending}/agree`, own, undefined, second)).acts).toEqual(['ending-agreed'])
    const packed = await second.call('POST', `/api/organisations/${issuerId}/estate`)
    expect(packed.statusCode, packed.body.slice(0, 200)).toBe(200)
    expect((await entries()).slice(-2).map((entry) => entry.act)).toEqual(['organisation-ended', 'estate-packed'])
    expect((await act('POST', `${ending}/confirm`, own)).acts).toEqual([])
    // What another house sent is taken in and kept there: `estate.test.ts` holds each to its entry.
    for (const route of ['estate', 'estates']) tried.add(`post /api/organisations/{organisationId}/${route}`)
    for (const change of ['suspend', 'reinstate', 'revoke'])
      tried.add(`post /api/organisations/{organisationId}/estate-credentials/{credentialId}/${change}`)
  })

  it('was tried for every route that changes something', () => {
    const Paths = z.object({
      paths: z.record(z.string(), z.record(z.string(), z.looseObject({ tags: z.array(z.string()).optional() }))),
    })
    const routes = Object.entries(Paths.parse(world.app.swagger()).paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { tags = [] }]) =>
        method !== 'get' && tags.some((tag) => ['organisation', 'merit', 'trust', 'issuing', 'surveys'].includes(tag))
          ? [`${method} ${path}`]
          : [],
      ),
    )
    expect([...tried].sort()).toEqual(routes.sort())
  })
})

const isForm = (body: object): body is Form => 'file' in body
