import { describe, expect, it } from 'vitest'
import { addProof, issueCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { presentCredentials } from './present-credentials.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyPresentation } from './verify-presentation.ts'

const asked = { challenge: 'c-1', domain: 'https://verifier.example' }

describe('presenting credentials on request', () => {
  it('shows that the holder holds the key, and every credential with its own report', async () => {
    const { signed } = await makePresentation()
    const { checks, credentials } = await verifyPresentation(signed, options)
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'signature-valid', 'holder-valid'])
    expect(credentials).toHaveLength(1)
    expect(credentials[0]).toMatchObject({
      report: { checks: expect.arrayContaining([expect.objectContaining({ code: 'signature-valid' })]) },
    })
  })

  it('is not believed for another request', async () => {
    const { signed } = await makePresentation()
    expect(await codes(signed, { ...asked, challenge: 'c-2' })).toContain('holder-challenge-wrong')
    expect(await codes(signed, { ...asked, domain: 'https://other.example' })).toContain('holder-challenge-wrong')
    expect(await codes(signed, undefined)).toContain('holder-unproven')
  })

  it('is not believed when it was changed, or signed by another than the holder', async () => {
    const { signed, other } = await makePresentation()
    expect(await codes({ ...signed, id: 'urn:uuid:5c0ffee0-0000-4000-8000-000000000000' })).toContain(
      'signature-invalid',
    )
    const { proof: _proof, ...unsigned } = signed
    await expect(presentCredentials(unsigned, other, { now, power, ...asked })).rejects.toMatchObject({
      code: 'signer-mismatch',
    })
    const stolen = await addProof(unsigned, other, { now, power, ...asked, purpose: 'authentication' })
    expect(await codes(stolen)).toContain('holder-invalid')
    expect(await codes(unsigned)).toEqual(['format-current', 'holder-unsigned'])
  })

  it('does not take a credential’s signature for a presentation’s', async () => {
    const { signed } = await makePresentation()
    const [proof] = signed.proof
    expect(await codes({ ...signed, proof: [{ ...proof, proofPurpose: 'assertionMethod' }] })).toContain(
      'proof-purpose-wrong',
    )
  })

  it('reports a changed credential inside it', async () => {
    const { holder, credential } = await makePresentation()
    const changed = { ...credential, name: 'x' }
    const signed = await presentCredentials(compose(holder.did, changed), holder, { now, power, ...asked })
    const { credentials } = await verifyPresentation(signed, options)
    expect(credentials[0]).toMatchObject({
      report: { checks: expect.arrayContaining([expect.objectContaining({ code: 'signature-invalid' })]) },
    })
  })
})

const options = { now, power, loadResource: serve({}), asked }

const compose = (holder: string, credential: JsonObject): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  type: ['VerifiablePresentation'],
  holder,
  verifiableCredential: [credential],
})

async function makePresentation() {
  const issuer = makeSigner()
  const holder = makeSigner()
  const credential = await issueCredential(makeBadge(issuer.did), issuer, { now, power })
  const signed = await presentCredentials(compose(holder.did, credential), holder, { now, power, ...asked })
  return { signed, holder, credential, other: makeSigner() }
}

const codes = async (document: JsonObject, ...request: [typeof asked?]) => {
  const { asked: _asked, ...rest } = options
  const [stated] = request.length === 0 ? [asked] : request
  return (await verifyPresentation(document, stated ? { ...rest, asked: stated } : rest)).checks.map(({ code }) => code)
}
