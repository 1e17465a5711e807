import { describe, expect, it } from 'vitest'
import { checkCompleteness, isComplete } from './check-completeness.ts'
import { composeMeritSheet, meritColumnNames, meritColumns } from './merit-sheet.ts'
import { profiles } from './profile.ts'
import { readMeritRows } from './read-merit-rows.ts'
import { plainWord } from './sheet-words.ts'

const languages = ['sv', 'da', 'nb', 'fi', 'is', 'en'] as const

describe('the template for merits', () => {
  it('reads its own example back, in every language, into a merit that can be published', () => {
    for (const language of languages) {
      const { headings, example } = composeMeritSheet(language)
      const read = readMeritRows([headings, ...example], language)
      expect({ language, ...read, drafts: read.drafts.length }).toEqual({
        language,
        drafts: 1,
        problems: [],
        refused: [],
        ignored: [],
      })
      const design = read.drafts[0]?.design
      if (!design) throw new Error('no draft')
      expect(design.outcomes).toHaveLength(2)
      const body = { legalName: 'Exempelskolan', country: 'SE', kind: 'formal-education' } as const
      expect(isComplete(checkCompleteness(design, body, profiles.eu))).toBe(true)
    }
  })

  it('has no heading that means two columns in one language', () => {
    for (const language of languages) {
      const headings = composeMeritSheet(language).headings.map(plainWord)
      expect(headings.filter((heading, index) => headings.indexOf(heading) !== index)).toEqual([])
    }
    expect(Object.keys(meritColumns)).toEqual(meritColumnNames)
  })

  it('lists the allowed words in the same language', () => {
    const rows = composeMeritSheet('sv').allowed
    expect(rows.find(([heading]) => heading === 'tillsyn')).toContain('med tillsyn på plats och id-kontroll')
  })
})

describe('reading a sheet of merits', () => {
  it('takes rows without a title as further outcomes of the merit above', () => {
    const { drafts, problems } = readMeritRows(
      [
        ['Titel', 'Titel (en)', 'Läranderesultat', 'Kriterier', 'Kompetenser', 'Timmar', 'Poäng', 'Poängslag'],
        [
          'Laga cykel',
          'Mend a bike',
          'Byta slang',
          '- Tät\n- Snabb',
          'http://data.europa.eu/esco/skill/1 | byta | exakt',
          '7,5',
          '1,5',
          'högskolepoäng',
        ],
        ['', '', 'Justera bromsar', 'Stannar; Tyst', '', '', '', ''],
        ['Laga tält', '', 'Sy', '', '', '3', '', ''],
      ],
      'sv',
    )
    expect(problems).toEqual([])
    expect(drafts.map(({ row, title }) => [row, title])).toEqual([
      [2, 'Laga cykel'],
      [4, 'Laga tält'],
    ])
    expect(drafts[0]?.design).toMatchObject({
      title: { sv: 'Laga cykel', en: 'Mend a bike' },
      workload: { hours: 7.5, credits: { value: 1.5, unit: 'hp' } },
      outcomes: [
        {
          id: 'outcome-1',
          criteria: [{ sv: 'Tät' }, { sv: 'Snabb' }],
          alignments: [{ label: 'byta', framework: 'ESCO', relation: 'exact' }],
        },
        { id: 'outcome-2', criteria: [{ sv: 'Stannar' }, { sv: 'Tyst' }] },
      ],
    })
  })

  it('names each cell it cannot read, and keeps the merit without it', () => {
    const { drafts, problems } = readMeritRows(
      [
        [
          'Titel',
          'Läranderesultat',
          'Timmar',
          'Tillsyn',
          'Ses över den',
          'Poäng',
          'Poängslag',
          'Kompetenser',
          'Nivå',
          'Nivåns grund',
        ],
        ['Laga cykel', 'Byta slang', 'några', 'lite', '2026-13-01', '3', 'stjärnor', 'cykel', '4', 'beslutad'],
      ],
      'sv',
    )
    expect(problems.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [2, 'Tillsyn', 'word-unknown', 'lite'],
      [2, 'Kompetenser', 'skill-unreadable', 'cykel'],
      [2, 'Timmar', 'number-invalid', 'några'],
      [2, 'Poängslag', 'credit-unit-unknown', 'stjärnor'],
      [2, 'decisionBody', 'decision-incomplete', ' 4'],
      [2, 'Ses över den', 'date-invalid', '2026-13-01'],
    ])
    expect(drafts).toHaveLength(1)
    expect(drafts[0]?.design.workload).toEqual({})
    expect(drafts[0]?.design.level).toBeUndefined()
  })

  it('tells of rows that belong to nothing, of merit cells on an outcome’s row, and of a title used twice', () => {
    const { drafts, problems } = readMeritRows(
      [
        ['Titel', 'Läranderesultat', 'Timmar'],
        ['', 'Byta slang', ''],
        ['Laga cykel', 'Byta slang', '3'],
        ['', 'Justera', '4'],
        ['LAGA CYKEL', 'Byta', '3'],
      ],
      'sv',
    )
    expect(problems.map(({ row, code }) => [row, code])).toEqual([
      [2, 'title-missing'],
      [4, 'belongs-to-first-row'],
      [5, 'title-repeated'],
    ])
    expect(drafts.map(({ row }) => row)).toEqual([3])
  })

  it('drops a merit whose text is too long for any merit, and keeps the next', () => {
    const { drafts, problems } = readMeritRows(
      [
        ['Titel', 'Läranderesultat', 'Beskrivning'],
        ['Lång', 'Byta', 'x'.repeat(6000)],
        ['Kort', 'Byta', 'x'],
      ],
      'sv',
    )
    expect(problems).toMatchObject([{ row: 2, column: 'Beskrivning', code: 'value-refused' }])
    expect(drafts.map(({ title }) => title)).toEqual(['Kort'])
  })

  it('refuses a file without titles, with a column twice, or with nothing in it', () => {
    expect(readMeritRows([['Beskrivning'], ['x']], 'sv').refused.map(({ code, column }) => [code, column])).toEqual([
      ['column-missing', 'title'],
      ['column-missing', 'outcome'],
    ])
    expect(
      readMeritRows(
        [
          ['Titel', 'title', 'Läranderesultat'],
          ['a', 'b', 'c'],
        ],
        'sv',
      ).refused[0]?.code,
    ).toBe('column-repeated')
    expect(readMeritRows([['Titel']], 'sv').refused[0]?.code).toBe('file-empty')
    expect(
      readMeritRows(
        [
          ['Titel', 'Läranderesultat', 'Skonummer'],
          ['a', 'b', 'c'],
        ],
        'sv',
      ).ignored[0]?.code,
    ).toBe('column-unknown')
    const beyond = readMeritRows(
      [
        ['Titel', 'Läranderesultat'],
        ['a', 'b', 'c'],
        ['d\u0007', 'e'],
      ],
      'sv',
    )
    expect(beyond.ignored).toEqual([{ row: 2, column: 'C', code: 'column-unknown', value: 'c' }])
    expect(beyond.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'Titel', 'text-control-character'],
    ])
  })
})
