import { describe, expect, it } from 'vitest'
import { convertCredit, creditUnits, findCreditUnit } from './credit-unit.ts'

describe('converting credits', () => {
  it('takes högskolepoäng, studiepoeng, opintopiste and ECTS as equal', () => {
    expect(convertCredit(7.5, 'hp', 'ECTS')).toEqual({
      converted: { unit: 'ECTS', least: 7.5, most: 7.5 },
      standing: 'equal',
      source: '60 credits are one year of full-time study',
    })
    for (const unit of ['hp', 'studiepoeng', 'opintopiste', 'ECTS-eining'])
      expect(convertCredit(3, unit, 'ECTS')).toMatchObject({ converted: { least: 3, most: 3 }, standing: 'equal' })
  })

  it('turns YH-poäng into hp in length only, and says so', () => {
    expect(convertCredit(200, 'YH-poäng', 'hp')).toEqual({
      converted: { unit: 'hp', least: 60, most: 60 },
      standing: 'length-only',
      caveat: 'length-not-level',
      source: '5 YH-poäng are one week, 200 one year of full-time study',
    })
  })

  it('does not turn hp into YH-poäng', () => {
    expect(convertCredit(60, 'hp', 'YH-poäng')).toEqual({ code: 'not-convertible', why: 'no-lawful-rate' })
  })

  it('gives hours for study credits as an estimate, by the country’s own rate', () => {
    expect(convertCredit(3, 'ECTS', 'hours')).toMatchObject({
      converted: { unit: 'hours', least: 75, most: 90 },
      standing: 'typical-range',
    })
    expect(convertCredit(3, 'hp', 'hours')).toMatchObject({ converted: { least: 80, most: 80 } })
    expect(convertCredit(1, 'op', 'hours')).toMatchObject({ converted: { least: 27, most: 27 } })
  })

  it('never turns osaamispiste into hours or study credits', () => {
    const refusal = { code: 'not-convertible', why: 'measures-competence-not-time' }
    for (const unit of ['hours', 'ECTS', 'opintopiste'])
      expect(convertCredit(10, 'osaamispiste', unit)).toEqual(refusal)
    expect(convertCredit(10, 'hours', 'osp')).toEqual(refusal)
  })

  it('never makes credits of hours', () => {
    expect(convertCredit(80, 'hours', 'hp')).toEqual({ code: 'not-convertible', why: 'hours-do-not-make-credits' })
  })

  it('keeps school credits as they are', () => {
    for (const unit of ['gymnasiepoäng', 'eining'])
      expect(convertCredit(100, unit, 'hours')).toEqual({ code: 'not-convertible', why: 'course-size-has-no-rate' })
  })

  it('says when it does not know a unit', () => {
    expect(convertCredit(1, 'stars', 'ECTS')).toEqual({ code: 'not-convertible', why: 'unit-unknown' })
  })

  it('leaves an amount in its own unit alone, also one that measures competence', () => {
    expect(convertCredit(10, 'osp', 'osaamispiste')).toMatchObject({ converted: { least: 10, most: 10 } })
  })
})

describe('the words for credits', () => {
  it('are read as people write them', () => {
    expect(findCreditUnit('Högskolepoäng')?.name).toBe('hp')
    expect(findCreditUnit(' OSP ')?.name).toBe('osaamispiste')
    expect(findCreditUnit('timmar')?.name).toBe('hours')
    expect(findCreditUnit('poäng')).toBeUndefined()
  })

  it('belong to one unit each', () => {
    const names = Object.values(creditUnits).flatMap((unit) => [
      ...new Set([unit.name, unit.fullName, ...unit.otherNames].map((name) => name.toLowerCase())),
    ])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})
