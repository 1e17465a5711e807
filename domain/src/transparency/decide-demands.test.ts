import { describe, expect, it } from 'vitest'
import { type CheckOutcome, type Demands, decideDemands } from './decide-demands.ts'
import { readTransparency } from './read-transparency.ts'
import type { TransparencyProfile } from './transparency-profile.ts'

describe('holding a merit against an employer’s demands', () => {
  it('says nothing of what nobody asked for', () => {
    expect(decideDemands({}, silent, passed, today)).toEqual([])
  })

  it('cannot tell what the credential leaves unsaid, and never calls silence a no', () => {
    const everything: Demands = {
      supervised: true,
      identityChecked: true,
      externalQualityAssurance: true,
      eqfAtLeast: 4,
      levelDecided: true,
      assessorIndependent: true,
      routes: ['course'],
      notOlderThanMonths: 12,
      everyOutcomeMet: true,
      legalBasis: true,
    }
    const found = decideDemands(everything, silent, passed, today)
    expect(found.map(({ demand }) => demand)).toHaveLength(10)
    for (const { result, why } of found) expect({ result, why }).toEqual({ result: 'cannot-tell', why: 'not-stated' })
  })

  it('tells supervision from the identity check', () => {
    const supervision = {
      stated: true,
      value: 'supervised-without-identity-check',
      supervised: true,
      identityChecked: false,
    } as const
    expect(judge({ supervised: true, identityChecked: true }, { supervision })).toEqual([
      { demand: 'supervised', result: 'met', why: 'stated' },
      { demand: 'identityChecked', result: 'not-met', why: 'stated-otherwise' },
    ])
  })

  it('takes quality assurance from outside, not the issuer’s own', () => {
    const by = (...kinds: ('internal' | 'branch-panel')[]) =>
      judge(
        { externalQualityAssurance: true },
        { qualityAssurance: { stated: true, items: kinds.map((kind) => ({ kind, body: 'Nordfiber' })) } },
      )[0]?.result
    expect(by('internal')).toBe('not-met')
    expect(by('internal', 'branch-panel')).toBe('met')
  })

  it('cannot tell whether the first Icelandic level reaches EQF 2', () => {
    const level = { stated: true, standing: 'self-declared', framework: 'ISQF', level: '1', eqf: [1, 2] } as const
    expect(judge({ eqfAtLeast: 2 }, { level })[0]).toMatchObject({
      result: 'cannot-tell',
      why: 'several-levels-possible',
    })
    expect(judge({ eqfAtLeast: 1 }, { level })[0]?.result).toBe('met')
    expect(judge({ eqfAtLeast: 3 }, { level })[0]?.result).toBe('not-met')
    expect(judge({ levelDecided: true }, { level })[0]).toMatchObject({
      result: 'not-met',
      why: 'level-only-compared-by-the-issuer',
    })
  })

  it('believes in a mandate only when its check passed', () => {
    const mandate = { stated: true, url: 'https://skills.example/mandates/1' } as const
    const right = (outcome: CheckOutcome['outcome'], code = 'mandate-valid') =>
      decideDemands({ ownerOrMandate: true }, { ...silent, mandate }, [{ name: 'mandate', outcome, code }], today)[0]
    expect(right('passed')).toEqual({ demand: 'ownerOrMandate', result: 'met', why: 'mandate-checked' })
    expect(right('failed')?.result).toBe('not-met')
    expect(right('unchecked')?.result).toBe('cannot-tell')
    expect(right('passed', 'mandate-not-declared')?.result).toBe('cannot-tell')
    expect(decideDemands({ ownerOrMandate: true }, { ...silent, mandate }, [], today)[0]?.result).toBe('cannot-tell')
  })

  it('counts age from the day of assessment, to the day', () => {
    const assessed = (on: string) => judge({ notOlderThanMonths: 12 }, { assessedOn: { stated: true, on } })[0]?.result
    expect(assessed('2025-06-02')).toBe('met')
    expect(assessed('2025-05-31')).toBe('not-met')
  })

  it('does not let a failed or missing check pass', () => {
    const all = (...outcomes: CheckOutcome['outcome'][]) =>
      decideDemands(
        { allChecksPassed: true },
        silent,
        outcomes.map((outcome) => ({ name: 'status', outcome, code: 'x' })),
        today,
      )[0]?.result
    expect(all('passed', 'passed')).toBe('met')
    expect(all('unchecked', 'failed')).toBe('not-met')
    expect(all('passed', 'unchecked')).toBe('cannot-tell')
    expect(all()).toBe('cannot-tell')
  })
})

const today = new Date('2026-06-01T12:00:00Z')
const silent = readTransparency({})
const passed: readonly CheckOutcome[] = [{ name: 'signature', outcome: 'passed', code: 'signature-valid' }]
const judge = (demands: Demands, said: Partial<TransparencyProfile>) =>
  decideDemands(demands, { ...silent, ...said }, passed, today)
