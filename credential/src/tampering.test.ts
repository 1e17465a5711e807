import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveCredential } from './formats/data-integrity/selective/derive-credential.ts'
import { sealCredential } from './formats/jades/seal-credential.ts'
import { countersignCredential, issueCredential } from './issue-credential.ts'
import { issueSdJwtVc, issueVcJwt, presentSdJwt } from './issue-token.ts'
import type { JsonObject } from './json.ts'
import { power, secrets } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makeCertificate } from './testing/test-certificates.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const asked = { challenge: 'n-1', domain: 'https://verifier.example' }
const first = 'urn:uuid:5c0ffee0-0000-4000-8000-000000000001'

/** A signed text of each format, each with the certificates that it needs to be trusted. */
const makers: Readonly<Record<string, () => Promise<{ text: string; trustAnchors?: readonly Uint8Array[] }>>> = {
  'eddsa-rdfc-2022': () => issueWith({ cryptosuite: 'eddsa-rdfc-2022' }),
  'eddsa-jcs-2022': () => issueWith({ cryptosuite: 'eddsa-jcs-2022' }),
  'ecdsa-rdfc-2019 with P-384': () => issueWith({ type: 'P-384' }),
  async 'a chain of proofs'() {
    const signer = makeSigner()
    const once = await issueCredential(makeBadge(signer.did), signer, { now, power, proofId: first })
    const options = { now, power, previousProof: [first] }
    return { text: JSON.stringify(await countersignCredential(once, makeSigner(), options)) }
  },
  async 'ecdsa-sd-2023, derived'() {
    const signer = makeSigner({ type: 'P-256', cryptosuite: 'ecdsa-sd-2023' })
    const selective = { mandatoryPointers: ['/issuer', '/validFrom'], secrets }
    const base = await issueCredential(makeBadge(signer.did), signer, { now, power, selective })
    return { text: JSON.stringify(await deriveCredential(base, { selectivePointers: ['/credentialSubject'], power })) }
  },
  async 'VC-JWT'() {
    const signer = makeTokenSigner()
    return { text: await issueVcJwt(makeBadge(signer.did), signer) }
  },
  async 'SD-JWT VC with key binding'() {
    const issuer = makeTokenSigner()
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { x = '' } = publicKey.export({ format: 'jwk' })
    const claims = { vct: 'https://issuer.example/merit', iss: issuer.did, merit: 'Svets', given_name: 'Aino' }
    const options = { power, randomBytes, selective: ['given_name'], holderKey: { kty: 'OKP', crv: 'Ed25519', x } }
    const holder = { algorithm: 'EdDSA' as const, sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) }
    const binding = { now, challenge: asked.challenge, audience: asked.domain, power }
    return { text: await presentSdJwt(await issueSdJwtVc(claims, issuer, options), ['given_name'], holder, binding) }
  },
  async JAdES() {
    const root = await makeCertificate({ name: 'CN=Rot', authority: true })
    const leaf = await makeCertificate({ name: 'CN=Sigill, 2.5.4.97=NTRSE-1', by: root })
    const elm: JsonObject = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
      issuanceDate: '2026-11-01T09:00:00Z',
      issuer: { id: 'urn:epass:org:1', eIDASIdentifier: { notation: 'NTRSE-1' } },
      credentialSubject: { id: 'urn:epass:person:1' },
    }
    const sealer = { algorithm: 'ES256', certificates: [leaf.der], sign: leaf.sign } as const
    return { text: await sealCredential(elm, sealer, { now, power }), trustAnchors: [root.der] }
  },
}

describe('a signed text in which one character is another', () => {
  for (const [format, make] of Object.entries(makers))
    it(`says nothing else and is still believed, nor makes the verifier throw: ${format}`, async () => {
      const { text, trustAnchors = [] } = await make()
      const genuine = await judge(text, trustAnchors)
      expect(genuine.believed).toBe(true)
      const position = fc.integer({ min: 0, max: text.length - 1 })
      const letter = fc.constantFrom(...'aB0-_.~"{}[],:\\ é\u0000=')
      await fc.assert(
        fc.asyncProperty(position, letter, async (at, other) => {
          const changed = await judge(text.slice(0, at) + other + text.slice(at + 1), trustAnchors)
          // A blank between two values, or a second spelling of a letter, changes nothing that is said.
          if (changed.believed) expect(changed.said).toEqual(genuine.said)
        }),
        { numRuns: 120, seed: 20_261_125 },
      )
    }, 60_000)
})

async function judge(text: string, trustAnchors: readonly Uint8Array[]) {
  const read = readCredential(text)
  if (!read.read) return { believed: false, said: undefined }
  const options = { now, power, loadResource: serve({}), trustAnchors, asked }
  const { report, credential } = await verifyCredential(read.credential, options)
  const relied = report.checks.filter(({ name }) => name === 'signature' || name === 'issuer' || name === 'holder')
  const { proof: _proof, ...said } = credential
  return { believed: relied.every(({ outcome }) => outcome === 'passed'), said }
}

async function issueWith(parts: Parameters<typeof makeSigner>[0]) {
  const signer = makeSigner(parts)
  return { text: JSON.stringify(await issueCredential(makeBadge(signer.did), signer, { now, power })) }
}

function makeTokenSigner() {
  const { did, verificationMethod, sign: signBytes } = makeSigner()
  return { did, verificationMethod, algorithm: 'EdDSA' as const, sign: signBytes }
}
