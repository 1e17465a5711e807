import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Cryptosuite, encodeMultikey, type Signer, type TokenSigner } from '@bricka/credential'

type KeyType = 'Ed25519' | 'P-256' | 'P-384'

/** One issuer of the adapter: the suites ask for one per kind of signature and key. */
export type Issuer = {
  /** Its place in the addresses: `/issuers/<name>/credentials/issue`. */
  readonly name: string
  readonly did: string
  readonly keyType: KeyType
  readonly signature: Cryptosuite | 'vc-jwt'
  readonly signer: Signer
  readonly tokenSigner: TokenSigner
}

const rows = [
  ['eddsa-rdfc-2022', 'Ed25519', 'eddsa-rdfc-2022'],
  ['eddsa-jcs-2022', 'Ed25519', 'eddsa-jcs-2022'],
  ['ecdsa-rdfc-2019-p256', 'P-256', 'ecdsa-rdfc-2019'],
  ['ecdsa-rdfc-2019-p384', 'P-384', 'ecdsa-rdfc-2019'],
  ['ecdsa-jcs-2019-p256', 'P-256', 'ecdsa-jcs-2019'],
  ['ecdsa-jcs-2019-p384', 'P-384', 'ecdsa-jcs-2019'],
  ['ecdsa-sd-2023', 'P-256', 'ecdsa-sd-2023'],
  ['vc-jwt', 'Ed25519', 'vc-jwt'],
] as const satisfies readonly (readonly [string, KeyType, Issuer['signature']])[]

/** Fresh keys in every run: nothing that the adapter signs can be mistaken for anybody's. */
export function makeIssuers(): readonly Issuer[] {
  return rows.map(([name, keyType, signature]) => {
    const { publicKey, privateKey } = generateKeys(keyType)
    const multibase = encodeMultikey(keyType, toRaw(publicKey, keyType))
    const did = `did:key:${multibase}`
    const verificationMethod = `${did}#${multibase}`
    const hash = { Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384' }[keyType]
    const signBytes = (bytes: Uint8Array) => sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return {
      name,
      did,
      keyType,
      signature,
      signer: {
        verificationMethod,
        cryptosuite: signature === 'vc-jwt' ? 'eddsa-rdfc-2022' : signature,
        ...(keyType !== 'Ed25519' && { keyType }),
        sign: signBytes,
      },
      tokenSigner: { verificationMethod, algorithm: algorithms[keyType], sign: signBytes },
    }
  })
}

const algorithms = { Ed25519: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384' } as const

const generateKeys = (type: KeyType) =>
  type === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: type })

/** As multikeys have it: 32 bytes, or the compressed point. */
function toRaw(publicKey: KeyObject, type: KeyType): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const first = Buffer.from(x, 'base64url')
  if (type === 'Ed25519') return first
  const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) & 1
  return Buffer.concat([Buffer.from([2 + odd]), first])
}
