import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Keys that the passport holds for its holder, one for each credential: sealed, and gone with the account. */
export const holderKeys: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table holder_key (
  holder_id uuid not null, id uuid not null, imported_id uuid, credential_id uuid, public_jwk jsonb not null,
  sealed_private_key bytea not null, created_at timestamptz not null, primary key (holder_id, id),
  foreign key (holder_id, imported_id) references imported_credential on delete cascade
);
create unique index on holder_key (holder_id, imported_id);
create unique index on holder_key (holder_id, credential_id);
`

const policies = `
alter table holder_key enable row level security;
create policy system_all on holder_key to bricka_system using (true) with check (true);
create policy holder_own on holder_key to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
`
