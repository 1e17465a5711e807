import { Language } from '@bricka/domain/local-text'
import { explainTransitions, TransitionsView } from '@bricka/domain/skill/explain-transitions'
import { findOccupations, placeOf } from '@bricka/domain/skill/find-occupations'
import type { SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { scoreTransitions } from '@bricka/domain/skill/rank-transitions'
import { type Holding, holdingsOf, type Profile, profileOf, superimpose } from '@bricka/domain/skill/superimpose-maps'
import { NamedView, nameAt, round, SuperimposedView, viewSuperimposed } from '@bricka/domain/skill/superimposed-view'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { type LoadedMap, loadMap, type MapDownload } from './load-map.ts'

const Choice = z.object({
  framework: z.string().max(120).default('ESCO'),
  version: z.string().max(40).optional().describe('The newest that has a map, when left out'),
  language: Language.default('sv'),
  map: z.uuid().optional().describe('An organisation’s own map, instead of the classification as it was published'),
})

const Address = z.string().min(1).max(400)
const HeldSkill = z.object({ uri: Address, source: z.string().max(200).optional() })

/** Planners ask the server; a learner's own device loads the map and asks itself, so that no search leaves a trace. */
export function mapRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const load = ({ framework, version, language, map }: z.infer<typeof Choice>) =>
    loadMap(ground, { framework, version, language, map })

  app.get(
    '/api/skills/map',
    {
      schema: {
        tags: ['skills'],
        summary: 'The whole map in one small file, to reckon with on one’s own device',
        description:
          'Read by `readSkillMap` (domain/src/skill/read-skill-map.ts). With `texts`, occupations can also be compared by their words.',
        querystring: Choice.extend({ texts: z.stringbool().default(false) }),
      },
      config: { compress: false },
    },
    async (request, reply) => {
      const { texts, ...choice } = request.query
      return sendDownload(request, reply, 'application/octet-stream', await (await load(choice)).download(texts))
    },
  )

  app.get(
    '/api/skills/map/names',
    {
      schema: {
        tags: ['skills'],
        summary: 'All that the map’s occupations are called, to find them by on one’s own device',
        description:
          'Searched by `findOccupations` (domain/src/skill/find-occupations.ts); occupations stand in the map’s order.',
        querystring: Choice,
      },
      config: { compress: false },
    },
    async (request, reply) =>
      sendDownload(request, reply, 'application/json', await (await load(request.query)).downloadNames()),
  )

  app.get(
    '/api/skills/occupations',
    {
      schema: {
        tags: ['skills'],
        summary:
          'Find a map’s occupations: by any name in any language, also mistyped, by ISCO-08 or SSYK 2012, by group',
        querystring: Choice.extend({
          search: z.string().max(200),
          limit: z.coerce.number().int().min(1).max(100).default(20),
        }),
        response: {
          200: z.object({
            items: z.array(
              NamedView.extend({
                code: z.string(),
                through: z.string().optional().describe('The other name, or the group, that was like what was asked'),
              }),
            ),
          }),
        },
      },
    },
    async ({ query }) => {
      const { index, names } = await load(query)
      const { occupations } = index.map
      const named = placeOf(index.occupationAt, names, query.search)
      if (named !== undefined)
        return { items: [{ ...nameAt(occupations, named), code: occupations.codes[named] ?? '' }] }
      const found = findOccupations(names, occupations.codes, { text: query.search, ...query })
      return {
        items: found.map(({ occupation, through }) => ({
          ...nameAt(occupations, occupation),
          code: occupations.codes[occupation] ?? '',
          ...(through !== undefined && { through }),
        })),
      }
    },
  )

  app.get(
    '/api/skills/superimpose',
    {
      schema: {
        tags: ['skills'],
        summary: 'Lay one occupation over another: what is shared, what is near, what is new, skill by skill',
        querystring: Choice.extend({ from: Address, to: Address }),
        response: { 200: Superimposition },
      },
    },
    async ({ query }) => {
      const { index, texts } = await load(query)
      const from = requireOccupation(index, query.from)
      const to = requireOccupation(index, query.to)
      const answer = superimpose(index, holdingsOf(index.map, from), profileOf(index.map, to))
      const { rank } = scoreTransitions(index, { kind: 'occupation', occupation: from }, texts)
      return {
        ...viewSuperimposed(index.map, { ...answer, rankScore: round(rank[to] ?? 0) }),
        attribution: index.map.attribution,
        from: nameAt(index.map.occupations, from),
        to: nameAt(index.map.occupations, to),
        unknown: [],
      }
    },
  )

  app.post(
    '/api/skills/superimpose',
    {
      schema: {
        tags: ['skills'],
        summary:
          'Lay skills that are held, or a merit’s, over an occupation or a list of wanted skills; nothing is kept',
        body: Choice.extend({
          held: z.array(HeldSkill).max(5000),
          wanted: z.union([
            z.strictObject({ occupation: Address }),
            z.strictObject({ essential: z.array(Address).max(1000), optional: z.array(Address).max(1000).default([]) }),
          ]),
        }),
        response: { 200: Superimposition },
      },
    },
    async ({ body }) => {
      const loaded = await load(body)
      const { index } = loaded
      const unknown = new Set<string>()
      const find = (uris: readonly string[]): number[] => uris.flatMap((uri) => findSkill(loaded, uri, unknown))
      const holdings = readHoldings(loaded, body.held, unknown)
      const occupation = 'occupation' in body.wanted ? requireOccupation(index, body.wanted.occupation) : undefined
      const wanted: Profile =
        'occupation' in body.wanted
          ? profileOf(index.map, requireOccupation(index, body.wanted.occupation))
          : { essential: find(body.wanted.essential), optional: find(body.wanted.optional) }
      return {
        ...viewSuperimposed(index.map, superimpose(index, holdings, wanted)),
        attribution: index.map.attribution,
        ...(occupation !== undefined && { to: nameAt(index.map.occupations, occupation) }),
        unknown: [...unknown],
      }
    },
  )

  const window = z.object({
    limit: z.coerce.number().int().min(1).max(200).default(20),
    offset: z.coerce.number().int().min(0).max(100_000).default(0),
  })

  app.get(
    '/api/skills/transitions',
    {
      schema: {
        tags: ['skills'],
        summary: 'Where one can go from an occupation, the most feasible first, with reasons and gap',
        querystring: Choice.extend({ from: Address }).extend(window.shape),
        response: { 200: TransitionsView },
      },
    },
    async ({ query }) => {
      const { index, texts } = await load(query)
      const occupation = requireOccupation(index, query.from)
      return explainTransitions(index, { kind: 'occupation', occupation }, texts, query)
    },
  )

  app.post(
    '/api/skills/transitions',
    {
      schema: {
        tags: ['skills'],
        summary: 'Where one can go with the skills that are held, the most feasible first; nothing is kept',
        body: Choice.extend({ held: z.array(HeldSkill).min(1).max(5000) }).extend(window.shape),
        response: { 200: TransitionsView.extend({ unknown: z.array(z.string()) }) },
      },
    },
    async ({ body }) => {
      const loaded = await load(body)
      const unknown = new Set<string>()
      const holdings = readHoldings(loaded, body.held, unknown)
      return {
        ...explainTransitions(loaded.index, { kind: 'skills', holdings }, undefined, body),
        unknown: [...unknown],
      }
    },
  )
}

function sendDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  { bytes, gzip, br, etag }: MapDownload,
): FastifyReply {
  reply
    .header('etag', etag)
    .header('vary', 'accept-encoding')
    .header('cache-control', 'public, max-age=3600, stale-while-revalidate=604800')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const accepted = request.headers['accept-encoding'] ?? ''
  reply.type(type)
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(br)
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(gzip)
  return reply.send(bytes)
}

const Superimposition = SuperimposedView.extend({
  attribution: z.string(),
  from: NamedView.optional(),
  to: NamedView.optional(),
  unknown: z.array(z.string()).describe('Addresses that the map does not have; they counted for nothing'),
})
export type Superimposition = z.infer<typeof Superimposition>

function requireOccupation({ map, occupationAt }: SkillIndex, uri: string): number {
  const occupation = occupationAt.get(uri)
  if (occupation !== undefined) return occupation
  throw new Problem('occupation-unknown', `No occupation in ${map.framework} ${map.version} has the address ${uri}.`)
}

function findSkill({ index, names }: LoadedMap, uri: string, unknown: Set<string>): number | [] {
  const skill = placeOf(index.skillAt, names, uri)
  if (skill === undefined) unknown.add(uri)
  return skill ?? []
}

function readHoldings(loaded: LoadedMap, held: readonly z.infer<typeof HeldSkill>[], unknown: Set<string>): Holding[] {
  return held.flatMap(({ uri, source }) => {
    const skill = findSkill(loaded, uri, unknown)
    return typeof skill === 'number' ? [{ skill, ...(source !== undefined && { source }) }] : []
  })
}
