import type { Horizon } from '@bricka/domain/need/survey'
import type { FastifyReply } from 'fastify'
import { sendCsv } from '../http/paging.ts'
import type { GapFigure } from './read-gap.ts'
import type { BesideView } from './read-supply.ts'
import type { ExportFormat } from './send-supply.ts'

type Gaps = { items: readonly GapFigure[]; beside: BesideView }

const measures = [
  'wanted',
  'wantedAtLeast',
  'wantedAtMost',
  'people',
  'lacking',
  'lackingAtLeast',
  'lackingAtMost',
] as const

/** The same figures as on the page, in the forms that statisticians read. */
export function sendGap(reply: FastifyReply, format: ExportFormat, until: Horizon, gaps: Gaps): FastifyReply {
  const { items, beside } = gaps
  const name = `gap-${beside.place.code}-${beside.period}`
  if (format === 'json-stat')
    return reply
      .type('application/json')
      .header('content-disposition', `attachment; filename="${name}.json"`)
      .send(JSON.stringify(writeJsonStat(until, gaps)))
  if (format === 'sdmx-csv')
    return sendCsv(
      reply,
      `${name}-sdmx`,
      items.flatMap((item) =>
        measures
          .filter((measure) => item[measure] !== null)
          .map((measure) => ({
            STRUCTURE: 'dataflow',
            STRUCTURE_ID: 'BRICKA:GAP(1.0)',
            ACTION: 'I',
            FREQ: 'Q',
            REF_AREA: beside.place.code,
            SKILL: item.uri,
            MEASURE: measure,
            HORIZON: until,
            TIME_PERIOD: beside.period,
            OBS_VALUE: item[measure],
            // What is wanted is an estimate from a sample (E in the SDMX code list CL_OBS_STATUS), who is there a count (A).
            OBS_STATUS: measure === 'people' ? 'A' : 'E',
            UNIT_MEASURE: 'PS',
          })),
      ),
    )
  return sendCsv(
    reply,
    name,
    items.map(({ perThousand, ...item }) => ({
      place: beside.place.code,
      placeName: beside.place.name,
      period: beside.period,
      until,
      ...item,
      perThousand: perThousand?.value ?? null,
      synthetic: beside.synthetic,
    })),
  )
}

/** JSON-stat 2.0: a dataset of place × period × measure × skill. */
function writeJsonStat(until: Horizon, { items, beside }: Gaps) {
  const { place, period, synthetic, precision, rules } = beside
  return {
    version: '2.0',
    class: 'dataset',
    label: `Skills wanted (${until}) beside verified skills`,
    source: 'Bricka',
    updated: beside.madeAt,
    id: ['place', 'period', 'measure', 'skill'],
    size: [1, 1, measures.length, items.length],
    role: { geo: ['place'], time: ['period'], metric: ['measure'] },
    dimension: {
      place: { label: 'Place', category: { index: [place.code], label: { [place.code]: place.name } } },
      period: { label: 'Release', category: { index: [period] } },
      measure: { label: 'Measure', category: { index: measures } },
      skill: {
        label: 'Skill',
        category: {
          index: items.map(({ uri }) => uri),
          label: Object.fromEntries(items.map(({ uri, label }) => [uri, label])),
        },
      },
    },
    value: measures.flatMap((measure) => items.map((item) => item[measure])),
    extension: { synthetic, precision, rules, surveys: [...new Set(items.map(({ waveId }) => waveId))] },
  }
}
