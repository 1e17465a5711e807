import type { Ground } from './ground.ts'
import { removeExpired } from './person/remove-expired.ts'

const hoursBetweenRemoval = 6

/** What has to be done again and again: what has served its time goes. (What waits to be done is the jobs'.) */
export function startUpkeep(ground: Ground): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const run = (work: () => Promise<unknown>) => () => {
    running = running.then(work).catch((error: unknown) => ground.log.error(error, 'upkeep failed'))
  }
  const remove = run(() => removeExpired(ground))
  const timer = setInterval(remove, hoursBetweenRemoval * 3_600_000)
  remove()
  return async () => {
    clearInterval(timer)
    await running
  }
}
