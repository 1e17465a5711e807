import { describe, expect, it } from 'vitest'
import { industryOf, industrySections, readIndustry } from './industry.ts'

describe('industries by NACE', () => {
  it.each([
    ['87', '87', ['Q']],
    ['87.3', '87.3', ['Q']],
    ['87301', '87301', ['Q']],
    ['86-88', '86–88', ['Q']],
    ['85, 87 – 88', '85, 87–88', ['P', 'Q']],
    ['84–88', '84–88', ['O', 'P', 'Q']],
    ['01.1', '01.1', ['A']],
  ])('are read from %s', (text, codes, sections) => {
    expect(readIndustry(text)).toEqual({ known: true, codes, sections })
  })

  it.each([
    ['34', '34'],
    ['00', '00'],
    ['vård', 'vård'],
    ['87, 4', '4'],
    ['88–86', '88–86'],
    ['85–87–88', '85–87–88'],
    ['87.3–88', '87.3–88'],
    ['', ''],
  ])('are not read from "%s", which says what is no code', (text, code) => {
    expect(readIndustry(text)).toEqual({ known: false, code })
  })

  it('are read again from every section as it is written', () => {
    for (const [section] of industrySections)
      expect(readIndustry(industryOf(section))).toMatchObject({ known: true, sections: [section] })
  })
})
