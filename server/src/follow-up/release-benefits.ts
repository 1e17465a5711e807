import { createHmac } from 'node:crypto'
import { type Degree, listSaid, listSaidByEmployer, type Measure, type Round } from '@bricka/domain/follow-up/follow-up'
import { lastQuarter } from '@bricka/domain/planning/count-supply'
import { type DisclosurePolicy, defaultPolicy } from '@bricka/domain/planning/disclosure-policy'
import { type Cell, type Gate, keyRange, protectCount } from '@bricka/domain/planning/protect-figure'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requireGate } from '../planning/release-supply.ts'

/**
 * Makes the figures of the quarter that ended last, where there are none yet: each through the gate once, so that nobody
 * sees from one day to the next what one has answered. They count all answers to each merit up to now; a figure stays as
 * before while it would move as little as the gate's steadiness lets stand.
 */
export async function makeDueBenefits(ground: Ground): Promise<string | undefined> {
  const period = lastQuarter(ground.now().toISOString().slice(0, 10))
  return ground.database.act(systemScope, async (work) =>
    (await releaseBenefits(ground, work, period)) ? period : undefined,
  )
}

export async function releaseBenefits(
  ground: Pick<Ground, 'now' | 'settings'>,
  work: Work,
  period: string,
  policy: DisclosurePolicy = defaultPolicy,
): Promise<boolean> {
  const merits = await work
    .selectFrom('follow_up_ask')
    .select('merit_id')
    .distinct()
    .where('answered_at', 'is not', null)
    .execute()
  if (merits.length === 0) return false
  const kept = await work
    .insertInto('follow_up_release')
    .values({ period, made_at: ground.now(), policy: toJson(policy) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('period')
    .executeTakeFirst()
  if (!kept) return false
  const gate = requireGate(policy)
  let figures = 0
  for (const { merit_id } of merits) {
    const before = await readBefore(work, merit_id, period)
    const answers = await listAnswers(work, merit_id)
    for (const [key, said] of groupSaid(answers)) {
      const figure = reckon(gate, ground.settings.secret, said, before.get(key))
      if (!figure) continue
      const [round, measure] = splitKey(key)
      await work
        .insertInto('follow_up_figure')
        .values({ merit_id, period, round, measure, ...figure })
        .execute()
      figures++
    }
  }
  await writeAudit(work, {
    actor: { kind: 'system' },
    act: 'benefits-released',
    object: { kind: 'statistics', id: period },
    details: { policy, figures },
    at: ground.now(),
  })
  return true
}

type Answer = { holderId: string; round: Round; said: readonly (readonly [Measure, Degree])[] }

/** Of one merit, by its own index; a holder who withdrew has nothing here any more. */
async function listAnswers(work: Work, meritId: string): Promise<Answer[]> {
  const own = await work
    .selectFrom('follow_up_ask')
    .select(['holder_id', 'round', 'answer'])
    .where('merit_id', '=', meritId)
    .where('answered_at', 'is not', null)
    .execute()
  const employers = await work
    .selectFrom('follow_up_employer')
    .select(['holder_id', 'round', 'answer'])
    .where('merit_id', '=', meritId)
    .where('answered_at', 'is not', null)
    .execute()
  return [
    ...own.map(({ holder_id, round, answer }) => ({
      holderId: holder_id,
      round,
      said: answer ? listSaid(answer) : [],
    })),
    ...employers.map(({ holder_id, round, answer }) => ({
      holderId: holder_id,
      round,
      said: answer ? listSaidByEmployer(answer) : [],
    })),
  ]
}

type Said = Map<string, Degree>
const joinKey = (round: Round, measure: Measure): `${Round} ${Measure}` => `${round} ${measure}`
function splitKey(key: `${Round} ${Measure}`): [Round, Measure] {
  const at = key.indexOf(' ')
  return [key.slice(0, at) as Round, key.slice(at + 1) as Measure]
}

/** Each person once, also where they hold the merit twice: what they said last. */
function groupSaid(answers: readonly Answer[]): Map<`${Round} ${Measure}`, Said> {
  const found = new Map<`${Round} ${Measure}`, Said>()
  for (const { holderId, round, said } of answers)
    for (const [measure, degree] of said) {
      const key = joinKey(round, measure)
      const known = found.get(key) ?? new Map<string, Degree>()
      known.set(holderId, degree)
      found.set(key, known)
    }
  return found
}

type Before = { base: number; yes: number | null; partly: number | null }

/**
 * How many answered, how many of them said yes, and partly. Those who answered are their own contributors: no
 * organisation stands behind an answer that could take its own away.
 */
function reckon(gate: Gate, secret: Uint8Array, said: Said, before: Before | undefined): Before | undefined {
  const cell = (of: readonly string[]): Cell => ({
    persons: of.length,
    keySum: of.reduce((sum, id) => sum + answerKey(secret, id), 0),
    organisations: of.length,
    largest: Math.min(1, of.length),
    second: of.length > 1 ? 1 : 0,
  })
  const who = (degree: Degree) => [...said].flatMap(([id, one]) => (one === degree ? [id] : []))
  const protect = (of: readonly string[], known: number | null | undefined): number | null => {
    const figure = protectCount(gate, cell(of), { before: known ?? undefined })
    return figure.shown ? figure.value : null
  }
  const base = protect([...said.keys()], before?.base)
  if (base === null) return undefined
  const yes = protect(who('yes'), before?.yes)
  const partly = protect(who('partly'), before?.partly)
  return {
    base,
    yes: yes === null ? null : Math.min(yes, base),
    partly: partly === null ? null : Math.min(partly, base),
  }
}

async function readBefore(work: Work, meritId: string, period: string): Promise<ReadonlyMap<string, Before>> {
  const rows = await work
    .selectFrom('follow_up_figure')
    .selectAll()
    .where('merit_id', '=', meritId)
    .where('period', '<', period)
    .orderBy('period')
    .execute()
  return new Map(rows.map(({ round, measure, ...figure }) => [joinKey(round, measure), figure]))
}

/** As a person's record key in statistics, but another: figures of the two cannot be laid over each other. */
const answerKey = (secret: Uint8Array, holderId: string): number =>
  createHmac('sha256', secret).update(`follow-up:${holderId}`).digest().readUInt32BE(0) % keyRange
