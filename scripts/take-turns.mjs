import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Lets one process at a time do the work, such as installing and building; a lock whose holder has died is taken over. */
export async function takeTurns(lock, work) {
  mkdirSync(dirname(lock), { recursive: true })
  for (let tries = 1; !take(lock); tries++) {
    if (tries === 10) process.stderr.write(`Waiting for process ${readHolder(lock)}, which prepares this clone too\n`)
    await wait(200)
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const holder = readHolder(lock)
  if ((holder > 0 && !isAlive(holder)) || isForgotten(lock)) rmSync(lock, { force: true })
  return false
}

const readHolder = (lock) => (existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0)

/** The holder's number may have been given to another process since. */
const isForgotten = (lock) => existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 15 * 60_000

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
