import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Verified, verifyText } from '../verifying/verify-text.ts'
import { ClrPartPlace, findClrParts } from './import-clr.ts'
import { CopyView, checkByArchive, findArchiveOf } from './import-copy.ts'
import { getImport, ImportView, importCredential, listImports, removeImport } from './import-credential.ts'
import { ImportedSkill, listImportedSkills } from './imported-skills.ts'
import { listAddresses } from './list-addresses.ts'

export const ImportItem = ImportView.extend(Verified.shape)
  .extend({
    copy: CopyView.nullable().describe('By what the export that it came in carried, as of that export'),
  })
  .extend({ clrPlaces: z.array(ClrPartPlace).optional() })
export type ImportItem = z.infer<typeof ImportItem>

const Id = z.object({ id: z.uuid() })

export function importRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/passport/import',
    {
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        summary: 'Take another issuer’s credential into my passport',
        body: z.object({ credential: z.string().min(1), source: z.string().trim().max(300).optional() }),
        response: {
          201: Verified.extend({ id: z.string(), known: z.boolean(), clrPlaces: z.array(ClrPartPlace).optional() }),
        },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { credential, source } = request.body
      const { verified, ...imported } = await importCredential(ground, person, credential, source ?? null)
      return reply.code(201).send({ ...verified, ...imported })
    },
  )

  app.get(
    '/api/passport/imports',
    { schema: { summary: 'Credentials that I brought', querystring: Paging, response: { 200: pageOf(ImportView) } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listImports(work, person.personId, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'imports', items)
      return { items, total, page, perPage }
    },
  )

  app.get(
    '/api/passport/imported-skills',
    {
      schema: {
        summary: 'The skills that credentials I brought show, to lay beside an occupation',
        response: { 200: z.object({ items: z.array(ImportedSkill) }) },
      },
    },
    async (request) => {
      const person = requirePerson(request.actor)
      return {
        items: await ground.database.act(scopeOf(person), (work) =>
          listImportedSkills(work, person.personId, ground.now()),
        ),
      }
    },
  )

  app.get(
    '/api/passport/imports/:id',
    { schema: { summary: 'One of them, checked now', params: Id, response: { 200: ImportItem } } },
    async (request) => {
      const person = requirePerson(request.actor)
      const { view, document, addresses, archive } = await ground.database.act(scopeOf(person), async (work) => ({
        ...(await getImport(work, person.personId, request.params.id)),
        addresses: await listAddresses(work, person.personId),
        archive: await findArchiveOf(work, person.personId, request.params.id),
      }))
      const copy = archive ? await checkByArchive(ground, document, archive) : null
      const verified = await verifyText(ground, document, undefined, undefined, addresses)
      const { clr } = verified
      if (!clr) return { ...view, ...verified, copy }
      const clrPlaces = await ground.database.act(scopeOf(person), (work) => findClrParts(work, person.personId, clr))
      return { ...view, ...verified, copy, clrPlaces }
    },
  )

  app.delete(
    '/api/passport/imports/:id',
    { schema: { summary: 'Put one of them out of my passport', params: Id, response: { 204: z.null() } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      await ground.database.act(scopeOf(person), (work) => removeImport(ground, work, person, request.params.id))
      return reply.code(204).send(null)
    },
  )
}
