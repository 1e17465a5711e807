import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The first shape of everything. Rules kept here (docs/architecture.md, "Where it is kept"):
 * tables that belong to a holder begin every key with `holder_id`; what must be unique across holders has a table of
 * its own keyed by that value; organisations, merits and skills are reference tables.
 */
export const foundation: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(roles).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table organisation (
  id uuid primary key, slug text not null unique, legal_name text not null, legal_identifiers jsonb not null default '[]',
  country text not null, region text, kind text not null, homepage text, email text, about jsonb,
  did text not null unique, four_eyes boolean not null default false, created_at timestamptz not null
);
create table organisation_key (
  organisation_id uuid not null references organisation, id uuid not null, verification_method text not null unique,
  public_key_multibase text not null, sealed_private_key bytea, valid_from timestamptz not null,
  retired_at timestamptz, compromised_at timestamptz, primary key (organisation_id, id)
);

create table person (id uuid primary key, name text, locale text, created_at timestamptz not null, claimed_at timestamptz);
create table person_email (
  email text primary key, person_id uuid not null references person on delete cascade, verified_at timestamptz
);
create index on person_email (person_id);
create table person_login (
  provider text not null, subject text not null, person_id uuid not null references person on delete cascade,
  created_at timestamptz not null, primary key (provider, subject)
);
create table membership (
  organisation_id uuid not null references organisation, person_id uuid not null references person on delete cascade,
  roles text[] not null, created_at timestamptz not null, primary key (organisation_id, person_id)
);
create index on membership (person_id);
create table login_link (
  token_hash text primary key, email text not null, next text, expires_at timestamptz not null, used_at timestamptz
);
create table session (
  token_hash text primary key, person_id uuid not null references person on delete cascade,
  created_at timestamptz not null, expires_at timestamptz not null
);
create table login_challenge (
  id text primary key, kind text not null, content jsonb not null, expires_at timestamptz not null
);
create table passkey (
  id text primary key, person_id uuid not null references person on delete cascade, public_key bytea not null,
  counter bigint not null, transports text[] not null default '{}', name text not null,
  created_at timestamptz not null, last_used_at timestamptz
);
create table api_token (
  id uuid primary key, organisation_id uuid not null references organisation, name text not null,
  token_hash text not null unique, scopes text[] not null, created_by uuid references person on delete set null,
  created_at timestamptz not null, expires_at timestamptz, last_used_at timestamptz, withdrawn_at timestamptz
);

create table merit (
  id uuid primary key, owner_id uuid not null references organisation, state text not null, draft jsonb,
  draft_saved_at timestamptz, current_version int, created_at timestamptz not null, retired_at timestamptz
);
create index on merit (owner_id);
create table merit_version (
  merit_id uuid not null references merit, number int not null, owner_id uuid not null references organisation,
  url text not null unique, design jsonb not null, profile_id text not null, changes jsonb not null default '[]',
  published_at timestamptz not null, published_by uuid references person on delete set null,
  primary key (merit_id, number)
);

create table status_list (
  id uuid primary key, organisation_id uuid not null references organisation, purpose text not null,
  url text not null unique, length int not null, bits bytea not null, taken int not null default 0,
  changed_at timestamptz not null, document text, signed_at timestamptz, expires_at timestamptz
);
create index on status_list (organisation_id, purpose);
create table status_entry (
  revocation_list_id uuid not null references status_list, position int not null,
  primary key (revocation_list_id, position)
);

create table mandate (
  id uuid primary key, merit_id uuid not null references merit, creator_id uuid not null references organisation,
  issuer_id uuid not null references organisation, valid_from timestamptz not null, valid_until timestamptz,
  url text not null unique, document text not null, digest text not null,
  status_list_id uuid not null references status_list, status_position int not null,
  withdrawn_at timestamptz, withdrawal_reason text, withdrawal_document text,
  created_at timestamptz not null, created_by uuid references person on delete set null
);
create index on mandate (issuer_id, merit_id);
create index on mandate (creator_id, merit_id);

create table issuing_batch (
  id uuid primary key, issuer_id uuid not null references organisation, merit_id uuid not null, merit_version int not null,
  file_name text, file_digest text not null, settings jsonb not null, state text not null,
  total int not null, created_by uuid references person on delete set null, created_at timestamptz not null,
  finished_at timestamptz, unique (issuer_id, merit_id, merit_version, file_digest)
);
create table issuing_row (
  batch_id uuid not null references issuing_batch on delete cascade, row_number int not null, state text not null,
  content jsonb not null, problem jsonb, holder_id uuid, credential_id uuid, primary key (batch_id, row_number)
);
create index on issuing_row (batch_id, state);

create table credential (
  holder_id uuid not null, id uuid not null, issuer_id uuid not null references organisation,
  creator_id uuid not null references organisation, merit_id uuid not null, merit_version int not null,
  mandate_id uuid references mandate, batch_id uuid, state text not null, title text not null,
  recipient_name text not null, recipient_email text not null, facts jsonb not null,
  document text, valid_from timestamptz, valid_until timestamptz,
  revocation_list_id uuid references status_list, suspension_list_id uuid references status_list, status_position int,
  status_reason text, status_changed_at timestamptz, replaced_by uuid, replaces uuid,
  requested_by uuid, approved_by uuid, created_at timestamptz not null, issued_at timestamptz, claimed_at timestamptz,
  primary key (holder_id, id)
);
create index on credential (issuer_id, created_at desc);
create index on credential (merit_id, merit_version);
create table credential_address (id uuid primary key, holder_id uuid not null, url text not null unique);
create table issuing_key (
  issuer_id uuid not null, key text not null, holder_id uuid not null, credential_id uuid not null,
  primary key (issuer_id, key)
);
create table claim_address (
  token_hash text primary key, holder_id uuid not null, created_at timestamptz not null, expires_at timestamptz not null
);

create table share (
  holder_id uuid not null, id uuid not null, audience text not null, purpose text not null, sealed_token bytea not null,
  created_at timestamptz not null, expires_at timestamptz not null, withdrawn_at timestamptz, primary key (holder_id, id)
);
create table share_item (
  holder_id uuid not null, share_id uuid not null, credential_id uuid not null,
  primary key (holder_id, share_id, credential_id),
  foreign key (holder_id, share_id) references share on delete cascade
);
create table share_view (
  holder_id uuid not null, share_id uuid not null, id uuid not null, viewed_at timestamptz not null, act text not null,
  primary key (holder_id, share_id, id), foreign key (holder_id, share_id) references share on delete cascade
);
create table share_address (token_hash text primary key, holder_id uuid not null, share_id uuid not null);
create table self_claim (
  holder_id uuid not null, id uuid not null, content jsonb not null, created_at timestamptz not null,
  primary key (holder_id, id)
);

create table audit_entry (
  id uuid primary key, organisation_id uuid, holder_id uuid, actor_kind text not null, actor_id text, actor_name text,
  act text not null, object_kind text not null, object_id text not null, details jsonb not null default '{}',
  at timestamptz not null
);
create index on audit_entry (organisation_id, at desc);
create index on audit_entry (holder_id, at desc);

create table demo_mail (
  id uuid primary key, recipient text not null, subject text not null, text_body text not null, html_body text,
  received_at timestamptz not null
);
create index on demo_mail (received_at desc);

create table skill_framework (
  name text not null, version text not null, languages text[] not null default '{}', attribution text,
  imported_at timestamptz not null, primary key (name, version)
);
create table skill_concept (
  framework text not null, version text not null, uri text not null, type text not null, labels jsonb not null,
  alt_labels jsonb not null default '{}', broader jsonb not null default '[]', state text not null default 'current',
  replaced_by text, search text not null, primary key (framework, version, uri)
);
create index on skill_concept (uri);
`

/** The application never acts as the owner of the tables: it steps down to one of these two in every transaction. */
const roles = `
do $$
declare lesson text := format(
  'The role %I may not make roles. Let an administrator of this PostgreSQL run once: '
  'create role bricka_person nologin; create role bricka_system nologin; grant bricka_person, bricka_system to %I;',
  current_user, current_user);
begin
  if not exists (select from pg_roles where rolname = 'bricka_person') then create role bricka_person nologin; end if;
  if not exists (select from pg_roles where rolname = 'bricka_system') then create role bricka_system nologin; end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then raise exception using message = lesson, errcode = 'insufficient_privilege';
end $$;
do $$
declare lesson text := format(
  'The role %I may not act as bricka_person and bricka_system. Let an administrator of this PostgreSQL run once: '
  'grant bricka_person, bricka_system to %I;', current_user, current_user);
begin
  grant bricka_person, bricka_system to current_user;
exception when insufficient_privilege then
  if not (pg_has_role(current_user, 'bricka_person', 'member') and pg_has_role(current_user, 'bricka_system', 'member'))
  then raise exception using message = lesson, errcode = 'insufficient_privilege'; end if;
end $$;
do $$ begin
  execute format('grant usage on schema %I to bricka_person, bricka_system', current_schema());
  execute format('grant select, insert, update, delete on all tables in schema %I to bricka_person, bricka_system', current_schema());
  execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to bricka_person, bricka_system', current_schema());
end $$;
`

const holderOnly = ['share', 'share_item', 'share_view', 'self_claim']

const policies = `
create function acting_holder() returns uuid language sql stable
  as $$ select nullif(current_setting('bricka.holder', true), '')::uuid $$;
create function acting_organisations() returns uuid[] language sql stable
  as $$ select coalesce(nullif(current_setting('bricka.organisations', true), '')::uuid[], '{}') $$;

alter table credential enable row level security;
create policy system_all on credential to bricka_system using (true) with check (true);
create policy holder_own on credential for select to bricka_person using (holder_id = acting_holder());
create policy holder_deletes on credential for delete to bricka_person using (holder_id = acting_holder());
create policy holder_claims on credential for update to bricka_person using (holder_id = acting_holder());
create policy issuer_own on credential to bricka_person
  using (issuer_id = any (acting_organisations())) with check (issuer_id = any (acting_organisations()));

${holderOnly
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);
create policy holder_own on ${table} to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());`,
  )
  .join('\n')}

alter table merit enable row level security;
create policy system_all on merit to bricka_system using (true) with check (true);
create policy published_to_all on merit for select to bricka_person using (current_version is not null);
create policy owner_own on merit to bricka_person
  using (owner_id = any (acting_organisations())) with check (owner_id = any (acting_organisations()));

alter table organisation_key enable row level security;
create policy system_all on organisation_key to bricka_system using (true) with check (true);
create policy members_read on organisation_key for select to bricka_person
  using (organisation_id = any (acting_organisations()));

alter table api_token enable row level security;
create policy system_all on api_token to bricka_system using (true) with check (true);
create policy members_own on api_token to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));

alter table issuing_batch enable row level security;
create policy system_all on issuing_batch to bricka_system using (true) with check (true);
create policy issuer_own on issuing_batch to bricka_person
  using (issuer_id = any (acting_organisations())) with check (issuer_id = any (acting_organisations()));

alter table issuing_row enable row level security;
create policy system_all on issuing_row to bricka_system using (true) with check (true);
create policy issuer_own on issuing_row to bricka_person
  using (exists (select from issuing_batch b where b.id = batch_id and b.issuer_id = any (acting_organisations())));

alter table audit_entry enable row level security;
create policy system_all on audit_entry to bricka_system using (true) with check (true);
create policy readers on audit_entry for select to bricka_person
  using (organisation_id = any (acting_organisations()) or holder_id = acting_holder());
create policy writers on audit_entry for insert to bricka_person with check (true);
`
