import type { DisclosurePolicy } from '../disclosure-policy.ts'
import { makeRandom } from '../make-population.ts'
import {
  type Cell,
  emptyCell,
  type Gate,
  keyRange,
  openGate,
  type ProtectedFigure,
  protectCount,
  protectParts,
} from '../protect-figure.ts'

/** What an attacker makes of figures: how often they are right beyond guessing (0 learns nothing, 1 is certain). */
export type AttackFinding = { name: string; tries: number; success: number }
export type Scheme = { name: string; gate: Gate; guard: boolean }

export type AttackPerson = { key: number; organisation: number }

const organisations = 8

export function makeGate(policy: DisclosurePolicy): Gate {
  const finding = openGate(policy)
  if (!finding.open) throw new Error(finding.code)
  return finding.gate
}

export function makePeople(count: number, random: () => number): AttackPerson[] {
  return Array.from({ length: count }, () => ({
    key: Math.floor(random() * keyRange),
    organisation: Math.floor(random() ** 1.6 * organisations),
  }))
}

export function cellOf(people: readonly AttackPerson[]): Cell {
  if (people.length === 0) return emptyCell
  const by = new Map<number, number>()
  for (const { organisation } of people) by.set(organisation, (by.get(organisation) ?? 0) + 1)
  const [largest = 0, second = 0] = [...by.values()].sort((one, other) => other - one)
  return {
    persons: people.length,
    keySum: people.reduce((sum, { key }) => sum + key, 0),
    organisations: by.size,
    largest,
    second,
  }
}

const drawBetween = (low: number, high: number, random: () => number): number =>
  low + Math.floor(random() * (high - low + 1))

/** Youden's J: how often "in" is said of who is in, less how often of who is out; the sign is of no use to the attacker. */
function advantage(tries: number, attack: (isIn: boolean, random: () => number) => boolean, seed: number): number {
  const random = makeRandom(seed)
  const said = [0, 0]
  for (let index = 0; index < tries; index++) {
    if (attack(true, random)) said[0] = (said[0] ?? 0) + 1
    if (attack(false, random)) said[1] = (said[1] ?? 0) + 1
  }
  return Math.abs((said[0] ?? 0) - (said[1] ?? 0)) / tries
}

const readFigure = (figure: ProtectedFigure): number => (figure.shown ? figure.value : 0)

/**
 * The attacker knows everyone but one person and reads two figures of one release: a region, and a municipality of it
 * outside of which only people whom the attacker knows live, and perhaps the target. That a figure is withheld is a word
 * too, and the attacker uses it.
 */
export function attackByDifference({ gate, guard }: Scheme, tries = 4000, seed = 11): AttackFinding {
  const success = advantage(
    tries,
    (isIn, random) => {
      const others = makePeople(drawBetween(30, 200, random), random)
      const outside = makePeople(drawBetween(0, 14, random), random)
      const inner = cellOf(others)
      const whole = cellOf([...others, ...outside, ...(isIn ? makePeople(1, random) : [])])
      const wide = protectCount(gate, whole)
      const narrow = protectCount(gate, inner, guard ? { within: [whole] } : {})
      if (!wide.shown || !narrow.shown) return false
      return wide.value - narrow.value > outside.length
    },
    seed,
  )
  return { name: 'two regions that differ by one person', tries, success }
}

/**
 * The figure before and after a quarter in which nobody came but perhaps the target: any change is a sign of them. The
 * release before was made when a few less were there.
 */
export function attackOverTime({ gate, guard }: Scheme, tries = 4000, seed = 12): AttackFinding {
  const release = (people: readonly AttackPerson[], before: number): number =>
    readFigure(protectCount(gate, cellOf(people), guard && before > 0 ? { before } : {}))
  const success = advantage(
    tries,
    (isIn, random) => {
      const people = makePeople(drawBetween(18, 200, random), random)
      const first = release(people.slice(drawBetween(0, 6, random)), 0)
      const before = release(people, first)
      return release(isIn ? [...people, ...makePeople(1, random)] : people, before) !== before
    },
    seed,
  )
  return { name: 'one newcomer between two releases', tries, success }
}

/**
 * A skill and the family around it, or who lacks few skills for an occupation and who lacks more: all but the target of
 * the wide one whom the attacker does not know are in the narrow one. Narrow before wide: the wide one is withheld where
 * it holds too few besides.
 */
export function attackNested({ gate, guard }: Scheme, tries = 4000, seed = 13): AttackFinding {
  const success = advantage(
    tries,
    (isIn, random) => {
      const inner = cellOf(makePeople(drawBetween(30, 200, random), random))
      const besides = makePeople(drawBetween(0, 14, random) + (isIn ? 1 : 0), random)
      const known = besides.length - (isIn ? 1 : 0)
      const narrow = protectCount(gate, inner)
      const whole = addCells(inner, cellOf(besides))
      const wide = protectCount(gate, whole, guard && narrow.shown ? { holds: [inner] } : {})
      if (!wide.shown || !narrow.shown) return false
      return wide.value - narrow.value > known
    },
    seed,
  )
  return { name: 'a skill within its family, or an occupation’s steps', tries, success }
}

const addCells = (one: Cell, other: Cell): Cell => ({
  persons: one.persons + other.persons,
  keySum: one.keySum + other.keySum,
  organisations: Math.max(one.organisations, other.organisations),
  largest: one.largest + other.largest,
  second: one.second + other.second,
})

/**
 * How many people one large employer wants, from a survey's figure: the second largest takes away its own. Right when
 * within a tenth of the truth.
 */
export function attackEmployer({ gate }: Scheme, tries = 4000, seed = 19): AttackFinding {
  const random = makeRandom(seed)
  let right = 0
  for (let index = 0; index < tries; index++) {
    const wanted = Array.from({ length: drawBetween(12, 40, random) }, () => Math.ceil((1 - random()) ** -2))
    const [largest = 0, second = 0] = wanted.toSorted((one, other) => other - one)
    const figure = protectCount(gate, {
      persons: wanted.reduce((sum, one) => sum + one, 0),
      keySum: Math.floor(random() * keyRange),
      organisations: wanted.length,
      largest,
      second,
    })
    if (figure.shown && Math.abs(figure.value - second - largest) <= largest / 10) right += 1
  }
  return { name: 'what one large employer wants, by the second largest', tries, success: right / tries }
}

/** Asks for the same figure again and again and takes the mean: what of the noise is left after so many times. */
export function attackByRepeating({ gate }: Scheme, repeats = 50, tries = 400, seed = 14): AttackFinding {
  const random = makeRandom(seed)
  let learnt = 0
  for (let index = 0; index < tries; index++) {
    const cell = cellOf(makePeople(drawBetween(20, 200, random), random))
    const asked = new Set(Array.from({ length: repeats }, () => readFigure(protectCount(gate, cell))))
    if (asked.size > 1) learnt += 1
  }
  return { name: `the mean of ${repeats} answers to one question`, tries, success: learnt / tries }
}

/** An organisation takes its own people out of the figure; it is right when the few others come out exactly. */
export function attackByOwnCounts({ gate }: Scheme, tries = 4000, seed = 15): AttackFinding {
  const random = makeRandom(seed)
  let right = 0
  let possible = 0
  for (let index = 0; index < tries; index++) {
    const own = drawBetween(10, 80, random)
    const others = drawBetween(1, 9, random)
    const people = [
      ...makePeople(own, random).map((person) => ({ ...person, organisation: 0 })),
      ...makePeople(others, random).map((person, place) => ({ ...person, organisation: 1 + (place % 3) })),
    ]
    possible += 1
    const figure = protectCount(gate, cellOf(people))
    if (figure.shown && Math.round(figure.value - own) === others) right += 1
  }
  return { name: 'an organisation takes away its own', tries: possible, success: right / possible }
}

/** A small municipality from its region less the other municipalities: right when within one person of the truth. */
export function attackByTotals({ gate, guard }: Scheme, tries = 2000, seed = 16): AttackFinding {
  const random = makeRandom(seed)
  let right = 0
  for (let index = 0; index < tries; index++) {
    const sizes = [drawBetween(1, 9, random), ...Array.from({ length: 5 }, () => drawBetween(15, 150, random))]
    const parts = sizes.map((size) => makePeople(size, random))
    const whole = cellOf(parts.flat())
    const cells = new Map(parts.map((people, place) => [place, cellOf(people)]))
    const figures = guard
      ? protectParts(gate, whole, cells)
      : new Map([...cells].map(([place, cell]) => [place, protectCount(gate, cell)]))
    const shown = protectCount(gate, whole)
    const known = [...figures].filter(([place, figure]) => place > 0 && figure.shown)
    if (!shown.shown || known.length < sizes.length - 1) continue
    const guess = shown.value - known.reduce((sum, [, figure]) => sum + readFigure(figure), 0)
    if (Math.abs(guess - (sizes[0] ?? 0)) < 1) right += 1
  }
  return { name: 'a small municipality as its region less the others', tries, success: right / tries }
}

/** Whether one known person is in a figure at all, when all others are known. */
export function attackMembership({ gate }: Scheme, tries = 4000, seed = 17): AttackFinding {
  const success = advantage(
    tries,
    (isIn, random) => {
      const others = makePeople(drawBetween(12, 200, random), random)
      const people = isIn ? [...others, ...makePeople(1, random)] : others
      return readFigure(protectCount(gate, cellOf(people))) > others.length
    },
    seed,
  )
  return { name: 'whether one person is in a figure', tries, success }
}

export const attacks: readonly ((scheme: Scheme) => AttackFinding)[] = [
  attackByDifference,
  attackNested,
  attackOverTime,
  attackMembership,
  (scheme) => attackByRepeating(scheme),
  attackByOwnCounts,
  attackByTotals,
  attackEmployer,
]

/** What the protection costs: how far shown figures are off, and how many of what is not small are withheld. */
export function measureLoss({ gate, guard }: Scheme, tries = 4000, seed = 18) {
  const random = makeRandom(seed)
  let off = 0
  let bias = 0
  let shown = 0
  let large = 0
  let withheld = 0
  for (let index = 0; index < tries; index++) {
    const parts = Array.from({ length: 6 }, () => makePeople(Math.floor(4 + random() ** 2 * 150), random))
    const whole = cellOf(parts.flat())
    const cells = new Map(parts.map((people, place) => [place, cellOf(people)]))
    const figures = guard
      ? protectParts(gate, whole, cells)
      : new Map([...cells].map(([place, cell]) => [place, protectCount(gate, cell)]))
    for (const [place, figure] of figures) {
      const persons = cells.get(place)?.persons ?? 0
      if (persons >= 14) large += 1
      if (figure.shown) {
        shown += 1
        off += Math.abs(figure.value - persons)
        if (persons >= 20) bias += figure.value - persons
      } else if (persons >= 14) withheld += 1
    }
  }
  return { meanError: off / shown, bias: bias / shown, withheld: withheld / large }
}
