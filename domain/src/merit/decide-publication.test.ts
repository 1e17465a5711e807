import { describe, expect, it } from 'vitest'
import { OrganisationId } from '../organisation/organisation.ts'
import { compareVersions } from './compare-versions.ts'
import { type Draft, decidePublication } from './decide-publication.ts'
import { MeritDesign, MeritId, type MeritVersion } from './merit.ts'

describe('publishing a merit', () => {
  it('makes version 1 of a whole draft', () => {
    expect(decidePublication(draft({}), creator, at)).toEqual({ decision: 'published', version: version1, advice: [] })
  })

  it('refuses a draft that lacks something, and says what', () => {
    const design = MeritDesign.parse({ ...whole, participation: [] })
    expect(decidePublication(draft({ design }), creator, at)).toMatchObject({
      decision: 'refused',
      code: 'design-incomplete',
      completeness: { missing: [{ code: 'participation-missing', where: '/participation' }] },
    })
  })

  it('makes version 2 with its list of changes, and leaves version 1 as it was', () => {
    const design = MeritDesign.parse({ ...whole, workload: { hours: 30 } })
    const before = structuredClone(version1)
    const publication = decidePublication(
      draft({ design, previous: version1, changes: ['Kursen är sex timmar längre', ' '] }),
      creator,
      at,
    )
    expect(publication).toMatchObject({
      decision: 'published',
      version: { number: 2, changes: ['Kursen är sex timmar längre'], design: { workload: { hours: 30 } } },
    })
    expect(version1).toEqual(before)
  })

  it('refuses a new version without changes, and one whose changes are not told', () => {
    const changed = MeritDesign.parse({ ...whole, workload: { hours: 30 } })
    const codeOf = (changes: Partial<Draft>) => {
      const publication = decidePublication(draft(changes), creator, at)
      return publication.decision === 'refused' ? publication.code : undefined
    }
    expect(codeOf({ previous: version1, changes: ['Nytt'] })).toBe('design-unchanged')
    expect(codeOf({ previous: version1, design: changed })).toBe('changes-missing')
    expect(codeOf({ state: 'retired' })).toBe('merit-retired')
    expect(codeOf({ profileId: 'atlantis' })).toBe('profile-unknown')
  })
})

describe('comparing two versions', () => {
  it('follows an outcome by its id, whatever its place', () => {
    const [first] = whole.outcomes
    const second = { ...first, id: 'test', statement: { sv: 'Mäta dämpning' } }
    const older = MeritDesign.parse({ ...whole, outcomes: [first, second] })
    const moved = MeritDesign.parse({ ...whole, outcomes: [second, first] })
    const reworded = MeritDesign.parse({
      ...whole,
      outcomes: [{ ...first, statement: { sv: 'Svetsa en skarv' } }],
      setting: 'non-formal',
    })
    expect(compareVersions(older, moved)).toEqual([])
    expect(compareVersions(older, reworded)).toEqual([
      {
        code: 'changed',
        field: 'outcomes',
        where: '/outcomes/0/statement',
        before: { sv: 'Svetsa en fiberskarv' },
        after: { sv: 'Svetsa en skarv' },
      },
      { code: 'removed', field: 'outcomes', where: '/outcomes/1', before: older.outcomes[1] },
      { code: 'added', field: 'setting', where: '/setting', after: 'non-formal' },
    ])
  })
})

const at = '2026-03-02T09:00:00Z'
const creator = { legalName: 'Nordfiber branschråd', country: 'SE', kind: 'social-partner' } as const
const whole = {
  title: { sv: 'Svetsa fiber i fält' },
  outcomes: [
    { id: 'splice', type: 'skill', statement: { sv: 'Svetsa en fiberskarv' }, criteria: [{ sv: 'Under 0,1 dB' }] },
  ],
  workload: { hours: 24 },
  level: { standing: 'self-declared', framework: 'EQF', level: '4' },
  assessment: { types: ['practical-assessment'] },
  participation: ['presential'],
  qualityAssurance: [{ kind: 'branch-panel', body: 'Nordfiber kvalitetspanel' }],
}
const meritId = MeritId.parse('0e6f2f8e-2f0d-4d6a-9a52-0a6b0d6f7a01')
const ownerId = OrganisationId.parse('0e6f2f8e-2f0d-4d6a-9a52-0a6b0d6f7a02')
const draft = (changes: Partial<Draft>): Draft => ({
  meritId,
  ownerId,
  state: 'draft',
  design: MeritDesign.parse(whole),
  profileId: 'se',
  changes: [],
  ...changes,
})
const version1: MeritVersion = {
  meritId,
  number: 1,
  ownerId,
  design: MeritDesign.parse(whole),
  profileId: 'se',
  publishedAt: at,
  changes: [],
}
