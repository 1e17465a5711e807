import { decodeBase64 } from '../../encode-base.ts'
import type { PublicKey } from '../../power.ts'
import { readPublicKeyInfo } from '../../x509/read-certificate.ts'

/** A public key as Open Badges 2.0 publishes it: `publicKeyPem` with a SubjectPublicKeyInfo. */
export function readPem(pem: string): PublicKey | undefined {
  const match = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem)
  const der = match?.[1] === undefined ? undefined : decodeBase64(match[1].replace(/\s/g, ''))
  return der && readPublicKeyInfo(der)
}
