import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Organisations end, merge and move, and what they issued goes on being verified: who answers for it afterwards, what is
 * planned until then, and what came from another house.
 */
export const estate: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
alter table organisation add column ended_at timestamptz, add column successor_id uuid references organisation,
  add column moved_to text;
create index on organisation (successor_id) where successor_id is not null;
create table estate_plan (
  organisation_id uuid primary key references organisation, way text not null, successor_id uuid references organisation,
  receiver jsonb, asked_by uuid references person on delete set null, asked_at timestamptz not null,
  takes_effect_at timestamptz, accepted_by uuid references person on delete set null, accepted_at timestamptz,
  packed_at timestamptz
);
create index on estate_plan (successor_id);
create table estate_reception (
  id uuid primary key, organisation_id uuid not null references organisation, sealed_opening_key bytea,
  sealed_signing_key bytea, public_key_multibase text not null, created_at timestamptz not null,
  expires_at timestamptz not null, ended_id uuid references organisation, taken_at timestamptz
);
create index on estate_reception (organisation_id, created_at);
create table estate_document (
  url text primary key, organisation_id uuid not null references organisation, media_type text not null,
  body text not null
);
create index on estate_document (organisation_id);
create table estate_credential (
  organisation_id uuid not null references organisation, id uuid not null, title text not null,
  recipient_name text not null, recipient_email text not null, state text not null, issued_at timestamptz,
  valid_until timestamptz, revocation_list_id uuid, suspension_list_id uuid, status_position int, status_reason text,
  status_changed_at timestamptz, primary key (organisation_id, id)
);
create index on estate_credential (organisation_id, issued_at desc);
`

const all = ['estate_plan', 'estate_reception', 'estate_document', 'estate_credential']
const own = 'organisation_id = any (acting_organisations())'

/** A plan is its organisation's; whom it names as successor reads it. A document is public, as it was where it came from. */
const policies = `
${all
  .map(
    (table) => `alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`,
  )
  .join('\n')}
${['estate_plan', 'estate_reception', 'estate_credential']
  .map((table) => `create policy own on ${table} to bricka_person using (${own}) with check (${own});`)
  .join('\n')}
${['select', 'update', 'delete']
  .map(
    (act) => `create policy successor_may_${act} on estate_plan for ${act} to bricka_person
  using (successor_id = any (acting_organisations()));`,
  )
  .join('\n')}
create policy all_read on estate_document for select to bricka_person using (true);
`
