import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A decision on credit can be asked about again; what was decided before stays with it. */
export const reExamination: Migration = {
  async up(db) {
    await sql.raw(statements).execute(db)
  },
}

const statements = `
alter table credit_application add column decided_by uuid, add column appeal jsonb,
  add column earlier jsonb not null default '[]';

drop policy applicant_withdraws on credit_application;
create policy applicant_withdraws on credit_application for update to bricka_person
  using (holder_id = acting_holder() and state in ('open', 'decided'))
  with check (holder_id = acting_holder() and (state = 'appealed' or (state = 'withdrawn' and decision is null)));
drop policy decider_decides on credit_application;
create policy decider_decides on credit_application for update to bricka_person
  using (decider_id = any (acting_organisations()) and state in ('open', 'appealed'))
  with check (decider_id = any (acting_organisations()));

create policy decider_replaces on precedent for update to bricka_person
  using (decider_id = any (acting_organisations())) with check (decider_id = any (acting_organisations()));
create policy decider_removes on precedent for delete to bricka_person
  using (decider_id = any (acting_organisations()));
`
