import { createPublicKey } from 'node:crypto'
import { archiveLimits } from '@bricka/domain/exchange/open-archive'
import { composeAchievement } from '@bricka/domain/issuing/compose-credential'
import type { Receiver } from '@bricka/domain/organisation/estate'
import { CompactEncrypt } from 'jose'
import { systemScope, type Work } from '../database/connect.ts'
import { sealManifest } from '../exchange/leave-manifest.ts'
import { archiveRefused } from '../exchange/leave-read-zip.ts'
import { type ArchiveFile, writeZip } from '../exchange/leave-write-zip.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { toVersion } from '../merit/find-merit.ts'
import { meritUrl } from '../merit/merit-url.ts'
import { listKeys } from '../organisation/organisation-key.ts'
import type { MayRepresent } from '../organisation/permission.ts'
import { toParty } from '../organisation/to-party.ts'
import { endOrganisation } from './carry-out-endings.ts'
import type {
  EstateCredential,
  EstateDesign,
  EstateDocument,
  EstateHead,
  EstateList,
  EstateLogEntry,
} from './estate-archive.ts'
import { findEnding, lockOrganisation, record } from './plan-ending.ts'

const credentialsAFile = 5000
/** Half of what an archive may unpack to: closed, it still passes where it is taken in. */
const mostBytes = archiveLimits.maxBytes / 2

/**
 * Ends the organisation, shows the receiver's key beside its own, and packs what the other house needs: closed with a key
 * that only the receiver has. May be asked for again until the other house has taken it in. Meanwhile this house goes on
 * signing, and nothing in it changes any more, so that what is packed stays true.
 *
 * @throws Problem `ending-not-due`; `archive-refused` where it is too large, with nothing ended
 */
export async function packEstate(ground: Ground, permission: MayRepresent): Promise<string> {
  const { organisationId } = permission
  const files = await ground.database.act(systemScope, async (work) => {
    const organisation = await lockOrganisation(work, organisationId)
    const plan = await findEnding(work, organisationId, ground.now())
    if (plan?.step !== 'packing' || !plan.receiver)
      throw new Problem('ending-not-due', 'A move to another house is agreed on first, or has waited its time.')
    const { receiver } = plan
    if (!plan.packed_at) {
      await endOrganisation(ground, work, organisationId, undefined)
      await showReceiversKey(ground, work, organisation, receiver)
      await work
        .updateTable('estate_plan')
        .set({ packed_at: ground.now() })
        .where('organisation_id', '=', organisationId)
        .execute()
    }
    await record(work, permission, 'estate-packed', ground.now(), { to: receiver.house })
    const gathered = await gatherFiles(ground, work, organisationId, receiver)
    // Before the end has taken effect: nobody shall have ended with an estate that no house takes in.
    refuseTooLarge(gathered)
    return { receiver, files: gathered }
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of writeZip(stream(files.files), (listed) => sealManifest(ground, 'estate', listed)))
    chunks.push(chunk)
  const key = createPublicKey({ key: { ...files.receiver.openingKey }, format: 'jwk' })
  return new CompactEncrypt(Buffer.concat(chunks))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'bricka-estate', kid: files.receiver.id })
    .encrypt(key)
}

async function* stream(files: readonly ArchiveFile[]): AsyncGenerator<ArchiveFile> {
  yield* files
}

/** @throws Problem `archive-refused` with the largest file */
export function refuseTooLarge(files: readonly Pick<ArchiveFile, 'path' | 'bytes'>[]): void {
  const [largest] = files.toSorted((one, other) => other.bytes.length - one.bytes.length)
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (largest && (total > mostBytes || largest.bytes.length > archiveLimits.maxFileBytes))
    throw archiveRefused(
      'too-large',
      largest.path,
      `The estate has ${total} bytes; at most ${mostBytes} are handed over.`,
    )
}

/** From now on the DID document says that the receiver signs for it, too: that is how every verifier knows. */
async function showReceiversKey(
  ground: Ground,
  work: Work,
  organisation: { id: string; did: string },
  receiver: Receiver,
): Promise<void> {
  const now = ground.now()
  await work
    .insertInto('organisation_key')
    .values({
      organisation_id: organisation.id,
      id: makeId(now),
      verification_method: `${organisation.did}#${receiver.publicKeyMultibase}`,
      public_key_multibase: receiver.publicKeyMultibase,
      sealed_private_key: null,
      valid_from: now,
    })
    .execute()
}

async function gatherFiles(
  ground: Ground,
  work: Work,
  organisationId: string,
  receiver: Receiver,
): Promise<readonly ArchiveFile[]> {
  const credentials = await gatherCredentials(work, organisationId)
  const parts = Array.from({ length: Math.ceil(credentials.length / credentialsAFile) }, (_, index) =>
    lines(
      `credentials/${String(index + 1).padStart(4, '0')}.ndjson`,
      credentials.slice(index * credentialsAFile, (index + 1) * credentialsAFile),
    ),
  )
  return [
    lines('estate.ndjson', [await gatherHead(work, organisationId, receiver)]),
    lines('lists.ndjson', await gatherLists(work, organisationId)),
    lines('documents.ndjson', await gatherDocuments(ground, work, organisationId)),
    lines('designs.ndjson', await gatherDesigns(ground, work, organisationId)),
    lines('log.ndjson', await gatherLog(work, organisationId)),
    ...parts,
  ]
}

const lines = (path: string, rows: readonly object[]): ArchiveFile => ({
  path,
  mediaType: 'application/x-ndjson',
  bytes: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
})

async function gatherHead(work: Work, organisationId: string, receiver: Receiver): Promise<EstateHead> {
  const row = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  const keys = await listKeys(work, organisationId)
  return {
    receptionId: receiver.id,
    organisation: {
      slug: row.slug,
      legalName: row.legal_name,
      legalIdentifiers: row.legal_identifiers,
      country: row.country,
      region: row.region,
      kind: row.kind,
      homepage: row.homepage,
      about: row.about,
      did: row.did,
      endedAt: (row.ended_at ?? row.created_at).toISOString(),
    },
    keys: keys
      .filter((key) => key.public_key_multibase !== receiver.publicKeyMultibase)
      .map((key) => ({
        verificationMethod: key.verification_method,
        publicKeyMultibase: key.public_key_multibase,
        validFrom: key.valid_from.toISOString(),
        retiredAt: key.retired_at?.toISOString() ?? null,
        compromisedAt: key.compromised_at?.toISOString() ?? null,
      })),
  }
}

async function gatherLists(work: Work, organisationId: string): Promise<readonly EstateList[]> {
  const rows = await work
    .selectFrom('status_list')
    .select(['id', 'pair_id', 'purpose', 'url', 'length', 'bits'])
    .where('organisation_id', '=', organisationId)
    .orderBy('id')
    .execute()
  return rows.map(({ pair_id, bits, ...row }) => ({ ...row, pairId: pair_id, bits: bits.toString('base64') }))
}

/** Public, at addresses that stand in credentials: mandates with their withdrawals, and achievements. */
async function gatherDocuments(ground: Ground, work: Work, organisationId: string): Promise<readonly EstateDocument[]> {
  const mandates = await work
    .selectFrom('mandate')
    .select(['url', 'document', 'withdrawal_document'])
    .where('creator_id', '=', organisationId)
    .execute()
  const versions = await work
    .selectFrom('merit_version')
    .innerJoin('organisation', 'organisation.id', 'merit_version.owner_id')
    .selectAll('merit_version')
    .where('merit_version.owner_id', '=', organisationId)
    .orderBy('number')
    .execute()
  const creator = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  const achievements = versions.flatMap((row) => {
    const { url, ...version } = toVersion(row)
    const own = meritUrl(ground, row.merit_id)
    const body = JSON.stringify(
      composeAchievement({ version, versionUrl: url, meritUrl: own, creator: toParty(creator) }),
    )
    return [
      [own, body],
      [url, body],
    ] as const
  })
  return [
    ...mandates.flatMap(({ url, document, withdrawal_document }) => [
      { url, mediaType: 'application/vc' as const, body: document },
      ...(withdrawal_document
        ? [{ url: `${url}/withdrawal`, mediaType: 'application/vc' as const, body: withdrawal_document }]
        : []),
    ]),
    // The newest version last: it is what stands at the merit's own address.
    ...[...new Map(achievements)].map(([url, body]) => ({ url, mediaType: 'application/ld+json' as const, body })),
  ]
}

async function gatherDesigns(ground: Ground, work: Work, organisationId: string): Promise<readonly EstateDesign[]> {
  const rows = await work
    .selectFrom('merit_version')
    .select(['merit_id', 'design'])
    .distinctOn('merit_id')
    .where('owner_id', '=', organisationId)
    .orderBy('merit_id')
    .orderBy('number', 'desc')
    .execute()
  return rows.map(({ merit_id, design }) => ({ url: meritUrl(ground, merit_id), design }))
}

async function gatherCredentials(work: Work, organisationId: string): Promise<readonly EstateCredential[]> {
  const rows = await work
    .selectFrom('credential')
    .select(['id', 'title', 'recipient_name', 'recipient_email', 'state', 'issued_at', 'valid_until'])
    .select(['revocation_list_id', 'suspension_list_id', 'status_position', 'status_reason', 'status_changed_at'])
    .where('issuer_id', '=', organisationId)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ state, ...row }) =>
    state === 'awaiting-approval' || state === 'declined'
      ? []
      : [
          {
            id: row.id,
            title: row.title,
            recipientName: row.recipient_name,
            recipientEmail: row.recipient_email,
            state,
            issuedAt: row.issued_at?.toISOString() ?? null,
            validUntil: row.valid_until?.toISOString() ?? null,
            revocationListId: row.revocation_list_id,
            suspensionListId: row.suspension_list_id,
            statusPosition: row.status_position,
            statusReason: row.status_reason,
            statusChangedAt: row.status_changed_at?.toISOString() ?? null,
          },
        ],
  )
}

async function gatherLog(work: Work, organisationId: string): Promise<readonly EstateLogEntry[]> {
  const rows = await work
    .selectFrom('audit_entry')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    actorKind: row.actor_kind,
    actorName: row.actor_name,
    act: row.act,
    objectKind: row.object_kind,
    objectId: row.object_id,
    details: row.details,
    at: row.at.toISOString(),
  }))
}
