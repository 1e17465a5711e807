import { EmployerAnswer, FollowUpAnswer, rounds } from '@bricka/domain/follow-up/follow-up'
import { Language } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { requirePermission } from '../organisation/permission.ts'
import { changeFollowUpConsent, FollowUpConsent, readFollowUpConsent } from './consent.ts'
import { type BenefitFigure, BenefitsView, listMeritBenefits, MeritBenefits, readBenefits } from './read-benefits.ts'
import {
  AskEmployer,
  AskView,
  askEmployer,
  EmployerAskView,
  findAsk,
  findLink,
  keyOf,
  listAsks,
  takeAnswer,
  takeEmployerAnswer,
  viewEmployerAsk,
} from './take-answer.ts'

const tags = ['follow-up']
const Secret = z.object({ token: z.string().min(20).max(80) })
const Own = z.object({ credentialId: z.uuid(), round: z.enum(rounds) })

/** Whether what merits promise came: asking holders, and employers whom they name; results for everyone. */
export function followUpRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { database } = ground

  app.get(
    '/api/passport/follow-up',
    {
      schema: {
        tags,
        summary: 'Whether I want to be asked how it went, and what I am asked',
        response: { 200: z.object({ consent: FollowUpConsent, asks: z.array(AskView) }) },
      },
    },
    async ({ actor }) => {
      const person = requirePerson(actor)
      return {
        consent: await readFollowUpConsent(ground, person),
        asks: await database.act(systemScope, (work) => listAsks(ground, work, person.personId)),
      }
    },
  )

  app.put(
    '/api/passport/follow-up',
    {
      schema: {
        tags,
        summary: 'Let me be asked how it went, or take that back; taken back, what I said is forgotten',
        body: z.strictObject({ asked: z.boolean() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, body }, reply) => {
      const person = requirePerson(actor)
      await database.act(systemScope, (work) => changeFollowUpConsent(ground, work, person, body.asked))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/passport/follow-up/:credentialId/:round',
    { schema: { tags, summary: 'One question of mine', params: Own, response: { 200: AskView } } },
    async ({ actor, params }) => {
      const { personId } = requirePerson(actor)
      return database.act(systemScope, (work) =>
        findAsk(ground, work, keyOf(personId, params.credentialId, params.round)),
      )
    },
  )

  app.put(
    '/api/passport/follow-up/:credentialId/:round',
    {
      schema: { tags, summary: 'Answer it', params: Own, body: FollowUpAnswer, response: { 204: z.null() } },
    },
    async ({ actor, params, body }, reply) => {
      const { personId } = requirePerson(actor)
      await database.act(systemScope, (work) =>
        takeAnswer(ground, work, keyOf(personId, params.credentialId, params.round), body),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/follow-up/:credentialId/:round/employer',
    {
      schema: {
        tags,
        summary: 'Let my employer be asked too, once in a round',
        params: Own,
        body: AskEmployer,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const { personId } = requirePerson(actor)
      await database.act(systemScope, (work) =>
        askEmployer(ground, work, keyOf(personId, params.credentialId, params.round), body),
      )
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/follow-up/:token',
    {
      schema: { tags, summary: 'What whoever has the link is asked', params: Secret, response: { 200: AskView } },
    },
    async ({ params }) =>
      database.act(systemScope, async (work) =>
        findAsk(ground, work, await findLink(ground, work, params.token, false)),
      ),
  )

  app.put(
    '/api/follow-up/:token',
    {
      schema: {
        tags,
        summary: 'Answer by a link, without logging in',
        params: Secret,
        body: FollowUpAnswer,
        response: { 204: z.null() },
      },
    },
    async ({ params, body }, reply) => {
      await database.act(systemScope, async (work) =>
        takeAnswer(ground, work, await findLink(ground, work, params.token, false), body),
      )
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/follow-up/employer/:token',
    {
      schema: { tags, summary: 'What an employer is asked', params: Secret, response: { 200: EmployerAskView } },
    },
    async ({ params }) => database.act(systemScope, (work) => viewEmployerAsk(ground, work, params.token)),
  )

  app.put(
    '/api/follow-up/employer/:token',
    {
      schema: {
        tags,
        summary: 'Answer as an employer, by a link',
        params: Secret,
        body: EmployerAnswer,
        response: { 204: z.null() },
      },
    },
    async ({ params, body }, reply) => {
      await takeEmployerAnswer(ground, params.token, body)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/merits/:meritId/benefits',
    {
      schema: {
        tags,
        summary: 'What came of what a merit promises, where enough have answered',
        params: z.object({ meritId: z.uuid() }),
        querystring: z.object({ format: z.enum(['json', 'csv']).default('json') }),
        response: { 200: BenefitsView },
      },
    },
    async ({ actor, params, query }, reply) => {
      const view = await database.act(scopeOf(actor), (work) => readBenefits(work, params.meritId))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'benefits',
          view.figures.map((figure) => ({ period: view.period, ...flat(figure) })),
        )
      return view
    },
  )

  app.get(
    '/api/organisations/:organisationId/benefits',
    {
      schema: {
        tags,
        summary: 'What came of the merits that an organisation owns or issues',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging.extend({
          kind: z.enum(['all', 'pilot', 'inclusion']).default('all'),
          language: Language.default('sv'),
        }),
        response: { 200: pageOf(MeritBenefits).extend({ period: z.string().nullable() }) },
      },
    },
    async ({ actor, params, query }, reply) => {
      requirePermission(actor, params.organisationId, 'read')
      const listing = await database.act(systemScope, (work) => listMeritBenefits(work, params.organisationId, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'benefits',
          listing.items.flatMap(({ figures, promised, ...merit }) =>
            figures.map((figure) => ({
              period: listing.period,
              ...merit,
              promised: promised.some((benefit) => figure.measure === `benefit:${benefit}`),
              ...flat(figure),
            })),
          ),
        )
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )
}

const flat = ({ share, ...figure }: BenefitFigure) => ({
  ...figure,
  share: share.value,
  shareAtLeast: share.atLeast,
  shareAtMost: share.atMost,
})
