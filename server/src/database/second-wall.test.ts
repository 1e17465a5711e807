import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeId } from '../make-id.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { type Scope, systemScope } from './connect.ts'

const at = new Date('2026-11-02T09:00:00Z')
const [anna, bo, school, union, meritOfSchool, draftOfUnion] = Array.from({ length: 6 }, () => makeId(at)) as [
  string,
  string,
  string,
  string,
  string,
  string,
]

const asPerson = (personId: string): Scope => ({ kind: 'person', personId, organisationIds: [] })
const asMember = (organisationId: string): Scope => ({
  kind: 'person',
  personId: null,
  organisationIds: [organisationId],
})
const asAnyone: Scope = { kind: 'person', personId: null, organisationIds: [] }

describe('the second wall', () => {
  let ground: TestGround
  beforeAll(async () => {
    ground = await openTestGround()
    await fill(ground)
  })
  afterAll(() => ground.close())

  const read = async (scope: Scope, statement: string): Promise<unknown[]> => {
    const { rows } = await ground.database.act(scope, (work) =>
      sql.raw<Record<string, unknown>>(statement).execute(work),
    )
    return rows.map((row) => Object.values(row)[0])
  }
  const write = async (scope: Scope, statement: string): Promise<bigint | undefined> => {
    const result = await ground.database.act(scope, (work) => sql.raw(statement).execute(work))
    return result.numAffectedRows
  }

  it.each(['credential', 'share', 'self_claim', 'share_address', 'credential_address'])(
    'shows a person their own %s and nobody else’s',
    async (table) => {
      expect(await read(asPerson(anna), `select holder_id from ${table}`)).toEqual([anna])
      expect(await read(asPerson(bo), `select holder_id from ${table}`)).toEqual([bo])
      expect(await read(asAnyone, `select holder_id from ${table}`)).toEqual([])
      expect(await read(systemScope, `select holder_id from ${table}`)).toHaveLength(2)
    },
  )

  it.each(['person_email', 'session', 'passkey'])('shows a person their own %s and nobody else’s', async (table) => {
    expect(await read(asPerson(anna), `select person_id from ${table}`)).toEqual([anna])
    expect(await read(asAnyone, `select person_id from ${table}`)).toEqual([])
    expect(await read(systemScope, `select person_id from ${table}`)).toHaveLength(2)
  })

  it.each(['login_link', 'claim_address', 'waiting_mail', 'demo_mail'])('shows nobody a row of %s', async (table) => {
    expect(await read(systemScope, `select 1 from ${table}`)).toHaveLength(1)
    for (const scope of [asPerson(anna), asMember(school), asAnyone])
      expect(await read(scope, `select 1 from ${table}`)).toEqual([])
  })

  it.each(['issuing_batch', 'api_token', 'issuing_key'])(
    'shows an organisation its own %s and no other’s',
    async (table) => {
      const owner = table === 'api_token' ? 'organisation_id' : 'issuer_id'
      expect(await read(asMember(school), `select ${owner} from ${table}`)).toEqual([school])
      expect(await read(asMember(union), `select ${owner} from ${table}`)).toEqual([union])
      expect(await read(asPerson(anna), `select ${owner} from ${table}`)).toEqual([])
    },
  )

  it('shows an organisation what is asked of its own four eyes, and lets no other ask', async () => {
    expect(await read(asMember(school), 'select organisation_id from four_eyes_release')).toEqual([school])
    for (const scope of [asMember(union), asPerson(anna), asAnyone])
      expect(await read(scope, 'select 1 from four_eyes_release')).toEqual([])
    await expect(write(asMember(union), `update four_eyes_release set takes_effect_at = now()`)).resolves.toBe(0n)
    await expect(
      write(asMember(school), `insert into four_eyes_release values ('${union}', '${anna}', now(), now())`),
    ).rejects.toThrow(/row-level security/)
  })

  it('shows an organisation the rows of its own batches only', async () => {
    expect(await read(asMember(school), 'select state from issuing_row')).toEqual(['issued'])
    expect(await read(asMember(union), 'select state from issuing_row')).toEqual(['waiting'])
  })

  it('shows an issuer what it issued, also when the holder has other credentials', async () => {
    expect(await read(asMember(school), 'select holder_id from credential')).toEqual([anna])
    expect(await read(asMember(union), 'select holder_id from credential')).toEqual([bo])
  })

  it('shows published merits to all, and drafts to their owner', async () => {
    for (const scope of [asPerson(anna), asMember(school), asAnyone])
      expect(await read(scope, 'select id from merit')).toEqual([meritOfSchool])
    expect((await read(asMember(union), 'select id from merit')).sort()).toEqual([draftOfUnion, meritOfSchool].sort())
  })

  it('shows what is written on next to its owner alone, also when the merit is published', async () => {
    expect(await read(asMember(school), `select design ->> 'secret' from merit_draft`)).toEqual(['of the school'])
    for (const scope of [asMember(union), asPerson(anna), asAnyone])
      expect(await read(scope, 'select 1 from merit_draft')).toEqual([])
    for (const scope of [asMember(union), asAnyone])
      expect(await read(scope, `select row_to_json(merit)::text from merit where id = '${meritOfSchool}'`)).toEqual([
        expect.not.stringContaining('of the school'),
      ])
    expect(await write(asMember(union), `update merit_draft set design = '{}'`)).toBe(0n)
    await expect(
      write(asMember(union), `insert into merit_draft values ('${draftOfUnion}', '${school}', '{}', null, now())`),
    ).rejects.toThrow(/row-level security/)
  })

  it('shows each organisation its own audit log', async () => {
    expect(await read(asMember(school), 'select act from audit_entry')).toEqual(['school-acted'])
    expect(await read(asMember(union), 'select act from audit_entry')).toEqual(['union-acted'])
    expect(await read(asPerson(anna), 'select act from audit_entry')).toEqual([])
  })

  it('lets nobody write into another’s audit log', async () => {
    const entry = (organisation: string): string =>
      `insert into audit_entry (id, organisation_id, actor_kind, act, object_kind, object_id, at)
       values ('${makeId(at)}', '${organisation}', 'system', 'school-acted', 'merit', '1', now())`
    await expect(write(asMember(school), entry(union))).rejects.toThrow(/row-level security/)
    await expect(write(asMember(school), entry(school))).resolves.toBe(1n)
  })

  it('lets an issuer change the status of its own credentials only, and delete none', async () => {
    expect(await write(asMember(school), `update credential set status_reason = 'x'`)).toBe(1n)
    expect(await write(asMember(school), 'delete from credential')).toBe(0n)
  })

  it('lets a holder change nothing in a credential, not even their own', async () => {
    expect(await write(asPerson(anna), `update credential set state = 'issued'`)).toBe(0n)
  })

  it('lets nobody share in another’s name', async () => {
    const share = (holder: string): string =>
      `insert into share (holder_id, id, audience, purpose, sealed_token, created_at, expires_at)
       values ('${holder}', '${makeId(at)}', 'a', 'b', '', now(), now())`
    await expect(write(asPerson(anna), share(bo))).rejects.toThrow(/row-level security/)
  })

  it('lets nobody but the system change skills, people or organisations that are not theirs', async () => {
    await expect(write(asMember(school), 'delete from skill_concept')).rejects.toThrow(/permission denied/)
    expect(await write(asPerson(anna), `update person set name = 'x'`)).toBe(1n)
    expect(await write(asMember(school), `update organisation set legal_name = 'x'`)).toBe(1n)
  })

  it('refuses an id that is no UUID, so that a scope cannot carry SQL', async () => {
    await expect(read(asPerson(`${anna}'; reset role; --`), 'select 1')).rejects.toThrow(/Not a UUID/)
  })

  it('stands around every table that the application can reach', async () => {
    const open = await read(
      systemScope,
      `select relname from pg_class c join pg_namespace n on n.oid = relnamespace
       where relkind in ('r', 'p') and nspname = 'public' and not relrowsecurity
         and has_table_privilege('bricka_person', c.oid, 'select') order by 1`,
    )
    expect(open).toEqual(['skill_concept', 'skill_framework', 'skill_label'])
  })

  it('lets neither role own a table, or it would not hold', async () => {
    const owners = await read(systemScope, `select distinct tableowner from pg_tables where schemaname = 'public'`)
    expect(owners).toEqual(['bricka'])
  })
})

async function fill({ database }: TestGround): Promise<void> {
  const time = at.toISOString()
  const statements = [
    [anna, bo].flatMap((person, index) => [
      `insert into person (id, name, created_at) values ('${person}', 'P', '${time}')`,
      `insert into person_email (email, person_id) values ('p${index}@a.example', '${person}')`,
      `insert into session values ('s${index}', '${person}', '${time}', '${time}')`,
      `insert into passkey (id, person_id, public_key, counter, name, created_at)
       values ('k${index}', '${person}', '', 0, 'K', '${time}')`,
    ]),
    [school, union].flatMap((organisation, index) => {
      const holder = index === 0 ? anna : bo
      const [batch, credential, share] = [makeId(at), makeId(at), makeId(at)]
      return [
        `insert into organisation (id, slug, legal_name, country, kind, did, created_at)
         values ('${organisation}', 'o${index}', 'O', 'SE', 'employer', 'did:web:o${index}', '${time}')`,
        `insert into api_token (id, organisation_id, name, token_hash, scopes, created_at)
         values ('${makeId(at)}', '${organisation}', 'T', 't${index}', '{}', '${time}')`,
        `insert into issuing_batch (id, issuer_id, merit_id, merit_version, file_digest, settings, state, total, created_at)
         values ('${batch}', '${organisation}', '${meritOfSchool}', 1, 'd', '{}', 'running', 1, '${time}')`,
        `insert into issuing_row (batch_id, row_number, state, content)
         values ('${batch}', 1, '${index === 0 ? 'issued' : 'waiting'}', '{}')`,
        `insert into credential (holder_id, id, issuer_id, creator_id, merit_id, merit_version, state, title,
           recipient_name, recipient_email, facts, created_at)
         values ('${holder}', '${credential}', '${organisation}', '${organisation}', '${meritOfSchool}', 1, 'revoked', 'M',
           'N', 'n@a.example', '{}', '${time}')`,
        `insert into issuing_key values ('${organisation}', 'k', '${holder}', '${credential}')`,
        `insert into credential_address values ('${credential}', '${holder}', 'u${index}')`,
        `insert into share values ('${holder}', '${share}', 'A', 'P', '', '${time}', '${time}')`,
        `insert into share_address values ('a${index}', '${holder}', '${share}')`,
        `insert into self_claim values ('${holder}', '${makeId(at)}', '{}', '${time}')`,
        `insert into audit_entry (id, organisation_id, actor_kind, act, object_kind, object_id, at)
         values ('${makeId(at)}', '${organisation}', 'system', '${index === 0 ? 'school' : 'union'}-acted', 'm', '1', '${time}')`,
      ]
    }),
    [
      `insert into merit (id, owner_id, state, current_version, created_at)
       values ('${meritOfSchool}', '${school}', 'published', 1, '${time}')`,
      `insert into four_eyes_release values ('${school}', '${anna}', '${time}', null)`,
      `insert into merit_draft values ('${meritOfSchool}', '${school}', '{"secret":"of the school"}', null, '${time}')`,
      `insert into merit (id, owner_id, state, created_at) values ('${draftOfUnion}', '${union}', 'draft', '${time}')`,
      `insert into login_link values ('l', 'p0@a.example', null, '${time}', null)`,
      `insert into claim_address (token_hash, holder_id, created_at, expires_at) values ('c', '${anna}', '${time}', '${time}')`,
      `insert into waiting_mail (id, sealed_mail, next_try_at, created_at) values ('${makeId(at)}', '', '${time}', '${time}')`,
      `insert into demo_mail values ('${makeId(at)}', 'p0@a.example', 'S', 'T', null, '${time}')`,
    ],
  ].flat()
  await database.act(systemScope, async (work) => {
    for (const statement of statements) await sql.raw(statement).execute(work)
  })
}
