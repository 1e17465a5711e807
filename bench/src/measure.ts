/** One thing to be timed: how often it runs in a turn is found out first. */
export type Contender = { readonly name: string; readonly run: () => unknown }

/**
 * Runs each contender by turns and gives the median of each one's runs per CPU second.
 *
 * Turns lie between each other's, so what else the machine does falls on all alike; CPU time, not the clock, because a
 * shared machine's clock tells of its neighbours.
 */
export async function measure(
  contenders: readonly Contender[],
  turns: number,
  secondsPerTurn: number,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const contender of contenders) {
    for (let spent = 0; spent < warmSeconds; ) spent += await spend(contender, 10)
    counts.set(contender.name, await fitCount(contender, secondsPerTurn))
  }
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let turn = 0; turn < turns; turn++) {
    for (const contender of contenders) {
      const count = counts.get(contender.name) ?? 1
      rates.get(contender.name)?.push(count / (await spend(contender, count)))
    }
  }
  return new Map([...rates].map(([name, list]) => [name, median(list)]))
}

/** So that nobody is measured while being compiled. */
const warmSeconds = 0.6

async function fitCount(contender: Contender, seconds: number): Promise<number> {
  let count = 1
  for (;;) {
    const spent = await spend(contender, count)
    if (spent >= seconds / 2 || count > 1_000_000) return Math.max(1, Math.round((count * seconds) / spent))
    count = spent < seconds / 20 ? count * 8 : count * 2
  }
}

/** CPU seconds of this process for so many runs. */
async function spend({ run }: Contender, count: number): Promise<number> {
  const before = process.cpuUsage()
  for (let index = 0; index < count; index++) {
    const result = run()
    if (result instanceof Promise) await result
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? 0
}
