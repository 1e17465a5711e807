import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findKnownContext } from '@bricka/credential'
import jsonld from 'jsonld'
import { DataFactory, Parser, type Quad, Store } from 'n3'

import type Validator from 'rdf-validate-shacl'

type Node = Readonly<Record<string, unknown>>

/** Where the European Learning Model's official shapes and context lie, if they do. */
export const elmFolder = join(process.env.BRICKA_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'data/elm')

/** What the named files of shapes say against a document: `node path why`. */
export async function findViolations(document: Node, shapes: readonly string[]): Promise<readonly string[]> {
  const validator = await getValidator(shapes)
  const report = await validator.validate(await toStore(document))
  return report.results
    .filter(({ severity }) => severity?.value.endsWith('Violation'))
    .map(({ focusNode, path, message }) => `${focusNode?.value} ${path?.value} ${message.map((one) => one.value)}`)
}

/** Reading shapes takes most of the time, so that it is done once for each choice of them. */
function getValidator(shapes: readonly string[]): Promise<Validator> {
  const name = shapes.join()
  const known = validators.get(name)
  if (known) return known
  const made = import('rdf-validate-shacl').then(
    ({ default: Validator }): Validator => new Validator(new Store(shapes.flatMap(readShapes))),
  )
  validators.set(name, made)
  return made
}

const validators = new Map<string, Promise<Validator>>()

/**
 * The files name each other as imports; they are read together instead. Their pattern for addresses is written for
 * another language's expressions: what it says of the scheme is kept.
 */
const readShapes = (name: string): readonly Quad[] =>
  new Parser()
    .parse(readFileSync(join(elmFolder, name), 'utf8'))
    .filter(({ predicate }) => predicate.value !== 'http://www.w3.org/2002/07/owl#imports')
    .map((quad) =>
      quad.predicate.value === 'http://www.w3.org/ns/shacl#pattern' &&
      quad.object.value.startsWith('^(?i)(http|https):')
        ? DataFactory.quad(quad.subject, quad.predicate, DataFactory.literal('^https?:'))
        : quad,
    )

let elm: object | undefined

/** A document's statements. */
export async function toStore(document: Node): Promise<Store> {
  elm ??= JSON.parse(readFileSync(join(elmFolder, 'edc-ap-context.jsonld'), 'utf8'))
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
