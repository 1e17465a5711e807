import { randomInt } from 'node:crypto'
import { composeStatusListCredential, createStatusList, issueCredential, setStatus } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'
import { findSigner } from '../organisation/organisation-key.ts'

/** The specification's smallest length: enough to hide one holder among many (Bitstring Status List §6.1). */
const length = 131_072
/** A list is left when half full, so that random positions are found at the first or second try. */
const capacity = length / 2
const hoursValid = 24

export type StatusPlace = { revocationListId: string; suspensionListId: string; position: number }

/** Takes a random free position, the same in the organisation's revocation and suspension lists. */
export async function takeStatusPlace(ground: Ground, work: Work, organisationId: string): Promise<StatusPlace> {
  const { revocation, suspension } = await findOpenLists(ground, work, organisationId)
  for (;;) {
    const position = randomInt(length)
    const taken = await work
      .insertInto('status_entry')
      .values({ revocation_list_id: revocation, position })
      .onConflict((conflict) => conflict.doNothing())
      .returning('position')
      .executeTakeFirst()
    if (!taken) continue
    await work
      .updateTable('status_list')
      .set((set) => ({ taken: set('taken', '+', 1) }))
      .where('id', 'in', [revocation, suspension])
      .execute()
    return { revocationListId: revocation, suspensionListId: suspension, position }
  }
}

async function findOpenLists(ground: Ground, work: Work, organisationId: string) {
  const lists = await work
    .selectFrom('status_list')
    .select(['id', 'purpose'])
    .where('organisation_id', '=', organisationId)
    .where('taken', '<', capacity)
    .orderBy('id')
    .execute()
  const revocation = lists.find((list) => list.purpose === 'revocation')
  const suspension = lists.find((list) => list.purpose === 'suspension')
  if (revocation && suspension) return { revocation: revocation.id, suspension: suspension.id }
  return {
    revocation: await addList(ground, work, organisationId, 'revocation'),
    suspension: await addList(ground, work, organisationId, 'suspension'),
  }
}

async function addList(ground: Ground, work: Work, organisationId: string, purpose: 'revocation' | 'suspension') {
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto('status_list')
    .values({
      id,
      organisation_id: organisationId,
      purpose,
      url: `${ground.settings.baseUrl}/status/${id}`,
      length,
      bits: Buffer.from(createStatusList({ length })),
      changed_at: now,
    })
    .execute()
  return id
}

/** Sets or clears one bit. The list is signed anew when it is next asked for: many changes share one signature. */
export async function changeStatus(ground: Ground, work: Work, listId: string, position: number, set: boolean) {
  const list = await work
    .selectFrom('status_list')
    .select('bits')
    .where('id', '=', listId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const bits = Buffer.from(setStatus(new Uint8Array(list.bits), position, set))
  await work
    .updateTable('status_list')
    .set({ bits, changed_at: ground.now(), document: null })
    .where('id', '=', listId)
    .execute()
}

/** The signed list at its public address; signed when it has changed or will soon be too old. */
export async function readStatusList(ground: Ground, work: Work, url: string): Promise<string | undefined> {
  const list = await work.selectFrom('status_list').selectAll().where('url', '=', url).forUpdate().executeTakeFirst()
  if (!list) return undefined
  const now = ground.now()
  const fresh = list.expires_at && list.expires_at.getTime() - now.getTime() > (hoursValid / 2) * 3_600_000
  if (list.document && fresh) return list.document
  const organisation = await work
    .selectFrom('organisation')
    .select('did')
    .where('id', '=', list.organisation_id)
    .executeTakeFirstOrThrow()
  const expiresAt = new Date(now.getTime() + hoursValid * 3_600_000)
  const unsigned = await composeStatusListCredential({
    id: list.url,
    issuer: organisation.did,
    purpose: list.purpose,
    bits: new Uint8Array(list.bits),
    validFrom: now.toISOString(),
    validUntil: expiresAt.toISOString(),
    ttlMilliseconds: 300_000,
    power,
  })
  const signer = await findSigner(ground, work, list.organisation_id)
  const signed = await issueCredential(unsigned, signer, { now: now.toISOString(), power })
  const document = JSON.stringify(signed)
  await work
    .updateTable('status_list')
    .set({ document, signed_at: now, expires_at: expiresAt })
    .where('id', '=', list.id)
    .execute()
  return document
}
