import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which results from student registers a share shows beside merits. They leave it when they leave the passport. */
export const resultsInShares: Migration = {
  async up(db) {
    await sql.raw(statements).execute(db)
  },
}

const statements = `
create table share_results (
  holder_id uuid not null, share_id uuid not null, record_id uuid not null,
  primary key (holder_id, share_id, record_id),
  foreign key (holder_id, share_id) references share on delete cascade,
  foreign key (holder_id, record_id) references emrex_record on delete cascade
);
create index on share_results (holder_id, record_id);
alter table share_results enable row level security;
create policy system_all on share_results to bricka_system using (true) with check (true);
create policy holder_own on share_results to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
`
