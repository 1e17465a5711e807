import { describe, expect, it } from 'vitest'
import { Offer } from '../pathway/offer.ts'
import { indexSkillMap } from '../skill/index-skill-map.ts'
import { occupationNamed, skillNamed, smallMap } from '../skill/testing/small-map.ts'
import { findPathways } from './find-pathways.ts'
import { listNextSteps } from './list-next-steps.ts'
import { type DistanceQuestion, measureDistance } from './measure-distance.ts'
import { measurePlan } from './measure-plan.ts'
import { emptyPlan } from './plan.ts'

const index = indexSkillMap(smallMap)
const uriOf = (skill: string): string => smallMap.skills.uris[skillNamed(skill)] ?? ''
const chosen = (occupation: string) => ({
  uri: smallMap.occupations.uris[occupationNamed(occupation)] ?? '',
  label: occupation,
})
const asksFor = (changes: Partial<DistanceQuestion>) =>
  measureDistance(index, {
    target: { kind: 'occupation', occupation: chosen('carer') },
    verified: [],
    declared: [],
    workedAs: [],
    ...changes,
  })
const need = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('There is no answer.')
  return value
}

describe('the distance to an aim', () => {
  it('counts what merits show, and keeps what is only said beside it', () => {
    const distance = need(
      asksFor({
        verified: [{ uri: uriOf('speak clearly'), source: 'Samtal' }],
        declared: [{ uri: uriOf('make beds'), source: 'Hemma' }],
      }),
    )
    expect(distance.verified.coverage).toMatchObject({ held: 1, of: 4 })
    expect(distance.verified.identical.map(({ label }) => label)).toEqual(['speak clearly'])
    expect(distance.declared).toEqual([{ uri: uriOf('make beds'), sources: ['Hemma'] }])
    expect(distance.gap).toContain(uriOf('make beds'))
    expect(distance.gap).not.toContain(uriOf('speak clearly'))
  })

  it('takes an occupation worked in as the learner’s own word, never as a merit', () => {
    const distance = need(asksFor({ workedAs: [chosen('steward')] }))
    expect(distance.verified.coverage.held).toBe(0)
    expect(distance.declared).toEqual([{ uri: uriOf('speak clearly'), sources: ['steward'] }])
  })

  it('says nothing twice: what a merit shows is not told as said', () => {
    const held = { uri: uriOf('speak clearly'), source: 'Samtal' }
    expect(need(asksFor({ verified: [held], workedAs: [chosen('steward')] })).declared).toEqual([])
  })

  it('puts no optional skill into the gap', () => {
    const { verified, gap } = need(asksFor({}))
    expect(verified.missing.map(({ label }) => label)).toContain('cook soup')
    expect(gap).not.toContain(uriOf('cook soup'))
  })

  it('compares skills that no map has by their address alone', () => {
    const strange = { uri: 'https://branch.example/splice', label: 'Skarva' }
    const target: DistanceQuestion['target'] = {
      kind: 'skills',
      skills: [strange, { uri: uriOf('make beds'), label: 'make beds' }],
    }
    const without = need(asksFor({ target }))
    expect(without.unknown).toEqual([strange.uri])
    expect(without.verified.coverage).toMatchObject({ held: 0, of: 2 })
    expect(new Set(without.gap)).toEqual(new Set([strange.uri, uriOf('make beds')]))
    const held = need(asksFor({ target, verified: [{ uri: strange.uri, source: 'Fiber' }] }))
    expect(held.verified.coverage).toMatchObject({ held: 1, of: 2, weighted: 0.5 })
    expect(held.verified.identical).toMatchObject([{ uri: strange.uri, reason: { held: [{ source: 'Fiber' }] } }])
    expect(need(asksFor({ target, declared: [{ uri: strange.uri, source: 'Jobbet' }] })).declared).toEqual([
      { uri: strange.uri, sources: ['Jobbet'] },
    ])
  })

  it('is not there for an occupation that the map does not have', () => {
    expect(asksFor({ target: { kind: 'occupation', occupation: { uri: 'urn:nobody', label: 'x' } } })).toBeUndefined()
  })
})

describe('the ways to an aim', () => {
  const offers = [
    Offer.parse({ id: 'all', merit: 'all', skills: ['a', 'b'], hours: 90, validation: {} }),
    Offer.parse({ id: 'a', merit: 'a', skills: ['a'], hours: 10 }),
    Offer.parse({ id: 'b', merit: 'b', skills: ['b'], hours: 20 }),
  ]
  const find = (claimed: string[]) =>
    findPathways({ missing: ['a', 'b'], offers, constraints: { online: true }, claimed }, 'thorough')
  const idsOf = (set: { steps: readonly { offer: { id: string } }[] } | undefined) =>
    set?.steps.map(({ offer }) => offer.id).sort()

  it('are three, by what people compare, and say what is not stated', () => {
    const { fewest, cheapest, shortest } = find([])
    expect(idsOf(fewest.best)).toEqual(['all'])
    expect(fewest.best?.steps).toMatchObject([{ route: 'study', couldBeValidated: true }])
    expect(idsOf(shortest.best)).toEqual(['a', 'b'])
    expect(cheapest.best).toBeUndefined()
    expect(cheapest.outOfReach).toEqual(['a', 'b'].map((skill) => ({ skill, why: ['price-not-stated'] })))
  })

  it('go by validation where the learner says they can it all', () => {
    expect(find(['a', 'b']).fewest.best?.steps).toMatchObject([{ offer: { id: 'all' }, route: 'validation' }])
    expect(find(['a']).fewest.best?.steps).toMatchObject([{ offer: { id: 'all' }, route: 'study' }])
  })
})

describe('the next step', () => {
  const progress = measurePlan(emptyPlan, [])
  const distance = { gap: ['a', 'b'], declared: [{ uri: 'a', sources: ['Hemma'] }] }
  const merit = { meritId: 'm', title: 'Hygien', skills: ['a'] }
  const kinds = (changes: Partial<Parameters<typeof listNextSteps>[0]>) =>
    listNextSteps({ distance, progress, hasWay: true, validated: [merit], hasCounsellor: true, ...changes }).map(
      ({ kind }) => kind,
    )

  it('is to be validated where own word meets an offer, and to fill the plan from a way', () => {
    expect(kinds({})).toEqual(['be-validated', 'fill-plan'])
    expect(kinds({ validated: [{ ...merit, skills: ['b'] }] })).toEqual(['fill-plan'])
    expect(kinds({ hasWay: false, validated: [], hasCounsellor: false })).toEqual(['ask-counsellor'])
  })

  it('is to say more where nothing was said, and to mark the aim when nothing is missing', () => {
    expect(kinds({ distance: { gap: ['a'], declared: [] }, hasWay: false })).toEqual(['say-more'])
    expect(kinds({ distance: { gap: [], declared: [] }, hasWay: false })).toEqual(['mark-reached'])
  })

  it('is the plan’s own next step first', () => {
    const planned = measurePlan(
      { steps: [{ id: 's', content: { kind: 'other', title: 'Ring Siv' }, state: 'planned' }] },
      [],
    )
    expect(listNextSteps({ distance, progress: planned, hasWay: true, validated: [], hasCounsellor: true })).toEqual([
      { kind: 'take-step', stepId: 's', title: 'Ring Siv' },
    ])
  })
})
