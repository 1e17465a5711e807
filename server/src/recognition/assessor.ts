import { Assessor } from '@bricka/domain/recognition/assessor'
import { PersonId } from '@bricka/domain/recognition/judgement'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayCoordinate, MayRead } from '../organisation/permission.ts'

export const AssessorContent = Assessor.omit({ personId: true }).strict()
export type AssessorContent = z.infer<typeof AssessorContent>
export const AssessorView = Assessor.extend({ name: z.string(), openCases: z.number() })
export type AssessorView = z.infer<typeof AssessorView>

/**
 * Writes down why a member may assess: training, trade, and until when. The role alone lets nobody judge.
 *
 * @throws Problem `not-found` where the person is no member with the role of an assessor
 */
export async function registerAssessor(
  ground: Ground,
  work: Work,
  permission: MayCoordinate,
  personId: string,
  content: AssessorContent,
): Promise<void> {
  const member = await work
    .selectFrom('membership')
    .select('roles')
    .where('organisation_id', '=', permission.organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!member?.roles.includes('assessor'))
    throw new Problem('not-found', 'Give the person the role of an assessor in the organisation first.')
  const now = ground.now()
  const written = toJson(content)
  await work
    .insertInto('assessor')
    .values({
      provider_id: permission.organisationId,
      person_id: personId,
      content: written,
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider_id', 'person_id']).doUpdateSet({ content: written, changed_at: now }),
    )
    .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'assessor-registered',
    object: { kind: 'person', id: personId },
    at: now,
  })
}

export async function listAssessors(work: Work, permission: MayCoordinate | MayRead): Promise<AssessorView[]> {
  const rows = await work
    .selectFrom('assessor')
    .leftJoin('person', 'person.id', 'assessor.person_id')
    .select((select) => [
      'person_id',
      'content',
      'person.name',
      select
        .selectFrom('case_assessor')
        .innerJoin('validation_case', (join) =>
          join
            .onRef('validation_case.holder_id', '=', 'case_assessor.holder_id')
            .onRef('validation_case.id', '=', 'case_assessor.case_id'),
        )
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('case_assessor.provider_id', '=', 'assessor.provider_id')
        .whereRef('case_assessor.person_id', '=', 'assessor.person_id')
        .where('standing', 'in', ['open', 'paused', 'proposed'])
        .as('open_cases'),
    ])
    .where('assessor.provider_id', '=', permission.organisationId)
    .execute()
  return rows
    .map((row) => ({
      ...Assessor.parse({ ...AssessorContent.parse(row.content), personId: row.person_id }),
      name: row.name ?? '',
      openCases: Number(row.open_cases),
    }))
    .sort((one, other) => one.name.localeCompare(other.name, 'sv'))
}

/** @throws Problem `not-found` */
export async function getAssessor(work: Work, providerId: string, personId: string): Promise<Assessor> {
  const row = await work
    .selectFrom('assessor')
    .select('content')
    .where('provider_id', '=', providerId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has registered no such assessor.')
  return Assessor.parse({ ...AssessorContent.parse(row.content), personId: PersonId.parse(personId) })
}
