import { describe, expect, it } from 'vitest'
import { compareSelfChecks, QualityFactor, SelfCheck } from './quality-factor.ts'
import { type Samplable, sampleCases } from './sample-cases.ts'

describe('a provider’s self-check', () => {
  it('answers each of the eight factors once', () => {
    expect(SelfCheck.safeParse(checked()).success).toBe(true)
    const twice = { ...checked(), answers: checked().answers.map((answer) => ({ ...answer, factor: 'guidance' })) }
    expect(SelfCheck.safeParse(twice).success).toBe(false)
    expect(SelfCheck.safeParse({ ...checked(), answers: checked().answers.slice(1) }).success).toBe(false)
  })

  it('shows what moved, and what has nothing to show for it', () => {
    const before = SelfCheck.parse(checked())
    const now = SelfCheck.parse(checked({ guidance: 3, mapping: 1 }))
    expect(compareSelfChecks(before, now)).toEqual({ better: ['guidance'], worse: ['mapping'], unproven: ['guidance'] })
  })
})

describe('drawing the cases to look at again', () => {
  it('takes each assessor’s first, every appeal, every case with nothing recognised, and a share by lot', () => {
    const cases = [
      closed('a', 1),
      closed('b', 2),
      closed('c', 3, { appealed: true }),
      closed('d', 4, { extent: 'none' }),
      closed('e', 5),
      closed('f', 6, { assessorId: 'berit' }),
    ]
    expect(sampleCases(cases, { share: 0.5, firstOfEachAssessor: 1 }, (id) => (id === 'e' ? 0.4 : 0.5))).toEqual([
      { id: 'a', why: ['new-assessor'] },
      { id: 'c', why: ['appealed'] },
      { id: 'd', why: ['nothing-recognised'] },
      { id: 'e', why: ['drawn'] },
      { id: 'f', why: ['new-assessor'] },
    ])
  })

  it('does not depend on the order they come in', () => {
    const cases = ['a', 'b', 'c', 'd'].map((id, index) => closed(id, index + 1))
    const policy = { share: 0.3, firstOfEachAssessor: 2 }
    const draw = (id: string) => (id === 'd' ? 0.1 : 0.9)
    expect(sampleCases([...cases].reverse(), policy, draw)).toEqual(sampleCases(cases, policy, draw))
  })
})

function checked(changes: Partial<Record<QualityFactor, number>> = {}) {
  return {
    on: '2026-05-01',
    answers: QualityFactor.options.map((factor) => ({ factor, stands: changes[factor] ?? 2 })),
  }
}

function closed(id: string, day: number, changes: Partial<Samplable> = {}): Samplable {
  const decidedAt = `2026-05-0${day}T00:00:00.000Z`
  return { id, assessorId: 'anna', extent: 'full', appealed: false, decidedAt, ...changes }
}
