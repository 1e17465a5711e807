import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What verifiers ask wallets for (OpenID4VP). What was answered is sealed, and goes after a day. */
export const presentations: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table presentation_request (
  id uuid primary key, secret_hash text not null, organisation_id uuid references organisation, verifier text not null,
  purpose text not null, parameters jsonb not null, sealed_key bytea, state text not null, sealed_result bytea,
  response_code_hash text, created_at timestamptz not null, expires_at timestamptz not null, answered_at timestamptz
);
create index on presentation_request (created_at);
`

/** A request is found by whoever has its secret, whoever that is: the server looks, nobody else. */
const policies = `
alter table presentation_request enable row level security;
create policy system_all on presentation_request to bricka_system using (true) with check (true);
`
