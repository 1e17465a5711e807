import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Which needs each merit in the catalogue says that it answers: a wave's id, a space, a concept's URI. No merit that was
 * published before could say so.
 */
export const answeredNeeds: Migration = {
  async up(db) {
    await sql.raw(statements).execute(db)
  },
}

const statements = `
alter table catalogue_entry add column needs text[] not null default '{}';
create index on catalogue_entry using gin (needs);
`
