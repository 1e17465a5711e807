import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse } from './openid-refusal.ts'

/** Lets forms through as their text; `formOf` reads them. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, String(body)),
  )
}

/** @throws Oauth2ServerErrorResponseError `invalid_request`, also for a parameter that comes twice (RFC 6749, 3.1) */
export function formOf({ body }: Pick<FastifyRequest, 'body'>): Readonly<Record<string, string>> {
  if (typeof body !== 'string')
    return refuse('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.')
  const entries = [...new URLSearchParams(body).entries()]
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    return refuse('invalid_request', 'A parameter comes twice.')
  return Object.fromEntries(entries)
}
