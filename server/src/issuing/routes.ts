import { AssessmentFacts } from '@bricka/domain/issuing/assessment-facts'
import { typedLine, typedText } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { pageOf, sendCsv } from '../http/paging.ts'
import { requirePermission } from '../organisation/permission.ts'
import { approveCredentials, declineCredentials } from './approve-credentials.ts'
import { batchRoutes } from './batch-routes.ts'
import { changeCredential } from './change-status.ts'
import { findIssuer } from './find-issuer.ts'
import { issueTogether } from './issue-merit.ts'
import { IssuedDetails, IssuedQuery, IssuedView } from './issued-view.ts'
import { listIssued, showIssued } from './list-issued.ts'
import { publicRoutes } from './public-routes.ts'
import { replaceCredential } from './replace-credential.ts'
import { countMerits, MeritStatistics } from './statistics.ts'

const OrganisationPath = z.object({ organisationId: z.uuid() })
const CredentialPath = z.object({ id: z.uuid() })
const Reason = typedText().min(1).max(1000).describe('The holder is told it')
const Name = typedLine().min(1).max(200)

export function issuingRoutes(instance: FastifyInstance, ground: Ground): void {
  issueRoutes(instance, ground)
  approvalRoutes(instance, ground)
  statusRoutes(instance, ground)
  readRoutes(instance, ground)
  batchRoutes(instance, ground)
  publicRoutes(instance, ground)
}

function issueRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const issue = issueTogether(ground)

  app.post(
    '/api/credentials',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Issue a merit to one person',
        description: 'Where the issuer asks for four eyes, the credential waits for someone else’s approval.',
        body: z.strictObject({
          organisationId: z.uuid().describe('The issuer'),
          meritId: z.uuid(),
          version: z.number().int().positive().optional().describe('The newest, when left out'),
          recipient: z.strictObject({ name: Name, email: z.email().max(200) }),
          facts: AssessmentFacts,
          validUntil: z.iso.datetime().optional(),
          key: typedLine().min(1).max(200).describe('Your own; the same key twice issues once'),
        }),
        response: {
          201: z.object({
            credentialId: z.string(),
            known: z.boolean().describe('The key was used before; nothing was issued now'),
            state: z.enum(['issued', 'awaiting-approval']),
          }),
        },
      },
    },
    async ({ actor, body: { organisationId, validUntil, ...order } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'issue')
      const { credentialId, known, state } = await issue(permission, {
        ...order,
        validUntil: validUntil ? new Date(validUntil) : null,
      })
      return reply.code(201).send({ credentialId, known, state })
    },
  )

  app.post(
    '/api/credentials/:id/replace',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Annul a credential and issue a corrected one instead; what is not said anew stays as it was',
        params: CredentialPath,
        body: z.strictObject({
          reason: Reason,
          facts: AssessmentFacts.optional(),
          recipient: z.strictObject({ name: Name }).optional(),
        }),
        response: { 201: z.object({ credentialId: z.string(), state: z.enum(['issued', 'awaiting-approval']) }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const made = await ground.database.act(scopeOf(actor), async (work) => {
        const permission = requirePermission(actor, await findIssuer(work, params.id), 'issue')
        return replaceCredential(ground, work, permission, {
          credentialId: params.id,
          reason: body.reason,
          facts: body.facts,
          recipientName: body.recipient?.name,
        })
      })
      return reply.code(201).send(made)
    },
  )
}

function approvalRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/credentials/:id/approve',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Approve what someone else asked to issue; it is signed and the holder told',
        params: CredentialPath,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await ground.database.act(scopeOf(actor), async (work) => {
        const permission = requirePermission(actor, await findIssuer(work, params.id), 'approve')
        await approveCredentials(ground, work, permission, [params.id])
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/credentials/:id/decline',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Decline what someone else asked to issue; nothing is signed and the holder is not told',
        params: CredentialPath,
        body: z.strictObject({ reason: typedText().min(1).max(1000) }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await ground.database.act(scopeOf(actor), async (work) => {
        const permission = requirePermission(actor, await findIssuer(work, params.id), 'approve')
        await declineCredentials(ground, work, permission, [params.id], body.reason)
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/approvals',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Approve or decline many at once: all of them, or none when one may not be',
        params: OrganisationPath,
        body: z.strictObject({
          ids: z.array(z.uuid()).min(1).max(500),
          decision: z.enum(['approve', 'decline']),
          reason: typedText().max(1000).default('').describe('Needed to decline'),
        }),
        response: { 200: z.object({ decided: z.number() }) },
      },
    },
    async ({ actor, params, body: { ids, decision, reason } }) => {
      const permission = requirePermission(actor, params.organisationId, 'approve')
      await ground.database.act(scopeOf(actor), (work) =>
        decision === 'approve'
          ? approveCredentials(ground, work, permission, ids)
          : declineCredentials(ground, work, permission, ids, reason),
      )
      return { decided: new Set(ids).size }
    },
  )
}

const statusChanges = {
  suspend: 'Suspend a credential: not to be accepted now',
  reinstate: 'Lift a suspension',
  revoke: 'Revoke a credential for good',
} as const

function statusRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  for (const change of ['suspend', 'reinstate', 'revoke'] as const)
    app.post(
      `/api/credentials/:id/${change}`,
      {
        schema: {
          tags: ['issuing'],
          summary: `${statusChanges[change]}; the holder is told why`,
          params: CredentialPath,
          body: z.strictObject({ reason: Reason }),
          response: { 204: z.null() },
        },
      },
      async ({ actor, params, body }, reply) => {
        await ground.database.act(scopeOf(actor), async (work) => {
          const permission = requirePermission(actor, await findIssuer(work, params.id), 'keep')
          await changeCredential(ground, work, permission, change, { credentialId: params.id, reason: body.reason })
        })
        return reply.code(204).send(null)
      },
    )
}

function readRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/organisations/:organisationId/credentials',
    {
      schema: {
        tags: ['issuing'],
        summary: 'What the organisation has issued or is to approve',
        params: OrganisationPath,
        querystring: IssuedQuery,
        response: { 200: pageOf(IssuedView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listIssued(work, permission, query))
      if (query.format === 'csv') return sendCsv(reply, 'credentials', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:organisationId/credentials/:credentialId',
    {
      schema: {
        tags: ['issuing'],
        summary: 'One credential with its facts and its history',
        params: OrganisationPath.extend({ credentialId: z.uuid() }),
        response: { 200: IssuedDetails },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return ground.database.act(scopeOf(actor), (work) => showIssued(work, permission, params.credentialId))
    },
  )

  app.get(
    '/api/organisations/:organisationId/statistics',
    {
      schema: {
        tags: ['issuing'],
        summary: 'How much the organisation’s own merits are used, and what it has issued of others’',
        params: OrganisationPath,
        response: { 200: z.object({ merits: z.array(MeritStatistics) }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return { merits: await countMerits(ground, permission) }
    },
  )
}
