import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What people say beside a classification: maps of an organisation's own, and proposals to edit one. Everyone reads
 * maps and what was taken into them; who proposed sees the proposal, the map's owner decides it. What was said is never
 * changed afterwards: a decision is written beside it, once.
 */
export const ownMaps: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table skill_map (
  id uuid primary key, owner_id uuid not null references organisation, framework text, version text,
  title jsonb not null, about jsonb, created_at timestamptz not null,
  created_by uuid references person on delete set null, closed_at timestamptz
);
create index on skill_map (owner_id);
create table skill_map_edit (
  map_id uuid not null references skill_map, id uuid not null, place bigint generated always as identity,
  edit jsonb not null, reason text not null, proposed_by_organisation uuid not null references organisation,
  proposed_by uuid references person on delete set null, proposed_at timestamptz not null,
  decision text check (decision in ('taken', 'refused', 'withdrawn')), decision_reason text,
  decided_at timestamptz, decided_place bigint, decided_by uuid references person on delete set null,
  primary key (map_id, id)
);
create index on skill_map_edit (proposed_by_organisation);
create sequence skill_map_decision;
grant usage on sequence skill_map_decision to bricka_person, bricka_system;
`

const ownerOfMap = 'exists (select from skill_map m where m.id = map_id and m.owner_id = any (acting_organisations()))'

const policies = `
alter table skill_map enable row level security;
create policy system_all on skill_map to bricka_system using (true) with check (true);
create policy all_read on skill_map for select to bricka_person using (true);
create policy owner_adds on skill_map for insert to bricka_person with check (owner_id = any (acting_organisations()));
create policy owner_changes on skill_map for update to bricka_person
  using (owner_id = any (acting_organisations())) with check (owner_id = any (acting_organisations()));

alter table skill_map_edit enable row level security;
create policy system_all on skill_map_edit to bricka_system using (true) with check (true);
create policy taken_read on skill_map_edit for select to bricka_person using (decision = 'taken');
create policy own_read on skill_map_edit for select to bricka_person using (
  proposed_by_organisation = any (acting_organisations()) or ${ownerOfMap});
create policy proposer_adds on skill_map_edit for insert to bricka_person with check (
  proposed_by_organisation = any (acting_organisations()) and (decision is null or ${ownerOfMap}));
create policy decided_once on skill_map_edit for update to bricka_person
  using (decision is null and (proposed_by_organisation = any (acting_organisations()) or ${ownerOfMap}))
  with check ((decision = 'withdrawn' and proposed_by_organisation = any (acting_organisations()))
    or (decision in ('taken', 'refused') and ${ownerOfMap}));

revoke update, delete on skill_map, skill_map_edit from bricka_person;
grant update (closed_at) on skill_map to bricka_person;
grant update (decision, decision_reason, decided_at, decided_place, decided_by) on skill_map_edit to bricka_person;
`
