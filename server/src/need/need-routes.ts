import { interfaceLanguages, Language } from '@bricka/domain/local-text'
import { horizons, NeedAnswer } from '@bricka/domain/need/survey'
import { places } from '@bricka/domain/planning/place'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { FoundNeed, findNeeds } from './find-needs.ts'
import { DemandFigure, readDemand } from './read-demand.ts'
import { listPublished, NeedsView, PublishedWave, readNeeds, readUnmet, UnmetView } from './read-needs.ts'
import { AnswerView, openAnswer, openForAnyone, takeAnswer } from './take-answer.ts'

const tags = ['needs']
const Secret = z.object({ token: z.string().min(20).max(80) })
const Place = z.string().refine((code) => places.has(code), { params: { code: 'place-unknown' } })

/** What was published of needed skills, for everyone; and answering, for whoever has a link. */
export function needRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { database } = ground

  app.get(
    '/api/needs/waves',
    {
      schema: {
        tags,
        summary: 'Published surveys of needed skills, the newest first',
        querystring: Paging.extend({ place: Place.optional() }),
        response: { 200: pageOf(PublishedWave) },
      },
    },
    async ({ actor, query }, reply) => {
      const listing = await database.act(scopeOf(actor), (work) => listPublished(work, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'needs',
          listing.items.map(({ survey, organisation, ...rest }) => ({
            ...rest,
            ...survey,
            organisation: organisation.legalName,
          })),
        )
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/needs/waves/:waveId',
    {
      schema: {
        tags,
        summary: 'What a published wave says by skill and time, weighted and protected, and against another wave',
        params: z.object({ waveId: z.uuid() }),
        querystring: z.object({
          against: z.uuid().optional(),
          language: Language.default('sv'),
          part: z.enum(['figures', 'details']).default('figures').describe('Which of the two tables a CSV has'),
          format: z.enum(['json', 'csv']).default('json'),
        }),
        response: { 200: NeedsView },
      },
    },
    async ({ actor, params, query }, reply) => {
      const view = await database.act(scopeOf(actor), (work) => readNeeds(work, params.waveId, query))
      if (query.format === 'csv' && query.part === 'details')
        return sendCsv(
          reply,
          'need-details',
          view.details.map(({ share, ...rest }) => ({
            ...rest,
            share: share.value,
            shareAtLeast: share.atLeast,
            shareAtMost: share.atMost,
          })),
        )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'needs',
          view.items.map(({ share, against, stating, ...rest }) => ({
            ...rest,
            share: share.value,
            shareAtLeast: share.atLeast,
            shareAtMost: share.atMost,
            difference: against?.value ?? '',
            differenceAtLeast: against?.atLeast ?? '',
            differenceAtMost: against?.atMost ?? '',
            stating: stating.map(({ title }) => title).join('; '),
          })),
        )
      return view
    },
  )

  app.get(
    '/api/needs/figures',
    {
      schema: {
        tags,
        summary: 'What published surveys found wanting, a line for each skill of each wave, to be named in a merit',
        querystring: Paging.extend({
          skill: z
            .union([z.string(), z.array(z.string())])
            .default([])
            .transform((one) => [one].flat())
            .pipe(z.array(z.string().min(1).max(400)).max(50))
            .describe('URIs of skills; needs of these, or of broader ones, come first'),
        }),
        response: { 200: pageOf(FoundNeed) },
      },
    },
    async ({ actor, query: { skill, ...query } }, reply) => {
      const listing = await database.act(scopeOf(actor), (work) => findNeeds(work, { ...query, skills: skill }))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'needs',
          listing.items.map(({ organisation, labels, wanted, ...rest }) => ({
            ...rest,
            organisation: organisation.legalName,
            ...Object.fromEntries(horizons.map((horizon) => [horizon, wantedAt(wanted, horizon)])),
          })),
        )
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/needs/demand',
    {
      schema: {
        tags,
        summary: 'What employers in a place ask for, by skill and time, from the newest wave of each survey',
        querystring: z.object({ place: Place }),
        response: { 200: z.object({ items: z.array(DemandFigure) }) },
      },
    },
    async ({ actor, query }) => ({ items: await database.act(scopeOf(actor), (work) => readDemand(work, query)) }),
  )

  app.get(
    '/api/needs/unmet',
    {
      schema: {
        tags,
        summary: 'Needs of a place that no merit answers, those that one does, and merits that nobody there asked for',
        querystring: z.object({ place: Place, language: Language.default('sv') }),
        response: { 200: UnmetView },
      },
    },
    async ({ actor, query }) => database.act(scopeOf(actor), (work) => readUnmet(work, query.place, query.language)),
  )

  app.get(
    '/api/needs/answers/:token',
    {
      schema: {
        tags,
        summary: 'What one is asked, and has said so far',
        params: Secret,
        response: { 200: AnswerView },
      },
    },
    async ({ params }) => openAnswer(ground, params.token),
  )

  app.put(
    '/api/needs/answers/:token',
    {
      schema: {
        tags,
        summary: 'Save an answer, or send it in; it may be changed until the wave closes',
        params: Secret,
        body: z.strictObject({ answer: NeedAnswer, send: z.boolean().default(false) }),
        response: { 200: z.object({ sent: z.boolean() }) },
      },
    },
    async ({ params, body }) => takeAnswer(ground, params.token, body),
  )

  app.post(
    '/api/needs/open/:token',
    {
      schema: {
        tags,
        summary: 'Begin an answer by a survey’s open link; it is kept apart as self-selected',
        params: Secret,
        body: z.strictObject({ language: z.enum(interfaceLanguages).default('sv') }),
        response: { 201: Secret },
      },
    },
    async ({ params, body }, reply) => reply.code(201).send(await openForAnyone(ground, params.token, body.language)),
  )
}

const wantedAt = (wanted: FoundNeed['wanted'], at: string): number | '' =>
  wanted.find(({ horizon }) => horizon === at)?.wanted ?? ''
