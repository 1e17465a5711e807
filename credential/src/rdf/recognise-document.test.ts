import { hash } from 'node:crypto'
import fc, { type GeneratorValue } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findKnownContext } from '../contexts/known-contexts.ts'
import type { JsonObject } from './active-context.ts'
import { type Case, changedCredentials, drawnContexts, someTexts } from './arbitrary-document.ts'
import { canonicaliseFast } from './canonicalise-fast.ts'
import type { FindContext } from './process-context.ts'
import { createRecogniser, type Recogniser } from './recognise-document.ts'

const documents = Number(process.env.BRICKA_FUZZ_DOCUMENTS ?? 300)
const seed = Number(process.env.BRICKA_FUZZ_SEED ?? 20260101)
const hashText = (text: string): string => hash('sha256', text, 'hex')
const decoder = new TextDecoder()

describe('a document that is known but for some texts', () => {
  it('is recognised from the third of its kind on, and written as the full path writes it', () => {
    const recogniser = createRecogniser(findKnownContext, hashText)
    const seen = ['1', '2', '3', '4'].map((name) => {
      const document = makeBadge(name)
      const known = read(recogniser, document)
      if (known === undefined) recogniser.learn(document, canonicalise(document).length)
      else expect(known).toBe(canonicalise(document))
      return known !== undefined
    })
    expect(seen).toEqual([false, false, true, true])
  })

  it('is written alike with ten, a hundred and a thousand blank nodes', () => {
    for (const count of [8, 12, 98, 104, 1_002]) {
      const pieces = Array.from({ length: count }, (_, index) => ({ type: ['Evidence'], narrative: `piece ${index}` }))
      const make = (name: string) => ({ ...makeBadge(name), evidence: pieces })
      const recogniser = train(findKnownContext, make('1'), make('2'))
      for (const name of ['3', '4', '5']) expect(read(recogniser, make(name))).toBe(canonicalise(make(name)))
    }
  })

  it('keeps apart what one issuer says of two achievements, and takes up a further text that differs', () => {
    const recogniser = createRecogniser(findKnownContext, hashText)
    for (const name of ['1', '2']) {
      learn(recogniser, makeBadge(name))
      learn(recogniser, makeBadge(name, { narrative: 'shown in writing' }, 'https://school.example/merits/2'))
    }
    expect(read(recogniser, makeBadge('3'))).toBeDefined()
    expect(read(recogniser, makeBadge('3', {}, 'https://school.example/merits/2'))).toBeUndefined()
    for (const name of ['5', '6', '7']) learn(recogniser, makeBadge(name, { narrative: `shown by ${name}` }))
    const document = makeBadge('8', { narrative: 'shown in yet another way' })
    expect(read(recogniser, document)).toBe(canonicalise(document))
  })

  it('is not recognised once anything else differs: a type, a context, a key, a number, an order', () => {
    const recogniser = train(findKnownContext, makeBadge('1'), makeBadge('2'))
    expect(read(recogniser, makeBadge('3'))).toBeDefined()
    const others: readonly JsonObject[] = [
      makeBadge('3', { type: ['Criteria'] }),
      makeBadge('3', { extra: 'undefined term' }),
      { ...makeBadge('3'), type: ['VerifiableCredential', 'AchievementCredential'] },
      { ...makeBadge('3'), type: 'VerifiableCredential' },
      { ...makeBadge('3'), '@context': ['https://www.w3.org/ns/credentials/v2'] },
      { ...makeBadge('3'), validFrom: ['2026-01-03T00:00:00Z'] },
      { ...makeBadge('3'), validFrom: null },
      { ...makeBadge('3'), evidence: [...evidence].reverse() },
      { ...makeBadge('3'), evidence: evidence.slice(1) },
      Object.fromEntries(Object.entries(makeBadge('3')).reverse()),
    ]
    for (const other of others) expect(read(recogniser, other)).toBeUndefined()
  })

  it('is not recognised where a type differed all along', () => {
    const typed = (name: string) => ({ ...makeBadge(name), type: ['VerifiableCredential', `https://e.x/Type${name}`] })
    const recogniser = train(findKnownContext, typed('1'), typed('2'))
    expect(read(recogniser, typed('3'))).toBeUndefined()
  })

  it('leaves to the full path a text that it cannot put in its place', () => {
    const recogniser = train(findKnownContext, makeBadge('1'), makeBadge('2'))
    const odd = ['relative', '_:b0', 'https://e.x/å', 'did:web:school.example', 'urn:x"', '']
    for (const id of odd) expect(read(recogniser, { ...makeBadge('3'), id })).toBeUndefined()
  })

  it('is not recognised by keys that it only inherits', () => {
    const recogniser = train(findKnownContext, makeBadge('1'), makeBadge('2'))
    const { validFrom, ...rest } = makeBadge('3')
    expect(recogniser.recognise(Object.assign(Object.create({ validFrom }), rest))).toBeUndefined()
    expect(recogniser.recognise({ ...rest, validFrom })).toBeUndefined()
    const { credentialSubject, ...early } = makeBadge('3')
    expect(recogniser.recognise({ ...early, credentialSubject })).toBeDefined()
    Object.defineProperty(Object.prototype, 'credentialSubject', {
      value: credentialSubject,
      writable: true,
      enumerable: true,
      configurable: true,
    })
    try {
      expect(recogniser.recognise(early)).toBeUndefined()
    } finally {
      Reflect.deleteProperty(Object.prototype, 'credentialSubject')
    }
  })

  for (const [name, arbitrary] of [
    ['contexts drawn at random', drawnContexts],
    ['credentials changed at random', changedCredentials],
  ] as const) {
    it(`is never written otherwise: ${name}, ${documents} documents, seed ${seed}`, { timeout: 100_000_000 }, () => {
      let recognised = 0
      const compare = ({ document, contexts }: Case, g: GeneratorValue): void => {
        const findContext: FindContext = (url) => contexts.get(url) ?? findKnownContext(url)
        const places = listTexts(document)
        const likely = places.filter(({ path }) => !path.some((step) => /^(type|@type|@context)$/.test(String(step))))
        if (likely.length === 0) return
        const chosen = Array.from({ length: g(fc.integer, { min: 1, max: 3 }) }, () => g(fc.constantFrom, ...likely))
        const change = (texts: () => string) =>
          chosen.reduce((changed, place) => put(changed, place.path, texts()), document)
        let number = 0
        const recogniser = train(findContext, ...[1, 2, 3].map(() => change(() => `urn:uuid:${number++}`)))
        const texts = [...someTexts, ...places.map(({ text }) => text), 'urn:uuid:1']
        for (let turn = 0; turn < 6; turn++) {
          let other = change(() => (turn < 2 ? `urn:other:${number++}` : g(fc.constantFrom, ...texts)))
          if (turn > 3)
            other = put(other, g(fc.constantFrom, ...places).path, g(fc.constantFrom, ...texts, 1, null, []))
          const known = read(recogniser, other)
          if (known === undefined) continue
          recognised++
          for (const purpose of ['issue', 'verify'] as const)
            expect(canonicaliseFast(other, findContext, hashText, purpose)).toEqual({ handled: true, nquads: known })
        }
      }
      fc.assert(fc.property(arbitrary, fc.gen(), compare), { numRuns: documents, seed, endOnFailure: true })
      expect(recognised / documents).toBeGreaterThan(0.1)
    })
  }
})

type Path = readonly (string | number)[]

function train(findContext: FindContext, ...samples: readonly JsonObject[]): Recogniser {
  const recogniser = createRecogniser(findContext, hashText)
  for (const sample of samples) learn(recogniser, sample)
  return recogniser
}

const learn = (recogniser: Recogniser, document: JsonObject): void => recogniser.learn(document, 1_000)

function read(recogniser: Recogniser, document: JsonObject): string | undefined {
  const known = recogniser.recognise(JSON.parse(JSON.stringify(document)))
  return known === undefined ? undefined : decoder.decode(known)
}

function canonicalise(document: JsonObject): string {
  const canonical = canonicaliseFast(document, findKnownContext, hashText, 'issue')
  if (!('nquads' in canonical)) throw new Error(JSON.stringify(canonical))
  return canonical.nquads
}

function listTexts(value: unknown, path: Path = []): readonly { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return members.flatMap(([step, inner]) => listTexts(inner, [...path, step]))
}

/** The same document with another value in one place; what is not there (any longer) stays away. */
function put(document: JsonObject, path: Path, value: unknown): JsonObject {
  const copy: JsonObject = structuredClone(document)
  let holder: unknown = copy
  for (const step of path.slice(0, -1)) holder = typeof holder === 'object' && holder ? Reflect.get(holder, step) : null
  const last = path.at(-1)
  if (typeof holder === 'object' && holder !== null && last !== undefined) Reflect.set(holder, last, value)
  return copy
}

const evidence = [
  { type: ['Evidence'], narrative: 'in writing' },
  { type: ['Evidence'], narrative: 'at work' },
]

function makeBadge(
  name: string,
  criteria: JsonObject = {},
  achievement = 'https://school.example/merits/1',
): JsonObject {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: `urn:uuid:${name}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: 'did:web:school.example', type: ['Profile'], name: 'Folkhögskolan' },
    validFrom: `2026-01-0${name}T00:00:00Z`,
    evidence,
    credentialSubject: {
      id: `did:example:${name}`,
      type: ['AchievementSubject'],
      achievement: {
        id: achievement,
        type: ['Achievement'],
        name: 'Fiber',
        criteria: { narrative: 'a test', ...criteria },
        alignment: ['a', 'b', 'c'].map((code) => ({ type: ['Alignment'], targetCode: code, targetName: 'å' })),
      },
    },
  }
}
