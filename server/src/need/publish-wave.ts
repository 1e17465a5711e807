import { createHmac } from 'node:crypto'
import { estimateTotal, weighAnswers, z95 } from '@bricka/domain/need/estimate'
import type { Horizon } from '@bricka/domain/need/survey'
import { defaultPolicy, describePrecision } from '@bricka/domain/planning/disclosure-policy'
import { type Cell, type Gate, keyRange, openGate, protectCount } from '@bricka/domain/planning/protect-figure'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { reckonDetails, type Said } from './reckon-details.ts'
import { countAnswers, getWave, record } from './survey.ts'

type Named = { concept: string; label: string; horizon: Horizon; byUnit: Map<string, number> }
type Unit = { id: string; stratum: string }

/**
 * Takes each figure of a closed wave through the gate, once: what comes out stands, and is anyone's to read. Addresses of
 * those who were asked are forgotten. Who chose to answer by the open link is counted, and in no figure.
 *
 * @throws Problem `wave-state-refused` where the wave runs or is published
 */
export async function publishWave(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  waveId: string,
): Promise<{ figures: number; withheld: number }> {
  const wave = await getWave(work, permission, waveId)
  if (!wave.closed_at) throw new Problem('wave-state-refused', 'Close the wave first.')
  if (wave.published_at) throw new Problem('wave-state-refused', 'The wave is published; its figures stand.')
  const finding = openGate(defaultPolicy)
  if (!finding.open) throw new Error(finding.code)
  const units = await listUnits(work, waveId)
  const named = await listNamed(work, waveId)
  const answers = await countAnswers(work, wave)
  let figures = 0
  const kept: string[] = []
  for (const one of named) {
    const figure = reckon(finding.gate, ground.settings.secret, wave, units, one)
    if (!figure) continue
    figures++
    kept.push(one.concept)
    await work.insertInto('need_figure').values(figure).execute()
  }
  const said = await listSaid(work, waveId)
  const details = reckonDetails(
    finding.gate,
    (id) => unitKey(ground.settings.secret, id),
    waveId,
    wave.wave.strata,
    units,
    said,
  )
  // Only of skills that have a figure: of others nobody learns that they were named at all.
  const shown = new Set(kept)
  const openDetails = details.filter(({ concept }) => shown.has(concept))
  if (openDetails.length > 0) await work.insertInto('need_detail').values(openDetails).execute()
  const uncoded = await work
    .selectFrom('need_line')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('wave_id', '=', waveId)
    .where('coded_at', 'is', null)
    .executeTakeFirstOrThrow()
  const withheld = named.length - figures
  const summary = { ...answers, uncoded: Number(uncoded.count) }
  await work
    .updateTable('need_wave')
    .set({ published_at: ground.now(), policy: toJson(defaultPolicy), summary: toJson(summary) })
    .where('id', '=', waveId)
    .execute()
  await work.updateTable('need_unit').set({ email: null }).where('wave_id', '=', waveId).execute()
  const result = { figures, withheld }
  await record(ground, work, permission, 'wave-published', waveId, result)
  return result
}

async function listUnits(system: Work, waveId: string): Promise<Unit[]> {
  const rows = await system
    .selectFrom('need_unit')
    .select(['id', 'stratum'])
    .where('wave_id', '=', waveId)
    .where('sent_at', 'is not', null)
    .where('self_selected', '=', false)
    .execute()
  return rows.map(({ id, stratum }) => ({ id, stratum: stratum ?? '' }))
}

/** What was said of each skill beside how many and when, in the order in which it was said. */
async function listSaid(system: Work, waveId: string): Promise<Said[]> {
  const rows = await system
    .selectFrom('need_line')
    .innerJoin('need_unit', 'need_unit.id', 'need_line.unit_id')
    .select(['unit_id', 'stratum', 'concept', 'line'])
    .where('need_line.wave_id', '=', waveId)
    .where('concept', 'is not', null)
    .where('self_selected', '=', false)
    .where('sent_at', 'is not', null)
    .orderBy('need_line.id')
    .execute()
  return rows.flatMap(({ unit_id, stratum, concept, line }) =>
    concept === null ? [] : [{ unitId: unit_id, stratum: stratum ?? '', concept, line }],
  )
}

/** Who named which skill for which time, and how many they want. */
async function listNamed(system: Work, waveId: string): Promise<Named[]> {
  const rows = await system
    .selectFrom('need_line')
    .innerJoin('need_unit', 'need_unit.id', 'need_line.unit_id')
    .select(['unit_id', 'concept', 'label', 'line'])
    .where('need_line.wave_id', '=', waveId)
    .where('concept', 'is not', null)
    .where('self_selected', '=', false)
    .where('sent_at', 'is not', null)
    .execute()
  const found = new Map<string, Named>()
  for (const { unit_id, concept, label, line } of rows) {
    if (concept === null) continue
    const key = `${line.horizon} ${concept}`
    const named = found.get(key) ?? { concept, label: label ?? concept, horizon: line.horizon, byUnit: new Map() }
    named.byUnit.set(unit_id, (named.byUnit.get(unit_id) ?? 0) + line.wanted)
    found.set(key, named)
  }
  return [...found.values()]
}

/**
 * Three counts of one set of respondents, each through the gate: how many named the skill, how many of the population
 * they stand for, and how many people are wanted. One that may not be shown withholds all three.
 */
function reckon(gate: Gate, secret: Uint8Array, wave: Row<'need_wave'>, units: readonly Unit[], named: Named) {
  const { strata } = wave.wave
  const weights = weighAnswers(strata, units)
  const naming = units.filter(({ id }) => named.byUnit.has(id))
  const keySum = naming.reduce((sum, { id }) => sum + unitKey(secret, id), 0)
  const cell = (values: readonly number[]): Cell => {
    const [largest = 0, second = 0] = [...values].sort((one, other) => other - one).map(Math.round)
    const persons = Math.round(values.reduce((sum, value) => sum + value, 0))
    return { persons, keySum, organisations: naming.length, largest, second }
  }
  const weightOf = ({ stratum }: Unit): number => weights.get(stratum) ?? 1
  const base = protectCount(gate, cell(naming.map(() => 1)))
  const namedBy = protectCount(gate, cell(naming.map(weightOf)))
  const wanted = protectCount(gate, cell(naming.map((unit) => weightOf(unit) * (named.byUnit.get(unit.id) ?? 0))))
  if (!base.shown || !namedBy.shown || !wanted.shown) return undefined
  const answered = units.map(({ id, stratum }) => ({ stratum, value: named.byUnit.get(id) ?? 0 }))
  const { deviation } = estimateTotal(strata, answered)
  const { roundTo } = gate.policy
  // The sample's uncertainty and the gate's own, together, and never finer than what is shown.
  const margin =
    deviation === undefined
      ? undefined
      : Math.ceil(Math.hypot(z95 * deviation, 2 * describePrecision(gate.policy).usual) / roundTo) * roundTo
  return {
    wave_id: wave.id,
    place: wave.place,
    concept: named.concept,
    label: named.label,
    horizon: named.horizon,
    base: base.value,
    wanted: wanted.value,
    at_least: margin === undefined ? null : Math.max(0, wanted.value - margin),
    at_most: margin === undefined ? null : wanted.value + margin,
    named: namedBy.value,
  }
}

/** As a person's record key: fixed, and nobody's to reckon without the server's secret. */
const unitKey = (secret: Uint8Array, id: string): number =>
  createHmac('sha256', secret).update(`need:${id}`).digest().readUInt32BE(0) % keyRange
