import { describe, expect, it } from 'vitest'
import { AssessmentFacts } from './issuing/assessment-facts.ts'
import { MeritDesign } from './merit/merit.ts'
import { codeOfIssue, findTextProblem } from './typed-text.ts'

describe('what people type', () => {
  it('may be in any script, with marks, joiners and emoji, and in several lines where it is a text', () => {
    for (const name of ['Ærøskøbing Ðóra', 'Nguyễn Thị', 'محمد', '李小龍', '👩‍🏫', 'Zoë O’Brien-Ås'])
      expect(findTextProblem(name, 'one')).toBeUndefined()
    expect(findTextProblem('En rad\r\noch\ten till', 'several')).toBeUndefined()
  })

  it('is refused with a half character or one that nobody sees', () => {
    for (const [text, lines, code] of [
      ['Am\uD800ina', 'one', 'text-ill-formed'],
      ['Amina\uDFFF', 'several', 'text-ill-formed'],
      ['Am\u0000ina', 'one', 'text-control-character'],
      ['Amina\nHolm', 'one', 'text-control-character'],
      ['Amina\u0085Holm', 'several', 'text-control-character'],
      ['Amina\u007f', 'several', 'text-control-character'],
    ] as const)
      expect([text, findTextProblem(text, lines)]).toEqual([text, code])
  })

  it('is refused wherever it stands in a design and in facts, with its code', () => {
    const refusals = (read: { success: boolean; error?: { issues: { path: PropertyKey[]; code: string }[] } }) =>
      (read.error?.issues ?? []).map((issue) => [issue.path.join('/'), codeOfIssue(issue)])
    expect(refusals(MeritDesign.safeParse({ title: { sv: 'Sve\uD83Dts' }, places: ['Skel\u0007by'] }))).toEqual([
      ['title/sv', 'text-ill-formed'],
      ['places/0', 'text-control-character'],
    ])
    const facts = { assessedOn: '2026-10-30', route: 'course' }
    expect(refusals(AssessmentFacts.safeParse({ ...facts, note: 'Bra\u001b[31m', grade: 'G\n' }))).toEqual([
      ['note', 'text-control-character'],
    ])
    expect(AssessmentFacts.parse({ ...facts, note: 'Rad ett\nrad två' }).note).toBe('Rad ett\nrad två')
  })
})

describe('a design', () => {
  it('is refused with a key that is no part of it, at any depth, and says which', () => {
    const keys = (design: object) =>
      MeritDesign.safeParse(design).error?.issues.map((issue) => [
        issue.path.join('/'),
        issue.code === 'unrecognized_keys' ? issue.keys : issue.code,
      ])
    expect(keys({ title: { sv: 'A' } })).toBeUndefined()
    expect(keys({ titel: { sv: 'A' } })).toEqual([['', ['titel']]])
    expect(keys({ assessment: { typer: [], superviced: true } })).toEqual([['assessment', ['typer', 'superviced']]])
    expect(keys({ outcomes: [{ id: 'a', type: 'skill', statement: {}, criterias: [] }] })).toEqual([
      ['outcomes/0', ['criterias']],
    ])
    expect(keys(JSON.parse('{"workload":{"__proto__":{"hours":3}}}'))).toBeDefined()
  })

  it('has a ceiling for every list, and no depth beyond its own', () => {
    const many = (count: number, one: unknown) => Array.from({ length: count }, () => one)
    const refused = (design: object) => MeritDesign.safeParse(design).error?.issues[0]?.code
    expect(refused({ places: many(30, 'Skelleby') })).toBeUndefined()
    expect(refused({ places: many(31, 'Skelleby') })).toBe('too_big')
    expect(refused({ outcomes: many(41, { id: 'a', type: 'skill', statement: {} }) })).toBe('too_big')
    const deep = JSON.parse(`${'{"sv":'.repeat(50_000)}1${'}'.repeat(50_000)}`)
    expect(refused({ title: deep })).toBe('invalid_type')
  })
})
