import { describe, expect, it } from 'vitest'
import { readUrlEncoded } from '../kit/form.ts'
import { endOfDay, readFacts } from './read-facts.ts'

describe('reading how someone was assessed', () => {
  it('keeps what was said', () => {
    const said = [
      ['facts/assessedOn', '2026-11-02'],
      ['facts/route', 'both'],
      ['facts/outcomes/0/outcomeId', 'a'],
      ['facts/outcomes/0/result', 'met'],
      ['facts/outcomes/0/methods:list', 'quiz'],
      ['facts/assessor/role', 'teacher'],
      ['facts/assessor/independence', 'same-organisation'],
    ]
    expect(readFacts(posted(said))).toEqual({
      assessedOn: '2026-11-02',
      route: 'both',
      outcomes: [{ outcomeId: 'a', result: 'met', methods: ['quiz'] }],
      assessor: { role: 'teacher', independence: 'same-organisation' },
    })
  })

  it('does not turn what was left empty into "none"', () => {
    const said = [
      ['facts/route', 'course'],
      ['facts/evidenceKinds:list', ''],
      ['facts/outcomes/0/outcomeId', 'a'],
      ['facts/outcomes/0/methods:list', ''],
      ['facts/assessor/role', ''],
      ['facts/assessor/independence', 'same-organisation'],
      ['facts/participation/forms:list', ''],
    ]
    expect(readFacts(posted(said))).toEqual({ route: 'course', outcomes: [{ outcomeId: 'a' }] })
  })

  it('lets an outcome that was not ticked reach the API without a result, which refuses it', () => {
    expect(readFacts(posted([['facts/outcomes/0/outcomeId', 'a']]))).toEqual({ outcomes: [{ outcomeId: 'a' }] })
  })

  it('holds until the end of the day', () => {
    expect(endOfDay('2027-06-30')).toBe('2027-06-30T23:59:59Z')
    expect(endOfDay('')).toBeUndefined()
  })
})

const posted = (said: readonly string[][]) =>
  readUrlEncoded(new URLSearchParams(said.map((one) => [...one])).toString())
