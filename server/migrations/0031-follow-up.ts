import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Whether promised benefits came: who may be asked, what they were asked and said (theirs alone, each key begins with the
 * holder), and what of it left the gate.
 */
export const followUp: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table follow_up_consent (
  holder_id uuid primary key, given_at timestamptz not null, withdrawn_at timestamptz
);
create table follow_up_ask (
  holder_id uuid not null, credential_id uuid not null, round text not null, merit_id uuid not null,
  due_on text not null, asked_at timestamptz, reminded_at timestamptz, sealed_token bytea, answer jsonb,
  answered_at timestamptz, primary key (holder_id, credential_id, round)
);
create index on follow_up_ask (due_on) where asked_at is null;
create index on follow_up_ask (asked_at) where reminded_at is null and answered_at is null;
create index on follow_up_ask (merit_id) where answered_at is not null;
create table follow_up_employer (
  holder_id uuid not null, credential_id uuid not null, round text not null, merit_id uuid not null, email text,
  language text not null, asked_at timestamptz not null, answer jsonb, answered_at timestamptz,
  primary key (holder_id, credential_id, round)
);
create index on follow_up_employer (email);
create index on follow_up_employer (merit_id) where answered_at is not null;
create table follow_up_link (
  token_hash text primary key, holder_id uuid not null, credential_id uuid not null, round text not null,
  employer boolean not null, closes_on text not null
);
create index on follow_up_link (holder_id);
create index on follow_up_link (closes_on);
create table follow_up_release (period text primary key, made_at timestamptz not null, policy jsonb not null);
create table follow_up_figure (
  merit_id uuid not null, period text not null, round text not null, measure text not null, base integer not null,
  yes integer, partly integer, primary key (merit_id, period, round, measure)
);
`

const owned = ['follow_up_consent', 'follow_up_ask', 'follow_up_employer', 'follow_up_link']
const all = [...owned, 'follow_up_release', 'follow_up_figure']

/** Figures under the public threshold are read with the system's eyes, for those who provide the merit. */
const policies = `
${all
  .map(
    (table) => `alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`,
  )
  .join('\n')}
create policy holder_own on follow_up_consent to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
create policy holder_reads on follow_up_ask for select to bricka_person using (holder_id = acting_holder());
create policy holder_reads on follow_up_employer for select to bricka_person using (holder_id = acting_holder());
create policy all_read on follow_up_release for select to bricka_person using (true);
create policy all_read on follow_up_figure for select to bricka_person using (base >= 20);
`
