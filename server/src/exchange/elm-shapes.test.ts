import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findKnownContext } from '@bricka/credential'
import { composeElm } from '@bricka/domain/exchange/compose-elm'
import type { IssuedRecord } from '@bricka/domain/exchange/record'
import { makeRecord } from '@bricka/domain/exchange/testing/make-record'
import jsonld from 'jsonld'
import { Parser, Store } from 'n3'
import { describe, expect, it } from 'vitest'

type Node = Readonly<Record<string, unknown>>

const folder = join(process.env.BRICKA_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'data/elm')

describe.skipIf(!existsSync(folder))('beside the official shapes (needs ../shared/data/elm)', () => {
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
    expect(await violationsOf(composed(record), shapes)).toEqual([])
  })

  it.each<readonly [string, (key: string, value: unknown) => unknown]>([
    ['without a title', (key, value) => (key === 'title' ? undefined : value)],
    ['without a place', (key, value) => (key === 'location' ? undefined : value)],
    ['without the seal’s own name for the issuer', (key, value) => (key === 'eIDASIdentifier' ? undefined : value)],
    ['with a country from another list', (_, value) => (value === countries ? `${countries}-of-mine` : value)],
    ['with a grade that is no note', (key, value) => (key === 'grade' ? 'https://skills.example/vg' : value)],
    ['without what a viewer shows', (key, value) => (key === 'displayParameter' ? undefined : value)],
  ])('%s it does not', async (_, change) => {
    const broken = JSON.parse(JSON.stringify(composed(makeRecord()), change))
    expect(await violationsOf(broken, allShapes)).not.toEqual([])
  })

  it('conforms by being what the shapes speak of, not by being something else', async () => {
    const data = await toStore(composed(makeRecord()))
    const types = data
      .getObjects(null, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', null)
      .map(({ value }) => value)
    for (const type of ['EuropeanDigitalCredential', 'Person', 'LearningAchievement', 'LearningAssessment'])
      expect(types).toContain(`http://data.europa.eu/snb/model/elm/${type}`)
  })
})

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

async function violationsOf(document: Node, shapes: readonly string[]): Promise<readonly string[]> {
  const { default: Validator } = await import('rdf-validate-shacl')
  const store = new Store(shapes.flatMap(readShapes))
  const report = await new Validator(store).validate(await toStore(document))
  return report.results
    .filter(({ severity }) => severity?.value.endsWith('Violation'))
    .map(({ focusNode, path, message }) => `${focusNode?.value} ${path?.value} ${message.map((one) => one.value)}`)
}

/** The files name each other as imports; they are read together instead. */
const readShapes = (name: string) =>
  new Parser()
    .parse(readFileSync(join(folder, name), 'utf8'))
    .filter(({ predicate }) => predicate.value !== 'http://www.w3.org/2002/07/owl#imports')

async function toStore(document: Node): Promise<Store> {
  const elm: object = JSON.parse(readFileSync(join(folder, 'edc-ap-context.jsonld'), 'utf8'))
  const documentLoader = async (url: string) => {
    const found = url === 'http://data.europa.eu/snb/model/context/edc-ap' ? elm : findKnownContext(url)
    if (!found) throw new Error(`no context ${url}`)
    return { document: found, documentUrl: url }
  }
  const reference: { toRDF(document: object, options: object): Promise<unknown> } = jsonld
  const plain = JSON.parse(JSON.stringify(document))
  const nquads = await reference.toRDF(plain, { format: 'application/n-quads', documentLoader, safe: true })
  return new Store(new Parser({ format: 'N-Quads' }).parse(String(nquads)))
}
