import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { addMembership, addOrganisation, NewOrganisation } from './add-organisation.ts'
import { composeOrganisationDid } from './organisation-key.ts'

export const OrganisationView = z.object({
  id: z.string(),
  slug: z.string(),
  legalName: z.string(),
  country: z.string(),
  region: z.string().nullable(),
  kind: z.string(),
  homepage: z.string().nullable(),
  did: z.string(),
})
export type OrganisationView = z.infer<typeof OrganisationView>

export function organisationRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get<{ Params: { slug: string } }>(
    '/organisations/:slug/did.json',
    { schema: { hide: true } },
    async (request, reply) => {
      const document = await ground.database.act(systemScope, (work) =>
        composeOrganisationDid(work, request.params.slug),
      )
      if (!document) throw new Problem('not-found', 'No organisation here has this short name.')
      return reply
        .type('application/did+json')
        .header('cache-control', 'public, max-age=300')
        .send(JSON.stringify(document))
    },
  )

  app.get(
    '/api/organisations',
    {
      schema: {
        summary: 'Organisations on this server',
        querystring: z.object({ search: z.string().max(100).default('') }),
        response: { 200: z.object({ items: z.array(OrganisationView) }) },
      },
    },
    async (request) => {
      const rows = await ground.database.act(systemScope, (work) =>
        work
          .selectFrom('organisation')
          .select(['id', 'slug', 'legal_name', 'country', 'region', 'kind', 'homepage', 'did'])
          .where('legal_name', 'ilike', `%${request.query.search.replace(/[\\%_]/g, '\\$&')}%`)
          .orderBy('legal_name')
          .limit(100)
          .execute(),
      )
      return { items: rows.map(({ legal_name, ...row }) => ({ ...row, legalName: legal_name })) }
    },
  )

  app.post(
    '/api/organisations',
    {
      schema: {
        summary: 'Register an organisation; whoever does becomes its representative',
        body: NewOrganisation,
        response: { 201: z.object({ id: z.string(), did: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const organisation = await ground.database.act(systemScope, async (work) => {
        const added = await addOrganisation(ground, work, request.body)
        const at = ground.now()
        await addMembership(work, {
          organisationId: added.id,
          personId: person.personId,
          roles: ['representative'],
          at,
        })
        await writeAudit(work, {
          actor: person,
          organisationId: added.id,
          act: 'organisation-registered',
          object: { kind: 'organisation', id: added.id },
          at,
        })
        return added
      })
      return reply.code(201).send(organisation)
    },
  )
}
