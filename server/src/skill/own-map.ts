import { LocalText } from '@bricka/domain/local-text'
import type { MapSource } from '@bricka/domain/skill/build-skill-map'
import { applyEdits, checkEdit, MapEdit } from '@bricka/domain/skill/map-edit'
import { sql } from 'kysely'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'

export const OwnMapView = z.object({
  id: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  framework: z.string().nullable().describe('What it is edited from; null for a framework of the owner’s own'),
  version: z.string().nullable(),
  title: LocalText,
  about: LocalText.nullable(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  edits: z.int().describe('How many edits are taken'),
})
export type OwnMapView = z.infer<typeof OwnMapView>

export const EditView = z.object({
  id: z.string(),
  edit: MapEdit,
  names: z.record(z.string(), z.string()).describe('What the addresses in the edit are called, where it is known'),
  reason: z.string(),
  proposedBy: z.object({
    organisationId: z.string(),
    organisationName: z.string(),
    /** Seen by fellow members only. */
    name: z.string().nullable(),
  }),
  proposedAt: z.string(),
  decision: z.enum(['taken', 'refused', 'withdrawn']).nullable(),
  decisionReason: z.string().nullable(),
  decidedAt: z.string().nullable(),
})
export type EditView = z.infer<typeof EditView>

export type NewMap = {
  base: { framework: string; version: string } | null
  title: LocalText
  about: LocalText | null
}

export async function addMap(ground: Ground, work: Work, permission: MayDesign, map: NewMap): Promise<string> {
  const at = ground.now()
  const id = makeId(at)
  await work
    .insertInto('skill_map')
    .values({
      id,
      owner_id: permission.organisationId,
      framework: map.base?.framework ?? null,
      version: map.base?.version ?? null,
      title: toJson(map.title),
      about: map.about && toJson(map.about),
      created_at: at,
      created_by: personOf(permission),
      closed_at: null,
    })
    .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'skill-map.add',
    object: { kind: 'skill-map', id },
    details: { base: map.base },
    at,
  })
  return id
}

/** @throws Problem `map-closed` */
export async function closeMap(ground: Ground, work: Work, permission: MayDesign, mapId: string): Promise<void> {
  const at = ground.now()
  const closed = await work
    .updateTable('skill_map')
    .set({ closed_at: at })
    .where('id', '=', mapId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  if (closed.numUpdatedRows === 0n) throw new Problem('map-closed', 'The map is closed already.')
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'skill-map.close',
    object: { kind: 'skill-map', id: mapId },
    at,
  })
}

/** @throws Problem `not-found` */
export async function getMap(work: Work, mapId: string): Promise<Row<'skill_map'>> {
  const row = await work.selectFrom('skill_map').selectAll().where('id', '=', mapId).executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No map has this id.')
  return row
}

/** What is taken, in the order in which it was taken. */
export async function listTaken(work: Work, mapId: string): Promise<{ id: string; edit: MapEdit }[]> {
  const rows = await work
    .selectFrom('skill_map_edit')
    .select(['id', 'edit'])
    .where('map_id', '=', mapId)
    .where('decision', '=', 'taken')
    .orderBy('decided_place')
    .execute()
  return rows.map(({ id, edit }) => ({ id, edit: MapEdit.parse(edit) }))
}

/**
 * Writes down what should be changed and why. `taken` at once only by the map's owner.
 *
 * @throws Problem `map-closed`, `skill-unknown`, `occupation-unknown`, `map-edit-void`
 */
export async function proposeEdits(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  map: { row: Row<'skill_map'>; source: MapSource },
  proposal: { edits: readonly MapEdit[]; reason: string; taken: boolean },
): Promise<string[]> {
  if (map.row.closed_at) throw new Problem('map-closed', 'The map’s owner has closed it.')
  const at = ground.now()
  const person = personOf(permission)
  const ids: string[] = []
  let source = map.source
  for (const [index, edit] of proposal.edits.entries()) {
    refuseProblem(source, edit, index)
    const id = makeId(at)
    ids.push(id)
    source = applyEdits(source, [{ id, edit }], 'sv')
    await work
      .insertInto('skill_map_edit')
      .values({
        map_id: map.row.id,
        id,
        edit: toJson(edit),
        reason: proposal.reason,
        proposed_by_organisation: permission.organisationId,
        proposed_by: person,
        proposed_at: at,
        ...(proposal.taken
          ? {
              decision: 'taken' as const,
              decision_reason: proposal.reason,
              decided_at: at,
              decided_by: person,
              decided_place: sql<string>`nextval('skill_map_decision')`,
            }
          : { decision: null, decision_reason: null, decided_at: null, decided_by: null, decided_place: null }),
      })
      .execute()
  }
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: proposal.taken ? 'skill-map.edit' : 'skill-map.propose',
    object: { kind: 'skill-map', id: map.row.id },
    details: { edits: ids, reason: proposal.reason },
    at,
  })
  return ids
}

/**
 * Takes or refuses a proposal for the map's owner, or withdraws it for whoever made it; once. A closed map takes nothing
 * more, but what lies open is still refused or withdrawn: nobody is left waiting.
 *
 * @throws Problem `map-closed`, `map-edit-decided`, and `map-edit-void` when the map has become what the proposal asks for
 */
export async function decideEdit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  map: { row: Row<'skill_map'>; source: MapSource },
  decided: { editId: string; decision: 'taken' | 'refused' | 'withdrawn'; reason: string },
): Promise<void> {
  if (map.row.closed_at && decided.decision === 'taken')
    throw new Problem('map-closed', 'The map’s owner has closed it: the proposal can be refused or withdrawn.')
  const at = ground.now()
  const row = await work
    .selectFrom('skill_map_edit')
    .select(['edit', 'decision'])
    .where('map_id', '=', map.row.id)
    .where('id', '=', decided.editId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The map has no such proposal.')
  if (row.decision) throw new Problem('map-edit-decided', `The proposal is ${row.decision} already.`)
  if (decided.decision === 'taken') refuseProblem(map.source, MapEdit.parse(row.edit), 0)
  const changed = await work
    .updateTable('skill_map_edit')
    .set({
      decision: decided.decision,
      decision_reason: decided.reason,
      decided_at: at,
      decided_by: personOf(permission),
      decided_place: sql<string>`nextval('skill_map_decision')`,
    })
    .where('map_id', '=', map.row.id)
    .where('id', '=', decided.editId)
    .where('decision', 'is', null)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw new Problem('map-edit-decided', 'The proposal was decided meanwhile.')
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: `skill-map.${decided.decision === 'taken' ? 'take' : decided.decision === 'refused' ? 'refuse' : 'withdraw'}`,
    object: { kind: 'skill-map', id: map.row.id },
    details: { edit: decided.editId, reason: decided.reason },
    at,
  })
}

function refuseProblem(source: MapSource, edit: MapEdit, index: number): void {
  const problem = checkEdit(source, edit)
  if (!problem) return
  const what = problem.code === 'map-edit-void' ? 'The map already is so.' : 'The map does not have it.'
  throw new Problem(problem.code, what, [
    { pointer: `/edits/${index}/${problem.field}`, code: problem.code, detail: what },
  ])
}

const personOf = ({ actor }: MayDesign): string | null => (actor.kind === 'person' ? actor.personId : null)
