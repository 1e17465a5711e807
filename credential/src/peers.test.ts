import { generateKeyPairSync } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { generate } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import didkit from '@spruceid/didkit-wasm-node'
import { describe, expect, it } from 'vitest'
import { findKnownContext } from './contexts/known-contexts.ts'
import { encodeMultikey } from './did/multikey.ts'
import { issueCredential } from './issue-credential.ts'
import { isObject, type JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

describe('others as judges: Digital Bazaar', () => {
  it('verifies what we issue, and refuses it when a letter is changed', async () => {
    const signer = makeSigner()
    const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
    expect(await verifyByPeer(signed)).toBe(true)
    expect(await verifyByPeer({ ...signed, name: 'x' })).toBe(false)
  })

  it('issues what we verify, and we refuse it when a letter is changed', async () => {
    const key = await generate({ seed: new Uint8Array(32).fill(7) })
    const did = `did:key:${encodeMultikey('Ed25519', (await key.export({ publicKey: true, raw: true })).publicKey)}`
    key.id = `${did}#${did.slice('did:key:'.length)}`
    key.controller = did
    const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite, date: now })
    const signed = await vc.issue({ credential: { ...makeBadge(did) }, suite, documentLoader })
    if (!isObject(signed)) throw new Error('no object')
    expect(await codesOf(signed)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    expect(await codesOf({ ...signed, name: 'x' })).toMatchObject({ signature: 'signature-invalid' })
  })
})

describe('others as judges: DIDKit, which is written in Rust', () => {
  it('issues VC 1.1 that we verify and say is old, and we refuse it when a letter is changed', async () => {
    const { signed } = await issueByDidkit()
    expect(await codesOf(signed, later)).toMatchObject({
      format: 'format-old',
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
    })
    expect(await codesOf({ ...signed, id: 'urn:uuid:5c0ffee0-0000-4000-8000-000000000000' }, later)).toMatchObject({
      signature: 'signature-invalid',
    })
  })

  it('reads our did:key as the same key', () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const { kty, crv, x = '' } = publicKey.export({ format: 'jwk' })
    const ours = `did:key:${encodeMultikey('Ed25519', Buffer.from(x, 'base64url'))}`
    expect(didkit.keyToDID('key', JSON.stringify({ kty, crv, x }))).toBe(ours)
  })
})

/** DIDKit takes the time from the real clock. */
const later = '2100-01-01T00:00:00Z'

async function issueByDidkit() {
  const key = didkit.generateEd25519Key()
  const did = didkit.keyToDID('key', key)
  const verificationMethod: string = await didkit.keyToVerificationMethod('key', key)
  const unsigned = {
    '@context': ['https://www.w3.org/2018/credentials/v1'],
    id: 'urn:uuid:36245ee9-9074-4b05-a777-febff2e69757',
    type: ['VerifiableCredential'],
    issuer: did,
    issuanceDate: '2026-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:a' },
  }
  const options = { verificationMethod, proofPurpose: 'assertionMethod', type: 'Ed25519Signature2020' }
  const text: string = await didkit.issueCredential(JSON.stringify(unsigned), JSON.stringify(options), key)
  const signed: JsonObject = JSON.parse(text)
  return { signed }
}

async function documentLoader(url: string) {
  const [did = '', fragment] = url.split('#')
  const multibase = did.slice('did:key:'.length)
  const method = { id: `${did}#${multibase}`, type: 'Multikey', controller: did, publicKeyMultibase: multibase }
  const document = did.startsWith('did:key:')
    ? fragment
      ? { '@context': 'https://w3id.org/security/multikey/v1', ...method }
      : {
          '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
          id: did,
          verificationMethod: [method],
          assertionMethod: [method.id],
        }
    : findKnownContext(url)
  if (!document) throw new Error(`no ${url}`)
  return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
}

async function verifyByPeer(credential: object): Promise<boolean> {
  const suite = new DataIntegrityProof({ cryptosuite })
  return (await vc.verifyCredential({ credential: structuredClone(credential), suite, documentLoader })).verified
}

async function codesOf(document: JsonObject, at: string = now): Promise<Record<string, string>> {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, { now: at, power, loadResource: serve({}) })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
