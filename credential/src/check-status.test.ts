import { describe, expect, it } from 'vitest'
import { addProof, issueCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { createStatusList, setStatus, setStatusValue } from './status/bits.ts'
import { composeStatusEntry } from './status/compose-status-entry.ts'
import { composeStatusListCredential } from './status/compose-status-list-credential.ts'
import { makeBadge, makeSigner, now, serve, type TestSigner } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const listUrl = 'https://issuer.example/status/1'
const index = 94_567

describe('looking up whether a credential is revoked or suspended', () => {
  it('finds it good while its bit is clear', async () => {
    expect(await statusOf({})).toBe('passed status-good')
  })

  it('finds it revoked when its bit is set', async () => {
    expect(await statusOf({ set: [index] })).toBe('failed status-revoked')
  })

  it('takes no notice of its neighbours', async () => {
    expect(await statusOf({ set: [index - 1, index + 1] })).toBe('passed status-good')
  })

  it('finds it suspended by a list for suspension', async () => {
    expect(await statusOf({ set: [index], purpose: 'suspension' })).toBe('failed status-suspended')
  })

  it('reads also the entry under the absolute name, and the graver of two counts', async () => {
    const world = await makeWorld({ set: [index] })
    const { credentialStatus: entry, ...rest } = makeCredential(world.signer.did)
    const absolute = { ...rest, 'https://www.w3.org/2018/credentials#credentialStatus': entry ?? null }
    expect(await judge(absolute, world)).toBe('failed status-revoked')
  })

  it('says of a message that one is set, and which', async () => {
    const entry = {
      statusPurpose: 'message',
      statusSize: 2,
      statusMessage: [{ status: '0x2', message: 'under review' }],
    }
    const world = await makeWorld({
      bits: setStatusValue(createStatusList({ size: 2 }), 1_000, 2, 2),
      purpose: 'message',
    })
    const check = await find(makeCredential(world.signer.did, { ...entry, statusListIndex: '1000' }), world)
    expect(check).toMatchObject({ code: 'status-message', detail: { value: 2, message: 'under review' } })
  })

  it('reads several messages that were set, each of its own bits', async () => {
    const messages = ['none', 'under review', 'appealed', 'settled']
    for (const [value, message] of messages.entries()) {
      const bits = setStatusValue(
        setStatusValue(createStatusList({ size: 2 }), index, 2, value),
        index + 1,
        2,
        3 - value,
      )
      const world = await makeWorld({ bits, purpose: 'message' })
      const entry = composeStatusEntry({ list: listUrl, index, purpose: 'message', messages })
      expect(await find(makeCredential(world.signer.did, entry), world)).toMatchObject({
        code: 'status-message',
        detail: { value, message },
      })
    }
  })

  it('says that a newer one is to be had, and nothing against this one', async () => {
    const world = (set: readonly number[]) => makeWorld({ set, purpose: 'refresh' })
    const entry = composeStatusEntry({ list: listUrl, index, purpose: 'refresh' })
    const fresh = await world([])
    expect(await judge(makeCredential(fresh.signer.did, entry), fresh)).toBe('passed status-good')
    const stale = await world([index])
    expect(await find(makeCredential(stale.signer.did, entry), stale)).toMatchObject({
      code: 'status-message',
      detail: { message: 'refresh' },
    })
  })

  it('does not let messages be made that their bits cannot say', () => {
    for (const messages of [[], ['one'], ['one', 'two', 'three']])
      expect(() => composeStatusEntry({ list: listUrl, index, purpose: 'message', messages })).toThrow(RangeError)
    expect(() => composeStatusEntry({ list: listUrl, index, purpose: 'refresh', messages: ['a', 'b'] })).toThrow(
      RangeError,
    )
    expect(() => setStatusValue(createStatusList({ size: 2 }), 1, 2, 4)).toThrow(RangeError)
    expect(() => setStatusValue(createStatusList({ size: 2 }), 131_072, 2, 1)).toThrow(RangeError)
  })

  it('says plainly that there is no status', async () => {
    const world = await makeWorld({})
    const { credentialStatus: _entry, ...rest } = makeCredential(world.signer.did)
    expect(await judge(rest, world)).toBe('passed status-none')
  })
})

describe('a status list that cannot be believed never says that a credential is good', () => {
  const cases: readonly (readonly [string, Flaw, string])[] = [
    ['is away', { away: true }, 'unchecked status-list-away'],
    ['is no credential', { served: { hello: 'world' } }, 'unchecked status-list-unreadable'],
    ['has expired', { validUntil: '2026-11-01T00:00:00Z' }, 'unchecked status-list-expired'],
    [
      'is not valid yet',
      { validFrom: '2026-12-01T00:00:00Z', validUntil: '2026-12-02T00:00:00Z' },
      'unchecked status-list-not-yet-valid',
    ],
    [
      'has been changed after signing',
      { tamper: { validUntil: '2030-01-01T00:00:00Z' } },
      'failed status-list-tampered',
    ],
    ['is unsigned', { tamper: { proof: [] } }, 'failed status-list-tampered'],
    [
      'is for another purpose',
      { purpose: 'suspension', entry: { statusPurpose: 'revocation' } },
      'failed status-list-purpose-wrong',
    ],
    ['is a credential of another type', { types: ['VerifiableCredential'] }, 'failed status-list-type-wrong'],
    ['is signed by someone else', { byOther: true }, 'unchecked status-list-other-issuer'],
    ['says it belongs elsewhere', { id: 'https://issuer.example/status/2' }, 'unchecked status-list-other-address'],
    ['names an issuer who did not sign it', { forged: true }, 'failed status-list-forged'],
    ['is signed with a key that cannot be fetched', { keyAway: true }, 'unchecked status-list-unverifiable'],
    [
      'has too few entries for their size',
      { purpose: 'message', entry: { statusSize: 2, statusMessage: [], statusListIndex: '9' } },
      'unchecked status-list-too-short',
    ],
    ['is shorter than the standard allows', { bits: new Uint8Array(12_500) }, 'unchecked status-list-too-short'],
    ['opens to a bomb', { bits: new Uint8Array(3_000_000) }, 'unchecked status-list-too-large'],
    ['holds no packed list', { encodedList: 'uAAAA' }, 'unchecked status-list-unreadable'],
    ['holds a list without its multibase letter', { encodedList: 'H4sIAAAA' }, 'unchecked status-list-unreadable'],
    ['ends before the index', { entry: { statusListIndex: '131072' } }, 'failed status-index-outside'],
  ]
  for (const [what, flaw, expected] of cases)
    it(`when it ${what}: ${expected}`, async () => {
      expect(await statusOf(flaw)).toBe(expected)
    })

  it('but a set bit counts also in a list that someone else signed', async () => {
    expect(await statusOf({ byOther: true, set: [index] })).toBe('failed status-revoked')
  })

  for (const bad of ['-1', '1.5', '1e3', '0x10', '', ' 5', '99999999999999999999', null, {}])
    it(`and ${JSON.stringify(bad)} is no index`, async () => {
      expect(await statusOf({ entry: { statusListIndex: bad } })).toBe('failed status-malformed')
    })

  it('and an unknown kind of status is said to be unknown', async () => {
    expect(await statusOf({ entry: { type: 'SomethingElse2030' } })).toBe('unchecked status-type-unknown')
  })
})

describe("Open Badges' own revocation list", () => {
  const url = 'https://issuer.example/revocations'
  const badge = (did: string) => ({ ...makeBadge(did), credentialStatus: { id: url, type: '1EdTechRevocationList' } })
  const list = (issuer: string, ids: readonly string[]) => ({
    [url]: { id: url, type: ['RevocationList'], issuer, revokedCredential: ids.map((id) => ({ id, revoked: true })) },
  })

  it('names what is revoked, and says nothing against the rest', async () => {
    const signer = makeSigner()
    const world = (ids: readonly string[]) => ({ signer, documents: list(signer.did, ids) })
    expect(await judge(badge(signer.did), world(['https://issuer.example/credentials/1']))).toBe(
      'failed status-revoked',
    )
    expect(await judge(badge(signer.did), world(['https://issuer.example/credentials/2']))).toBe('passed status-good')
  })

  it('is not believed when it is away or of another kind', async () => {
    const signer = makeSigner()
    expect(await judge(badge(signer.did), { signer, documents: {} })).toBe('unchecked status-list-away')
    expect(await judge(badge(signer.did), { signer, documents: { [url]: { id: url } } })).toBe(
      'failed status-list-type-wrong',
    )
  })
})

type Flaw = {
  set?: readonly number[]
  purpose?: 'revocation' | 'suspension' | 'message' | 'refresh'
  away?: boolean
  served?: object
  validFrom?: string
  validUntil?: string
  tamper?: JsonObject
  types?: readonly string[]
  byOther?: boolean
  forged?: boolean
  keyAway?: boolean
  id?: string
  bits?: Uint8Array
  encodedList?: string
  entry?: JsonObject
}

type World = { signer: TestSigner; documents: Record<string, object> }

async function makeWorld(flaw: Flaw): Promise<World> {
  const signer = makeSigner()
  const listSigner = flaw.byOther ? makeSigner() : flaw.keyAway ? makeSigner({ host: 'away.example' }) : signer
  const bits = flaw.bits ?? createStatusList()
  for (const at of flaw.set ?? []) setStatus(bits, at, true)
  const composed = await composeStatusListCredential({
    id: flaw.id ?? listUrl,
    issuer: listSigner.did,
    purpose: flaw.purpose ?? 'revocation',
    bits,
    validFrom: flaw.validFrom ?? '2026-11-01T00:00:00Z',
    validUntil: flaw.validUntil ?? '2026-11-03T00:00:00Z',
    ttlMilliseconds: 300_000,
    power,
  })
  const { credentialSubject, ...rest } = composed
  const subject = { ...(credentialSubject as JsonObject), ...(flaw.encodedList && { encodedList: flaw.encodedList }) }
  const unsigned = { ...rest, credentialSubject: subject, ...(flaw.types && { type: flaw.types }) }
  const forged = await addProof(unsigned, makeSigner(), {
    now: '2026-11-01T00:00:00Z',
    power,
    purpose: 'assertionMethod',
  })
  if (flaw.forged) return { signer, documents: { [listUrl]: forged } }
  const signed = await issueCredential(unsigned, listSigner, { now: '2026-11-01T00:00:00Z', power })
  const served = flaw.served ?? { ...signed, ...flaw.tamper }
  return { signer, documents: flaw.away ? {} : { [listUrl]: served } }
}

const makeCredential = (did: string, entry: JsonObject = {}): JsonObject =>
  makeBadge(did, {
    credentialStatus: {
      id: `${listUrl}#${index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(index),
      statusListCredential: listUrl,
      ...entry,
    },
  })

async function statusOf(flaw: Flaw): Promise<string> {
  const world = await makeWorld(flaw)
  return judge(makeCredential(world.signer.did, { statusPurpose: flaw.purpose ?? 'revocation', ...flaw.entry }), world)
}

async function find(unsigned: JsonObject, { signer, documents }: World) {
  // The status is looked up whatever the signature says, so that also entries can be tried that nobody would sign.
  const proof = (await issueCredential(makeBadge(signer.did), signer, { now, power })).proof
  const read = readCredential(JSON.stringify({ ...unsigned, proof }))
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve(documents) })
  return report.checks.find(({ name }) => name === 'status')
}

const judge = async (unsigned: JsonObject, world: World): Promise<string> => {
  const check = await find(unsigned, world)
  return `${check?.outcome} ${check?.code}`
}
