import { type BenchRow, printRows } from './bench-row.ts'
import { coresRow } from './cores.ts'
import { documentCases } from './document-cases.ts'
import { type Issuer, makeIssuer } from './issuers.ts'
import type { BenchOptions } from './main.ts'
import { measure } from './measure.ts'
import { type SampleName, sampleNames } from './sample-credentials.ts'
import { jwtCases, sdJwtCases } from './token-cases.ts'

export type EngineRow = BenchRow & { readonly document: SampleName | 'ten claims' }

export type Pair = {
  readonly ours: () => unknown
  readonly peer: () => unknown
  readonly peerName: string
  readonly raw: () => unknown
}

/** Makes both sides ready, and fails unless each side does the work right. */
export type EngineCase = (document: SampleName, issuer: Issuer) => Promise<Pair>

export async function runEngine(names: readonly string[] | undefined, { json, turns }: BenchOptions): Promise<number> {
  const issuer = await makeIssuer()
  const rows: EngineRow[] = []
  const tell = (row: EngineRow): void => {
    rows.push(row)
    if (!json) print(row)
  }
  const wanted = (name: string): boolean => names === undefined || names.includes(name)
  for (const [name, prepare] of Object.entries({ ...documentCases, ...jwtCases })) {
    if (!wanted(name)) continue
    for (const document of sampleNames) tell(await runCase(name, document, await prepare(document, issuer), turns))
  }
  for (const [name, prepare] of Object.entries(sdJwtCases)) {
    if (wanted(name)) tell(await runCase(name, 'ten claims', await prepare('small', issuer), turns))
  }
  if (wanted('cores')) tell(await coresRow(turns))
  if (json) printRows(rows)
  return 0
}

async function runCase(name: string, document: EngineRow['document'], pair: Pair, turns: number): Promise<EngineRow> {
  const { ours, peer, raw, peerName } = pair
  const contenders = Object.entries({ ours, peer, raw }).map(([side, run]) => ({ name: side, run }))
  const rates = await measure(contenders, turns, secondsPerTurn)
  const rate = (side: 'ours' | 'peer' | 'raw'): number => rates.get(side) ?? 0
  return {
    case: name,
    document,
    ours: round(rate('ours')),
    peer: round(rate('peer')),
    peerName,
    ratio: round(rate('ours') / rate('peer')),
    ofRaw: round(rate('ours') / rate('raw'), 1000),
  }
}

const secondsPerTurn = 0.15

export function round(value: number, places = 10): number {
  return Math.round(value * places) / places
}

function print({ case: name, document, ours, peer, peerName, ratio, ofRaw }: EngineRow): void {
  process.stdout.write(
    `${name.padEnd(13)} ${document.padEnd(10)} ${String(ours).padStart(9)}/s  ${peerName} ` +
      `${String(peer).padStart(7)}/s  ${ratio}×${ofRaw === null ? '' : `  ${ofRaw} of raw`}\n`,
  )
}
