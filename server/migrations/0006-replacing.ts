import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Why a waiting replacement was asked for, so that the holder of the old credential is told it when it is approved. */
export const replacing: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
  },
}

const tables = `
alter table credential add column replacement_reason text;
create index on credential (replaces) where replaces is not null;
`
