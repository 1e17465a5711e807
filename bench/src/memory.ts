import { compileIssuing } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { printRows } from './bench-row.ts'
import { makeIssuer } from './issuers.ts'
import type { BenchOptions } from './main.ts'
import { makeSample } from './sample-credentials.ts'

/**
 * A batch for so many recipients (100,000 unless `--documents` says otherwise), written as it is made and kept nowhere:
 * the largest amount of memory that the process held, with Node itself in it.
 */
export async function runMemory({ json, documents }: BenchOptions): Promise<number> {
  const issuer = await makeIssuer()
  const template = JSON.parse(JSON.stringify(makeSample('medium', issuer.did, 1)))
  const slots = [
    { path: ['id'], kind: 'iri' },
    { path: ['credentialSubject', 'id'], kind: 'iri' },
  ] as const
  const compiled = await compileIssuing(template, slots, issuer.ours, { now: '2026-02-01T12:00:00Z', power })
  const before = process.cpuUsage()
  let bytes = 0
  const count = Math.min(documents, 100_000)
  for (let index = 0; index < count; index++) {
    const text = await compiled.issue([`https://bricka.example/credentials/${index}`, `did:example:holder-${index}`])
    bytes += text.length
  }
  const { user, system } = process.cpuUsage(before)
  const row = {
    case: 'memory',
    document: 'medium',
    ours: Math.round((count / (user + system)) * 1e7) / 10,
    peer: null,
    peerName: null,
    ratio: null,
    ofRaw: null,
    recipients: count,
    megabytesWritten: Math.round(bytes / 1e6),
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
    // Kilobytes, on Linux and macOS alike.
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
  if (json) printRows([row])
  else
    process.stdout.write(
      `${row.recipients} recipients: ${row.cpuSeconds} CPU seconds, ${row.megabytesWritten} MB written, at most ` +
        `${row.peakMegabytes} MB in memory\n`,
    )
  return 0
}
