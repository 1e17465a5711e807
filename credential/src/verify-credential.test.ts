import { describe, expect, it } from 'vitest'
import type { Check } from './check.ts'
import { issueCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import type { LoadResource } from './power.ts'
import { readCredential } from './read-credential.ts'
import { didDocument, makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

describe('verifying a credential that its issuer signed', () => {
  it('finds every check in order, and all of them passed', async () => {
    const signer = makeSigner()
    const signed = await issueCredential(makeBadge(signer.did), signer, { now, power, schema: 'open-badge-3' })
    expect((await verify(signed)).map(({ name, code }) => `${name}: ${code}`)).toEqual([
      'format: format-current',
      'signature: signature-valid',
      'issuer: issuer-controls-key',
      'validity: valid-now',
      'status: status-none',
      'mandate: mandate-not-needed',
      'schema: schema-none',
      'related-resources: related-none',
    ])
  })

  it('carries its proof as a list, made by the key that is named', async () => {
    const signer = makeSigner()
    const { proof } = await issueCredential(makeBadge(signer.did), signer, { now, power })
    expect(proof).toEqual([
      {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        created: '2026-11-02T09:00:00Z',
        verificationMethod: signer.verificationMethod,
        proofPurpose: 'assertionMethod',
        proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
      },
    ])
  })

  for (const cryptosuite of ['eddsa-rdfc-2022', 'eddsa-jcs-2022'] as const)
    it(`holds with ${cryptosuite}, and not when one letter is changed`, async () => {
      const signer = makeSigner({ cryptosuite })
      const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
      expect(await codeOf(signed, 'signature')).toBe('signature-valid')
      expect(await codeOf({ ...signed, name: 'Fibersvetsninh' }, 'signature')).toBe('signature-invalid')
    })

  for (const [type, cryptosuite] of [
    ['P-256', 'ecdsa-rdfc-2019'],
    ['P-384', 'ecdsa-rdfc-2019'],
    ['P-256', 'ecdsa-jcs-2019'],
    ['P-384', 'ecdsa-jcs-2019'],
  ] as const)
    it(`holds with ${cryptosuite} and a ${type} key, and not when one letter is changed`, async () => {
      const signer = makeSigner({ type, cryptosuite })
      const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
      expect(await codeOf(signed, 'signature')).toBe('signature-valid')
      expect(await codeOf({ ...signed, name: 'Fibersvetsninh' }, 'signature')).toBe('signature-invalid')
    })

  it('finds the key of a did:web in its document', async () => {
    const signer = makeSigner({ host: 'norrfiber.example' })
    const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
    expect(await codeOf(signed, 'issuer', serve(didDocument(signer)))).toBe('issuer-controls-key')
    expect(await codeOf(signed, 'signature', serve({}))).toBe('key-away')
    expect(await codeOf(signed, 'issuer', serve({}))).toBe('issuer-unchecked')
  })
})

const verify = async (document: JsonObject, loadResource: LoadResource = serve({})): Promise<readonly Check[]> => {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource })
  return report.checks
}

const codeOf = async (document: JsonObject, name: Check['name'], loadResource?: LoadResource) =>
  (await verify(document, loadResource)).find((check) => check.name === name)?.code
