import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isPdf, readBakedPdf } from './read-baked-pdf.ts'
import { readCredential } from './read-credential.ts'

const badge = JSON.stringify({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  issuer: 'did:web:a.example',
  credentialSubject: {},
})

type Embedding = { content?: Buffer; filter?: string; length?: string; kind?: string }

/** As much of a PDF as a reader of embedded files looks at. */
function makePdf({
  content = deflateSync(badge),
  filter = '/Filter /FlateDecode',
  length,
  kind,
}: Embedding = {}): Buffer {
  return Buffer.concat([
    Buffer.from('%PDF-1.7\n%\xff\xff\n1 0 obj\n<</Names <</EmbeddedFiles 2 0 R>>>>\nendobj\n', 'latin1'),
    Buffer.from(`3 0 obj\n<<\n/Type ${kind ?? '/EmbeddedFile'}\n/Subtype /application#2Fvc\n${filter}\n`),
    Buffer.from(`/Length ${length ?? content.length}\n>>\nstream\n`),
    content,
    Buffer.from('\nendstream\nendobj\n%%EOF\n'),
  ])
}

describe('a credential in a PDF', () => {
  it.each<readonly [string, Embedding]>([
    ['deflated', {}],
    ['as it is', { content: Buffer.from(badge), filter: '' }],
    ['with its length told elsewhere', { length: '9 0 R' }],
    ['with one filter in a list', { filter: '/Filter [/FlateDecode]' }],
  ])('is read: %s', (_, embedding) => {
    expect(readBakedPdf(makePdf(embedding))).toBe(badge)
    expect(readCredential(makePdf(embedding))).toMatchObject({ read: true })
  })

  it.each<readonly [string, Embedding]>([
    ['nothing embedded', { kind: '/XObject' }],
    ['a filter that we do not know', { filter: '/Filter /LZWDecode' }],
    ['broken compression', { content: Buffer.from('no zlib at all') }],
    ['a length beyond the file', { length: '99999999' }],
    ['a picture', { content: deflateSync(Buffer.from([0xff, 0xd8, 0xff])) }],
    ['a bomb', { content: deflateSync(`"${' '.repeat(30_000_000)}`) }],
  ])('is refused, plainly: %s', (_, embedding) => {
    expect(readCredential(makePdf(embedding))).toMatchObject({ read: false, code: 'not-a-credential' })
  })

  it('is not looked for in what is no PDF', () => {
    expect(isPdf(Buffer.from(`PDF ${badge}`))).toBe(false)
  })

  it('takes no longer for many empty promises of one', () => {
    const many = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from('/EmbeddedFile '.repeat(100_000))])
    expect(readCredential(many)).toMatchObject({ read: false, code: 'not-a-credential' })
  })
})
