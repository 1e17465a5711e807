import { places } from '@bricka/domain/planning/place'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { sendCsv } from '../http/paging.ts'
import type { BesideView, SkillFigure } from './read-supply.ts'

export const exportFormats = z.enum(['json', 'csv', 'json-stat', 'sdmx-csv'])
export type ExportFormat = Exclude<z.infer<typeof exportFormats>, 'json'>

type Supply = { items: readonly SkillFigure[]; beside: BesideView }

/** The same figures as on the page, in the forms that statisticians read; each says its release and how it is protected. */
export function sendSupply(reply: FastifyReply, format: ExportFormat, facet: string, supply: Supply): FastifyReply {
  return senders[format](reply, facet, supply)
}

const senders = {
  csv: (reply, facet, { items, beside }) =>
    sendCsv(
      reply,
      `supply-${beside.place.code}-${beside.period}`,
      items.map(({ uri, label, type, people, perThousand }) => ({
        place: beside.place.code,
        placeName: beside.place.name,
        period: beside.period,
        breakdown: facet,
        uri,
        label,
        type,
        people,
        perThousand: perThousand?.value ?? null,
        synthetic: beside.synthetic,
      })),
    ),
  'json-stat': (reply, facet, supply) =>
    reply
      .type('application/json')
      .header('content-disposition', `attachment; filename="supply-${supply.beside.place.code}.json"`)
      .send(JSON.stringify(writeJsonStat(facet, supply))),
  'sdmx-csv': (reply, facet, { items, beside }) =>
    sendCsv(
      reply,
      `supply-${beside.place.code}-sdmx`,
      items.map(({ uri, people }) => ({
        STRUCTURE: 'dataflow',
        STRUCTURE_ID: 'BRICKA:SUPPLY(1.0)',
        ACTION: 'I',
        FREQ: 'Q',
        REF_AREA: beside.place.code,
        SKILL: uri,
        BREAKDOWN: facet,
        TIME_PERIOD: beside.period,
        OBS_VALUE: people,
        // SDMX code list CL_OBS_STATUS: A is a normal value. What is withheld is not listed at all.
        OBS_STATUS: 'A',
        UNIT_MEASURE: 'PS',
      })),
    ),
} satisfies Record<ExportFormat, (reply: FastifyReply, facet: string, supply: Supply) => FastifyReply>

/** JSON-stat 2.0: a dataset of place × period × breakdown × skill. */
export function writeJsonStat(facet: string, { items, beside }: Supply) {
  const { place, period, synthetic, precision, rules } = beside
  const uris = items.map(({ uri }) => uri)
  return {
    version: '2.0',
    class: 'dataset',
    label: 'Stock of verified skills: distinct holders of a valid merit',
    source: 'Bricka',
    updated: beside.madeAt,
    id: ['place', 'period', 'breakdown', 'skill'],
    size: [1, 1, 1, items.length],
    role: { geo: ['place'], time: ['period'] },
    dimension: {
      place: {
        label: 'Place',
        category: { index: [place.code], label: { [place.code]: places.get(place.code)?.name ?? place.code } },
      },
      period: { label: 'Release', category: { index: [period] } },
      breakdown: { label: 'Breakdown', category: { index: [facet] } },
      skill: {
        label: 'Skill or family of skills',
        category: { index: uris, label: Object.fromEntries(items.map(({ uri, label }) => [uri, label])) },
      },
    },
    value: items.map(({ people }) => people),
    extension: { synthetic, precision, rules },
  }
}
