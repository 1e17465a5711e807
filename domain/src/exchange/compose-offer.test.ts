import { describe, expect, it } from 'vitest'
import type { Node } from '../issuing/node.ts'
import { composeLoq } from './compose-loq.ts'
import { describeCourse } from './describe-course.ts'
import { elements } from './mapping.ts'
import type { Offer } from './offer.ts'
import { loqMapping, type OfferElement, offerElements, schemaOrgMapping } from './offer-mappings.ts'
import { changeElement, makeRecord } from './testing/make-record.ts'

const decision = { body: 'MYH', reference: 'MYH 2024/17' }

function makeOffer(design: Record<string, unknown> = {}): Offer {
  const { version, versionUrl, meritUrl, creator, issuer } = makeRecord({}, { ...offered, ...design })
  return { version, versionUrl, meritUrl, creator, issuers: [issuer], occasions: [] }
}
const offered = {
  level: { standing: 'decided', framework: 'SeQF', level: '4', decision },
  price: { sv: '1 200 kronor' },
  funding: { sv: 'Omställningsstudiestöd' },
  accessibility: { sv: 'Hiss finns' },
  places: ['Skellefteå'],
  validForMonths: 36,
}

const changes: Partial<Record<OfferElement, Record<string, unknown>>> = {
  'design.price': { price: undefined },
  'design.funding': { funding: undefined },
  'design.accessibility': { accessibility: undefined },
  'design.places': { places: ['Umeå'] },
  'design.validForMonths': { validForMonths: 12 },
  'design.level': { level: { ...offered.level, level: '5' } },
  // Where languages of instruction are named, they are the languages of the course.
  'design.languagesOfContent': { languagesOfContent: ['fi'], languagesOfInstruction: [] },
}

function changed(element: OfferElement): Offer {
  const offer = makeOffer()
  if (element === 'meritUrl') return { ...offer, meritUrl: 'https://skills.example/merits/n' }
  if (element === 'creator') return { ...offer, creator: { ...offer.creator, name: 'Nordfiber nya råd' } }
  if (element === 'issuers') return { ...offer, issuers: [offer.creator] }
  const other = changes[element]
  if (other) return makeOffer(other)
  const known = elements.find((one) => one === element)
  if (!known) throw new Error(`no change for ${element}`)
  return { ...offer, version: changeElement(makeRecord({}, offered), known).version }
}

const outlets = [
  ['a learning opportunity of the European Learning Model', loqMapping, (one: Offer): Node => composeLoq([one], 'sv')],
  ['a course of schema.org', schemaOrgMapping, (one: Offer): Node => describeCourse(one, 'sv')],
] as const

describe.each(outlets)('a published merit as %s', (_, mapping, compose) => {
  it.each(offerElements.map((element) => [element, mapping[element].fate] as const))(
    'says what it does with %s: %s',
    (element, fate) => {
      const same = JSON.stringify(compose(changed(element))) === JSON.stringify(compose(makeOffer()))
      expect(same).toBe(fate === 'lost')
    },
  )
})

const graphOf = (document: Node): readonly Node[] => JSON.parse(JSON.stringify(document['@graph']))

describe('in the open catalogue', () => {
  const [opportunity] = graphOf(composeLoq([makeOffer()], 'sv'))

  it('a decided level is a level, and an estimate is told as one', () => {
    expect(JSON.stringify(opportunity)).toContain('http://data.europa.eu/snb/eqf/4')
    const level = { standing: 'self-declared', framework: 'SeQF', level: '4' }
    expect(JSON.stringify(composeLoq([makeOffer({ level })], 'sv'))).not.toContain('snb/eqf/')
    expect(JSON.stringify(describeCourse(makeOffer({ level }), 'sv'))).not.toContain('educationalLevel')
  })

  it('a field of study without a code is an unknown field, by name', () => {
    expect(JSON.stringify(opportunity)).toContain('isced-f/0714')
    const told = JSON.stringify(composeLoq([makeOffer({ fieldOfStudy: 'Fiberteknik' })], 'sv'))
    expect(told).toContain('isced-f/9999')
    expect(told).toContain('Fiberteknik')
  })

  it('an offer that nobody with a known country gives is left out', () => {
    const offer = makeOffer()
    const nowhere = offer.issuers.map((party) => ({ ...party, country: 'XK' }))
    expect(graphOf(composeLoq([{ ...offer, issuers: nowhere }, offer], 'sv'))).toHaveLength(1)
  })
})
