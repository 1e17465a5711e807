import type { Work } from '../database/connect.ts'

/**
 * Takes the name of someone who has left out of the cases they worked in, and them off the registers of assessors.
 * What they did stays: a case could not be re-examined without it.
 */
export async function leaveCases(work: Work, personId: string): Promise<void> {
  await work.updateTable('case_event').set({ by_name: '' }).where('by_person', '=', personId).execute()
  await work.updateTable('case_assessor').set({ name: '' }).where('person_id', '=', personId).execute()
  await work.updateTable('credit_application').set({ decided_by: null }).where('decided_by', '=', personId).execute()
  await work.deleteFrom('assessor').where('person_id', '=', personId).execute()
}
