import { describe, expect, it } from 'vitest'
import { canonicalise, canonicaliseByReference } from './canonicalise.ts'
import { findKnownContext } from './contexts/known-contexts.ts'
import { power } from './power/node.ts'
import { makeBadge } from './testing/test-world.ts'

describe('the hash that labels blank nodes', () => {
  const document = makeBadge('did:web:issuer.example', {
    evidence: [1, 2, 3, 4].map((number) => ({ type: ['Evidence'], narrative: `Svets ${number}` })),
  })

  for (const hash of ['sha256', 'sha384'] as const)
    it(`may be ${hash}, and our own path and the reference agree`, async () => {
      const own = await canonicalise(document, { power, purpose: 'verify', hash })
      expect(own).toMatchObject({ done: true, path: 'fast' })
      expect(own).toMatchObject({ nquads: nquadsOf(await canonicaliseByReference(document, findKnownContext, hash)) })
    })

  it('makes a difference', async () => {
    const one = await canonicalise(document, { power, purpose: 'verify', hash: 'sha256' })
    const other = await canonicalise(document, { power, purpose: 'verify', hash: 'sha384' })
    expect(nquadsOf(one)).not.toBe(nquadsOf(other))
  })
})

const nquadsOf = (canonical: Awaited<ReturnType<typeof canonicalise>>): string =>
  canonical.done ? canonical.nquads : canonical.code
