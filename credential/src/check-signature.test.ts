import { describe, expect, it } from 'vitest'
import { composeDidDocument } from './did/compose-did-document.ts'
import { addProof, issueCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { power as webPower } from './power/web.ts'
import type { LoadResource } from './power.ts'
import { readCredential } from './read-credential.ts'
import { didDocument, makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

describe('a signature covers all that is read', () => {
  const changes: readonly (readonly [string, (signed: JsonObject) => JsonObject, Partial<Codes>])[] = [
    ['a field is changed', (signed) => ({ ...signed, name: 'Något annat' }), { signature: 'signature-invalid' }],
    ['a field is taken away', ({ name: _name, ...signed }) => signed, { signature: 'signature-invalid' }],
    ['a known field is added', (signed) => ({ ...signed, description: 'ny' }), { signature: 'signature-invalid' }],
    [
      'a field is added that no vocabulary knows',
      (signed) => ({ ...signed, grade: 'A' }),
      { format: 'term-undefined', signature: 'signature-unchecked' },
    ],
    [
      'a type is added that no vocabulary knows',
      (signed) => ({ ...signed, type: ['VerifiableCredential', 'OpenBadgeCredential', 'Made.Up'] }),
      { format: 'term-undefined' },
    ],
    [
      'an unknown vocabulary is added',
      (signed) => ({ ...signed, '@context': [...contextsOf(signed), 'https://evil.example/context'] }),
      { format: 'context-unknown', signature: 'signature-unchecked' },
    ],
    [
      'a protected term is given another meaning',
      (signed) => ({ ...signed, '@context': [...contextsOf(signed), { name: 'https://evil.example/name' }] }),
      { format: 'term-redefined' },
    ],
    [
      'a term is emptied by a vocabulary of its own',
      (signed) => ({ ...signed, '@context': [...contextsOf(signed), { grade: null }], grade: 'A' }),
      { format: 'term-undefined' },
    ],
    [
      'the proof is taken away',
      ({ proof: _proof, ...signed }) => signed,
      { signature: 'signature-missing', issuer: 'issuer-unchecked' },
    ],
    ['the proof is a text', (signed) => ({ ...signed, proof: 'trust me' }), { signature: 'signature-malformed' }],
    [
      'the issuer is another',
      (signed) => ({ ...signed, issuer: { id: 'did:web:other.example', type: ['Profile'] } }),
      { signature: 'signature-invalid' },
    ],
    ['the proof says another time', withProof({ created: '2026-11-02T08:59:59Z' }), { signature: 'signature-invalid' }],
    ['the proof carries something unsigned', withProof({ nonce: 'x' }), { signature: 'signature-invalid' }],
    [
      'the proof was made to log in',
      withProof({ proofPurpose: 'authentication' }),
      { signature: 'proof-purpose-wrong' },
    ],
    ['the proof has no purpose', withProof({ proofPurpose: null }), { signature: 'proof-incomplete' }],
    ['the proof names no key', withProof({ verificationMethod: null }), { signature: 'proof-incomplete' }],
    ['the proof has expired', withProof({ expires: '2026-11-01T00:00:00Z' }), { signature: 'proof-expired' }],
    [
      'the proof comes from the future',
      withProof({ created: '2027-01-01T00:00:00Z' }),
      { signature: 'proof-created-later' },
    ],
    ['the proof has a time that is none', withProof({ created: 'yesterday' }), { signature: 'signature-malformed' }],
    [
      'the proof is of a kind that is not known',
      withProof({ cryptosuite: 'quantum-2040' }),
      { signature: 'cryptosuite-unknown' },
    ],
    [
      'the proof says that its kind is __proto__',
      withProof({ cryptosuite: '__proto__' }),
      { signature: 'cryptosuite-unknown' },
    ],
    ['the signature is cut', withProof({ proofValue: 'z3x' }), { signature: 'signature-invalid' }],
    ['the signature is in another alphabet', withProof({ proofValue: 'uAAAA' }), { signature: 'signature-malformed' }],
    [
      'the proof builds on one that is not there',
      withProof({ previousProof: 'urn:uuid:none' }),
      { signature: 'proof-previous-missing' },
    ],
    [
      'the key is of an unknown method',
      withProof({ verificationMethod: 'did:example:1#key' }),
      { signature: 'key-method-unknown' },
    ],
    ['the key has no address at all', withProof({ verificationMethod: 'key' }), { signature: 'key-method-unknown' }],
    [
      'the key is no key',
      withProof({ verificationMethod: 'did:key:z6MkNope#z6MkNope' }),
      { signature: 'key-type-wrong' },
    ],
  ]
  for (const [what, change, codes] of changes)
    it(`so when ${what}: ${Object.values(codes).join(', ')}`, async () => {
      const signer = makeSigner()
      const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
      expect(await codesOf(change(signed))).toMatchObject(codes)
    })

  it('and one byte of the signature is enough', async () => {
    const signer = makeSigner()
    const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
    const value = String(signed.proof[0]?.proofValue)
    const other = value.endsWith('2') ? '3' : '2'
    expect(await codesOf(withProof({ proofValue: value.slice(0, -1) + other })(signed))).toMatchObject({
      signature: 'signature-invalid',
    })
  })

  it('is found valid by the browser’s strength as by Node’s, and a changed one by neither', async () => {
    for (const type of ['Ed25519', 'P-256', 'P-384'] as const) {
      const signer = makeSigner({ type })
      const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
      expect(await codesOf(signed, serve({}), webPower)).toMatchObject({ signature: 'signature-valid' })
      expect(await codesOf({ ...signed, name: 'x' }, serve({}), webPower)).toMatchObject({
        signature: 'signature-invalid',
      })
    }
  })
})

describe('a key counts only while its owner lets it', () => {
  const cases: readonly (readonly [string, { retiredAt?: string; compromisedAt?: string }, string, string])[] = [
    ['is in use', {}, now, 'signature-valid'],
    ['was laid down after it had signed', { retiredAt: '2026-11-02T10:00:00Z' }, now, 'signature-valid'],
    ['was laid down before it signed', { retiredAt: '2026-11-01T10:00:00Z' }, now, 'key-retired'],
    ['was not yet in use when it signed', {}, '2025-06-01T00:00:00Z', 'key-not-yet-valid'],
    [
      'is in other hands, whenever it signed',
      { compromisedAt: '2026-11-02T08:00:00Z' },
      '2026-06-01T00:00:00Z',
      'key-revoked',
    ],
  ]
  for (const [what, history, signedAt, expected] of cases)
    it(`so when it ${what}: ${expected}`, async () => {
      const signer = makeSigner({ host: 'issuer.example' })
      const badge = makeBadge(signer.did, { validFrom: '2025-01-01T00:00:00Z' })
      const signed = await issueCredential(badge, signer, { now: signedAt, power })
      expect(await codesOf(signed, serve(didDocument(signer, history)))).toMatchObject({ signature: expected })
    })

  it('and it must stand in its owner’s document, for this use', async () => {
    const signer = makeSigner({ host: 'issuer.example' })
    const other = makeSigner({ host: 'issuer.example' })
    const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
    const url = 'https://issuer.example/.well-known/did.json'
    const document = composeDidDocument({
      did: signer.did,
      keys: [{ id: signer.verificationMethod, publicKeyMultibase: signer.multibase, validFrom: now }],
    })
    const swapped = composeDidDocument({
      did: signer.did,
      keys: [{ id: signer.verificationMethod, publicKeyMultibase: other.multibase, validFrom: now }],
    })
    expect(await codesOf(signed, serve(didDocument(other)))).toMatchObject({ signature: 'key-not-found' })
    expect(await codesOf(signed, serve({ [url]: { ...document, assertionMethod: [] } }))).toMatchObject({
      signature: 'key-purpose-wrong',
    })
    expect(await codesOf(signed, serve({ [url]: { ...document, id: 'did:web:other.example' } }))).toMatchObject({
      signature: 'key-document-invalid',
    })
    expect(await codesOf(signed, serve({ [url]: 'no json' }))).toMatchObject({ signature: 'key-document-invalid' })
    expect(await codesOf(signed, serve({ [url]: swapped }))).toMatchObject({ signature: 'signature-invalid' })
  })
})

describe('whoever signs must be the issuer that is named', () => {
  it('so another’s good signature is no issuer’s word', async () => {
    const issuer = makeSigner()
    const forger = makeSigner()
    const forged = await addProof(makeBadge(issuer.did), forger, { now, power, purpose: 'assertionMethod' })
    expect(await codesOf(forged)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-not-controller' })
  })

  it('and of several proofs one must be the issuer’s own', async () => {
    const issuer = makeSigner()
    const witness = makeSigner()
    const once = await issueCredential(makeBadge(issuer.did), issuer, { now, power })
    const { proof, ...document } = once
    const second = await addProof(document, witness, { now, power, purpose: 'assertionMethod' })
    const both = { ...document, proof: [...proof, ...second.proof] }
    expect(await codesOf(both)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    expect(await codesOf({ ...both, name: 'x' })).toMatchObject({ signature: 'signature-invalid' })
  })

  it('and a key of an https issuer that is away shows tampering, but not whose it is', async () => {
    const signer = makeSigner()
    const issuer = 'https://issuer.example/issuers/1'
    const method = `${issuer}#${signer.multibase}`
    const signed = await addProof(
      makeBadge(issuer),
      { ...signer, verificationMethod: method },
      { now, power, purpose: 'assertionMethod' },
    )
    const document = {
      id: issuer,
      verificationMethod: [{ id: method, type: 'Multikey', controller: issuer, publicKeyMultibase: signer.multibase }],
      assertionMethod: [method],
    }
    expect(await codesOf(signed)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-key-unproven' })
    expect(await codesOf({ ...signed, name: 'x' })).toMatchObject({ signature: 'signature-invalid' })
    expect(await codesOf(signed, serve({ [issuer]: document }))).toMatchObject({ issuer: 'issuer-controls-key' })
    expect(await codesOf(signed, serve({ [issuer]: { ...document, verificationMethod: [] } }))).toMatchObject({
      signature: 'key-not-found',
    })
  })
})

describe('validity is judged with some tolerance for clocks', () => {
  for (const [what, more, expected] of [
    ['begins in two minutes', { validFrom: '2026-11-02T09:02:00Z' }, 'valid-now'],
    ['begins in ten minutes', { validFrom: '2026-11-02T09:10:00Z' }, 'not-yet-valid'],
    ['ended two minutes ago', { validUntil: '2026-11-02T08:58:00Z' }, 'valid-now'],
    ['ended ten minutes ago', { validUntil: '2026-11-02T08:50:00Z' }, 'expired'],
  ] as const)
    it(`so what ${what} is ${expected}`, async () => {
      const signer = makeSigner()
      const signed = await issueCredential(makeBadge(signer.did, more), signer, { now, power })
      expect(await codesOf(signed)).toMatchObject({ validity: expected })
    })

  for (const bad of ['2026-11-02', '2026-11-02T09:00:00', '2026-02-31T09:00:00Z', 'soon', 5])
    it(`and ${JSON.stringify(bad)} is no time`, async () => {
      const signer = makeSigner()
      const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
      expect(await codesOf({ ...signed, validUntil: bad })).toMatchObject({
        validity: 'validity-malformed',
        format: 'format-invalid',
      })
    })
})

type Codes = Record<'format' | 'signature' | 'issuer' | 'validity', string>

const contextsOf = (signed: JsonObject): readonly string[] =>
  Array.isArray(signed['@context']) ? signed['@context'] : []

function withProof(change: JsonObject): (signed: JsonObject) => JsonObject {
  return (signed) => {
    const [proof] = Array.isArray(signed.proof) ? signed.proof : []
    return { ...signed, proof: [{ ...proof, ...change }] }
  }
}

async function codesOf(
  document: JsonObject,
  loadResource: LoadResource = serve({}),
  strength = power,
): Promise<Record<string, string>> {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, { now, power: strength, loadResource })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
