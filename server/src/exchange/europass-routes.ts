import { interfaceLanguages } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { requirePermission } from '../organisation/permission.ts'
import { findSeal, NewSeal, removeSeal, SealView, setSeal } from '../organisation/seal-organisation.ts'
import { sealForEuropass } from './seal-for-europass.ts'
import { writeElmo } from './write-elmo.ts'

const OrganisationPath = z.object({ organisationId: z.uuid() })

/** European credentials: an organisation's seal, and its holders' merits sealed with it. */
export function europassRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/organisations/:organisationId/seal',
    {
      schema: {
        tags: ['organisation'],
        summary: 'The certificate that European credentials are sealed with, if there is one',
        params: OrganisationPath,
        response: { 200: z.object({ seal: SealView.nullable() }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const seal = await ground.database.act(scopeOf(actor), (work) => findSeal(work, permission.organisationId))
      return { seal: seal ?? null }
    },
  )

  app.put(
    '/api/organisations/:organisationId/seal',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Hand in a certificate and its key, as PEM; the key is kept encrypted and never shown again',
        params: OrganisationPath,
        body: NewSeal,
        response: { 200: SealView },
      },
    },
    async ({ actor, params, body }) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      return ground.database.act(scopeOf(actor), (work) => setSeal(ground, work, permission, body))
    },
  )

  app.delete(
    '/api/organisations/:organisationId/seal',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Stop sealing; what was sealed stays good',
        params: OrganisationPath,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => removeSeal(ground, work, permission))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/passport/credentials/:id/europass',
    {
      schema: {
        summary: 'One of my merits as a European Digital Credential, sealed by its issuer, for Europass and others',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ language: z.enum(interfaceLanguages).default('en') }),
      },
    },
    async ({ actor, params, query }, reply) => {
      const { personId } = requirePerson(actor)
      const sealed = await ground.database.act(systemScope, (work) =>
        sealForEuropass(ground, work, { holderId: personId, credentialId: params.id }, query.language),
      )
      return reply
        .type('application/jose+json')
        .header('content-disposition', `attachment; filename="merit-${params.id}.jsonld"`)
        .send(sealed)
    },
  )

  app.get(
    '/api/passport/credentials/:id/elmo',
    {
      schema: {
        summary: 'One of my merits as an ELMO transcript (EMREX 1.7), without a signature',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ language: z.enum(interfaceLanguages).default('en') }),
      },
    },
    async ({ actor, params, query }, reply) => {
      const { personId } = requirePerson(actor)
      const document = await ground.database.act(systemScope, (work) =>
        writeElmo(ground, work, { holderId: personId, credentialId: params.id }, query.language),
      )
      return reply
        .type('application/xml; charset=utf-8')
        .header('content-disposition', `attachment; filename="merit-${params.id}.elmo.xml"`)
        .send(document)
    },
  )
}
