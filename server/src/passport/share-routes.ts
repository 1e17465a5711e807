import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import QRCode from 'qrcode'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { type Actor, requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { linkParts } from '../verifying/link-parts.ts'
import { DemandsQuery, readDemands } from '../verifying/read-demands.ts'
import { Verified, verifyText } from '../verifying/verify-text.ts'
import { getShareUrl, listShares, listVisits, ShareView, ShareVisit } from './list-shares.ts'
import { openShare } from './open-share.ts'
import { SelfClaimView } from './self-claim.ts'
import { NewShare, shareMerits, withdrawShare } from './share-merits.ts'

/** What a share link shows its reader: each merit with its checks of this very moment. */
export const OpenShareView = z.object({
  audience: z.string(),
  purpose: z.string(),
  /** The link's, not the merits'. */
  expiresAt: z.string(),
  holderName: z.string(),
  items: z.array(Verified),
  /** What the holder says of themselves; nobody vouches for it. */
  selfClaims: z.array(SelfClaimView),
  results: z.number().describe('How many transcripts of student registers are shared beside: at `…/results`'),
})
export type OpenShareView = z.infer<typeof OpenShareView>

const ShareId = z.object({ id: z.uuid() })
const ShareToken = z.object({ token: z.string().min(10).max(100) })

export function shareRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/passport/shares',
    {
      schema: {
        summary: 'Share chosen merits by link',
        body: NewShare,
        response: { 201: z.object({ id: z.string(), url: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const opened = await ground.database.act(scopeOf(person), (work) =>
        shareMerits(ground, work, person, request.body),
      )
      return reply.code(201).send(opened)
    },
  )

  app.get(
    '/api/passport/shares',
    { schema: { summary: 'My shares', querystring: Paging, response: { 200: pageOf(ShareView) } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listShares(ground, work, person, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'shares', items)
      return { items, total, page, perPage }
    },
  )

  app.post(
    '/api/passport/shares/:id/withdraw',
    { schema: { summary: 'Close a share for good', params: ShareId, response: { 204: z.null() } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      await ground.database.act(scopeOf(person), (work) => withdrawShare(ground, work, person, request.params.id))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/passport/shares/:id/views',
    {
      schema: {
        summary: 'When a share was opened',
        params: ShareId,
        querystring: Paging,
        response: { 200: pageOf(ShareVisit) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listVisits(work, person, request.params.id, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'views', items)
      return { items, total, page, perPage }
    },
  )

  app.get(
    '/api/passport/shares/:id/qr.svg',
    { schema: { summary: 'A share’s link as a QR code', params: ShareId } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const url = await ground.database.act(scopeOf(person), (work) =>
        getShareUrl(ground, work, person, request.params.id),
      )
      const svg = await QRCode.toString(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
      return reply.type('image/svg+xml').send(svg)
    },
  )

  app.get(
    '/api/shares/:token',
    {
      schema: {
        summary: 'What a share link shows, checked now',
        params: ShareToken,
        querystring: DemandsQuery,
        response: { 200: OpenShareView },
      },
    },
    async (request) => {
      const demands = readDemands(request.query.demands)
      const { documents, addresses, expiresAt, results, ...share } = await openShare(
        ground,
        request.params.token,
        'opened',
        personIdOf(request.actor),
      )
      const items = await linkParts(
        await Promise.all(documents.map((document) => verifyText(ground, document, demands, undefined, addresses))),
      )
      const { selfClaims } = share
      return {
        ...{ ...share, selfClaims: [...selfClaims], results: results.length },
        ...{ expiresAt: expiresAt.toISOString(), items },
      }
    },
  )

  app.get(
    '/api/shares/:token/credentials/:number/download',
    {
      schema: {
        summary: 'One shared credential as the issuer signed it',
        params: ShareToken.extend({ number: z.coerce.number().int().min(1).max(1000) }),
      },
    },
    async (request, reply) => {
      const { token, number } = request.params
      const { documents } = await openShare(ground, token, 'downloaded', personIdOf(request.actor))
      const document = documents[number - 1]
      if (!document) throw new Problem('not-found', `The share has ${documents.length} merits.`)
      return reply
        .type('application/vc')
        .header('content-disposition', `attachment; filename="merit-${number}.json"`)
        .send(document)
    },
  )
}

const personIdOf = (actor: Actor): string | undefined => (actor.kind === 'person' ? actor.personId : undefined)
