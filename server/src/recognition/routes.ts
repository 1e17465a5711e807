import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { mayDo, requirePermission } from '../organisation/permission.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { addEvent, NewEvent } from './add-event.ts'
import { addFile, readFile } from './case-upload.ts'
import { CaseView, viewCase } from './case-view.ts'
import { Certification, certify } from './certify.ts'
import { CaseLine, listCases, Standing } from './list-cases.ts'
import { getOffer, listOffers, OfferView } from './offer.ts'
import { NewCase, startCase } from './start-case.ts'

const CaseId = z.object({ id: z.uuid() })
const tags = ['recognition']

/** The candidate's side, and the cases themselves: whoever has a part in one reaches it here. */
export function recognitionRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/validation/offers',
    {
      schema: {
        tags,
        summary: 'Which merits can be reached by validation, and at whom',
        querystring: Paging.extend({ providerId: z.uuid().optional(), meritId: z.uuid().optional() }),
        response: { 200: pageOf(OfferView) },
      },
    },
    async ({ actor, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listOffers(work, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'validation-offers',
          items.map(({ provider, merit }) => ({
            provider: provider.name,
            merit: merit.title,
            replaces: merit.replaces,
          })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/validation/offers/:providerId/:meritId',
    {
      schema: {
        tags,
        summary: 'One offer, with what one should know before starting',
        params: z.object({ providerId: z.uuid(), meritId: z.uuid() }),
        response: { 200: OfferView },
      },
    },
    async ({ actor, params }) =>
      ground.database.act(scopeOf(actor), (work) => getOffer(work, params.providerId, params.meritId)),
  )

  app.post(
    '/api/passport/validations',
    {
      schema: {
        tags,
        summary: 'Start validation at my own will, having read the information',
        body: NewCase,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, body }, reply) => {
      const person = requirePerson(actor)
      const id = await ground.database.act(scopeOf(person), (work) => startCase(ground, work, person, body))
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/passport/validations',
    {
      schema: {
        tags,
        summary: 'My cases of validation',
        querystring: Paging.extend({ standing: Standing.optional() }),
        response: { 200: pageOf(CaseLine) },
      },
    },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listCases(work, { candidate: person }, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'validations', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:organisationId/validations',
    {
      schema: {
        tags,
        summary: 'The organisation’s cases; for an assessor those they are appointed in',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging.extend({ standing: Standing.optional() }),
        response: { 200: pageOf(CaseLine) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const person = requirePerson(actor)
      const providerId = params.organisationId
      const all = mayDo(actor, providerId, 'coordinate') || mayDo(actor, providerId, 'assure')
      if (!all) requirePermission(actor, providerId, 'assess')
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listCases(work, { providerId, ...(!all && { assessorId: person.personId }) }, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'validations', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/validations/:id',
    {
      schema: { tags, summary: 'A case with its whole file', params: CaseId, response: { 200: CaseView } },
    },
    async ({ actor, params }) =>
      ground.database.act(scopeOf(requirePerson(actor)), (work) => viewCase(work, actor, params.id)),
  )

  app.post(
    '/api/validations/:id/events',
    {
      schema: {
        tags,
        summary: 'Add to a case’s file; nothing in it is ever changed',
        params: CaseId,
        body: NewEvent,
        response: { 201: z.object({ number: z.number() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const number = await ground.database.act(scopeOf(requirePerson(actor)), (work) =>
        addEvent(ground, work, actor, params.id, body),
      )
      return reply.code(201).send({ number })
    },
  )

  app.post(
    '/api/validations/:id/files',
    {
      schema: {
        tags,
        summary: 'Add a file as evidence: multipart with file, as, kind, title, outcomes',
        params: CaseId,
        consumes: ['multipart/form-data'],
        response: { 201: z.object({ evidenceId: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const upload = await readUpload(request)
      const added = await ground.database.act(scopeOf(person), (work) =>
        addFile(ground, work, person, request.params.id, upload),
      )
      return reply.code(201).send(added)
    },
  )

  app.get(
    '/api/validations/:id/files/:evidenceId',
    {
      schema: {
        tags,
        summary: 'A file of a case, as it came',
        params: CaseId.extend({ evidenceId: z.uuid() }),
      },
    },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      const file = await ground.database.act(scopeOf(person), (work) =>
        readFile(ground, work, actor, params.id, params.evidenceId),
      )
      return reply
        .type(file.mediaType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(file.bytes)
    },
  )

  app.post(
    '/api/validations/:id/certify',
    {
      schema: {
        tags,
        summary: 'Issue what the case has shown',
        params: CaseId,
        body: Certification,
        response: { 201: z.object({ credentialId: z.string(), state: z.enum(['issued', 'awaiting-approval']) }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const issued = await ground.database.act(scopeOf(requirePerson(actor)), (work) =>
        certify(ground, work, actor, params.id, body),
      )
      return reply.code(201).send(issued)
    },
  )
}
