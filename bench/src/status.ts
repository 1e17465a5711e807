import { createHash } from 'node:crypto'
import { composeStatusListCredential, createStatusList, issueCredential, setStatus } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { gzipSegments } from '@bricka/server/organisation/gzip-segments'
import { createCredential, createList, decodeList } from '@digitalbazaar/vc-bitstring-status-list'
import { printRows } from './bench-row.ts'
import { makePeer } from './digital-bazaar.ts'
import { makeIssuer } from './issuers.ts'
import type { BenchOptions } from './main.ts'
import { measure } from './measure.ts'

const length = 1_048_576
const now = '2026-02-01T12:00:00Z'
const id = 'https://bricka.example/status/1'
const peerName = '@digitalbazaar/vc-bitstring-status-list'

/** Revokes one of a million again and again, two in a hundred being revoked; each time the list is signed and ready to be served. */
export async function runStatus({ json, turns }: BenchOptions): Promise<number> {
  const issuer = await makeIssuer()
  const signer = makePeer(issuer)
  const bits = createStatusList({ length })
  const list = await createList({ length })
  // Places as chance would give them, and the same in every run: a full-period generator visits each place once.
  let place = 1
  const next = () => {
    place = (place * 1_664_525 + 1_013_904_223) % length
    return place
  }
  for (let count = 0; count < length / 50; count++) {
    setStatus(bits, next(), true)
    list.setStatus(place, true)
  }
  let { segments } = gzipSegments(bits)
  const ours = async () => {
    setStatus(bits, next(), true)
    const compressed = gzipSegments(bits, segments)
    segments = compressed.segments
    const unsigned = await composeStatusListCredential({
      id,
      issuer: issuer.did,
      purpose: 'revocation',
      bits,
      validFrom: now,
      validUntil: '2099-02-02T12:00:00Z',
      ttlMilliseconds: 300_000,
      power: { gzip: () => compressed.gzip },
    })
    return serve(JSON.stringify(await issueCredential(unsigned, issuer.ours, { now, power })))
  }
  const peer = async () => {
    list.setStatus(next(), true)
    const unsigned = await createCredential({ id, list, statusPurpose: 'revocation', context: v2 })
    return serve(JSON.stringify(await signer.issue({ ...unsigned, issuer: issuer.did, validFrom: now })))
  }
  await prove(await ours(), { place, unset: bits.indexOf(0) * 8 }, signer.verify)
  const contenders = [
    { name: 'ours', run: ours },
    { name: 'peer', run: peer },
  ]
  const rates = await measure(contenders, turns, 0.4)
  const [one, other] = [rates.get('ours') ?? 0, rates.get('peer') ?? 0]
  const row = {
    case: 'status',
    document: `${length} entries`,
    ours: round(one),
    peer: round(other),
    peerName,
    ratio: round(one / other),
    ofRaw: null,
  }
  if (json) printRows([row])
  else process.stdout.write(`status   ${row.document}  ${row.ours}/s  ${peerName} ${row.peer}/s  ${row.ratio}×\n`)
  return 0
}

const v2 = ['https://www.w3.org/ns/credentials/v2']

type Served = { bytes: Buffer; tag: string }

function serve(document: string): Served {
  const bytes = Buffer.from(document)
  return { bytes, tag: createHash('sha256').update(bytes).digest('base64url') }
}

/** The peer reads the list that we made, finds the bit and its neighbour as they are, and the signature good. */
async function prove(
  { bytes }: Served,
  { place, unset }: { place: number; unset: number },
  verify: (signed: object) => Promise<boolean>,
): Promise<void> {
  const signed = JSON.parse(bytes.toString())
  const read = await decodeList({ encodedList: signed.credentialSubject.encodedList })
  if (!read.getStatus(place) || read.getStatus(unset)) throw new Error('the peer reads another list than ours')
  if (!(await verify(signed))) throw new Error('the peer does not verify our list')
}

const round = (value: number): number => Math.round(value * 10) / 10
