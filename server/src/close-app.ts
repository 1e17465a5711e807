import type { FastifyInstance } from 'fastify'

/** Whoever supervises us kills us after so long: better to break off the last few than to lose the orderly end. */
const patienceMilliseconds = 20_000

/**
 * Takes no more requests, answers those that are under way, and ends.
 *
 * A connection that is kept alive for a next request, which will not come, would hold the end for a minute; Node closes
 * those that are idle when the end begins, and not those that become so.
 */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 50)
  const late = setTimeout(() => app.server.closeAllConnections(), patienceMilliseconds)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(late)
  }
}
