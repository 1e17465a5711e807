import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Account, reaches } from './choose-account.ts'
import { systemFolder } from './find-programs.ts'

/** Where one database cluster and its private socket lie. */
export type Place = { cluster: string; socketDir: string; logFile: string }

/** Room for `/.s.PGSQL.5432` in the 104 characters that the narrowest platform has for a socket's path. */
const longestSocketDir = 88

/** Makes the folder (0700, the account's own) where it is not there yet. */
export function placeCluster(dataDir: string, account: Account, log: (line: string) => void): Place {
  mkdirSync(dirname(dataDir), { recursive: true })
  const folder = existsSync(dataDir) ? openFolder(dataDir, account, log) : addFolder(dataDir, account, log)
  own(folder, account, 0o700)
  return { cluster: join(folder, 'cluster'), socketDir: join(folder, 'socket'), logFile: join(folder, 'postgres.log') }
}

function openFolder(dataDir: string, account: Account, log: (line: string) => void): string {
  const folder = realpathSync(dataDir)
  if (reaches(account, dirname(folder))) return folder
  if (existsSync(join(folder, 'cluster')))
    throw new Error(
      `${folder} holds a database, but the account it belongs to (uid ${account.uid}) cannot reach it any more. Open the folders above it (chmod o+x), or move DATA_DIR back to where it was.`,
    )
  rmdirSync(folder)
  return addFolder(folder, account, log)
}

/** Under a private home, such as root's, the folder is a link to one that the account can reach. */
function addFolder(dataDir: string, account: Account, log: (line: string) => void): string {
  const parent = realpathSync(dirname(dataDir))
  if (reaches(account, parent)) {
    mkdirSync(dataDir, { mode: 0o700 })
    return realpathSync(dataDir)
  }
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 })
  const folder = mkdtempSync(join(systemFolder, 'postgres-'))
  symlinkSync(folder, dataDir)
  log(`The database lies in ${folder}: PostgreSQL's account cannot reach ${parent}`)
  return folder
}

/** The socket's folder inside the cluster's, or, where that path is too long for a socket, a private one of its own. */
export function openSocketDir(place: Place, account: Account): string {
  const short = place.socketDir.length <= longestSocketDir && /^[\w/.-]+$/.test(place.socketDir)
  const folder = short ? place.socketDir : mkdtempSync(join(shortTemporaryFolder(), 'bricka-'))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  own(folder, account, 0o700)
  return folder
}

const shortTemporaryFolder = (): string => (/^[\w/.-]{1,70}$/.test(tmpdir()) ? tmpdir() : '/tmp')

/** Gives the path to the account alone. */
export function own(path: string, account: Account, mode: number): void {
  if (account.borrowed) chownSync(path, account.uid, account.gid)
  chmodSync(path, mode)
}
