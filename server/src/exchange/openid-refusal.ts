import { Oauth2JwtVerificationError, Oauth2ServerErrorResponseError } from '@openid4vc/oauth2'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../http/problem.ts'

/** Codes of OAuth 2.0, OpenID4VCI 1.0 (8.3.1.2, 9.3, 11.3) and OpenID4VP 1.0 (8.5) that are given here. */
export type OpenidCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_redirect_uri'
  | 'invalid_grant'
  | 'invalid_token'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'slow_down'
  | 'invalid_credential_request'
  | 'unknown_credential_configuration'
  | 'unknown_credential_identifier'
  | 'invalid_proof'
  | 'invalid_nonce'
  | 'invalid_encryption_parameters'
  | 'credential_request_denied'
  | 'invalid_transaction_id'
  | 'invalid_notification_id'
  | 'invalid_notification_request'

/** A refusal as a wallet understands it. @throws always */
export function refuse(error: OpenidCode, description: string, status = 400): never {
  throw new Oauth2ServerErrorResponseError({ error, error_description: description }, { status })
}

/** Answers a wallet in OAuth's words (RFC 6749, 5.2) where a browser would get a problem page. */
export function answerRefusals(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    reply.header('cache-control', 'no-store')
    if (error instanceof Oauth2ServerErrorResponseError) {
      const { status } = error
      const { error: code } = error.errorResponse
      if (status === 401)
        reply.header('www-authenticate', code === 'invalid_token' ? `Bearer error="${code}"` : 'Bearer')
      return reply.code(status).send(error.errorResponse)
    }
    if (error instanceof Oauth2JwtVerificationError)
      return reply.code(400).send({ error: 'invalid_proof', error_description: error.message })
    if (error instanceof Problem && error.code === 'not-found') return reply.callNotFound()
    const { statusCode, message } = readError(error)
    if (statusCode === 429)
      return reply.code(429).send({ error: 'slow_down', error_description: 'Try again in a minute.' })
    if (statusCode !== undefined && statusCode < 500)
      return reply.code(statusCode).send({ error: 'invalid_request', error_description: message })
    request.log.error(error)
    return reply.code(500).send({ error: 'server_error', error_description: 'The error is logged on our side.' })
  })
}

function readError(error: unknown): { statusCode: number | undefined; message: string } {
  if (!(error instanceof Error)) return { statusCode: undefined, message: '' }
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined
  if (error instanceof Problem)
    return { statusCode: error.code === 'too-many-requests' ? 429 : 400, message: error.message }
  return { statusCode, message: error.message }
}
