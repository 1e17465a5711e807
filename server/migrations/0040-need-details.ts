import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is said of each needed skill beside how many and when: level, difficulty, consequence, what is planned. */
export const needDetails: Migration = {
  async up(db) {
    await sql.raw(statements).execute(db)
  },
}

const statements = `
create table need_detail (
  wave_id uuid not null references need_wave, concept text not null, question text not null, value text not null,
  base integer not null, named integer not null, answered integer not null,
  primary key (wave_id, concept, question, value)
);
alter table need_detail enable row level security;
create policy system_all on need_detail to bricka_system using (true) with check (true);
create policy all_read on need_detail for select to bricka_person using (true);
`
