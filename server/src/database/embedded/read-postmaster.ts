import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What PostgreSQL wrote of itself: its process and where its socket is. */
export type Postmaster = { pid: number; socketDir: string | undefined }

/** The pid file as it stands. A process killed at the wrong moment leaves it empty or half written. */
export function readPostmaster(cluster: string): Postmaster | 'absent' | 'broken' {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return 'absent'
  const [pid, , , , socketDir] = readFileSync(path, 'utf8').split('\n')
  if (!pid || !/^\d+$/.test(pid)) return 'broken'
  return { pid: Number(pid), socketDir: socketDir || undefined }
}

/** Says whether that process is a PostgreSQL of this very cluster, and not one that was given the same number later. */
export function serves(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(cluster)
  } catch {
    return false
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
