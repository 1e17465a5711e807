import 'reflect-metadata'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type Guard, type Lookup, makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const document = JSON.stringify({ type: ['VerifiableCredential'] })
let authority: Awaited<ReturnType<typeof makeCertificate>>
let port: number
let stop: () => Promise<void>
let asked: string[] = []

beforeAll(async () => {
  authority = await makeCertificate()
  const server = createServer(authority, (request, response) => {
    asked.push(`${request.headers.host}${request.url}`)
    const [, kind, part] = (request.url ?? '').split('/')
    if (kind === 'kept' && request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
    else if (kind === 'kept')
      response.setHeader('etag', '"1"').setHeader('cache-control', 'public, max-age=300').end(document)
    else if (kind === 'document') response.setHeader('content-type', 'application/vc; charset=utf-8').end(document)
    else if (kind === 'compressed') response.setHeader('content-encoding', 'gzip').end(gzipSync('a'.repeat(100_000)))
    else if (kind === 'large') response.end(Buffer.alloc(100_000))
    else if (kind === 'slow') response.write('[')
    else if (kind === 'round') response.writeHead(302, { location: `/round/${Number(part) + 1}` }).end()
    else if (kind === 'to') response.writeHead(302, { location: decodeURIComponent(part ?? '') }).end()
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
})
afterAll(() => stop())
beforeEach(() => {
  asked = []
})

describe('what the guard refuses by the address alone', () => {
  const fetchGuarded = makeFetchGuarded({ allowedOrigins: [] })

  it.each([
    ['nothing like an address', 'url-invalid'],
    ['file:///etc/passwd', 'url-invalid'],
    ['data:application/json,{}', 'url-invalid'],
    ['http://example.org/credential.json', 'url-not-https'],
    ['https://me:secret@example.org/', 'url-not-https'],
    ['https://127.0.0.1/', 'url-address-private'],
    ['https://0x7f.1/', 'url-address-private'],
    ['https://2130706433/', 'url-address-private'],
    ['https://10.1.2.3/', 'url-address-private'],
    ['https://169.254.169.254/latest/meta-data', 'url-address-private'],
    ['https://[::1]/', 'url-address-private'],
    ['https://[::ffff:127.0.0.1]/', 'url-address-private'],
    ['https://[fd00::1]/', 'url-address-private'],
    ['https://[::ffff:0:127.0.0.1]/', 'url-address-private'],
    ['https://[5f00::1]/', 'url-address-private'],
    ['https://[3fff::1]/', 'url-address-private'],
    ['https://[fe80::1]/', 'url-address-private'],
    ['https://localhost/', 'url-address-private'],
    ['https://printer.local/', 'url-address-private'],
  ])('%s', async (address, code) => {
    expect(await fetchGuarded(address)).toEqual({ found: false, code })
  })

  it('refuses our own loopback server, which never hears of it', async () => {
    expect(await fetchGuarded(`https://localhost.:${port}/document`)).toEqual({
      found: false,
      code: 'url-address-private',
    })
    expect(asked).toEqual([])
  })
})

describe('what the guard refuses when the name is resolved', () => {
  it('a public name that leads into the private network', async () => {
    const fetchGuarded = guarded({ lookup: answering(['127.0.0.1']), allowedOrigins: [] })
    expect(await fetchGuarded(`https://public.example:${port}/document`)).toEqual({
      found: false,
      code: 'url-address-private',
    })
    expect(asked).toEqual([])
  })

  it('a name with one public and one private address', async () => {
    const fetchGuarded = guarded({ lookup: answering(['93.184.215.14', '127.0.0.1']), allowedOrigins: [] })
    expect(await fetchGuarded(`https://public.example:${port}/document`)).toMatchObject({ code: 'url-address-private' })
    expect(asked).toEqual([])
  })

  it('a name that changes its answer gains nothing: it is resolved once for each connection', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']]
    let resolved = 0
    const lookup: Lookup = (_, done) => done(null, addresses(answers[resolved++] ?? []))
    const fetchGuarded = guarded({ lookup })
    expect(await fetchGuarded(`https://public.example:${port}/document`)).toMatchObject({ found: true })
    expect(resolved).toBe(1)
  })

  it('a name that nobody knows', async () => {
    const lookup: Lookup = (_, done) => done(new Error('ENOTFOUND'), [])
    expect(await guarded({ lookup })('https://nowhere.example/')).toEqual({
      found: false,
      code: 'resource-unreachable',
    })
  })
})

describe('what the guard lets through', () => {
  it('a document, with its media type', async () => {
    expect(await guarded()(`https://public.example:${port}/document`)).toEqual({
      found: true,
      bytes: new TextEncoder().encode(document),
      mediaType: 'application/vc',
      url: `https://public.example:${port}/document`,
    })
  })

  it('a document, with how long it may be kept, and only once while it stands', async () => {
    const fetchGuarded = guarded()
    const address = `https://public.example:${port}/kept`
    expect(await fetchGuarded(address)).toMatchObject({ found: true, etag: '"1"', maxAgeSeconds: 300 })
    expect(await fetchGuarded(address, { etag: '"1"' })).toMatchObject({ found: false, code: 'not-modified' })
    expect(await fetchGuarded(address, { etag: '"0"' })).toMatchObject({ found: true, etag: '"1"' })
  })

  it('a redirect to an allowed address', async () => {
    const there = encodeURIComponent('/document')
    expect(await guarded()(`https://public.example:${port}/to/${there}`)).toMatchObject({
      found: true,
      url: `https://public.example:${port}/document`,
    })
  })

  it('but no redirect into the private network', async () => {
    const there = encodeURIComponent(`https://127.0.0.1:${port}/document`)
    expect(await guarded()(`https://public.example:${port}/to/${there}`)).toEqual({
      found: false,
      code: 'url-address-private',
    })
    expect(asked).toHaveLength(1)
  })

  it('nor a redirect down to plain http', async () => {
    const there = encodeURIComponent(`http://public.example:${port}/document`)
    expect(await guarded()(`https://public.example:${port}/to/${there}`)).toMatchObject({ code: 'url-not-https' })
  })

  it('nor redirects without end', async () => {
    expect(await guarded()(`https://public.example:${port}/round/0`)).toEqual({
      found: false,
      code: 'resource-redirects',
    })
    expect(asked).toHaveLength(4)
  })

  it('nor more than the limit', async () => {
    expect(await guarded()(`https://public.example:${port}/large`, { maxBytes: 99_999 })).toEqual({
      found: false,
      code: 'resource-too-large',
    })
    expect(await guarded()(`https://public.example:${port}/large`, { maxBytes: 100_000 })).toMatchObject({
      found: true,
    })
  })

  it('nor an answer that never ends', async () => {
    expect(await guarded()(`https://public.example:${port}/slow`, { timeoutMilliseconds: 200 })).toEqual({
      found: false,
      code: 'resource-timeout',
    })
  })

  it('nor an error page', async () => {
    expect(await guarded()(`https://public.example:${port}/missing`)).toEqual({
      found: false,
      code: 'resource-status',
    })
  })

  it('a compressed answer is not opened: what was counted is what is given on', async () => {
    const fetched = await guarded()(`https://public.example:${port}/compressed`)
    expect(fetched.found && fetched.bytes.length).toBe(gzipSync('a'.repeat(100_000)).length)
  })

  it('no server whose certificate nobody vouches for', async () => {
    const fetchGuarded = makeFetchGuarded({ allowedOrigins: [`https://localhost:${port}`] })
    expect(await fetchGuarded(`https://localhost:${port}/document`)).toEqual({
      found: false,
      code: 'resource-unreachable',
    })
    expect(asked).toEqual([])
  })

  it('an operator’s own origin on the private network, and only that one', async () => {
    const fetchGuarded = guarded({ allowedOrigins: [`https://localhost:${port}`] })
    expect(await fetchGuarded(`https://localhost:${port}/document`)).toMatchObject({ found: true })
    expect(await fetchGuarded(`https://127.0.0.1:${port}/document`)).toMatchObject({ code: 'url-address-private' })
  })
})

function guarded(changes: Partial<Guard> = {}) {
  return makeFetchGuarded({
    allowedOrigins: [`https://public.example:${port}`],
    lookup: answering(['127.0.0.1']),
    certificateAuthority: authority.cert,
    ...changes,
  })
}

const addresses = (list: readonly string[]) => list.map((address) => ({ address, family: 4 }))

function answering(list: readonly string[]): Lookup {
  return (_, done) => done(null, addresses(list))
}

async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Bricka test',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'public.example' },
        { type: 'dns', value: 'localhost' },
      ]),
    ],
  })
  const privateKey = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${privateKey}\n-----END PRIVATE KEY-----`,
    cert: certificate.toString('pem'),
  }
}
