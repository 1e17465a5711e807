import { closeGap } from '@bricka/domain/pathway/close-gap'
import { Offer } from '@bricka/domain/pathway/offer'
import { type ClosingQuestion, prepareClosing } from '@bricka/domain/pathway/prepare-closing'
import { proveCover } from '@bricka/domain/pathway/prove-cover'
import { array, assert, integer, property, record, subarray } from 'fast-check'
import loadHighs from 'highs'
import { describe, expect, it } from 'vitest'
import { makeProver, writeModel } from './prove-with-highs.ts'

const skills = Array.from({ length: 10 }, (_, index) => `s${index}`)
const merits = Array.from({ length: 25 }, (_, index) => `m${index}`)

/** Catalogues of a size that people meet; merits need only merits before them. */
const anyQuestion = array(
  record({
    skills: subarray(skills, { maxLength: 4 }),
    hours: integer({ min: 1, max: 60 }),
    needs: subarray(merits, { maxLength: 1 }),
  }),
  { minLength: 5, maxLength: 25 },
).map(
  (offers): ClosingQuestion => ({
    missing: skills,
    objective: 'shortest',
    constraints: { online: true },
    offers: offers.map(({ needs, ...rest }, index) =>
      Offer.parse({
        ...rest,
        id: `o${index}`,
        merit: merits[index],
        prerequisites: needs.filter((one) => merits.indexOf(one) < index),
      }),
    ),
  }),
)

describe('our branch and bound beside HiGHS', () => {
  it('finds sets of the same weight, on any catalogue', async () => {
    const highs = await loadHighs()
    assert(
      property(anyQuestion, (question) => {
        const { problem } = prepareClosing(question)
        const ours = proveCover(problem, 10_000_000)
        if (!ours) return expect(problem.needs).toBe(0)
        expect(ours.proved).toBe(true)
        if (problem.needs === 0) return
        const theirs = highs.solve(writeModel(problem), { mip_rel_gap: 0, output_flag: false })
        expect(theirs.Status).toBe('Optimal')
        expect(ours.weight).toBeCloseTo(theirs.ObjectiveValue, 4)
      }),
      { numRuns: 60, seed: 3 },
    )
  }, 60_000)

  it('is helped by it where it gives up, and never proves what it did not', async () => {
    const prove = await makeProver()
    const question: ClosingQuestion = {
      missing: skills,
      objective: 'shortest',
      constraints: { online: true },
      offers: skills.map((skill, index) => Offer.parse({ id: skill, merit: skill, skills: [skill], hours: index + 1 })),
    }
    expect(closeGap(question, 'thorough', 0, prove).best).toMatchObject({ hours: 55, proved: true })
    const { problem } = prepareClosing(anyHard)
    const given = proveCover(problem, 1)
    expect(given?.proved).toBe(false)
    expect(given?.bound).toBeLessThan(given?.weight ?? 0)
  })
})

/** Three skills, each pair taught together: the linear bound is 1½, the truth 2. */
const anyHard: ClosingQuestion = {
  missing: ['a', 'b', 'c'],
  objective: 'fewest',
  constraints: { online: true },
  offers: ['ab', 'bc', 'ca'].map((pair) => Offer.parse({ id: pair, merit: pair, skills: pair.split('') })),
}
