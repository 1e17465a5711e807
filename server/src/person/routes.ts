import { interfaceLanguages } from '@bricka/domain/local-text'
import { typedLine } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, requirePerson, sessionCookie } from '../http/actor.ts'
import { addPasskey, beginPasskey, listPasskeys, RegistrationResponse, removePasskey } from './passkey.ts'
import { endSessions, listSessions } from './session.ts'

const Locale = z.enum(interfaceLanguages)

export const Me = z.object({
  kind: z.enum(['anonymous', 'person', 'token']),
  name: z.string().optional(),
  email: z.string().optional(),
  locale: Locale.optional(),
  memberships: z
    .array(
      z.object({
        organisationId: z.string(),
        slug: z.string(),
        legalName: z.string(),
        kind: z.string(),
        roles: z.array(z.string()),
        ended: z.enum(['kept', 'handed-over']).optional().describe('It has ended: what is left to do for it'),
      }),
    )
    .default([]),
})
export type Me = z.infer<typeof Me>

export const PasskeyView = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type PasskeyView = z.infer<typeof PasskeyView>

export const SessionView = z.object({
  id: z.string(),
  device: z.string().nullable().describe('Browser and system, such as "Firefox, Android"'),
  since: z.string(),
  lastUsedAt: z.string().describe('Within ten minutes'),
  current: z.boolean().describe('Whether it is the one that asks'),
})
export type SessionView = z.infer<typeof SessionView>

export function personRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get('/api/me', { schema: { summary: 'Who is logged in', response: { 200: Me } } }, async ({ actor }) =>
    describeMe(ground, actor),
  )

  app.patch(
    '/api/me',
    {
      schema: {
        summary: 'Change my name or language',
        body: z.object({ name: typedLine().min(1).max(200).optional(), locale: Locale.optional() }),
        response: { 200: Me },
      },
    },
    async (request) => {
      const person = requirePerson(request.actor)
      const { name, locale } = request.body
      if (name !== undefined || locale !== undefined)
        await ground.database.act(systemScope, (work) =>
          work
            .updateTable('person')
            .set({ ...(name !== undefined && { name }), ...(locale !== undefined && { locale }) })
            .where('id', '=', person.personId)
            .execute(),
        )
      return describeMe(ground, { ...person, name: name ?? person.name })
    },
  )

  app.get(
    '/api/me/passkeys',
    { schema: { summary: 'My passkeys', response: { 200: z.object({ items: z.array(PasskeyView) }) } } },
    async (request) => {
      const rows = await listPasskeys(ground, requirePerson(request.actor))
      return {
        items: rows.map((row) => ({
          id: row.id,
          name: row.name,
          createdAt: row.created_at.toISOString(),
          lastUsedAt: row.last_used_at?.toISOString() ?? null,
        })),
      }
    },
  )

  app.post(
    '/api/me/passkeys/options',
    { schema: { summary: 'Begin a passkey: what navigator.credentials.create() needs' } },
    async (request) => beginPasskey(ground, requirePerson(request.actor)),
  )

  app.post(
    '/api/me/passkeys',
    {
      schema: {
        summary: 'Add the passkey that was made',
        body: z.object({ response: RegistrationResponse, name: typedLine().min(1).max(100) }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      return reply.code(201).send(await addPasskey(ground, person, request.body.response, request.body.name))
    },
  )

  app.get(
    '/api/me/sessions',
    { schema: { summary: 'Where I am logged in', response: { 200: z.object({ items: z.array(SessionView) }) } } },
    async (request) => {
      const rows = await listSessions(ground, requirePerson(request.actor), request.cookies[sessionCookie])
      return {
        items: rows.map((row) => ({
          id: row.id,
          device: row.device,
          since: row.created_at.toISOString(),
          lastUsedAt: row.last_used_at.toISOString(),
          current: row.current,
        })),
      }
    },
  )

  app.delete(
    '/api/me/sessions/:id',
    {
      schema: { summary: 'Log out one device', params: z.object({ id: z.uuid() }), response: { 204: z.null() } },
    },
    async (request, reply) => {
      await endSessions(ground, requirePerson(request.actor), request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/me/sessions',
    { schema: { summary: 'Log out everywhere, here too', response: { 204: z.null() } } },
    async (request, reply) => {
      await endSessions(ground, requirePerson(request.actor))
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null)
    },
  )

  app.delete(
    '/api/me/passkeys/:id',
    {
      schema: {
        summary: 'Remove one of my passkeys',
        params: z.object({ id: z.string().max(2000) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removePasskey(ground, requirePerson(request.actor), request.params.id)
      return reply.code(204).send(null)
    },
  )
}

async function describeMe(ground: Ground, actor: Actor): Promise<Me> {
  if (actor.kind === 'anonymous') return { kind: 'anonymous', memberships: [] }
  if (actor.kind === 'token') return { kind: 'token', name: actor.name, memberships: [] }
  const byId = new Map<string, (typeof actor.memberships)[number]>(
    actor.memberships.map((membership) => [membership.organisationId, membership]),
  )
  const { locale, organisations } = await ground.database.act(systemScope, async (work) => ({
    ...(await work.selectFrom('person').select('locale').where('id', '=', actor.personId).executeTakeFirst()),
    organisations:
      byId.size === 0
        ? []
        : await work
            .selectFrom('organisation')
            .select(['id', 'slug', 'legal_name', 'kind'])
            .where('id', 'in', [...byId.keys()])
            .orderBy(sql`ended_at is not null`)
            .orderBy('legal_name')
            .execute(),
  }))
  const language = Locale.safeParse(locale)
  return {
    kind: 'person',
    name: actor.name,
    email: actor.email,
    ...(language.success && { locale: language.data }),
    memberships: organisations.map((row) => {
      const membership = byId.get(row.id)
      return {
        organisationId: row.id,
        slug: row.slug,
        legalName: row.legal_name,
        kind: row.kind,
        roles: [...(membership?.roles ?? [])],
        ...(membership?.ended && { ended: membership.ended }),
      }
    }),
  }
}
