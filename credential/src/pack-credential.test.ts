import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packCredential, unpackCredential } from './pack-credential.ts'
import { dictionaries } from './pack-dictionary.ts'

describe('a credential in a printed code', () => {
  it('comes out as it went in, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
        expect(unpackCredential(packCredential(text))).toEqual({ unpacked: true, text })
      }),
    )
  })

  it('is made of what a QR code holds cheaply, and is read in small letters too', () => {
    const packed = packCredential('{"type":["VerifiableCredential","OpenBadgeCredential"]}')
    expect(packed).toMatch(/^[A-Z2-7]+$/)
    expect(unpackCredential(packed.toLowerCase())).toMatchObject({ unpacked: true })
  })

  it('costs little for what all have in common', () => {
    const common = JSON.stringify({
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
    })
    expect(packCredential(common).length).toBeLessThan(common.length / 5)
  })

  it('does not come out with one letter changed', () => {
    const text = JSON.stringify({ name: 'Svetsa fiber i fält', holder: 'Amina Warsame', on: '2026-05-04' })
    const packed = packCredential(text)
    for (let at = 0; at < packed.length; at++) {
      const other = packed.charAt(at) === 'A' ? 'B' : 'A'
      const changed = unpackCredential(packed.slice(0, at) + other + packed.slice(at + 1))
      expect(changed).not.toEqual({ unpacked: true, text })
    }
  })

  it.each([
    ['nothing', '', 'pack-malformed'],
    ['other letters', 'ABC1', 'pack-malformed'],
    ['a dictionary that is not made yet', 'E4AA', 'pack-too-new'],
    ['half of it', packCredential('{"a":"bcdefghijklmnop"}').slice(0, 12), 'pack-malformed'],
    ['a bomb', packCredential('a'.repeat(5_000_000)), 'too-large'],
    ['half of a character', `AE${'A'.repeat(9)}`, 'pack-malformed'],
  ])('is refused when it is %s', (_, packed, code) => {
    expect(unpackCredential(packed)).toEqual({ unpacked: false, code })
  })

  it('will not pack what is no text', () => {
    expect(() => packCredential('\ud800')).toThrow(expect.objectContaining({ code: 'text-ill-formed' }))
  })

  it('is read for as long as paper lasts: the dictionary stays what it is', () => {
    const digest = createHash('sha256')
      .update(dictionaries[1] ?? '')
      .digest('hex')
    expect(digest).toBe('19fd43a0ccde61c7cc1c3f257792c4523b96a4f9142d0b4fe430facc9736fab7')
  })
})
