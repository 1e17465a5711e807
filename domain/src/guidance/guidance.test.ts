import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purposes, sameThing, type Thing, thingKinds } from './consent.ts'
import { decideGuidance, type Guidance, type GuidanceAct, listReadable } from './guidance.ts'

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const [siv, leo, ola] = [id(1), id(2), id(3)]
const school = id(9)
const aim: Thing = { kind: 'aim', id: id(11) }
const plan: Thing = { kind: 'plan', id: id(11) }

const asked: Guidance = {
  standing: 'asked',
  organisationId: school,
  counsellorId: undefined,
  handoverTo: undefined,
  entriesFrom: 1,
  consents: [{ id: 'c1', thing: aim, purpose: 'find-way', withdrawn: false }],
}

function after(guidance: Guidance, ...acts: readonly GuidanceAct[]): Guidance {
  return acts.reduce((now, act) => {
    const decided = decideGuidance(now, act)
    if (!decided.may) throw new Error(`${act.kind}: ${decided.code}`)
    return decided.guidance
  }, guidance)
}
const refusalOf = (guidance: Guidance, act: GuidanceAct): string => {
  const decided = decideGuidance(guidance, act)
  return decided.may ? 'may' : decided.code
}
const open = after(asked, { kind: 'take', by: siv, organisationId: school })

describe('what a counsellor may read', () => {
  it('is nothing before they have taken the guidance, and what is shared once they have', () => {
    expect(listReadable(asked, siv)).toEqual([])
    expect(listReadable(open, siv)).toEqual([{ thing: aim, purposes: ['find-way'] }])
  })

  it('is nothing for a colleague', () => {
    expect(listReadable(open, leo)).toEqual([])
  })

  it('takes the aim and its plan as two things', () => {
    const both = after(open, { kind: 'share', consents: [{ id: 'c2', thing: plan, purpose: 'plan-studies' }] })
    expect(listReadable(both, siv)).toEqual([
      { thing: aim, purposes: ['find-way'] },
      { thing: plan, purposes: ['plan-studies'] },
    ])
    expect(listReadable(after(both, { kind: 'withdraw', consentId: 'c1' }), siv)).toEqual([
      { thing: plan, purposes: ['plan-studies'] },
    ])
  })

  it('stays while one of two purposes stands, and goes with the last', () => {
    const twice = after(open, { kind: 'share', consents: [{ id: 'c2', thing: aim, purpose: 'find-work' }] })
    const once = after(twice, { kind: 'withdraw', consentId: 'c1' })
    expect(listReadable(once, siv)).toEqual([{ thing: aim, purposes: ['find-work'] }])
    expect(listReadable(after(once, { kind: 'withdraw', consentId: 'c2' }), siv)).toEqual([])
  })

  it('is nothing from the moment it ends', () => {
    expect(listReadable(after(open, { kind: 'end' }), siv)).toEqual([])
  })
})

describe('handing over', () => {
  const wished = after(open, { kind: 'ask-handover', by: siv, to: leo })

  it('changes nothing until the learner agrees', () => {
    expect(listReadable(wished, leo)).toEqual([])
    expect(listReadable(wished, siv)).toHaveLength(1)
    const refused = after(wished, { kind: 'refuse-handover' })
    expect(listReadable(refused, leo)).toEqual([])
    expect(listReadable(refused, siv)).toHaveLength(1)
  })

  it('takes along what the learner keeps, and shuts the first one out', () => {
    const kept = after(wished, { kind: 'agree-handover', keep: ['c1'], entries: false, upTo: 4 })
    expect(listReadable(kept, leo)).toEqual([{ thing: aim, purposes: ['find-way'] }])
    expect(listReadable(kept, siv)).toEqual([])
    expect(kept.entriesFrom).toBe(5)
    const bare = after(wished, { kind: 'agree-handover', keep: [], entries: true, upTo: 4 })
    expect(listReadable(bare, leo)).toEqual([])
    expect(bare.entriesFrom).toBe(1)
  })
})

describe('an act out of its place', () => {
  it('is refused with why', () => {
    const ended = after(open, { kind: 'end' })
    const share = { kind: 'share', consents: [{ id: 'c3', thing: aim, purpose: 'find-way' }] } as const
    expect(refusalOf(ended, share)).toBe('guidance-ended')
    expect(refusalOf(open, share)).toBe('consent-given')
    expect(refusalOf(after(open, { kind: 'withdraw', consentId: 'c1' }), share)).toBe('may')
    expect(refusalOf(open, { kind: 'take', by: leo, organisationId: school })).toBe('guidance-taken')
    expect(refusalOf(asked, { kind: 'take', by: leo, organisationId: id(8) })).toBe('guidance-not-yours')
    expect(refusalOf(open, { kind: 'withdraw', consentId: 'c9' })).toBe('consent-unknown')
    expect(refusalOf(asked, { kind: 'ask-handover', by: siv, to: leo })).toBe('guidance-not-open')
    expect(refusalOf(open, { kind: 'ask-handover', by: leo, to: ola })).toBe('guidance-not-yours')
    expect(refusalOf(open, { kind: 'ask-handover', by: siv, to: siv })).toBe('handover-to-oneself')
    expect(refusalOf(open, { kind: 'agree-handover', keep: [], entries: true, upTo: 0 })).toBe('handover-not-asked')
    expect(refusalOf(open, { kind: 'refuse-handover' })).toBe('handover-not-asked')
    const wished = after(open, { kind: 'ask-handover', by: siv, to: leo })
    expect(refusalOf(wished, { kind: 'ask-handover', by: siv, to: ola })).toBe('handover-asked')
  })
})

const person = fc.constantFrom(siv, leo, ola)
const thing = fc.record({ kind: fc.constantFrom(...thingKinds), id: fc.constantFrom(id(11), id(12)) })
const purpose = fc.constantFrom(...purposes)
const consentId = fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `s${index}`))
const act: fc.Arbitrary<GuidanceAct> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('take' as const), by: person, organisationId: fc.constant(school) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ thing, purpose }).map((one) => ({ kind: 'share' as const, consents: [{ id: '', ...one }] })),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), consentId }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask-handover' as const), by: person, to: person }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('agree-handover' as const),
      keep: fc.uniqueArray(consentId),
      entries: fc.boolean(),
      upTo: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'refuse-handover' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'end' as const }) },
)

describe('any sequence of acts', () => {
  it('lets somebody read just what the learner has shared with them and not taken back since', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (wanted) => {
        let guidance: Guidance = { ...asked, consents: [] }
        const done: GuidanceAct[] = []
        for (const [index, one] of wanted.entries()) {
          const named =
            one.kind === 'share' ? { ...one, consents: one.consents.map((c) => ({ ...c, id: `s${index % 12}` })) } : one
          const reused =
            named.kind === 'share' &&
            done.some((past) => past.kind === 'share' && past.consents[0]?.id === named.consents[0]?.id)
          if (reused) continue
          const decided = decideGuidance(guidance, named)
          if (!decided.may) continue
          guidance = decided.guidance
          done.push(named)
          for (const who of [siv, leo, ola])
            expect(listReadable(guidance, who).map(({ thing: one, purposes: all }) => [one, [...all].sort()])).toEqual(
              tellFromHistory(done, who),
            )
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('never comes back from its end', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 10 }), (wanted) => {
        let guidance = after(open, { kind: 'end' })
        for (const one of wanted) {
          const decided = decideGuidance(guidance, one)
          expect(decided).toEqual({ may: false, code: 'guidance-ended' })
          if (decided.may) guidance = decided.guidance
        }
        for (const who of [siv, leo, ola]) expect(listReadable(guidance, who)).toEqual([])
      }),
    )
  })
})

/** The same told backwards, from the acts alone: who is the counsellor now, and which shares nothing has ended since. */
function tellFromHistory(done: readonly GuidanceAct[], who: string): unknown[] {
  const ended = done.some(({ kind }) => kind === 'end')
  const change = done.findLastIndex(({ kind }) => kind === 'take' || kind === 'agree-handover')
  const last = done[change]
  const counsellor =
    last?.kind === 'take'
      ? last.by
      : done.slice(0, Math.max(0, change)).findLast((one) => one.kind === 'ask-handover')?.to
  if (ended || counsellor !== who) return []
  const standing = done.flatMap((one, at) => {
    if (one.kind !== 'share') return []
    return one.consents.filter(({ id: shared }) =>
      done
        .slice(at)
        .every(
          (later) =>
            !(later.kind === 'withdraw' && later.consentId === shared) &&
            !(later.kind === 'agree-handover' && !later.keep.includes(shared)),
        ),
    )
  })
  const things = standing.filter((one, at) => standing.findIndex((other) => sameThing(one.thing, other.thing)) === at)
  return things.map((one) => [
    one.thing,
    standing
      .filter((other) => sameThing(one.thing, other.thing))
      .map((other) => other.purpose)
      .sort(),
  ])
}
