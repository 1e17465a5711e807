import { Readable } from 'node:stream'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { ArchiveItem, ArchiveView, getArchive, listArchives, removeArchive } from './leave-archives.ts'
import { readTakenFile } from './leave-files.ts'
import { exportPassport } from './leave-passport.ts'
import { TakenView, takeInPassport } from './leave-take-in.ts'

const mebibyte = 1024 * 1024
const Order = z.strictObject({
  passphrase: z
    .string()
    .max(200)
    .refine((text) => text === '' || text.length >= 12, { error: 'At least twelve characters' })
    .optional()
    .describe('Locks the keys that are mine; without it they are left out'),
  language: z.string().max(5).default('en').describe('Of the file that explains the others'),
})

/** Taking everything along, and bringing it in. */
export function leaveRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/passport/archive',
    {
      compress: false,
      config: { rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: {
        summary: 'Everything that is mine in one zip, also for other wallets; as JSON or as a form',
        description: 'docs/guides/leaving.md describes every file in it.',
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { passphrase, language } = await readOrder(request)
      await ground.database.act(scopeOf(person), (work) =>
        writeAudit(work, {
          actor: person,
          holderId: person.personId,
          act: 'archive-exported',
          object: { kind: 'archive', id: makeId(ground.now()) },
          at: ground.now(),
        }),
      )
      const zip = exportPassport(ground, person, { passphrase: passphrase || undefined, language })
      return reply
        .type('application/zip')
        .header('content-disposition', 'attachment; filename="bricka-passport.zip"')
        .send(Readable.from(zip))
    },
  )

  app.post(
    '/api/passport/archive/take-in',
    {
      bodyLimit: 64 * mebibyte,
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'Take an export of another Bricka into my passport',
        description:
          'A form: file; passphrase, for its keys; mine=yes, where it was made for an account of mine with other addresses.',
        response: { 201: TakenView },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { bytes, fields } = await readUpload(request, 64 * mebibyte)
      const order = { passphrase: fields.passphrase || undefined, mine: fields.mine === 'yes' }
      return reply.code(201).send(await takeInPassport(ground, person, bytes, order))
    },
  )

  app.get(
    '/api/passport/archives',
    { schema: { summary: 'Exports that I took in', querystring: Paging, response: { 200: pageOf(ArchiveView) } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listArchives(work, person.personId, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'exports-taken-in', items)
      return { items, total, page, perPage }
    },
  )

  app.get(
    '/api/passport/archives/:id',
    { schema: { summary: 'One of them, with what came along in it', params: Id, response: { 200: ArchiveItem } } },
    async (request) => {
      const person = requirePerson(request.actor)
      return ground.database.act(scopeOf(person), (work) => getArchive(work, person.personId, request.params.id))
    },
  )

  app.get(
    '/api/passport/archives/:id/files/:fileId',
    { schema: { summary: 'A file that came along, as it was', params: Id.extend({ fileId: z.uuid() }) } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { id, fileId } = request.params
      const { path, mediaType, bytes } = await ground.database.act(scopeOf(person), (work) =>
        readTakenFile(ground, work, person.personId, id, fileId),
      )
      return reply
        .type(mediaType)
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(path.split('/').at(-1) ?? '')}`,
        )
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(bytes)
    },
  )

  app.delete(
    '/api/passport/archives/:id',
    {
      schema: {
        summary: 'Put out the files and the copy that came with one; its credentials stay',
        params: Id,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      await ground.database.act(scopeOf(person), (work) => removeArchive(ground, work, person, request.params.id))
      return reply.code(204).send(null)
    },
  )
}

const Id = z.object({ id: z.uuid() })

async function readOrder(request: FastifyRequest): Promise<z.infer<typeof Order>> {
  const fields: Record<string, string> = {}
  if (request.isMultipart())
    for await (const part of request.parts()) if (part.type === 'field') fields[part.fieldname] = String(part.value)
  const read = Order.safeParse(request.isMultipart() ? fields : (request.body ?? {}))
  if (read.success) return read.data
  throw new Problem(
    'request-invalid',
    'The passphrase has at least twelve characters, or is left out.',
    read.error.issues.map(({ path, code, message }) => ({ pointer: `/${path.join('/')}`, code, detail: message })),
  )
}
