import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When and where issuers give merits. */
export const occasions: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table merit_occasion (
  id uuid primary key, merit_id uuid not null references merit, issuer_id uuid not null references organisation,
  occasion jsonb not null, starts_on date not null, created_at timestamptz not null, called_off_at timestamptz
);
create index on merit_occasion (merit_id, starts_on);
create index on merit_occasion (issuer_id, starts_on);
`

/** Everyone reads what is given where; whoever gives it says so. */
const policies = `
alter table merit_occasion enable row level security;
create policy system_all on merit_occasion to bricka_system using (true) with check (true);
create policy all_read on merit_occasion for select to bricka_person using (true);
create policy issuer_adds on merit_occasion for insert to bricka_person
  with check (issuer_id = any (acting_organisations()));
create policy issuer_changes on merit_occasion for update to bricka_person
  using (issuer_id = any (acting_organisations())) with check (issuer_id = any (acting_organisations()));
`
