import { systemScope } from '../database/connect.ts'
import { exportFollowUp } from '../follow-up/consent.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { exportAsked } from '../need/export-asked.ts'
import { listPasskeys } from '../person/passkey.ts'
import { exportStatistics } from '../planning/consent.ts'
import { exportCases } from './export-cases.ts'
import { exportGuidance } from './export-guidance.ts'
import { listImports } from './import-credential.ts'
import { listLog } from './list-log.ts'
import { listShares } from './list-shares.ts'
import { getPassportItem, listPassport } from './passport-view.ts'
import { listSelfClaims } from './self-claim.ts'

const everything = { search: '', page: 1, perPage: 1_000_000, format: 'csv' } as const

/** Everything that is held about a person, in a file of their own: credentials as they were signed, the rest as JSON. */
export async function exportAccount(ground: Ground, person: PersonActor): Promise<Record<string, unknown>> {
  const passkeys = await listPasskeys(ground, person)
  return ground.database.act(systemScope, async (work) => {
    const account = await work
      .selectFrom('person')
      .selectAll()
      .where('id', '=', person.personId)
      .executeTakeFirstOrThrow()
    const emails = await work
      .selectFrom('person_email')
      .select(['email', 'verified_at'])
      .where('person_id', '=', person.personId)
      .execute()
    const logins = await work
      .selectFrom('person_login')
      .select(['provider', 'subject', 'created_at'])
      .where('person_id', '=', person.personId)
      .execute()
    const sessions = await work
      .selectFrom('session')
      .select(['device', 'created_at', 'last_used_at', 'expires_at'])
      .where('person_id', '=', person.personId)
      .execute()
    const memberships = await work
      .selectFrom('membership')
      .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
      .select(['legal_name', 'roles', 'membership.created_at'])
      .where('person_id', '=', person.personId)
      .execute()
    const passport = await listPassport(work, person.personId, everything)
    const merits = []
    for (const item of passport.items) {
      const { document } = await getPassportItem(work, person.personId, item.id)
      merits.push({ ...item, document })
    }
    const imports = await work
      .selectFrom('imported_credential')
      .select(['id', 'document', 'report'])
      .where('holder_id', '=', person.personId)
      .execute()
    const listed = await listImports(work, person.personId, everything)
    return {
      exportedAt: ground.now().toISOString(),
      person: {
        id: account.id,
        name: account.name,
        locale: account.locale,
        createdAt: account.created_at.toISOString(),
        claimedAt: account.claimed_at?.toISOString() ?? null,
      },
      emails,
      logins,
      passkeys,
      sessions,
      memberships,
      merits,
      imports: listed.items.map((item) => ({ ...item, ...imports.find(({ id }) => id === item.id) })),
      selfClaims: await listSelfClaims(work, person.personId),
      ...(await exportCases(work, person.personId)),
      apps: await work
        .selectFrom('badge_connection')
        .innerJoin('badge_client', 'badge_client.id', 'badge_connection.client_id')
        .select(['name', 'scopes', 'badge_connection.created_at', 'last_used_at', 'ended_at'])
        .where('holder_id', '=', person.personId)
        .execute(),
      // In the clear only what anyone may see: the private halves go along behind the holder's passphrase.
      keys: await work
        .selectFrom('holder_key')
        .select(['imported_id', 'credential_id', 'public_jwk', 'created_at'])
        .where('holder_id', '=', person.personId)
        .execute(),
      results: await work
        .selectFrom('emrex_record')
        .select(['id', 'provider_name', 'document', 'match', 'fetched_at'])
        .where('holder_id', '=', person.personId)
        .execute(),
      archives: await work
        .selectFrom('taken_archive')
        .select(['id', 'source', 'sealed_by', 'exported_at', 'created_at'])
        .where('holder_id', '=', person.personId)
        .execute(),
      files: await work
        .selectFrom('taken_file')
        .select(['archive_id', 'path', 'name', 'media_type', 'bytes'])
        .where('holder_id', '=', person.personId)
        .execute(),
      wallets: await work
        .selectFrom('wallet_representation')
        .select(['credential_id', 'configuration', 'wallet', 'told', 'created_at'])
        .where('holder_id', '=', person.personId)
        .execute(),
      ...(await exportGuidance(work, person.personId)),
      statistics: await exportStatistics(work, person.personId),
      followUp: await exportFollowUp(work, person.personId),
      surveys: await exportAsked(
        work,
        emails.map(({ email }) => email),
      ),
      shares: (await listShares(ground, work, person, everything)).items,
      log: (await listLog(work, person.personId, everything)).items,
    }
  })
}
