import { LegalIdentifier, OrganisationKind } from '@bricka/domain/organisation/organisation'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { openToSites } from '../http/open-to-sites.ts'
import { likePattern, Paging, pageOf, sendCsv, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { addMembership, addOrganisation, NewOrganisation } from './add-organisation.ts'
import {
  changeOrganisation,
  OrganisationChange,
  reportCompromise,
  rotateOrganisationKey,
} from './change-organisation.ts'
import { findMoved } from './find-moved.ts'
import { fourEyesRoutes } from './four-eyes-routes.ts'
import { AuditQuery, AuditView, listAudit } from './list-audit.ts'
import { memberRoutes } from './member-routes.ts'
import { composeOrganisationDid, listKeys } from './organisation-key.ts'
import { OrganisationView, toOrganisationView } from './organisation-view.ts'
import { mayDo, requirePermission } from './permission.ts'

const OrganisationPath = z.object({ organisationId: z.uuid() })

const OrganisationDetails = OrganisationView.extend({
  legalIdentifiers: z.array(LegalIdentifier),
  keys: z.array(
    z.object({
      id: z.string(),
      verificationMethod: z.string(),
      validFrom: z.string(),
      retiredAt: z.string().nullable(),
      compromisedAt: z.string().nullable(),
    }),
  ),
  publishedMerits: z.number(),
  successor: z.object({ slug: z.string(), legalName: z.string() }).nullable().describe('Who goes on where it ended'),
  movedTo: z.string().nullable().describe('The house that answers for what it issued'),
  email: z.string().nullable().optional().describe('Only for members'),
  fourEyes: z.boolean().optional().describe('Only for members'),
  carriesEndorsements: z.boolean().optional().describe('Only for members'),
})
export type OrganisationDetails = z.infer<typeof OrganisationDetails>

export function organisationRoutes(instance: FastifyInstance, ground: Ground): void {
  publicRoutes(instance, ground)
  representativeRoutes(instance, ground)
  memberRoutes(instance, ground)
  fourEyesRoutes(instance, ground)
}

function publicRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  // In the system's scope: anyone may read a DID document, and row-level security hides keys from all but members.
  app.get<{ Params: { slug: string } }>(
    '/organisations/:slug/did.json',
    { schema: { hide: true } },
    async (request, reply) => {
      const moved = await findMoved(ground, request.url)
      if (moved) return openToSites(reply).redirect(moved, 307)
      const document = await ground.database.act(systemScope, (work) =>
        composeOrganisationDid(work, request.params.slug),
      )
      if (!document) throw new Problem('not-found', 'No organisation here has this short name.')
      return openToSites(reply)
        .type('application/did+json')
        .header('cache-control', 'public, max-age=300')
        .send(JSON.stringify(document))
    },
  )

  app.get(
    '/api/organisations',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Organisations on this server',
        querystring: Paging.extend({ kind: OrganisationKind.optional() }),
        response: { 200: pageOf(OrganisationView) },
      },
    },
    async ({ actor, query }, reply) => {
      const { limit, offset } = windowOf(query)
      const { rows, total } = await ground.database.act(scopeOf(actor), async (work) => {
        const matching = work
          .selectFrom('organisation')
          .$if(query.search !== '', (select) => select.where('legal_name', 'ilike', likePattern(query.search)))
          .$if(query.kind !== undefined, (select) => select.where('kind', '=', query.kind ?? 'authority'))
        return {
          rows: await matching.selectAll().orderBy('legal_name').orderBy('id').limit(limit).offset(offset).execute(),
          total: await matching.select((of) => of.fn.countAll<string>().as('n')).executeTakeFirstOrThrow(),
        }
      })
      const items = rows.map(toOrganisationView)
      if (query.format === 'csv') return sendCsv(reply, 'organisations', items)
      return { items, total: Number(total.n), page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:slug',
    {
      schema: {
        tags: ['organisation'],
        summary: 'An organisation with its keys and how many merits it has published',
        params: z.object({ slug: z.string().max(61) }),
        response: { 200: OrganisationDetails },
      },
    },
    async ({ actor, params }) => {
      const found = await ground.database.act(scopeOf(actor), async (work) => {
        const row = await work.selectFrom('organisation').selectAll().where('slug', '=', params.slug).executeTakeFirst()
        if (!row) throw new Problem('not-found', 'No organisation here has this short name.')
        const published = await work
          .selectFrom('catalogue_entry')
          .select((of) => of.fn.countAll<string>().as('n'))
          .where('owner_id', '=', row.id)
          .executeTakeFirstOrThrow()
        const successor = row.successor_id
          ? await work
              .selectFrom('organisation')
              .select(['slug', 'legal_name as legalName'])
              .where('id', '=', row.successor_id)
              .executeTakeFirst()
          : undefined
        return { row, published: Number(published.n), successor }
      })
      // In the system's scope: what is in the DID document anyway is read for everyone.
      const keys = await ground.database.act(systemScope, (work) => listKeys(work, found.row.id))
      return {
        ...toOrganisationView(found.row),
        legalIdentifiers: found.row.legal_identifiers,
        keys: keys.map((key) => ({
          id: key.id,
          verificationMethod: key.verification_method,
          validFrom: key.valid_from.toISOString(),
          retiredAt: key.retired_at?.toISOString() ?? null,
          compromisedAt: key.compromised_at?.toISOString() ?? null,
        })),
        publishedMerits: found.published,
        successor: found.successor ?? null,
        movedTo: found.row.moved_to && new URL(found.row.moved_to).origin,
        ...(mayDo(actor, found.row.id, 'read') && {
          email: found.row.email,
          fourEyes: found.row.four_eyes,
          carriesEndorsements: found.row.carries_endorsements,
        }),
      }
    },
  )
}

function representativeRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  // In the system's scope: nobody is a member yet of what is being registered.
  app.post(
    '/api/organisations',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Register an organisation; whoever does becomes its representative',
        body: NewOrganisation,
        response: { 201: z.object({ id: z.string(), did: z.string() }) },
      },
    },
    async ({ actor, body }, reply) => {
      const person = requirePerson(actor)
      const organisation = await ground.database.act(systemScope, async (work) => {
        const added = await addOrganisation(ground, work, body)
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
          details: { slug: body.slug },
          at,
        })
        return added
      })
      return reply.code(201).send(organisation)
    },
  )

  app.patch(
    '/api/organisations/:organisationId',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Change what is known of an organisation',
        params: OrganisationPath,
        body: OrganisationChange,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => changeOrganisation(ground, work, permission, body))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/keys/rotate',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Sign with a new key from now on; what the old ones signed stays good',
        params: OrganisationPath,
        response: { 201: z.object({ verificationMethod: z.string() }) },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      const key = await ground.database.act(scopeOf(actor), (work) => rotateOrganisationKey(ground, work, permission))
      return reply.code(201).send(key)
    },
  )

  app.post(
    '/api/organisations/:organisationId/keys/:keyId/compromised',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Say that a key was in someone else’s hands from a moment on',
        params: OrganisationPath.extend({ keyId: z.uuid() }),
        body: z.object({ at: z.iso.datetime() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) =>
        reportCompromise(ground, work, permission, params.keyId, new Date(body.at)),
      )
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/audit',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Who did what for the organisation',
        params: OrganisationPath,
        querystring: AuditQuery,
        response: { 200: pageOf(AuditView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listAudit(work, permission, query))
      if (query.format === 'csv') return sendCsv(reply, 'audit', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )
}
