import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** An issuer may have its credentials carry what social partners have signed of the merit; none does until it says so. */
export const carriedEndorsements: Migration = {
  async up(db) {
    await sql.raw(statements).execute(db)
  },
}

const statements = 'alter table organisation add column carries_endorsements boolean not null default false'
