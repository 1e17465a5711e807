import { describe, expect, it } from 'vitest'
import { canonicaliseByReference } from '../../canonicalise.ts'
import { findKnownContext } from '../../contexts/known-contexts.ts'
import type { JsonObject } from '../../json.ts'
import { writeProofQuads } from './write-proof-quads.ts'

const options: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  created: '2026-11-02T09:00:00Z',
  verificationMethod: 'did:web:issuer.example%3A3000:a#z6Mk-1',
  proofPurpose: 'assertionMethod',
}

const write = ({ '@context': context, ...proof }: JsonObject) => writeProofQuads(proof, context)

describe('writing down the statements of an ordinary proof', () => {
  for (const change of [
    {},
    { proofPurpose: 'authentication' },
    { cryptosuite: 'ecdsa-rdfc-2019' },
    { created: '2026-11-02T09:00:00.123Z' },
    { verificationMethod: 'https://issuer.example/keys?a=b#1' },
    { '@context': ['https://www.w3.org/ns/credentials/v2'] },
    { '@context': ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/security/data-integrity/v2'] },
    { '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'] },
  ])
    it(`gives what the reference gives for ${JSON.stringify(change)}`, async () => {
      const stated = { ...options, ...change }
      const nquads = write({ ...stated, proofValue: 'z1' })
      expect(write(stated)).toBe(nquads)
      expect(await canonicaliseByReference(stated, findKnownContext)).toMatchObject({ nquads })
    })

  for (const change of [
    { nonce: 'x' },
    { created: '2026-11-02T09:00:00+01:00' },
    { verificationMethod: 'did:web:a> <b' },
    { verificationMethod: 'key' },
    { cryptosuite: 'a"b' },
    { proofPurpose: 'keyAgreement' },
    { '@context': ['https://www.w3.org/2018/credentials/v1'] },
    { '@context': ['https://www.w3.org/ns/credentials/v2', { created: 'https://evil.example' }] },
    { type: ['DataIntegrityProof'] },
  ])
    it(`leaves ${JSON.stringify(change)} to the whole way`, () => {
      expect(write({ ...options, ...change })).toBeUndefined()
    })

  it('leaves a proof under no context, one with a context of its own and one that lacks something to the whole way', () => {
    const { '@context': context, ...proof } = options
    const { created: _created, ...timeless } = proof
    expect(writeProofQuads(proof, undefined)).toBeUndefined()
    expect(writeProofQuads({ ...proof, '@context': context ?? null }, context)).toBeUndefined()
    expect(writeProofQuads(timeless, context)).toBeUndefined()
  })
})
