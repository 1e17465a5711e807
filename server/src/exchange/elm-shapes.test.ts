import { existsSync } from 'node:fs'
import { composeElm } from '@bricka/domain/exchange/compose-elm'
import type { IssuedRecord } from '@bricka/domain/exchange/record'
import { makeRecord } from '@bricka/domain/exchange/testing/make-record'
import { describe, expect, it } from 'vitest'
import { elmFolder, findViolations, toStore } from '../testing/elm-shapes.ts'

type Node = Readonly<Record<string, unknown>>

describe.skipIf(!existsSync(elmFolder))('beside the official shapes (needs ../shared/data/elm)', () => {
  const decision = { body: 'MYH', reference: 'MYH 2024/17' }
  const variants: readonly (readonly [string, IssuedRecord])[] = [
    ['one that says everything', makeRecord()],
    ['one that says little', makeRecord({ mandate: undefined, validUntil: undefined }, little)],
    [
      'one with a decided level and ECTS',
      makeRecord(
        {},
        {
          level: { standing: 'decided', framework: 'SeQF', level: '5', decision },
          workload: { credits: { value: 3, unit: 'ECTS' } },
        },
      ),
    ],
  ]
  it.each(variants)('%s conforms, issued by mandate and all', async (_, record) => {
    const shapes = record.mandate ? [...allShapes, 'EDC-issuedByMandate.ttl'] : allShapes
    expect(await findViolations(composed(record), shapes)).toEqual([])
  })

  it.each<readonly [string, (key: string, value: unknown) => unknown]>([
    ['without a title', (key, value) => (key === 'title' ? undefined : value)],
    ['without a place', (key, value) => (key === 'location' ? undefined : value)],
    ['without the seal’s own name for the issuer', (key, value) => (key === 'eIDASIdentifier' ? undefined : value)],
    ['with a country from another list', (_, value) => (value === countries ? `${countries}-of-mine` : value)],
    ['with a grade that is no note', (key, value) => (key === 'grade' ? 'https://skills.example/vg' : value)],
    ['with a part that nobody awarded', (key, value) => (key === 'hasPart' ? without(value, 'awardedBy') : value)],
    ['with a part that is no achievement', (key, value) => (key === 'hasPart' ? { id: 'urn:x', type: 'Note' } : value)],
    ['without what a viewer shows', (key, value) => (key === 'displayParameter' ? undefined : value)],
  ])('%s it does not', async (_, change) => {
    const broken = JSON.parse(JSON.stringify(composed(makeRecord()), change))
    expect(await findViolations(broken, allShapes)).not.toEqual([])
  })

  it('does not without any one of its members, but for those that the profile leaves to the maker', async () => {
    const document = composed(makeRecord())
    const names = new Set<string>()
    JSON.stringify(document, (name, value) => {
      if (name !== '' && !/^\d+$/.test(name)) names.add(name)
      return value
    })
    expect(optional.filter((name) => !names.has(name))).toEqual([])
    const needed = [...names].filter((name) => !optional.includes(name))
    const unnoticed: string[] = []
    for (const name of needed) {
      const broken = JSON.parse(JSON.stringify(document, (key, value) => (key === name ? undefined : value)))
      const noticed = await findViolations(broken, [...allShapes, 'EDC-issuedByMandate.ttl']).then(
        (violations) => violations.length > 0,
        // What is no longer JSON-LD says nothing that a shape could look at.
        () => true,
      )
      if (!noticed) unnoticed.push(name)
    }
    expect(unnoticed).toEqual([])
    expect(needed.length).toBeGreaterThanOrEqual(35)
  }, 120_000)

  it('conforms by being what the shapes speak of, not by being something else', async () => {
    const data = await toStore(composed(makeRecord()))
    const types = data
      .getObjects(null, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', null)
      .map(({ value }) => value)
    const parts = data.getObjects(null, 'http://data.europa.eu/snb/model/elm/hasPart', null)
    expect(parts.map(({ value }) => value)).toContain(`${makeRecord().id}/elm#part-1`)
    for (const type of ['EuropeanDigitalCredential', 'Person', 'LearningAchievement', 'LearningAssessment'])
      expect(types).toContain(`http://data.europa.eu/snb/model/elm/${type}`)
  })
})

const optional = [
  ...['prefLabel', 'identifier', 'schemeName', 'registration', 'homepage', 'geographicName', 'issuanceDate'],
  ...['validUntil', 'expirationDate', 'evidenceTarget', 'fullName', 'description', 'awardingDate', 'influencedBy'],
  ...['directedBy', 'temporal', 'startDate', 'endDate', 'specifiedBy', 'mode', 'volumeOfLearning', 'provenBy'],
  ...['assessedBy', 'dateIssued', 'idVerification', 'hasPart', 'additionalNote', 'gradingScheme', 'learningSetting'],
  ...['learningOutcome', 'relatedESCOSkill', 'relatedSkill', 'entryRequirement'],
]

const without = (value: unknown, name: string): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === name ? undefined : inner)))

const little = { level: undefined, workload: {}, outcomes: [], assessment: { types: [] }, recognition: [] }
const countries = 'http://publications.europa.eu/resource/authority/country'
const allShapes = ['EDC-generic-no-cv.ttl', 'EDC-generic-full.ttl']

function composed(record: IssuedRecord): Node {
  const document = composeElm(record, {
    id: `${record.id}/elm`,
    image: 'iVBORw0KGgo=',
    language: 'sv',
    sealIdentifier: 'NTRSE-8020000002',
  })
  if ('code' in document) throw new Error(String(document.code))
  return document
}
