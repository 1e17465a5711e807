import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The second wall around what had none: who asks as a person or an organisation reaches their own, and nothing else.
 * Logins, sessions and outgoing mail belong to the system alone.
 */
export const secondWall: Migration = {
  async up(db) {
    await sql.raw(systemOnly).execute(db)
    await sql.raw(own).execute(db)
    await sql.raw(narrower).execute(db)
  },
}

const wall = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

const systemOnly = ['login_link', 'login_challenge', 'demo_mail', 'demo_step'].map(wall).join('\n')

const ofTheirOwn = ['person_login', 'passkey', 'session']

const own = `
${ofTheirOwn
  .map((table) => `${wall(table)}\ncreate policy own on ${table} to bricka_person using (person_id = acting_holder());`)
  .join('\n')}

${wall('person')}
create policy own_read on person for select to bricka_person using (id = acting_holder());
create policy own_change on person for update to bricka_person using (id = acting_holder());
create policy fellow_members on person for select to bricka_person using (exists (
  select from membership m where m.person_id = person.id and m.organisation_id = any (acting_organisations())));

${wall('person_email')}
create policy own_read on person_email for select to bricka_person using (person_id = acting_holder());
create policy fellow_members on person_email for select to bricka_person using (exists (
  select from membership m where m.person_id = person_email.person_id and m.organisation_id = any (acting_organisations())));

${wall('share_address')}
create policy holder_own on share_address to bricka_person using (holder_id = acting_holder());

${wall('credential_address')}
create policy holder_read on credential_address for select to bricka_person using (holder_id = acting_holder());
create policy issuer_adds on credential_address for insert to bricka_person with check (true);

${wall('claim_address')}
create policy issuer_adds on claim_address for insert to bricka_person with check (true);

${wall('waiting_mail')}
create policy queue on waiting_mail for insert to bricka_person with check (true);

${wall('status_entry')}
create policy all_read on status_entry for select to bricka_person using (true);
create policy organisation_own on status_entry for insert to bricka_person with check (exists (
  select from status_list l where l.id = revocation_list_id and l.organisation_id = any (acting_organisations())));

revoke insert, update, delete on skill_framework, skill_concept, skill_label from bricka_person;
revoke all on kysely_migration, kysely_migration_lock from bricka_person, bricka_system;
`

/**
 * A holder reads a credential and removes it from the passport, and can change nothing in it. An issuer changes its
 * status, and cannot make it disappear. Nobody writes into another's audit log.
 */
const narrower = `
drop policy holder_claims on credential;
drop policy issuer_own on credential;
create policy issuer_reads on credential for select to bricka_person using (issuer_id = any (acting_organisations()));
create policy issuer_adds on credential for insert to bricka_person with check (issuer_id = any (acting_organisations()));
create policy issuer_changes on credential for update to bricka_person
  using (issuer_id = any (acting_organisations())) with check (issuer_id = any (acting_organisations()));

drop policy writers on audit_entry;
create policy writers on audit_entry for insert to bricka_person
  with check (organisation_id = any (acting_organisations()) or (organisation_id is null and holder_id = acting_holder()));
`
