import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { requirePermission } from '../organisation/permission.ts'
import { CompletedIssue, CourseView, issueCompleted, listCourses } from './lti-issue-completed.ts'
import { connectPlatform, listPlatforms, PlatformOrder, PlatformView, removePlatform } from './lti-platform.ts'

const OrganisationPath = z.object({ organisationId: z.uuid() })
const tags = ['lms']

/** An organisation's learning platforms, and issuing to those who have completed a course there. */
export function ltiConsoleRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/organisations/:organisationId/lms',
    {
      schema: {
        tags,
        summary: 'Learning platforms that are connected (LTI 1.3)',
        params: OrganisationPath,
        querystring: Paging,
        response: { 200: pageOf(PlatformView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listPlatforms(work, permission, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'lms', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/lms',
    {
      schema: {
        tags,
        summary: 'Connect a learning platform (LTI 1.3)',
        params: OrganisationPath,
        body: PlatformOrder,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      const added = await ground.database.act(scopeOf(actor), (work) => connectPlatform(ground, work, permission, body))
      return reply.code(201).send(added)
    },
  )

  app.delete(
    '/api/organisations/:organisationId/lms/:platformId',
    {
      schema: {
        tags,
        summary: 'Take a learning platform away; what is issued stays',
        params: OrganisationPath.extend({ platformId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => removePlatform(ground, work, permission, params.platformId))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/lms-courses',
    {
      schema: {
        tags,
        summary: 'Links in learning platforms’ courses to merits, the newest first',
        params: OrganisationPath,
        querystring: Paging,
        response: { 200: pageOf(CourseView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listCourses(work, permission, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'lms-courses',
          items.map(({ merit, ...rest }) => ({ ...rest, merit: merit.title })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/lms-courses/:courseId/issue',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Issue to those who have completed a course and have not been issued to, as a batch',
        params: OrganisationPath.extend({ courseId: z.uuid() }),
        response: { 202: CompletedIssue },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'issue')
      return reply.code(202).send(await issueCompleted(ground, actor, permission, params.courseId))
    },
  )
}
