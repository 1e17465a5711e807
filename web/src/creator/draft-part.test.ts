import { MeritDesign } from '@bricka/domain/merit/merit'
import { describe, expect, it } from 'vitest'
import { readUrlEncoded } from '../kit/form.ts'
import { partOf, pointIntoDesign, readPart, without } from './draft-part.ts'

const kept = MeritDesign.parse({ title: { sv: 'Svetsa' }, workload: { hours: 40 }, participation: ['online'] })

describe('writing a part of a merit', () => {
  it('keeps the other parts and replaces its own, also what was emptied', () => {
    const design = MeritDesign.parse(readPart('size', posted({ 'workload/hours:number': '12,5' }), kept))
    expect(design).toEqual({ ...kept, workload: { hours: 12.5 } })
    expect(MeritDesign.parse(readPart('size', posted({}), kept)).workload).toEqual({})
  })

  it('does not let one part write in another', () => {
    expect(readPart('size', posted({ 'title/sv': 'Annat' }), kept)).toMatchObject({ title: { sv: 'Svetsa' } })
  })

  it('pairs the lines of criteria across languages', () => {
    const written = readPart(
      'outcomes',
      posted({
        'outcomes/0/id': 'a',
        'outcomes/0/type': 'skill',
        'outcomes/0/statement/sv': 'Svetsar en fog',
        'outcomes/0/criteria/sv:lines': 'tät\njämn',
        'outcomes/0/criteria/en:lines': 'tight',
      }),
      kept,
    )
    expect(MeritDesign.parse(written).outcomes[0]?.criteria).toEqual([{ sv: 'tät', en: 'tight' }, { sv: 'jämn' }])
  })

  it('takes a required merit by its address or its id, and leaves what is neither to be refused', () => {
    const id = '018f4f2a-0000-7000-8000-00000000000b'
    const lines = `https://bricka.example/merits/${id}/2?lang=sv\n${id}\nsvetsa`
    expect(readPart('taking-part', posted({ 'requires:lines': lines }), kept)).toMatchObject({
      requires: [id, id, 'svetsa'],
    })
  })

  it('keeps an outcome that is not written yet', () => {
    const written = readPart('outcomes', posted({ 'outcomes/0/id': 'a', 'outcomes/0/type': 'skill' }), kept)
    expect(MeritDesign.parse(written).outcomes).toMatchObject([{ id: 'a', statement: {} }])
  })

  it('says "no level" with its reason, and drops the reason where there is a level', () => {
    const reason = { 'withoutLevel/reason/sv': 'Ingen ram täcker den' }
    const none = MeritDesign.parse(readPart('size', posted({ 'level/standing': 'none', ...reason }), kept))
    expect(none).toMatchObject({ withoutLevel: { reason: { sv: 'Ingen ram täcker den' } } })
    expect(none.level).toBeUndefined()
    const declared = { 'level/standing': 'self-declared', 'level/framework': 'EQF', 'level/level': '4' }
    expect(MeritDesign.parse(readPart('size', posted({ ...declared, ...reason }), kept)).withoutLevel).toBeUndefined()
  })

  it('leaves out groups whose first choice was not made', () => {
    const design = readPart('worth', posted({ 'stacking/towards:lines': '', 'legalBasis/kind': '' }), kept)
    expect(design).not.toHaveProperty('stacking')
    expect(design).not.toHaveProperty('legalBasis')
  })

  it('takes away a row and lets the others close up', () => {
    const rows = posted({ 'outcomes/0/id': 'a', 'outcomes/1/id': 'b', 'outcomes/10/id': 'k' })
    expect(readPart('outcomes', without(rows, 'outcomes/1'), kept).outcomes).toMatchObject([{ id: 'a' }, { id: 'k' }])
  })

  it('finds the part and the field of what is wrong', () => {
    expect(partOf('/qualityAssurance/0/body')).toBe('assessment')
    expect(partOf('/organisation/country')).toBeUndefined()
    const errors = [{ pointer: '/design/outcomes/0/criteria/3/sv', code: 'too_big', detail: '' }]
    expect(pointIntoDesign({ code: 'request-invalid', status: 422, title: '', detail: '', errors }).errors).toEqual([
      { pointer: '/outcomes/0/criteria/sv', code: 'too_big', detail: '' },
    ])
  })
})

const posted = (values: Record<string, string>) => readUrlEncoded(new URLSearchParams(values).toString())
