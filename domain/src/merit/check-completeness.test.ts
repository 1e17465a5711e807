import { describe, expect, it } from 'vitest'
import { checkCompleteness, isComplete } from './check-completeness.ts'
import { MeritDesign } from './merit.ts'
import { profiles } from './profile.ts'

describe('checking what a merit still lacks before it can be published', () => {
  it('finds nothing missing in a whole design', () => {
    const found = checkCompleteness(whole({}), splicers, profiles.se)
    expect(found).toEqual({ missing: [], refused: [], advice: [] })
    expect(isComplete(found)).toBe(true)
  })

  it('names every mandatory element of an empty draft and where to put it', () => {
    const { missing } = checkCompleteness(MeritDesign.parse({}), splicers, profiles.eu)
    expect(missing).toEqual([
      { code: 'title-missing', element: 'title', where: '/title' },
      { code: 'outcomes-missing', element: 'learning-outcomes', where: '/outcomes' },
      { code: 'workload-missing', element: 'workload', where: '/workload' },
      { code: 'level-missing', element: 'level', where: '/level' },
      { code: 'assessment-type-missing', element: 'type-of-assessment', where: '/assessment/types' },
      { code: 'participation-missing', element: 'form-of-participation', where: '/participation' },
      { code: 'quality-assurance-missing', element: 'quality-assurance', where: '/qualityAssurance' },
    ])
  })

  it('lets no outcome pass without a criterion or a statement', () => {
    const design = whole({
      outcomes: [
        { id: 'a', type: 'skill', statement: { sv: 'Svetsa fiber' }, criteria: [{ sv: 'Dämpning under 0,1 dB' }] },
        { id: 'b', type: 'skill', statement: {}, criteria: [{ sv: '  ' }] },
      ],
    })
    expect(checkCompleteness(design, splicers, profiles.eu).missing).toEqual([
      { code: 'outcome-statement-missing', element: 'learning-outcomes', where: '/outcomes/1/statement' },
      { code: 'outcome-criterion-missing', element: 'assessment-criteria', where: '/outcomes/1/criteria' },
    ])
  })

  it('accepts assessment types that stand on every outcome instead of on the merit', () => {
    const outcome = { id: 'a', type: 'skill', statement: { sv: 'Svetsa' }, criteria: [{ sv: 'Tät' }] }
    const onEach = whole({ assessment: {}, outcomes: [{ ...outcome, assessedBy: ['observation-at-work'] }] })
    const onNone = whole({ assessment: {}, outcomes: [outcome] })
    expect(checkCompleteness(onEach, splicers, profiles.eu).missing).toEqual([])
    expect(checkCompleteness(onNone, splicers, profiles.eu).missing).toEqual([
      { code: 'assessment-type-missing', element: 'type-of-assessment', where: '/assessment/types' },
    ])
  })

  it('takes "no level, and why" as an answer, but not silence', () => {
    const said = whole({ level: undefined, withoutLevel: { reason: { da: 'Ingen ramme på Færøerne' } } })
    const silent = whole({ level: undefined })
    expect(checkCompleteness(said, splicers, profiles.eu).missing).toEqual([])
    expect(checkCompleteness(silent, splicers, profiles.eu).missing).toEqual([
      { code: 'level-missing', element: 'level', where: '/level' },
    ])
  })

  it('names the organisation when it has no legal name or country', () => {
    const { missing } = checkCompleteness(whole({}), { legalName: ' ', country: '', kind: 'employer' }, profiles.eu)
    expect(missing.map(({ where }) => where)).toEqual(['/organisation/country', '/organisation/legalName'])
  })
})

describe('weighing claims of level', () => {
  it('refuses a SeQF level without a decision, in any profile, and accepts one with it', () => {
    const own = whole({ level: { standing: 'self-declared', framework: 'SeQF', level: '4' } })
    const decided = whole({
      level: { standing: 'decided', framework: 'seqf', level: '4', decision: { body: 'MYH', reference: 'MYH 2024/1' } },
    })
    for (const profile of [profiles.se, profiles.eu, profiles.no]) {
      expect(checkCompleteness(own, splicers, profile).refused).toEqual([
        expect.objectContaining({
          code: 'level-needs-decision',
          where: '/level',
          detail: { framework: 'SeQF', level: '4' },
        }),
      ])
      expect(checkCompleteness(decided, splicers, profile).refused).toEqual([])
    }
  })

  it('refuses a private Norwegian claim on NKR and accepts one that stands in law', () => {
    const level = {
      standing: 'decided',
      framework: 'NKR',
      level: '5.1',
      decision: { body: 'NOKUT', reference: '17/1' },
    }
    const codes = (design: MeritDesign) =>
      checkCompleteness(design, splicers, profiles.no).refused.map(({ code }) => code)
    expect(codes(whole({ level, legalBasis: { kind: 'none' } }))).toEqual(['level-needs-law'])
    expect(codes(whole({ level, legalBasis: { kind: 'law', reference: 'Fagskoleloven' } }))).toEqual([])
  })

  it('only advises on a FiNQF level of a small merit', () => {
    const level = { standing: 'self-declared', framework: 'FiNQF', level: '4' }
    const small = checkCompleteness(
      whole({ level, workload: { credits: { value: 5, unit: 'osp' } } }),
      splicers,
      profiles.fi,
    )
    const large = checkCompleteness(
      whole({ level, workload: { credits: { value: 30, unit: 'osaamispiste' } } }),
      splicers,
      profiles.fi,
    )
    expect(small.advice.map(({ code }) => code)).toEqual(['level-needs-size'])
    expect(small.refused).toEqual([])
    expect(large.advice).toEqual([])
  })

  it('refuses a level that the framework does not have, and leaves unknown frameworks alone', () => {
    const codes = (framework: string, level: string) =>
      checkCompleteness(
        whole({ level: { standing: 'self-declared', framework, level } }),
        splicers,
        profiles.eu,
      ).refused.map(({ code }) => code)
    expect(codes('EQF', '9')).toEqual(['level-not-in-framework'])
    expect(codes('EQF', 'Nivå 4')).toEqual([])
    expect(codes('EQF', 'toString')).toEqual(['level-not-in-framework'])
    expect(codes('Skelleby stege', 'guld')).toEqual([])
  })

  it('refuses a decision in a framework that is only planned, and lets a creator compare with it', () => {
    const codes = (level: Record<string, unknown>) =>
      checkCompleteness(
        whole({ level: { framework: 'AxQF', level: '4', ...level } }),
        splicers,
        profiles.fi,
      ).refused.map(({ code }) => code)
    expect(codes({ standing: 'decided', decision: { body: 'Landskapet', reference: '1' } })).toEqual([
      'level-framework-not-in-force',
    ])
    expect(codes({ standing: 'self-declared' })).toEqual([])
  })
})

describe('weighing the size', () => {
  const credits = (value: number, unit: string) => whole({ workload: { credits: { value, unit } } })

  it('refuses 60 op from a Finnish university and accepts 59', () => {
    const university = { ...splicers, kind: 'formal-education', country: 'FI' } as const
    expect(checkCompleteness(credits(60, 'op'), university, profiles.fi).refused).toEqual([
      expect.objectContaining({ code: 'size-outside-limits', detail: { value: 60, unit: 'op', least: 1, most: 59 } }),
    ])
    expect(checkCompleteness(credits(59, 'op'), university, profiles.fi).refused).toEqual([])
    expect(checkCompleteness(credits(60, 'op'), splicers, profiles.fi).refused).toEqual([])
  })

  it('advises, and never refuses, on 7.5 högskolepoäng', () => {
    const found = checkCompleteness(credits(7.5, 'högskolepoäng'), splicers, profiles.se)
    expect(found.refused).toEqual([])
    expect(found.advice.map(({ code }) => code)).toEqual(['size-outside-limits'])
  })
})

const splicers = { legalName: 'Nordfiber branschråd', country: 'SE', kind: 'social-partner' } as const

const whole = (changes: Record<string, unknown>): MeritDesign =>
  MeritDesign.parse({
    title: { sv: 'Svetsa fiber i fält' },
    outcomes: [
      {
        id: 'splice',
        type: 'skill',
        statement: { sv: 'Svetsa en fiberskarv' },
        criteria: [{ sv: 'Dämpningen är under 0,1 dB' }],
      },
    ],
    workload: { hours: 24 },
    level: { standing: 'self-declared', framework: 'EQF', level: '4' },
    assessment: { types: ['practical-assessment'] },
    participation: ['presential'],
    qualityAssurance: [{ kind: 'branch-panel', body: 'Nordfiber kvalitetspanel' }],
    ...changes,
  })
