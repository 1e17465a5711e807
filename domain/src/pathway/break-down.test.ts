import { describe, expect, it } from 'vitest'
import { MeritDesign, OutcomeId } from '../merit/merit.ts'
import { breakDown, findCoverage } from './break-down.ts'

const id = (text: string) => OutcomeId.parse(text)
const outcome = (key: string, sv: string) => ({
  id: key,
  type: 'skill',
  statement: { sv },
  criteria: [{ sv: 'Syns.' }],
})

const technician = MeritDesign.parse({
  title: { sv: 'Nätverkstekniker' },
  languagesOfContent: ['sv'],
  level: { standing: 'self-declared', framework: 'SeQF', level: '5' },
  workload: { credits: { value: 300, unit: 'YH-poäng' } },
  outcomes: [
    outcome('skarva', 'Skarva fiber'),
    outcome('mata', 'Mäta dämpning'),
    outcome('planera', 'Planera ett nät'),
  ],
})

describe('breaking a qualification into merits', () => {
  it('takes the outcomes over as they are, and leaves size and level to each merit', () => {
    const made = breakDown(technician, [
      { title: { sv: 'Fiber' }, outcomes: [id('skarva'), id('mata')] },
      { title: { sv: 'Planering' }, outcomes: [id('planera')] },
    ])
    expect(made).toMatchObject({
      designs: [
        {
          title: { sv: 'Fiber' },
          outcomes: [technician.outcomes[0], technician.outcomes[1]],
          workload: {},
          stacking: { standing: 'stackable', towards: ['Nätverkstekniker'] },
        },
        { title: { sv: 'Planering' }, outcomes: [technician.outcomes[2]] },
      ],
    })
    expect('designs' in made && made.designs.some(({ level }) => level !== undefined)).toBe(false)
  })

  it('refuses what is not there, and a merit of nothing', () => {
    expect(breakDown(technician, [{ title: { sv: 'Fel' }, outcomes: [id('svetsa')] }])).toEqual({
      refused: { code: 'outcome-unknown', outcomeId: 'svetsa' },
    })
    expect(breakDown(technician, [{ title: { sv: 'Tom' }, outcomes: [] }])).toEqual({
      refused: { code: 'piece-empty', piece: 0 },
    })
  })
})

describe('what is covered of a qualification', () => {
  it('is what a merit says word for word, however it is spaced and capitalised', () => {
    const merits = [
      {
        id: 'fiber',
        design: MeritDesign.parse({ outcomes: [outcome('x', 'skarva  fiber.'), outcome('y', 'Dra kabel')] }),
      },
      { id: 'annan', design: MeritDesign.parse({ outcomes: [outcome('z', 'Mäta dämpning i fält')] }) },
    ]
    expect(findCoverage(technician, merits)).toEqual([
      { outcomeId: 'skarva', coveredBy: ['fiber'] },
      { outcomeId: 'mata', coveredBy: [] },
      { outcomeId: 'planera', coveredBy: [] },
    ])
  })

  it('is all of it once the pieces together take every outcome', () => {
    const made = breakDown(technician, [
      { title: { sv: 'Fiber' }, outcomes: [id('skarva'), id('mata')] },
      { title: { sv: 'Planering' }, outcomes: [id('planera')] },
    ])
    const merits = 'designs' in made ? made.designs.map((design, index) => ({ id: String(index), design })) : []
    expect(findCoverage(technician, merits).every(({ coveredBy }) => coveredBy.length === 1)).toBe(true)
  })
})
