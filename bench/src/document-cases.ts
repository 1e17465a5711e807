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
import type { EngineCase } from './engine.ts'
import { makeSample, type SampleName } from './sample-credentials.ts'
import { takeTurns } from './take-turns.ts'

export const now = '2026-02-01T12:00:00Z'
const batchSlots = [
  { path: ['id'], kind: 'iri' },
  { path: ['credentialSubject', 'id'], kind: 'iri' },
  { path: ['validFrom'], kind: 'time' },
] as const

/** As many credentials as differ before one comes again: nothing kept about one of them would help. */
const recipients = 64

export const message = Buffer.alloc(64, 1)
export const loadNothing = async () => ({ found: false, code: 'offline' }) as const

/** Credentials with embedded proofs (`eddsa-rdfc-2022`). */
export const documentCases = {
  async issue(document, issuer) {
    const peer = makePeer(issuer)
    const samples = listSamples(document, issuer.did)
    const next = takeTurns(samples)
    const ours = () => issueCredential(next(), issuer.ours, { now, power })
    if (!(await peer.verify(await ours()))) throw new Error('the peer does not verify what we issue')
    const nextOfPeer = takeTurns(samples)
    return {
      ours,
      peer: () => peer.issue(nextOfPeer()),
      peerName,
      raw: () => sign(null, message, issuer.privateKey),
    }
  },

  async batch(document, issuer) {
    const peer = makePeer(issuer)
    const template = JSON.parse(JSON.stringify(makeSample(document, issuer.did, 1)))
    const compiled = await compileIssuing(template, batchSlots, issuer.ours, { now, power })
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
      peerName,
      raw: () => sign(null, message, issuer.privateKey),
    }
  },

  async verify(document, issuer) {
    const peer = makePeer(issuer)
    const signed = await Promise.all(listSamples(document, issuer.did).map((sample) => peer.issue(sample)))
    const next = takeTurns(signed.map((one) => readSigned(JSON.stringify(one))))
    const ours = () => verifyCredential(next(), { now, power, loadResource: loadNothing })
    const { report } = await ours()
    const bad = report.checks.filter(({ outcome }) => outcome !== 'passed')
    if (bad.length > 0) throw new Error(`we do not pass what the peer issues: ${JSON.stringify(bad)}`)
    const nextOfPeer = takeTurns(signed)
    const signature = sign(null, message, issuer.privateKey)
    return {
      ours,
      peer: () => peer.verify(nextOfPeer()),
      peerName,
      raw: () => verify(null, message, issuer.publicKey, signature),
    }
  },
} satisfies Readonly<Record<string, EngineCase>>

export function listSamples(document: SampleName, issuer: string): readonly Record<string, unknown>[] {
  return Array.from({ length: recipients }, (_, index) => makeSample(document, issuer, index + 1))
}

export function readSigned(text: string): UnverifiedCredential {
  const read = readCredential(text)
  if (!read.read) throw new Error(`we do not read what was issued: ${read.code}`)
  return read.credential
}
