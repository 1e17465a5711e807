import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import { openToSites } from '../http/open-to-sites.ts'
import { Problem } from '../http/problem.ts'
import { findMoved, findTakenOver } from '../organisation/find-moved.ts'
import { keepStatusLists, type ServedList } from '../organisation/keep-status-lists.ts'
import { statusSeconds } from '../organisation/status-list.ts'

const verifiableCredential = 'application/vc'

/** The status lists that credentials and mandates point to. */
export function publicRoutes(app: FastifyInstance, ground: Ground): void {
  const findList = keepStatusLists(ground)
  const findOthers = async (id: string) => {
    const url = await findTakenOver(ground, id)
    return url === undefined ? undefined : findList(url)
  }
  // The bits are compressed already: to compress the answer once more would cost each reader's time.
  app.get<{ Params: { id: string } }>(
    '/status/:id',
    { schema: { hide: true }, compress: false },
    async (request, reply) => {
      const { id } = request.params
      const url = `${ground.settings.baseUrl}/status/${id}`
      const list = (await findList(url)) ?? (await findOthers(id))
      if (!list) {
        const moved = await findMoved(ground, url)
        if (moved) return openToSites(reply).redirect(moved, 307)
        throw new Problem('not-found', 'No status list has this address.')
      }
      return sendTagged(request, openToSites(reply).header('cache-control', `public, max-age=${statusSeconds}`), list)
    },
  )
}

function sendTagged(request: FastifyRequest, reply: FastifyReply, { bytes, tag }: ServedList): FastifyReply {
  reply.header('etag', tag)
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (known?.includes(tag)) return reply.code(304).send()
  return reply.type(verifiableCredential).send(bytes)
}
