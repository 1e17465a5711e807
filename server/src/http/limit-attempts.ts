import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hashToken } from '../seal.ts'
import { Problem } from './problem.ts'

const attemptsPerMinute = 10

/**
 * For a route that somebody could guess at. What one address may send altogether is wide, for a whole school stands
 * behind one address; the narrow count is of what is guessed (`limitAttempts`). Pages call the API in process, and here
 * their calls count too: a form is as good a place to guess as any.
 */
export const manyFromOneAddress = { rateLimit: { max: 600, timeWindow: '1 minute', allowList: [] } }

export type LimitAttempts = (request: FastifyRequest, reply: FastifyReply, guessed: string) => Promise<void>

/** Counts attempts by what is being guessed, such as a token, whoever guesses. Its answer throws `too-many-requests`. */
export function limitAttempts(app: FastifyInstance): LimitAttempts {
  const guesses = new WeakMap<FastifyRequest, string>()
  const count = app.createRateLimit({
    max: attemptsPerMinute,
    timeWindow: '1 minute',
    allowList: [],
    keyGenerator: (request) => guesses.get(request) ?? request.ip,
  })
  return async (request, reply, guessed) => {
    guesses.set(request, hashToken(guessed))
    const limit = await count(request)
    if (limit.isAllowed || !limit.isExceeded) return
    reply.header('retry-after', limit.ttlInSeconds)
    throw new Problem('too-many-requests', `Try again in ${limit.ttlInSeconds} seconds.`)
  }
}
