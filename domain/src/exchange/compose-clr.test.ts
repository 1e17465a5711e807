import { describe, expect, it } from 'vitest'
import { findClrParts } from '../transparency/find-clr-parts.ts'
import { type ClrPart, composeClr, fitsClr } from './compose-clr.ts'

describe('putting a passport together as a learner’s record', () => {
  it('keeps each credential as it came, and a token as its text', () => {
    const one = badge('one')
    const record = compose([one, { signed: 'aaa.bbb.ccc', document: badge('two').document }])
    expect(record).toMatchObject({
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      credentialSubject: { verifiableCredential: [one.signed, 'aaa.bbb.ccc'] },
    })
    expect(findClrParts(record)).toMatchObject({ parts: [one.signed, 'aaa.bbb.ccc'], left: 0, associations: [] })
    expect(JSON.stringify(record)).not.toContain('amina@people.example')
  })

  it('says that a part is part of its whole where both go along, and once', () => {
    const [part, whole] = [badge('part'), badge('whole', ['urn:part', 'urn:part', 'urn:elsewhere'])]
    expect(findClrParts(compose([whole, part]))?.associations).toEqual([
      { kind: 'isPartOf', sourceId: 'urn:achievement:part', targetId: 'urn:achievement:whole' },
    ])
    expect(findClrParts(compose([whole]))?.associations).toEqual([])
  })

  it('takes credentials of W3C’s model, and no record into a record', () => {
    expect(fitsClr(badge('one').document)).toBe(true)
    expect(fitsClr(compose([badge('one')]))).toBe(false)
    expect(fitsClr({ type: 'Assertion' })).toBe(false)
    expect(fitsClr('aaa.bbb.ccc')).toBe(false)
  })
})

describe('finding what lies in a learner’s record', () => {
  it('tells what only the publisher says from what has a credential of its own', () => {
    const achievement = [
      { id: 'urn:achievement:one', name: 'One' },
      { id: 'urn:bare', name: 'Bare' },
      { name: 'Nameless' },
    ]
    const found = findClrParts({
      type: ['VerifiableCredential', 'ClrCredential'],
      partial: true,
      credentialSubject: { achievement, verifiableCredential: badge('one').signed, association: [{}, 'nonsense'] },
    })
    expect(found).toEqual({
      parts: [badge('one').signed],
      left: 0,
      asserted: [
        { id: 'urn:bare', name: 'Bare' },
        { id: null, name: 'Nameless' },
      ],
      associations: [],
      partial: true,
    })
  })

  it('finds nothing in what is none, nor in nonsense', () => {
    expect(findClrParts(badge('one').document)).toBeUndefined()
    expect(findClrParts({ type: 'ClrCredential' })).toMatchObject({ parts: [], asserted: [] })
    expect(
      findClrParts({ type: 'ClrCredential', credentialSubject: { verifiableCredential: [1, null] } })?.parts,
    ).toEqual([])
  })
})

const compose = (parts: readonly [ClrPart, ...ClrPart[]]) =>
  composeClr({
    id: 'urn:uuid:record',
    publisher: { id: 'did:web:bricka.example', name: 'bricka.example', url: 'https://bricka.example' },
    holder: { name: 'Amina', email: 'amina@people.example', emailSalt: 'salt' },
    name: 'Merits',
    at: '2026-11-25T12:00:00Z',
    parts,
    partial: false,
  })

function badge(name: string, parts: readonly string[] = []): ClrPart {
  const document = {
    id: `urn:${name}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    credentialSubject: { achievement: { id: `urn:achievement:${name}` } },
    'http://purl.org/dc/terms/hasPart': parts.map((id) => ({ id, type: 'https://w3id.org/bricka#Part' })),
  }
  return { signed: document, document }
}
