import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who has come through a stack asks its owner for the whole, and shares just the parts that count in it. */
export const wholes: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table whole_request (
  holder_id uuid not null, id uuid not null, stack_id uuid not null references stack,
  owner_id uuid not null references organisation, applicant_name text not null, applicant_email text not null,
  parts jsonb not null, note text, share_id uuid not null, sealed_share bytea not null, state text not null, reason text,
  credential_id uuid, created_at timestamptz not null, decided_at timestamptz, primary key (holder_id, id)
);
create index on whole_request (owner_id, created_at);
create unique index on whole_request (holder_id, stack_id) where state = 'open';
`

const policies = `
alter table whole_request enable row level security;
create policy system_all on whole_request to bricka_system using (true) with check (true);
create policy applicant_reads on whole_request for select to bricka_person using (holder_id = acting_holder());
create policy applicant_asks on whole_request for insert to bricka_person
  with check (holder_id = acting_holder() and state = 'open' and credential_id is null);
create policy applicant_withdraws on whole_request for update to bricka_person
  using (holder_id = acting_holder() and state = 'open')
  with check (holder_id = acting_holder() and state = 'withdrawn' and credential_id is null);
create policy owner_reads on whole_request for select to bricka_person using (owner_id = any (acting_organisations()));
create policy owner_answers on whole_request for update to bricka_person
  using (owner_id = any (acting_organisations()) and state = 'open')
  with check (owner_id = any (acting_organisations()));
`
