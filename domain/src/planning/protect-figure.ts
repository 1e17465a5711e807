import { type DisclosurePolicy, describePrecision } from './disclosure-policy.ts'
import { findNoise, makeNoise, type NoiseTable } from './make-noise.ts'

/** Keys of records are whole numbers from 0 up to but not this. */
export const keyRange = 2 ** 24

/** What lies behind a figure. It never leaves the server: only what the gate makes of it does. */
export type Cell = {
  readonly persons: number
  /** The sum of the persons' record keys. The same persons give the same sum, and so the same noise. */
  readonly keySum: number
  /** How many organisations have contributed, and how many persons the two largest have. */
  readonly organisations: number
  readonly largest: number
  readonly second: number
}

export const emptyCell: Cell = { persons: 0, keySum: 0, organisations: 0, largest: 0, second: 0 }

const minted: unique symbol = Symbol('minted')

/**
 * A figure that may be shown to anyone, or the word that none may. Nothing, too few and too few organisations look
 * alike. Only the gate mints it, for the symbol never leaves this file.
 */
export type ProtectedFigure = { readonly [minted]: true } & (
  | { readonly shown: true; readonly value: number }
  | { readonly shown: false }
)

export type ProtectedRatio = { readonly [minted]: true } & (
  | { readonly shown: true; readonly value: number; readonly atLeast: number; readonly atMost: number }
  | { readonly shown: false }
)

const withheld = { [minted]: true, shown: false } as const
const show = (value: number): ProtectedFigure => ({ [minted]: true, shown: true, value })

export type Gate = { readonly policy: DisclosurePolicy; readonly table: NoiseTable }
export type GateFinding = { open: true; gate: Gate } | { open: false; code: 'noise-impossible'; count: number }

/** The gate of a policy, or why the policy cannot be kept. */
export function openGate(policy: DisclosurePolicy): GateFinding {
  const noise = makeNoise(policy)
  if (!noise.made) return { open: false, code: noise.code, count: noise.count }
  return { open: true, gate: { policy, table: noise.table } }
}

export type Around = {
  /** People of working age in the place, where it is known. */
  readonly population?: number | undefined
  /** Figures that may be shown too and hold everyone in this one: the region, the wider skill, all levels. */
  readonly within?: readonly Cell[]
  /** Figures that are shown already and lie wholly in this one. */
  readonly holds?: readonly Cell[]
  /** What the release before showed for the same. */
  readonly before?: number | undefined
}

/**
 * The one way out for a count.
 *
 * The noise hangs on the persons behind the cell alone: asked again, or by another way, the same persons give the same
 * figure. A total is protected by its own key, so that parts need not add up to it.
 */
export function protectCount(gate: Gate, cell: Cell, around: Around = {}): ProtectedFigure {
  const noisy = addNoise(gate, cell)
  if (!mayShow(gate, cell, noisy, around)) return withheld
  const { before } = around
  if (before !== undefined && Math.abs(noisy - before) <= gate.policy.steadyWithin) return show(before)
  return show(Math.round(noisy / gate.policy.roundTo) * gate.policy.roundTo)
}

/**
 * Parts of one whole, such as municipalities of a region, with second withholding: who is left when the parts that are
 * shown are taken from the whole must be enough people, in two parts at least, and looks the same whether it is nobody
 * or one. So the parts of a whole are never all shown.
 */
export function protectParts<Key>(
  gate: Gate,
  whole: Cell,
  parts: ReadonlyMap<Key, Cell>,
  around: (key: Key) => Around = () => ({}),
): ReadonlyMap<Key, ProtectedFigure> {
  const figures = new Map(
    [...parts].map(([key, cell]) => {
      const { within = [], ...rest } = around(key)
      return [key, protectCount(gate, cell, { ...rest, within: [whole, ...within] })] as const
    }),
  )
  const rising = [...parts]
    .filter(([, { persons }]) => persons > 0)
    .sort((one, other) => one[1].persons - other[1].persons)
  const isShown = (key: Key): boolean => figures.get(key)?.shown === true
  while (true) {
    const shown = rising.filter(([key]) => isShown(key))
    const rest = shown.reduce<Behind>((left, [, cell]) => takeAway(left, cell), whole)
    if (rising.length - shown.length > 1 && isEnough(gate, rest)) break
    const [next] = shown
    if (!next) break
    figures.set(next[0], withheld)
  }
  return figures
}

/** A share, or so many for each 1,000, from what the gate has let out: it tells no more than its parts do. */
export function protectRatio(
  { policy }: Gate,
  part: ProtectedFigure,
  whole: ProtectedFigure | number,
  each = 1,
): ProtectedRatio {
  const of = typeof whole === 'number' ? whole : whole.shown ? whole.value : 0
  if (!part.shown || of <= 0) return withheld
  const usual = 2 * describePrecision(policy).usual
  const off = typeof whole === 'number' ? 0 : usual
  const bound = (value: number): number => Math.max(0, value * each)
  return {
    [minted]: true,
    shown: true,
    value: bound(part.value / of),
    atLeast: bound((part.value - usual) / (of + off)),
    atMost: bound((part.value + usual) / Math.max(1, of - off)),
  }
}

/**
 * A figure that went through the gate before and was kept in a release, as it was then.
 *
 * @param kept `undefined` where the release has none
 */
export const readReleased = (kept: number | undefined): ProtectedFigure => (kept === undefined ? withheld : show(kept))

function addNoise({ table }: Gate, { persons, keySum }: Behind): number {
  return persons + findNoise(table, persons, (keySum % keyRange) / keyRange)
}

function mayShow(gate: Gate, cell: Cell, noisy: number, { population, within = [], holds = [] }: Around): boolean {
  const { minimumPersons, minimumOrganisations, minimumPopulation } = gate.policy
  return (
    noisy >= minimumPersons &&
    cell.organisations >= minimumOrganisations &&
    !isDominated(gate.policy, cell) &&
    (population === undefined || population >= minimumPopulation) &&
    within.every((whole) => isEnough(gate, takeAway(whole, cell))) &&
    holds.every((part) => isEnough(gate, takeAway(cell, part)))
  )
}

/** The largest must not know the second's, nor either of them the rest, by taking away its own. */
function isDominated(
  { dominancePercent, minimumPersons }: DisclosurePolicy,
  { persons, largest, second }: Cell,
): boolean {
  const others = persons - largest - second
  return others < (dominancePercent / 100) * largest || persons - largest < minimumPersons
}

/**
 * Nobody at all is as little enough as one: if only one were withheld, withholding would tell of them. Decided after the
 * noise, like all borders.
 */
const isEnough = (gate: Gate, rest: Behind): boolean => addNoise(gate, rest) >= gate.policy.minimumPersons

type Behind = Pick<Cell, 'persons' | 'keySum'>

/** Parts of breakdowns overlap: someone has two levels. Then less than nobody is left, which is nobody. */
const takeAway = (whole: Behind, part: Behind): Behind => ({
  persons: Math.max(0, whole.persons - part.persons),
  keySum: Math.max(0, whole.keySum - part.keySum),
})
