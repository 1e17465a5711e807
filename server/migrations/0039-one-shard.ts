import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What the holders' tables promised across holders: a unique index that did not begin with the holder, and an address
 * that hung by a foreign key on a row of another shard. `one-shard.test.ts` finds the next.
 */
export const oneShard: Migration = {
  async up(db) {
    await sql
      .raw(`
drop index wallet_representation_notification_hash_id_idx;
create index on wallet_representation (notification_hash);
alter table guidance_address drop constraint guidance_address_holder_id_guidance_id_fkey;
create index on guidance_address (holder_id);
`)
      .execute(db)
  },
}
