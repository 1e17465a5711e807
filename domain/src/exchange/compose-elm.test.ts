import { describe, expect, it } from 'vitest'
import type { Node } from '../issuing/node.ts'
import { toBadgeShape } from '../transparency/read-elm.ts'
import { composeElm, type ElmRefusal } from './compose-elm.ts'
import { elmMapping } from './elm-mapping.ts'
import { elements } from './mapping.ts'
import type { IssuedRecord } from './record.ts'
import { changeElement, makeRecord } from './testing/make-record.ts'

const options = { id: 'urn:elm:1', image: 'iVBORw0KGgo=', language: 'sv', sealIdentifier: 'NTRSE-8020000002' } as const
const compose = (record: IssuedRecord): Node => expectNode(composeElm(record, options))

function expectNode(composed: Node | ElmRefusal): Node {
  if ('code' in composed) throw new Error(String(composed.code))
  return composed
}

describe('a merit as a European Digital Credential', () => {
  for (const element of elements)
    it(`says what it does with ${element}: ${elmMapping[element].fate}`, () => {
      const record = makeRecord()
      const before = JSON.stringify(compose(record))
      const after = JSON.stringify(compose(changeElement(record, element)))
      expect(after === before).toBe(elmMapping[element].fate === 'lost')
    })

  it('writes a decided level as ELM’s, and an estimate only as a note', () => {
    const level = { framework: 'SeQF', level: '4' }
    const decision = { body: 'MYH', reference: 'MYH 2024/17' }
    const decided = JSON.stringify(compose(makeRecord({}, { level: { ...level, standing: 'decided', decision } })))
    expect(decided).toContain('http://data.europa.eu/snb/eqf/4')
    expect(decided).toContain('http://data.europa.eu/snb/qdr/c_6477e349')
    const estimated = JSON.stringify(compose(makeRecord({}, { level: { ...level, standing: 'self-declared' } })))
    expect(estimated).not.toContain('http://data.europa.eu/snb/eqf/')
    expect(estimated).toContain('nobody has decided it')
  })

  it('gives ECTS its place, and turns no other unit into it', () => {
    const ects = compose(makeRecord({}, { workload: { credits: { value: 2.5, unit: 'ECTS' } } }))
    expect(JSON.stringify(ects)).toContain('"point":"2.5"')
    expect(JSON.stringify(compose(makeRecord()))).not.toContain('CreditPoint')
  })

  it('never lists an outcome that was not met among what was learnt', () => {
    const { specifiedBy, additionalNote } = claimOf(compose(makeRecord()))
    expect(JSON.stringify(specifiedBy)).not.toContain('skarvplatsen')
    expect(JSON.stringify(additionalNote)).toContain('Not met: Ta ansvar för säkerheten vid skarvplatsen')
  })

  it('names the parts of a whole as achievements of their own, and only tells of one by somebody unknown', () => {
    const [branch] = makeRecord().partIssuers ?? []
    const { hasPart, additionalNote } = claimOf(compose(makeRecord()))
    expect(hasPart).toMatchObject([
      {
        type: 'LearningAchievement',
        title: { sv: 'Skarvning' },
        identifier: { notation: 'https://skills.example/credentials/7' },
        awardedBy: { awardingBody: { id: branch?.id } },
      },
    ])
    expect(JSON.stringify(additionalNote)).not.toContain('credentials/7')
    for (const partIssuers of [[], branch ? [{ ...branch, country: 'XK' }] : []]) {
      const told = claimOf(compose(makeRecord({ partIssuers })))
      expect(told).not.toHaveProperty('hasPart')
      expect(JSON.stringify(told.additionalNote)).toContain('https://skills.example/credentials/7')
    }
  })

  it('tells of no activity where nobody took part', () => {
    const facts = { ...makeRecord().facts, route: 'prior-learning' } as const
    expect(claimOf(compose(makeRecord({ facts })))).not.toHaveProperty('influencedBy')
  })

  it('refuses a country that it has no code for, by name', () => {
    const issuer = { ...makeRecord().issuer, country: 'XK' }
    expect(composeElm(makeRecord({ issuer }), options)).toEqual({ code: 'country-not-in-elm', country: 'XK' })
  })

  it('is read by our own reader as what it was', () => {
    expect(toBadgeShape(compose(makeRecord()))).toMatchObject({
      issuer: { name: { en: 'Skelleby folkhögskola' } },
      credentialSubject: { achievement: { name: { sv: 'Svetsa fiber i fält' } } },
    })
  })
})

function claimOf({ credentialSubject }: Node): Node {
  return JSON.parse(JSON.stringify(credentialSubject)).hasClaim
}
