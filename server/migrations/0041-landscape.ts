import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Studies of the small learning units that there are, what words mean where, and how far recommendations have come. */
export const landscape: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table landscape_study (
  id uuid primary key, organisation_id uuid not null references organisation, title text not null, about text not null,
  template jsonb not null, template_version integer not null, created_at timestamptz not null, published_at timestamptz
);
create index on landscape_study (organisation_id);
create table landscape_unit (
  id uuid primary key, study_id uuid not null references landscape_study, organisation_id uuid not null references organisation,
  unit jsonb not null, area text not null, kind text not null, name text not null, provider text not null,
  good_practice text, created_at timestamptz not null, amended_at timestamptz not null, withdrawn_at timestamptz
);
create index on landscape_unit (study_id);
create index on landscape_unit (organisation_id);
create index on landscape_unit (area, kind);
create table landscape_term (
  id uuid primary key, organisation_id uuid not null references organisation, term jsonb not null, word text not null,
  area text not null, concept text not null, created_at timestamptz not null, withdrawn_at timestamptz
);
create index on landscape_term (organisation_id);
create index on landscape_term (concept, area);
create table recommendation_note (
  id uuid primary key, organisation_id uuid not null references organisation, recommendation text not null,
  area text not null, state text not null, note text not null, url text, noted_at timestamptz not null
);
create index on recommendation_note (recommendation, area, noted_at);
create index on recommendation_note (organisation_id);
`

/** A study and its units are its own until it is published. A note on a recommendation stays: the next is laid upon it. */
const policies = `
${['landscape_study', 'landscape_unit', 'landscape_term', 'recommendation_note']
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);
create policy owner_all on ${table} to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));`,
  )
  .join('\n')}
create policy published_read on landscape_study for select to bricka_person using (published_at is not null);
create policy published_read on landscape_unit for select to bricka_person
  using (withdrawn_at is null
    and exists (select from landscape_study s where s.id = landscape_unit.study_id and s.published_at is not null));
create policy all_read on landscape_term for select to bricka_person using (withdrawn_at is null);
create policy all_read on recommendation_note for select to bricka_person using (true);
revoke update, delete on recommendation_note from bricka_person, bricka_system;
`
