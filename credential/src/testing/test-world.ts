import { generateKeyPairSync, sign } from 'node:crypto'
import { composeDidDocument } from '../did/compose-did-document.ts'
import { encodeMultikey, type MultikeyType } from '../did/multikey.ts'
import type { JsonObject } from '../json.ts'
import type { Cryptosuite, LoadResource, Signer } from '../power.ts'

export const now = '2026-11-02T09:00:00Z'

export type TestSigner = Signer & { readonly did: string; readonly multibase: string }

/** A signer with a fresh key: `did:web` when a host is given, else `did:key`. */
export function makeSigner({
  host,
  type = 'Ed25519',
  cryptosuite = type === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019',
}: {
  host?: string
  type?: MultikeyType
  cryptosuite?: Cryptosuite
} = {}): TestSigner {
  const { publicKey, privateKey } =
    type === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: type })
  const multibase = encodeMultikey(type, toRaw(publicKey.export({ format: 'jwk' }), type))
  const did = host === undefined ? `did:key:${multibase}` : `did:web:${host}`
  const hash = { Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384' }[type]
  return {
    did,
    multibase,
    verificationMethod: `${did}#${multibase}`,
    cryptosuite,
    ...(type !== 'Ed25519' && { keyType: type }),
    sign: (bytes) => sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}

function toRaw(jwk: { x?: string; y?: string }, type: MultikeyType): Uint8Array {
  const x = Buffer.from(jwk.x ?? '', 'base64url')
  if (type === 'Ed25519') return x
  const y = Buffer.from(jwk.y ?? '', 'base64url')
  return Buffer.concat([Buffer.from([2 + ((y.at(-1) ?? 0) & 1)]), x])
}

/** An internet of named documents; everything else is away. */
export const serve =
  (documents: Readonly<Record<string, object | string | Uint8Array>>): LoadResource =>
  async (url) => {
    const document = Object.hasOwn(documents, url) ? documents[url] : undefined
    if (document === undefined) return { found: false, code: 'resource-unreachable' }
    const bytes =
      document instanceof Uint8Array
        ? document
        : new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document))
    return { found: true, bytes, mediaType: 'application/json' }
  }

/** The DID document of a did:web signer, at its address. */
export const didDocument = (
  signer: TestSigner,
  more: { retiredAt?: string; compromisedAt?: string } = {},
): Record<string, JsonObject> => ({
  [`https://${signer.did.slice('did:web:'.length)}/.well-known/did.json`]: composeDidDocument({
    did: signer.did,
    keys: [
      {
        id: signer.verificationMethod,
        publicKeyMultibase: signer.multibase,
        validFrom: '2026-01-01T00:00:00Z',
        ...more,
      },
    ],
  }),
})

/** A small, whole Open Badge: a fibre technician's merit. */
export const makeBadge = (issuer: string, more: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'https://issuer.example/credentials/1',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer, type: ['Profile'], name: 'Norrfiber' },
  validFrom: '2026-11-01T09:00:00Z',
  name: 'Fibersvetsning',
  credentialSubject: {
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://issuer.example/merits/fibre',
      type: ['Achievement'],
      name: 'Fibersvetsning',
      description: 'Svetsar och mäter fiber.',
      criteria: { narrative: 'Tre godkända svetsar.' },
      creator: { id: issuer, type: ['Profile'], name: 'Norrfiber' },
    },
  },
  ...more,
})
