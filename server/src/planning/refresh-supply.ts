import { addChanges, type Changes, listMemberships, type Widen } from '@bricka/domain/planning/count-supply'
import { makeReach } from '@bricka/domain/planning/reach-role'
import { makeWiden } from '@bricka/domain/planning/widen-skill'
import { systemScope, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { loadMap } from '../skill/load-map.ts'
import { keepCells } from './keep-cells.ts'
import { type HolderFact, listFacts } from './list-facts.ts'
import { recordKey } from './record-key.ts'

const atOnce = 100

/**
 * Brings the counts up to what has been issued, revoked, expired, allowed and withdrawn since.
 *
 * A person's facts are made anew from their own credentials, and the counts move by what differs, in one transaction
 * with the row that asked for it: killed at any moment it has either counted or not, and asked twice it moves nothing.
 */
export async function refreshSupply(ground: Ground, stopping?: AbortSignal): Promise<number> {
  let done = 0
  let widen: Widen | undefined
  while (!stopping?.aborted) {
    const count = await ground.database.act(systemScope, async (work) => {
      const due = await takeDue(work, ground.now())
      if (due.length === 0) return 0
      widen ??= await findWiden(ground)
      await refreshHolders(ground, work, due, widen)
      return due.length
    })
    if (count === 0) return done
    done += count
  }
  return done
}

/** Without an imported classification a skill counts in no wider one, and no occupation is within reach. */
export async function findWiden(ground: Ground): Promise<Widen> {
  try {
    const { index } = await loadMap(ground, { framework: 'ESCO', version: undefined, language: 'en' })
    return Object.assign(makeWiden(index), { reach: makeReach(index) })
  } catch (error) {
    if (error instanceof Problem && error.code === 'skill-map-missing') return () => []
    throw error
  }
}

async function takeDue(work: Work, now: Date): Promise<readonly string[]> {
  const rows = await work
    .selectFrom('supply_due')
    .select(['holder_id', 'id'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(atOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { holder_id, id } of rows)
    await work.deleteFrom('supply_due').where('holder_id', '=', holder_id).where('id', '=', id).execute()
  return [...new Set(rows.map(({ holder_id }) => holder_id))]
}

/** Also for one who withdraws or leaves, in that transaction. Whoever gave no consent is not looked at. */
export async function refreshHolders(
  ground: Pick<Ground, 'settings' | 'now'>,
  work: Work,
  holderIds: readonly string[],
  widen: Widen,
): Promise<void> {
  const consents = await work
    .selectFrom('statistics_consent')
    .select(['holder_id', 'municipality', 'withdrawn_at', 'synthetic'])
    .where('holder_id', 'in', holderIds)
    .orderBy('holder_id')
    .forUpdate()
    .execute()
  const people = consents.filter(({ synthetic }) => !synthetic)
  if (people.length === 0) return
  const counted = people.flatMap(({ holder_id, municipality, withdrawn_at }) =>
    withdrawn_at === null ? [{ holderId: holder_id, municipality }] : [],
  )
  const ids = people.map(({ holder_id }) => holder_id)
  // Before the facts are read: a row that asks for what comes later is not taken with it.
  await work.deleteFrom('supply_due').where('holder_id', 'in', ids).where('due_at', '>', ground.now()).execute()
  const before = Map.groupBy(await readKept(work, ids), ({ holderId }) => holderId)
  const facts = await listFacts(work, counted, ground.now())
  const after = Map.groupBy(facts, ({ holderId }) => holderId)
  const changes: Changes = new Map()
  for (const id of ids) {
    const [old, fresh] = [before.get(id) ?? [], after.get(id) ?? []]
    addChanges(
      changes,
      recordKey(ground.settings.secret, id),
      listMemberships(old, widen),
      listMemberships(fresh, widen),
    )
  }
  await work.deleteFrom('supply_fact').where('holder_id', 'in', ids).execute()
  await keepFacts(work, facts)
  await keepCells(work, changes)
  await planExpiry(ground, work, after)
}

async function readKept(work: Work, holderIds: readonly string[]): Promise<readonly HolderFact[]> {
  return toFacts(await work.selectFrom('supply_fact').selectAll().where('holder_id', 'in', holderIds).execute())
}

export const toFacts = (rows: readonly Row<'supply_fact'>[]): readonly HolderFact[] =>
  rows.map((row) => ({
    holderId: row.holder_id,
    credentialId: row.credential_id,
    skill: row.skill,
    issuerId: row.issuer_id,
    issuerKind: row.issuer_kind,
    level: row.level ?? undefined,
    form: row.form,
    place: row.place,
    region: row.region,
    validUntil: row.valid_until ?? undefined,
  }))

export const factRow = (fact: HolderFact) => ({
  holder_id: fact.holderId,
  credential_id: fact.credentialId,
  skill: fact.skill,
  issuer_id: fact.issuerId,
  issuer_kind: fact.issuerKind,
  level: fact.level ?? null,
  form: fact.form,
  place: fact.place,
  region: fact.region,
  valid_until: fact.validUntil ?? null,
})

const rowsAtOnce = 2000

async function keepFacts(work: Work, facts: readonly HolderFact[]): Promise<void> {
  for (let at = 0; at < facts.length; at += rowsAtOnce)
    await work
      .insertInto('supply_fact')
      .values(facts.slice(at, at + rowsAtOnce).map(factRow))
      .execute()
}

/** Each is looked at again when the first of theirs has ended. */
async function planExpiry(
  ground: Pick<Ground, 'now'>,
  work: Work,
  facts: ReadonlyMap<string, readonly HolderFact[]>,
): Promise<void> {
  const rows = [...facts].flatMap(([holderId, own]) => {
    const [first] = own.flatMap(({ validUntil }) => validUntil ?? []).sort()
    if (first === undefined) return []
    const dueAt = new Date(Date.parse(`${first}T00:00:00Z`) + 86_400_000)
    return [{ holder_id: holderId, id: makeId(ground.now()), due_at: dueAt }]
  })
  if (rows.length > 0) await work.insertInto('supply_due').values(rows).execute()
}
