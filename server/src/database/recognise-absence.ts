import pg from 'pg'

/** What PostgreSQL says when it ends, starts, takes no more connections, or closes this database. */
const absentStates = new Set(['57P01', '57P02', '57P03', '53300', '55000', '3D000'])
const absentConnections = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
])

/** Whether a query failed because the database is away just now: nothing was written, and a later try may succeed. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof pg.DatabaseError) return absentStates.has(code) || code.startsWith('08')
  if ('syscall' in error && absentConnections.has(code))
    return error.syscall === 'connect' || error.syscall === 'getaddrinfo' || error.syscall === 'read'
  // The driver's own words have no code.
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  )
}
