import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Apps that holders connect to their passport (Open Badges 3.0, chapter 6). An app registers itself; a connection is one
 * holder's yes to one app. What an app shows to come in lies among the tokens of wallets.
 */
export const badges: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table badge_client (
  id text primary key, name text not null, redirect_uris text[] not null, secret_hash text,
  created_at timestamptz not null
);

create table badge_connection (
  holder_id uuid not null, id uuid not null, client_id text not null references badge_client, scopes text[] not null,
  created_at timestamptz not null, last_used_at timestamptz, ended_at timestamptz, primary key (holder_id, id)
);
create index on badge_connection (client_id);
`

/** Which apps are connected their holder sees; what they may is for the server to say. */
const policies = `
alter table badge_client enable row level security;
alter table badge_connection enable row level security;
create policy system_all on badge_client to bricka_system using (true) with check (true);
create policy system_all on badge_connection to bricka_system using (true) with check (true);
create policy all_read on badge_client for select to bricka_person using (true);
create policy holder_own on badge_connection to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
`
