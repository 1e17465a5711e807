import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What a hostile reading of the first shape asked for: drafts in a table of their own, sessions that their person can
 * see and end, claim links that know which credential they came with, waiting mail that can be found by recipient, and
 * switching four eyes off as something that is asked for and waits.
 */
export const people: Migration = {
  async up(db) {
    await sql.raw(drafts).execute(db)
    await sql.raw(sessions).execute(db)
    await sql.raw(links).execute(db)
    await sql.raw(fourEyes).execute(db)
  },
}

const wall = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

/** Everybody may read a published merit's row, so what its owner writes on next must not stand in it. */
const drafts = `
create table merit_draft (
  merit_id uuid primary key references merit on delete cascade, owner_id uuid not null references organisation,
  design jsonb not null, profile_id text, saved_at timestamptz not null
);
insert into merit_draft (merit_id, owner_id, design, profile_id, saved_at)
  select id, owner_id, draft, draft_profile_id, coalesce(draft_saved_at, created_at) from merit where draft is not null;
alter table merit drop column draft, drop column draft_profile_id, drop column draft_saved_at;
${wall('merit_draft')}
create policy owner_own on merit_draft to bricka_person
  using (owner_id = any (acting_organisations())) with check (owner_id = any (acting_organisations()));
`

const sessions = `
alter table session add column id uuid not null default gen_random_uuid();
alter table session add column device text;
alter table session add column last_used_at timestamptz;
update session set last_used_at = created_at;
alter table session alter column last_used_at set not null, alter column last_used_at set default now();
create unique index on session (id);
`

/** A digest, not the address: enough to take out what waits for someone who leaves. */
const links = `
alter table claim_address add column credential_id uuid;
alter table waiting_mail add column recipient_hash text;
create index on waiting_mail (recipient_hash);
create index on audit_entry (object_kind, object_id);
`

const fourEyes = `
create table four_eyes_release (
  organisation_id uuid primary key references organisation, asked_by uuid not null references person on delete cascade,
  asked_at timestamptz not null, takes_effect_at timestamptz
);
create index on four_eyes_release (takes_effect_at);
${wall('four_eyes_release')}
create policy members_own on four_eyes_release to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));
`
