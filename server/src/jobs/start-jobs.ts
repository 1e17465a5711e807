import type { PoolClient } from 'pg'
import type { Ground } from '../ground.ts'
import { writeNotices } from '../issuing/notice.ts'
import { runBatches } from '../issuing/run-batches.ts'
import { deliverMail } from '../mail/waiting-mail.ts'
import { refreshSupply } from '../planning/refresh-supply.ts'

const secondsBetweenLooks = 15

/**
 * Does what waits: batches beside notices and mail, so that a slow mail server delays no issuing. Woken through
 * PostgreSQL when someone, on any server, has left something to do, and looks by itself now and then for what was left
 * by the dead. `stop` lets the running step end first.
 */
export function startJobs(ground: Ground): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const loops = [
    startLoop(ground, signal, () => runBatches(ground, signal)),
    startLoop(ground, signal, async () => {
      await writeNotices(ground, signal)
      await deliverMail(ground, signal)
    }),
    startLoop(ground, signal, () => refreshSupply(ground, signal)),
  ]
  const listener = listen(ground, () => {
    for (const loop of loops) loop.wake()
  })
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(loops.map((loop) => loop.ended))
      await listener.close()
    },
  }
}

function startLoop(ground: Ground, stopping: AbortSignal, work: () => Promise<unknown>) {
  let wake: () => void = () => undefined
  const run = async (): Promise<void> => {
    while (!stopping.aborted) {
      // Made before the work, so that a call that comes during it is not missed.
      const woken = new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, secondsBetweenLooks * 1000).unref()
      })
      try {
        await work()
      } catch (error) {
        ground.log.error(error, 'a job failed; it is tried again')
      }
      if (!stopping.aborted) await woken
    }
  }
  stopping.addEventListener('abort', () => wake(), { once: true })
  return { wake: () => wake(), ended: run() }
}

/** Keeps one connection that hears `pg_notify`; a lost one is opened again at the next look. */
function listen(ground: Ground, onCall: () => void): { close(): Promise<void> } {
  let client: PoolClient | undefined
  let closed = false
  const open = async (): Promise<void> => {
    const opened = await ground.database.pool.connect()
    if (closed) return opened.release(true)
    client = opened
    opened.on('notification', onCall)
    // A connection that breaks may say so more than once, and is given back once.
    opened.on('error', () => {
      if (client !== opened) return
      client = undefined
      opened.release(true)
      retry()
    })
    await opened.query('listen bricka_jobs')
  }
  const retry = (): void => {
    if (!closed) setTimeout(() => opening.then(() => start()), 1000).unref()
  }
  const start = (): void => {
    opening = open().catch((error: unknown) => {
      ground.log.error(error, 'jobs are not called; they look by themselves')
      retry()
    })
  }
  let opening: Promise<void> = Promise.resolve()
  start()
  return {
    close: async () => {
      closed = true
      await opening
      client?.release(true)
    },
  }
}
