import { X509Certificate } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProviderPeer, type PeerAnswer, type ProviderPeer } from '../testing/emrex-provider-peer.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { openElmo, packElmo, signElmo } from './elmo-signature.ts'
import { makeRsaCertificate, type RsaCertificate } from './make-rsa-certificate.ts'

const namespace = 'https://github.com/emrex-eu/elmo-schemas/tree/v1'
const transcriptOf = (given: string, family: string, more = ''): string =>
  `<elmo xmlns="${namespace}"><generatedDate>2026-06-01T09:00:00Z</generatedDate>` +
  `<learner><givenNames>${given}</givenNames><familyName>${family}</familyName>${more}</learner>` +
  ['Universitetet', 'Fagskolen']
    .map(
      (name) =>
        `<report><issuer><country>NO</country><title>${name}</title><url>https://x.example</url></issuer>` +
        `<learningOpportunitySpecification><title xml:lang="nb">Anatomi</title><specifies><learningOpportunityInstance>` +
        `<credit><scheme>ECTS</scheme><value>7.5</value></credit></learningOpportunityInstance></specifies>` +
        `<hasPart><learningOpportunitySpecification><title xml:lang="nb">Laboratorium</title><specifies>` +
        `<learningOpportunityInstance><status>passed</status></learningOpportunityInstance></specifies>` +
        `</learningOpportunitySpecification></hasPart></learningOpportunitySpecification>` +
        `<issueDate>2026-05-31</issueDate></report>`,
    )
    .join('') +
  '</elmo>'

describe('results from student registers', () => {
  let world: TestWorld
  let own: RsaCertificate
  let registerKey: RsaCertificate
  let otherKey: RsaCertificate
  let peer: ProviderPeer
  let amina: Visitor
  let stranger: Visitor

  beforeAll(async () => {
    own = await makeRsaCertificate('CN=This house, C=SE')
    registerKey = await makeRsaCertificate('CN=A register, C=NO')
    otherKey = await makeRsaCertificate('CN=Another register, C=FI')
    peer = await openProviderPeer(registerKey)
    const certificate = new X509Certificate(registerKey.certificate)
    const provider = { id: 'vitnemal', name: 'Vitnemålsportalen-like', country: 'NO', url: peer.url, certificate }
    world = await openTestWorld({ emrex: { providers: [provider], key: own } })
    amina = await world.visit('Amina Warsame')
    stranger = await world.visit('Ove Berg')
  }, 60_000)
  afterAll(async () => {
    await peer.close()
    await world.close()
  })

  const post = (url: string, fields: Record<string, string>) =>
    world.app.inject({
      ...{ method: 'POST', url: new URL(url, 'http://x').pathname, payload: new URLSearchParams(fields).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://register.example' },
    })
  const begin = async (who = amina) =>
    (await who.call('POST', '/api/passport/emrex/sessions', { provider: 'vitnemal' })).json()
  /** The whole way round, as a browser goes it. Gives the address that what came is seen at. */
  async function fetchResults(answer: PeerAnswer, who = amina): Promise<string> {
    peer.answer = () => answer
    const back = await peer.visit(await begin(who))
    expect(back.url).toBe('http://localhost:3000/emrex/return')
    const taken = await post(back.url, back.fields)
    expect(taken.statusCode, taken.body).toBe(303)
    return `/api/passport/emrex/received/${String(taken.headers.location).split('/').at(-1)}`
  }
  const ok = (document: string): PeerAnswer => ({ code: 'EMP_OK', document })

  it('are fetched by whoever asks, seen before they are kept, and kept as they were signed', async () => {
    const at = await fetchResults({ code: 'NCP_OK', document: transcriptOf('Amina', 'Warsame') })
    const seen = (await amina.call('GET', at)).json()
    expect(seen).toMatchObject({
      ...{ outcome: 'ok', provider: 'Vitnemålsportalen-like', fault: null },
      match: { match: 'ask', reasons: ['birth-date-unknown'] },
      transcript: {
        reports: [
          { issuer: { title: { und: 'Universitetet' } } },
          { courses: [{ parts: [{ title: { nb: 'Laboratorium' } }] }] },
        ],
      },
    })
    expect((await amina.call('POST', at, {})).json()).toMatchObject({ errors: [{ code: 'mine-unsaid' }] })
    const kept = (await amina.call('POST', at, { mine: true })).json()
    const record = `/api/passport/emrex/records/${kept.id}`
    expect((await amina.call('GET', record)).json()).toMatchObject({
      checked: true,
      fault: null,
      match: { saidMine: true },
    })
    const document = (await amina.call('GET', `${record}/document`)).body
    expect(openElmo(packElmo(document), new X509Certificate(registerKey.certificate)).opened).toBe(true)
    const { items } = (await amina.call('GET', '/api/passport/emrex/records')).json()
    expect(items).toMatchObject([{ courses: 4, issuers: ['Universitetet', 'Fagskolen'] }])
    expect((await stranger.call('GET', record)).json().code).toBe('not-found')
    expect((await amina.call('GET', at)).json()).toMatchObject({ errors: [{ code: 'session-unknown' }] })
    const again = await fetchResults({ code: 'EMP_OK', document, signed: true })
    expect((await amina.call('POST', again, { mine: true })).json()).toMatchObject({ id: kept.id, known: true })
    expect((await stranger.call('DELETE', record)).json().code).toBe('not-found')
    expect((await amina.call('DELETE', record)).statusCode).toBe(204)
    expect((await amina.call('GET', '/api/passport/emrex/records')).json().items).toEqual([])
  })

  it('are shown to nobody but who asked: a browser sent on another’s errand keeps nothing', async () => {
    const at = await fetchResults(ok(transcriptOf('Ove', 'Berg')))
    expect((await stranger.call('GET', at)).json()).toMatchObject({ errors: [{ code: 'session-of-another' }] })
    expect((await amina.call('GET', at)).json()).toMatchObject({ errors: [{ code: 'session-unknown' }] })
    expect((await world.anyone.call('GET', at)).statusCode).toBe(401)
  })

  it('are taken once, for a session that is known', async () => {
    peer.answer = () => ok(transcriptOf('Amina', 'Warsame'))
    const back = await peer.visit(await begin())
    expect((await post(back.url, { ...back.fields, sessionId: 'x'.repeat(32) })).json()).toMatchObject({
      errors: [{ code: 'session-unknown' }],
    })
    expect((await post(back.url, back.fields)).statusCode).toBe(303)
    expect((await post(back.url, back.fields)).json()).toMatchObject({ errors: [{ code: 'session-unknown' }] })
    expect((await post(back.url, { ...back.fields, returnCode: 'EMP_MAYBE' })).json()).toMatchObject({
      errors: [{ code: 'return-code-unknown' }],
    })
    expect((await post(back.url, {})).json()).toMatchObject({ errors: [{ code: 'form-unreadable' }] })
    const unknown = await amina.call('POST', '/api/passport/emrex/sessions', { provider: 'nobody' })
    expect(unknown.json().code).toBe('emrex-provider-unknown')
  })

  it.each(['EMP_NO_RESULTS', 'NCP_NO_RESULTS', 'EMP_CANCEL', 'NCP_CANCEL', 'EMP_ERROR', 'NCP_ERROR'])(
    'say plainly when there are none: %s',
    async (code) => {
      const at = await fetchResults({ code })
      const { outcome, transcript } = (await amina.call('GET', at)).json()
      expect(['no-results', 'cancelled', 'failed']).toContain(outcome)
      expect(transcript).toBeNull()
      expect((await amina.call('POST', at, { mine: true })).json()).toMatchObject({
        errors: [{ code: 'nothing-came' }],
      })
    },
  )

  it('ask where names differ, and are never kept by someone born on another day', async () => {
    const other = await fetchResults(ok(transcriptOf('Ove', 'Berg', '<bday>1980-01-01</bday>')))
    expect((await amina.call('GET', other)).json().match).toEqual({
      match: 'ask',
      reasons: ['name-differs', 'birth-date-unknown'],
    })
  })

  it.each<readonly [string, () => PeerAnswer, string]>([
    ['signed by another register', () => signedBy(otherKey), 'elmo-signature-wrong'],
    ['changed after it was signed', () => changed('Anatomi', 'Kirurgi'), 'elmo-signature-wrong'],
    ['wrapped: the signed one beside another', wrapped, 'elmo-signature-refused'],
    [
      'with entities',
      () => raw(`<!DOCTYPE elmo [<!ENTITY x "y">]>${transcriptOf('A', '&x;')}`),
      'elmo-doctype-refused',
    ],
    [
      'that fetches from elsewhere',
      () => raw(`<!DOCTYPE elmo SYSTEM "http://127.0.0.1/x.dtd">${transcriptOf('A', 'B')}`),
      'elmo-doctype-refused',
    ],
    ['without a signature', () => raw(transcriptOf('Amina', 'Warsame')), 'elmo-unsigned'],
    ['that floods when unpacked', () => ({ code: 'EMP_OK', packed: bomb }), 'elmo-too-large'],
    ['that is not packed', () => ({ code: 'EMP_OK', packed: 'aaaa' }), 'elmo-not-packed'],
    [
      'of nobody',
      () => ({ code: 'EMP_OK', document: `<elmo xmlns="${namespace}"><generatedDate/></elmo>` }),
      'elmo-without-learner',
    ],
  ])('are refused when the transcript is one %s', async (_, answer, code) => {
    const at = await fetchResults(answer())
    const seen = (await amina.call('GET', at)).json()
    expect(seen).toMatchObject({ fault: { code }, transcript: null, match: null })
    expect((await amina.call('POST', at, { mine: true })).json()).toMatchObject({
      ...{ code: 'emrex-refused', errors: [{ code }] },
    })
  })

  const raw = (document: string): PeerAnswer => ({ code: 'EMP_OK', document, signed: true })
  const signedBy = (key: RsaCertificate) => raw(signElmo(transcriptOf('Amina', 'Warsame'), key))
  const changed = (from: string, to: string) =>
    raw(signElmo(transcriptOf('Amina', 'Warsame'), registerKey).replace(from, to))
  function wrapped(): PeerAnswer {
    const signed = signElmo(transcriptOf('Amina', 'Warsame'), registerKey)
    const forged = transcriptOf('Amina', 'Warsame').replaceAll('Anatomi', 'Kirurgi')
    return raw(forged.replace('</elmo>', `<extension>${signed}</extension></elmo>`))
  }
  const bomb = gzipSync(Buffer.alloc(60_000_000, 32)).toString('base64')

  it('are shared by link beside merits, checked each time they are shown, and never as the file itself', async () => {
    const sealed = signElmo(transcriptOf('Amina', 'Warsame', '<bday>1990-05-17</bday>'), registerKey)
    const at = await fetchResults(raw(sealed))
    const { id } = (await amina.call('POST', at, { mine: true })).json()
    const order = { resultIds: [id], audience: 'Norrbygg', purpose: 'A job', days: 3 }
    expect((await stranger.call('POST', '/api/passport/shares', order)).statusCode).toBe(404)
    const made = await amina.call('POST', '/api/passport/shares', order)
    expect(made.statusCode, made.body).toBe(201)
    const { url, id: share } = made.json()
    const link = `/api/shares/${String(url).split('/').at(-1)}`
    expect((await world.anyone.call('GET', link)).json()).toMatchObject({ items: [], results: 1 })
    const shown = async () => world.anyone.call('GET', `${link}/results`)
    const seen = await shown()
    expect(seen.json().items).toMatchObject([
      {
        ...{ provider: 'Vitnemålsportalen-like', checked: true, fault: null },
        transcript: { learner: { givenNames: 'Amina', familyName: 'Warsame' }, reports: [{}, {}] },
      },
    ])
    expect(seen.body).not.toContain('1990')
    expect((await world.anyone.call('GET', `/api/passport/emrex/records/${id}/document`)).statusCode).toBe(401)
    const listed = (await amina.call('GET', '/api/passport/shares')).json().items[0]
    expect(listed.items).toEqual([{ id, title: 'Vitnemålsportalen-like', kind: 'results' }])
    const visits = (await amina.call('GET', `/api/passport/shares/${share}/views`)).json().items
    expect(visits.map(({ act }: { act: string }) => act).sort()).toEqual(['opened', 'results-read'])

    // What lies here is changed by whoever can; the register's signature is not theirs to make.
    const tamper = (document: string) =>
      world.ground.database.pool.query('update emrex_record set document = $1 where id = $2', [document, id])
    await tamper(sealed.replace('7.5', '75'))
    expect((await shown()).json().items).toMatchObject([
      { checked: true, fault: { code: 'elmo-signature-wrong' }, transcript: null },
    ])
    await tamper(signElmo(transcriptOf('Amina', 'Warsame'), otherKey))
    expect((await shown()).json().items).toMatchObject([{ fault: { code: 'elmo-signature-wrong' }, transcript: null }])
    await tamper(sealed)
    await world.ground.database.pool.query(`update emrex_record set provider = 'gone' where id = $1`, [id])
    expect((await shown()).json().items).toMatchObject([{ checked: false, fault: { code: 'emrex-provider-unknown' } }])
    await amina.call('DELETE', `/api/passport/emrex/records/${id}`)
    expect((await shown()).json().items).toEqual([])
    await amina.call('POST', `/api/passport/shares/${share}/withdraw`)
    expect((await shown()).json()).toMatchObject({ code: 'share-closed' })
  })

  it('are given by this house to whoever asks for them, as the holder chooses, and another house can read them', async () => {
    const organisationId = await world.register(await world.visit('Ismail'), 'skelleby')
    const issuer = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    const meritId = await world.publish(issuer, organisationId)
    const email = 'amina warsame@people.example'.replace(' ', '.')
    const holder = await world.visit('amina.warsame')
    const recipient = { name: 'Amina Warsame', email }
    const issued = await issuer.call('POST', '/api/credentials', {
      organisationId,
      meritId,
      recipient,
      facts,
      key: 'one',
    })
    expect(issued.statusCode, issued.body).toBeLessThan(300)
    const asked = await post('/emrex/ask', { sessionId: 'abc', returnUrl: 'http://127.0.0.1:9/back' })
    expect(asked.statusCode, asked.body).toBe(303)
    const at = `/api/emrex/asks/${String(asked.headers.location).split('/').at(-1)}`
    const view = (await holder.call('GET', at)).json()
    expect(view).toMatchObject({ host: '127.0.0.1:9', merits: [{ title: expect.any(String) }] })
    const credentialIds = [view.merits[0].id]
    const given = (await holder.call('POST', at, { credentialIds })).json()
    expect(given).toMatchObject({ url: 'http://127.0.0.1:9/back', fields: { sessionId: 'abc', returnCode: 'EMP_OK' } })
    const opened = openElmo(given.fields.elmo, new X509Certificate(own.certificate))
    expect(JSON.stringify(opened)).toContain('Warsame')
    expect((await holder.call('POST', at, { cancel: true })).json().fields.returnCode).toBe('EMP_CANCEL')
    expect((await holder.call('POST', at, {})).json().fields).toEqual({
      ...{ sessionId: 'abc', returnCode: 'EMP_NO_RESULTS', returnMessage: expect.any(String) },
    })
    expect((await stranger.call('POST', at, { credentialIds })).json().code).toBe('not-found')
    const { items } = (await holder.call('GET', '/api/passport/log')).json()
    expect(items.filter(({ act }: { act: string }) => act === 'results-given')).toHaveLength(1)
  })

  it('are given to no address that is none, and to no call that was changed', async () => {
    for (const returnUrl of ['javascript:alert(1)', 'https://user:pass@x.example/', 'nowhere'])
      expect((await post('/emrex/ask', { sessionId: 'abc', returnUrl })).json()).toMatchObject({
        ...{ code: 'emrex-refused', errors: [{ code: 'return-url-refused' }] },
      })
    const asked = await post('/emrex/ask', { sessionId: 'abc', returnUrl: 'https://x.example/' })
    const token = String(asked.headers.location).split('/').at(-1) ?? ''
    const changedToken = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')
    expect((await amina.call('GET', `/api/emrex/asks/${changedToken}`)).json()).toMatchObject({
      errors: [{ code: 'session-unknown' }],
    })
  })
})
