import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A certificate by which an organisation seals European credentials, with the key that belongs to it. */
export const seals: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table organisation_seal (
  organisation_id uuid primary key references organisation, certificates text not null, sealed_private_key bytea not null,
  identifier text not null, subject text not null, not_after timestamptz not null, created_at timestamptz not null
);
`

/** Sealing is the system's; that there is a seal its organisation's members see. */
const policies = `
alter table organisation_seal enable row level security;
create policy system_all on organisation_seal to bricka_system using (true) with check (true);
create policy members_own on organisation_seal to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));
`
