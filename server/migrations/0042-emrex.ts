import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Results fetched from student registers (EMREX). A session is asked for by one person and answered once; what came waits,
 * sealed, until the same person in the same browser says that it is theirs.
 */
export const emrex: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table emrex_session (
  session_hash text primary key, holder_id uuid not null, provider text not null, created_at timestamptz not null,
  expires_at timestamptz not null, answered_at timestamptz, token_hash text, return_code text, sealed_answer bytea
);
create index on emrex_session (holder_id);
create index on emrex_session (token_hash);
create index on emrex_session (expires_at);
create table emrex_record (
  holder_id uuid not null, id uuid not null, provider text not null, provider_name text not null, digest text not null,
  document text not null, match jsonb not null, fetched_at timestamptz not null, primary key (holder_id, id)
);
create unique index on emrex_record (holder_id, digest);
`

const policies = `
alter table emrex_session enable row level security;
alter table emrex_record enable row level security;
create policy system_all on emrex_session to bricka_system using (true) with check (true);
create policy system_all on emrex_record to bricka_system using (true) with check (true);
create policy holder_own on emrex_record to bricka_person using (holder_id = acting_holder()) with check (holder_id = acting_holder());
`
