import type { Ground } from './ground.ts'
import { writeNotices } from './issuing/notice.ts'
import { deliverMail } from './mail/waiting-mail.ts'
import { removeExpired } from './person/remove-expired.ts'

const secondsBetweenMail = 10
const hoursBetweenRemoval = 6

/** What has to be done again and again: mail that could not be sent before, and what has served its time. */
export function startUpkeep(ground: Ground): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const run = (work: () => Promise<unknown>) => () => {
    running = running.then(work).catch((error: unknown) => ground.log.error(error, 'upkeep failed'))
  }
  const remove = run(() => removeExpired(ground))
  const timers = [
    setInterval(
      run(async () => {
        await writeNotices(ground)
        await deliverMail(ground)
      }),
      secondsBetweenMail * 1000,
    ),
    setInterval(remove, hoursBetweenRemoval * 3_600_000),
  ]
  remove()
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await running
  }
}
