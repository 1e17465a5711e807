import type { Settings } from './read-settings.ts'

type Known = Partial<Pick<Settings, 'port' | 'host' | 'dataDir' | 'databaseUrl'>>

/** Why a start failed, in one line with what to do; what we have no words for, with where it came from. */
export function explainFailure(error: unknown, known: Known = {}): string {
  if (!(error instanceof Error)) return String(error)
  const code = findCode(error)
  const lesson = code === undefined ? undefined : lessons[code]?.(known, error)
  if (lesson !== undefined) return lesson
  const ours = error.constructor === Error && (error.cause === undefined || code === taught)
  return ours ? error.message : (error.stack ?? error.message)
}

/** PostgreSQL's code for a lack of rights: where our migrations raise it themselves, they say what to do. */
const taught = '42501'

/** The code of what went wrong first. */
function findCode(error: Error): string | undefined {
  if (error.cause instanceof Error) return findCode(error.cause)
  if ('code' in error && typeof error.code === 'string') return error.code
  // Several addresses were tried, as for localhost: all of them say the same.
  return error instanceof AggregateError && error.errors[0] instanceof Error ? findCode(error.errors[0]) : undefined
}

const lessons: Readonly<Record<string, (known: Known, error: Error) => string | undefined>> = {
  EADDRINUSE: ({ port = 3000 }) =>
    `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
  EADDRNOTAVAIL: ({ host }) => `HOST is ${host}, which is no address of this machine. Leave it out, or write 0.0.0.0.`,
  EACCES: (known, error) =>
    'syscall' in error && error.syscall === 'listen'
      ? `Port ${known.port} is for root alone. Choose one above 1023: PORT=3000 npm start`
      : unwritable(known, error),
  EPERM: unwritable,
  EROFS: unwritable,
  ENOTDIR: unwritable,
  ENOSPC: full,
  EDQUOT: full,
  53100: full,
  ECONNREFUSED: unanswered,
  ECONNRESET: unanswered,
  ENOTFOUND: unanswered,
  EAI_AGAIN: unanswered,
  ETIMEDOUT: unanswered,
  EHOSTUNREACH: unanswered,
  ENETUNREACH: unanswered,
  '57P03': () => 'PostgreSQL at DATABASE_URL is just starting or stopping. Try again in a moment.',
  '28P01': refused,
  28000: refused,
  '3D000': (_known, error) =>
    `The database in DATABASE_URL is not there (${error.message}). Make it as docs/guides/operator.md says: create database … owner …`,
  53300: (_known, error) =>
    `PostgreSQL takes no more connections (${error.message}). Raise its max_connections: each Bricka uses up to 13.`,
  [taught]: (_known, error) =>
    /^permission denied|^must be owner/.test(rootOf(error).message)
      ? `The role in DATABASE_URL must own its database (${rootOf(error).message}). See docs/guides/operator.md, "Your own PostgreSQL".`
      : undefined,
}

function unwritable(_known: Known, error: Error): string {
  return `The data cannot be kept there (${rootOf(error).message}). Let this account write to it, or name another folder: DATA_DIR=/path npm start`
}

function full({ dataDir, databaseUrl }: Known): string {
  return `The disk is full. Make room ${databaseUrl ? 'where PostgreSQL keeps its data' : `for ${dataDir ?? 'DATA_DIR'}`}, and start again: nothing is half-written.`
}

function unanswered(_known: Known, error: Error): string {
  return `PostgreSQL does not answer at DATABASE_URL (${rootOf(error).message || findCode(error)}). Start it, or mend the address; without DATABASE_URL our own one is started.`
}

function refused(_known: Known, error: Error): string {
  return `PostgreSQL at DATABASE_URL refuses the login (${error.message}). Mend the name or the password; what is not a letter or a digit in them is written as in any address, such as %40 for @.`
}

const rootOf = (error: Error): Error => (error.cause instanceof Error ? rootOf(error.cause) : error)
