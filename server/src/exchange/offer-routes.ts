import { composeLoq } from '@bricka/domain/exchange/compose-loq'
import { describeCourse } from '@bricka/domain/exchange/describe-course'
import type { Offer } from '@bricka/domain/exchange/offer'
import { interfaceLanguages, type Language } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Scope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { listOffers } from './list-offers.ts'

const InLanguage = z.object({
  language: z.enum(interfaceLanguages).default('en').describe('Which language a text is in where only one has room'),
})
const Pages = InLanguage.extend({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  perPage: z.coerce.number().int().min(1).max(500).default(100),
})
const OneMerit = z.object({ meritId: z.uuid() })

/** The ways the catalogue is told to machines, each the same offers. */
const forms = {
  'learning-opportunities': {
    title: 'European Learning Model, learning opportunities and qualifications (LOQ), JSON-LD',
    conformsTo: 'http://data.europa.eu/snb/model/ap/loq-constraints',
    compose: (offers: readonly Offer[], language: Language) => composeLoq(offers, language),
  },
  courses: {
    title: 'schema.org Course and EducationalOccupationalCredential, JSON-LD',
    conformsTo: 'https://schema.org/Course',
    compose: (offers: readonly Offer[], language: Language) => ({
      '@context': 'https://schema.org',
      '@graph': offers.map((offer) => describeCourse(offer, language)),
    }),
  },
} as const

/** The catalogue as open data: no account, no key, the same facts as the pages show. */
export function offerRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/open-data',
    { schema: { tags: ['open-data'], summary: 'What there is as open data, described in DCAT' } },
    async (_, reply) => sendLinked(reply, describeDatasets(ground.settings.baseUrl)),
  )

  for (const [name, { title, compose }] of Object.entries(forms)) {
    app.get(
      `/api/open-data/${name}`,
      {
        schema: {
          tags: ['open-data'],
          summary: `All that the catalogue offers: ${title}`,
          description: 'In pages; the header Link (RFC 8288) names the next one and the one before.',
          querystring: Pages,
        },
      },
      async ({ actor, query }, reply) => {
        const { page, perPage, language } = query
        const { offers, total } = await find(scopeOf(actor), { limit: perPage, offset: (page - 1) * perPage })
        const at = (number: number) =>
          `${ground.settings.baseUrl}/api/open-data/${name}?page=${number}&perPage=${perPage}&language=${language}`
        const links = [
          ...(page > 1 ? [`<${at(page - 1)}>; rel="prev"`] : []),
          ...(page * perPage < total ? [`<${at(page + 1)}>; rel="next"`] : []),
        ]
        if (links.length > 0) reply.header('link', links.join(', '))
        return sendLinked(reply.header('x-total-count', total), compose(offers, language))
      },
    )

    app.get(
      `/api/open-data/${name}/:meritId`,
      {
        schema: { tags: ['open-data'], summary: `One merit: ${title}`, params: OneMerit, querystring: InLanguage },
      },
      async ({ actor, params, query }, reply) => {
        const { offers } = await find(scopeOf(actor), { meritId: params.meritId, limit: 1, offset: 0 })
        if (offers.length === 0) throw new Problem('not-found', 'The catalogue has no merit with this address.')
        return sendLinked(reply, compose(offers, query.language))
      },
    )
  }

  const find = (scope: Scope, which: Parameters<typeof listOffers>[2]) =>
    ground.database.act(scope, (work) => listOffers(ground, work, which))
}

const sendLinked = (reply: FastifyReply, document: object): FastifyReply =>
  reply
    .type('application/ld+json')
    .header('cache-control', 'public, max-age=300')
    .header('access-control-allow-origin', '*')
    .send(JSON.stringify(document))

/** DCAT 3: one dataset, one distribution for each form. */
function describeDatasets(baseUrl: string): object {
  const dataset = `${baseUrl}/api/open-data#catalogue`
  return {
    '@context': {
      '@vocab': 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      distribution: { '@type': '@id' },
      accessURL: { '@type': '@id' },
      'dct:conformsTo': { '@type': '@id' },
      'dct:accrualPeriodicity': { '@type': '@id' },
    },
    '@id': `${baseUrl}/api/open-data`,
    '@type': 'Catalog',
    'dct:title': { '@value': 'Bricka', '@language': 'en' },
    dataset: {
      '@id': dataset,
      '@type': 'Dataset',
      'dct:title': { '@value': 'Published microcredentials', '@language': 'en' },
      'dct:description': {
        '@value': 'Every merit in the catalogue, as it is published now, with who may issue it.',
        '@language': 'en',
      },
      'dct:accrualPeriodicity': 'http://publications.europa.eu/resource/authority/frequency/CONT',
      distribution: Object.entries(forms).map(([name, { title, conformsTo }]) => ({
        '@id': `${baseUrl}/api/open-data/${name}`,
        '@type': 'Distribution',
        'dct:title': { '@value': title, '@language': 'en' },
        accessURL: `${baseUrl}/api/open-data/${name}`,
        mediaType: 'application/ld+json',
        'dct:conformsTo': conformsTo,
      })),
    },
  }
}
