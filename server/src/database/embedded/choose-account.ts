import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whom PostgreSQL runs as. It refuses root, so root lends it an ordinary account. */
export type Account = { uid: number; gid: number; borrowed: boolean }

/**
 * Ourselves, unless we are root: then whoever owns the data already, else `nobody`.
 *
 * @throws with what to do instead when there is no such account
 */
export function chooseAccount(dataDir: string): Account {
  const uid = process.getuid?.() ?? -1
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined
  if (uid !== 0) {
    if (owner && owner.uid !== uid)
      throw new Error(
        `${dataDir} belongs to another account (uid ${owner.uid}). Start as that account (as root when root made it), or choose another place: DATA_DIR=… npm start`,
      )
    return { uid, gid: process.getgid?.() ?? -1, borrowed: false }
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, borrowed: true }
  return { ...findNobody(), borrowed: true }
}

function findNobody(): { uid: number; gid: number } {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  const [, , uid, gid] = lines.find((line) => line.startsWith('nobody:'))?.split(':') ?? []
  if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  throw new Error(
    'PostgreSQL does not run as root, and there is no account "nobody" to lend it. Start Bricka as an ordinary user, or set DATABASE_URL.',
  )
}

/** Says whether the account can walk into the folder: every folder above it must let it through. */
export function reaches(account: Account, folder: string): boolean {
  const { uid, gid, mode } = statSync(folder)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  if (!(mode & bit)) return false
  return dirname(folder) === folder || reaches(account, dirname(folder))
}
