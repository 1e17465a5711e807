import { Language } from '@bricka/domain/local-text'
import { Survey, Wave } from '@bricka/domain/need/survey'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { type MayDesign, type MayRead, requirePermission } from '../organisation/permission.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { askUnits, closeWave, NewUnit, remindUnits } from './ask-units.ts'
import { Code, CodedWords, codeWords, listWords } from './code-words.ts'
import { importAnswers } from './import-answers.ts'
import { publishWave } from './publish-wave.ts'
import { addSurvey, addWave, getWave, listSurveys, SurveyView, viewSurvey, viewWave, WaveView } from './survey.ts'

const tags = ['surveys']
const Own = z.object({ organisationId: z.uuid() })
const OfSurvey = Own.extend({ surveyId: z.uuid() })
const OfWave = Own.extend({ waveId: z.uuid() })
const Made = z.object({ id: z.string() })

/** An organisation's own surveys. Whoever may design merits may ask what is needed. */
export function surveyRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { database } = ground

  /** First the row-level policies see whose wave it is; then all of the deed is one transaction of the system's. */
  const inWave = async <Result>(
    actor: Actor,
    permission: MayRead | MayDesign,
    waveId: string,
    deed: (work: Work) => Promise<Result>,
  ): Promise<Result> => {
    await database.act(scopeOf(actor), (work) => getWave(work, permission, waveId))
    return database.act(systemScope, deed)
  }

  app.get(
    '/api/organisations/:organisationId/surveys',
    {
      schema: {
        tags,
        summary: 'The organisation’s surveys of needed skills, the newest first, with their waves',
        params: Own,
        querystring: Paging,
        response: { 200: pageOf(SurveyView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const listing = await database.act(scopeOf(actor), (work) => listSurveys(work, permission, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'surveys',
          listing.items.map(({ id, survey, waves }) => ({ id, ...survey, waves })),
        )
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/surveys',
    { schema: { tags, summary: 'Make a survey', params: Own, body: Survey, response: { 201: Made } } },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      return reply
        .code(201)
        .send(await database.act(scopeOf(actor), (work) => addSurvey(ground, work, permission, body)))
    },
  )

  app.get(
    '/api/organisations/:organisationId/surveys/:surveyId',
    { schema: { tags, summary: 'One survey with its waves', params: OfSurvey, response: { 200: SurveyView } } },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return database.act(scopeOf(actor), (work) => viewSurvey(work, permission, params.surveyId))
    },
  )

  app.post(
    '/api/organisations/:organisationId/surveys/:surveyId/waves',
    {
      schema: {
        tags,
        summary: 'Run the survey: a wave with its strata, its place and the day it closes',
        params: OfSurvey,
        body: Wave,
        response: { 201: Made },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      const made = await database.act(scopeOf(actor), (work) =>
        addWave(ground, work, permission, params.surveyId, body),
      )
      return reply.code(201).send(made)
    },
  )

  app.get(
    '/api/organisations/:organisationId/waves/:waveId',
    {
      schema: { tags, summary: 'How a wave is going: answers by stratum', params: OfWave, response: { 200: WaveView } },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return inWave(actor, permission, params.waveId, (work) => viewWave(ground, work, permission, params.waveId))
    },
  )

  app.post(
    '/api/organisations/:organisationId/waves/:waveId/units',
    {
      schema: {
        tags,
        summary: 'Send each of a sample a link of its own; whoever has one gets no second',
        params: OfWave,
        body: z.strictObject({ units: z.array(NewUnit).min(1).max(2000) }),
        response: { 200: z.object({ asked: z.number(), already: z.number() }) },
      },
    },
    async ({ actor, params, body }) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      return inWave(actor, permission, params.waveId, (work) =>
        askUnits(ground, work, permission, params.waveId, body.units),
      )
    },
  )

  app.post(
    '/api/organisations/:organisationId/waves/:waveId/import',
    {
      schema: {
        tags,
        summary: 'Take answers given elsewhere, from .csv or .xlsx: all of the file or nothing of it',
        params: OfWave,
        consumes: ['multipart/form-data'],
        response: { 200: z.object({ respondents: z.number(), rows: z.number() }) },
      },
    },
    async (request) => {
      const { actor, params } = request
      const permission = requirePermission(actor, params.organisationId, 'design')
      const { bytes } = await readUpload(request)
      return inWave(actor, permission, params.waveId, (work) =>
        importAnswers(ground, work, permission, params.waveId, bytes),
      )
    },
  )

  app.post(
    '/api/organisations/:organisationId/waves/:waveId/remind',
    {
      schema: {
        tags,
        summary: 'Remind whoever has not sent in; once a day at most',
        params: OfWave,
        response: { 200: z.object({ reminded: z.number() }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      return inWave(actor, permission, params.waveId, (work) => remindUnits(ground, work, permission, params.waveId))
    },
  )

  app.post(
    '/api/organisations/:organisationId/waves/:waveId/close',
    { schema: { tags, summary: 'Close a wave: nobody answers any more', params: OfWave, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      await inWave(actor, permission, params.waveId, (work) => closeWave(ground, work, permission, params.waveId))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/waves/:waveId/words',
    {
      schema: {
        tags,
        summary: 'What people wrote, each wording once, with skills that it may mean',
        params: OfWave,
        querystring: Paging.extend({ uncoded: z.stringbool().default(false), language: Language.default('sv') }),
        response: { 200: pageOf(CodedWords) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const listing = await inWave(actor, permission, params.waveId, (work) =>
        listWords(work, permission, params.waveId, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'words',
          listing.items.map(({ suggestions: _, skill, ...rest }) => ({ ...rest, skill: skill?.uri ?? '' })),
        )
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )

  app.put(
    '/api/organisations/:organisationId/waves/:waveId/words',
    {
      schema: {
        tags,
        summary: 'Say which skill a wording means, or set it aside',
        params: OfWave,
        querystring: z.object({ language: Language.default('sv') }),
        body: Code,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, query, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      await inWave(actor, permission, params.waveId, (work) =>
        codeWords(ground, work, permission, params.waveId, body, query.language),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/waves/:waveId/publish',
    {
      schema: {
        tags,
        summary: 'Publish a closed wave: its figures through the gate, once, for everyone',
        params: OfWave,
        response: { 200: z.object({ figures: z.number(), withheld: z.number() }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      return inWave(actor, permission, params.waveId, (work) => publishWave(ground, work, permission, params.waveId))
    },
  )
}
