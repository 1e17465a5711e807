import { describe, expect, it } from 'vitest'
import { issueCredential } from '../issue-credential.ts'
import { issueSdJwtVc, issueTokenStatusList } from '../issue-token.ts'
import type { JsonObject } from '../json.ts'
import { power, secrets } from '../power/node.ts'
import type { Loaded, LoadResource } from '../power.ts'
import { readCredential } from '../read-credential.ts'
import { makeBadge, makeSigner, type TestSigner } from '../testing/test-world.ts'
import { type VerifyOptions, verifyCredential } from '../verify-credential.ts'
import { createStatusList, setStatus } from './bits.ts'
import { composeStatusEntry } from './compose-status-entry.ts'
import { composeStatusListCredential } from './compose-status-list-credential.ts'
import { createStatusListCache } from './status-list-cache.ts'

const list = 'https://issuer.example/status/1'
const index = 4_711
const noon = Date.parse('2026-11-02T12:00:00Z')
const ttl = 60_000

describe('status lists that are kept', () => {
  it('are fetched once for all that point to them, also when they ask at the same time', async () => {
    const world = await makeWorld()
    const found = await Promise.all([1, 2, 3].map(() => world.statusAt(0)))
    expect(found).toEqual(['status-good', 'status-good', 'status-good'])
    expect(await world.statusAt(ttl - 1)).toBe('status-good')
    expect(world.fetched()).toBe(1)
  })

  it('show a revocation as soon as their ttl has passed, and not before', async () => {
    const world = await makeWorld()
    expect(await world.statusAt(0)).toBe('status-good')
    await world.revoke()
    expect(await world.statusAt(ttl - 1)).toBe('status-good')
    expect(await world.statusAt(ttl)).toBe('status-revoked')
    expect(world.fetched()).toBe(2)
  })

  it('are asked for at once by those who hold no cache', async () => {
    const world = await makeWorld({ without: true })
    expect(await world.statusAt(0)).toBe('status-good')
    await world.revoke()
    expect(await world.statusAt(1)).toBe('status-revoked')
  })

  it('are away when they cannot be fetched anew, whatever was kept', async () => {
    const world = await makeWorld()
    expect(await world.statusAt(0)).toBe('status-good')
    world.serve({ found: false, code: 'resource-unreachable' })
    expect(await world.statusAt(ttl - 1)).toBe('status-good')
    expect(await world.statusAt(ttl)).toBe('status-list-away')
  })

  it('do not outlive their own validity', async () => {
    const world = await makeWorld({ ttl: 86_400_000, validUntil: '2026-11-02T12:00:30Z' })
    expect(await world.statusAt(0)).toBe('status-good')
    expect(await world.statusAt(20_000)).toBe('status-good')
    expect(await world.statusAt(31_000)).toBe('status-good')
    expect(world.fetched()).toBe(2)
    expect(await world.statusAt(600_000)).toBe('status-list-expired')
  })

  it('are not kept when their server forbids it, nor longer than it says', async () => {
    const none = await makeWorld({ maxAgeSeconds: 0 })
    await none.statusAt(0)
    await none.revoke()
    expect(await none.statusAt(1)).toBe('status-revoked')
    const ten = await makeWorld({ maxAgeSeconds: 10 })
    await ten.statusAt(0)
    await ten.statusAt(9_999)
    expect(ten.fetched()).toBe(1)
    await ten.statusAt(10_000)
    expect(ten.fetched()).toBe(2)
  })

  it('are not sent again when nothing has changed', async () => {
    const world = await makeWorld({ etag: '"1"' })
    expect(await world.statusAt(0)).toBe('status-good')
    world.serve({ found: false, code: 'not-modified' })
    expect(await world.statusAt(ttl)).toBe('status-good')
    expect(await world.statusAt(2 * ttl - 1)).toBe('status-good')
    expect(world.etags()).toEqual([undefined, '"1"'])
  })

  it('are not believed on a mere "not modified" that nobody asked for', async () => {
    const world = await makeWorld()
    world.serve({ found: false, code: 'not-modified' })
    expect(await world.statusAt(0)).toBe('status-list-away')
  })

  it('are not kept when they cannot be believed', async () => {
    const world = await makeWorld()
    const good = world.served()
    world.serve({ found: true, bytes: new TextEncoder().encode('{}'), mediaType: '' })
    expect(await world.statusAt(0)).toBe('status-list-unreadable')
    world.serve(good)
    expect(await world.statusAt(1)).toBe('status-good')
  })

  it('are kept only as far as the memory they may take', async () => {
    const world = await makeWorld({ mostBytes: 20_000 })
    await world.statusAt(0)
    await world.statusAt(1)
    expect(world.fetched()).toBe(1)
    const small = await makeWorld({ mostBytes: 10_000 })
    await small.statusAt(0)
    await small.statusAt(1)
    expect(small.fetched()).toBe(2)
  })

  it('may be Token Status Lists too', async () => {
    const { did, verificationMethod, sign } = makeSigner()
    const signer = { verificationMethod, algorithm: 'EdDSA', sign } as const
    const issueList = async (value: number) => {
      const entries = new Uint8Array(20_000)
      entries[0] = value
      const parts = {
        url: list,
        entries,
        bits: 1 as const,
        now: '2026-11-02T11:00:00Z',
        validUntil: '2026-12-01T00:00:00Z',
      }
      return new TextEncoder().encode(await issueTokenStatusList({ ...parts, ttlSeconds: ttl / 1000 }, signer, power))
    }
    const claims = { vct: 'https://issuer.example/merit', iss: did, status: { status_list: { idx: 0, uri: list } } }
    const text = await issueSdJwtVc(claims, signer, { power, randomBytes: secrets.randomBytes, selective: [] })
    let bytes = await issueList(0)
    let fetched = 0
    const statusLists = createStatusListCache()
    const loadResource: LoadResource = async () => {
      fetched++
      return { found: true, bytes, mediaType: '' }
    }
    const statusAt = (later: number) => findStatus(text, { later, loadResource, statusLists })
    expect(await statusAt(0)).toBe('status-good')
    bytes = await issueList(1)
    expect(await statusAt(ttl - 1)).toBe('status-good')
    expect(fetched).toBe(1)
    expect(await statusAt(ttl)).toBe('status-revoked')
  })
})

type Wishes = {
  readonly without?: boolean
  readonly ttl?: number
  readonly validUntil?: string
  readonly maxAgeSeconds?: number
  readonly etag?: string
  readonly mostBytes?: number
}

async function makeWorld(wishes: Wishes = {}) {
  const signer = makeSigner()
  const bits = createStatusList()
  const { maxAgeSeconds, etag, mostBytes } = wishes
  const publish = async (): Promise<Loaded> => ({
    found: true,
    bytes: new TextEncoder().encode(JSON.stringify(await signList(signer, bits, wishes))),
    mediaType: 'application/vc',
    maxAgeSeconds,
    etag,
  })
  let served = await publish()
  const asked: (string | undefined)[] = []
  const loadResource: LoadResource = async (_url, limits) => {
    asked.push(limits.etag)
    return served
  }
  const credentialStatus = composeStatusEntry({ list, index, purpose: 'revocation' })
  const credential = await issueCredential(makeBadge(signer.did, { credentialStatus }), signer, {
    now: '2026-11-02T11:00:00Z',
    power,
  })
  const statusLists = createStatusListCache(mostBytes === undefined ? {} : { mostBytes })
  return {
    statusAt: (later: number) =>
      findStatus(JSON.stringify(credential), { later, loadResource, ...(!wishes.without && { statusLists }) }),
    revoke: async () => {
      setStatus(bits, index, true)
      served = await publish()
    },
    served: () => served,
    serve: (other: Loaded) => {
      served = other
    },
    fetched: () => asked.length,
    etags: () => asked,
  }
}

async function signList(signer: TestSigner, bits: Uint8Array, wishes: Wishes): Promise<JsonObject> {
  const unsigned = await composeStatusListCredential({
    id: list,
    issuer: signer.did,
    purpose: 'revocation',
    bits,
    validFrom: '2026-11-02T11:00:00Z',
    validUntil: wishes.validUntil ?? '2026-11-30T00:00:00Z',
    ttlMilliseconds: wishes.ttl ?? ttl,
    power,
  })
  return issueCredential(unsigned, signer, { now: '2026-11-02T11:00:00Z', power })
}

async function findStatus(
  text: string,
  { later, ...more }: { later: number } & Pick<VerifyOptions, 'loadResource' | 'statusLists'>,
): Promise<string | undefined> {
  const read = readCredential(text)
  if (!read.read) throw new Error(read.code)
  const now = new Date(noon + later).toISOString()
  const { report } = await verifyCredential(read.credential, { now, power, ...more })
  return report.checks.find(({ name }) => name === 'status')?.code
}
