type Running = { close(): Promise<void> }

/**
 * Runs until Ctrl-C, SIGTERM, a closed terminal, or the end of the process that started us, and then closes in order.
 *
 * A signal during the start is kept: `start` sees it on `stopping`, gives up at its next step and closes what it had
 * opened. A second signal changes nothing, because Ctrl-C reaches us twice: from the terminal and from `npm start`.
 */
export async function runUntilStopped(start: (stopping: AbortSignal) => Promise<Running>): Promise<void> {
  const stopping = new AbortController()
  const stop = (): void => stopping.abort(new Stopped())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.once('disconnect', stop)
  // Whoever read our output may go before us; that must not keep us from closing.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  try {
    const running = await start(stopping.signal)
    await asked(stopping.signal)
    await running.close()
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
}

/** Gives up waiting for the work when we are asked to stop, even if the work itself goes on. */
export async function unlessStopped<Result>(stopping: AbortSignal, work: Promise<Result>): Promise<Result> {
  return Promise.race([
    work,
    asked(stopping).then(() => {
      throw stopping.reason
    }),
  ])
}

class Stopped extends Error {}

const asked = (stopping: AbortSignal): Promise<void> =>
  stopping.aborted
    ? Promise.resolve()
    : new Promise((resolve) => stopping.addEventListener('abort', () => resolve(), { once: true }))
