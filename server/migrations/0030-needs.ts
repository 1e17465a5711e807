import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Surveys of needed skills: each time one is run, who was asked, what they said, and what was published of it. */
export const needs: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table need_survey (
  id uuid primary key, organisation_id uuid not null references organisation, survey jsonb not null,
  created_at timestamptz not null
);
create index on need_survey (organisation_id, created_at);
create table need_wave (
  id uuid primary key, survey_id uuid not null references need_survey, organisation_id uuid not null references organisation,
  wave jsonb not null, place text not null, closes_on date not null, created_at timestamptz not null,
  open_token_hash text unique, sealed_open_token bytea, reminded_at timestamptz, closed_at timestamptz,
  published_at timestamptz, policy jsonb, summary jsonb
);
create index on need_wave (survey_id);
create index on need_wave (organisation_id);
create index on need_wave (published_at);
create index on need_wave (closes_on) where closed_at is null;
create table need_unit (
  id uuid primary key, wave_id uuid not null references need_wave, stratum text, email text, language text not null,
  token_hash text not null unique, sealed_token bytea not null, self_selected boolean not null,
  invited_at timestamptz, reminded_at timestamptz, answer jsonb, saved_at timestamptz, sent_at timestamptz
);
create index on need_unit (wave_id);
create index on need_unit (email);
create table need_line (
  id uuid primary key, wave_id uuid not null references need_wave, unit_id uuid not null references need_unit on delete cascade,
  line jsonb not null, words text not null, concept text, label text, coded_at timestamptz,
  coded_by uuid references person on delete set null, set_aside boolean not null default false
);
create index on need_line (wave_id, words);
create index on need_line (unit_id);
create index on need_line (coded_by);
create table need_figure (
  wave_id uuid not null references need_wave, place text not null, concept text not null, label text not null,
  horizon text not null, base integer not null, wanted integer not null, at_least integer, at_most integer,
  named integer not null, primary key (wave_id, concept, horizon)
);
create index on need_figure (place, concept);
`

/**
 * An organisation's surveys are its own until a wave is published. Who was asked and what each said is nobody's but the
 * system's: the organisation reads words to code without whose they are, and figures when they are published.
 */
const policies = `
alter table need_survey enable row level security;
alter table need_wave enable row level security;
alter table need_unit enable row level security;
alter table need_line enable row level security;
alter table need_figure enable row level security;
create policy system_all on need_survey to bricka_system using (true) with check (true);
create policy system_all on need_wave to bricka_system using (true) with check (true);
create policy system_all on need_unit to bricka_system using (true) with check (true);
create policy system_all on need_line to bricka_system using (true) with check (true);
create policy system_all on need_figure to bricka_system using (true) with check (true);
create policy owner_all on need_survey to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));
create policy owner_all on need_wave to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));
create policy published_read on need_survey for select to bricka_person
  using (exists (select from need_wave w where w.survey_id = need_survey.id and w.published_at is not null));
create policy published_read on need_wave for select to bricka_person using (published_at is not null);
create policy all_read on need_figure for select to bricka_person using (true);
`
