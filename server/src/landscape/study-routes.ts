import { draftFromUnit } from '@bricka/domain/landscape/draft-from-unit'
import { GoodPractice, LearningUnit } from '@bricka/domain/landscape/learning-unit'
import { RecommendationNote } from '@bricka/domain/landscape/recommendation'
import { StudyTemplate } from '@bricka/domain/landscape/study-template'
import { Term } from '@bricka/domain/landscape/term'
import { MeritDesign } from '@bricka/domain/merit/merit'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { addMerit } from '../merit/write-draft.ts'
import { type MayDesign, requirePermission } from '../organisation/permission.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { readUnitSheet } from './read-unit-sheet.ts'
import { listUnits, UnitQuestion, UnitView, unitRows, viewUnit } from './read-units.ts'
import { amendUnit, recordUnits, showAsExample, withdrawUnit } from './record-unit.ts'
import { enterTerm, noteRecommendation, withdrawTerm } from './register.ts'
import {
  addStudy,
  changeTemplate,
  getStudy,
  listStudies,
  NewStudy,
  publishStudy,
  StudyView,
  viewStudy,
} from './study.ts'

const tags = ['landscape']
const Own = z.object({ organisationId: z.uuid() })
const OfStudy = Own.extend({ studyId: z.uuid() })
const OfUnit = Own.extend({ unitId: z.uuid() })
const OfTerm = Own.extend({ termId: z.uuid() })
const Made = z.object({ id: z.string() })

/** An organisation's studies of small learning, its terms and its notes. Whoever may design merits may record. */
export function studyRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { database } = ground

  const designing = <Result>(
    actor: Actor,
    organisationId: string,
    deed: (work: Work, permission: MayDesign) => Promise<Result>,
  ): Promise<Result> => {
    const permission = requirePermission(actor, organisationId, 'design')
    return database.act(scopeOf(actor), (work) => deed(work, permission))
  }

  app.get(
    '/api/organisations/:organisationId/studies',
    {
      schema: {
        tags,
        summary: 'The organisation’s studies of small learning units, the newest first',
        params: Own,
        querystring: Paging,
        response: { 200: pageOf(StudyView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await database.act(scopeOf(actor), (work) => listStudies(work, permission, query))
      if (query.format === 'csv') return sendCsv(reply, 'studies', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/studies',
    { schema: { tags, summary: 'Begin a study', params: Own, body: NewStudy, response: { 201: Made } } },
    async ({ actor, params, body }, reply) =>
      reply
        .code(201)
        .send(
          await designing(actor, params.organisationId, (work, permission) => addStudy(ground, work, permission, body)),
        ),
  )

  app.get(
    '/api/organisations/:organisationId/studies/:studyId',
    { schema: { tags, summary: 'One study and what it asks', params: OfStudy, response: { 200: StudyView } } },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return database.act(scopeOf(actor), (work) => viewStudy(work, permission, params.studyId))
    },
  )

  app.put(
    '/api/organisations/:organisationId/studies/:studyId/template',
    {
      schema: {
        tags,
        summary: 'Change what the study asks; what has been recorded stays',
        params: OfStudy,
        body: StudyTemplate,
        response: { 200: z.object({ templateVersion: z.number() }) },
      },
    },
    async ({ actor, params, body }) =>
      designing(actor, params.organisationId, (work, permission) =>
        changeTemplate(ground, work, permission, params.studyId, body),
      ),
  )

  app.put(
    '/api/organisations/:organisationId/studies/:studyId/published',
    {
      schema: {
        tags,
        summary: 'Show the study and its units to everyone, or take it back from sight',
        params: OfStudy,
        body: z.strictObject({ published: z.boolean() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await designing(actor, params.organisationId, (work, permission) =>
        publishStudy(ground, work, permission, params.studyId, body.published),
      )
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/studies/:studyId/units',
    {
      schema: {
        tags,
        summary: 'What the study has recorded, withdrawn units too',
        params: OfStudy,
        querystring: UnitQuestion,
        response: { 200: pageOf(UnitView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await database.act(scopeOf(actor), async (work) => {
        await getStudy(work, permission, params.studyId)
        return listUnits(work, query, params.studyId)
      })
      if (query.format === 'csv') return sendCsv(reply, 'learning-units', unitRows(items))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/studies/:studyId/units',
    {
      schema: {
        tags,
        summary: 'Record a small learning unit as it was found',
        params: OfStudy,
        body: LearningUnit,
        response: { 201: Made },
      },
    },
    async ({ actor, params, body }, reply) => {
      const { ids } = await designing(actor, params.organisationId, (work, permission) =>
        recordUnits(ground, work, permission, params.studyId, [body]),
      )
      return reply.code(201).send({ id: ids[0] ?? '' })
    },
  )

  app.post(
    '/api/organisations/:organisationId/studies/:studyId/import',
    {
      schema: {
        tags,
        summary: 'Record units from .csv or .xlsx, in the columns of the export: all of the file or nothing of it',
        params: OfStudy,
        consumes: ['multipart/form-data'],
        response: { 201: z.object({ recorded: z.number() }) },
      },
    },
    async (request, reply) => {
      const { organisationId, studyId } = request.params
      requirePermission(request.actor, organisationId, 'design')
      const { bytes } = await readUpload(request)
      const { ids } = await designing(request.actor, organisationId, async (work, permission) => {
        const { template } = await getStudy(work, permission, studyId)
        return recordUnits(ground, work, permission, studyId, await readUnitSheet(bytes, template))
      })
      return reply.code(201).send({ recorded: ids.length })
    },
  )

  app.put(
    '/api/organisations/:organisationId/units/:unitId',
    {
      schema: { tags, summary: 'Put a record right', params: OfUnit, body: LearningUnit, response: { 204: z.null() } },
    },
    async ({ actor, params, body }, reply) => {
      await designing(actor, params.organisationId, (work, permission) =>
        amendUnit(ground, work, permission, params.unitId, body),
      )
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/organisations/:organisationId/units/:unitId/withdrawn',
    {
      schema: {
        tags,
        summary: 'Take a unit out of lists and figures, or put it back',
        params: OfUnit,
        body: z.strictObject({ withdrawn: z.boolean() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await designing(actor, params.organisationId, (work, permission) =>
        withdrawUnit(ground, work, permission, params.unitId, body.withdrawn),
      )
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/organisations/:organisationId/units/:unitId/example',
    {
      schema: {
        tags,
        summary: 'Show a unit as good practice, with why; an empty body takes it back',
        params: OfUnit,
        body: GoodPractice.partial(),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body: { why } }, reply) => {
      await designing(actor, params.organisationId, (work, permission) =>
        showAsExample(ground, work, permission, params.unitId, why === undefined ? undefined : { why }),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/units/:unitId/merit',
    {
      schema: {
        tags,
        summary: 'Begin a merit from a recorded unit, anyone’s that is published',
        params: OfUnit,
        response: { 201: Made },
      },
    },
    async ({ actor, params }, reply) => {
      const id = await designing(actor, params.organisationId, async (work, permission) => {
        const { unit } = await viewUnit(work, params.unitId)
        return addMerit(ground, work, permission, MeritDesign.parse(draftFromUnit(unit)))
      })
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/organisations/:organisationId/terms',
    {
      schema: { tags, summary: 'Enter what a word means where', params: Own, body: Term, response: { 201: Made } },
    },
    async ({ actor, params, body }, reply) =>
      reply
        .code(201)
        .send(
          await designing(actor, params.organisationId, (work, permission) =>
            enterTerm(ground, work, permission, body),
          ),
        ),
  )

  app.delete(
    '/api/organisations/:organisationId/terms/:termId',
    { schema: { tags, summary: 'Take a term out of the register', params: OfTerm, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      await designing(actor, params.organisationId, (work, permission) =>
        withdrawTerm(ground, work, permission, params.termId),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/recommendations',
    {
      schema: {
        tags,
        summary: 'Note how far a country or area has come with a recommendation',
        params: Own,
        body: RecommendationNote,
        response: { 201: Made },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply
        .code(201)
        .send(
          await designing(actor, params.organisationId, (work, permission) =>
            noteRecommendation(ground, work, permission, body),
          ),
        ),
  )
}
