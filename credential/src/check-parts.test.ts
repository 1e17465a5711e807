import { describe, expect, it } from 'vitest'
import { partTerms } from './check-parts.ts'
import { issueCredential } from './issue-credential.ts'
import type { Json, JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { createStatusList, setStatus } from './status/bits.ts'
import { composeStatusEntry } from './status/compose-status-entry.ts'
import { composeStatusListCredential } from './status/compose-status-list-credential.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const listUrl = 'https://school.example/status/1'
const suspensionUrl = 'https://school.example/status/2'
const partUrl = 'https://school.example/credentials/1'
const otherPart = 'https://school.example/credentials/2'

describe('looking up whether the parts of a whole still hold', () => {
  it('says nothing of parts where a credential has none', async () => {
    const { report } = await verify({})
    expect(report.checks.map(({ name }) => name)).not.toContain('parts')
    expect(report.parts).toBeUndefined()
  })

  it('finds all of them good, each by its own issuer’s list', async () => {
    const { report } = await verify({ parts: [1, 2] })
    expect(report.checks.find(({ name }) => name === 'parts')).toMatchObject({
      outcome: 'passed',
      code: 'parts-good',
      detail: { parts: 2 },
    })
    expect(report.parts?.map(({ id, check }) => [id, check.code])).toEqual([
      [partUrl, 'parts-good'],
      [otherPart, 'parts-good'],
    ])
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  })

  it('tells which one was revoked after the whole was signed', async () => {
    const { report } = await verify({ parts: [1, 2], revoked: [2] })
    expect(report.checks.find(({ name }) => name === 'parts')).toMatchObject({
      outcome: 'failed',
      code: 'part-revoked',
      detail: { part: otherPart },
    })
    expect(report.parts?.map(({ check }) => check.code)).toEqual(['parts-good', 'part-revoked'])
    expect(report.checks.find(({ name }) => name === 'signature')?.outcome).toBe('passed')
  })

  it('tells a suspension, and a list that is away, apart from good', async () => {
    expect(await code({ parts: [1], suspended: [1] })).toBe('part-suspended')
    expect(await code({ parts: [1], away: true })).toBe('part-status-unknown')
  })

  it('does not believe a list of someone else’s', async () => {
    expect(await code({ parts: [1], issuedBy: 'did:web:other.example' })).toBe('part-status-unknown')
  })

  it('does not pass a part over that it cannot read', async () => {
    expect(await code({ parts: [1], changes: { digestSRI: null } })).toBe('parts-malformed')
    expect(await code({ parts: [1], changes: { [partTerms.issuedBy]: null } })).toBe('parts-malformed')
    expect(await code({ parts: Array.from({ length: 61 }, (_, index) => index) })).toBe('parts-malformed')
  })
})

type Case = {
  parts?: readonly number[]
  revoked?: readonly number[]
  suspended?: readonly number[]
  away?: boolean
  issuedBy?: string
  changes?: JsonObject
}

const code = async (one: Case) => (await verify(one)).report.checks.find(({ name }) => name === 'parts')?.code

async function verify({ parts = [], revoked = [], suspended = [], away = false, issuedBy, changes = {} }: Case) {
  const school = makeSigner()
  const whole = makeSigner()
  const list = async (url: string, purpose: 'revocation' | 'suspension', set: readonly number[]) => {
    const bits = createStatusList()
    for (const at of set) setStatus(bits, at, true)
    const composed = await composeStatusListCredential({
      id: url,
      issuer: school.did,
      purpose,
      bits,
      validFrom: '2026-11-01T00:00:00Z',
      validUntil: '2026-11-03T00:00:00Z',
      ttlMilliseconds: 300_000,
      power,
    })
    return issueCredential(composed, school, { now: '2026-11-01T00:00:00Z', power })
  }
  const named = parts.map(
    (index): Json => ({
      id: `https://school.example/credentials/${index}`,
      type: partTerms.part,
      name: 'Part',
      digestSRI: `sha384-${'A'.repeat(64)}`,
      [partTerms.issuedBy]: { id: issuedBy ?? school.did, name: 'School' },
      [partTerms.status]: [
        composeStatusEntry({ list: listUrl, index, purpose: 'revocation' }),
        composeStatusEntry({ list: suspensionUrl, index, purpose: 'suspension' }),
      ],
      ...changes,
    }),
  )
  const unsigned = makeBadge(whole.did, parts.length > 0 ? { [partTerms.hasPart]: named } : {})
  const { proof } = await issueCredential(
    Object.keys(changes).length > 0 || parts.length > 60 ? makeBadge(whole.did) : unsigned,
    whole,
    { now, power },
  )
  const read = readCredential(JSON.stringify({ ...unsigned, proof }))
  if (!read.read) throw new Error(read.code)
  const documents: Record<string, JsonObject> = away
    ? {}
    : {
        [listUrl]: await list(listUrl, 'revocation', revoked),
        [suspensionUrl]: await list(suspensionUrl, 'suspension', suspended),
      }
  return verifyCredential(read.credential, { now, power, loadResource: serve(documents) })
}
