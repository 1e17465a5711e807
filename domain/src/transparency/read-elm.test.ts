import { describe, expect, it } from 'vitest'
import { readTransparency } from './read-transparency.ts'

const concept = (id: string, label: string) => ({ id, type: 'Concept', prefLabel: { en: label } })
const school = {
  id: 'urn:epass:org:1',
  type: 'Organisation',
  legalName: { sv: ['Norra folkhögskolan'] },
  eIDASIdentifier: { type: 'LegalIdentifier', notation: 'NTRSE-1' },
  homepage: { contentURL: 'https://skola.example' },
}

const credential = {
  '@context': ['https://www.w3.org/2018/credentials/v1', 'http://data.europa.eu/snb/model/context/edc-ap'],
  id: 'urn:credential:1',
  type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
  issued: '2026-06-01T10:00:00Z',
  validFrom: '2026-06-01T00:00:00Z',
  issuer: school,
  credentialSubject: {
    id: 'urn:epass:person:1',
    type: 'Person',
    fullName: { sv: 'Aino Berg' },
    hasClaim: {
      id: 'urn:epass:learningAchievement:1',
      type: 'LearningAchievement',
      title: { sv: 'Fibersvetsning' },
      awardedBy: { type: 'AwardingProcess', awardingBody: school },
      provenBy: {
        type: 'LearningAssessment',
        grade: { type: 'Note', noteLiteral: { sv: 'Godkänt' } },
        idVerification: concept('http://data.europa.eu/snb/supervision-verification/c598449d64', 'Unsupervised'),
        specifiedBy: { gradingScheme: { title: { sv: 'Tvågradig skala' } } },
      },
      specifiedBy: {
        id: 'urn:epass:qualification:1',
        type: 'Qualification',
        title: { sv: 'Fibersvetsning' },
        eqfLevel: concept('http://data.europa.eu/snb/eqf/4', 'Level 4'),
        volumeOfLearning: 'PT60H',
        creditPoint: {
          point: '2',
          framework: concept('http://data.europa.eu/snb/education-credit/6fcec5c5af', 'ECTS'),
        },
        learningOutcome: [
          {
            id: 'urn:epass:learningOutcome:1',
            title: { sv: 'Svetsar fiber' },
            relatedESCOSkill: concept('http://data.europa.eu/esco/skill/1', 'splice fibre'),
          },
        ],
        entryRequirement: { type: 'Note', noteLiteral: { sv: 'Inga' } },
      },
    },
  },
}

describe('a European Digital Credential', () => {
  it('is read into the same items as an Open Badge', () => {
    expect(readTransparency(credential)).toMatchObject({
      holder: { stated: true, name: 'Aino Berg' },
      title: { stated: true, text: 'Fibersvetsning' },
      issuer: {
        stated: true,
        name: 'Norra folkhögskolan',
        identifiers: [{ scheme: 'eIDASIdentifier', value: 'NTRSE-1' }],
      },
      awardingBody: { stated: true, name: 'Norra folkhögskolan' },
      merit: { stated: true, id: 'urn:epass:qualification:1' },
      issuedAt: { stated: true, at: '2026-06-01T10:00:00Z' },
      workload: { stated: true, hours: 60, credits: { value: 2, unit: 'ECTS' } },
      level: { stated: true, framework: 'EQF', level: '4' },
      outcomes: {
        stated: true,
        items: [
          {
            statement: 'Svetsar fiber',
            result: { stated: false },
            alignments: [{ name: 'splice fibre', url: 'http://data.europa.eu/esco/skill/1' }],
          },
        ],
      },
      grade: { stated: true, value: 'Godkänt', scale: 'Tvågradig skala' },
      supervision: { stated: true, value: 'unsupervised-without-identity-check' },
      prerequisites: { stated: true, text: 'Inga' },
    })
  })

  it('leaves unsaid what it does not say, whatever stands in its places', () => {
    for (const hasClaim of [undefined, null, 'x', [], 5, { specifiedBy: 'x', provenBy: [], awardedBy: 7 }]) {
      const bare = { type: ['EuropeanDigitalCredential'], issuer: 'x', credentialSubject: { hasClaim } }
      const read = readTransparency(bare)
      expect(Object.values(read).filter((item) => typeof item === 'object' && item.stated === true)).toEqual([])
    }
  })
})
