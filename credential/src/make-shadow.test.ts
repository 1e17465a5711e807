import { describe, expect, it } from 'vitest'
import { issueCredential } from './issue-credential.ts'
import { makeShadow, type ShadowDifference } from './make-shadow.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

describe('letting the reference look over the fast path’s shoulder', () => {
  it('is silent where both write the same, when issuing and when verifying', async () => {
    const { shadow, alarms } = listen(1)
    const text = JSON.stringify(await issueCredential(makeLongBadge(), signer, { now, power, shadow }))
    expect(await verify(text, { power, shadow })).toBe('signature-valid')
    expect(alarms).toEqual([])
  })

  it('raises an alarm for each purpose where our own path writes something else', async () => {
    const { shadow, alarms } = listen(1)
    await issueCredential(makeLongBadge(), signer, { now, power: confused, shadow })
    const text = JSON.stringify(await issueCredential(makeLongBadge(), signer, { now, power }))
    expect(await verify(text, { power: confused, shadow })).toBe('signature-invalid')
    expect(alarms).toMatchObject([{ purpose: 'issue' }, { purpose: 'verify' }])
    expect(alarms.every(({ ours, reference }) => ours !== reference && reference.startsWith('<'))).toBe(true)
  })

  it('looks as well at documents that are known but for some texts', async () => {
    const { shadow, alarms } = listen(1)
    for (const id of ['urn:uuid:1', 'urn:uuid:2', 'urn:uuid:3', 'urn:uuid:4']) {
      await issueCredential({ ...makeLongBadge(), id }, signer, { now, power: { ...confused }, shadow })
      expect(alarms.at(-1)?.document.id).toBe(id)
    }
    await issueCredential({ ...makeLongBadge(), id: 'urn:uuid:5' }, signer, { now, power, shadow })
    expect(alarms).toHaveLength(4)
  })

  it('looks at one document in so many', () => {
    const { isDue } = makeShadow(3, () => {})
    expect(Array.from({ length: 7 }, isDue)).toEqual([true, false, false, true, false, false, true])
    expect(() => makeShadow(0, () => {})).toThrow(RangeError)
  })
})

const signer = makeSigner()

/** Blank nodes come in another order when their hashes are read backwards. */
const confused = {
  ...power,
  sha256Hex: (text: string) => [...power.sha256Hex(text)].reverse().join(''),
}

function listen(every: number) {
  const alarms: ShadowDifference[] = []
  return { alarms, shadow: makeShadow(every, (difference) => alarms.push(difference)) }
}

function makeLongBadge() {
  const evidence = Array.from({ length: 12 }, (_, index) => ({ type: ['Evidence'], name: `Piece ${index}` }))
  return { ...makeBadge(signer.did), evidence }
}

async function verify(text: string, options: Pick<Parameters<typeof verifyCredential>[1], 'power' | 'shadow'>) {
  const read = readCredential(text)
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, { now, loadResource: serve({}), ...options })
  return report.checks.find(({ name }) => name === 'signature')?.code
}
