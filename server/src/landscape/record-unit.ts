import { GoodPractice, type LearningUnit } from '@bricka/domain/landscape/learning-unit'
import { checkAnswers } from '@bricka/domain/landscape/study-template'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { getStudy, record } from './study.ts'

/**
 * Records units as they were found: all of them or none, so that a file with a fault leaves nothing half taken.
 *
 * @throws Problem `not-found`; `answers-refused` with each answer that the study's template has not asked for
 */
export async function recordUnits(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  studyId: string,
  units: readonly LearningUnit[],
): Promise<{ ids: string[] }> {
  const { template } = await getStudy(work, permission, studyId)
  const problems = units.flatMap(({ answers }, index) =>
    checkAnswers(template, answers).map((one) => ({
      ...one,
      pointer: units.length > 1 ? `/${index}${one.pointer}` : one.pointer,
    })),
  )
  if (problems.length > 0) throw refused(problems)
  const at = ground.now()
  const rows = units.map((unit) => ({
    ...{ id: makeId(at), study_id: studyId, organisation_id: permission.organisationId, ...columnsOf(unit) },
    ...{ good_practice: null, created_at: at, amended_at: at, withdrawn_at: null },
  }))
  if (rows.length > 0) await work.insertInto('landscape_unit').values(rows).execute()
  for (const { id, name } of rows) await record(ground, work, permission, 'unit-recorded', id, { studyId, name })
  return { ids: rows.map(({ id }) => id) }
}

/** Puts right what was recorded. What a field held before it was switched off may stay. */
export async function amendUnit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  id: string,
  unit: LearningUnit,
): Promise<void> {
  const row = await lockUnit(work, permission, id)
  const { template } = await getStudy(work, permission, row.study_id)
  const problems = checkAnswers(template, unit.answers, row.unit.answers)
  if (problems.length > 0) throw refused(problems)
  await work
    .updateTable('landscape_unit')
    .set({ ...columnsOf(unit), amended_at: ground.now() })
    .where('id', '=', id)
    .execute()
  await record(ground, work, permission, 'unit-amended', id, { before: row.unit })
}

/** Takes a unit out of every list and figure, or puts it back. */
export async function withdrawUnit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  id: string,
  withdrawn: boolean,
): Promise<void> {
  const row = await lockUnit(work, permission, id)
  if ((row.withdrawn_at !== null) === withdrawn) return
  await work
    .updateTable('landscape_unit')
    .set({ withdrawn_at: withdrawn ? ground.now() : null })
    .where('id', '=', id)
    .execute()
  await record(ground, work, permission, withdrawn ? 'unit-withdrawn' : 'unit-restored', id, { name: row.name })
}

/** Shows a unit as an example, with why; `undefined` takes that back. */
export async function showAsExample(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  id: string,
  example: GoodPractice | undefined,
): Promise<void> {
  const row = await lockUnit(work, permission, id)
  const why = example ? GoodPractice.parse(example).why : null
  if (row.good_practice === why) return
  await work.updateTable('landscape_unit').set({ good_practice: why }).where('id', '=', id).execute()
  await record(ground, work, permission, 'unit-example-changed', id, { why })
}

async function lockUnit(work: Work, { organisationId }: MayDesign, id: string): Promise<Row<'landscape_unit'>> {
  const row = await work
    .selectFrom('landscape_unit')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has recorded no such unit.')
  return row
}

const refused = (problems: ReturnType<typeof checkAnswers>): Problem =>
  new Problem('answers-refused', 'Answer what the study asks, with the options that it has.', [...problems])

const columnsOf = (unit: LearningUnit) => ({
  unit: toJson(unit),
  area: unit.area,
  kind: unit.kind,
  name: unit.name,
  provider: unit.provider,
})
