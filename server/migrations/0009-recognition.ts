import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Validation of prior learning: who offers it, who may assess, and each case as a file of events that only grows. The
 * case belongs to its candidate, so its tables begin with the holder's id; its provider reaches it by the provider's.
 */
export const recognition: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table validation_offer (
  provider_id uuid not null references organisation, merit_id uuid not null references merit, settings jsonb not null,
  created_at timestamptz not null, closed_at timestamptz, primary key (provider_id, merit_id)
);
create index on validation_offer (merit_id);

create table assessor (
  provider_id uuid not null references organisation, person_id uuid not null, content jsonb not null,
  created_at timestamptz not null, changed_at timestamptz not null, primary key (provider_id, person_id)
);

create table validation_case (
  holder_id uuid not null, id uuid not null, provider_id uuid not null, merit_id uuid not null,
  merit_version int not null, title text not null, candidate_name text not null,
  candidate_email text not null, standing text not null, phase text,
  created_at timestamptz not null, changed_at timestamptz not null, primary key (holder_id, id)
);
create index on validation_case (provider_id, changed_at);

create table case_event (
  holder_id uuid not null, case_id uuid not null, number int not null, provider_id uuid not null, at timestamptz not null,
  by_person uuid not null, by_name text not null, as_part text not null, event jsonb not null, digest text not null,
  primary key (holder_id, case_id, number),
  foreign key (holder_id, case_id) references validation_case on delete cascade
);

create table case_file (
  holder_id uuid not null, case_id uuid not null, id uuid not null, provider_id uuid not null, name text not null,
  media_type text not null, bytes int not null, sealed_content bytea not null, created_at timestamptz not null,
  primary key (holder_id, case_id, id),
  foreign key (holder_id, case_id) references validation_case on delete cascade
);

create table case_assessor (
  holder_id uuid not null, case_id uuid not null, person_id uuid not null, provider_id uuid not null,
  name text not null, primary key (holder_id, case_id, person_id),
  foreign key (holder_id, case_id) references validation_case on delete cascade
);
create index on case_assessor (provider_id, person_id);

create table standardisation_meeting (
  provider_id uuid not null references organisation, id uuid not null, content jsonb not null, recorded_by uuid,
  created_at timestamptz not null, primary key (provider_id, id)
);
create table quality_self_check (
  provider_id uuid not null references organisation, id uuid not null, content jsonb not null, recorded_by uuid,
  created_at timestamptz not null, primary key (provider_id, id)
);
`

const system = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

const ofProvider = ['assessor', 'standardisation_meeting', 'quality_self_check']

/** Both sides read and add; neither changes or removes what is in the file. */
const policies = `
${system('validation_offer')}
create policy all_read on validation_offer for select to bricka_person using (true);
create policy provider_own on validation_offer to bricka_person
  using (provider_id = any (acting_organisations())) with check (provider_id = any (acting_organisations()));

${ofProvider
  .map(
    (table) => `${system(table)}
create policy provider_own on ${table} to bricka_person
  using (provider_id = any (acting_organisations())) with check (provider_id = any (acting_organisations()));`,
  )
  .join('\n')}

${system('validation_case')}
create policy candidate_reads on validation_case for select to bricka_person using (holder_id = acting_holder());
create policy candidate_starts on validation_case for insert to bricka_person with check (holder_id = acting_holder());
create policy candidate_moves on validation_case for update to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
create policy provider_reads on validation_case for select to bricka_person
  using (provider_id = any (acting_organisations()));
create policy provider_moves on validation_case for update to bricka_person
  using (provider_id = any (acting_organisations())) with check (provider_id = any (acting_organisations()));

${['case_event', 'case_file', 'case_assessor']
  .map(
    (table) => `${system(table)}
create policy candidate_reads on ${table} for select to bricka_person using (holder_id = acting_holder());
create policy provider_reads on ${table} for select to bricka_person using (provider_id = any (acting_organisations()));
create policy provider_adds on ${table} for insert to bricka_person with check (exists (
  select from validation_case c where c.holder_id = ${table}.holder_id and c.id = ${table}.case_id
    and c.provider_id = ${table}.provider_id and c.provider_id = any (acting_organisations())));`,
  )
  .join('\n')}
${['case_event', 'case_file']
  .map(
    (table) => `
create policy candidate_adds on ${table} for insert to bricka_person with check (holder_id = acting_holder());`,
  )
  .join('\n')}
create policy candidate_removes on case_file for delete to bricka_person using (holder_id = acting_holder());
`
