import { describe, expect, it } from 'vitest'
import { MeritDesign } from '../merit/merit.ts'
import { readRecipientRows } from './read-recipient-rows.ts'
import { composeRecipientSheet } from './recipient-sheet.ts'

describe('reading a file of recipients', () => {
  it('makes an order of every row, whatever language the headings are in', () => {
    const headings = [
      ['Name', 'Email', 'Date of assessment', 'Route'],
      ['Namn', 'E-post', 'Bedömningsdatum', 'Väg'],
      ['navn', 'E-MAIL', 'Bedømmelsesdato', 'vej'],
      ['Navn', 'e-post', 'vurderingsdato', 'Vei'],
      ['Nimi', 'Sähköposti', 'Arviointipäivä', 'Tapa'],
      ['Nafn', 'Netfang', 'Matsdagur', 'Leið'],
    ]
    const words = [
      'prior learning',
      'Validering',
      'realkompetence',
      'realkompetanse',
      'Osaamisen tunnistaminen',
      'raunfærnimat',
    ]
    for (const [index, heading] of headings.entries())
      expect(read([heading, ['Amina  Warsame', 'Amina@Hem.example', '2.5.2026', words[index] ?? '']])).toEqual({
        orders: [
          {
            row: 2,
            recipient: { name: 'Amina Warsame', email: 'amina@hem.example' },
            facts: { assessedOn: '2026-05-02', route: 'prior-learning' },
            key: 'recipient:m1:amina@hem.example:2026-05-02',
          },
        ],
        problems: [],
        refused: [],
        ignored: [],
      })
  })

  it('refuses texts with what nobody sees, and tells of cells that no heading explains', () => {
    const { orders, problems, ignored } = read([
      ['Namn', 'E-post', 'Bedömningsdatum', 'Anteckning', ''],
      ['Ami\u0000na', 'amina@hem.example', '2026-05-02', '', ''],
      ['Samir', 'samir@hem.example', '2026-05-02', 'Bra\u001b', ''],
      ['Ping', 'ping@hem.example', '2026-05-02', '', 'vad är detta'],
    ])
    expect(problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [2, 'Namn', 'text-control-character'],
      [3, 'Anteckning', 'text-control-character'],
    ])
    expect(orders.map(({ row }) => row)).toEqual([4])
    expect(ignored).toEqual([{ row: 4, column: 'E', code: 'column-unknown', value: 'vad är detta' }])
  })

  it('names row, column, reason and value of each problem, and keeps the other rows', () => {
    const { orders, problems } = read([
      ['Namn', 'E-post', 'Bedömningsdatum', 'Väg', 'splice'],
      ['Amina', 'amina@hem.example', '2026-05-02', 'kurs', 'godkänd'],
      ['', 'utan-namn@hem.example', '2026-05-02', '', ''],
      ['Samir', 'samir@hem', '2026-02-30', 'gissning', 'kanske'],
      ['Moa', 'moa@hem.example', '2027-01-01', '', ''],
      ['Bo', 'bo@hem.example', '2026-05-02', '', 'ej godkänd'],
      ['Amina W', 'AMINA@hem.example', '20260502', '', ''],
    ])
    expect(orders.map(({ row }) => row)).toEqual([2])
    expect(problems).toEqual([
      { row: 3, column: 'Namn', code: 'name-missing', value: '' },
      { row: 4, column: 'E-post', code: 'email-invalid', value: 'samir@hem' },
      { row: 4, column: 'Bedömningsdatum', code: 'date-invalid', value: '2026-02-30' },
      { row: 4, column: 'Väg', code: 'route-unknown', value: 'gissning' },
      { row: 4, column: 'splice', code: 'result-unknown', value: 'kanske' },
      { row: 5, column: 'Bedömningsdatum', code: 'assessed-in-the-future', value: '2027-01-01' },
      { row: 6, column: 'splice', code: 'outcome-not-met', value: 'splice' },
      { row: 7, column: 'E-post', code: 'duplicate-row', value: 'amina@hem.example' },
    ])
  })

  it('does not take national identity numbers, and says so', () => {
    const { orders, ignored } = read([
      ['Personnummer', 'Namn', 'E-post', 'Datum', 'Skonummer'],
      ['19900101-0017', 'Amina', 'amina@hem.example', '2026-05-02', '38'],
    ])
    expect(ignored.map(({ column, code }) => [column, code])).toEqual([
      ['Personnummer', 'national-id-not-taken'],
      ['Skonummer', 'column-unknown'],
    ])
    expect(JSON.stringify(orders)).not.toContain('19900101')
  })

  it('refuses a file without the columns it needs, with one twice, or with nothing in it', () => {
    expect(
      read([
        ['Namn', 'Datum'],
        ['Amina', '2026-05-02'],
      ]).refused,
    ).toEqual([{ row: 1, column: 'email', code: 'column-missing', value: '' }])
    expect(
      read([
        ['Namn', 'Name', 'E-post', 'Datum'],
        ['a', 'b', 'c', 'd'],
      ]).refused[0]?.code,
    ).toBe('column-repeated')
    expect(
      read([
        ['Namn', 'E-post', 'Datum'],
        ['', ' ', ''],
      ]).refused[0]?.code,
    ).toBe('file-empty')
    expect(read([]).refused[0]?.code).toBe('file-empty')
  })

  it('gives the same keys for the same file, whatever the order of its rows', () => {
    const headings = ['Namn', 'E-post', 'Datum']
    const lines = [
      ['Amina', 'amina@hem.example', '2026-05-02'],
      ['Samir', 'samir@hem.example', '2026-05-02'],
    ]
    const keys = (rows: readonly (readonly string[])[]) =>
      read([headings, ...rows])
        .orders.map(({ key }) => key)
        .sort()
    expect(keys(lines)).toEqual(keys([...lines].reverse()))
  })

  it('fills empty cells from the settings of the batch', () => {
    const { orders } = readRecipientRows(
      [
        ['Namn', 'E-post'],
        ['Amina', 'amina@hem.example'],
      ],
      design,
      {
        ...settings,
        assessedOn: '2026-04-30',
        route: 'both',
      },
    )
    expect(orders[0]?.facts).toEqual({ assessedOn: '2026-04-30', route: 'both' })
  })

  it('reads its own template back in every language', () => {
    for (const language of ['sv', 'da', 'nb', 'fi', 'is', 'en'] as const) {
      const { headings, example } = composeRecipientSheet(language, design, '2026-04-30')
      const found = read([headings, example])
      expect(found.refused).toEqual([])
      expect(found.ignored).toEqual([])
      expect(found.orders[0]?.facts.outcomes).toEqual([{ outcomeId: 'splice', result: 'met' }])
    }
  })
})

const settings = { meritId: 'm1', today: '2026-05-03' }
const design = MeritDesign.parse({
  outcomes: [{ id: 'splice', type: 'skill', statement: { sv: 'Svetsa en fiberskarv', en: 'Splice a joint' } }],
})
const read = (rows: readonly (readonly string[])[]) => readRecipientRows(rows, design, settings)
