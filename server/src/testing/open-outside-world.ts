import 'reflect-metadata'
import { createServer } from 'node:https'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { z } from 'zod'
import { openTestWorld, type TestWorld } from './open-test-world.ts'

/**
 * A world that programs of others reach as they would reach any server: on a port, over https, under a certificate that
 * this process trusts as long as the world is open. Its clock is the machine's, for theirs is.
 */
export async function openOutsideWorld(): Promise<TestWorld & { origin: string }> {
  const { certificate, privateKey } = await makeCertificate()
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, certificate])
  let world: TestWorld | undefined
  const server = createServer({ key: privateKey, cert: certificate }, (request, response) =>
    world ? world.app.routing(request, response) : response.writeHead(503).end(),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const origin = `https://localhost:${port}`
  const opened = await openTestWorld({ baseUrl: origin })
  opened.ground.setNow(new Date())
  await opened.app.ready()
  world = opened
  return {
    ...opened,
    origin,
    close: async () => {
      setDefaultCACertificates(trusted)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await opened.close()
    },
  }
}

async function makeCertificate(): Promise<{ certificate: string; privateKey: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2099-01-01T00:00:00Z'),
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  })
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { certificate: made.toString('pem'), privateKey: PemConverter.encode(key, 'PRIVATE KEY') }
}
