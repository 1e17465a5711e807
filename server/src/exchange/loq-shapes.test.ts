import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { composeLoq } from '@bricka/domain/exchange/compose-loq'
import type { Offer } from '@bricka/domain/exchange/offer'
import { makeRecord } from '@bricka/domain/exchange/testing/make-record'
import type { Occasion } from '@bricka/domain/merit/occasion'
import { describe, expect, it } from 'vitest'
import { elmFolder, findViolations, toStore } from '../testing/elm-shapes.ts'

const shapes = ['LOQ-constraints.ttl', 'LOQ-constraints-mdr.ttl']
const there = shapes.every((name) => existsSync(join(elmFolder, name)))

describe.skipIf(!there)('an offer beside the official shapes (needs ../shared/data/elm/LOQ-constraints.ttl)', () => {
  const decision = { body: 'MYH', reference: 'MYH 2024/17' }
  const decided = { level: { standing: 'decided', framework: 'SeQF', level: '4', decision } }
  it.each<readonly [string, Record<string, unknown>]>([
    ['one that says everything', { price: { sv: '100 kr' }, places: ['Luleå'], targetGroup: { sv: 'Alla' } }],
    ['one that says little', { workload: {}, participation: [], recognition: [], fieldOfStudy: undefined }],
    ['one with a decided level', decided],
    ['one with ECTS', { workload: { credits: { value: 3, unit: 'ECTS' } } }],
  ])('%s conforms', async (_, design) => expect(await findFaults(compose(design))).toEqual([]))

  it('one that is given at two occasions conforms, each as an offer of its own', async () => {
    const document = compose({}, [
      { startsOn: '2027-02-01', endsOn: '2027-03-01', place: 'Luleå', online: false, languages: ['fi'] },
      {
        startsOn: '2027-04-01',
        online: true,
        languages: [],
        fee: { amount: 100, currency: 'SEK' },
        url: 'https://a.example/',
      },
    ])
    expect(JSON.stringify(document).match(/"type":"LearningOpportunity"/g)).toHaveLength(2)
    expect(await findFaults(document)).toEqual([])
  })

  it.each<readonly [string, (key: string, value: unknown) => unknown]>([
    ['without a page', (key, value) => (key === 'homepage' ? undefined : value)],
    ['without who gives it', (key, value) => (key === 'providedBy' ? undefined : value)],
    ['without what is learnt', (key, value) => (key === 'learningAchievementSpecification' ? undefined : value)],
    ['with a field of study from another list', (_, value) => (value === isced ? `${isced}-of-mine` : value)],
    ['with what the profile does not know', (key, value) => (key === 'providedBy' ? [value, 1] : value)],
  ])('%s it does not', async (_, change) => {
    const broken = JSON.parse(JSON.stringify(compose(), change))
    expect(await findFaults(broken)).not.toEqual([])
  })

  it('conforms by being what the shapes speak of', async () => {
    const types = (await toStore(compose())).getObjects(null, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', null)
    for (const type of ['LearningOpportunity', 'LearningAchievementSpecification', 'LearningOutcome', 'Organisation'])
      expect(types.map(({ value }) => value)).toContain(`http://data.europa.eu/snb/model/elm/${type}`)
  })
})

const isced = 'http://data.europa.eu/snb/isced-f/25831c2'

/** But for one: the file wants ESCO's skills in a scheme that ESCO does not have; credentials' shapes name the real one. */
const findFaults = async (document: Readonly<Record<string, unknown>>) =>
  (await findViolations(document, shapes)).filter((fault) => !fault.endsWith('/EscoSkillRestriction>'))

function compose(design: Record<string, unknown> = {}, given: readonly Occasion[] = []) {
  const { version, versionUrl, meritUrl, creator, issuer } = makeRecord({}, design)
  const occasions = given.map((occasion, place) => ({ id: String(place), by: issuer, occasion }))
  const offer: Offer = { version, versionUrl, meritUrl, creator, issuers: [issuer], occasions }
  return composeLoq([offer], 'sv')
}
