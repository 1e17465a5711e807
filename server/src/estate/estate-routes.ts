import { typedText } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { openToSites } from '../http/open-to-sites.ts'
import { pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { composeOrganisationDid } from '../organisation/organisation-key.ts'
import { requirePermission } from '../organisation/permission.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { confirmMoves } from './confirm-moves.ts'
import { changeEstateCredential, EstateCredentialView, EstateQuery, listEstateCredentials } from './list-estate.ts'
import { packEstate } from './pack-estate.ts'
import { openReception } from './reception.ts'
import { takeInEstate } from './take-in-estate.ts'

const mebibyte = 1024 * 1024
const mostBytes = 96 * mebibyte
const params = z.object({ organisationId: z.uuid() })
const tags = ['organisation']

const TakenView = z.object({
  organisationId: z.string(),
  slug: z.string(),
  legalName: z.string(),
  credentials: z.number(),
  lists: z.number(),
  documents: z.number(),
  drafts: z.number(),
  leftOut: z.array(z.string()).describe('Addresses of designs that could not become drafts here'),
})

/** An organisation's estate on its way from one house to another, and what is kept of it there. */
export function estateRoutes(instance: FastifyInstance, ground: Ground): void {
  sendingRoutes(instance, ground)
  receivingRoutes(instance, ground)
  keepingRoutes(instance, ground)
}

function sendingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/organisations/:organisationId/estate',
    {
      compress: false,
      config: { rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'End the organisation and pack its estate for the house that receives it; again until that has it',
        description: 'The answer is a JWE that only the receiver opens: docs/guides/ending.md describes what is in it.',
        params,
      },
    },
    async (request, reply) => {
      const { organisationId } = request.params
      const permission = requirePermission(request.actor, organisationId, 'represent')
      // A page sends a form without fields.
      if (request.isMultipart()) for await (const part of request.parts()) void part
      const file = await packEstate(ground, permission)
      return reply
        .type('application/jose')
        .header('content-disposition', 'attachment; filename="bricka-estate.jwe"')
        .send(file)
    },
  )

  app.post(
    '/api/organisations/:organisationId/ending/confirm',
    {
      schema: {
        tags,
        summary: 'Look whether the other house has taken the estate in; it is looked for every ten minutes anyway',
        params,
        response: { 200: z.object({ moved: z.boolean() }) },
      },
    },
    async ({ actor, params: { organisationId } }) => {
      requirePermission(actor, organisationId, 'represent')
      return { moved: (await confirmMoves(ground, organisationId)) > 0 }
    },
  )
}

function receivingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/organisations/:organisationId/receptions',
    {
      schema: {
        tags,
        summary: 'Make a place ready for the estate of an organisation of another house, and a code to hand it',
        params,
        response: { 201: z.object({ id: z.string(), code: z.string(), expiresAt: z.string() }) },
      },
    },
    async ({ actor, params: { organisationId } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      const made = await ground.database.act(scopeOf(actor), (work) => openReception(ground, work, permission))
      return reply.code(201).send(made)
    },
  )

  app.post(
    '/api/organisations/:organisationId/estates',
    {
      bodyLimit: mostBytes,
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Take in an estate that another house packed for this organisation, as a file',
        params,
        response: { 201: TakenView },
      },
    },
    async (request, reply) => {
      const { organisationId } = request.params
      const represent = requirePermission(request.actor, organisationId, 'represent')
      const design = requirePermission(request.actor, organisationId, 'design')
      const { bytes } = await readUpload(request, mostBytes)
      const taken = await takeInEstate(ground, { represent, design }, bytes)
      return reply.code(201).send({ ...taken, leftOut: [...taken.leftOut] })
    },
  )

  // In the system's scope: it is the DID document of an organisation, which anyone may read.
  app.get(
    '/estates/:receptionId/did.json',
    { schema: { hide: true, params: z.object({ receptionId: z.uuid() }) } },
    async ({ params: { receptionId } }, reply) => {
      const document = await ground.database.act(systemScope, async (work) => {
        const ended = await work
          .selectFrom('estate_reception')
          .innerJoin('organisation', 'organisation.id', 'ended_id')
          .select('slug')
          .where('estate_reception.id', '=', receptionId)
          .executeTakeFirst()
        return ended && composeOrganisationDid(work, ended.slug)
      })
      if (!document) throw new Problem('not-found', 'No estate has been taken in here.')
      return openToSites(reply)
        .type('application/did+json')
        .header('cache-control', 'public, max-age=300')
        .send(JSON.stringify(document))
    },
  )
}

function keepingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/organisations/:organisationId/estate-credentials',
    {
      schema: {
        tags,
        summary: 'What the organisation issued in the house that it came from',
        params,
        querystring: EstateQuery,
        response: { 200: pageOf(EstateCredentialView) },
      },
    },
    async ({ actor, params: { organisationId }, query }, reply) => {
      const permission = requirePermission(actor, organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listEstateCredentials(work, permission, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'estate-credentials', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  for (const change of ['suspend', 'reinstate', 'revoke'] as const)
    app.post(
      `/api/organisations/:organisationId/estate-credentials/:credentialId/${change}`,
      {
        schema: {
          tags,
          summary: `For what was issued in another house: ${change}`,
          params: params.extend({ credentialId: z.uuid() }),
          body: z.strictObject({ reason: typedText().min(1).max(2000) }),
          response: { 204: z.null() },
        },
      },
      async ({ actor, params: { organisationId, credentialId }, body: { reason } }, reply) => {
        const permission = requirePermission(actor, organisationId, 'keep')
        await ground.database.act(scopeOf(actor), (work) =>
          changeEstateCredential(ground, work, permission, change, { credentialId, reason }),
        )
        return reply.code(204).send(null)
      },
    )
}
