import { createPrivateKey } from 'node:crypto'
import type { HeldKey } from '@bricka/domain/exchange/archive-keys'
import type { Known } from '@bricka/domain/exchange/archive-known'
import { listArchive } from '@bricka/domain/exchange/list-archive'
import { parseJson } from '@bricka/domain/exchange/open-archive'
import { SelfClaim } from '@bricka/domain/passport/self-claim'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type PersonActor, scopeOf } from '../http/actor.ts'
import { makeId } from '../make-id.ts'
import { keepHolderKey } from '../passport/holder-key.ts'
import { keepImport } from '../passport/keep-import.ts'
import { listAddresses } from '../passport/list-addresses.ts'
import { addSelfClaim, listSelfClaims } from '../passport/self-claim.ts'
import { normaliseEmail } from '../person/person.ts'
import { CheckView } from '../verifying/check-view.ts'
import { type Verified, verifyText } from '../verifying/verify-text.ts'
import { chooseFiles, keepFiles, TakenFileView } from './leave-files.ts'
import { openKeys } from './leave-keys.ts'
import { checkByCopy } from './leave-known.ts'
import { type OpenArchive, openArchive } from './leave-manifest.ts'
import { archiveRefused, readZip } from './leave-read-zip.ts'

export const TakenView = z.object({
  from: z.string(),
  exportedAt: z.string(),
  sealedBy: z.string().describe('Thumbprint (RFC 7638) of the key that sealed the export'),
  items: z.array(
    z.object({
      path: z.string(),
      standing: z.enum(['taken', 'known', 'own', 'unreadable']),
      id: z.string().nullable(),
      title: z.string(),
      checks: z.array(CheckView).describe('Checked now, as far as it can be reached'),
      copy: z.array(CheckView).describe('By the keys and lists in the export, as of the export'),
    }),
  ),
  files: z.array(TakenFileView).describe('Evidence, and the old house’s record'),
  archiveId: z.string(),
  selfClaims: z.number(),
  keys: z.enum(['none', 'locked', 'taken']),
})
export type TakenView = z.infer<typeof TakenView>

type Read = { path: string; owner: string; verified: Verified | undefined; copy: CheckView[] }

/**
 * Takes a passport's export into the holder's passport here. Everything is read and checked before anything is written,
 * and written together or not at all; the same file again adds nothing.
 *
 * @throws Problem `archive-refused`, `passphrase-wrong`; `person-other` among the former unless its holder says it is theirs
 */
export async function takeInPassport(
  ground: Ground,
  person: PersonActor,
  bytes: Buffer,
  { passphrase, mine }: { passphrase: string | undefined; mine: boolean },
): Promise<TakenView> {
  const archive = await openArchive(await readZip(bytes), 'passport')
  const sealed = archive.files.get('keys.jwe')?.toString()
  const keys = sealed && passphrase ? await openKeys(sealed, passphrase) : []
  const { known, addresses, account } = readContent(archive)
  const own = await ground.database.act(scopeOf(person), (work) => listAddresses(work, person.personId))
  if (!mine && !isSamePerson(addresses, [...own, person.email]))
    throw archiveRefused('person-other', 'passport.json', 'It was made for somebody with other addresses than yours.')
  const read: Read[] = []
  for (const { path, owner } of listCredentials(archive, keys)) {
    const document = archive.files.get(path)?.toString() ?? ''
    read.push({
      path,
      owner,
      verified: await verifyText(ground, document, undefined, undefined, own).catch(() => undefined),
      copy: await checkByCopy(ground, document, known, archive.manifest.exportedAt),
    })
  }
  const claims = readClaims(account)
  const chosen = await chooseFiles(ground, archive)
  return ground.database.act(scopeOf(person), async (work) => {
    const archiveId = await keepArchive(ground, work, person, archive, known)
    const items: TakenView['items'] = []
    for (const one of read) items.push(await keepOne(ground, work, person, archive, archiveId, one, keys))
    const files = await keepFiles(ground, work, person.personId, archiveId, chosen)
    const selfClaims = await keepClaims(ground, work, person, claims)
    await writeAudit(work, {
      actor: person,
      holderId: person.personId,
      act: 'archive-taken-in',
      object: { kind: 'archive', id: archiveId },
      details: { from: archive.manifest.from, credentials: items.length, files: files.length },
      at: ground.now(),
    })
    const { from, exportedAt } = archive.manifest
    const standing = !sealed ? 'none' : passphrase ? 'taken' : 'locked'
    return { from, exportedAt, sealedBy: archive.sealedBy, items, files, archiveId, selfClaims, keys: standing }
  })
}

/** Each is checked, and may have a server of its own asked: what nobody could hold is refused before anything is asked. */
const mostCredentials = 2000

/** The signed originals, what was brought, and what only its key shows: that one where its key comes along. */
function listCredentials({ files }: OpenArchive, keys: readonly HeldKey[]): { path: string; owner: string }[] {
  const listed = [...files.keys()].flatMap((path) => {
    const [folder, owner = '', name] = path.split('/')
    if (folder === 'imports') return [{ path, owner: owner.replace(/\.[a-z]+$/, '') }]
    const bound = name === 'merit.sd-jwt' && keys.some(({ credentialId }) => credentialId === owner)
    return folder === 'credentials' && (name === 'merit.json' || bound) ? [{ path, owner }] : []
  })
  if (listed.length > mostCredentials)
    throw archiveRefused('too-many-credentials', '', `More than ${mostCredentials} credentials are in it.`)
  return listed
}

function readContent({ files }: OpenArchive) {
  const content = listArchive(files)
  if ('unreadable' in content)
    throw archiveRefused('file-unreadable', content.unreadable, `${content.unreadable} is not as described.`)
  return { ...content, account: parseJson(files.get('passport.json') ?? Buffer.alloc(0)) }
}

/** Someone who moves mostly keeps an address. One without any was made by hand, and says nothing of whose it is. */
function isSamePerson(theirs: readonly string[], own: readonly string[]): boolean {
  const known = new Set(own.map(normaliseEmail))
  return theirs.some((address) => known.has(normaliseEmail(address)))
}

function readClaims(account: unknown): SelfClaim[] {
  const { selfClaims } = z.object({ selfClaims: z.array(z.unknown()) }).parse(account)
  return selfClaims.map((claim) => {
    const read = SelfClaim.safeParse(withoutPlace(claim))
    if (!read.success)
      throw archiveRefused('file-unreadable', 'passport.json', 'Something you said yourself is not as described.')
    return read.data
  })
}

function withoutPlace(claim: unknown): unknown {
  if (typeof claim !== 'object' || claim === null) return claim
  return Object.fromEntries(Object.entries(claim).filter(([name]) => name !== 'id' && name !== 'createdAt'))
}

async function keepArchive(
  ground: Ground,
  work: Work,
  { personId }: PersonActor,
  { manifest, sealedBy, digest }: OpenArchive,
  known: Known,
): Promise<string> {
  const row = await work
    .insertInto('taken_archive')
    .values({
      holder_id: personId,
      id: makeId(ground.now()),
      digest,
      source: manifest.from,
      sealed_by: sealedBy,
      exported_at: new Date(manifest.exportedAt),
      known: toJson(known),
      created_at: ground.now(),
    })
    .onConflict((conflict) => conflict.columns(['holder_id', 'digest']).doUpdateSet({ source: manifest.from }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

async function keepOne(
  ground: Ground,
  work: Work,
  person: PersonActor,
  archive: OpenArchive,
  archiveId: string,
  { path, owner, verified, copy }: Read,
  keys: readonly HeldKey[],
): Promise<TakenView['items'][number]> {
  if (!verified) return { path, standing: 'unreadable', id: null, title: '', checks: [], copy }
  const { title } = verified.transparency
  const shown = { path, title: title.stated ? title.text : '', checks: verified.checks, copy }
  const own = await work
    .selectFrom('credential')
    .select('id')
    .where('holder_id', '=', person.personId)
    .where('id', '=', z.uuid().safeParse(owner).success ? owner : null)
    .executeTakeFirst()
  if (own) return { ...shown, standing: 'own', id: own.id }
  const { id, known } = await keepImport(ground, work, person, verified, { source: archive.manifest.from, archiveId })
  const key = keys.find(({ importedId, credentialId }) =>
    path.startsWith('imports/') ? importedId === owner : path.endsWith('.sd-jwt') && credentialId === owner,
  )
  if (key)
    await keepHolderKey(ground, work, person.personId, id, createPrivateKey({ key: key.privateJwk, format: 'jwk' }))
  return { ...shown, standing: known ? 'known' : 'taken', id }
}

/** What was said before, word for word, is not said twice. */
async function keepClaims(
  ground: Ground,
  work: Work,
  person: PersonActor,
  claims: readonly SelfClaim[],
): Promise<number> {
  const before = await listSelfClaims(work, person.personId)
  const said = new Set(before.map((claim) => canonical(withoutPlace(claim))))
  const fresh = claims.filter((claim) => !said.has(canonical(claim)))
  for (const claim of fresh) await addSelfClaim(ground, work, person, claim)
  return fresh.length
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
