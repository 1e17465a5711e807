import { describe, expect, it } from 'vitest'
import { BranchProfile, editsOfProfile } from './branch-profile.ts'
import { buildSkillMap } from './build-skill-map.ts'
import { indexSkillMap } from './index-skill-map.ts'
import { applyEdits, checkEdit, MapEdit } from './map-edit.ts'
import { holdingsOf, profileOf, superimpose } from './superimpose-maps.ts'
import { occupationNamed, smallSource } from './testing/small-map.ts'

const at = (kind: string, name: string): string => `https://classification.example/${kind}/${name}`
const carer = at('occupation', 'carer')
const countsAs: MapEdit = {
  kind: 'count-as',
  held: at('skill', 'provide-first-aid'),
  wanted: at('skill', 'treat-burns'),
}

describe('editing a map', () => {
  it('changes what is asked for and what counts, and leaves the classification as it was', () => {
    const before = structuredClone(smallSource)
    const edited = applyEdits(
      smallSource,
      [
        { id: 'e1', edit: countsAs },
        {
          id: 'e2',
          edit: { kind: 'set-relation', occupation: carer, skill: at('skill', 'make-beds'), relation: 'none' },
        },
        {
          id: 'e3',
          edit: { kind: 'set-relation', occupation: carer, skill: at('skill', 'cook-soup'), relation: 'essential' },
        },
      ],
      'en',
    )
    const map = buildSkillMap(edited)
    const answer = superimpose(
      indexSkillMap(map),
      holdingsOf(map, occupationNamed('steward', map)),
      profileOf(map, occupationNamed('carer', map)),
    )
    expect(answer.coverage).toMatchObject({ held: 2, of: 4 })
    expect(answer.identical.map(({ reason }) => reason)).toContainEqual(
      expect.objectContaining({ kind: 'equivalent', edit: 'e1' }),
    )
    expect(answer.missing.map(({ skill }) => map.skills.labels[skill])).toEqual(['cook soup'])
    expect(smallSource).toEqual(before)
  })

  it('can take back what it said', () => {
    const { held, wanted } = countsAs
    const edited = applyEdits(
      smallSource,
      [
        { id: 'e1', edit: countsAs },
        { id: 'e2', edit: { kind: 'stop-counting-as', held, wanted } },
      ],
      'en',
    )
    expect(edited.equivalents).toEqual([])
  })

  it.each<[string, MapEdit, object | undefined]>([
    ['a new equivalence', countsAs, undefined],
    ['an equivalence with itself', { ...countsAs, wanted: countsAs.held }, { code: 'map-edit-void', field: 'wanted' }],
    [
      'a relation that is there',
      { kind: 'set-relation', occupation: carer, skill: at('skill', 'make-beds'), relation: 'essential' },
      { code: 'map-edit-void', field: 'relation' },
    ],
    [
      'a skill that is not there',
      { kind: 'set-relation', occupation: carer, skill: at('skill', 'juggle'), relation: 'essential' },
      { code: 'skill-unknown', field: 'skill' },
    ],
    [
      'an occupation that is not there',
      { kind: 'set-relation', occupation: at('occupation', 'x'), skill: at('skill', 'make-beds'), relation: 'none' },
      { code: 'occupation-unknown', field: 'occupation' },
    ],
    [
      'stopping what was never said',
      { ...countsAs, kind: 'stop-counting-as' },
      { code: 'map-edit-void', field: 'wanted' },
    ],
  ])('judges %s', (_, edit, problem) => {
    expect(checkEdit(smallSource, edit)).toEqual(problem)
  })

  it('refuses a label in no language', () => {
    expect(MapEdit.safeParse({ kind: 'add-occupation', uri: carer, label: { sv: ' ' } }).success).toBe(false)
  })
})

describe('a branch’s own profile', () => {
  const profile = BranchProfile.parse({
    title: { sv: 'Vårdbiträde' },
    modules: [
      {
        title: { sv: 'Hygien' },
        outcomes: [{ text: { sv: 'Följer basala hygienrutiner' }, criteria: [{ sv: 'Desinfekterar händer' }] }],
      },
      { title: { sv: 'Bemötande' }, outcomes: [{ text: { sv: 'Lyssnar aktivt' }, requirement: 'optional' }] },
    ],
  })

  it('is a map by itself: profile, modules and outcomes', () => {
    const empty = { ...smallSource, occupations: [], skills: [], families: [], links: [] }
    const edits = editsOfProfile(profile, 'https://bricka.example/skill-maps/1')
    const source = applyEdits(
      empty,
      edits.map((edit, index) => ({ id: String(index), edit })),
      'sv',
    )
    const map = buildSkillMap(source)
    expect(map.occupations.labels).toEqual(['Vårdbiträde'])
    expect([map.essential.items.length, map.optional.items.length]).toEqual([1, 1])
    expect([...map.families.levels].sort()).toEqual([0, 1, 1])
  })

  it('needs an outcome in every module', () => {
    expect(
      BranchProfile.safeParse({ title: { sv: 'x' }, modules: [{ title: { sv: 'y' }, outcomes: [] }] }).success,
    ).toBe(false)
  })
})
