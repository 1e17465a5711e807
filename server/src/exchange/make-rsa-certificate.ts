import 'reflect-metadata'
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509'

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const

export type RsaCertificate = { readonly certificate: string; readonly privateKey: string }

/** A certificate signed by itself, as the providers of the EMREX registry have; PEM, with its key. */
export async function makeRsaCertificate(name: string): Promise<RsaCertificate> {
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2099-01-01T00:00:00Z'),
    signingAlgorithm: rsa,
  })
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { certificate: made.toString('pem'), privateKey: PemConverter.encode(key, 'PRIVATE KEY') }
}
