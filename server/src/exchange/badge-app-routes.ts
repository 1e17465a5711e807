import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { AppView, ConnectView, decideConnecting, disconnectApp, listApps, showConnecting } from './badge-connect.ts'

const Token = z.object({ token: z.string().min(10).max(100) })

/** A holder's side of apps: yes or no to one that asks, and cutting it off. */
export function badgeAppRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/passport/connecting/:token',
    { schema: { summary: 'What an app asks of my passport', params: Token, response: { 200: ConnectView } } },
    async ({ actor, params }) => {
      requirePerson(actor)
      return ground.database.act(systemScope, (work) => showConnecting(ground, work, params.token))
    },
  )

  app.post(
    '/api/passport/connecting/:token',
    {
      schema: {
        summary: 'Connect the app to my passport, or not',
        params: Token,
        body: z.object({ agreed: z.boolean() }),
        response: { 201: z.object({ redirectTo: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      const decided = await ground.database.act(systemScope, (work) =>
        decideConnecting(ground, work, person, params.token, body.agreed),
      )
      return reply.code(201).send(decided)
    },
  )

  app.get(
    '/api/passport/apps',
    {
      schema: {
        summary: 'Apps that are connected to my passport',
        response: { 200: z.object({ items: z.array(AppView) }) },
      },
    },
    async ({ actor }) => {
      const { personId } = requirePerson(actor)
      return { items: await ground.database.act(scopeOf(actor), (work) => listApps(work, personId)) }
    },
  )

  app.delete(
    '/api/passport/apps/:id',
    {
      schema: {
        summary: 'Cut an app off from my passport, at once',
        params: z.object({ id: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(actor), (work) => disconnectApp(ground, work, person, params.id))
      return reply.code(204).send(null)
    },
  )
}
