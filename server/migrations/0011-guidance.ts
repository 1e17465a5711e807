import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Aims and plans, and what a learner lets a counsellor read of them. All of it belongs to the learner; a counsellor
 * reaches a row only through a consent that stands, in a guidance that is open and theirs. That is decided here once
 * more, so that a forgotten question in a verb shows nothing.
 */
export const guidance: Migration = {
  async up(db) {
    await sql.raw(tables).execute(db)
    await sql.raw(policies).execute(db)
  },
}

const tables = `
create table aim (
  holder_id uuid not null, id uuid not null, content jsonb not null, title text not null, state text not null,
  created_at timestamptz not null, changed_at timestamptz not null, primary key (holder_id, id)
);
create table aim_plan (
  holder_id uuid not null, aim_id uuid not null, plan jsonb not null, changed_at timestamptz not null,
  primary key (holder_id, aim_id), foreign key (holder_id, aim_id) references aim on delete cascade
);
create table aim_plan_past (
  holder_id uuid not null, aim_id uuid not null, number int not null, plan jsonb not null,
  primary key (holder_id, aim_id, number), foreign key (holder_id, aim_id) references aim on delete cascade
);

create table guidance (
  holder_id uuid not null, id uuid not null, organisation_id uuid references organisation, counsellor_id uuid,
  counsellor_name text, learner_name text not null, message text, standing text not null, handover_to uuid,
  handover_name text, handover_why text, entries_from int not null, ended_by text, sealed_link bytea,
  expires_at timestamptz, created_at timestamptz not null, changed_at timestamptz not null, primary key (holder_id, id)
);
create index on guidance (organisation_id, changed_at);
create index on guidance (counsellor_id);
create table guidance_address (token_hash text primary key, holder_id uuid not null, guidance_id uuid not null,
  foreign key (holder_id, guidance_id) references guidance on delete cascade
);
create table guidance_consent (
  holder_id uuid not null, guidance_id uuid not null, id uuid not null, thing_kind text not null,
  thing_id uuid not null, title text not null, purpose text not null, given_at timestamptz not null,
  withdrawn_at timestamptz, primary key (holder_id, guidance_id, id),
  foreign key (holder_id, guidance_id) references guidance on delete cascade
);
create index on guidance_consent (holder_id, thing_id);
create table guidance_entry (
  holder_id uuid not null, guidance_id uuid not null, number int not null, by_person uuid not null,
  by_name text not null, content jsonb not null, answer text, answered_at timestamptz, created_at timestamptz not null,
  primary key (holder_id, guidance_id, number),
  foreign key (holder_id, guidance_id) references guidance on delete cascade
);
create index on guidance_entry (by_person);
create table guidance_reading (
  holder_id uuid not null, guidance_id uuid not null, id uuid not null, by_person uuid not null, by_name text not null,
  things jsonb not null, read_at timestamptz not null, primary key (holder_id, guidance_id, id),
  foreign key (holder_id, guidance_id) references guidance on delete cascade
);
create index on guidance_reading (by_person);
`

const system = (table: string): string => `
alter table ${table} enable row level security;
create policy system_all on ${table} to bricka_system using (true) with check (true);`

const own = (table: string): string => `${system(table)}
create policy holder_own on ${table} to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());`

/** A thing that a consent which stands is about, in a guidance that is open and the asker's. */
const shown = (table: string, kind: string, id: string): string => `
create policy counsellor_reads on ${table} for select to bricka_person using (exists (
  select from guidance_consent c where c.holder_id = ${table}.holder_id and c.thing_kind = '${kind}'
    and c.thing_id = ${table}.${id} and c.withdrawn_at is null and guides(c.holder_id, c.guidance_id)));`

const policies = `
${['aim', 'aim_plan', 'aim_plan_past', 'guidance', 'guidance_address', 'guidance_consent'].map(own).join('\n')}
create policy counsellor_reads on guidance for select to bricka_person
  using (standing = 'open' and counsellor_id = acting_holder() and organisation_id = any (acting_organisations()));
create policy organisation_reads_asked on guidance for select to bricka_person
  using (standing = 'asked' and organisation_id = any (acting_organisations()));
create policy counsellor_takes on guidance for update to bricka_person
  using (standing = 'asked' and organisation_id = any (acting_organisations()))
  with check (standing = 'open' and counsellor_id = acting_holder() and organisation_id = any (acting_organisations()));
create policy counsellor_moves on guidance for update to bricka_person
  using (standing = 'open' and counsellor_id = acting_holder() and organisation_id = any (acting_organisations()))
  with check (standing = 'open' and counsellor_id = acting_holder() and organisation_id = any (acting_organisations()));

create function guides(holder uuid, guidance_id uuid) returns boolean language sql stable as $$
  select exists (select from guidance g where g.holder_id = holder and g.id = guides.guidance_id and g.standing = 'open'
    and g.counsellor_id = acting_holder() and g.organisation_id = any (acting_organisations())) $$;

create policy counsellor_reads on guidance_consent for select to bricka_person
  using (withdrawn_at is null and guides(holder_id, guidance_id));
${shown('aim', 'aim', 'id')}
${shown('aim_plan', 'plan', 'aim_id')}

${system('guidance_entry')}
create policy holder_reads on guidance_entry for select to bricka_person using (holder_id = acting_holder());
create policy holder_answers on guidance_entry for update to bricka_person
  using (holder_id = acting_holder()) with check (holder_id = acting_holder());
create policy holder_writes on guidance_entry for insert to bricka_person
  with check (holder_id = acting_holder() and by_person = acting_holder());
create policy counsellor_reads on guidance_entry for select to bricka_person using (exists (
  select from guidance g where g.holder_id = guidance_entry.holder_id and g.id = guidance_entry.guidance_id
    and guides(g.holder_id, g.id) and guidance_entry.number >= g.entries_from));
create policy counsellor_writes on guidance_entry for insert to bricka_person
  with check (by_person = acting_holder() and guides(holder_id, guidance_id));

${system('guidance_reading')}
create policy holder_reads on guidance_reading for select to bricka_person using (holder_id = acting_holder());
create policy counsellor_adds on guidance_reading for insert to bricka_person
  with check (by_person = acting_holder() and guides(holder_id, guidance_id));
`
