import { randomBytes } from 'node:crypto'
import { issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { type AssessmentFacts, composeCredential } from '@bricka/domain/issuing/compose-credential'
import type { MeritVersion } from '@bricka/domain/merit/merit'
import { decideIssuingRight } from '@bricka/domain/trust/decide-mandate'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { findOrAddPerson, normaliseEmail } from '../person/person.ts'
import { toMandate } from '../trust/find-mandate.ts'
import { meritUrl } from '../trust/grant-mandate.ts'
import { takeStatusPlace } from './status-list.ts'

export type Order = {
  meritId: string
  /** The newest published version when absent. */
  version?: number
  recipient: { name: string; email: string }
  facts: AssessmentFacts
  validUntil?: Date
  /** The same key twice issues once: the second time answers with the first credential. */
  key: string
  batchId?: string
}

export type Issued = { holderId: string; credentialId: string; known: boolean }

/**
 * Issues one credential: right, person, status place, signature, record and key in one transaction, so that a process
 * killed at any moment leaves either all of it or nothing.
 */
export async function issueMerit(ground: Ground, work: Work, permission: MayIssue, order: Order): Promise<Issued> {
  const known = await work
    .selectFrom('issuing_key')
    .select(['holder_id', 'credential_id'])
    .where('issuer_id', '=', permission.organisationId)
    .where('key', '=', order.key)
    .executeTakeFirst()
  if (known) return { holderId: known.holder_id, credentialId: known.credential_id, known: true }

  const now = ground.now()
  const version = await getVersion(work, order.meritId, order.version)
  const mandate = await requireIssuingRight(work, permission, version, now)
  const holderId = await findOrAddPerson(work, order.recipient.email, order.recipient.name, now)
  const credentialId = makeId(now)
  await work
    .insertInto('issuing_key')
    .values({ issuer_id: permission.organisationId, key: order.key, holder_id: holderId, credential_id: credentialId })
    .execute()

  const [creator, issuer] = await Promise.all([
    work.selectFrom('organisation').selectAll().where('id', '=', version.ownerId).executeTakeFirstOrThrow(),
    work.selectFrom('organisation').selectAll().where('id', '=', permission.organisationId).executeTakeFirstOrThrow(),
  ])
  const place = await takeStatusPlace(ground, work, issuer.id)
  const lists = await work
    .selectFrom('status_list')
    .select(['id', 'url'])
    .where('id', 'in', [place.revocationListId, place.suspensionListId])
    .execute()
  const urlOf = (id: string): string => lists.find((list) => list.id === id)?.url ?? ''
  const url = `${ground.settings.baseUrl}/credentials/${credentialId}`
  const unsigned = composeCredential({
    id: url,
    version,
    meritUrl: meritUrl(ground, version.meritId),
    versionUrl: version.url,
    creator: toProfile(creator),
    issuer: toProfile(issuer),
    recipient: {
      ...order.recipient,
      email: normaliseEmail(order.recipient.email),
      emailSalt: randomBytes(12).toString('hex'),
    },
    mandate: mandate && { url: mandate.url, digestSri: mandate.digest },
    status: {
      revocationUrl: urlOf(place.revocationListId),
      suspensionUrl: urlOf(place.suspensionListId),
      index: place.position,
    },
    facts: order.facts,
    validFrom: now.toISOString(),
    validUntil: order.validUntil?.toISOString(),
  })
  const signer = await findSigner(ground, work, issuer.id)
  const signed = await issueCredential(unsigned, signer, { now: now.toISOString(), power, schema: 'open-badge-3' })

  await work
    .insertInto('credential')
    .values({
      holder_id: holderId,
      id: credentialId,
      issuer_id: issuer.id,
      creator_id: creator.id,
      merit_id: version.meritId,
      merit_version: version.number,
      mandate_id: mandate?.id ?? null,
      batch_id: order.batchId ?? null,
      state: 'issued',
      title: Object.values(version.design.title)[0] ?? '',
      recipient_name: order.recipient.name,
      recipient_email: normaliseEmail(order.recipient.email),
      facts: toJson(order.facts),
      document: JSON.stringify(signed),
      valid_from: now,
      valid_until: order.validUntil ?? null,
      revocation_list_id: place.revocationListId,
      suspension_list_id: place.suspensionListId,
      status_position: place.position,
      created_at: now,
      issued_at: now,
    })
    .execute()
  await work.insertInto('credential_address').values({ id: credentialId, holder_id: holderId, url }).execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: issuer.id,
    holderId,
    act: 'credential-issued',
    object: { kind: 'credential', id: credentialId },
    details: { meritId: version.meritId, version: version.number },
    at: now,
  })
  return { holderId, credentialId, known: false }
}

/** The mandate that covers this issuing; undefined when the issuer owns the merit. @throws Problem `mandate-…` */
async function requireIssuingRight(work: Work, permission: MayIssue, version: MeritVersion, now: Date) {
  const rows = await work
    .selectFrom('mandate')
    .selectAll()
    .where('merit_id', '=', version.meritId)
    .where('issuer_id', '=', permission.organisationId)
    .execute()
  const merit = { id: version.meritId, ownerId: version.ownerId }
  const right = decideIssuingRight(merit, permission.organisationId, rows.map(toMandate), now)
  if (!right.may) throw new Problem(right.code, 'Ask the creator of the merit for a mandate that covers today.')
  const { under } = right
  return under === 'ownership' ? undefined : rows.find((row) => row.id === under.id)
}

const toProfile = (row: Row<'organisation'>) => ({
  id: row.did,
  name: row.legal_name,
  country: row.country,
  ...(row.region && { region: row.region }),
  ...(row.homepage && { url: row.homepage }),
  legalIdentifiers: row.legal_identifiers,
})
