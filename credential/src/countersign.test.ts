import { describe, expect, it } from 'vitest'
import { countersignCredential, issueCredential, type SignedCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import type { Cryptosuite } from './power.ts'
import { readCredential } from './read-credential.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const first = 'urn:uuid:5c0ffee0-0000-4000-8000-000000000001'
const second = 'urn:uuid:5c0ffee0-0000-4000-8000-000000000002'
const third = 'urn:uuid:5c0ffee0-0000-4000-8000-000000000003'

describe('a chain of proofs, each over the one before', () => {
  for (const suites of [
    ['eddsa-rdfc-2022', 'eddsa-rdfc-2022'],
    ['eddsa-jcs-2022', 'eddsa-jcs-2022'],
    ['eddsa-rdfc-2022', 'ecdsa-jcs-2019'],
    ['ecdsa-rdfc-2019', 'eddsa-rdfc-2022'],
  ] as const)
    it(`holds with ${suites.join(' under ')}, and not when a letter is changed`, async () => {
      const chain = await makeChain(suites)
      expect(await codesOf(chain)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
      expect(await codesOf({ ...chain, name: 'x' })).toMatchObject({ signature: 'signature-invalid' })
    })

  it('says in each proof which one it builds on', async () => {
    const { proof } = await makeChain()
    expect(proof.map(({ id, previousProof }) => [id, previousProof])).toEqual([
      [first, undefined],
      [second, [first]],
      [third, [first, second]],
    ])
  })

  it('holds in whatever order the proofs are written', async () => {
    const chain = await makeChain()
    expect(await codesOf({ ...chain, proof: chain.proof.toReversed() })).toMatchObject({
      signature: 'signature-valid',
    })
  })

  const breaks: readonly (readonly [string, (proofs: readonly JsonObject[]) => readonly JsonObject[], string])[] = [
    ['the first is taken away', ([, ...rest]) => rest, 'proof-previous-missing'],
    ['the middle is taken away', ([one = {}, , three = {}]) => [one, three], 'proof-previous-missing'],
    [
      'the reference is taken away',
      ([one = {}, { previousProof: _previous, ...two } = {}]) => [one, two],
      'signature-invalid',
    ],
    [
      'the reference is to another',
      ([one = {}, two = {}, three = {}]) => [one, two, { ...three, previousProof: [second] }],
      'signature-invalid',
    ],
    [
      'the reference is to itself',
      ([one = {}, two = {}]) => [one, { ...two, previousProof: second }],
      'proof-previous-missing',
    ],
    [
      'the reference is no text',
      ([one = {}, two = {}]) => [one, { ...two, previousProof: 1 }],
      'proof-previous-missing',
    ],
    [
      'the references are none',
      ([one = {}, two = {}]) => [one, { ...two, previousProof: [] }],
      'proof-previous-missing',
    ],
    ['two proofs have one name', ([one = {}, two = {}]) => [one, one, two], 'signature-malformed'],
    [
      'the first says another time',
      ([one = {}, ...rest]) => [{ ...one, created: '2026-11-02T08:00:00Z' }, ...rest],
      'signature-invalid',
    ],
  ]
  for (const [what, change, code] of breaks)
    it(`is broken when ${what}: ${code}`, async () => {
      const chain = await makeChain()
      expect(await codesOf({ ...chain, proof: change(chain.proof) })).toMatchObject({ signature: code })
    })

  it('is broken when the first is replaced by another good proof of the same name', async () => {
    const issuer = makeSigner()
    const witness = makeSigner()
    const once = await issueCredential(makeBadge(issuer.did), issuer, { now, power, proofId: first })
    const again = await issueCredential(makeBadge(issuer.did), issuer, {
      now: '2026-11-02T09:00:05Z',
      power,
      proofId: first,
    })
    const chain = await countersignCredential(once, witness, { now, power, previousProof: [first] })
    expect(await codesOf(chain)).toMatchObject({ signature: 'signature-valid' })
    expect(await codesOf({ ...chain, proof: [...again.proof, ...chain.proof.slice(1)] })).toMatchObject({
      signature: 'signature-invalid',
    })
  })

  it('is not made over a proof that is not there, nor under a name that is taken', async () => {
    const chain = await makeChain()
    const witness = makeSigner()
    for (const options of [{ previousProof: ['urn:uuid:none'] }, { previousProof: [] }, { proofId: first }])
      await expect(countersignCredential(chain, witness, { now, power, ...options })).rejects.toMatchObject({
        code: 'proof-unfit',
      })
  })
})

describe('a set of proofs, each for itself', () => {
  it('holds with and without the other, and not when a letter is changed', async () => {
    const issuer = makeSigner()
    const once = await issueCredential(makeBadge(issuer.did), issuer, { now, power })
    const both = await countersignCredential(once, makeSigner({ type: 'P-384' }), { now, power })
    expect(both.proof).toHaveLength(2)
    expect(await codesOf(both)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    expect(await codesOf({ ...both, proof: both.proof.slice(0, 1) })).toMatchObject({ signature: 'signature-valid' })
    expect(await codesOf({ ...both, proof: both.proof.slice(1) })).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-not-controller',
    })
    expect(await codesOf({ ...both, name: 'x' })).toMatchObject({ signature: 'signature-invalid' })
  })

  it('falls with one bad proof, whoever made it', async () => {
    const issuer = makeSigner()
    const once = await issueCredential(makeBadge(issuer.did), issuer, { now, power })
    const { proof } = await issueCredential(makeBadge(issuer.did, { name: 'x' }), issuer, { now, power })
    expect(await codesOf({ ...once, proof: [...once.proof, ...proof] })).toMatchObject({
      signature: 'signature-invalid',
    })
  })
})

async function makeChain(
  suites: readonly Exclude<Cryptosuite, 'ecdsa-sd-2023'>[] = ['eddsa-rdfc-2022', 'eddsa-rdfc-2022', 'eddsa-rdfc-2022'],
): Promise<SignedCredential> {
  const [one, ...others] = suites.map((cryptosuite) =>
    makeSigner({ cryptosuite, type: cryptosuite.startsWith('eddsa') ? 'Ed25519' : 'P-256' }),
  )
  if (!one) throw new Error('no signer')
  let chain = await issueCredential(makeBadge(one.did), one, { now, power, proofId: first })
  for (const [at, signer] of others.entries()) {
    const proofId = at === 0 ? second : third
    const previousProof = at === 0 ? [first] : [first, second]
    chain = await countersignCredential(chain, signer, { now, power, proofId, previousProof })
  }
  return chain
}

async function codesOf(document: JsonObject): Promise<Record<string, string>> {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve({}) })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
