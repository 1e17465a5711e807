import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { keepStatusLists, type ServedList } from '../organisation/keep-status-lists.ts'
import { statusSeconds } from '../organisation/status-list.ts'

const verifiableCredential = 'application/vc'

/** The status lists that credentials and mandates point to. */
export function publicRoutes(app: FastifyInstance, ground: Ground): void {
  const findList = keepStatusLists(ground)
  // The bits are compressed already: to compress the answer once more would cost each reader's time.
  app.get<{ Params: { id: string } }>(
    '/status/:id',
    { schema: { hide: true }, compress: false },
    async (request, reply) => {
      const list = await findList(`${ground.settings.baseUrl}/status/${request.params.id}`)
      if (!list) throw new Problem('not-found', 'No status list has this address.')
      return sendTagged(request, reply.header('cache-control', `public, max-age=${statusSeconds}`), list)
    },
  )
}

function sendTagged(request: FastifyRequest, reply: FastifyReply, { bytes, tag }: ServedList): FastifyReply {
  reply.header('etag', tag)
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (known?.includes(tag)) return reply.code(304).send()
  return reply.type(verifiableCredential).send(bytes)
}
