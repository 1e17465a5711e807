import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a holder's passport, shares and rights need beyond the foundation, and the search for skills. */
export const holder: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
    await sql.raw(skillSearch).execute(db)
  },
}

const tables = `
alter table claim_address add column used_at timestamptz;
create index on claim_address (holder_id);
alter table share_address add constraint share_address_share unique (holder_id, share_id);
alter table credential add column erased_at timestamptz;
create index on login_link (email, expires_at);
create index on login_link (expires_at);
create index on session (person_id);
create index on session (expires_at);

create table share_self_claim (
  holder_id uuid not null, share_id uuid not null, self_claim_id uuid not null,
  primary key (holder_id, share_id, self_claim_id),
  foreign key (holder_id, share_id) references share on delete cascade,
  foreign key (holder_id, self_claim_id) references self_claim on delete cascade
);

create table imported_credential (
  holder_id uuid not null, id uuid not null, digest text not null, title text not null, issuer_name text not null,
  document text not null, report jsonb not null, source text, created_at timestamptz not null,
  primary key (holder_id, id), unique (holder_id, digest)
);
create table share_import (
  holder_id uuid not null, share_id uuid not null, imported_id uuid not null,
  primary key (holder_id, share_id, imported_id),
  foreign key (holder_id, share_id) references share on delete cascade,
  foreign key (holder_id, imported_id) references imported_credential on delete cascade
);

create table waiting_mail (
  id uuid primary key, sealed_mail bytea not null, tries int not null default 0, next_try_at timestamptz not null,
  problem text, created_at timestamptz not null
);
create index on waiting_mail (next_try_at);

create table demo_step (name text primary key, result jsonb not null default '{}', done_at timestamptz not null);
`

const policies = ['share_self_claim', 'imported_credential', 'share_import']
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);
create policy holder_own on ${table} to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());`,
  )
  .join('\n')

/**
 * One row for each label of a skill in each language, so that they are compared one by one. Mistyped words are found
 * where pg_trgm is at hand: it comes with PostgreSQL and the owner of a database may add it, but some hosts leave it out.
 */
const skillSearch = `
alter table skill_concept drop column search;
create table skill_label (
  framework text not null, version text not null, uri text not null, language text not null, preferred boolean not null,
  text text not null, foreign key (framework, version, uri) references skill_concept on delete cascade
);
create index on skill_label (framework, version, uri);
do $$ begin
  create extension if not exists pg_trgm;
  create index skill_label_text on skill_label using gin (text gin_trgm_ops);
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise notice 'pg_trgm is not available: skills are searched without tolerance for typing errors';
end $$;
`
