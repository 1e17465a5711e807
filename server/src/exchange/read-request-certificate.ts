import { X509Certificate } from 'node:crypto'

/** The names that a verifier's certificate is for (OpenID4VP 1.0, 5.9.3: `x509_san_dns`). */
export function readCertificate(base64: string): { sanDnsNames: string[]; sanUriNames: string[] } {
  const { subjectAltName = '' } = new X509Certificate(Buffer.from(base64, 'base64'))
  const names = subjectAltName.split(', ')
  const after = (kind: string) => names.flatMap((name) => (name.startsWith(kind) ? [name.slice(kind.length)] : []))
  return { sanDnsNames: after('DNS:'), sanUriNames: after('URI:') }
}

/** The key in a certificate, in the shape in which the engine takes keys; undefined for a certificate that is none. */
export function readCertificateKey(base64: string): JsonWebKey | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).publicKey.export({ format: 'jwk' })
  } catch {
    return undefined
  }
}
