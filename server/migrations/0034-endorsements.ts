import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Social partners who stand behind a version of a merit, each in words that they sign; and what they, the creator and the
 * issuers say to each other of it. What was said stays: nothing in the discussion is changed or taken away.
 */
export const endorsements: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table endorsement (
  id uuid primary key, merit_id uuid not null references merit, merit_version int not null,
  organisation_id uuid not null references organisation, side text not null, reason text not null,
  document text not null, status_list_id uuid not null references status_list, status_position int not null,
  created_at timestamptz not null, created_by uuid references person on delete set null,
  withdrawn_at timestamptz, withdrawal_reason text
);
create unique index on endorsement (merit_id, merit_version, organisation_id) where withdrawn_at is null;
create index on endorsement (organisation_id);
create table merit_remark (
  id uuid primary key, merit_id uuid not null references merit, organisation_id uuid not null references organisation,
  person_id uuid references person on delete set null, stand text not null, words text not null,
  created_at timestamptz not null
);
create index on merit_remark (merit_id, created_at);
create index on merit_remark (organisation_id);
`

/** Endorsements are anyone's to read. The discussion belongs to those who take part: the verbs decide who that is. */
const policies = `
alter table endorsement enable row level security;
alter table merit_remark enable row level security;
create policy system_all on endorsement to bricka_system using (true) with check (true);
create policy all_read on endorsement for select to bricka_person using (true);
create policy own_writes on endorsement for insert to bricka_person
  with check (organisation_id = any (acting_organisations()));
create policy own_changes on endorsement for update to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));
create policy system_reads on merit_remark for select to bricka_system using (true);
create policy system_adds on merit_remark for insert to bricka_system with check (true);
revoke update, delete on merit_remark from bricka_person, bricka_system;
`
