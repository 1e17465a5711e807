import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto'
import { encodeMultikey, type TokenSigner } from '@bricka/credential'
import type { Ground } from '../ground.ts'

type House = Pick<Ground, 'settings'>

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** What the house itself signs with (Ed25519), made from its secret; for nothing but what it puts together for holders. */
function serviceKey({ settings }: House): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', settings.secret, 'bricka', 'service-key', 32))
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
}

/** The house by the name of its own address: `did:web:host%3Aport`. */
export const houseDid = ({ settings }: House): string => `did:web:${encodeURIComponent(new URL(settings.baseUrl).host)}`

const multikeyOf = (key: KeyObject): string =>
  encodeMultikey('Ed25519', createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))

export function findHouseSigner(house: House): TokenSigner {
  const key = serviceKey(house)
  return {
    verificationMethod: `${houseDid(house)}#${multikeyOf(key)}`,
    algorithm: 'EdDSA',
    sign: (bytes) => sign(null, bytes, key),
  }
}

/** What stands at `/.well-known/did.json`. It says of no key since when: it changes only with the house's secret. */
export function composeHouseDid(house: House): object {
  const id = houseDid(house)
  const { verificationMethod } = findHouseSigner(house)
  const publicKeyMultibase = verificationMethod.slice(id.length + 1)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id,
    verificationMethod: [{ id: verificationMethod, type: 'Multikey', controller: id, publicKeyMultibase }],
    assertionMethod: [verificationMethod],
  }
}
