import { LocalText } from '@bricka/domain/local-text'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { addKey, rotateKey } from './organisation-key.ts'
import type { MayRepresent } from './permission.ts'

export const OrganisationChange = z.object({
  legalName: typedLine().min(2).max(200).optional(),
  region: typedLine().max(80).nullable().optional(),
  homepage: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable()
    .optional(),
  email: z.email().max(200).nullable().optional(),
  about: LocalText.nullable().optional(),
  fourEyes: z
    .boolean()
    .optional()
    .describe(
      'Whether every credential needs someone else’s approval; nobody switches it off alone: see four-eyes/release',
    ),
  carriesEndorsements: z
    .boolean()
    .optional()
    .describe('Whether badges that are issued carry what social partners have signed of the merit'),
})
export type OrganisationChange = z.infer<typeof OrganisationChange>

/**
 * Changes what may change: the short name and the did:web stay, for what is issued points to them. Four eyes are
 * switched on here, which also takes back that someone asked for their end. @throws Problem `four-eyes-stand`
 */
export async function changeOrganisation(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  change: OrganisationChange,
): Promise<void> {
  const set = {
    ...(change.legalName !== undefined && { legal_name: change.legalName }),
    ...(change.region !== undefined && { region: change.region }),
    ...(change.homepage !== undefined && { homepage: change.homepage }),
    ...(change.email !== undefined && { email: change.email }),
    ...(change.about !== undefined && { about: change.about && toJson(change.about) }),
    ...(change.fourEyes !== undefined && { four_eyes: change.fourEyes }),
    ...(change.carriesEndorsements !== undefined && { carries_endorsements: change.carriesEndorsements }),
  }
  if (Object.keys(set).length === 0) return
  if (change.fourEyes !== undefined) await changeFourEyes(work, permission, change.fourEyes)
  await work.updateTable('organisation').set(set).where('id', '=', permission.organisationId).execute()
  await recordChange(ground, work, permission, 'organisation-changed', { ...change })
}

async function changeFourEyes(work: Work, { organisationId }: MayRepresent, on: boolean): Promise<void> {
  const { four_eyes: stands } = await work
    .selectFrom('organisation')
    .select('four_eyes')
    .where('id', '=', organisationId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (stands && !on)
    throw new Problem('four-eyes-stand', 'Ask for it at four-eyes/release: another agrees, or it waits 72 hours.')
  if (on) await work.deleteFrom('four_eyes_release').where('organisation_id', '=', organisationId).execute()
}

/** A new signing key; what the old ones signed stays good. */
export async function rotateOrganisationKey(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
): Promise<{ verificationMethod: string }> {
  const verificationMethod = await rotateKey(ground, work, await findDid(work, permission))
  await recordChange(ground, work, permission, 'key-rotated', { verificationMethod })
  return { verificationMethod }
}

/**
 * Says that a key was in someone else's hands from a moment on: what it signed later is not to be trusted. When it is
 * the key in use, a new one takes its place at once.
 */
export async function reportCompromise(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  keyId: string,
  at: Date,
): Promise<void> {
  const now = ground.now()
  if (at > now)
    throw new Problem('request-invalid', 'A key is reported for what has happened, not for what will.', [
      { pointer: '/at', code: 'in-the-future', detail: at.toISOString() },
    ])
  const key = await work
    .selectFrom('organisation_key')
    .select(['retired_at', 'compromised_at'])
    .where('organisation_id', '=', permission.organisationId)
    .where('id', '=', keyId)
    .forUpdate()
    .executeTakeFirst()
  if (!key) throw new Problem('not-found', 'The organisation has no such key.')
  if (key.compromised_at) throw new Problem('key-not-current', 'It has been reported already.')
  await work
    .updateTable('organisation_key')
    .set({ compromised_at: at, retired_at: key.retired_at ?? now, sealed_private_key: null })
    .where('organisation_id', '=', permission.organisationId)
    .where('id', '=', keyId)
    .execute()
  if (!key.retired_at) {
    await addKey(ground, work, await findDid(work, permission))
    // What the key signed about status may be false as well: every list is signed anew.
    await work
      .updateTable('status_list')
      .set({ document: null })
      .where('organisation_id', '=', permission.organisationId)
      .execute()
  }
  await recordChange(ground, work, permission, 'key-compromised', { keyId, at: at.toISOString() })
}

const findDid = (work: Work, permission: MayRepresent) =>
  work
    .selectFrom('organisation')
    .select(['id', 'did'])
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()

/** What a representative did to the organisation itself, for its log. */
export async function recordChange(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  act: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act,
    object: { kind: 'organisation', id: permission.organisationId },
    details,
    at: ground.now(),
  })
}
