import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Learning platforms that issuers connect (LTI 1.3). A course is one link in a platform's course to one merit; a
 * completion is that the platform gave enough, or a teacher said yes. Of the learner only the platform's own number is
 * kept: name and address are asked for when the merit is issued.
 */
export const lti: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table lti_key (id text primary key, public_jwk jsonb not null, sealed bytea not null, created_at timestamptz not null);

create table lti_platform (
  id uuid primary key, organisation_id uuid not null references organisation, name text not null,
  issuer text not null, client_id text not null, deployment_id text not null,
  auth_url text not null, jwks_url text not null, token_url text not null,
  threshold int not null, created_at timestamptz not null,
  unique (issuer, client_id, deployment_id)
);
create index on lti_platform (organisation_id, name);

create table lti_login (
  state_hash text primary key, platform_id uuid not null references lti_platform on delete cascade,
  nonce text not null, expires_at timestamptz not null
);
create index on lti_login (expires_at);
create index on lti_login (platform_id);

create table lti_course (
  id uuid primary key, platform_id uuid not null references lti_platform on delete cascade,
  organisation_id uuid not null references organisation, link_id text not null, title text not null,
  merit_id uuid not null references merit, line_item_url text, members_url text, created_at timestamptz not null,
  unique (platform_id, link_id)
);
create index on lti_course (organisation_id, created_at);

create table lti_launch (
  token_hash text primary key, platform_id uuid not null references lti_platform on delete cascade,
  course_id uuid references lti_course on delete cascade, teacher text, deep_link jsonb,
  expires_at timestamptz not null
);
create index on lti_launch (expires_at);
create index on lti_launch (platform_id);
create index on lti_launch (course_id);

create table lti_completion (
  course_id uuid not null references lti_course on delete cascade, member text not null,
  organisation_id uuid not null references organisation, completed_on text not null,
  confirmed_by text, batch_id uuid, primary key (course_id, member)
);
`

const system = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

const organisations = (table: string): string => `
create policy organisation_own on ${table} to bricka_person
  using (organisation_id = any (acting_organisations())) with check (organisation_id = any (acting_organisations()));`

/** What a platform sent is for the server to judge; what came of it the organisation sees itself. */
const policies = `
${['lti_key', 'lti_platform', 'lti_login', 'lti_course', 'lti_launch', 'lti_completion'].map(system).join('')}
${['lti_platform', 'lti_course', 'lti_completion'].map(organisations).join('')}
`
