import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Exports that holders took in, with what they knew of issuers' keys and status lists. Gone with the account. */
export const leaving: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table taken_archive (
  holder_id uuid not null references person on delete cascade, id uuid not null, digest text not null,
  source text not null, sealed_by text not null, exported_at timestamptz not null, known jsonb not null,
  created_at timestamptz not null, primary key (holder_id, id)
);
create unique index on taken_archive (holder_id, digest);
alter table imported_credential add column archive_id uuid;
alter table imported_credential add foreign key (holder_id, archive_id) references taken_archive;
`

const policies = `
alter table taken_archive enable row level security;
create policy system_all on taken_archive to bricka_system using (true) with check (true);
create policy holder_own on taken_archive to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
`
