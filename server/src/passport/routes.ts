import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { logIn } from '../person/routes.ts'
import { verifyText } from '../verifying/verify-text.ts'
import { claimCredentials, findHolderByClaim } from './claim-link.ts'
import { openShare, shareMerits } from './share-merits.ts'

export function passportRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/claims',
    {
      schema: {
        summary: 'Claim what waits behind a claim link, and log in as its holder',
        body: z.object({ token: z.string().min(10).max(100) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const holderId = await findHolderByClaim(ground, request.body.token)
      await claimCredentials(ground, holderId)
      await logIn(ground, reply, holderId)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/passport',
    {
      schema: {
        summary: 'My own merits',
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                title: z.string(),
                issuer: z.string(),
                state: z.string(),
                issuedAt: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const person = requirePerson(request.actor)
      const rows = await ground.database.act(scopeOf(person), (work) =>
        work
          .selectFrom('credential')
          .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
          .select(['credential.id', 'title', 'legal_name', 'state', 'issued_at'])
          .where('holder_id', '=', person.personId)
          .where('document', 'is not', null)
          .orderBy('issued_at', 'desc')
          .execute(),
      )
      return {
        items: rows.map((row) => ({
          id: row.id,
          title: row.title,
          issuer: row.legal_name,
          state: row.state,
          issuedAt: row.issued_at?.toISOString() ?? '',
        })),
      }
    },
  )

  app.post(
    '/api/passport/shares',
    {
      schema: {
        summary: 'Share chosen merits by link',
        body: z.object({
          credentialIds: z.array(z.uuid()).min(1).max(200),
          audience: z.string().trim().min(1).max(200),
          purpose: z.string().trim().min(1).max(500),
          days: z.number().int().min(1).max(365).default(30),
        }),
        response: { 201: z.object({ id: z.string(), url: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { days, ...share } = request.body
      const expiresAt = new Date(ground.now().getTime() + days * 86_400_000)
      const opened = await ground.database.act(scopeOf(person), (work) =>
        shareMerits(ground, work, person, { ...share, expiresAt }),
      )
      return reply.code(201).send(opened)
    },
  )

  app.get(
    '/api/shares/:token',
    { schema: { summary: 'What a share link shows, checked now', params: z.object({ token: z.string().max(100) }) } },
    async (request) => {
      const { documents, expiresAt, ...share } = await openShare(ground, request.params.token)
      return {
        ...share,
        expiresAt: expiresAt.toISOString(),
        items: await Promise.all(documents.map((document) => verifyText(ground, document))),
      }
    },
  )
}
