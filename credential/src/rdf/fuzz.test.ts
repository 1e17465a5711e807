import { hash } from 'node:crypto'
import fc from 'fast-check'
import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import { describe, expect, it } from 'vitest'
import { findKnownContext } from '../contexts/known-contexts.ts'
import { type Case, changedCredentials, drawnContexts } from './arbitrary-document.ts'
import { canonicaliseFast, type FastCanonical, type Purpose } from './canonicalise-fast.ts'

const documents = Number(process.env.BRICKA_FUZZ_DOCUMENTS ?? 150)
/** The short run draws the same documents each time; a long one draws new ones, and says from which seed. */
const seed = Number(
  process.env.BRICKA_FUZZ_SEED ?? (process.env.BRICKA_FUZZ_DOCUMENTS === undefined ? 20260101 : Date.now() % 2 ** 31),
)
const hashText = (text: string): string => hash('sha256', text, 'hex')

/** Refused by us where the reference is silent: it would sign something else than a reader sees. */
const ownRefusals = new Set([
  'string-not-well-formed',
  'number-ambiguous',
  'blank-nodes-alike',
  'too-deep',
  'value-object-empty',
])

/** With the options that its other users have: relative to an empty base. */
const reference: { toRDF(document: object, options: object): Promise<object> } = jsonld

type Outcome = { readonly nquads: string } | { readonly thrown: string }

function run({ document, contexts }: Case, purpose: Purpose): FastCanonical {
  return canonicaliseFast(document, (url) => contexts.get(url) ?? findKnownContext(url), hashText, purpose)
}

/** `jsonld` and `rdf-canonize`. `asSet`: equal quads counted once, as RDF has it; else as the two come together. */
async function runReference({ document, contexts }: Case, asSet: boolean): Promise<Outcome> {
  const documentLoader = async (url: string) => {
    const found = contexts.get(url) ?? findKnownContext(url)
    if (found === undefined) throw new Error(`no context ${url}`)
    return { document: JSON.parse(JSON.stringify(found)), documentUrl: url }
  }
  try {
    const options = {
      documentLoader,
      safe: true,
      base: '',
    }
    const dataset = await reference.toRDF(JSON.parse(JSON.stringify(document)), options)
    const distinct = asSet && Array.isArray(dataset) ? keepDistinct(dataset) : dataset
    return {
      nquads: await canonize(distinct, { algorithm: 'RDFC-1.0', format: 'application/n-quads', maxWorkFactor: 3 }),
    }
  } catch (error) {
    return { thrown: String(error) }
  }
}

function keepDistinct(dataset: readonly unknown[]): unknown[] {
  return [...new Map(dataset.map((quad) => [JSON.stringify(quad), quad])).values()]
}

async function compare(one: Case, counted: Map<string, number>): Promise<void> {
  const fast = run(one, 'verify')
  const reference = await runReference(one, true)
  if ('refused' in fast) {
    count(counted, `refused ${fast.code}`)
    if (!ownRefusals.has(fast.code))
      expect({ fast, reference }).toEqual({ fast, reference: { thrown: expect.any(String) } })
    return
  }
  if (!fast.handled) {
    count(counted, `unhandled ${fast.why}`)
    return
  }
  count(counted, 'handled')
  const issued = run(one, 'issue')
  if (!sameInBothOrders(fast.nquads)) {
    count(counted, 'order differs')
    expect(issued).toMatchObject({ refused: true })
    return
  }
  expect({ nquads: fast.nquads }).toEqual(reference)
  if ('refused' in issued || !issued.handled) return
  count(counted, 'issuable')
  expect({ nquads: issued.nquads }).toEqual(await runReference(one, false))
}

function sameInBothOrders(nquads: string): boolean {
  const lines = nquads.split('\n').slice(0, -1)
  return lines.every((line, index) => index === 0 || (lines[index - 1] ?? '') <= line)
}

function count(counted: Map<string, number>, name: string): void {
  counted.set(name, (counted.get(name) ?? 0) + 1)
}

describe('the fast path beside the reference', () => {
  for (const [name, arbitrary, share] of [
    ['contexts drawn at random', drawnContexts, 0.05],
    ['credentials changed at random', changedCredentials, 0.25],
  ] as const) {
    it(`never writes another canonical form: ${name}, ${documents} documents, seed ${seed}`, {
      timeout: 100_000_000,
    }, async () => {
      const counted = new Map<string, number>()
      await fc.assert(
        fc.asyncProperty(arbitrary, (one) => compare(one, counted)),
        { numRuns: documents, seed, endOnFailure: true },
      )
      if (process.env.BRICKA_FUZZ_DOCUMENTS !== undefined) process.stdout.write(`${tell(counted)}\n`)
      expect((counted.get('handled') ?? 0) / documents).toBeGreaterThan(share)
    })
  }
})

function tell(counted: ReadonlyMap<string, number>): string {
  return [...counted]
    .sort(([, one], [, other]) => other - one)
    .map(([name, times]) => `${times}\t${name}`)
    .join('\n')
}
