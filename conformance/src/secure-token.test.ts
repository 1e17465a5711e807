import { generateKeyPairSync } from 'node:crypto'
import type { JsonObject } from '@bricka/credential'
import { describe, expect, it } from 'vitest'
import { type Feature, features, findFault, type KeyFile, secureToken } from './secure-token.ts'

const controller = 'https://issuer.example/keys'
const v2 = 'https://www.w3.org/ns/credentials/v2'
const at = { now: '2026-11-24T12:00:00Z' }

const credential: JsonObject = {
  '@context': [v2, 'https://www.w3.org/ns/credentials/examples/v2'],
  type: ['VerifiableCredential'],
  issuer: controller,
  validFrom: '2024-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:1', phones: ['08-1', '08-2'] },
}
const presentation: JsonObject = { '@context': [v2], type: ['VerifiablePresentation'], holder: controller }

describe.each(features)('%s', (feature) => {
  it.each(['Ed25519', 'P-256', 'P-384', 'P-521'] as const)(
    'holds with its %s key, and with no other',
    async (curve) => {
      const key = makeKey(curve)
      const token = await secure(feature, key)
      expect(await findFault(token, key, feature, at)).toBeUndefined()
      expect(await findFault(token, makeKey(curve), feature, at)).toBe('signature-invalid')
    },
  )

  it('does not hold with a changed letter, as another feature, or as nothing signed', async () => {
    const key = makeKey('P-256')
    const token = await secure(feature, key)
    const middle = feature.endsWith('cose') ? token.length - 20 : (token.split('~')[0]?.length ?? 0)
    const changed = `${token.slice(0, middle - 10)}${token.at(middle - 10) === 'A' ? 'B' : 'A'}${token.slice(middle - 9)}`
    expect(await findFault(changed, key, feature, at)).toBe('signature-invalid')
    for (const other of features.filter((one) => one.split('_')[1] !== feature.split('_')[1]))
      expect(await findFault(token, key, other, at)).toBeDefined()
    expect(await findFault(JSON.stringify(documentOf(feature)), key, feature, at)).toBeDefined()
    expect(await findFault('', key, feature, at)).toBeDefined()
  })
})

describe('what is not secured', () => {
  it('is a member that no vocabulary for credentials defines', async () => {
    const key = makeKey('P-521')
    for (const feature of features.filter((one) => one.startsWith('credential')))
      await expect(
        secureToken({ ...credential, badExtension: { huh: 'what?' } }, key, feature, { ...at, hide: [] }),
      ).rejects.toMatchObject({ code: 'term-undefined' })
  })

  it('is shown to nobody: a presentation holds only what is secured', async () => {
    const key = makeKey('Ed25519')
    const present = (entry: JsonObject) =>
      secureToken({ ...presentation, verifiableCredential: [entry] }, key, 'presentation_jose', { ...at, hide: [] })
    const token = await secure('credential_jose', key)
    const envelope = { '@context': v2, type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${token}` }
    expect(await findFault(await present(envelope), key, 'presentation_jose', at)).toBeUndefined()
    for (const entry of [credential, { ...envelope, id: 'not-a-credential' }])
      expect(await findFault(await present(entry), key, 'presentation_jose', at)).toBe('credential-unsecured')
  })

  it('is what has been hidden', async () => {
    const key = makeKey('P-384')
    const token = await secureToken(credential, key, 'credential_sdjwt', {
      ...at,
      hide: ['credentialSubject.id', 'credentialSubject.phones[1]'],
    })
    expect(token.split('~')).toHaveLength(4)
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).not.toMatch(/did:example:1|08-2/)
  })
})

const documentOf = (feature: Feature): JsonObject => (feature.startsWith('credential') ? credential : presentation)
const secure = (feature: Feature, key: KeyFile) => secureToken(documentOf(feature), key, feature, { ...at, hide: [] })

function makeKey(curve: 'Ed25519' | 'P-256' | 'P-384' | 'P-521'): KeyFile {
  const { publicKey, privateKey } =
    curve === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: curve })
  const toJson = (jwk: object): JsonObject => JSON.parse(JSON.stringify(jwk))
  return {
    id: `${controller}#key-1`,
    controller,
    publicKeyJwk: toJson(publicKey.export({ format: 'jwk' })),
    secretKeyJwk: toJson(privateKey.export({ format: 'jwk' })),
  }
}
