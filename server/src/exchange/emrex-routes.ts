import { Language } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { sendCsv } from '../http/paging.ts'
import { elmoBounds } from './elmo-signature.ts'
import {
  beginFetch,
  FetchedRecord,
  FetchedView,
  keepAnswer,
  listFetched,
  openAnswer,
  ReceivedView,
  refused,
  removeFetched,
  takeAnswer,
  viewFetched,
} from './emrex-fetch.ts'
import { AskView, GiveOrder, giveResults, ReturnForm, takeAsk, viewAsk } from './emrex-give.ts'
import { listProviders } from './emrex-registry.ts'
import { SharedResults, showSharedResults } from './emrex-share.ts'
import { takeForms } from './read-form.ts'

const tags = ['exchange']
const Token = z.object({ token: z.string().min(20).max(6000) })
const Id = z.object({ id: z.uuid() })
const guarded = { schema: { hide: true }, config: { rateLimit: { max: 120, timeWindow: '1 minute' } } } as const

/** Results from student registers into the passport, and from the passport to whoever asks (EMREX). */
export function emrexRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  takeForms(app)

  app.post('/emrex/ask', guarded, async (request, reply) => {
    const { token } = await takeAsk(ground, readForm(request.body))
    return reply.header('cache-control', 'no-store').redirect(`/passport/give/${token}`, 303)
  })

  app.post('/emrex/return', { ...guarded, bodyLimit: elmoBounds.packed * 2 }, async (request, reply) => {
    const { token } = await takeAnswer(ground, readForm(request.body))
    return reply.header('cache-control', 'no-store').redirect(`/passport/results/received/${token}`, 303)
  })

  app.get(
    '/api/emrex/asks/:token',
    {
      schema: {
        tags,
        summary: 'Who asks for my results, and what I could give',
        params: Token,
        response: { 200: AskView },
      },
    },
    async ({ actor, params }) => viewAsk(ground, requirePerson(actor), params.token),
  )

  app.post(
    '/api/emrex/asks/:token',
    {
      schema: {
        tags,
        summary: 'Give the chosen merits as a signed transcript, none of them, or turn back',
        params: Token,
        querystring: z.object({ language: Language.default('en') }),
        body: GiveOrder,
        response: { 200: ReturnForm },
      },
    },
    async ({ actor, params, body, query }) =>
      giveResults(ground, requirePerson(actor), params.token, body, query.language),
  )

  app.get(
    '/api/passport/emrex/providers',
    {
      schema: {
        tags,
        summary: 'Student registers that results can be fetched from',
        response: {
          200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), country: z.string() })) }),
        },
      },
    },
    async ({ actor }) => {
      requirePerson(actor)
      return { items: (await listProviders(ground)).map(({ id, name, country }) => ({ id, name, country })) }
    },
  )

  app.post(
    '/api/passport/emrex/sessions',
    {
      schema: {
        tags,
        summary: 'Begin to fetch results: what the browser posts to the register',
        body: z.strictObject({ provider: z.string().max(40) }),
        response: { 201: ReturnForm },
      },
    },
    async ({ actor, body }, reply) =>
      reply.code(201).send(await beginFetch(ground, requirePerson(actor), body.provider)),
  )

  app.get(
    '/api/passport/emrex/received/:token',
    { schema: { tags, summary: 'What came back, before I keep it', params: Token, response: { 200: ReceivedView } } },
    async ({ actor, params }) => (await openAnswer(ground, requirePerson(actor), params.token)).view,
  )

  app.post(
    '/api/passport/emrex/received/:token',
    {
      schema: {
        tags,
        summary: 'Keep it; `mine` says that it is mine where names or birth date leave a doubt',
        params: Token,
        body: z.strictObject({ mine: z.boolean().default(false) }),
        response: { 201: z.object({ id: z.string(), known: z.boolean() }) },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.code(201).send(await keepAnswer(ground, requirePerson(actor), params.token, body.mine)),
  )

  app.get(
    '/api/passport/emrex/records',
    {
      schema: {
        tags,
        summary: 'Results that I have fetched, checked now',
        querystring: z.object({ format: z.enum(['json', 'csv']).default('json') }),
        response: { 200: z.object({ items: z.array(FetchedView) }) },
      },
    },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const items = await ground.database.act(scopeOf(person), (work) => listFetched(ground, work, person.personId))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'results',
          items.map(({ issuers, ...item }) => ({ ...item, issuers: issuers.join('; ') })),
        )
      return { items }
    },
  )

  app.get(
    '/api/passport/emrex/records/:id',
    { schema: { tags, summary: 'One of them, checked now', params: Id, response: { 200: FetchedRecord } } },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      const { view } = await ground.database.act(scopeOf(person), (work) =>
        viewFetched(ground, work, person.personId, params.id),
      )
      return view
    },
  )

  app.get(
    '/api/passport/emrex/records/:id/document',
    {
      schema: { tags, summary: 'The transcript as the register signed it', params: Id, produces: ['application/xml'] },
    },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      const { document } = await ground.database.act(scopeOf(person), (work) =>
        viewFetched(ground, work, person.personId, params.id),
      )
      return reply
        .type('application/xml; charset=utf-8')
        .header('content-disposition', `attachment; filename="results-${params.id}.xml"`)
        .send(document)
    },
  )

  app.get(
    '/api/shares/:token/results',
    {
      schema: {
        tags,
        summary: 'Results from student registers that a share shows, their signatures checked now',
        params: z.object({ token: z.string().min(10).max(100) }),
        response: { 200: z.object({ items: z.array(SharedResults) }) },
      },
    },
    async ({ actor, params }) => ({
      items: await showSharedResults(ground, params.token, actor.kind === 'person' ? actor.personId : undefined),
    }),
  )

  app.delete(
    '/api/passport/emrex/records/:id',
    { schema: { tags, summary: 'Put one of them out of my passport', params: Id, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) => removeFetched(ground, work, person, params.id))
      return reply.code(204).send(null)
    },
  )
}

/** @throws Problem `emrex-refused` */
function readForm(body: unknown): Readonly<Record<string, string>> {
  if (typeof body !== 'string') throw refused('form-unreadable', 'Send a form (application/x-www-form-urlencoded).')
  const entries = [...new URLSearchParams(body).entries()]
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw refused('form-unreadable', 'A parameter comes twice.')
  return Object.fromEntries(entries)
}
