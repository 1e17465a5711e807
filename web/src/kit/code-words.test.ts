import { checkCodes, checkNames } from '@bricka/credential'
import { interfaceLanguages } from '@bricka/domain/local-text'
import { problemCodes } from '@bricka/server/http/problem'
import { describe, expect, it } from 'vitest'
import { wordsIn } from './words.ts'

describe.each(interfaceLanguages)('the words for codes in %s', (language) => {
  const words = wordsIn(language)
  const without = (prefix: string, codes: readonly string[]) =>
    codes.filter((code) => words.find(`${prefix}.${code}`) === undefined)

  it('say what every check can find', () => {
    expect(without('codes.check', Object.keys(checkCodes))).toEqual([])
    expect(without('codes.check-name', checkNames)).toEqual([])
  })

  it('say what every problem is', () => {
    expect(without('codes.problem', Object.keys(problemCodes))).toEqual([])
  })

  it('have none for codes that do not exist', () => {
    expect(words.codesUnder('codes.check.').filter((code) => !(code in checkCodes))).toEqual([])
    expect(words.codesUnder('codes.problem.').filter((code) => !(code in problemCodes))).toEqual([])
  })
})

describe('writing for people', () => {
  it('knows the Icelandic months, which browsers lack', () => {
    expect(wordsIn('is').date('2026-11-22T12:00:00Z')).toBe('22. nóvember 2026')
  })

  it('writes numbers and lists as the language does', () => {
    expect(wordsIn('sv').number(1250.5)).toBe('1\u00a0250,5')
    expect(wordsIn('fi').list(['yksi', 'kaksi', 'kolme'])).toBe('yksi, kaksi ja kolme')
  })

  it('keeps the capital of the first term only', () => {
    expect(wordsIn('nb').enumerate(['På nett', 'På arbeidsplassen'])).toBe('På nett og på arbeidsplassen')
  })

  it('counts as the language does', () => {
    expect(wordsIn('is').say('domain.months', { count: 21 })).toBe('21 mánuður')
    expect(wordsIn('fi').say('domain.hours', { count: 2 })).toBe('2 tuntia')
  })
})
