import 'reflect-metadata'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { z } from 'zod'

/**
 * A server as others reach any server: on a port, over https, under a certificate that this process trusts until the
 * server is closed.
 */
export async function listenTrusted() {
  const { certificate, privateKey } = await makeCertificate()
  setDefaultCACertificates([...getCACertificates('default'), certificate])
  const server = createServer({ key: privateKey, cert: certificate })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    origin: `https://localhost:${port}`,
    answer: (listener: RequestListener) => void server.on('request', listener),
    close: async () => {
      setDefaultCACertificates(getCACertificates('default').filter((one) => one.trim() !== certificate.trim()))
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

async function makeCertificate(): Promise<{ certificate: string; privateKey: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    // Each its own name: among several that are trusted, one is looked for by it.
    name: `CN=${crypto.randomUUID()}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2099-01-01T00:00:00Z'),
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  })
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { certificate: made.toString('pem'), privateKey: PemConverter.encode(key, 'PRIVATE KEY') }
}
