import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Paging, pageOf } from '../http/paging.ts'
import { readOwn } from './load-resource.ts'

/** One public thing that verifying asks for, as it stands at its address. */
export const Known = z.object({ url: z.string(), mediaType: z.string(), body: z.string() })
export type Known = z.infer<typeof Known>

/**
 * What a device keeps to check credentials without a network: the keys of those who issue here with their history, their
 * status lists, and the mandates. All of it is public and signed or served by its owner's name; it is only gathered.
 */
export function knowledgeRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/knowledge',
    {
      schema: {
        summary: 'Keys, status lists and mandates of this site, for checking without a network',
        description: 'Public. `takenAt` is when it was gathered: a status is as old as that.',
        querystring: Paging.pick({ page: true, perPage: true }),
        response: { 200: pageOf(Known).extend({ takenAt: z.iso.datetime() }) },
      },
    },
    async (request) => {
      const { page, perPage } = request.query
      const takenAt = ground.now().toISOString()
      const { urls, total } = await listAddresses(ground, page, perPage)
      const items: Known[] = []
      for (const url of urls) {
        const body = await readOwn(ground, url)
        if (body) items.push({ url, mediaType: 'application/json', body })
      }
      return { items, total, page, perPage, takenAt }
    },
  )
}

/** A did:web names its document by https whatever the site itself is reached by. In an order that stays: who is new comes last, so that no page is missed while others are read. */
async function listAddresses(ground: Ground, page: number, perPage: number) {
  return ground.database.act(systemScope, async (work) => {
    const keys = work
      .selectFrom('organisation')
      .innerJoin('organisation_key', 'organisation_key.organisation_id', 'organisation.id')
      .select(
        sql<string>`${`https://${new URL(ground.settings.baseUrl).host}`}::text || '/organisations/' || organisation.slug || '/did.json'`.as(
          'url',
        ),
      )
      .distinct()
    const all = keys
      .unionAll(work.selectFrom('status_list').select('url'))
      .unionAll(work.selectFrom('mandate').select('url'))
      .unionAll(
        work
          .selectFrom('mandate')
          .select(sql<string>`mandate.url || '/withdrawal'`.as('url'))
          .where('withdrawal_document', 'is not', null),
      )
    const rows = await work
      .selectFrom(all.as('known'))
      .select('url')
      .orderBy('url')
      .limit(perPage)
      .offset((page - 1) * perPage)
      .execute()
    const { total } = await work
      .selectFrom(all.as('known'))
      .select(({ fn }) => fn.countAll<string>().as('total'))
      .executeTakeFirstOrThrow()
    return { urls: rows.map(({ url }) => url), total: Number(total) }
  })
}
