import { describe, expect, it } from 'vitest'
import { indexSkillMap } from './index-skill-map.ts'
import { holdingsOf, profileOf, type Superimposed, superimpose } from './superimpose-maps.ts'
import { occupationNamed, skillNamed, smallMap } from './testing/small-map.ts'

const index = indexSkillMap(smallMap)

describe('laying a steward’s map over a carer’s', () => {
  const answer = lay('steward', 'carer')

  it('keeps four tiers apart, each skill with its reason', () => {
    expect(labels(answer)).toEqual({
      identical: ['speak clearly (same-skill)'],
      sameFamily: ['greet patients (sibling)', 'treat burns (same-family)'],
      relatedFamily: ['make beds (related-family)'],
      missing: ['cook soup (new)'],
    })
  })

  it('says through what two skills are siblings, and which family they share', () => {
    expect(answer.sameFamily.map(({ reason }) => reason)).toEqual([
      { kind: 'sibling', held: [{ skill: skillNamed('greet passengers') }], through: skillNamed('greet guests') },
      {
        kind: 'same-family',
        held: [{ skill: skillNamed('provide first aid') }],
        family: smallMap.families.labels.indexOf('first aid'),
      },
    ])
  })

  it('counts only what is held as covered, and what everyone has for little', () => {
    expect(answer.coverage).toEqual({ held: 1, of: 4, weighted: 0 })
    expect(answer.gapCost).toEqual({ sameFamily: 2, relatedFamily: 1, missing: 0, weighted: 1.75 })
    expect(answer.classificationVersion).toBe('1.0')
  })

  it('is another answer the other way', () => {
    expect(labels(lay('carer', 'steward')).relatedFamily).toEqual([])
    expect(lay('carer', 'steward').coverage.of).toBe(3)
  })
})

describe('what a person holds', () => {
  it('leads back to the merit that shows it', () => {
    const answer = superimpose(
      index,
      [{ skill: skillNamed('cook soup'), source: 'merit-1' }],
      profileOf(smallMap, occupationNamed('cook')),
    )
    expect(answer.identical[0]?.reason).toEqual({
      kind: 'same-skill',
      held: [{ skill: skillNamed('cook soup'), source: 'merit-1' }],
    })
    expect(answer.coverage).toMatchObject({ held: 1, of: 1 })
    expect(answer.missing.map(({ requirement }) => requirement)).toEqual(['optional'])
  })

  it('tells the general skill from the special one', () => {
    const profile = { essential: [skillNamed('greet guests')], optional: [skillNamed('greet patients')] }
    const special = superimpose(index, [{ skill: skillNamed('greet passengers') }], profile)
    expect(labels(special).sameFamily).toEqual(['greet guests (narrower)', 'greet patients (sibling)'])
    const general = superimpose(index, [{ skill: skillNamed('greet guests') }], profile)
    expect(labels(general)).toMatchObject({
      identical: ['greet guests (same-skill)'],
      sameFamily: ['greet patients (broader)'],
    })
  })

  it('is nothing of the kind when it is nothing', () => {
    const answer = superimpose(index, [], profileOf(smallMap, occupationNamed('carer')))
    expect(answer.missing).toHaveLength(5)
    expect(answer).toMatchObject({ identical: [], sameFamily: [], relatedFamily: [], rankScore: 0 })
  })
})

describe('an equivalent that a map’s editor has named', () => {
  const edited = indexSkillMap({
    ...smallMap,
    equivalents: [{ held: skillNamed('provide first aid'), wanted: skillNamed('treat burns'), edit: 'edit-1' }],
  })

  it('counts as held, and says by which edit', () => {
    const profile = profileOf(smallMap, occupationNamed('carer'))
    const answer = superimpose(edited, holdingsOf(smallMap, occupationNamed('steward')), profile)
    expect(answer.identical[0]?.reason).toMatchObject({ kind: 'equivalent', edit: 'edit-1' })
    expect(answer.coverage).toMatchObject({ held: 2, of: 4 })
  })

  it('counts one way only', () => {
    const answer = superimpose(edited, [{ skill: skillNamed('treat burns') }], {
      essential: [skillNamed('provide first aid')],
      optional: [],
    })
    expect(answer.identical).toEqual([])
  })
})

function lay(from: string, to: string): Superimposed {
  const profile = profileOf(smallMap, occupationNamed(to))
  return superimpose(index, holdingsOf(smallMap, occupationNamed(from)), profile)
}

function labels(answer: Superimposed) {
  const name = (items: Superimposed['missing']) =>
    items.map(({ skill, reason }) => `${smallMap.skills.labels[skill]} (${reason.kind})`)
  return {
    identical: name(answer.identical),
    sameFamily: name(answer.sameFamily),
    relatedFamily: name(answer.relatedFamily),
    missing: name(answer.missing),
  }
}
