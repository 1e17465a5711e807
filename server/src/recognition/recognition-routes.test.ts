import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

let world: TestWorld
let college: string
let standard: string
let part: string
let closing: string
let coordinator: Visitor
let assessor: Visitor
let secondAssessor: Visitor
let assurer: Visitor

const skill = (number: number) => ({
  uri: `http://data.europa.eu/esco/skill/00000000-0000-4000-8000-00000000000${number}`,
  label: `skill ${number}`,
  framework: 'ESCO',
  relation: 'close',
})
const outcome = (id: string, number: number) => ({
  id,
  type: 'skill',
  statement: { sv: `Kan ${id}` },
  criteria: [{ sv: 'Visar det i arbetet' }],
  assessedBy: ['observation-at-work'],
  alignments: [skill(number)],
})
const design = (title: string, outcomes: object[]) => ({ ...splicing, title: { sv: title }, outcomes }) as never

beforeAll(async () => {
  world = await openTestWorld()
  const representative = await world.visit('Rakel')
  college = await world.register(representative, 'vardskolan')
  const rakel = await world.visit('Rakel')
  standard = await world.publish(rakel, college, design('Vårdbiträde', [outcome('hygiene', 1), outcome('meeting', 2)]))
  part = await world.publish(rakel, college, design('Basal hygien', [outcome('wash', 1)]))
  closing = await world.publish(rakel, college, design('Bemötande', [outcome('greet', 2)]))
  coordinator = await world.visit('Karin', { [college]: ['coordinator', 'issuer'] })
  assessor = await world.visit('Anders', { [college]: ['assessor'] })
  secondAssessor = await world.visit('Berit', { [college]: ['assessor'] })
  assurer = await world.visit('Kerstin', { [college]: ['quality-assurer'] })
  for (const { personId } of [assessor, secondAssessor])
    await expectStatus(204, coordinator.call('PUT', `/api/organisations/${college}/assessors/${personId}`, registered))
  await expectStatus(
    204,
    coordinator.call('PUT', `/api/organisations/${college}/validation/offers/${standard}`, settings),
  )
})
afterAll(() => world.close())

describe('a whole case of validation', () => {
  it('goes from information to a part merit, an appeal, and the whole', async () => {
    const candidate = await world.visit('Olena')
    const { items } = (await world.anyone.call('GET', `/api/validation/offers?meritId=${standard}`)).json()
    expect(items).toMatchObject([{ provider: { name: 'vardskolan organisation' }, merit: { replaces: 'wholly' } }])
    const id = await start(candidate)

    await upTo(id, candidate, 'assessment')
    const evidenceId = await addPaper(id, candidate)
    await event(id, coordinator, 'coordinator', { kind: 'assessor-appointed', personId: assessor.personId })
    await event(id, assessor, 'assessor', { kind: 'assessor-declared', declaration: { ties: ['colleague'] } })
    await event(id, assessor, 'assessor', judged('hygiene', 'met', [evidenceId]))
    await event(id, assessor, 'assessor', judged('meeting', 'not-yet-met'))
    await event(id, assessor, 'assessor', { kind: 'proposed' })
    await event(id, coordinator, 'coordinator', { kind: 'decided' })

    const partial = await view(id, coordinator)
    expect(partial).toMatchObject({
      standing: 'decided',
      recognition: { extent: 'partial', met: ['hygiene'], partly: [], missing: ['meeting'] },
      matching: [{ id: part, title: 'Basal hygien' }],
      closing: [
        { id: closing, title: 'Bemötande', outcomes: ['meeting'] },
        { id: standard, title: 'Vårdbiträde', outcomes: ['meeting'] },
      ],
      appealBefore: '2026-11-23',
      intact: true,
    })
    const whole = { meritId: standard, supervision: 'supervised-onsite-with-identity-check' }
    expect((await coordinator.call('POST', `/api/validations/${id}/certify`, whole)).json()).toMatchObject({
      code: 'recognition-short',
    })
    await expectStatus(201, coordinator.call('POST', `/api/validations/${id}/certify`, { ...whole, meritId: part }))

    await event(id, candidate, 'candidate', { kind: 'appealed', reason: 'Samtalen med anhöriga vägdes inte in.' })
    await event(id, coordinator, 'coordinator', { kind: 'assessor-appointed', personId: secondAssessor.personId })
    await event(id, secondAssessor, 'assessor', { kind: 'assessor-declared', declaration: { ties: [] } })
    await event(id, secondAssessor, 'assessor', judged('meeting', 'met'))
    await event(id, secondAssessor, 'assessor', { kind: 'proposed' })
    await event(id, assurer, 'quality-assurer', {
      kind: 'quality-checked',
      by: 'internal',
      finding: 'upheld',
      note: 'Underlaget räcker.',
    })
    await event(id, coordinator, 'coordinator', { kind: 'decided' })
    const { credentialId } = (await coordinator.call('POST', `/api/validations/${id}/certify`, whole)).json()

    const passport = (await candidate.call('GET', '/api/passport')).json()
    expect(passport.items.map(({ title }: { title: string }) => title).sort()).toEqual(['Basal hygien', 'Vårdbiträde'])
    const document = (await candidate.call('GET', `/api/passport/credentials/${credentialId}/download`)).body
    expect(document).toContain('prior-learning')
    expect(document).not.toContain('Visades i arbetet')
    const closed = await view(id, candidate)
    expect(closed.file.map(({ event: { kind } }: { event: { kind: string } }) => kind)).toEqual([
      'started',
      'phase-begun',
      'phase-begun',
      'phase-begun',
      'identity-checked',
      'evidence-added',
      'assessor-appointed',
      'assessor-declared',
      'outcome-judged',
      'outcome-judged',
      'proposed',
      'decided',
      'certified',
      'appealed',
      'assessor-appointed',
      'assessor-declared',
      'outcome-judged',
      'proposed',
      'quality-checked',
      'decided',
      'certified',
    ])
  })

  it('stops an assessor who has a tie, and writes nothing', async () => {
    const candidate = await world.visit('Tove')
    const id = await start(candidate)
    await upTo(id, candidate, 'assessment')
    await event(id, coordinator, 'coordinator', { kind: 'assessor-appointed', personId: assessor.personId })
    await event(id, assessor, 'assessor', { kind: 'assessor-declared', declaration: { ties: ['family'] } })
    const before = (await view(id, candidate)).file.length
    const refused = await send(id, assessor, 'assessor', judged('hygiene', 'met'))
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: 'case-refused', errors: [{ code: 'assessor-conflict' }] },
    ])
    expect((await view(id, candidate)).file).toHaveLength(before)
  })
})

describe('who reaches a case', () => {
  it('is the candidate, the coordinator, the assurer and the assessors of that case, and nobody else', async () => {
    const candidate = await world.visit('Maja')
    const id = await start(candidate)
    const stranger = await world.visit('Nils')
    for (const visitor of [stranger, assessor])
      expect((await visitor.call('GET', `/api/validations/${id}`)).statusCode).toBe(404)
    for (const visitor of [candidate, coordinator, assurer])
      expect((await visitor.call('GET', `/api/validations/${id}`)).statusCode).toBe(200)
    const mine = (await assessor.call('GET', `/api/organisations/${college}/validations?search=maja`)).json()
    expect(mine.items).toEqual([])
    expect((await stranger.call('GET', `/api/organisations/${college}/validations`)).statusCode).toBe(403)
  })

  it('acts only in a part that they have', async () => {
    const candidate = await world.visit('Pia')
    const id = await start(candidate)
    const forged = await send(id, candidate, 'coordinator', { kind: 'phase-begun', phase: 'identification' })
    expect(forged.json()).toMatchObject({ code: 'permission-missing' })
  })

  it('cannot change what is in the file, not even in the database', async () => {
    const candidate = await world.visit('Signe')
    const id = await start(candidate)
    const scope = { kind: 'person', personId: candidate.personId, organisationIds: [] } as const
    await world.ground.database.act(scope, async (work) => {
      const changed = await work
        .updateTable('case_event')
        .set({ by_name: 'x' })
        .where('case_id', '=', id)
        .executeTakeFirst()
      const removed = await work.deleteFrom('case_event').where('case_id', '=', id).executeTakeFirst()
      expect([changed.numUpdatedRows, removed.numDeletedRows]).toEqual([0n, 0n])
    })
  })

  it('sees that someone changed the file behind our back', async () => {
    const candidate = await world.visit('Ulla')
    const id = await start(candidate)
    expect((await view(id, candidate)).intact).toBe(true)
    await world.ground.database.act(systemScope, (work) =>
      work.updateTable('case_event').set({ as_part: 'coordinator' }).where('case_id', '=', id).execute(),
    )
    expect((await view(id, candidate)).intact).toBe(false)
  })
})

describe('starting', () => {
  it('needs the information as it is now, and one’s own will', async () => {
    const candidate = await world.visit('Vera')
    const old = await candidate.call('POST', '/api/passport/validations', { ...wish(), informationVersion: 'äldre' })
    expect(old.json()).toMatchObject({ code: 'information-changed' })
    const forced = await candidate.call('POST', '/api/passport/validations', { ...wish(), voluntary: false })
    expect(forced.json()).toMatchObject({ code: 'request-invalid' })
    await start(candidate)
    expect((await candidate.call('POST', '/api/passport/validations', wish())).json()).toMatchObject({
      code: 'case-open',
    })
  })

  it('is offered only where the design lets prior learning replace the course', async () => {
    const rakel = await world.visit('Rakel')
    const merit = await world.publish(rakel, college, { priorLearning: { replaces: 'no' } })
    const refused = await coordinator.call('PUT', `/api/organisations/${college}/validation/offers/${merit}`, settings)
    expect(refused.json()).toMatchObject({ code: 'validation-not-offered' })
  })
})

describe('evidence', () => {
  it('is a file that both sides read, until its candidate takes it back', async () => {
    const candidate = await world.visit('Wilma')
    const id = await start(candidate)
    const evidenceId = await addPaper(id, candidate)
    const file = await coordinator.call('GET', `/api/validations/${id}/files/${evidenceId}`)
    expect([file.headers['content-type'], file.body]).toEqual(['application/pdf', paper])
    expect(file.headers['content-disposition']).toContain('attachment')
    await event(id, candidate, 'candidate', { kind: 'evidence-withdrawn', evidenceId })
    expect((await coordinator.call('GET', `/api/validations/${id}/files/${evidenceId}`)).statusCode).toBe(404)
  })

  it('is refused with active content, and nothing is kept', async () => {
    const candidate = await world.visit('Ylva')
    const id = await start(candidate)
    const refused = await candidate.send(`/api/validations/${id}/files`, form('%PDF-1.7 /JavaScript'))
    expect(refused.json()).toMatchObject({ code: 'evidence-refused', errors: [{ code: 'file-has-active-content' }] })
    expect((await view(id, candidate)).evidence).toEqual([])
  })

  it('is asked for again where the fields beside it are missing', async () => {
    const candidate = await world.visit('Zara')
    const id = await start(candidate)
    const { file } = form(paper)
    const refused = await candidate.send(`/api/validations/${id}/files`, { file })
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'request-invalid'])
    expect((await view(id, candidate)).evidence).toEqual([])
  })

  describe('with a scanner', () => {
    let scanner: Server
    beforeAll(async () => {
      scanner = await startScanner()
    })
    afterAll(() => {
      world.ground.settings.scanner = undefined
      scanner.close()
    })

    it('is let through when it is clean, and refused when it is not', async () => {
      const candidate = await world.visit('Åsa')
      const id = await start(candidate)
      expect((await candidate.send(`/api/validations/${id}/files`, form(paper))).statusCode).toBe(201)
      const infected = await candidate.send(`/api/validations/${id}/files`, form(`${paper} EICAR`))
      expect(infected.json()).toMatchObject({ code: 'evidence-refused', errors: [{ code: 'malware-found' }] })
    })

    it('is kept by nobody while the scanner is away', async () => {
      const candidate = await world.visit('Ärla')
      const id = await start(candidate)
      world.ground.settings.scanner = { host: '127.0.0.1', port: 1 }
      const refused = await candidate.send(`/api/validations/${id}/files`, form(paper))
      expect([refused.statusCode, refused.json().code]).toEqual([503, 'scanner-unreachable'])
      expect((await view(id, candidate)).evidence).toEqual([])
    })
  })
})

describe('a provider’s quality', () => {
  it('draws the same sample each time it is asked', async () => {
    const url = `/api/organisations/${college}/validation/sample?from=2026-01-01&until=2026-12-31`
    const sample = (await assurer.call('GET', url)).json()
    expect(sample.items).toMatchObject([
      { title: 'Vårdbiträde', why: expect.arrayContaining(['appealed']), checked: true },
    ])
    expect((await assurer.call('GET', url)).json()).toEqual(sample)
    expect((await coordinator.call('GET', url)).statusCode).toBe(403)
  })

  it('records meetings and self-checks, each beside the one before', async () => {
    const meeting = { on: '2026-10-01', topic: 'Bemötande', present: ['Anders', 'Berit'], conclusions: 'Samma krav.' }
    const base = `/api/organisations/${college}/validation`
    await expectStatus(201, coordinator.call('POST', `${base}/meetings`, meeting))
    expect((await assurer.call('GET', `${base}/meetings`)).json().items).toMatchObject([meeting])
    const factors = [
      'information',
      'preconditions',
      'documentation',
      'coordination',
      'guidance',
      'mapping',
      'assessment',
      'follow-up',
    ]
    const check = (stands: number) => ({ on: '2026-10-01', answers: factors.map((factor) => ({ factor, stands })) })
    await expectStatus(201, assurer.call('POST', `${base}/self-checks`, check(2)))
    await expectStatus(201, assurer.call('POST', `${base}/self-checks`, check(3)))
    const [newest] = (await assurer.call('GET', `${base}/self-checks`)).json().items
    expect(newest).toMatchObject({ better: factors, worse: [], unproven: factors })
    expect((await assessor.call('POST', `${base}/self-checks`, check(2))).statusCode).toBe(403)
  })
})

describe('leaving', () => {
  it('takes the name of an assessor out of the case, and leaves the case whole', async () => {
    const leaver = await world.visit('Hjalmar', { [college]: ['assessor'] })
    const register = `/api/organisations/${college}/assessors`
    await expectStatus(204, coordinator.call('PUT', `${register}/${leaver.personId}`, registered))
    const candidate = await world.visit('Yrsa')
    const id = await start(candidate)
    await upTo(id, candidate, 'assessment')
    await event(id, coordinator, 'coordinator', { kind: 'assessor-appointed', personId: leaver.personId })
    await event(id, leaver, 'assessor', { kind: 'assessor-declared', declaration: { ties: [] } })
    expect((await view(id, candidate)).assessors).toMatchObject([{ name: 'Hjalmar' }])
    const left = await leaver.call('DELETE', '/api/me', { confirm: 'hjalmar@people.example' })
    expect(left.statusCode).toBe(200)
    const after = await candidate.call('GET', `/api/validations/${id}`)
    expect(after.body).not.toContain('Hjalmar')
    expect(after.json()).toMatchObject({ intact: true, assessors: [{ name: null }] })
    expect((await coordinator.call('GET', register)).body).not.toContain(leaver.personId)
  })

  it('takes the whole file along first, where one asks for it', async () => {
    const candidate = await world.visit('Ottar')
    const id = await start(candidate)
    await addPaper(id, candidate)
    const taken = (await candidate.call('GET', '/api/me/export')).json()
    expect(taken).toMatchObject({
      validations: [{ id, file: [{ event: { kind: 'started' } }, { event: { kind: 'evidence-added' } }] }],
      creditApplications: [],
    })
  })

  it('takes the cases with the account', async () => {
    const candidate = await world.visit('Östen')
    const id = await start(candidate)
    await addPaper(id, candidate)
    const left = await candidate.call('DELETE', '/api/me', { confirm: 'östen@people.example' })
    expect(left.json()).toMatchObject({ removed: { validations: 1 } })
    expect((await coordinator.call('GET', `/api/validations/${id}`)).statusCode).toBe(404)
  })
})

const paper = '%PDF-1.7 Tjänstgöringsintyg'
const settings = {
  experienceYears: 2,
  appealDays: 21,
  information: { sv: 'Validering är frivilligt och kostar ingenting.' },
  informationVersion: '2026-01',
}
const registered = {
  role: 'occupational-assessor',
  independence: 'other-organisation',
  training: [{ title: 'Bedömarutbildning', on: '2024-03-01' }],
  tradeExperienceYears: 12,
  trade: 'Undersköterska',
  authorisedFrom: '2025-01-01',
  authorisedUntil: '2026-12-31',
  authorisedBy: 'Branschens valideringsråd',
}
const wish = () => ({
  providerId: college,
  meritId: standard,
  informationVersion: '2026-01',
  language: 'sv',
  voluntary: true,
})
const judged = (outcomeId: string, result: string, evidenceIds: string[] = []) => ({
  kind: 'outcome-judged',
  judgement: {
    outcomeId,
    result,
    method: 'observation-at-work',
    assessedOn: '2026-11-02',
    reasons: 'Visades i arbetet på avdelningen.',
    evidenceIds,
  },
})
const form = (text: string) => ({
  as: 'candidate',
  kind: 'work-record',
  title: 'Tjänstgöringsintyg',
  outcomes: 'hygiene',
  file: { name: 'intyg.pdf', bytes: Buffer.from(text) },
})

async function expectStatus(status: number, call: ReturnType<Visitor['call']>): Promise<void> {
  const response = await call
  expect([response.statusCode, response.body]).toEqual([status, status === 204 ? '' : expect.anything()])
}

async function start(candidate: Visitor): Promise<string> {
  const response = await candidate.call('POST', '/api/passport/validations', wish())
  expect([response.statusCode, response.body]).toEqual([201, expect.anything()])
  return response.json().id
}

const send = (id: string, visitor: Visitor, as: string, event: object) =>
  visitor.call('POST', `/api/validations/${id}/events`, { as, event })

async function event(id: string, visitor: Visitor, as: string, content: object): Promise<void> {
  await expectStatus(201, send(id, visitor, as, content))
}

async function view(id: string, visitor: Visitor) {
  return (await visitor.call('GET', `/api/validations/${id}`)).json()
}

async function upTo(id: string, candidate: Visitor, phase: string): Promise<void> {
  for (const one of ['identification', 'documentation', 'assessment']) {
    await event(id, coordinator, 'coordinator', { kind: 'phase-begun', phase: one })
    if (one === phase) break
  }
  expect(candidate.personId).not.toBe('')
  await event(id, coordinator, 'coordinator', { kind: 'identity-checked', how: 'e-identification' })
}

async function addPaper(id: string, candidate: Visitor): Promise<string> {
  const response = await candidate.send(`/api/validations/${id}/files`, form(paper))
  expect([response.statusCode, response.body]).toEqual([201, expect.anything()])
  return response.json().evidenceId
}

/** Speaks clamd's INSTREAM, and finds what the tests call EICAR. */
async function startScanner(): Promise<Server> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0)
    socket.on('data', (part) => {
      received = Buffer.concat([received, part])
      if (received.subarray(-4).equals(Buffer.alloc(4)) && received.length > 14)
        socket.end(received.includes('EICAR') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address === 'object' && address) world.ground.settings.scanner = { host: '127.0.0.1', port: address.port }
  return server
}
