import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { encodeMultikey, type Signer } from '@bricka/credential'
import { makeEd25519Sign } from '@bricka/credential/power/sodium'
import * as multikey from '@digitalbazaar/ed25519-multikey'

/** One key, in the hands of both sides. */
export type Issuer = {
  readonly did: string
  readonly method: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly ours: Signer
  readonly theirs: object
  readonly didDocument: object
}

/** A fixed seed: the same credentials in every run. */
export async function makeIssuer(): Promise<Issuer> {
  const seed = Buffer.alloc(32, 7)
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  const privateKey = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' })
  const keyPair = await multikey.generate({ seed })
  const { publicKey } = await keyPair.export({ publicKey: true, secretKey: true, raw: true })
  const multibase = encodeMultikey('Ed25519', publicKey)
  const did = `did:key:${multibase}`
  const method = `${did}#${multibase}`
  keyPair.id = method
  keyPair.controller = did
  return {
    did,
    method,
    privateKey,
    publicKey: createPublicKey(privateKey),
    ours: {
      verificationMethod: method,
      cryptosuite: 'eddsa-rdfc-2022',
      sign: makeEd25519Sign(privateKey),
    },
    theirs: keyPair.signer(),
    didDocument: {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id: did,
      verificationMethod: [{ id: method, type: 'Multikey', controller: did, publicKeyMultibase: multibase }],
      assertionMethod: [method],
    },
  }
}
