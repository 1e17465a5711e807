import { findLostFields, StudyTemplate } from '@bricka/domain/landscape/study-template'
import { typedLine, typedText } from '@bricka/domain/typed-text'
import { sql } from 'kysely'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign, MayRead } from '../organisation/permission.ts'

export const NewStudy = z.strictObject({
  title: typedLine().min(1).max(160),
  about: typedText().max(3000).default(''),
})
export type NewStudy = z.infer<typeof NewStudy>

export const StudyView = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  template: StudyTemplate,
  templateVersion: z.number(),
  units: z.number().describe('Recorded and not withdrawn'),
  publishedAt: z.string().nullable(),
})
export type StudyView = z.infer<typeof StudyView>

/** Begins a study; it asks what all studies ask until it is told otherwise. */
export async function addStudy(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  { title, about }: NewStudy,
): Promise<{ id: string }> {
  const at = ground.now()
  const id = makeId(at)
  await work
    .insertInto('landscape_study')
    .values({
      ...{ id, organisation_id: permission.organisationId, title, about, created_at: at, published_at: null },
      ...{ template: toJson(StudyTemplate.parse({})), template_version: 1 },
    })
    .execute()
  await record(ground, work, permission, 'study-added', id, { title })
  return { id }
}

const withUnits = sql<number>`(select count(*)::int from landscape_unit u
  where u.study_id = landscape_study.id and u.withdrawn_at is null)`.as('units')

export async function listStudies(
  work: Work,
  { organisationId }: MayRead,
  paging: Paging,
): Promise<{ items: StudyView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const found = work
    .selectFrom('landscape_study')
    .where('organisation_id', '=', organisationId)
    .where('title', 'ilike', likePattern(paging.search))
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .selectAll()
    .select(withUnits)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { total: Number(total), items: rows.map(toView) }
}

export async function viewStudy(work: Work, permission: MayRead | MayDesign, id: string): Promise<StudyView> {
  const row = await ownStudy(work, permission, id).selectAll().select(withUnits).executeTakeFirst()
  if (!row) throw notFound()
  return toView(row)
}

/** @throws Problem `not-found` */
export async function getStudy(
  work: Work,
  permission: MayRead | MayDesign,
  id: string,
): Promise<Row<'landscape_study'>> {
  const row = await ownStudy(work, permission, id).selectAll().executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/**
 * Changes what the study asks from now on. What has been recorded stays as it was said.
 *
 * @throws Problem `field-lost` when a field that has been asked would be gone or of another kind
 */
export async function changeTemplate(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  id: string,
  template: StudyTemplate,
): Promise<{ templateVersion: number }> {
  const row = await ownStudy(work, permission, id).selectAll().forUpdate().executeTakeFirst()
  if (!row) throw notFound()
  const lost = findLostFields(row.template, template)
  if (lost.length > 0)
    throw new Problem(
      'field-lost',
      'A field that has been asked is switched off, not taken away, and keeps its kind.',
      lost.map((field) => ({ pointer: '/own', code: 'field-lost', detail: field })),
    )
  const templateVersion = row.template_version + 1
  await work
    .updateTable('landscape_study')
    .set({ template: toJson(template), template_version: templateVersion })
    .where('id', '=', id)
    .execute()
  await record(ground, work, permission, 'study-template-changed', id, { templateVersion })
  return { templateVersion }
}

/** Shows the study and its units to everyone, or takes it back from sight. */
export async function publishStudy(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  id: string,
  published: boolean,
): Promise<void> {
  const row = await getStudy(work, permission, id)
  if ((row.published_at !== null) === published) return
  await work
    .updateTable('landscape_study')
    .set({ published_at: published ? ground.now() : null })
    .where('id', '=', id)
    .execute()
  await record(ground, work, permission, published ? 'study-published' : 'study-hidden', id, {})
}

const ownStudy = (work: Work, { organisationId }: MayRead | MayDesign, id: string) =>
  work.selectFrom('landscape_study').where('id', '=', id).where('organisation_id', '=', organisationId)

const notFound = () => new Problem('not-found', 'The organisation has no such study.')

const toView = (row: Row<'landscape_study'> & { units: number }): StudyView => ({
  id: row.id,
  title: row.title,
  about: row.about,
  template: StudyTemplate.parse(row.template),
  templateVersion: row.template_version,
  units: row.units,
  publishedAt: row.published_at?.toISOString() ?? null,
})

export const record = (
  ground: Ground,
  work: Work,
  permission: MayDesign,
  act: string,
  id: string,
  details: Record<string, unknown>,
) =>
  writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act,
    object: { kind: 'landscape', id },
    details,
    at: ground.now(),
  })
