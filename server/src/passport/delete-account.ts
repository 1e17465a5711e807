import { sql } from 'kysely'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import { leaveFollowUp } from '../follow-up/consent.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { normaliseEmail } from '../person/person.ts'
import { leaveStatistics } from '../planning/consent.ts'
import { hashToken } from '../seal.ts'
import { leaveCases } from './leave-cases.ts'
import { leaveGuidances } from './leave-guidances.ts'

/** What stays when someone has left, and why: it no longer names them. */
export const remainders = {
  'status-positions': 'The issuer’s record that a merit was issued, without name, address or content.',
  'organisation-audit': 'What they did on behalf of an organisation, in that organisation’s own log.',
} as const
export type Remainder = keyof typeof remainders

export type Deletion = {
  removed: {
    merits: number
    imports: number
    selfClaims: number
    validations: number
    creditApplications: number
    aims: number
    guidances: number
    wholeRequests: number
    shares: number
    passkeys: number
    sessions: number
  }
  remains: Remainder[]
}

/**
 * Deletes an account with everything in it.
 *
 * Of a merit only what its status list needs is left: whoever holds a copy can still be told that it was revoked.
 *
 * @throws Problem `confirmation-mismatch`, or `last-representative` where an organisation would be left without one
 */
export async function deleteAccount(ground: Ground, person: PersonActor, confirm: string): Promise<Deletion> {
  if (normaliseEmail(confirm) !== normaliseEmail(person.email))
    throw new Problem('confirmation-mismatch', 'Write the e-mail address of your account, to be sure that you mean it.')
  return ground.database.act(systemScope, async (work) => {
    await requireOtherRepresentatives(work, person.personId)
    const emails = await work
      .deleteFrom('person_email')
      .where('person_id', '=', person.personId)
      .returning('email')
      .execute()
    const addresses = emails.map(({ email }) => email)
    await leaveStatistics(ground, work, person.personId)
    await leaveFollowUp(work, person.personId)
    const removed = {
      merits: await eraseMerits(ground, work, person.personId),
      shares: await remove(work, 'share', person.personId),
      imports: await remove(work, 'imported_credential', person.personId),
      selfClaims: await remove(work, 'self_claim', person.personId),
      validations: await remove(work, 'validation_case', person.personId),
      creditApplications: await remove(work, 'credit_application', person.personId),
      aims: await remove(work, 'aim', person.personId),
      guidances: await remove(work, 'guidance', person.personId),
      wholeRequests: await remove(work, 'whole_request', person.personId),
      passkeys: await remove(work, 'passkey', person.personId),
      sessions: await remove(work, 'session', person.personId),
    }
    await work.deleteFrom('share_address').where('holder_id', '=', person.personId).execute()
    await work.deleteFrom('guidance_address').where('holder_id', '=', person.personId).execute()
    for (const table of [
      'wallet_token',
      'wallet_representation',
      'badge_connection',
      'holder_key',
      'emrex_session',
      'emrex_record',
    ] as const)
      await work.deleteFrom(table).where('holder_id', '=', person.personId).execute()
    await work.deleteFrom('claim_address').where('holder_id', '=', person.personId).execute()
    await work.deleteFrom('notice').where('holder_id', '=', person.personId).execute()
    if (addresses.length > 0) {
      await eraseRows(work, addresses)
      await work.deleteFrom('waiting_mail').where('recipient_hash', 'in', addresses.map(hashToken)).execute()
      await work.updateTable('follow_up_employer').set({ email: null }).where('email', 'in', addresses).execute()
      await work.updateTable('need_unit').set({ email: null }).where('email', 'in', addresses).execute()
      await work.deleteFrom('login_link').where('email', 'in', addresses).execute()
      await work.deleteFrom('demo_mail').where('recipient', 'in', addresses).execute()
    }
    await leaveCases(work, person.personId)
    await leaveGuidances(ground, work, person.personId)
    const asMember = await eraseFromLogs(work, person.personId)
    await work.deleteFrom('person').where('id', '=', person.personId).execute()
    return {
      removed,
      remains: [
        ...(removed.merits > 0 ? (['status-positions'] as const) : []),
        ...(asMember > 0 ? (['organisation-audit'] as const) : []),
      ],
    }
  })
}

async function requireOtherRepresentatives(work: Work, personId: string): Promise<void> {
  const own = await work
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
    .select(['organisation_id', 'legal_name', 'roles'])
    .where('person_id', '=', personId)
    .forUpdate('membership')
    .execute()
  for (const { organisation_id, legal_name } of own.filter(({ roles }) => roles.includes('representative'))) {
    const others = await work
      .selectFrom('membership')
      .select('roles')
      .where('organisation_id', '=', organisation_id)
      .where('person_id', '!=', personId)
      .execute()
    if (!others.some(({ roles }) => roles.includes('representative')))
      throw new Problem('last-representative', `Make someone else a representative of ${legal_name} first.`)
  }
}

async function eraseMerits(ground: Ground, work: Work, holderId: string): Promise<number> {
  // What was never signed needs no status: it goes wholly, and nobody can approve it any more.
  await work.deleteFrom('credential').where('holder_id', '=', holderId).where('document', 'is', null).execute()
  const erased = await work
    .updateTable('credential')
    .set({
      recipient_name: '',
      recipient_email: '',
      facts: toJson({}),
      document: null,
      status_reason: null,
      replacement_reason: null,
      erased_at: ground.now(),
    })
    .where('holder_id', '=', holderId)
    .returning('id')
    .execute()
  // The addresses of what was signed stay, so that its issuer can still revoke it; nothing is shown at them any more.
  await work
    .deleteFrom('credential_address')
    .where('holder_id', '=', holderId)
    .where((address) =>
      address.not(
        address.exists(
          address
            .selectFrom('credential')
            .select('id')
            .where('credential.holder_id', '=', holderId)
            .whereRef('credential.id', '=', 'credential_address.id'),
        ),
      ),
    )
    .execute()
  await work
    .updateTable('issuing_row')
    .set({ content: toJson(erasedRow), problem: null })
    .where('holder_id', '=', holderId)
    .execute()
  return erased.length
}

/** A row of a file of recipients, whose place in the file is all that is left; without its key it is never issued. */
const erasedRow = { recipient: { name: '', email: '' } }

/** Rows that came to nothing, or have not come to anything yet, know nobody: they are found by what stands in them. */
async function eraseRows(work: Work, addresses: readonly string[]): Promise<void> {
  for (const address of addresses)
    await work
      .updateTable('issuing_row')
      .set({ state: 'failed', content: toJson(erasedRow), problem: toJson([{ code: 'recipient-left', detail: '' }]) })
      .where('holder_id', 'is', null)
      .where(sql<boolean>`content::text ilike ${likePattern(toJson(address).slice(1, -1))}`)
      .execute()
}

/** Removes and counts. */
async function remove(
  work: Work,
  table:
    | 'share'
    | 'imported_credential'
    | 'self_claim'
    | 'validation_case'
    | 'credit_application'
    | 'aim'
    | 'guidance'
    | 'whole_request'
    | 'passkey'
    | 'session',
  personId: string,
): Promise<number> {
  const column = table === 'passkey' || table === 'session' ? 'person_id' : 'holder_id'
  const gone = await work.deleteFrom(table).where(column, '=', personId).returning(column).execute()
  return gone.length
}

/**
 * The holder's own entries go; an organisation's stay without pointing to the holder, and without their address where
 * they tell of a role that was given. Says how many tell of what they did themselves as a member: those keep the name.
 */
async function eraseFromLogs(work: Work, personId: string): Promise<number> {
  await work.deleteFrom('audit_entry').where('holder_id', '=', personId).where('organisation_id', 'is', null).execute()
  await work
    .updateTable('audit_entry')
    .set({ holder_id: null, details: toJson({}) })
    .where('holder_id', '=', personId)
    .execute()
  await work
    .updateTable('audit_entry')
    .set({ details: sql<string>`details - 'email'` })
    .where('object_kind', '=', 'person')
    .where('object_id', '=', personId)
    .execute()
  const asMember = await work
    .updateTable('audit_entry')
    .set({ actor_id: null })
    .where('actor_id', '=', personId)
    .where('organisation_id', 'is not', null)
    .returning('id')
    .execute()
  return asMember.length
}
