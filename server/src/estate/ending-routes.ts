import { EndingWay } from '@bricka/domain/organisation/estate'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { requirePermission } from '../organisation/permission.ts'
import { carryOutEndings } from './carry-out-endings.ts'
import {
  acceptEstate,
  agreeToEnding,
  declineEstate,
  findEnding,
  listOffered,
  planEnding,
  tellSuccessor,
  withdrawEnding,
} from './plan-ending.ts'
import { readReceivingCode } from './reception.ts'

const params = z.object({ organisationId: z.uuid() })
const OfferPath = params.extend({ endingId: z.uuid() })
const Step = z
  .enum(['second-person', 'time', 'acceptance', 'packing', 'due'])
  .describe('What it waits for: another representative, its time, the successor, packing, or nothing')

export const EndingView = z.object({
  endedAt: z.string().nullable(),
  successor: z.object({ slug: z.string(), legalName: z.string() }).nullable(),
  movedTo: z.string().nullable().describe('The house that answers for what was issued'),
  plan: z
    .object({
      way: EndingWay,
      step: Step,
      askedBy: z.string(),
      askedAt: z.string(),
      own: z.boolean().describe('Whether it was the one who reads this that asked'),
      takesEffectAt: z.string().nullable().describe('Null where another has to agree'),
      acceptedAt: z.string().nullable(),
      successor: z.object({ slug: z.string(), legalName: z.string() }).nullable(),
      receiver: z.object({ name: z.string(), house: z.string(), did: z.string() }).nullable(),
      packedAt: z.string().nullable(),
    })
    .nullable(),
  offered: z
    .array(
      z.object({
        id: z.string(),
        slug: z.string(),
        legalName: z.string(),
        askedAt: z.string(),
        accepted: z.boolean(),
        merits: z.number().describe('Published merits that would become yours'),
        mandates: z.number().describe('Mandates in force that you would give anew'),
        credentials: z.number().describe('What it has issued, for which you would answer'),
      }),
    )
    .describe('Organisations that want to hand over to this one'),
})
export type EndingView = z.infer<typeof EndingView>

/** How an organisation ends, and who goes on: never by one person's word at once, and never to a successor unasked. */
export function endingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['organisation']

  app.get(
    '/api/organisations/:organisationId/ending',
    { schema: { tags, summary: 'Whether and how the organisation ends', params, response: { 200: EndingView } } },
    async ({ actor, params: { organisationId } }) => {
      const permission = requirePermission(actor, organisationId, 'read')
      // In the system's scope: what an organisation that is offered has issued is counted, not shown.
      return ground.database.act(systemScope, async (work) => {
        const plan = await findEnding(work, organisationId, ground.now())
        const named = work.selectFrom('organisation').select(['slug', 'legal_name as legalName'])
        const own = await work
          .selectFrom('organisation')
          .select(['ended_at', 'successor_id', 'moved_to'])
          .where('id', '=', organisationId)
          .executeTakeFirstOrThrow()
        const find = async (id: string | null) =>
          (id !== null && (await named.where('id', '=', id).executeTakeFirst())) || null
        const asker = plan?.asked_by
          ? await work.selectFrom('person').select('name').where('id', '=', plan.asked_by).executeTakeFirst()
          : undefined
        return {
          endedAt: own.ended_at?.toISOString() ?? null,
          successor: await find(own.successor_id),
          movedTo: own.moved_to && new URL(own.moved_to).origin,
          plan: plan
            ? {
                way: plan.way,
                step: plan.step,
                askedBy: asker?.name ?? '',
                askedAt: plan.asked_at.toISOString(),
                own: actor.kind === 'person' && actor.personId === plan.asked_by,
                takesEffectAt: plan.takes_effect_at?.toISOString() ?? null,
                acceptedAt: plan.accepted_at?.toISOString() ?? null,
                successor: await find(plan.successor_id),
                receiver: plan.receiver,
                packedAt: plan.packed_at?.toISOString() ?? null,
              }
            : null,
          offered: await listOffered(work, ground.now(), permission),
        }
      })
    },
  )

  app.post(
    '/api/organisations/:organisationId/ending',
    {
      schema: {
        tags,
        summary: 'Ask that the organisation shall end; another agrees, or where there is nobody else it waits 72 hours',
        params,
        body: z.discriminatedUnion('way', [
          z.strictObject({ way: z.literal('close') }),
          z.strictObject({ way: z.literal('join'), successorId: z.uuid() }),
          z.strictObject({ way: z.literal('move'), code: z.string().max(4000) }),
        ]),
        response: { 202: z.null() },
      },
    },
    async ({ actor, params: { organisationId }, body }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      const asked = {
        way: body.way,
        ...(body.way === 'join' && { successorId: body.successorId }),
        ...(body.way === 'move' && { receiver: await readReceivingCode(ground, body.code) }),
      }
      await ground.database.act(scopeOf(actor), (work) => planEnding(ground, work, permission, asked))
      if (body.way === 'join')
        await ground.database.act(systemScope, (work) => tellSuccessor(ground, work, permission, body.successorId))
      return reply.code(202).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/ending/agree',
    {
      schema: { tags, summary: 'Agree, as another representative, that it ends', params, response: { 204: z.null() } },
    },
    async ({ actor, params: { organisationId } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => agreeToEnding(ground, work, permission))
      await carryOutEndings(ground)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/organisations/:organisationId/ending',
    {
      schema: {
        tags,
        summary: 'Take back what was planned, as long as it has not taken effect',
        params,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params: { organisationId } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      await ground.database.act(scopeOf(actor), (work) => withdrawEnding(ground, work, permission))
      return reply.code(204).send(null)
    },
  )

  for (const [answer, summary, does] of [
    ['accept', 'Say that your organisation goes on where the other ends', acceptEstate],
    ['decline', 'Say no to it; the other organisation’s plan is gone', declineEstate],
  ] as const)
    app.post(
      `/api/organisations/:organisationId/offered-estates/:endingId/${answer}`,
      { schema: { tags, summary, params: OfferPath, response: { 204: z.null() } } },
      async ({ actor, params: { organisationId, endingId } }, reply) => {
        const permission = requirePermission(actor, organisationId, 'represent')
        await ground.database.act(scopeOf(actor), (work) => does(ground, work, permission, endingId))
        if (answer === 'accept') await carryOutEndings(ground)
        return reply.code(204).send(null)
      },
    )
}
