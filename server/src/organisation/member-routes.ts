import { Role } from '@bricka/domain/organisation/organisation'
import { typedLine } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { addToken, forgetTokens, listTokens, TokenScope, withdrawToken } from './api-token.ts'
import { listMembers, putMember, removeMember } from './member.ts'
import { requirePermission } from './permission.ts'

const OrganisationPath = z.object({ organisationId: z.uuid() })

const MemberView = z.object({
  personId: z.string(),
  name: z.string().nullable(),
  email: z.string(),
  roles: z.array(Role),
  since: z.string(),
})
export type MemberView = z.infer<typeof MemberView>

const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(TokenScope),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
})
export type TokenView = z.infer<typeof TokenView>

/** Who acts for an organisation: its members, and its systems by token. */
export function memberRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/organisations/:organisationId/members',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Members and their roles',
        params: OrganisationPath,
        response: { 200: z.object({ items: z.array(MemberView) }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const members = await ground.database.act(scopeOf(actor), (work) => listMembers(work, permission))
      return { items: members.map(({ since, ...member }) => ({ ...member, since: since.toISOString() })) }
    },
  )

  app.put(
    '/api/organisations/:organisationId/members',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Give someone roles; who was no member is invited by mail',
        params: OrganisationPath,
        body: z.object({
          email: z.email().max(200),
          name: typedLine().min(1).max(200).optional(),
          roles: z.array(Role).min(1).max(5),
        }),
        response: { 200: z.object({ personId: z.string(), invited: z.boolean() }) },
      },
    },
    async ({ actor, params, body }) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      return ground.database.act(scopeOf(actor), (work) => putMember(ground, work, permission, body))
    },
  )

  app.delete(
    '/api/organisations/:organisationId/members/:personId',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Take all roles from someone',
        params: OrganisationPath.extend({ personId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => removeMember(ground, work, permission, params.personId))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/tokens',
    {
      schema: {
        tags: ['organisation'],
        summary: 'API tokens of the organisation’s own systems; the secrets are kept nowhere',
        params: OrganisationPath,
        response: { 200: z.object({ items: z.array(TokenView) }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      const tokens = await ground.database.act(scopeOf(actor), (work) => listTokens(work, permission))
      return {
        items: tokens.map((token) => ({
          id: token.id,
          name: token.name,
          scopes: token.scopes,
          createdAt: token.created_at.toISOString(),
          expiresAt: token.expires_at?.toISOString() ?? null,
          lastUsedAt: token.last_used_at?.toISOString() ?? null,
          withdrawnAt: token.withdrawn_at?.toISOString() ?? null,
        })),
      }
    },
  )

  app.post(
    '/api/organisations/:organisationId/tokens',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Make an API token; the secret is shown this once',
        params: OrganisationPath,
        body: z.object({
          name: typedLine().min(1).max(100),
          scopes: z.array(TokenScope).min(1).max(TokenScope.options.length),
          expiresAt: z.iso.datetime().optional(),
        }),
        response: { 201: z.object({ id: z.string(), secret: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null
      const token = await ground.database.act(scopeOf(actor), (work) =>
        addToken(ground, work, permission, { ...body, expiresAt }),
      )
      return reply.code(201).send(token)
    },
  )

  app.delete(
    '/api/organisations/:organisationId/tokens/:tokenId',
    {
      schema: {
        tags: ['organisation'],
        summary: 'Withdraw an API token',
        params: OrganisationPath.extend({ tokenId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => withdrawToken(ground, work, permission, params.tokenId))
      forgetTokens(ground)
      return reply.code(204).send(null)
    },
  )
}
