import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeBase58,
  decodeBase64Url,
  decodeBase64UrlText,
  decodeBase64UrlTexts,
  encodeBase58,
  encodeBase64Url,
  encodeBase64UrlText,
  encodeBase64UrlTexts,
} from './encode-base.ts'

describe('writing bytes as text', () => {
  it('comes back the same from base58', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        expect(decodeBase58(encodeBase58(bytes))).toEqual(bytes)
      }),
    )
  })

  it('writes base58 as others do', () => {
    // Test vectors of draft-msporny-base58-03, chapter 5.
    const write = (text: string) => encodeBase58(new TextEncoder().encode(text))
    expect(write('Hello World!')).toBe('2NEpo7TZRRrLZSi2U')
    expect(write('The quick brown fox jumps over the lazy dog.')).toBe(
      'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
    )
    expect(encodeBase58(new Uint8Array([0, 0, 0x28, 0x7f, 0xb4, 0xcd]))).toBe('11233QC4')
  })

  it('comes back the same from base64url', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes)
      }),
    )
  })

  it('reads many texts at one go as each by itself, and finds the same ones wrong', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 9 }).map(encodeBase64UrlText),
      fc.string({ maxLength: 9, unit: 'binary' }).map(encodeBase64UrlText),
      fc.stringMatching(/^[AQgwEI_\-+/= \n]{0,6}$/),
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        expect(decodeBase64UrlTexts(texts)).toEqual(texts.map(decodeBase64UrlText))
      }),
    )
    // One whose last bits are not nought, and one that begins where the last ended.
    expect(decodeBase64UrlTexts(['YQ', 'YR', 'YWI', 'YWJ'])).toEqual(['a', undefined, 'ab', undefined])
    expect(decodeBase64UrlTexts(['YQA', 'YQ'])).toEqual(['a\0', 'a'])
    expect(decodeBase64UrlTexts(['Y', 'WI'])).toEqual([undefined, undefined])
  })

  it('writes many texts at one go, with spaces between their halves and nowhere else', () => {
    const half = fc.oneof(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9, unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(fc.tuple(half, half), { maxLength: 6 }), (texts) => {
        const decoded = encodeBase64UrlTexts(texts).map(decodeBase64UrlText)
        expect(decoded.length).toBe(texts.length)
        for (const [index, [first, second]] of texts.entries())
          expect(['', ' ', '  '].map((between) => first + between + second)).toContain(decoded[index])
      }),
    )
  })

  it('reads base64url just where the bytes are written so and in no other way: all of three letters, with what atob passes over', () => {
    const letters = [...'AQgwEIMUYcks048BCZz9-_+/=', ' ', '\n', '\t', 'é']
    for (const [a, b, c, d] of product(letters))
      for (const text of [`${a}${b}`, `${a}${b}${c}`, `AAAA${a}${b}${c}${d}`]) {
        const once = Buffer.from(text, 'base64url').toString('base64url') === text
        if ((decodeBase64Url(text) !== undefined) !== once) expect([text, !once]).toEqual([text, once])
      }
  })

  it('writes and reads base64url as Node does, also where text is not ASCII or long', () => {
    for (const length of [0, 1, 2, 3, 63, 64, 65, 127, 128, 129, 9_000, 70_000]) {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 251))
      expect(encodeBase64Url(bytes)).toBe(bytes.toString('base64url'))
      for (const text of [
        'a?>'.repeat(length),
        'å€😀'.repeat(length),
        `${'a?>'.repeat(length)}å€😀${'b'.repeat(length)}`,
      ]) {
        const written = Buffer.from(text).toString('base64url')
        expect(encodeBase64UrlText(text)).toBe(written)
        expect(decodeBase64UrlText(written)).toBe(text)
      }
    }
    for (const pad of ['', 'a'.repeat(200)])
      for (const bytes of [[0xff], [0xc3], [0xe2, 0x82], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
        const broken = Buffer.concat([Buffer.from(pad), Buffer.from(bytes), Buffer.from(pad)])
        expect(decodeBase64UrlText(broken.toString('base64url'))).toBeUndefined()
      }
  })

  it('takes no second spelling and no foreign letter', () => {
    expect(decodeBase64Url('AB')).toBeUndefined()
    expect(decodeBase64Url('AA==')).toBeUndefined()
    expect(decodeBase64Url('A+/A')).toBeUndefined()
    expect(decodeBase64Url('AA AA')).toBeUndefined()
    expect(decodeBase64Url('AAA\n')).toBeUndefined()
    expect(decodeBase64Url('AAé-')).toBeUndefined()
    expect(decodeBase58('0OIl')).toBeUndefined()
    expect(decodeBase58('é')).toBeUndefined()
    expect(decodeBase58('1'.repeat(1_001))).toBeUndefined()
  })
})

function* product(letters: readonly string[]) {
  for (const a of letters)
    for (const b of letters) for (const c of letters) for (const d of ['A', 'w', ' ', '=']) yield [a, b, c, d] as const
}
