import type { Work } from '../database/connect.ts'

/** A person's aims with their plans, and their guidances: what they shared, what was written, and what was seen. */
export async function exportGuidance(work: Work, holderId: string) {
  const aims = await work.selectFrom('aim').selectAll().where('holder_id', '=', holderId).execute()
  const plans = await work.selectFrom('aim_plan').selectAll().where('holder_id', '=', holderId).execute()
  const guidances = await work
    .selectFrom('guidance')
    .leftJoin('organisation', 'organisation.id', 'guidance.organisation_id')
    .select(['guidance.id', 'legal_name', 'counsellor_name', 'message', 'standing', 'ended_by'])
    .select(['guidance.created_at', 'guidance.changed_at', 'expires_at', 'handover_name', 'handover_why'])
    .where('holder_id', '=', holderId)
    .execute()
  const consents = await work.selectFrom('guidance_consent').selectAll().where('holder_id', '=', holderId).execute()
  const entries = await work
    .selectFrom('guidance_entry')
    .selectAll()
    .where('holder_id', '=', holderId)
    .orderBy('number')
    .execute()
  const readings = await work
    .selectFrom('guidance_reading')
    .selectAll()
    .where('holder_id', '=', holderId)
    .orderBy('read_at')
    .execute()
  return {
    aims: aims.map(({ holder_id: _, ...aim }) => ({
      ...aim,
      plan: plans.find(({ aim_id }) => aim_id === aim.id)?.plan ?? null,
    })),
    guidances: guidances.map((guidance) => ({
      ...guidance,
      consents: consents
        .filter(({ guidance_id }) => guidance_id === guidance.id)
        .map(({ thing_kind, title, purpose, given_at, withdrawn_at }) => ({
          thing: thing_kind,
          title,
          purpose,
          givenAt: given_at,
          withdrawnAt: withdrawn_at,
        })),
      entries: entries
        .filter(({ guidance_id }) => guidance_id === guidance.id)
        .map(({ number, by_name, content, answer, created_at }) => ({
          number,
          by: by_name,
          content,
          answer,
          at: created_at,
        })),
      seen: readings
        .filter(({ guidance_id }) => guidance_id === guidance.id)
        .map(({ by_name, things, read_at }) => ({ by: by_name, things, at: read_at })),
    })),
  }
}
