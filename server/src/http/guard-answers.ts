import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import helmet, { type HelmetOptions } from 'helmet'

/**
 * Puts into every answer the headers that keep a browser from doing more with it than we meant. They are the same in all
 * of them, so helmet works them out once; a route's own header of the same name stands instead.
 */
export function guardAnswers(app: FastifyInstance, options: HelmetOptions): void {
  const answer = new ServerResponse(new IncomingMessage(new Socket()))
  helmet(options)(answer.req, answer, () => undefined)
  const headers = answer.getHeaders()
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
