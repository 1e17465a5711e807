import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliverMail } from '../mail/waiting-mail.ts'
import { openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { tendWaves } from './ask-units.ts'

const spliceUri = 'http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001'
const survey = {
  title: 'Fibrens behov',
  level: 'branch',
  side: 'employer',
  population: 'Fiberföretag i Stockholms län',
  frame: 'Branschens medlemsregister',
}
const wave = {
  period: '2026',
  place: 'SE110',
  strata: [
    { name: 'små', size: 200 },
    { name: 'stora', size: 40 },
  ],
  closesOn: '2099-12-31',
  open: true,
}

describe('asking what skills are needed', () => {
  let world: TestWorld
  let owner: Visitor
  let stranger: Visitor
  let own: string
  let waveId: string
  const links = new Map<string, string>()

  beforeAll(async () => {
    world = await openTestWorld()
    owner = await world.visit('Anna')
    const organisationId = await world.register(owner, 'fiberradet', { kind: 'social-partner' })
    own = `/api/organisations/${organisationId}`
    owner = await world.visit('Anna')
    await world.register(await world.visit('Bo'), 'annan')
    stranger = await world.visit('Bo')
    await world.ground.database.pool.query(
      `insert into skill_framework (name, version, languages, imported_at) values ('ESCO', '1.2', '{en}', now())`,
    )
    await world.ground.database.pool.query(
      `insert into skill_concept (framework, version, uri, type, labels, alt_labels, broader, state, descriptions)
       values ('ESCO', '1.2', $1, 'skill', '{"en":"splice cable"}', '{}', '[]', 'current', '{}')`,
      [spliceUri],
    )
    await world.ground.database.pool.query(
      `insert into skill_label (framework, version, uri, language, preferred, text) values ('ESCO', '1.2', $1, 'en', true, 'splice cable')`,
      [spliceUri],
    )
    const made = await owner.call('POST', `${own}/surveys`, survey)
    const begun = await owner.call('POST', `${own}/surveys/${made.json().id}/waves`, wave)
    expect(begun.statusCode, begun.body).toBe(201)
    waveId = begun.json().id
  }, 60_000)
  afterAll(() => world.close())

  it('names an industry and an occupation by codes that there are', async () => {
    const make = async (more: object) => (await owner.call('POST', `${own}/surveys`, { ...survey, ...more })).json()
    const { id } = await make({ industry: '42.2, 61-62' })
    expect((await owner.call('GET', `${own}/surveys/${id}`)).json().survey.industry).toBe('42.2, 61–62')
    expect(await make({ industry: 'fiber' })).toMatchObject({
      code: 'industry-unknown',
      errors: [{ pointer: '/industry', detail: 'fiber' }],
    })
    expect((await make({ occupation: 'splicer' })).id).toBeDefined()
    await world.ground.database.pool.query(
      `insert into skill_concept (framework, version, uri, type, labels, alt_labels, broader, state, descriptions, code)
       values ('ESCO', '1.2', 'urn:splicer', 'occupation', '{"en":"splicer"}', '{}', '[]', 'current', '{}', '7422.1')`,
    )
    expect((await make({ occupation: 'urn:splicer' })).id).toBeDefined()
    expect(await make({ occupation: 'splicer' })).toMatchObject({ code: 'occupation-unknown' })
  })

  const progress = async () => (await owner.call('GET', `${own}/waves/${waveId}`)).json()
  const answer = (token: string, lines: object[], send = true) =>
    world.anyone.call('PUT', `/api/needs/answers/${token}`, { answer: { lines }, send })
  const line = { words: 'Splice  cable', wanted: 2, horizon: 'one-year' }

  it('gives each of a sample a link of its own, once, and refuses whoever is in no stratum', async () => {
    const units = Array.from({ length: 24 }, (_, index) => ({
      email: `unit${index}@firma.example`,
      stratum: index < 16 ? 'små' : 'stora',
    }))
    const wrong = await owner.call('POST', `${own}/waves/${waveId}/units`, {
      units: [{ email: 'x@firma.example', stratum: 'mellan' }],
    })
    expect(wrong.json()).toMatchObject({ errors: [{ pointer: '/units/0/stratum', code: 'stratum-unknown' }] })
    const asked = await owner.call('POST', `${own}/waves/${waveId}/units`, { units })
    expect(asked.json()).toEqual({ asked: 24, already: 0 })
    expect((await owner.call('POST', `${own}/waves/${waveId}/units`, { units })).json()).toEqual({
      asked: 0,
      already: 24,
    })
    await deliverMail(world.ground)
    for (const mail of world.ground.outbox)
      if (mail.kind === 'need-asked') links.set(mail.to, /answer\/([^?]+)/.exec(mail.facts.url)?.[1] ?? '')
    expect(links.size).toBe(24)
  })

  it('saves and goes on by the same link, counts what is sent, and reminds only those who have not', async () => {
    const [first = '', ...others] = [...links.values()]
    expect((await answer(first, [line], false)).json()).toEqual({ sent: false })
    expect((await world.anyone.call('GET', `/api/needs/answers/${first}`)).json()).toMatchObject({
      answer: { lines: [{ words: 'Splice  cable', wanted: 2 }] },
      sentAt: null,
    })
    expect((await progress()).strata[0]).toMatchObject({ asked: 16, begun: 1, answered: 0 })
    for (const token of [first, ...others.slice(0, 19)]) await answer(token, [line])
    await answer(others[19] ?? '', [])
    expect((await answer(first, [{ ...line, wanted: 3 }])).json()).toEqual({ sent: true })
    expect(await progress()).toMatchObject({
      strata: [{ answered: 16 }, { answered: 5 }],
      words: { all: 1, uncoded: 1 },
    })
    expect((await owner.call('POST', `${own}/waves/${waveId}/remind`)).json()).toEqual({ reminded: 3 })
    expect((await owner.call('POST', `${own}/waves/${waveId}/remind`)).json().code).toBe('wave-state-refused')
    await deliverMail(world.ground)
    expect(world.ground.outbox.filter(({ kind }) => kind === 'need-reminded')).toHaveLength(3)
  })

  it('keeps who chose to answer apart, and gives nothing by a link that nobody was given', async () => {
    const { openUrl } = await progress()
    const open = new URL(openUrl).pathname.split('/').at(-1) ?? ''
    const begun = await world.anyone.call('POST', `/api/needs/open/${open}`, { language: 'fi' })
    await answer(begun.json().token, [{ ...line, wanted: 90_000 }])
    expect((await progress()).selfSelected).toBe(1)
    expect((await world.anyone.call('GET', `/api/needs/answers/${'x'.repeat(32)}`)).json().code).toBe('link-invalid')
    expect((await answer(open, [line])).json().code).toBe('link-invalid')
  })

  it('takes a file whole or not at all, with what is wrong in each row', async () => {
    const head = 'respondent,stratum,words,wanted,horizon\n'
    const send = (text: string) =>
      owner.send(`${own}/waves/${waveId}/import`, { file: { name: 'wave.csv', bytes: Buffer.from(head + text) } })
    const wrong = await send('a,små,splice cable,2,now\nb,mellan,splice cable,x,soon\n')
    expect(wrong.statusCode).toBe(422)
    expect(wrong.json().errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/rows/3/stratum',
      '/rows/3/wanted',
      '/rows/3/horizon',
    ])
    const large = await send('a,små,splice cable,2,now\n'.repeat(5001))
    expect(large.json()).toMatchObject({ errors: [{ code: 'too-many-rows' }] })
    expect((await progress()).strata[0].answered).toBe(16)
    const taken = await send('a,små,splice cable,2,one-year\nb,stora,,,\n')
    expect(taken.json()).toEqual({ respondents: 2, rows: 2 })
    expect((await progress()).strata).toMatchObject([{ answered: 17 }, { answered: 6 }])
  })

  it('shows another organisation nothing of it, and lets only those who may design change it', async () => {
    const theirs = own.replace(/[^/]+$/, '')
    expect((await stranger.call('GET', `${own}/waves/${waveId}`)).statusCode).toBe(403)
    const id = (await stranger.call('GET', '/api/me')).json().memberships[0].organisationId
    expect((await stranger.call('GET', `${theirs}${id}/waves/${waveId}`)).statusCode).toBe(404)
    expect((await stranger.call('POST', `${theirs}${id}/waves/${waveId}/close`)).statusCode).toBe(404)
    expect((await stranger.call('GET', `/api/needs/waves/${waveId}`)).statusCode).toBe(404)
    const reader = await world.visit('Cia', { [own.split('/').at(-1) ?? '']: ['reader'] })
    expect((await reader.call('GET', `${own}/waves/${waveId}/words`)).statusCode).toBe(200)
    expect((await reader.call('POST', `${own}/waves/${waveId}/close`)).statusCode).toBe(403)
  })

  it('leaves it to a person which skill the words mean, and suggests', async () => {
    const listed = await owner.call('GET', `${own}/waves/${waveId}/words?language=en&uncoded=true`)
    expect(listed.json().items).toMatchObject([
      { words: 'splice cable', lines: 22, skill: null, suggestions: [{ uri: spliceUri, label: 'splice cable' }] },
    ])
    const code = (body: object) => owner.call('PUT', `${own}/waves/${waveId}/words?language=en`, body)
    expect((await code({ words: 'splice cable', concept: 'urn:none' })).json().code).toBe('skill-unknown')
    expect((await code({ words: 'weld', concept: spliceUri })).statusCode).toBe(404)
    expect((await code({ words: 'splice cable', concept: spliceUri })).statusCode).toBe(204)
    const coded = await owner.call('GET', `${own}/waves/${waveId}/words?language=en`)
    expect(coded.json().items).toMatchObject([{ skill: { uri: spliceUri }, codedBy: 'Anna' }])
  })

  it('publishes once, of a closed wave, weighted and without those who chose themselves', async () => {
    const publish = () => owner.call('POST', `${own}/waves/${waveId}/publish`)
    expect((await publish()).json().code).toBe('wave-state-refused')
    await owner.call('POST', `${own}/waves/${waveId}/close`)
    const [first = ''] = links.values()
    expect((await answer(first, [])).json().code).toBe('wave-closed')
    expect((await publish()).json()).toEqual({ figures: 1, withheld: 0 })
    expect((await publish()).json().code).toBe('wave-state-refused')
    const { items, ...rest } = (await world.anyone.call('GET', `/api/needs/waves/${waveId}?language=en`)).json()
    expect(rest).toMatchObject({ selfSelected: 1, uncoded: 0, strata: [{ answered: 17 }, { answered: 6 }] })
    // 17 small of 200 want 35, 6 large of 40 (one of them by file, nothing) want 8: 411.8 + 53.3, give or take the noise.
    const [figure] = items
    expect(figure).toMatchObject({ label: 'splice cable', horizon: 'one-year' })
    expect(Math.abs(figure.wanted - 465)).toBeLessThanOrEqual(7)
    expect(figure.atLeast).toBeLessThan(465)
    expect(figure.atMost).toBeGreaterThan(465)
    expect(figure.share.atMost).toBeLessThanOrEqual(100)
    const demand = await world.anyone.call('GET', '/api/needs/demand?place=SE110')
    expect(demand.json().items).toMatchObject([{ concept: spliceUri, wanted: figure.wanted, waveId }])
    const left = await world.ground.database.pool.query('select 1 from need_unit where email is not null')
    expect(left.rowCount).toBe(0)
  })

  it('says which needs no merit answers until one does, and what nobody asked for', async () => {
    const unmet = async () => (await world.anyone.call('GET', '/api/needs/unmet?place=SE110&language=en')).json()
    expect(await unmet()).toMatchObject({ unmet: [{ concept: spliceUri }], met: [] })
    const organisationId = own.split('/').at(-1) ?? ''
    const meritId = await world.publish(owner, organisationId)
    const other = await world.publish(owner, organisationId, {
      title: { sv: 'Något annat' },
      outcomes: splicing.outcomes.map((one) => ({ ...one, alignments: [] })),
    })
    expect(await unmet()).toMatchObject({ unmet: [], met: [{ merits: [{ id: meritId }] }], unasked: [{ id: other }] })
  })

  it('finds what was published for a merit to name, first what its skills answer', async () => {
    const find = async (query: string) => (await world.anyone.call('GET', `/api/needs/figures?${query}`)).json()
    expect(await find('search=splice')).toMatchObject({
      total: 1,
      items: [
        {
          ...{ waveId, concept: spliceUri, labels: { en: 'splice cable' }, survey: 'Fibrens behov', taught: false },
          ...{
            organisation: { slug: 'fiberradet' },
            period: '2026',
            place: 'SE110',
            wanted: [{ horizon: 'one-year' }],
          },
        },
      ],
    })
    expect(await find(`skill=${encodeURIComponent(spliceUri)}`)).toMatchObject({ items: [{ taught: true }] })
    expect(await find('search=bakery')).toMatchObject({ total: 0, items: [] })
    const csv = await world.anyone.call('GET', '/api/needs/figures?format=csv')
    expect(csv.body).toContain('splice cable,Fibrens behov,employer')
  })

  it('lets a merit say which published need it answers, and tells where no outcome bears that out', async () => {
    const organisationId = own.split('/').at(-1) ?? ''
    const untaught = { outcomes: splicing.outcomes.map((one) => ({ ...one, alignments: [] })) }
    const need = { waveId, concept: spliceUri }
    const says = await world.publish(owner, organisationId, { ...untaught, answersNeeds: [need] })
    expect((await world.anyone.call('GET', `/api/merits/${says}`)).json()).toMatchObject({
      needs: [{ ...need, survey: 'Fibrens behov', taught: false }],
    })
    const wave = (await world.anyone.call('GET', `/api/needs/waves/${waveId}`)).json()
    expect(wave.items).toMatchObject([{ stating: [{ id: says }] }])
    const unmet = (await world.anyone.call('GET', '/api/needs/unmet?place=SE110')).json()
    expect(unmet).toMatchObject({ met: [{ merits: [{}], stating: [{ id: says }], waveId }] })
    expect(unmet.unasked.map(({ id }: { id: string }) => id)).not.toContain(says)
    const draft = { design: { ...splicing, answersNeeds: [need] } }
    expect((await owner.call('PUT', `/api/merits/${says}/draft`, draft)).statusCode).toBe(200)
    expect((await owner.call('GET', `/api/merits/${says}/draft`)).json()).toMatchObject({
      needs: [{ taught: true }],
      changes: expect.arrayContaining([expect.objectContaining({ field: 'outcomes' })]),
    })
  })

  it('refuses that a merit answers what no published survey has a figure for', async () => {
    const organisationId = own.split('/').at(-1) ?? ''
    const surveys = (await owner.call('GET', `${own}/surveys`)).json().items
    const hidden = await owner.call('POST', `${own}/surveys/${surveys[0].id}/waves`, { ...wave, open: false })
    const refused = await owner.call('POST', '/api/merits', {
      organisationId,
      design: {
        ...splicing,
        answersNeeds: [
          { waveId, concept: spliceUri },
          { waveId, concept: 'urn:none' },
          { waveId: hidden.json().id, concept: spliceUri },
        ],
      },
    })
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({
      code: 'need-not-published',
      errors: [
        { pointer: '/design/answersNeeds/1', code: 'need-not-published' },
        { pointer: '/design/answersNeeds/2', code: 'need-not-published' },
      ],
    })
  })

  it('withholds what too few stand behind, forgets who leaves, and closes by itself when its day has passed', async () => {
    const made = await owner.call('POST', `${own}/surveys`, { ...survey, title: 'Få svar' })
    const begun = await owner.call('POST', `${own}/surveys/${made.json().id}/waves`, { ...wave, open: false })
    const few = begun.json().id
    const rows = Array.from({ length: 4 }, (_, index) => `r${index},små,splice cable,50,now`).join('\n')
    const file = { name: 'w.csv', bytes: Buffer.from(`respondent,stratum,words,wanted,horizon\n${rows}`) }
    await owner.send(`${own}/waves/${few}/import`, { file })
    await owner.call('PUT', `${own}/waves/${few}/words`, { words: 'splice cable', concept: spliceUri })
    const dora = await world.visit('Dora')
    const email = 'dora@people.example'
    await owner.call('POST', `${own}/waves/${few}/units`, { units: [{ email, stratum: 'små' }] })
    expect((await dora.call('GET', '/api/me/export')).body).toContain('fiberradet organisation')
    expect((await dora.call('DELETE', '/api/me', { confirm: email })).statusCode).toBe(200)
    const kept = await world.ground.database.pool.query('select 1 from need_unit where email = $1', [email])
    expect(kept.rowCount).toBe(0)
    await world.ground.database.pool.query(`update need_wave set closes_on = '2020-01-01' where id = $1`, [few])
    await tendWaves(world.ground)
    expect((await owner.call('GET', `${own}/waves/${few}`)).json().state).toBe('closed')
    expect((await owner.call('POST', `${own}/waves/${few}/publish`)).json()).toEqual({ figures: 0, withheld: 1 })
    const beside = await world.anyone.call('GET', `/api/needs/waves/${waveId}?against=${few}&language=en`)
    expect(beside.json().items).toMatchObject([{ against: null }])
  })
})
