/**
 * Does together what many ask for one by one: while one run is on its way, all who ask wait and are served by the next.
 * Nobody waits for others to come, and nobody is answered by a run that began before they asked.
 *
 * `run` answers in the order of what it was given. When it throws, each is tried alone, so that nobody fails for another.
 *
 * With `linger`, a run that served many is followed by the next that many milliseconds at most after the first has come
 * again, or as soon as as many have: else of many who ask over and over one would go ahead alone, and the others after it.
 */
export function gather<In, Out>(
  run: (all: readonly In[]) => Promise<readonly Out[]>,
  { most = 64, linger = 0 }: { most?: number; linger?: number } = {},
): (one: In) => Promise<Out> {
  type Waiting = { one: In; resolve(out: Out): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let running = false
  /** How many were there the last time. */
  let crowd = 0
  let enough: { count: number; go(): void } | undefined

  const serve = async (served: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await run(served.map(({ one }) => one))
      if (answers.length !== served.length) throw new Error('Not as many answers as were asked for.')
      // Before anyone is answered: who asks again at once, alone, is no crowd.
      crowd = linger > 0 ? served.length + waiting.length : 0
      for (const [index, answer] of answers.entries()) served[index]?.resolve(answer)
    } catch (error) {
      const [first] = served
      if (served.length === 1) first?.reject(error)
      else for (const one of served) await serve([one])
    }
  }
  const serveAll = async (): Promise<void> => {
    running = true
    if (crowd > 1) await waitForMore(Math.min(most, crowd))
    while (waiting.length > 0) {
      const served = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await serve(served)
      if (crowd > 1 && waiting.length > 0) await waitForMore(Math.min(most, crowd))
    }
    running = false
  }
  const waitForMore = (count: number) =>
    new Promise<void>((resolve) => {
      const go = (): void => {
        clearTimeout(timer)
        enough = undefined
        resolve()
      }
      const timer = setTimeout(go, linger)
      enough = { count, go }
      if (waiting.length >= count) go()
    })
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      if (enough && waiting.length >= enough.count) enough.go()
      if (!running) void serveAll()
    })
}
