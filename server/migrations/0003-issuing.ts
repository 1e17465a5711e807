import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What designing, mandating and issuing need beyond the first shape: the catalogue's search table, notices to holders
 * as a queue, status lists in pairs, who answers for a batch, and the second wall around each of them.
 */
export const issuing: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
    await sql.raw(people).execute(db)
    await sql.raw(catalogueSearch).execute(db)
  },
}

const tables = `
alter table merit add column draft_profile_id text;
alter table merit add column retired_reason text;
alter table merit add column replaced_by uuid references merit;

create table catalogue_entry (
  merit_id uuid primary key references merit on delete cascade, number int not null,
  owner_id uuid not null references organisation, item jsonb not null, search text not null, title text not null,
  skills text[] not null, eqf int[] not null, hours numeric, credit_units text[] not null, participation text[] not null,
  benefits text[] not null, setting text, languages text[] not null, places text[] not null, pilot boolean not null,
  published_at timestamptz not null
);
create index on catalogue_entry using gin (skills);
create index on catalogue_entry (published_at desc);
create index on catalogue_entry (owner_id);

alter table status_list add column pair_id uuid;
update status_list set pair_id = id;
alter table status_list alter column pair_id set not null;
create index on status_list (pair_id);
drop index status_list_organisation_id_purpose_idx;
create index on status_list (organisation_id, purpose, taken);

alter table issuing_batch add column actor_kind text not null default 'person';
alter table issuing_batch add column actor_id uuid;
alter table issuing_batch add column problem jsonb;
create index on issuing_batch (issuer_id, created_at desc);
create index on issuing_batch (created_at) where state = 'running';

create index on credential (issuer_id, state);
create index on credential (batch_id) where batch_id is not null;
create index on mandate (status_list_id, status_position);

alter table credential_address add column issuer_id uuid;

create table notice (
  holder_id uuid not null, id uuid not null, kind text not null, credential_id uuid not null,
  details jsonb not null default '{}', created_at timestamptz not null, primary key (holder_id, id)
);
create index on notice (id);
`

const policies = `
revoke update, delete on merit_version from bricka_person, bricka_system;
revoke update, delete on audit_entry from bricka_person;

alter table organisation enable row level security;
create policy system_all on organisation to bricka_system using (true) with check (true);
create policy all_read on organisation for select to bricka_person using (true);
create policy members_change on organisation for update to bricka_person
  using (id = any (acting_organisations())) with check (id = any (acting_organisations()));

alter table membership enable row level security;
create policy system_all on membership to bricka_system using (true) with check (true);
create policy own_read on membership for select to bricka_person using (person_id = acting_holder());
create policy members_own on membership to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));

alter table merit_version enable row level security;
create policy system_all on merit_version to bricka_system using (true) with check (true);
create policy all_read on merit_version for select to bricka_person using (true);
create policy owner_adds on merit_version for insert to bricka_person
  with check (owner_id = any (acting_organisations()));

alter table catalogue_entry enable row level security;
create policy system_all on catalogue_entry to bricka_system using (true) with check (true);
create policy all_read on catalogue_entry for select to bricka_person using (true);
create policy owner_own on catalogue_entry to bricka_person
  using (owner_id = any (acting_organisations())) with check (owner_id = any (acting_organisations()));

alter table mandate enable row level security;
create policy system_all on mandate to bricka_system using (true) with check (true);
create policy all_read on mandate for select to bricka_person using (true);
create policy creator_own on mandate to bricka_person
  using (creator_id = any (acting_organisations())) with check (creator_id = any (acting_organisations()));

alter table issuing_key enable row level security;
create policy system_all on issuing_key to bricka_system using (true) with check (true);
create policy issuer_own on issuing_key to bricka_person
  using (issuer_id = any (acting_organisations())) with check (issuer_id = any (acting_organisations()));

alter table status_list enable row level security;
create policy system_all on status_list to bricka_system using (true) with check (true);
create policy all_read on status_list for select to bricka_person using (true);
create policy organisation_own on status_list to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));

alter table notice enable row level security;
create policy system_all on notice to bricka_system using (true) with check (true);
create policy queue on notice for insert to bricka_person with check (true);

create policy issuer_read on credential_address for select to bricka_person
  using (issuer_id = any (acting_organisations()));

create policy members_change on organisation_key to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));
`

/**
 * Who issues may name anybody by e-mail address, but must not be able to look around among persons: this function, as
 * the tables' owner, is the one small door. Of two who add the same address at the same time, the first one's stands.
 */
const people = `
create function find_or_add_people(wanted jsonb, at timestamptz) returns table (address text, id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with missing as (
    select w.* from jsonb_to_recordset(wanted) as w (id uuid, email text, name text)
    where not exists (select from person_email p where p.email = w.email)
    order by w.email
  ), added as (
    insert into person (id, name, created_at) select w.id, w.name, at from missing w
  )
  insert into person_email (email, person_id) select w.email, w.id from missing w on conflict (email) do nothing;
  delete from person p using jsonb_to_recordset(wanted) as w (id uuid)
  where p.id = w.id and not exists (select from person_email e where e.person_id = p.id);
  return query select e.email, e.person_id from person_email e
    where e.email in (select w.email from jsonb_to_recordset(wanted) as w (email text));
end $$;
`

/** As for skills: pg_trgm makes the search fast and is not needed for it to be right. */
const catalogueSearch = `
do $$ begin
  create extension if not exists pg_trgm;
  create index catalogue_entry_search on catalogue_entry using gin (search gin_trgm_ops);
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
  raise notice 'pg_trgm is not available: the catalogue is searched without an index';
end $$;
`
