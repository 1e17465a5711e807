import { Aim, AimState } from '@bricka/domain/guidance/aim'
import { PlanChange } from '@bricka/domain/guidance/change-plan'
import { Language } from '@bricka/domain/local-text'
import type { Prover } from '@bricka/domain/pathway/close-gap'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { makeProver } from '../pathway/prove-with-highs.ts'
import { AimView, addAim, changeAim, getAim, listAims, removeAim } from './aim.ts'
import { listHeld } from './list-held.ts'
import { applyChange, getPlan, PlanView, undoChange } from './plan.ts'
import {
  DistanceView,
  NextStepView,
  PathwaysView,
  reckonDistance,
  reckonNextSteps,
  reckonPathways,
} from './reckon-aim.ts'

const tags = ['guidance']
const Id = z.object({ id: z.uuid() })
const Spoken = z.object({ language: Language.default('sv') })

/** A learner's aims, with the distance, the ways and the plan. */
export function aimRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  let prover: Promise<Prover> | undefined

  app.get(
    '/api/passport/aims',
    {
      schema: {
        tags,
        summary: 'My aims',
        querystring: Paging.extend({ state: AimState.optional() }),
        response: { 200: pageOf(AimView) },
      },
    },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) => listAims(work, person, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'aims',
          items.map(({ id, title, state, createdAt }) => ({ id, title, state, createdAt })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/passport/aims',
    { schema: { tags, summary: 'State an aim', body: Aim, response: { 201: z.object({ id: z.string() }) } } },
    async ({ actor, body }, reply) => {
      const person = requirePerson(actor)
      const id = await ground.database.act(scopeOf(person), (work) => addAim(ground, work, person, body))
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/passport/aims/:id',
    { schema: { tags, summary: 'One of my aims', params: Id, response: { 200: AimView } } },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      return ground.database.act(scopeOf(person), (work) => getAim(work, person.personId, params.id))
    },
  )

  app.put(
    '/api/passport/aims/:id',
    {
      schema: { tags, summary: 'Change an aim, or how it stands', params: Id, body: Aim, response: { 204: z.null() } },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) => changeAim(ground, work, person, params.id, body))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/passport/aims/:id',
    { schema: { tags, summary: 'Remove an aim with its plan', params: Id, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) => removeAim(ground, work, person, params.id))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/passport/aims/:id/distance',
    {
      schema: {
        tags,
        summary: 'How far it is, by what my merits show; what I say myself stands beside it',
        params: Id,
        querystring: Spoken,
        response: {
          200: z.object({
            distance: DistanceView.nullable().describe('Null for a qualification: its stack tells how far it is'),
            next: z.array(NextStepView),
          }),
        },
      },
    },
    async ({ actor, params, query: { language } }) => {
      const person = requirePerson(actor)
      const { personId: holderId } = person
      const { aim, held } = await ground.database.act(scopeOf(person), async (work) => ({
        aim: await getAim(work, holderId, params.id),
        held: await listHeld(ground, work, holderId),
      }))
      const distance = await reckonDistance(ground, aim, held, language)
      const next = await ground.database.act(scopeOf(person), (work) =>
        reckonNextSteps(ground, work, { holderId, aimId: params.id }, distance, held, language),
      )
      return { distance: distance ?? null, next }
    },
  )

  app.get(
    '/api/passport/aims/:id/pathways',
    {
      schema: {
        tags,
        summary: 'Merits that close the gap: the fewest, the cheapest and the shortest, with others beside',
        params: Id,
        querystring: Spoken,
        response: {
          200: z.object({
            pathways: PathwaysView.nullable().describe('Null for a qualification: its stack names what is missing'),
          }),
        },
      },
    },
    async ({ actor, params, query: { language } }) => {
      const person = requirePerson(actor)
      const { aim, held } = await ground.database.act(scopeOf(person), async (work) => ({
        aim: await getAim(work, person.personId, params.id),
        held: await listHeld(ground, work, person.personId),
      }))
      const distance = await reckonDistance(ground, aim, held, language)
      if (!distance) return { pathways: null }
      prover ??= makeProver()
      return { pathways: await reckonPathways(ground, aim, distance, held, language, await prover) }
    },
  )

  app.get(
    '/api/passport/aims/:id/plan',
    { schema: { tags, summary: 'My plan, and how far I have come in it', params: Id, response: { 200: PlanView } } },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      return ground.database.act(scopeOf(person), async (work) => {
        const { merits } = await listHeld(ground, work, person.personId)
        return getPlan(work, person.personId, params.id, merits)
      })
    },
  )

  app.post(
    '/api/passport/aims/:id/plan/changes',
    { schema: { tags, summary: 'Change my plan', params: Id, body: PlanChange, response: { 204: z.null() } } },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) => applyChange(ground, work, person, params.id, body))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/aims/:id/plan/undo',
    { schema: { tags, summary: 'Undo the last change of my plan', params: Id, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) => undoChange(ground, work, person, params.id))
      return reply.code(204).send(null)
    },
  )
}
