import type { Work } from '../database/connect.ts'

/** For the file of everything that is held about a person: the surveys that asked them, by their address, and when. */
export async function exportAsked(work: Work, emails: readonly string[]) {
  if (emails.length === 0) return []
  return work
    .selectFrom('need_unit')
    .innerJoin('need_wave', 'need_wave.id', 'need_unit.wave_id')
    .innerJoin('organisation', 'organisation.id', 'need_wave.organisation_id')
    .select([
      'need_unit.email',
      'legal_name as organisation',
      'need_unit.stratum',
      'need_unit.invited_at',
      'need_unit.reminded_at',
      'need_unit.answer',
      'need_unit.sent_at',
    ])
    .where('need_unit.email', 'in', [...emails])
    .execute()
}
