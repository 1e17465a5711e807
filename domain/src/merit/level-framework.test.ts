import { describe, expect, it } from 'vitest'
import { findLevelFramework, fromEqf, toEqf } from './level-framework.ts'

const eqfOf = (framework: string, level: string) => toEqf(framework, level).map(({ eqf }) => eqf)

describe('reading a Nordic level as EQF', () => {
  it('takes SeQF, DK NQF, FiNQF and AxQF level by level', () => {
    for (const framework of ['SeQF', 'DK-NQF', 'FiNQF', 'AxQF'])
      for (let level = 1; level <= 8; level++) expect(eqfOf(framework, String(level))).toEqual([level])
  })

  it('has no level 1 in Norway', () => {
    expect(eqfOf('NKR', '1')).toEqual([])
    expect(eqfOf('NKR', '2')).toEqual([2])
    expect(eqfOf('NKR', '4B')).toEqual([4])
  })

  it('lets the first Icelandic level stand for two', () => {
    expect(eqfOf('ISQF', '1')).toEqual([1, 2])
  })

  it('moves the Icelandic levels one step', () => {
    expect(['2', '3', '4', '5.1', '5.2', '6.1', '6.2', '7'].flatMap((level) => eqfOf('ISQF', level))).toEqual([
      3, 4, 5, 6, 6, 7, 7, 8,
    ])
  })

  it('reads the cycles of higher education', () => {
    expect(['short', 'first', 'second', 'third'].flatMap((cycle) => eqfOf('QF-EHEA', cycle))).toEqual([5, 6, 7, 8])
  })

  it('says where a mapping comes from, and how firmly', () => {
    expect(toEqf('ISQF', '3')).toEqual([
      { eqf: 4, source: 'Follows from the series ISQF 1–7', basis: 'inferred', asOf: '2016-01-01' },
    ])
    expect(toEqf('ISQF', '7')[0]?.basis).toBe('read')
  })

  it('understands people’s spelling', () => {
    expect(eqfOf('seqf', 'Nivå 4')).toEqual([4])
    expect(eqfOf('European qualifications framework', 'level 5')).toEqual([5])
    expect(eqfOf('nkr', '4a')).toEqual([4])
    expect(eqfOf('QF EHEA', 'Short cycle')).toEqual([5])
  })

  it('knows no framework for the Faroe Islands or Greenland, and nothing that is not a level', () => {
    expect(findLevelFramework('FO-NQF')).toBeUndefined()
    expect(eqfOf('GL-NQF', '4')).toEqual([])
    expect(eqfOf('SeQF', '9')).toEqual([])
    expect(eqfOf('SeQF', 'constructor')).toEqual([])
  })

  it('goes back from EQF to every level that may meet it', () => {
    expect(fromEqf('ISQF', 2)).toEqual(['1'])
    expect(fromEqf('NKR', 4)).toEqual(['4', '4A', '4B'])
    expect(fromEqf('NKR', 1)).toEqual([])
  })
})
