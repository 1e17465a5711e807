import type { Work } from '../database/connect.ts'

/** A person's cases with everything in their files, and what they asked formal educations with the signed answers. */
export async function exportCases(work: Work, holderId: string) {
  const cases = await work.selectFrom('validation_case').selectAll().where('holder_id', '=', holderId).execute()
  const events = await work
    .selectFrom('case_event')
    .select(['case_id', 'number', 'at', 'by_name', 'as_part', 'event', 'digest'])
    .where('holder_id', '=', holderId)
    .orderBy('case_id')
    .orderBy('number')
    .execute()
  const applications = await work
    .selectFrom('credit_application')
    .select([
      'id',
      'decider_id',
      'target',
      'basis',
      'note',
      'state',
      'decision',
      'appeal',
      'earlier',
      'document',
      'created_at',
      'decided_at',
    ])
    .where('holder_id', '=', holderId)
    .execute()
  const wholes = await work
    .selectFrom('whole_request')
    .select([
      'id',
      'stack_id',
      'owner_id',
      'parts',
      'note',
      'state',
      'reason',
      'credential_id',
      'created_at',
      'decided_at',
    ])
    .where('holder_id', '=', holderId)
    .execute()
  return {
    validations: cases.map(({ holder_id: _, ...one }) => ({
      ...one,
      file: events.filter(({ case_id }) => case_id === one.id).map(({ case_id: _case, ...event }) => event),
    })),
    creditApplications: applications,
    wholeRequests: wholes,
  }
}
