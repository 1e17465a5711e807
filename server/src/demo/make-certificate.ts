import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  X509CertificateGenerator,
} from '@peculiar/x509'

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
/** A certificate and its key, as PEM; `der` for whoever trusts it. */
export type MadeCertificate = {
  keys: CryptoKeyPair
  name: string
  certificate: string
  der: Uint8Array
  privateKey: string
}

/** Signed by another or, where none is given, by itself: an authority. */
export async function makeCertificate(
  name: string,
  by?: MadeCertificate,
  until = '2099-01-01T00:00:00Z',
): Promise<MadeCertificate> {
  const keys = await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.create({
    subject: name,
    issuer: by?.name ?? name,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date(until),
    signingKey: (by?.keys ?? keys).privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: ecdsa,
    extensions: [
      new BasicConstraintsExtension(by === undefined, undefined, true),
      new KeyUsagesExtension(by ? KeyUsageFlags.digitalSignature : KeyUsageFlags.keyCertSign, true),
    ],
  })
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    keys,
    name,
    certificate: made.toString('pem'),
    der: new Uint8Array(made.rawData),
    privateKey: PemConverter.encode(key, 'PRIVATE KEY'),
  }
}
