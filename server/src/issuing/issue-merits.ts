import { checkFacts } from '@bricka/domain/issuing/check-facts'
import type { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import { sql } from 'kysely'
import { auditRow } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'
import { titleOf } from '../merit/title-of.ts'
import { openStatusPair, type StatusPair, takePositions } from '../organisation/status-list.ts'
import { listWanted } from '../person/find-or-add-people.ts'
import { normaliseEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'
import type { IssuingGround } from './find-issuing-ground.ts'
import { noticeRow } from './notice.ts'
import { credentialUrl, type Signed, type SigningProblem, signCredentials } from './sign-credentials.ts'

export type Order = {
  recipient: { name: string; email: string }
  facts: IssuedFacts
  validUntil: Date | null
  /** The same key twice issues once: the second time answers with the first credential. */
  key: string
}

export type IssueResult =
  | { outcome: 'issued' | 'awaiting-approval' | 'known'; holderId: string; credentialId: string }
  | { outcome: 'refused'; problems: readonly [SigningProblem, ...SigningProblem[]] }

/**
 * Issues one merit to one or many, in the caller's transaction and in the same few statements however many they are, so
 * that a process killed at any moment leaves either all of it or nothing. Answers in the order of the orders. Where the
 * issuer asks for four eyes nothing is signed yet: the credentials wait for someone else's approval.
 */
export async function issueMerits(
  ground: Ground,
  work: Work,
  issuing: IssuingGround,
  orders: readonly Order[],
  { batchId = null, keysAreNew = false }: { batchId?: string | null; keysAreNew?: boolean } = {},
): Promise<readonly IssueResult[]> {
  const keys = orders.map(({ key }) => key)
  const known = keysAreNew ? new Map() : await findKnown(work, issuing.issuer.organisationId, keys)
  const prepared = prepare(ground, issuing, orders, known)
  const pair = issuing.pair ?? (await openStatusPair(ground, work, issuing.issuer.organisationId))
  const signed = issuing.issuer.fourEyes
    ? new Map<string, Signed>()
    : await sign(ground, work, issuing, pair, [...prepared.values()])
  const sound = [...prepared.values()].filter(({ credentialId }) => signed.get(credentialId)?.signed !== false)
  const kept = await keep(ground, work, issuing, pair, sound, signed, batchId)
  // A key that someone else took meanwhile is theirs: what was signed here for it is forgotten with this transaction.
  const taken = sound.filter(({ key }) => !kept.has(key)).map(({ key }) => key)
  const others = taken.length > 0 ? await findKnown(work, issuing.issuer.organisationId, taken) : new Map()

  const answered = new Set<string>()
  return orders.map((order): IssueResult => {
    const before = known.get(order.key) ?? others.get(order.key)
    if (before) return { outcome: 'known', ...before }
    const findings = refusals(ground, issuing, order)
    if (findings) return { outcome: 'refused', problems: findings }
    const own = prepared.get(order.key)
    const result = own && signed.get(own.credentialId)
    if (result?.signed === false) return { outcome: 'refused', problems: [result.problem] }
    const made = kept.get(order.key)
    if (!made) throw new Error(`Order ${order.key} was neither kept nor refused.`)
    const repeated = answered.has(order.key)
    answered.add(order.key)
    if (repeated) return { outcome: 'known', ...made }
    return { outcome: issuing.issuer.fourEyes ? 'awaiting-approval' : 'issued', ...made }
  })
}

type Place = { holderId: string; credentialId: string }
type Prepared = Order & { credentialId: string }

async function findKnown(work: Work, issuerId: string, keys: readonly string[]): Promise<Map<string, Place>> {
  const rows = await work
    .selectFrom('issuing_key')
    .select(['key', 'holder_id', 'credential_id'])
    .where('issuer_id', '=', issuerId)
    .where('key', 'in', keys.map(hashToken))
    .execute()
  const byHash = new Map(keys.map((key) => [hashToken(key), key]))
  return new Map(
    rows.map((row) => [byHash.get(row.key) ?? '', { holderId: row.holder_id, credentialId: row.credential_id }]),
  )
}

/** What is to be signed, once for each key. */
function prepare(
  ground: Ground,
  issuing: IssuingGround,
  orders: readonly Order[],
  known: ReadonlyMap<string, Place>,
): ReadonlyMap<string, Prepared> {
  const fresh = orders.filter((order) => !known.has(order.key) && !refusals(ground, issuing, order))
  const unique = new Map<string, Prepared>()
  for (const order of fresh) {
    if (unique.has(order.key)) continue
    const recipient = { name: order.recipient.name, email: normaliseEmail(order.recipient.email) }
    unique.set(order.key, { ...order, recipient, credentialId: makeId(ground.now()) })
  }
  return unique
}

/** What the merit's design says against these facts; undefined when nothing does. */
function refusals(
  ground: Ground,
  { version }: IssuingGround,
  { facts, validUntil }: Order,
): readonly [SigningProblem, ...SigningProblem[]] | undefined {
  const now = ground.now()
  const [first, ...rest] = [
    ...checkFacts(version.design, facts, now.toISOString().slice(0, 10)).map(({ code, where, value }) => ({
      code,
      pointer: `/facts${where}`,
      detail: value,
    })),
    ...(validUntil && validUntil <= now
      ? [{ code: 'valid-until-past', pointer: '/validUntil', detail: validUntil.toISOString() }]
      : []),
  ]
  return first && [first, ...rest]
}

async function sign(
  ground: Ground,
  work: Work,
  issuing: IssuingGround,
  pair: StatusPair,
  prepared: readonly Prepared[],
): Promise<ReadonlyMap<string, Signed>> {
  const positions = await takePositions(work, pair, prepared.length, issuing.taken)
  const signed = await signCredentials(ground, issuing, pair, positions, prepared)
  return new Map(signed.map((one) => [one.credentialId, one]))
}

/** Writes keys, credentials, addresses, audit entries and notices in one statement. Answers what was made, by key. */
async function keep(
  ground: Ground,
  work: Work,
  issuing: IssuingGround,
  pair: StatusPair,
  prepared: readonly Prepared[],
  signed: ReadonlyMap<string, Signed>,
  batchId: string | null,
): Promise<ReadonlyMap<string, Place>> {
  if (prepared.length === 0) return new Map()
  const now = ground.now()
  const { permission, version, issuer, mandate } = issuing
  const rows = prepared
    .map((order) => {
      const result = signed.get(order.credentialId)
      const document = result?.signed ? result : undefined
      return {
        key: hashToken(order.key),
        id: order.credentialId,
        recipient_name: order.recipient.name,
        recipient_email: order.recipient.email,
        facts: order.facts,
        document: document?.document ?? null,
        status_position: document?.position ?? null,
        valid_until: order.validUntil,
        url: credentialUrl(ground, order.credentialId),
        audit: auditRow({
          actor: permission.actor,
          organisationId: issuer.organisationId,
          act: issuer.fourEyes ? 'credential-requested' : 'credential-issued',
          object: { kind: 'credential', id: order.credentialId },
          details: { meritId: version.meritId, version: version.number, ...(batchId && { batchId }) },
          at: now,
        }),
        notice: issuer.fourEyes ? null : noticeRow('issued', { holderId: null, credentialId: order.credentialId }, now),
      }
    })
    // Everyone takes keys in the same order, so that two who issue the same wait and never lock each other out.
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const people = listWanted(
    prepared.map(({ recipient }) => recipient),
    now,
  )
  const issuedAt = issuer.fourEyes ? null : now
  const actorId = permission.actor.kind === 'person' ? permission.actor.personId : permission.actor.tokenId
  const kept = await sql<{ holder_id: string; credential_id: string }>`/* keep_issued */
    with people as materialized (
      select address, id from find_or_add_people(${toJson(people)}::jsonb, ${now}::timestamptz)
    ), input as (
      select people.id as holder_id, row.* from jsonb_to_recordset(${toJson(rows)}::jsonb) as row (
        key text, id uuid, recipient_name text, recipient_email text, facts jsonb, document text,
        status_position int, valid_until timestamptz, url text, audit jsonb, notice jsonb)
      join people on people.address = row.recipient_email
    ), keyed as (
      insert into issuing_key (issuer_id, key, holder_id, credential_id)
      select ${issuer.organisationId}::uuid, key, holder_id, id from input
      on conflict do nothing returning holder_id, credential_id
    ), own as (
      select input.* from input join keyed on keyed.credential_id = input.id
    ), credentials as (
      insert into credential (
        holder_id, id, issuer_id, creator_id, merit_id, merit_version, mandate_id, batch_id, state, title,
        recipient_name, recipient_email, facts, document, valid_from, valid_until, revocation_list_id,
        suspension_list_id, status_position, requested_by, created_at, issued_at)
      select holder_id, id, ${issuer.organisationId}::uuid, ${version.ownerId}::uuid, ${version.meritId}::uuid,
        ${version.number}::int, ${mandate?.id ?? null}::uuid, ${batchId}::uuid,
        ${issuer.fourEyes ? 'awaiting-approval' : 'issued'}, ${titleOf(version.design)},
        recipient_name, recipient_email, facts, document, ${issuedAt}::timestamptz, valid_until,
        ${issuer.fourEyes ? null : pair.revocation.id}::uuid, ${issuer.fourEyes ? null : pair.suspension.id}::uuid,
        status_position, ${actorId}::uuid, ${now}::timestamptz, ${issuedAt}::timestamptz
      from own
    ), addresses as (
      insert into credential_address (id, holder_id, url, issuer_id)
      select id, holder_id, url, ${issuer.organisationId}::uuid from own
    ), audited as (
      insert into audit_entry select (jsonb_populate_record(null::audit_entry, audit || jsonb_build_object('holder_id', holder_id))).* from own
    ), counted as (
      update status_list set taken = taken + (select count(document) from own) where id = ${pair.pairId}::uuid
    ), noticed as (
      insert into notice select (jsonb_populate_record(null::notice, notice || jsonb_build_object('holder_id', holder_id))).* from own where jsonb_typeof(notice) = 'object'
    ), supplied as (
      insert into supply_due (holder_id, id, due_at) select holder_id, id, ${issuedAt}::timestamptz from own where ${issuedAt}::timestamptz is not null
    )
    select holder_id, credential_id, pg_notify('bricka_jobs', '') from keyed`.execute(work)
  const made = new Map(kept.rows.map((row) => [row.credential_id, row.holder_id]))
  return new Map(
    prepared.flatMap(({ key, credentialId }) => {
      const holderId = made.get(credentialId)
      return holderId ? [[key, { holderId, credentialId }] as const] : []
    }),
  )
}
