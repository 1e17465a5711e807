import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Evidence and records of an old house, as they came along in an export: sealed, and gone with the account. */
export const takenFiles: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table taken_file (
  holder_id uuid not null, archive_id uuid not null, id uuid not null, path text not null, name text not null,
  media_type text not null, bytes integer not null, sealed_content bytea not null, created_at timestamptz not null,
  primary key (holder_id, archive_id, id),
  foreign key (holder_id, archive_id) references taken_archive on delete cascade
);
create unique index on taken_file (holder_id, archive_id, path);
`

const policies = `
alter table taken_file enable row level security;
create policy system_all on taken_file to bricka_system using (true) with check (true);
create policy holder_own on taken_file to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
`
