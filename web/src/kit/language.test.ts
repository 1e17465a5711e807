import { describe, expect, it } from 'vitest'
import { decideLanguage } from './language.ts'

const nothing = { query: undefined, cookie: undefined, person: undefined, accepted: undefined }

describe('deciding the language of a page', () => {
  it('begins in Swedish', () => expect(decideLanguage(nothing)).toBe('sv'))

  it('lets the address win over the cookie, and the cookie over the browser', () => {
    expect(decideLanguage({ ...nothing, query: 'fi', cookie: 'is', accepted: 'en' })).toBe('fi')
    expect(decideLanguage({ ...nothing, cookie: 'is', accepted: 'en' })).toBe('is')
  })

  it('does not take a language that it lacks', () => {
    expect(decideLanguage({ ...nothing, query: 'de', accepted: 'de-DE, fr;q=0.8' })).toBe('sv')
  })

  it('reads the browser’s wishes by weight', () => {
    expect(decideLanguage({ ...nothing, accepted: 'en;q=0.5, da-DK;q=0.9, fi;q=0' })).toBe('da')
  })

  it('gives Bokmål to who asks for Norwegian', () => {
    expect(decideLanguage({ ...nothing, accepted: 'no, en' })).toBe('nb')
    expect(decideLanguage({ ...nothing, accepted: 'nn-NO' })).toBe('nb')
  })
})
