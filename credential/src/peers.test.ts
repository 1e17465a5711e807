import { generateKeyPairSync, sign } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ecdsa from '@digitalbazaar/ecdsa-multikey'
import * as sd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { generate } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import didkit from '@spruceid/didkit-wasm-node'
import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { encodeMultikey } from './did/multikey.ts'
import { deriveCredential } from './formats/data-integrity/selective/derive-credential.ts'
import { issueCredential } from './issue-credential.ts'
import { issueVcJwt } from './issue-token.ts'
import { isObject, type JsonObject } from './json.ts'
import { power, secrets } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makePeerLoader } from './testing/peer-loader.ts'
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

describe('others as judges: selective disclosure by Digital Bazaar', () => {
  it('derives what we verify, and we refuse what was not signed', async () => {
    const { derived } = await deriveByPeer()
    expect(derived.name).toBeUndefined()
    expect(await codesOf(derived)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    expect(await codesOf({ ...derived, name: 'Fibersvetsning' })).toMatchObject({ signature: 'signature-invalid' })
    expect(await codesOf({ ...derived, validFrom: '2026-11-01T09:00:01Z' })).toMatchObject({
      signature: 'signature-invalid',
    })
    const { credentialSubject: _subject, ...less } = derived
    expect(await codesOf(less)).toMatchObject({ signature: 'signature-invalid' })
  })

  it('does not take the holder’s base proof for a proof', async () => {
    const { base } = await deriveByPeer()
    expect(await codesOf(base)).toMatchObject({ signature: 'signature-malformed' })
  })
})

describe('others as judges: selective disclosure, one side ours and the other theirs', () => {
  const selectivePointers = ['/credentialSubject/achievement/name', '/evidence/1']
  const evidence = [1, 2, 3].map((number) => ({ type: ['Evidence'], narrative: `Svets ${number}` }))

  it('derives from our base proof what both verify, and both refuse when a letter is changed', async () => {
    const base = await issueSelectively({ evidence })
    const showing = new DataIntegrityProof({ cryptosuite: sd.createDiscloseCryptosuite({ selectivePointers }) })
    const derived = await vc.derive({ verifiableCredential: structuredClone(base), suite: showing, documentLoader })
    if (!isObject(derived)) throw new Error('no object')
    expect(await verifyByPeer(derived, selective)).toBe(true)
    expect(await codesOf(derived)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    const changed = { ...derived, validFrom: '2026-11-01T09:00:01Z' }
    expect(await verifyByPeer(changed, selective)).toBe(false)
    expect(await codesOf(changed)).toMatchObject({ signature: 'signature-invalid' })
  })

  it('verifies what we derive from our own base proof, and refuses it when a letter is changed', async () => {
    const derived = await deriveCredential(await issueSelectively({ evidence }), { selectivePointers, power })
    expect(derived.evidence).toEqual([evidence[1]])
    expect(await verifyByPeer(derived, selective)).toBe(true)
    expect(await verifyByPeer({ ...derived, validFrom: '2026-11-01T09:00:01Z' }, selective)).toBe(false)
  })

  it('verifies what we derive from its base proof', async () => {
    const { base } = await deriveByPeer()
    const derived = await deriveCredential(base, { selectivePointers: ['/credentialSubject/achievement/name'], power })
    expect(await verifyByPeer(derived, selective)).toBe(true)
    expect(await codesOf(derived)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
  })
})

const selective = sd.createVerifyCryptosuite()

async function issueSelectively(more: JsonObject) {
  const signer = makeSigner({ type: 'P-256', cryptosuite: 'ecdsa-sd-2023' })
  const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject/achievement/id']
  return issueCredential(makeBadge(signer.did, more), signer, {
    now,
    power,
    selective: { mandatoryPointers, secrets },
  })
}

async function deriveByPeer() {
  const key = await ecdsa.generate({ curve: 'P-256' })
  const exported = await key.export({ publicKey: true })
  const did = `did:key:${exported.publicKeyMultibase}`
  key.id = `${did}#${exported.publicKeyMultibase}`
  key.controller = did
  const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject/achievement/id']
  const signing = new DataIntegrityProof({
    signer: key.signer(),
    cryptosuite: sd.createSignCryptosuite({ mandatoryPointers }),
    date: now,
  })
  const base = await vc.issue({ credential: { ...makeBadge(did) }, suite: signing, documentLoader })
  const selectivePointers = ['/credentialSubject/achievement/name']
  const showing = new DataIntegrityProof({ cryptosuite: sd.createDiscloseCryptosuite({ selectivePointers }) })
  const derived = await vc.derive({ verifiableCredential: base, suite: showing, documentLoader })
  if (!isObject(base) || !isObject(derived)) throw new Error('no object')
  return { base, derived }
}

describe('others as judges: jose', () => {
  it('verifies the tokens we sign, and refuses them when a letter is changed', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { x = '' } = publicKey.export({ format: 'jwk' })
    const did = `did:key:${encodeMultikey('Ed25519', Buffer.from(x, 'base64url'))}`
    const method = `${did}#${did.slice('did:key:'.length)}`
    const token = await issueVcJwt(makeBadge(did), {
      verificationMethod: method,
      algorithm: 'EdDSA',
      sign: (bytes) => sign(null, bytes, privateKey),
    })
    expect((await jwtVerify(token, publicKey, { typ: 'vc+jwt' })).payload).toMatchObject({ issuer: { id: did } })
    await expect(jwtVerify(token.replace(/\.e/, '.f'), publicKey)).rejects.toThrow()
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

const documentLoader = makePeerLoader()

async function verifyByPeer(credential: object, kind: object = cryptosuite): Promise<boolean> {
  const suite = new DataIntegrityProof({ cryptosuite: kind })
  return (await vc.verifyCredential({ credential: structuredClone(credential), suite, documentLoader })).verified
}

async function codesOf(document: JsonObject, at: string = now): Promise<Record<string, string>> {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, { now: at, power, loadResource: serve({}) })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
