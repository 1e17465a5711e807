/**
 * What `--json` gives for each thing measured: runs per CPU second where `unit` says nothing else. `ofRaw`: our share of
 * what a bare `node:crypto` signature or verification reaches. Null where there is nothing to compare with.
 */
export type BenchRow = {
  readonly case: string
  readonly document: string
  readonly ours: number
  readonly peer: number | null
  readonly peerName: string | null
  readonly ratio: number | null
  readonly ofRaw: number | null
  readonly unit?: 'documents' | 'bytes' | 'ms'
}

export function printRows(rows: readonly BenchRow[]): void {
  process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
}
