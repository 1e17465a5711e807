import type { KeyObject } from 'node:crypto'
import { findKey, type LoadResource } from '@bricka/credential'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { openArchive } from '../exchange/leave-manifest.ts'
import { archiveRefused, readZip } from '../exchange/leave-read-zip.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { addMerit } from '../merit/write-draft.ts'
import { keepKey } from '../organisation/organisation-key.ts'
import type { MayDesign, MayRepresent } from '../organisation/permission.ts'
import {
  EstateCredential,
  EstateDesign,
  EstateDocument,
  EstateHead,
  EstateList,
  EstateLogEntry,
  readLines,
} from './estate-archive.ts'
import { record } from './plan-ending.ts'
import { openKey } from './reception.ts'

const rowsAtOnce = 500

export type TakenEstate = {
  organisationId: string
  slug: string
  legalName: string
  credentials: number
  lists: number
  documents: number
  drafts: number
  /** Designs that could not become drafts here: the addresses that they had. */
  leftOut: readonly string[]
}

type Estate = {
  head: EstateHead
  lists: readonly EstateList[]
  documents: readonly EstateDocument[]
  designs: readonly EstateDesign[]
  credentials: readonly EstateCredential[]
  log: readonly EstateLogEntry[]
}

/**
 * Takes in the estate of an organisation of another house. All of it or nothing.
 *
 * @throws Problem `archive-refused` with why; `not-found` where it was closed for another reception
 */
export async function takeInEstate(
  ground: Ground,
  { represent, design }: { represent: MayRepresent; design: MayDesign },
  file: Buffer,
): Promise<TakenEstate> {
  const { reception, estate } = await openEstate(ground, represent, file)
  checkOwn(ground, estate)
  const signing = reception.sealed_signing_key && openKey(ground, reception.sealed_signing_key)
  if (!signing) throw new Problem('not-found', 'What was prepared for it has been used.')
  await askOldHouse(ground, estate, reception.public_key_multibase)
  return ground.database.act(systemScope, async (work) => {
    const claimed = await work
      .updateTable('estate_reception')
      .set({ taken_at: ground.now(), sealed_opening_key: null, sealed_signing_key: null })
      .where('id', '=', reception.id)
      .where('taken_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!claimed) throw new Problem('not-found', 'It has been taken in already.')
    const organisation = await keepOrganisation(ground, work, represent, estate.head, signing)
    await work
      .updateTable('estate_reception')
      .set({ ended_id: organisation.id })
      .where('id', '=', reception.id)
      .execute()
    await keepRows(ground, work, organisation.id, estate)
    const { drafts, leftOut } = await keepDesigns(ground, work, design, estate.designs)
    await record(work, represent, 'estate-taken-in', ground.now(), { organisationId: organisation.id, drafts })
    return {
      organisationId: organisation.id,
      slug: organisation.slug,
      legalName: estate.head.organisation.legalName,
      credentials: estate.credentials.length,
      lists: estate.lists.length,
      documents: estate.documents.length,
      drafts,
      leftOut,
    }
  })
}

async function openEstate(ground: Ground, permission: MayRepresent, file: Buffer) {
  const text = file.toString('latin1').trim()
  const reception = await findReception(ground, permission, text)
  if (!reception?.sealed_opening_key)
    throw archiveRefused('reception-unknown', 'estate', 'It was not closed for a reception of yours that is open.')
  const zip = await decrypt(text, openKey(ground, reception.sealed_opening_key))
  const { files } = await openArchive(await readZip(zip), 'estate')
  const [head, ...more] = readLines(files, 'estate', EstateHead)
  if (!head || more.length > 0) throw archiveRefused('file-unreadable', 'estate.ndjson', 'It has one line.')
  const estate: Estate = {
    head,
    lists: readLines(files, 'lists', EstateList),
    documents: readLines(files, 'documents', EstateDocument),
    designs: readLines(files, 'designs', EstateDesign),
    credentials: readLines(files, 'credentials', EstateCredential),
    log: readLines(files, 'log', EstateLogEntry),
  }
  if (head.receptionId !== reception.id)
    throw archiveRefused('reception-unknown', 'estate.ndjson', 'It names another reception than it was closed for.')
  return { reception, estate }
}

async function findReception(
  ground: Ground,
  { organisationId }: MayRepresent,
  text: string,
): Promise<Row<'estate_reception'> | undefined> {
  let kid: string | undefined
  try {
    kid = decodeProtectedHeader(text).kid
  } catch {
    throw archiveRefused('not-an-estate', 'estate', 'The file is not an estate as another house packs it.')
  }
  if (!kid || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(kid)) return undefined
  const id = kid
  return ground.database.act(systemScope, (work) =>
    work
      .selectFrom('estate_reception')
      .selectAll()
      .where('id', '=', id)
      .where('organisation_id', '=', organisationId)
      .where('taken_at', 'is', null)
      .executeTakeFirst(),
  )
}

async function decrypt(text: string, key: KeyObject): Promise<Buffer> {
  try {
    const algorithms = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] }
    const { plaintext } = await compactDecrypt(text, key, algorithms)
    return Buffer.from(plaintext)
  } catch {
    throw archiveRefused('not-an-estate', 'estate', 'The file was changed, or is not whole.')
  }
}

/** Everything in an estate is its organisation's own, and nothing in it speaks for this house or for anyone else. */
function checkOwn(ground: Ground, { head, lists, documents, designs }: Estate): void {
  const { did } = head.organisation
  const host = decodeURIComponent(did.split(':')[2] ?? '')
  if (host === new URL(ground.settings.baseUrl).host)
    throw archiveRefused('own-house', 'estate.ndjson', 'The organisation is one of this house: let it join another.')
  for (const { verificationMethod, publicKeyMultibase } of head.keys)
    if (verificationMethod !== `${did}#${publicKeyMultibase}`)
      throw archiveRefused('key-of-another', 'estate.ndjson', `${verificationMethod} is not a key of ${did}.`)
  for (const { url } of [...lists, ...documents, ...designs])
    if (new URL(url).host !== host)
      throw archiveRefused('address-of-another', 'estate.ndjson', `${url} is no address of ${host}.`)
  for (const list of lists) {
    if (!new URL(list.url).pathname.endsWith(`/status/${list.id}`))
      throw archiveRefused('list-unreadable', 'lists.ndjson', `${list.url} is not the list ${list.id}.`)
    if (Buffer.from(list.bits, 'base64').length !== list.length / 8)
      throw archiveRefused('list-unreadable', 'lists.ndjson', `${list.url} has fewer or more places than it says.`)
    const pair = lists.filter(({ pairId }) => pairId === list.pairId)
    if (pair.length !== 2 || pair[0]?.purpose === pair[1]?.purpose || !pair.some(({ id }) => id === list.pairId))
      throw archiveRefused('list-unreadable', 'lists.ndjson', `${list.url} has no list beside it.`)
  }
  for (const { url, body } of documents)
    if (ownerOf(body) !== did)
      throw archiveRefused('document-of-another', 'documents.ndjson', `${url} does not say that ${did} made it.`)
}

/** Who made a document, as it says: a credential's issuer, an achievement's creator. */
function ownerOf(body: string): string | undefined {
  try {
    const { issuer, creator } = JSON.parse(body)
    const owner = issuer ?? creator
    return typeof owner === 'string' ? owner : owner?.id
  } catch {
    return undefined
  }
}

/**
 * Asks the old house itself, never our own knowledge of it: its DID document shows the key that was made here for this
 * estate, which only the organisation's own people can have brought there; and every key that the estate names.
 */
async function askOldHouse(ground: Ground, { head, lists }: Estate, multibase: string): Promise<void> {
  const { did } = head.organisation
  const asked = new Map<string, ReturnType<LoadResource>>()
  const ask: LoadResource = (url, limits) => {
    const known = asked.get(url) ?? ground.fetchGuarded(url, limits)
    asked.set(url, known)
    return known
  }
  const meant = await findKey(`${did}#${multibase}`, 'assertionMethod', ask)
  if (!meant.found)
    throw archiveRefused(
      'origin-silent',
      'estate.ndjson',
      `${did} does not show the key that was made here for it (${meant.check.code}): both houses must be there now.`,
    )
  for (const { verificationMethod } of head.keys) {
    const shown = await findKey(verificationMethod, 'assertionMethod', ask)
    if (!shown.found)
      throw archiveRefused('key-of-another', 'estate.ndjson', `${did} does not show ${verificationMethod}.`)
  }
  for (const { url } of lists) {
    const loaded = await ask(url, { accept: 'application/vc, application/json', maxBytes: 4_000_000 })
    const owner = loaded.found ? ownerOf(new TextDecoder().decode(loaded.bytes)) : undefined
    if (owner !== did) throw archiveRefused('list-of-another', 'lists.ndjson', `${url} is not a list of ${did} there.`)
  }
}

async function keepOrganisation(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  { organisation, keys }: EstateHead,
  signing: KeyObject,
): Promise<{ id: string; slug: string }> {
  const now = ground.now()
  const known = await work
    .selectFrom('organisation')
    .select('id')
    .where('did', '=', organisation.did)
    .executeTakeFirst()
  if (known) throw archiveRefused('known', 'estate.ndjson', `${organisation.did} is here already.`)
  const id = makeId(now)
  const slug = await freeSlug(work, organisation.slug)
  await work
    .insertInto('organisation')
    .values({
      id,
      slug,
      legal_name: organisation.legalName,
      legal_identifiers: toJson(organisation.legalIdentifiers),
      country: organisation.country,
      region: organisation.region,
      kind: organisation.kind,
      homepage: organisation.homepage,
      email: null,
      about: organisation.about && toJson(organisation.about),
      did: organisation.did,
      created_at: now,
      ended_at: new Date(organisation.endedAt),
      successor_id: permission.organisationId,
    })
    .execute()
  await keepKey(ground, work, { id, did: organisation.did }, signing)
  for (const key of keys)
    await work
      .insertInto('organisation_key')
      .values({
        organisation_id: id,
        id: makeId(now),
        verification_method: key.verificationMethod,
        public_key_multibase: key.publicKeyMultibase,
        sealed_private_key: null,
        valid_from: new Date(key.validFrom),
        // The old house signs nothing more with it; until then, everything that it did sign stays good.
        retired_at: key.retiredAt ? new Date(key.retiredAt) : now,
        compromised_at: key.compromisedAt ? new Date(key.compromisedAt) : null,
      })
      .execute()
  return { id, slug }
}

async function freeSlug(work: Work, wished: string): Promise<string> {
  const taken = await work
    .selectFrom('organisation')
    .select('slug')
    .where('slug', 'like', `${wished.slice(0, 50)}%`)
    .execute()
  const slugs = new Set(taken.map(({ slug }) => slug))
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wished : `${wished.slice(0, 50)}-${number}`
    if (!slugs.has(slug)) return slug
  }
}

async function keepRows(ground: Ground, work: Work, organisationId: string, estate: Estate): Promise<void> {
  const now = ground.now()
  for (const list of estate.lists)
    await work
      .insertInto('status_list')
      .values({
        id: list.id,
        organisation_id: organisationId,
        purpose: list.purpose,
        pair_id: list.pairId,
        url: list.url,
        length: list.length,
        bits: Buffer.from(list.bits, 'base64'),
        changed_at: now,
      })
      .execute()
  for (const some of chunk(estate.documents))
    await work
      .insertInto('estate_document')
      .values(
        some.map(({ url, mediaType, body }) => ({ url, organisation_id: organisationId, media_type: mediaType, body })),
      )
      .execute()
  const lists = new Set(estate.lists.map(({ id }) => id))
  for (const one of estate.credentials)
    for (const id of [one.revocationListId, one.suspensionListId])
      if (id !== null && !lists.has(id))
        throw archiveRefused('list-unreadable', 'credentials.ndjson', `${one.id} lies in a list that is not there.`)
  for (const some of chunk(estate.credentials))
    await work
      .insertInto('estate_credential')
      .values(
        some.map((one) => ({
          organisation_id: organisationId,
          id: one.id,
          title: one.title,
          recipient_name: one.recipientName,
          recipient_email: one.recipientEmail,
          state: one.state,
          issued_at: toDate(one.issuedAt),
          valid_until: toDate(one.validUntil),
          revocation_list_id: one.revocationListId,
          suspension_list_id: one.suspensionListId,
          status_position: one.statusPosition,
          status_reason: one.statusReason,
          status_changed_at: toDate(one.statusChangedAt),
        })),
      )
      .execute()
  for (const some of chunk(estate.log))
    await work
      .insertInto('audit_entry')
      .values(
        some.map((one) => ({
          id: makeId(new Date(one.at)),
          organisation_id: organisationId,
          holder_id: null,
          actor_kind: one.actorKind,
          actor_id: null,
          actor_name: one.actorName,
          act: one.act,
          object_kind: one.objectKind,
          object_id: one.objectId,
          details: toJson(one.details),
          at: new Date(one.at),
        })),
      )
      .execute()
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text))

function chunk<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  )
}

/** What other merits or surveys of the old house it points to is not here, and is left out of the draft. */
async function keepDesigns(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  designs: readonly EstateDesign[],
): Promise<{ drafts: number; leftOut: readonly string[] }> {
  const leftOut: string[] = []
  for (const { url, design } of designs) {
    const read = MeritDesign.safeParse(design)
    if (!read.success) {
      leftOut.push(url)
      continue
    }
    const { requires: _, answersNeeds: __, ...own } = read.data
    await addMerit(ground, work, permission, MeritDesign.parse(own))
  }
  return { drafts: designs.length - leftOut.length, leftOut }
}
