/**
 * Does together what many ask for one by one: while one run is on its way, all who ask wait and are served by the next.
 * Nobody waits for others to come, and nobody is answered by a run that began before they asked.
 *
 * `run` answers in the order of what it was given. When it throws, each is tried alone, so that nobody fails for another.
 */
export function gather<In, Out>(
  run: (all: readonly In[]) => Promise<readonly Out[]>,
  most = 64,
): (one: In) => Promise<Out> {
  type Waiting = { one: In; resolve(out: Out): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let running = false

  const serve = async (served: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await run(served.map(({ one }) => one))
      if (answers.length !== served.length) throw new Error('Not as many answers as were asked for.')
      for (const [index, answer] of answers.entries()) served[index]?.resolve(answer)
    } catch (error) {
      const [first] = served
      if (served.length === 1) first?.reject(error)
      else for (const one of served) await serve([one])
    }
  }
  const serveAll = async (): Promise<void> => {
    running = true
    while (waiting.length > 0) {
      const served = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await serve(served)
    }
    running = false
  }
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      if (!running) void serveAll()
    })
}
