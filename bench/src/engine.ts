import { sign, verify } from 'node:crypto'
import {
  compileIssuing,
  issueCredential,
  readCredential,
  type UnverifiedCredential,
  verifyCredential,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { makePeer, peerName } from './digital-bazaar.ts'
import { type Issuer, makeIssuer } from './issuers.ts'
import type { BenchOptions } from './main.ts'
import { measure } from './measure.ts'
import { makeSample, type SampleName, sampleNames } from './sample-credentials.ts'

/** Runs per CPU second; `ofRaw`: our share of what a bare `node:crypto` signature or verification reaches. */
export type EngineRow = {
  readonly case: string
  readonly document: SampleName
  readonly ours: number
  readonly peer: number
  readonly peerName: string
  readonly ratio: number
  readonly ofRaw: number
}

type Pair = {
  readonly ours: () => unknown
  readonly peer: () => unknown
  readonly raw: () => unknown
}

/** Makes both sides ready, and fails unless each side does the work right. */
type EngineCase = (document: SampleName, issuer: Issuer) => Promise<Pair>

const now = '2026-02-01T12:00:00Z'
const batchSlots = [
  { path: ['id'], kind: 'iri' },
  { path: ['credentialSubject', 'id'], kind: 'iri' },
  { path: ['validFrom'], kind: 'time' },
] as const

const message = Buffer.alloc(64, 1)

const cases: Readonly<Record<string, EngineCase>> = {
  async issue(document, issuer) {
    const peer = makePeer(issuer)
    const sample = makeSample(document, issuer.did, 1)
    const ours = () => issueCredential(sample, issuer.ours, { now, power })
    const theirs = () => peer.issue(sample)
    if (!(await peer.verify(await ours()))) throw new Error('the peer does not verify what we issue')
    return { ours, peer: theirs, raw: () => sign(null, message, issuer.privateKey) }
  },

  async batch(document, issuer) {
    const peer = makePeer(issuer)
    const compiled = await compileIssuing(
      JSON.parse(JSON.stringify(makeSample(document, issuer.did, 1))),
      batchSlots,
      issuer.ours,
      {
        now,
        power,
      },
    )
    if (compiled.why !== undefined) throw new Error(`the sample is not compiled: ${compiled.why}`)
    let recipient = 0
    const ours = () => {
      recipient++
      return compiled.issue([
        `https://bricka.example/credentials/${recipient}`,
        `did:example:holder-${recipient}`,
        '2026-01-15T09:00:00Z',
      ])
    }
    if (!(await peer.verify(JSON.parse(await ours())))) throw new Error('the peer does not verify what we issue')
    return {
      ours,
      peer: async () => JSON.stringify(await peer.issue(makeSample(document, issuer.did, ++recipient))),
      raw: () => sign(null, message, issuer.privateKey),
    }
  },

  async verify(document, issuer) {
    const peer = makePeer(issuer)
    const signed = await peer.issue(makeSample(document, issuer.did, 1))
    const read = readSigned(signed)
    const loadResource = async () => ({ found: false, code: 'offline' }) as const
    const ours = () => verifyCredential(read, { now, power, loadResource })
    const { report } = await ours()
    const bad = report.checks.filter(({ outcome }) => outcome !== 'passed')
    if (bad.length > 0) throw new Error(`we do not pass what the peer issues: ${JSON.stringify(bad)}`)
    const signature = sign(null, message, issuer.privateKey)
    const publicKey = issuer.publicKey
    return { ours, peer: () => peer.verify(signed), raw: () => verify(null, message, publicKey, signature) }
  },
}

function readSigned(signed: object): UnverifiedCredential {
  const read = readCredential(JSON.stringify(signed))
  if (!read.read) throw new Error(`we do not read what the peer issues: ${read.code}`)
  return read.credential
}

export async function runEngine(names: readonly string[] | undefined, { json, turns }: BenchOptions): Promise<number> {
  const issuer = await makeIssuer()
  const rows: EngineRow[] = []
  for (const [name, prepare] of Object.entries(cases)) {
    if (names !== undefined && !names.includes(name)) continue
    for (const document of sampleNames) {
      const row = await runCase(name, document, await prepare(document, issuer), turns)
      rows.push(row)
      if (!json) print(row)
    }
  }
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  return 0
}

async function runCase(name: string, document: SampleName, pair: Pair, turns: number): Promise<EngineRow> {
  const contenders = Object.entries(pair).map(([side, run]) => ({ name: side, run }))
  const rates = await measure(contenders, turns, secondsPerTurn)
  const rate = (side: keyof Pair): number => rates.get(side) ?? 0
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

function round(value: number, places = 10): number {
  return Math.round(value * places) / places
}

function print({ case: name, document, ours, peer, ratio, ofRaw }: EngineRow): void {
  process.stdout.write(
    `${name.padEnd(8)} ${document.padEnd(7)} ${String(ours).padStart(9)}/s  ${peerName} ${String(peer).padStart(7)}/s  ` +
      `${ratio}×  ${ofRaw} of raw\n`,
  )
}
