import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTime } from './time.ts'

describe('reading a time', () => {
  it('gives what the clock of the language gives, for every second there is', () => {
    const second = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(second, (date) => {
        const text = `${date.toISOString().slice(0, 19)}Z`
        expect(readTime(text)).toBe(Date.parse(text))
      }),
    )
  })

  it.each([
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-15T25:00:00Z',
    '2026-01-15T09:60:00Z',
    '2026-01-15T09:00:60Z',
    '2026-01-15 09:00:00Z',
    '2026-01-15T09:00:0:Z',
    '2026-01-15T09:00:00z',
    '202/-01-15T09:00:00Z',
    '2026-01-15T09:00:00',
    '２026-01-15T09:00:00Z',
  ])('finds none in "%s"', (text) => {
    expect(readTime(text)).toBeUndefined()
  })

  it('reads other zones, parts of a second, leap days and early years', () => {
    const texts = [
      '2026-01-15T10:00:00+01:00',
      '2026-01-15T09:00:00.25Z',
      '2024-02-29T09:00:00Z',
      '0099-01-15T09:00:00Z',
    ]
    for (const text of texts) expect(readTime(text)).toBe(Date.parse(text))
  })
})
