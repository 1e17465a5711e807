import type { FastifyReply } from 'fastify'

/** What anyone needs to check a credential, pages of other sites may read too: they verify in the browser. */
export const openToSites = (reply: FastifyReply): FastifyReply =>
  reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
