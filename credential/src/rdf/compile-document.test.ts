import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findKnownContext } from '../contexts/known-contexts.ts'
import type { JsonObject } from './active-context.ts'
import { canonicaliseFast, type FastCanonical } from './canonicalise-fast.ts'
import { compileDocument, type Filled, type Slot } from './compile-document.ts'

const hashText = (text: string): string => hash('sha256', text, 'hex')

const slots: readonly Slot[] = [
  { path: ['id'], kind: 'iri' },
  { path: ['credentialSubject', 'id'], kind: 'iri' },
  { path: ['credentialSubject', 'identifier', 0, 'identityHash'], kind: 'text' },
  { path: ['validFrom'], kind: 'text' },
]

function makeTemplate(changes: JsonObject = {}): JsonObject {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: 'urn:uuid:1',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: 'did:web:school.example',
    validFrom: '2026-01-01T00:00:00Z',
    evidence: [
      { type: ['Evidence'], narrative: 'in writing' },
      { type: ['Evidence'], narrative: 'at work' },
    ],
    credentialSubject: {
      id: 'did:example:1',
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', identityHash: 'someone', identityType: 'emailAddress', hashed: false }],
      achievement: {
        id: 'https://school.example/merits/1',
        type: ['Achievement'],
        name: 'Fiber',
        criteria: { narrative: 'a test' },
        alignment: ['a', 'b', 'c'].map((code) => ({ type: ['Alignment'], targetCode: code, targetName: 'å' })),
      },
    },
    ...changes,
  }
}

/** Two endorsements with proofs of their own, each in a graph; and a third proof beside one of them. */
const signedInside = makeTemplate({
  endorsement: ['a', 'b'].map((who, index) => ({
    ...{ '@context': makeTemplate()['@context'], id: `urn:e:${who}`, issuer: `did:web:${who}.example` },
    ...{ type: ['VerifiableCredential', 'EndorsementCredential'], validFrom: '2026-01-01T00:00:00Z' },
    credentialSubject: { id: 'urn:m', type: ['EndorsementSubject'], endorsementComment: 'good' },
    proof: ['1', '2'].slice(index).map((key) => ({
      ...{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' },
      ...{ created: '2026-01-01T00:00:00Z', verificationMethod: `did:web:${who}.example#${key}`, proofValue: 'zA' },
    })),
  })),
})

function compile(template: JsonObject) {
  return compileDocument(template, slots, findKnownContext, hashText)
}

function canonicalOf(filled: Filled): FastCanonical {
  if (filled.path === 'whole') return filled.canonical
  return { handled: true, nquads: new TextDecoder().decode(filled.nquads) }
}

const someValues = ['urn:uuid:2', 'did:example:2', 'other', '2026-02-01T00:00:00Z']

describe('a document compiled once for many recipients', () => {
  it('sorts several slots of one property anew for each, and takes the whole way where two lines become one', () => {
    const status = (id: string) => ({ id, type: 'BitstringStatusListEntry', statusListIndex: '1' })
    const further = 'https://www.w3.org/2018/credentials#credentialStatus'
    const template = makeTemplate({
      credentialStatus: [status('urn:m:1'), status('urn:m:2')],
      [further]: { id: 'urn:m:3' },
    })
    const places: readonly Slot[] = [
      { path: ['credentialStatus', 0, 'id'], kind: 'iri' },
      { path: ['credentialStatus', 0, 'statusListIndex'], kind: 'text' },
      { path: ['credentialStatus', 1, 'id'], kind: 'iri' },
      { path: ['credentialStatus', 1, 'statusListIndex'], kind: 'text' },
    ]
    const compiled = compileDocument(template, places, findKnownContext, hashText, 1)
    expect(compiled.why).toBeUndefined()
    const paths = [
      ['urn:a:1', '7', 'urn:z:1', '7'],
      ['urn:z:1', '7', 'urn:a:1', '8'],
      ['urn:m:30', '7', 'urn:m:2', '9'],
      ['urn:m:3', '7', 'urn:a:1', '8'],
      ['urn:a:1', '7', 'urn:a:1', '8'],
    ].map((values) => {
      const filled = compiled.fill(values)
      expect(canonicalOf(filled)).toEqual(
        canonicaliseFast(JSON.parse(filled.text), findKnownContext, hashText, 'issue'),
      )
      return filled.path
    })
    expect(paths).toEqual(['compiled', 'compiled', 'compiled', 'whole', 'whole'])
  })

  it.each([
    ['a document', makeTemplate()],
    ['one in which others have signed something', signedInside],
  ])('gives the canonical form and the JSON of the whole, whatever the values: %s', (_, template) => {
    const compiled = compile(template)
    expect(compiled.why).toBeUndefined()
    const iri = fc.constantFrom(
      'urn:uuid:9',
      'did:example:1',
      'https://e.x/å',
      'did:web:school.example',
      'relative',
      '_:b',
      'https://school.example/merits/1',
      'a:b',
    )
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', '\n', '\ud800', 'urn:bricka-slot:1:', '\u{1F600}\uFF5E'),
    )
    fc.assert(
      fc.property(iri, iri, text, text, (...values) => {
        const filled = compiled.fill(values)
        expect(canonicalOf(filled)).toEqual(
          canonicaliseFast(JSON.parse(filled.text), findKnownContext, hashText, 'issue'),
        )
      }),
      { numRuns: 500 },
    )
  })

  it.each([makeTemplate(), signedInside])('takes the compiled path for plain values', (template) => {
    expect(compile(template).fill(someValues)).toMatchObject({ path: 'compiled' })
  })

  it.each([
    ['merges two nodes', ['https://school.example/merits/1', 'did:example:2', 'x', 'y']],
    ['makes two slots one node', ['urn:uuid:2', 'urn:uuid:2', 'x', 'y']],
    ['needs escaping', ['urn:uuid:2', 'did:example:2', '"', 'y']],
    ['is no plain IRI', ['relative', 'did:example:2', 'x', 'y']],
  ])('takes the full path for a value that %s', (_, values) => {
    expect(compile(makeTemplate()).fill(values)).toMatchObject({ path: 'whole' })
  })

  it('refuses a value that must not be signed, with its place', () => {
    expect(canonicalOf(compile(makeTemplate()).fill(['relative', 'did:example:2', 'x', 'y']))).toEqual({
      refused: true,
      code: 'iri-relative',
      pointer: '/id',
    })
  })

  it('takes the full path where two blank nodes become alike', () => {
    const compiled = compile(makeTemplate({ evidence: [{ type: ['Evidence'] }, { type: ['Evidence'] }] }))
    expect(compiled.fill(someValues)).toMatchObject({ path: 'whole', canonical: { handled: true } })
  })

  const proof = {
    ...{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' },
    ...{ created: '2026-01-01T00:00:00Z', verificationMethod: 'did:web:union.example#1', proofValue: 'zA' },
  }
  const inProof: readonly Slot[] = [{ path: ['proof', 'challenge'], kind: 'text' }]
  const entry = { type: 'IdentifierEntry', identifier: '1', identifierType: 'identifier' }
  const alike = { id: 'did:web:school.example', type: ['Profile'], otherIdentifier: [entry, entry] }

  it.each([
    ['blank nodes that are alike', makeTemplate({ issuer: alike }), 'blank-nodes-tie'],
    ['a graph that links', makeTemplate({ proof: { ...proof, 'urn:to': { 'urn:of': 'x' } } }), 'document-form'],
    ['a graph about something named', makeTemplate({ proof: { ...proof, id: 'urn:p' } }), 'document-form'],
    ['a graph that a value is in', makeTemplate({ proof: { ...proof, challenge: 'x' } }), 'document-form', inProof],
  ])('compiles nothing over %s, and still fills', (_, template, why, places = slots) => {
    const compiled = compileDocument(template, places, findKnownContext, hashText)
    expect(compiled.why).toBe(why)
    expect(compiled.fill(someValues.slice(-places.length))).toMatchObject({
      path: 'whole',
      canonical: { handled: true },
    })
  })
})
