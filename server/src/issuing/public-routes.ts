import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { readStatusList, statusSeconds } from '../organisation/status-list.ts'

const verifiableCredential = 'application/vc'

/** The status lists that credentials and mandates point to. */
export function publicRoutes(app: FastifyInstance, ground: Ground): void {
  app.get<{ Params: { id: string } }>('/status/:id', { schema: { hide: true } }, async (request, reply) => {
    const url = `${ground.settings.baseUrl}/status/${request.params.id}`
    // In the system's scope: anyone may ask, and what has changed is signed with the organisation's key.
    const document = await ground.database.act(systemScope, (work) => readStatusList(ground, work, url))
    if (!document) throw new Problem('not-found', 'No status list has this address.')
    return sendTagged(request, reply.header('cache-control', `public, max-age=${statusSeconds}`), document)
  })
}

function sendTagged(request: FastifyRequest, reply: FastifyReply, document: string): FastifyReply {
  const tag = `"${createHash('sha256').update(document).digest('base64url').slice(0, 22)}"`
  reply.header('etag', tag)
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (known?.includes(tag)) return reply.code(304).send()
  return reply.type(verifiableCredential).send(document)
}
