import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

export type TestCertificate = {
  readonly der: Uint8Array
  readonly name: string
  readonly keys: CryptoKeyPair
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

export type CertificateParts = {
  readonly name: string
  readonly by?: TestCertificate
  readonly authority?: boolean
  readonly depth?: number
  readonly from?: string
  readonly until?: string
  readonly usage?: number
  readonly addresses?: readonly { readonly type: 'url' | 'dns'; readonly value: string }[]
  readonly keys?: CryptoKeyPair
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** A fresh key and its certificate, signed by another or, where none is given, by itself. */
export async function makeCertificate(parts: CertificateParts): Promise<TestCertificate> {
  const { name, by, authority = false, depth, addresses = [] } = parts
  const keys = parts.keys ?? (await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']))
  const usage = parts.usage ?? (authority ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature)
  const certificate = await X509CertificateGenerator.create({
    subject: name,
    issuer: by?.name ?? name,
    notBefore: new Date(parts.from ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(parts.until ?? '2028-01-01T00:00:00Z'),
    signingKey: (by?.keys ?? keys).privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: ecdsa,
    extensions: [
      new BasicConstraintsExtension(authority, depth, true),
      new KeyUsagesExtension(usage, true),
      ...(addresses.length > 0 ? [new SubjectAlternativeNameExtension([...addresses])] : []),
    ],
  })
  return {
    der: new Uint8Array(certificate.rawData),
    name,
    keys,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(ecdsa, keys.privateKey, new Uint8Array(bytes))),
  }
}
