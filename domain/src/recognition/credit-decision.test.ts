import { describe, expect, it } from 'vitest'
import { Basis, CreditDecision, findPrecedents, toPrecedent } from './credit-decision.ts'

describe('a decision on credit', () => {
  it('credits nothing where it recognises nothing', () => {
    const credited = { value: 2, unit: 'hp' }
    expect(CreditDecision.safeParse({ ...given, extent: 'full', credited }).success).toBe(true)
    expect(CreditDecision.safeParse({ ...given, extent: 'none', credited }).error?.issues[0]?.message).toBe(
      'nothing-recognised',
    )
  })

  it('says what remains where it is partial', () => {
    expect(CreditDecision.safeParse({ ...given, extent: 'partial' }).error?.issues[0]?.message).toBe(
      'remaining-missing',
    )
    expect(CreditDecision.safeParse({ ...given, extent: 'partial', remaining: { sv: 'Läkemedel' } }).success).toBe(true)
  })
})

describe('a precedent', () => {
  it('keeps the quarter, not the day', () => {
    const precedent = toPrecedent(CreditDecision.parse(given))
    expect(precedent).toMatchObject({ decidedIn: '2026-Q2' })
    expect(JSON.stringify(precedent)).not.toContain('2026-05-04')
  })

  it('lets no field through that was not let in', () => {
    const decision = { ...CreditDecision.parse(given), applicant: 'Amina Exempel' }
    expect(JSON.stringify(toPrecedent(decision))).not.toContain('Amina')
  })

  it('is found by its merits, the same version before an earlier, and lapsed ones last', () => {
    const same = precedent({ id: uuid(1) })
    const earlier = precedent({ id: uuid(2), basis: [{ ...basis, version: 1 }] })
    const lapsed = precedent({ id: uuid(3), validUntil: '2026-08-31' })
    const alone = precedent({ id: uuid(4), basis: [basis, { meritId: uuid(99), version: 1 }] })
    const foreign = precedent({ id: uuid(5), basis: [{ meritId: uuid(98), version: 1 }] })
    const found = findPrecedents([lapsed, alone, earlier, foreign, same], { basis: [basis], today: '2026-09-01' })
    expect(found.map(({ precedent: { id }, fit, current }) => [id, fit, current])).toEqual([
      [uuid(1), 'same-version', true],
      [uuid(2), 'earlier-version', true],
      [uuid(4), 'some-of-its-merits', true],
      [uuid(3), 'same-version', false],
    ])
  })
})

const uuid = (number: number) => `0198c000-0000-7000-8000-${String(number).padStart(12, '0')}`
const basis = Basis.parse({ meritId: uuid(1000), version: 2 })
const given = {
  id: uuid(1),
  decidedBy: uuid(2000),
  decidedOn: '2026-05-04',
  target: { title: 'Vård- och omsorgsarbete 1', code: 'VÅRVÅR01' },
  basis: [basis],
  extent: 'full',
  rule: 'Högskoleförordningen 6 kap. 6–8 §§',
  why: { sv: 'Läranderesultaten motsvarar kursens.' },
}
const precedent = (changes: object) => toPrecedent(CreditDecision.parse({ ...given, ...changes }))
