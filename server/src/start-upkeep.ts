import { carryOutEndings } from './estate/carry-out-endings.ts'
import { confirmMoves } from './estate/confirm-moves.ts'
import { removeUnusedClients } from './exchange/remove-unused-clients.ts'
import { tendFollowUps } from './follow-up/plan-asks.ts'
import { makeDueBenefits } from './follow-up/release-benefits.ts'
import type { Ground } from './ground.ts'
import { tendWaves } from './need/ask-units.ts'
import { endWaitingReleases } from './organisation/four-eyes.ts'
import { removeExpired } from './person/remove-expired.ts'
import { makeDueRelease } from './planning/release-supply.ts'

const hoursBetweenRemoval = 6
const minutesBetweenReleases = 10

/**
 * What has to be done again and again: what has served its time goes, and what was asked for takes effect when its time
 * has come. (What waits to be done at once is the jobs'.)
 */
export function startUpkeep(ground: Ground): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const run = (work: () => Promise<unknown>) => () => {
    running = running.then(work).catch((error: unknown) => ground.log.error(error, 'upkeep failed'))
  }
  const remove = run(async () => {
    await removeExpired(ground)
    await removeUnusedClients(ground)
  })
  const release = run(async () => {
    await endWaitingReleases(ground)
    await carryOutEndings(ground)
    await confirmMoves(ground)
  })
  const publish = run(async () => {
    await makeDueRelease(ground)
    await makeDueBenefits(ground)
  })
  const tend = run(async () => {
    await tendWaves(ground)
    await tendFollowUps(ground)
  })
  const timers = [
    setInterval(tend, hoursBetweenRemoval * 3_600_000),
    setInterval(remove, hoursBetweenRemoval * 3_600_000),
    setInterval(release, minutesBetweenReleases * 60_000),
    setInterval(publish, hoursBetweenRemoval * 3_600_000),
  ]
  remove()
  release()
  publish()
  tend()
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await running
  }
}
