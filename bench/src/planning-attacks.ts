import { DisclosurePolicy, defaultPolicy } from '@bricka/domain/planning/disclosure-policy'
import { attacks, makeGate, measureLoss, type Scheme } from '@bricka/domain/planning/testing/attack-figures'
import type { BenchOptions } from './main.ts'

const bare = { roundTo: 1, steadyWithin: 0 } as const
const schemes: readonly Scheme[] = [
  {
    name: 'least persons alone',
    gate: makeGate(
      DisclosurePolicy.parse({
        ...bare,
        noise: { maximum: 1, variance: 0.001, neverUpTo: 0 },
        minimumOrganisations: 2,
        dominancePercent: 0,
      }),
    ),
    guard: false,
  },
  { name: 'cell key alone', gate: makeGate(DisclosurePolicy.parse(bare)), guard: false },
  { name: 'cell key, rounded', gate: makeGate(defaultPolicy), guard: false },
  { name: 'the gate', gate: makeGate(defaultPolicy), guard: true },
]

/** How often each attack is right beyond guessing, scheme by scheme, beside what the protection costs. */
export async function runAttacks({ json }: BenchOptions): Promise<number> {
  const found = schemes.map((scheme) => ({
    name: scheme.name,
    attacks: attacks.map((attack) => attack(scheme)),
    loss: measureLoss(scheme),
  }))
  if (json) {
    process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`)
    return 0
  }
  const line = (cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`)
  line(['attack', ...found.map(({ name }) => name)])
  line(['---', ...found.map(() => '---')])
  const names = found[0]?.attacks.map(({ name }) => name) ?? []
  for (const [index, name] of names.entries())
    line([name, ...found.map((scheme) => (scheme.attacks[index]?.success ?? 0).toFixed(3))])
  line(['mean error of a shown figure, persons', ...found.map(({ loss }) => loss.meanError.toFixed(2))])
  line(['lean (bias), persons', ...found.map(({ loss }) => loss.bias.toFixed(3))])
  line(['withheld of cells of 14 or more', ...found.map(({ loss }) => loss.withheld.toFixed(3))])
  return 0
}
