import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Giving merits to wallets (OpenID4VCI). A token is anything that a wallet shows to go on: a code, an access token, a
 * nonce; it is kept by its hash and works once or for a while. A representation is one merit as it lies in one wallet.
 */
export const wallets: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table wallet_token (
  token_hash text primary key, kind text not null, holder_id uuid, issuer_id uuid, content jsonb not null,
  tries int not null default 0, created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz
);
create index on wallet_token (holder_id);
create index on wallet_token (expires_at);

create table wallet_representation (
  holder_id uuid not null, id uuid not null, credential_id uuid not null, issuer_id uuid not null,
  configuration text not null, key_thumbprint text not null, notification_hash text, wallet text,
  told text, created_at timestamptz not null, primary key (holder_id, id)
);
create index on wallet_representation (holder_id, credential_id);
create unique index on wallet_representation (notification_hash, id);
`

const system = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

/** What a token opens is for the server to say; in which wallets their merits lie, holders see themselves. */
const policies = `
${system('wallet_token')}
${system('wallet_representation')}
create policy holder_own on wallet_representation for select to bricka_person using (holder_id = acting_holder());
`
