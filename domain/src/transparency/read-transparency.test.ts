import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTransparency } from './read-transparency.ts'

describe('reading what a stranger’s Open Badge says', () => {
  it('reads who, what and when, and shows that nothing was said of how', () => {
    const said = readTransparency(strangersBadge)
    expect(said.holder).toEqual({ stated: true, id: 'did:example:learner', identifiedBy: [] })
    expect(said.title).toEqual({ stated: true, text: 'Teamwork', otherLanguages: [] })
    expect(said.issuer).toMatchObject({ stated: true, name: 'Example Corp' })
    expect(said.awardingBody).toMatchObject({ stated: true, name: 'Example Corp', as: 'issuer' })
    expect(said.issuedAt).toEqual({ stated: true, at: '2023-01-01T00:00:00Z' })
    expect(said.expiresAt).toEqual({ stated: true, at: '2030-01-01T00:00:00Z' })
    expect(said.criteria).toEqual({ stated: true, text: 'Nominated by the team.' })
    for (const item of [
      'creator',
      'mandate',
      'workload',
      'level',
      'assessmentTypes',
      'supervision',
      'assessor',
      'route',
      'qualityAssurance',
      'legalBasis',
      'assessedOn',
    ] as const)
      expect(said[item]).toEqual({ stated: false })
  })

  it('takes the skills an achievement is aligned to as outcomes whose result is unsaid', () => {
    expect(readTransparency(strangersBadge).outcomes).toEqual({
      stated: true,
      items: [
        {
          statement: 'Collaborate',
          result: { stated: false },
          methods: [],
          criteria: [],
          alignments: [{ name: 'Collaborate', url: 'https://skills.example/collaborate', framework: 'Example' }],
        },
      ],
    })
  })

  it('reads a rubric score as an outcome and a letter grade as the grade of the whole', () => {
    const said = readTransparency({
      credentialSubject: {
        result: [
          { resultDescription: 'urn:a', status: 'Failed', value: '2' },
          { resultDescription: 'urn:b', value: 'B+' },
        ],
        achievement: {
          resultDescription: [
            { id: 'urn:a', name: 'Report', resultType: 'RubricScore' },
            { id: 'urn:b', name: 'Final grade', resultType: 'LetterGrade' },
          ],
        },
      },
    })
    expect(said.outcomes).toMatchObject({ items: [{ statement: 'Report', result: { met: false, grade: '2' } }] })
    expect(said.grade).toEqual({ stated: true, value: 'B+', scale: 'Final grade' })
  })

  it('shows an ELM level with its ground unsaid', () => {
    const level = { 'http://data.europa.eu/snb/model/elm/EQFLevel': { id: 'http://data.europa.eu/snb/eqf/5' } }
    expect(readTransparency({ credentialSubject: { achievement: level } }).level).toEqual({
      stated: true,
      standing: 'not-said',
      framework: 'EQF',
      level: '5',
      eqf: [5],
    })
  })

  it('reads the older data model', () => {
    const said = readTransparency({
      issuer: 'did:example:university',
      issuanceDate: '2010-01-01T19:23:24Z',
      credentialSubject: { id: 'did:example:a', degree: { type: 'BachelorDegree', name: 'Bachelor of Science' } },
    })
    expect(said.title).toMatchObject({ text: 'Bachelor of Science' })
    expect(said.issuer).toEqual({ stated: true, id: 'did:example:university', identifiers: [] })
    expect(said.validFrom).toEqual({ stated: true, at: '2010-01-01T19:23:24Z' })
  })

  it('reads the first drafts of Open Badges 3.0, which put the achievement elsewhere', () => {
    const said = readTransparency({
      credentialSubject: { name: 'Jon Doe', hasCredential: { id: 'urn:a', name: 'Welding' } },
    })
    expect(said.title).toMatchObject({ text: 'Welding' })
    expect(said.holder).toMatchObject({ name: 'Jon Doe' })
  })

  it('never throws, and finds nothing in nonsense', () => {
    const nothing = readTransparency({})
    expect(Object.values(nothing).filter((item) => item !== false)).toEqual(
      Object.values(nothing)
        .filter((item) => item !== false)
        .map(() => ({ stated: false })),
    )
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (one, other, third) => {
        readTransparency({ credentialSubject: one, issuer: other, evidence: third })
        readTransparency({ credentialSubject: { achievement: one, result: other, identifier: third } })
        readTransparency({ credentialSubject: { achievement: { criteria: one, creator: other, related: third } } })
      }),
    )
  })
})

const strangersBadge = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: 'https://example.com/issuers/1', type: ['Profile'], name: 'Example Corp' },
  validFrom: '2023-01-01T00:00:00Z',
  validUntil: '2030-01-01T00:00:00Z',
  name: 'Teamwork Badge',
  credentialSubject: {
    id: 'did:example:learner',
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://example.com/achievements/teamwork',
      type: ['Achievement'],
      name: 'Teamwork',
      description: 'Works well with others.',
      criteria: { narrative: 'Nominated by the team.' },
      alignment: [
        {
          type: ['Alignment'],
          targetName: 'Collaborate',
          targetUrl: 'https://skills.example/collaborate',
          targetFramework: 'Example',
        },
      ],
    },
  },
}
