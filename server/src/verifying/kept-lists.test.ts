import { generateKeyPairSync, sign } from 'node:crypto'
import {
  composeStatusEntry,
  composeStatusListCredential,
  createStatusList,
  createStatusListCache,
  encodeMultikey,
  issueCredential,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { verifyText } from './verify-text.ts'

const list = 'https://elsewhere.example/status/1'
let ground: TestGround

beforeAll(async () => {
  ground = await openTestGround()
})
afterAll(() => ground.close())

it("another issuer's status list is fetched once for all its credentials, and not kept for another server", async () => {
  const { credential, served } = await issueElsewhere()
  let asked = 0
  const fetchGuarded = async (url: string) => {
    if (url === list) asked++
    return url === list
      ? { found: true as const, bytes: served, mediaType: 'application/vc', url }
      : { found: false as const, code: 'resource-unreachable' as const }
  }
  const own = { ...ground, fetchGuarded, statusLists: createStatusListCache() }
  const codes = async (on: typeof own) =>
    (await verifyText(on, credential)).checks.filter(({ name }) => name === 'status').map(({ code }) => code)
  expect([await codes(own), await codes(own)]).toEqual([['status-good'], ['status-good']])
  expect(asked).toBe(1)
  await codes({ ...own, statusLists: createStatusListCache() })
  expect(asked).toBe(2)
})

async function issueElsewhere() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const did = `did:key:${encodeMultikey('Ed25519', Buffer.from(x, 'base64url'))}`
  const signer = {
    verificationMethod: `${did}#${did.slice('did:key:'.length)}`,
    cryptosuite: 'eddsa-rdfc-2022' as const,
    sign: (bytes: Uint8Array) => sign(null, bytes, privateKey),
  }
  const now = ground.now()
  const later = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString()
  const options = { now: now.toISOString(), power }
  const statusList = await composeStatusListCredential({
    id: list,
    issuer: did,
    purpose: 'revocation',
    bits: createStatusList(),
    validFrom: later(-1),
    validUntil: later(1),
    ttlMilliseconds: 300_000,
    power,
  })
  const unsigned = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: did,
    validFrom: later(-1),
    credentialSubject: { id: 'did:example:learner' },
    credentialStatus: composeStatusEntry({ list, index: 94_567, purpose: 'revocation' }),
  }
  return {
    credential: JSON.stringify(await issueCredential(unsigned, signer, options)),
    served: new TextEncoder().encode(JSON.stringify(await issueCredential(statusList, signer, options))),
  }
}
