import { type Language, LocalText, pickText } from '@bricka/domain/local-text'
import { MapEdit } from '@bricka/domain/skill/map-edit'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { pickLabel } from './find-skills.ts'
import type { EditView, OwnMapView } from './own-map.ts'

export async function listMaps(
  work: Work,
  question: Paging & { organisationId?: string | undefined; id?: string },
): Promise<{ items: OwnMapView[]; total: number }> {
  const { limit, offset } = windowOf(question)
  const found = work
    .selectFrom('skill_map')
    .innerJoin('organisation', 'organisation.id', 'skill_map.owner_id')
    .$if(question.id !== undefined, (query) => query.where('skill_map.id', '=', question.id ?? ''))
    .$if(question.organisationId !== undefined, (query) =>
      query.where('skill_map.owner_id', '=', question.organisationId ?? ''),
    )
    .$if(question.search !== '', (query) =>
      query.where(sql<boolean>`skill_map.title::text || organisation.legal_name ilike ${likePattern(question.search)}`),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .selectAll('skill_map')
    .select('organisation.legal_name')
    .select(
      sql<string>`(select count(*) from skill_map_edit e where e.map_id = skill_map.id and e.decision = 'taken')`.as(
        'edits',
      ),
    )
    .orderBy('skill_map.created_at', 'desc')
    .orderBy('skill_map.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: Number(total),
    items: rows.map((row) => ({
      id: row.id,
      ownerId: row.owner_id,
      ownerName: row.legal_name,
      framework: row.framework,
      version: row.version,
      title: LocalText.parse(row.title),
      about: row.about && LocalText.parse(row.about),
      createdAt: row.created_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
      edits: Number(row.edits),
    })),
  }
}

/** Who proposed what, when and why, and what became of it, the newest first; as much of it as whoever asks may see. */
export async function listEdits(
  work: Work,
  question: Paging & {
    mapId: string
    language: Language
    decision?: 'open' | 'taken' | 'refused' | 'withdrawn' | undefined
    editId?: string
  },
): Promise<{ items: EditView[]; total: number }> {
  const { limit, offset } = windowOf(question)
  const { decision, mapId } = question
  const found = work
    .selectFrom('skill_map_edit')
    .innerJoin('organisation', 'organisation.id', 'skill_map_edit.proposed_by_organisation')
    .leftJoin('person', 'person.id', 'skill_map_edit.proposed_by')
    .where('map_id', '=', mapId)
    .$if(question.editId !== undefined, (query) => query.where('skill_map_edit.id', '=', question.editId ?? ''))
    .$if(decision === 'open', (query) => query.where('decision', 'is', null))
    .$if(decision !== undefined && decision !== 'open', (query) =>
      query.where('decision', '=', decision === undefined || decision === 'open' ? null : decision),
    )
    .$if(question.search !== '', (query) =>
      query.where(
        sql<boolean>`skill_map_edit.reason || skill_map_edit.edit::text ilike ${likePattern(question.search)}`,
      ),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .selectAll('skill_map_edit')
    .select(['organisation.legal_name', 'person.name'])
    .orderBy('place', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const read = rows.map((row) => ({ row, edit: MapEdit.parse(row.edit) }))
  const names = await nameAddresses(
    work,
    mapId,
    read.flatMap(({ edit }) => addressesOf(edit)),
    question.language,
  )
  return {
    total: Number(total),
    items: read.map(({ row, edit }) => ({
      id: row.id,
      edit,
      names: Object.fromEntries(
        addressesOf(edit).flatMap((uri) => {
          const name = names.get(uri)
          return name === undefined ? [] : [[uri, name]]
        }),
      ),
      reason: row.reason,
      proposedBy: {
        organisationId: row.proposed_by_organisation,
        organisationName: row.legal_name,
        name: row.name,
      },
      proposedAt: row.proposed_at.toISOString(),
      decision: row.decision,
      decisionReason: row.decision_reason,
      decidedAt: row.decided_at?.toISOString() ?? null,
    })),
  }
}

/** What an edit speaks of that is named elsewhere. */
function addressesOf(edit: MapEdit): readonly string[] {
  switch (edit.kind) {
    case 'set-relation':
      return [edit.occupation, edit.skill]
    case 'count-as':
    case 'stop-counting-as':
      return [edit.held, edit.wanted]
    case 'add-skill':
      return [...edit.broader, ...edit.families]
    case 'add-family':
      return edit.parents
    case 'add-occupation':
      return []
  }
}

/** What addresses are called: in the classifications, or by the edits of the map that brought them. */
async function nameAddresses(
  work: Work,
  mapId: string,
  addresses: readonly string[],
  language: Language,
): Promise<ReadonlyMap<string, string>> {
  if (addresses.length === 0) return new Map()
  const wanted = [...new Set(addresses)]
  const concepts = await work.selectFrom('skill_concept').select(['uri', 'labels']).where('uri', 'in', wanted).execute()
  const added = await work
    .selectFrom('skill_map_edit')
    .select('edit')
    .where('map_id', '=', mapId)
    .where(sql<string>`edit->>'uri'`, 'in', wanted)
    .execute()
  const own = added.flatMap(({ edit }) => {
    const read = MapEdit.parse(edit)
    return 'uri' in read ? [[read.uri, pickText(read.label, language)?.text ?? read.uri] as const] : []
  })
  return new Map([...concepts.map(({ uri, labels }) => [uri, pickLabel(labels, language, uri).text] as const), ...own])
}
