import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MeritDesign } from '../merit/merit.ts'
import { draftFromUnit } from './draft-from-unit.ts'
import { countElements, definitionElements, elements, findings, measureDistance } from './european-definition.ts'
import { LearningUnit } from './learning-unit.ts'
import { allRecommendations, levelOf, recommendationLevels } from './recommendation.ts'
import { checkAnswers, fieldsOf, findLostFields, StudyTemplate } from './study-template.ts'

const circle = LearningUnit.parse({
  name: 'Demenskunskap i studiecirkel',
  language: 'sv',
  area: 'SE',
  kind: 'study-circle',
  provider: 'Studieförbundet Tallen',
  providerKind: 'civil-society',
  hours: 24,
  source: 'Webbplats',
  observedOn: '2026-09-01',
  answers: {
    aim: 'Förstå vad demens gör med minnet.',
    form: ['circle', 'at-work'],
    purpose: ['professional-skills'],
    context: 'non-formal',
  },
  elements: { 'small-volume': 'yes', 'outcomes-recorded': 'no', portable: 'partly' },
})
const template = StudyTemplate.parse({
  off: ['funding'],
  own: [
    {
      id: 'digital-badge',
      label: { sv: 'Digitalt märke' },
      kind: 'one',
      options: [
        { id: 'yes', label: {} },
        { id: 'no', label: {} },
      ],
    },
    { id: 'remark', label: { sv: 'Anmärkning' }, kind: 'text' },
  ],
})

describe('how far a unit is from the European definition', () => {
  it('counts what is missing, half of what is partly there, and leaves room for what is unknown', () => {
    expect(measureDistance(circle.elements, definitionElements)).toEqual({
      ...{ met: 1, partly: 1, missing: 1, unknown: 5, of: 8 },
      ...{ atLeast: 1.5 / 8, atMost: 6.5 / 8 },
    })
  })

  it('only narrows when something unknown becomes known, and never leaves 0 to 1', () => {
    const found = fc.record(Object.fromEntries(elements.map((element) => [element, fc.constantFrom(...findings)])), {
      requiredKeys: [],
    })
    fc.assert(
      fc.property(found, fc.constantFrom(...elements), fc.constantFrom(...findings), (before, element, finding) => {
        const one = measureDistance(before)
        expect(one.atLeast).toBeGreaterThanOrEqual(0)
        expect(one.atMost).toBeLessThanOrEqual(1)
        expect(one.met + one.partly + one.missing + one.unknown).toBe(one.of)
        if ((before[element] ?? 'unknown') !== 'unknown') return
        const other = measureDistance({ ...before, [element]: finding })
        expect(other.atLeast).toBeGreaterThanOrEqual(one.atLeast)
        expect(other.atMost).toBeLessThanOrEqual(one.atMost)
      }),
    )
  })

  it('is told element by element, and every unit stands once at each', () => {
    const counts = countElements([circle, { elements: {} }])
    expect(counts.find(({ element }) => element === 'small-volume')).toEqual({
      ...{ element: 'small-volume', yes: 1, partly: 0, no: 0, unknown: 1 },
    })
    for (const { yes, partly, no, unknown } of counts) expect(yes + partly + no + unknown).toBe(2)
  })
})

describe('a study’s template', () => {
  it('asks what all studies ask but what it has switched off, and what is its own', () => {
    const ids = fieldsOf(template).map(({ id }) => id)
    expect(ids).toContain('context')
    expect(ids).toContain('digital-badge')
    expect(ids).not.toContain('funding')
  })

  it('refuses an answer that nobody asked for, and an option that is not there', () => {
    expect(checkAnswers(template, circle.answers)).toEqual([])
    expect(
      checkAnswers(template, { funding: ['fee'], 'digital-badge': 'maybe', context: ['formal', 'informal'] }),
    ).toEqual([
      { code: 'field-unknown', pointer: '/answers/funding', detail: 'funding' },
      { code: 'option-unknown', pointer: '/answers/digital-badge', detail: 'maybe' },
      { code: 'option-unknown', pointer: '/answers/context', detail: 'formal, informal' },
    ])
  })

  it('lets what was answered before it changed stand', () => {
    expect(checkAnswers(template, { funding: ['fee'] }, { funding: ['fee'] })).toEqual([])
  })

  it('loses no field that has been asked', () => {
    const [badge, remark] = template.own
    if (!badge || !remark) return expect.unreachable()
    expect(findLostFields(template, { off: [], own: [badge] })).toEqual(['remark'])
    expect(findLostFields(template, { off: [], own: [badge, { ...remark, kind: 'one' }] })).toEqual(['remark'])
    expect(findLostFields(template, { off: [], own: [badge, { ...remark, on: false }] })).toEqual([])
  })

  it('has no field of its own by a name that all studies use, and options only where one chooses', () => {
    const own = { id: 'context', label: { sv: 'Sammanhang' }, kind: 'text' }
    expect(StudyTemplate.safeParse({ own: [own] }).success).toBe(false)
    expect(StudyTemplate.safeParse({ own: [{ ...own, id: 'setting' }] }).success).toBe(true)
    expect(StudyTemplate.safeParse({ own: [{ ...own, id: 'setting', kind: 'any' }] }).success).toBe(false)
  })
})

describe('a draft from a recorded unit', () => {
  it('says what the record says, where it is from, and nothing else', () => {
    const design = MeritDesign.parse(draftFromUnit(circle))
    expect(design).toMatchObject({
      title: { sv: 'Demenskunskap i studiecirkel' },
      description: { sv: 'Förstå vad demens gör med minnet.' },
      workload: { hours: 24 },
      participation: ['work-based'],
      benefits: ['professional-skills'],
      setting: 'non-formal',
      furtherInformation: { text: { sv: 'Studieförbundet Tallen. Webbplats (2026-09-01).' } },
    })
    expect(design.outcomes).toEqual([])
    expect(design.qualityAssurance).toEqual([])
  })
})

describe('the recommendations', () => {
  it('are nineteen at five levels, each at one', () => {
    expect(new Set(allRecommendations).size).toBe(19)
    expect(
      recommendationLevels.map((level) => allRecommendations.filter((one) => levelOf(one) === level).length),
    ).toEqual([4, 6, 3, 2, 4])
  })
})
