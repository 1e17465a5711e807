import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Ways from small merits to larger ones, and a formal education's answers to whether merits count. */
export const doors: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table stack (
  id uuid primary key, owner_id uuid not null references organisation, content jsonb not null, title text not null,
  state text not null, merit_id uuid references merit, created_at timestamptz not null, changed_at timestamptz not null
);
create index on stack (owner_id);

create table credit_application (
  holder_id uuid not null, id uuid not null, decider_id uuid not null references organisation, target jsonb not null,
  basis jsonb not null, note text, applicant_name text not null, share_id uuid not null, sealed_share bytea not null,
  state text not null, decision jsonb, document text, created_at timestamptz not null, decided_at timestamptz,
  primary key (holder_id, id)
);
create index on credit_application (decider_id, created_at);

create table precedent (
  id uuid primary key, decider_id uuid not null references organisation, content jsonb not null, title text not null,
  merit_ids uuid[] not null, extent text not null, created_at timestamptz not null
);
create index on precedent using gin (merit_ids);
`

const system = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

/** A decision is read by both sides and changed by neither after it is made; a precedent by everyone. */
const policies = `
${system('stack')}
create policy published_read on stack for select to bricka_person using (state <> 'draft');
create policy owner_own on stack to bricka_person
  using (owner_id = any (acting_organisations())) with check (owner_id = any (acting_organisations()));

${system('credit_application')}
create policy applicant_reads on credit_application for select to bricka_person using (holder_id = acting_holder());
create policy applicant_applies on credit_application for insert to bricka_person
  with check (holder_id = acting_holder() and decision is null);
create policy applicant_withdraws on credit_application for update to bricka_person
  using (holder_id = acting_holder() and state = 'open') with check (holder_id = acting_holder() and decision is null);
create policy decider_reads on credit_application for select to bricka_person
  using (decider_id = any (acting_organisations()));
create policy decider_decides on credit_application for update to bricka_person
  using (decider_id = any (acting_organisations()) and state = 'open')
  with check (decider_id = any (acting_organisations()));

${system('precedent')}
create policy all_read on precedent for select to bricka_person using (true);
create policy decider_adds on precedent for insert to bricka_person
  with check (decider_id = any (acting_organisations()));
`
