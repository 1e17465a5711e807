import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AssessmentType,
  AssessorIndependence,
  AssessorRole,
  EvidenceKind,
  MeritVersion,
  ParticipationForm,
  Supervision,
} from '../merit/merit.ts'
import { readTransparency } from '../transparency/read-transparency.ts'
import { AssessmentFacts, Route } from './assessment-facts.ts'
import { brickaTerms } from './bricka-terms.ts'
import { type CredentialOrder, composeCredential } from './compose-credential.ts'

describe('composing a credential', () => {
  it('names the holder, and the e-mail address only as a salted hash', () => {
    const text = JSON.stringify(composeCredential(order()))
    expect(text).toContain('"identityHash":"Amina Warsame"')
    expect(text).toContain('"identityHash":"sha256$b3889830e5090f4fa84dfa56fb085d992f8874d8430e9ec02deb89b21a851d40"')
    expect(text).not.toContain('amina@')
  })

  it('points to two status lists at one position: "not now" for every reader, "never again" under the property’s IRI', () => {
    expect(composeCredential(order())).toMatchObject({
      credentialStatus: {
        type: 'BitstringStatusListEntry',
        statusPurpose: 'suspension',
        statusListIndex: '4711',
        statusListCredential: 'https://skills.example/status/s',
      },
      'https://www.w3.org/2018/credentials#credentialStatus': {
        statusPurpose: 'revocation',
        statusListIndex: '4711',
        statusListCredential: 'https://skills.example/status/r',
      },
    })
  })

  it('refers to the mandate with its digest, and to none when the owner issues', () => {
    const under = composeCredential(order({ mandate }))
    expect(under).toMatchObject({
      termsOfUse: [{ id: mandate.url, type: 'https://w3id.org/bricka#Mandate' }],
      relatedResource: [{ id: mandate.url, mediaType: 'application/vc', digestSRI: mandate.digestSri }],
    })
    expect(composeCredential(order())).not.toHaveProperty('termsOfUse')
  })

  it('makes a decided level ELM’s, and keeps a comparison in our own words', () => {
    const level = { framework: 'SeQF', level: '4' }
    const decided = composeCredential(
      order({}, { level: { ...level, standing: 'decided', decision: { body: 'MYH', reference: 'MYH 2024/17' } } }),
    )
    const own = composeCredential(order({}, { level: { ...level, standing: 'self-declared', framework: 'EQF' } }))
    expect(JSON.stringify(decided)).toContain('http://data.europa.eu/snb/eqf/4')
    expect(JSON.stringify(decided)).toContain('http://data.europa.eu/snb/qdr/c_6477e349')
    expect(JSON.stringify(own)).not.toContain('http://data.europa.eu/snb/eqf/')
  })

  it('speaks the merit’s first language and names the others', () => {
    expect(readTransparency(composeCredential(order())).title).toEqual({
      stated: true,
      text: 'Svetsa fiber i fält',
      language: 'sv',
      otherLanguages: ['en'],
    })
  })

  it('says nothing of what was not said', () => {
    const said = readTransparency(
      composeCredential(order({}, { benefits: [], legalBasis: undefined, assessment: { types: ['quiz'] } })),
    )
    for (const item of ['benefits', 'legalBasis', 'supervision', 'assessor', 'evidence', 'grade', 'mandate'] as const)
      expect(said[item]).toEqual({ stated: false })
  })

  it('lets the facts of one issuing go before the design', () => {
    const said = readTransparency(
      composeCredential(
        order({
          facts: AssessmentFacts.parse({
            ...facts,
            route: 'prior-learning',
            supervision: 'supervised-online-with-identity-check',
            assessor: { role: 'external-examiner', independence: 'other-organisation', count: 2 },
            evidenceKinds: ['interview'],
            outcomes: [{ outcomeId: 'splice', result: 'met', methods: ['structured-interview'], grade: 'VG' }],
            grade: 'VG',
          }),
        }),
      ),
    )
    expect(said.route).toEqual({ stated: true, value: 'prior-learning' })
    expect(said.supervision).toEqual({
      stated: true,
      value: 'supervised-online-with-identity-check',
      supervised: true,
      identityChecked: true,
      place: 'online',
    })
    expect(said.assessor).toEqual({
      stated: true,
      role: { code: 'external-examiner' },
      independence: 'other-organisation',
      count: 2,
    })
    expect(said.evidence).toEqual({ stated: true, items: [{ kind: { code: 'interview' } }] })
    expect(said.grade).toEqual({ stated: true, value: 'VG', scale: 'G, VG' })
    expect(said.outcomes).toMatchObject({
      items: [
        { result: { met: true, grade: 'VG' }, methods: [{ code: 'structured-interview' }] },
        { result: { met: true }, methods: [{ code: 'written-examination' }] },
      ],
    })
  })
})

describe('the words of our own', () => {
  it('are all explained', () => {
    const text = JSON.stringify(composeCredential(order({ mandate })))
    const used = new Set([...text.matchAll(/https:\/\/w3id\.org\/bricka#([\w-]+)/g)].map(([, term]) => term ?? ''))
    expect(used.size).toBeGreaterThan(12)
    expect([...used].filter((term) => !(term in brickaTerms))).toEqual([])
    for (const [standsOn, meaning] of Object.values(brickaTerms)) expect([standsOn, meaning]).not.toContain('')
  })
})

describe('composing and reading back', () => {
  it('keeps everything that was said, whatever it was', () => {
    fc.assert(
      fc.property(factsThatMayBe, levelsThatMayBe, fc.integer({ min: 1, max: 40_000 }), (given, level, quarters) => {
        const hours = quarters / 4
        const facts = AssessmentFacts.parse(given)
        const said = readTransparency(composeCredential(order({ facts }, { level, workload: { hours } })))
        expect(said.route).toEqual({ stated: true, value: facts.route })
        expect(said.assessedOn).toEqual({ stated: true, on: facts.assessedOn })
        expect(said.supervision).toMatchObject({ value: facts.supervision ?? 'supervised-onsite-with-identity-check' })
        expect(said.assessor).toMatchObject({ role: { code: facts.assessor?.role ?? 'occupational-assessor' } })
        expect(said.workload).toEqual({ stated: true, hours })
        expect(said.level).toMatchObject({ standing: level.standing, framework: level.framework, level: level.level })
        expect(said.grade).toMatchObject(facts.grade === undefined ? { stated: false } : { value: facts.grade })
        const kinds = said.evidence.stated ? said.evidence.items.map(({ kind }) => kind) : []
        expect(kinds).toEqual((facts.evidenceKinds ?? ['practical-test']).map((code) => ({ code })))
        const first = said.outcomes.stated ? said.outcomes.items[0] : undefined
        expect(first?.methods).toEqual(
          (facts.outcomes?.[0]?.methods ?? ['practical-assessment']).map((code) => ({ code })),
        )
        expect(said.participation).toEqual({
          stated: true,
          forms: (facts.participation?.forms ?? ['presential']).map((code) => ({ code })),
          ...(facts.participation?.from && { from: facts.participation.from }),
        })
      }),
      { numRuns: 300 },
    )
  })
})

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const maybe = <One>(one: fc.Arbitrary<One>) => fc.option(one, { nil: undefined })
const some = <One>(all: readonly One[]) => fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 6 })
const word = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text && text !== '')

const factsThatMayBe = fc.record(
  {
    assessedOn: day,
    route: fc.constantFrom(...Route.options),
    supervision: fc.constantFrom(...Supervision.options),
    assessor: fc.record({
      role: fc.constantFrom(...AssessorRole.options),
      independence: fc.constantFrom(...AssessorIndependence.options),
    }),
    evidenceKinds: some(EvidenceKind.options),
    outcomes: fc.tuple(
      fc.record({
        outcomeId: fc.constant('splice'),
        result: fc.constant('met'),
        methods: some(AssessmentType.options),
      }),
    ),
    participation: fc.record({ from: day, forms: some(ParticipationForm.options) }),
    grade: word,
  },
  { requiredKeys: ['assessedOn', 'route'] },
)
const levelsThatMayBe = fc.oneof(
  fc.record({
    standing: fc.constant('self-declared'),
    framework: fc.constantFrom('EQF', 'SeQF', 'ISQF', 'Skelleby stege'),
    level: fc.constantFrom('1', '4', '5.1', 'guld'),
  }),
  fc.record({
    standing: fc.constant('decided'),
    framework: fc.constantFrom('SeQF', 'NKR'),
    level: fc.constantFrom('2', '4'),
    decision: fc.record({ body: word, reference: word, on: maybe(day) }),
  }),
)

const facts = AssessmentFacts.parse({ assessedOn: '2026-05-02', route: 'course' })
const mandate = { url: 'https://skills.example/mandates/1', digestSri: 'sha384-abc' }
const branch = {
  id: 'did:web:skills.example:organisations:nordfiber',
  name: 'Nordfiber branschråd',
  country: 'SE',
  region: 'SE110',
  legalIdentifiers: [{ scheme: 'SE-ORGNR', value: '802400-0000' }],
}
const college = { ...branch, id: 'did:web:skills.example:organisations:alvdal', name: 'Älvdals yrkesskola' }

function order(changes: Partial<CredentialOrder> = {}, design: Record<string, unknown> = {}): CredentialOrder {
  return {
    id: 'https://skills.example/credentials/1',
    version: version(design),
    meritUrl: 'https://skills.example/merits/m',
    versionUrl: 'https://skills.example/merits/m/2',
    creator: branch,
    issuer: college,
    recipient: { name: 'Amina Warsame', email: 'amina@hem.example', emailSalt: '0011aa' },
    status: {
      revocationUrl: 'https://skills.example/status/r',
      suspensionUrl: 'https://skills.example/status/s',
      index: 4711,
    },
    facts,
    validFrom: '2026-05-04T09:00:00Z',
    ...changes,
  }
}

const version = (changes: Record<string, unknown>): MeritVersion =>
  MeritVersion.parse({
    meritId: '0198c000-0000-7000-8000-0000000000a1',
    number: 2,
    ownerId: '0198c000-0000-7000-8000-000000000001',
    profileId: 'se',
    publishedAt: '2026-01-10T09:00:00Z',
    design: {
      title: { sv: 'Svetsa fiber i fält', en: 'Splicing fibre in the field' },
      outcomes: [
        {
          id: 'splice',
          type: 'skill',
          statement: { sv: 'Svetsa en fiberskarv', en: 'Splice a fibre joint' },
          criteria: [{ sv: 'Dämpningen är under 0,1 dB' }],
          assessedBy: ['practical-assessment'],
          alignments: [
            {
              uri: 'http://data.europa.eu/esco/skill/1ae1a1ef-0000-4000-8000-000000000000',
              label: 'splice cable',
              framework: 'ESCO',
              frameworkVersion: '1.1.1',
              relation: 'exact',
            },
          ],
        },
        {
          id: 'safety',
          type: 'responsibility-and-autonomy',
          statement: { sv: 'Ta ansvar för säkerheten vid skarvplatsen' },
          criteria: [{ sv: 'Spärrar av platsen' }, { sv: 'Hanterar fiberspill' }],
        },
      ],
      workload: { hours: 24 },
      level: { standing: 'self-declared', framework: 'EQF', level: '4' },
      assessment: {
        types: ['written-examination'],
        supervision: 'supervised-onsite-with-identity-check',
        assessor: { role: 'occupational-assessor', independence: 'same-organisation' },
        evidenceKinds: ['practical-test'],
        gradingScale: 'G, VG',
      },
      participation: ['presential'],
      qualityAssurance: [{ kind: 'branch-panel', body: 'Nordfiber kvalitetspanel' }],
      benefits: ['professional-skills'],
      legalBasis: { kind: 'none' },
      ...changes,
    },
  })
