import { describe, expect, it } from 'vitest'
import { readCredential } from './read-credential.ts'
import { makeBadge } from './testing/test-world.ts'

const badge = JSON.stringify(makeBadge('did:web:issuer.example'))

describe('reading what somebody hands over', () => {
  const readable: readonly (readonly [string, string | Uint8Array])[] = [
    ['a JSON text', badge],
    ['its bytes', new TextEncoder().encode(badge)],
    ['bytes with a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(badge)])],
    ['a JSON text inside a JSON string', JSON.stringify(badge)],
    ['white space around it', `\n  ${badge}\n`],
    [
      'an SVG that it is baked into',
      `<svg xmlns:openbadges="x"><openbadges:credential><![CDATA[${badge}]]></openbadges:credential></svg>`,
    ],
    ['a PNG that it is baked into', bakePng(badge)],
  ]
  for (const [what, input] of readable)
    it(`reads ${what}`, () => {
      const read = readCredential(input)
      expect(read.read && read.credential.document.name).toBe('Fibersvetsning')
    })

  const unreadable: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['nothing', '', 'not-a-credential'],
    ['more than two megabytes', 'x'.repeat(2_000_001), 'too-large'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), 'not-utf-8'],
    ['Latin-1', new Uint8Array([0x7b, 0x22, 0xe5, 0x22, 0x7d]), 'not-utf-8'],
    ['plain words', 'hello there', 'not-json'],
    ['JSON that stops in the middle', badge.slice(0, -20), 'json-truncated'],
    ['JSON that stops in a text', '{"name": "Fib', 'json-truncated'],
    ['JSON with a comma too much', '{"a": 1,}', 'not-json'],
    ['a thousand levels', '['.repeat(1_000) + ']'.repeat(1_000), 'json-too-deep'],
    ['a hundred thousand open brackets', '['.repeat(100_000), 'json-too-deep'],
    ['a key twice', '{"issuer": "did:web:a.example", "issuer": "did:web:b.example"}', 'duplicate-key'],
    [
      'a key twice, once in disguise',
      '{"issuer": "did:web:a.example", "\\u0069ssuer": "did:web:b.example"}',
      'duplicate-key',
    ],
    ['half a surrogate pair', '{"name": "\\ud800"}', 'text-ill-formed'],
    ['a number beyond all numbers', '{"n": 1e999}', 'number-out-of-range'],
    ['a list', '[1, 2]', 'not-a-credential'],
    ['a number', '5', 'not-a-credential'],
    ['a JSON object of another kind', '{"hello": "world"}', 'not-a-credential'],
    [
      'a token without a signature method',
      token({ alg: 'none' }, { '@context': ['https://www.w3.org/ns/credentials/v2'] }),
      'jwt-algorithm-unknown',
    ],
    [
      'a token signed with a shared secret',
      token({ alg: 'HS256' }, { '@context': ['https://www.w3.org/ns/credentials/v2'] }),
      'jwt-algorithm-unknown',
    ],
    ['a token with an unknown critical header', token({ alg: 'EdDSA', crit: ['exp'] }, {}), 'jwt-malformed'],
    ['a token about something else', token({ alg: 'EdDSA' }, { hello: 'world' }), 'not-a-credential'],
    ['a token of no JSON', 'aaaa.bbbb.cccc', 'jwt-malformed'],
    ['a picture without a credential', bakePng(badge, 'comment'), 'not-a-credential'],
    ['a broken picture', bakePng(badge).subarray(0, 60), 'not-a-credential'],
  ]
  for (const [what, input, code] of unreadable)
    it(`refuses ${what}: ${code}`, () => {
      expect(readCredential(input)).toEqual({ read: false, code, detail: expect.any(String) })
    })

  it('does not take __proto__ for a prototype', () => {
    const read = readCredential(`{"__proto__": {"issuer": "did:web:evil.example", "credentialSubject": {}}}`)
    expect(read).toMatchObject({ read: false, code: 'not-a-credential' })
  })
})

function token(header: object, payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(payload)}.AAAA`
}

function bakePng(text: string, keyword = 'openbadgecredential'): Uint8Array {
  const content = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`), Buffer.from(text)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const chunk = Buffer.concat([length, Buffer.from('iTXt'), content, Buffer.alloc(4)])
  const end = Buffer.concat([Buffer.alloc(4), Buffer.from('IEND'), Buffer.alloc(4)])
  return new Uint8Array(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk, end]))
}
