import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What a classification says beyond names: codes, descriptions, which skills belong to which occupation, and how it
 * maps to other classifications.
 */
export const skillMaps: Migration = {
  async up(db) {
    await sql.raw(classification).execute(db)
  },
}

const classification = `
alter table skill_concept add column code text, add column descriptions jsonb not null default '{}';
create table skill_link (
  framework text not null, version text not null, occupation text not null, skill text not null,
  relation text not null check (relation in ('essential', 'optional')),
  primary key (framework, version, occupation, skill)
);
create table skill_mapping (
  framework text not null, version text not null, uri text not null, target_framework text not null, target text not null,
  relation text not null check (relation in ('exact', 'close', 'broad', 'narrow', 'related')),
  primary key (framework, version, uri, target_framework, target, relation)
);
create index on skill_mapping (target);
${['skill_link', 'skill_mapping']
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);
create policy all_read on ${table} for select to bricka_person using (true);
revoke insert, update, delete on ${table} from bricka_person;`,
  )
  .join('\n')}
`
