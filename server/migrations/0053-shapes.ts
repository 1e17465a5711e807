import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Maps that an operator brought in, drawn once when they came: the municipalities, or the regions, of one place each.
 * Whose shapes they are stands with them.
 */
export const shapes: Migration = {
  async up(db) {
    await sql.raw(statements).execute(db)
  },
}

const statements = `
create table place_map (
  within text not null, kind text not null check (kind in ('region', 'municipality')), width int not null,
  height int not null, paths jsonb not null, source text not null, imported_at timestamptz not null,
  primary key (within, kind)
);
alter table place_map enable row level security;
create policy system_all on place_map to bricka_system using (true) with check (true);
create policy all_read on place_map for select to bricka_person using (true);
`
