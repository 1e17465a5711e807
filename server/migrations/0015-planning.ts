import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Statistics of supply. What belongs to a person (consent, facts, what is due) begins its key with the holder; the
 * counts that are kept up to date belong to the system, and only what went through the gate (`supply_figure`) is
 * anyone's to read.
 */
export const planning: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table statistics_consent (
  holder_id uuid primary key, municipality text, synthetic boolean not null default false, given_at timestamptz not null,
  withdrawn_at timestamptz
);
create table supply_due (holder_id uuid not null, id uuid not null, due_at timestamptz not null, primary key (holder_id, id));
create index on supply_due (due_at);
create table supply_fact (
  holder_id uuid not null, credential_id uuid not null, skill text not null, issuer_id uuid not null,
  issuer_kind text not null, level text, form text not null, place text not null, region text not null, valid_until text,
  primary key (holder_id, credential_id, skill)
);

create table supply_cell (
  place text not null, facet text not null, concept text not null, persons int not null, key_sum bigint not null,
  primary key (place, facet, concept)
);
create table supply_contribution (
  place text not null, facet text not null, concept text not null, issuer_id uuid not null, persons int not null,
  primary key (place, facet, concept, issuer_id)
);

create table supply_release (
  period text primary key, made_at timestamptz not null, policy jsonb not null, synthetic boolean not null
);
create table supply_figure (
  period text not null, place text not null, facet text not null, concept text not null, value int not null,
  primary key (period, place, facet, concept)
);
create index on supply_figure (concept, facet, period);
create table population (
  place text not null, year int not null, persons int not null, source text not null, primary key (place, year)
);
`

const system = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

const policies = `
${['statistics_consent', 'supply_due', 'supply_fact', 'supply_cell', 'supply_contribution', 'supply_release', 'supply_figure', 'population'].map(system).join('\n')}
create policy holder_own on statistics_consent to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder() and not synthetic);
create policy holder_reads on supply_fact for select to bricka_person using (holder_id = acting_holder());
create policy queue on supply_due for insert to bricka_person with check (true);
${['supply_release', 'supply_figure', 'population']
  .map((table) => `create policy all_read on ${table} for select to bricka_person using (true);`)
  .join('\n')}
`
