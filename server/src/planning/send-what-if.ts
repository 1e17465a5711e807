import type { FastifyReply } from 'fastify'
import { sendCsv } from '../http/paging.ts'
import type { MovesAssumed, MoveView } from './read-moves.ts'
import type { ReachView } from './read-reach.ts'
import type { BesideView } from './read-supply.ts'
import type { ExportFormat } from './send-supply.ts'

type Moves = { items: readonly MoveView[]; assumed: MovesAssumed; beside: BesideView }
type Reach = ReachView & { beside: BesideView }

/** A table of measures by what they are about, as statisticians lay it out: the parts that all its cells share stand once. */
type Cube = {
  name: string
  label: string
  flow: string
  /** What of it is asked about, beside place and release: its code and label. */
  of: { dimension: string; code: string; label: string }
  rows: { dimension: string; items: readonly { code: string; label: string }[] }
  measures: readonly string[]
  figureOf: (row: number, measure: string) => number | null
  /** The SDMX code lists: A is a normal value and E an estimate; PS are persons and NR a number of things. */
  status: 'A' | 'E'
  unit: 'PS' | 'NR'
  extension: object
}

const moveMeasures = ['held', 'of', 'sameFamily', 'relatedFamily', 'missing', 'wanted'] as const

export function sendMoves(reply: FastifyReply, format: ExportFormat, { items, assumed, beside }: Moves): FastifyReply {
  const { origin, people } = assumed
  const name = `what-if-${beside.place.code}`
  if (format === 'csv')
    return sendCsv(
      reply,
      name,
      items.map((item) => ({ place: beside.place.code, from: origin.uri, fromLabel: origin.label, people, ...item })),
    )
  return sendCube(reply, format, beside, {
    name,
    label: `Where people of ${origin.label} could go: essential skills by what is known of them`,
    flow: 'BRICKA:MOVES(1.0)',
    of: { dimension: 'from', code: origin.uri, label: origin.label },
    rows: { dimension: 'occupation', items: items.map(({ uri, label }) => ({ code: uri, label })) },
    measures: moveMeasures,
    figureOf: (row, measure) => {
      const known = moveMeasures.find((one) => one === measure)
      return known === undefined ? null : (items[row]?.[known] ?? null)
    },
    status: 'E',
    unit: 'NR',
    extension: { assumed },
  })
}

export function sendReach(reply: FastifyReply, format: ExportFormat, answer: Reach): FastifyReply {
  const { occupation, steps, lacking, merits, beside } = answer
  const rows = [
    ...steps.map(({ lacksAtMost, people }) => row('lacks-at-most', String(lacksAtMost), '', people, people)),
    ...lacking.map(({ uri, label, people }) => row('lacks', uri, label, people, people)),
    ...merits.map(({ url, title, atLeast, atMost }) => row('merit', url, title, atLeast, atMost)),
  ]
  const name = `reach-${beside.place.code}-${beside.period}`
  if (format === 'csv') {
    const all = { place: beside.place.code, period: beside.period, occupation: occupation.uri }
    return sendCsv(
      reply,
      name,
      rows.map(({ label: _label, ...one }) => ({ ...all, ...one, synthetic: beside.synthetic })),
    )
  }
  return sendCube(reply, format, beside, {
    name,
    label: `People near ${occupation.label}, by what they lack`,
    flow: 'BRICKA:REACH(1.0)',
    of: { dimension: 'role', code: occupation.uri, label: occupation.label },
    rows: {
      dimension: 'lack',
      items: rows.map(({ kind, of, label }) => ({ code: `${kind}:${of}`, label: label || `${kind} ${of}` })),
    },
    measures: ['atLeast', 'atMost'],
    figureOf: (at, measure) => (measure === 'atLeast' ? rows[at]?.atLeast : rows[at]?.atMost) ?? null,
    status: 'A',
    unit: 'PS',
    extension: {},
  })
}

const row = (kind: string, of: string, label: string, atLeast: number | null, atMost: number | null) => ({
  ...{ kind, of, label },
  ...{ atLeast, atMost },
})

function sendCube(reply: FastifyReply, format: 'json-stat' | 'sdmx-csv', beside: BesideView, cube: Cube): FastifyReply {
  if (format === 'json-stat')
    return reply
      .type('application/json')
      .header('content-disposition', `attachment; filename="${cube.name}.json"`)
      .send(JSON.stringify(writeJsonStat(beside, cube)))
  return sendCsv(
    reply,
    `${cube.name}-sdmx`,
    cube.rows.items.flatMap(({ code }, at) =>
      cube.measures
        .map((measure) => ({ measure, value: cube.figureOf(at, measure) }))
        // What is withheld is not listed at all.
        .filter(({ value }) => value !== null)
        .map(({ measure, value }) => ({
          STRUCTURE: 'dataflow',
          STRUCTURE_ID: cube.flow,
          ACTION: 'I',
          FREQ: 'Q',
          REF_AREA: beside.place.code,
          [cube.of.dimension.toUpperCase()]: cube.of.code,
          [cube.rows.dimension.toUpperCase()]: code,
          MEASURE: measure,
          TIME_PERIOD: beside.period,
          OBS_VALUE: value,
          OBS_STATUS: cube.status,
          UNIT_MEASURE: cube.unit,
        })),
    ),
  )
}

/** JSON-stat 2.0: a dataset of place × period × what is asked about × measure × row. */
function writeJsonStat(beside: BesideView, { label, of, rows, measures, figureOf, extension }: Cube) {
  const { place, period, synthetic, precision, rules } = beside
  return {
    version: '2.0',
    class: 'dataset',
    label,
    source: 'Bricka',
    updated: beside.madeAt,
    id: ['place', 'period', of.dimension, 'measure', rows.dimension],
    size: [1, 1, 1, measures.length, rows.items.length],
    role: { geo: ['place'], time: ['period'], metric: ['measure'] },
    dimension: {
      place: { label: 'Place', category: { index: [place.code], label: { [place.code]: place.name } } },
      period: { label: 'Release', category: { index: [period] } },
      [of.dimension]: { label: of.dimension, category: { index: [of.code], label: { [of.code]: of.label } } },
      measure: { label: 'Measure', category: { index: measures } },
      [rows.dimension]: {
        label: rows.dimension,
        category: {
          index: rows.items.map(({ code }) => code),
          label: Object.fromEntries(rows.items.map((one) => [one.code, one.label])),
        },
      },
    },
    value: measures.flatMap((measure) => rows.items.map((_, at) => figureOf(at, measure))),
    extension: { synthetic, precision, rules, ...extension },
  }
}
