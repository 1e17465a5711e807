import { issueVcJwt, readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { closeKeys } from '@bricka/domain/exchange/archive-keys'
import type { Known } from '@bricka/domain/exchange/archive-known'
import { interfaceLanguages } from '@bricka/domain/local-text'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import { exportAccount } from '../passport/export-account.ts'
import { addHolderKey, bindHolderKey, exportHolderKeys, findHolderKey } from '../passport/holder-key.ts'
import { makeLoadResource } from '../verifying/load-resource.ts'
import { makeBadgePicture, seedOf } from './badge-picture.ts'
import { listEarlier } from './leave-files.ts'
import { recordInto } from './leave-known.ts'
import { sealManifest } from './leave-manifest.ts'
import { readmes } from './leave-readme.ts'
import { type ArchiveFile, writeZip } from './leave-write-zip.ts'
import { findRepresentable, representCredential } from './represent-credential.ts'

/**
 * Everything that a holder has here, as one zip that another Bricka and other wallets take in. It is made while it is
 * sent; each file lies in memory by itself only.
 */
export function exportPassport(
  ground: Ground,
  person: PersonActor,
  order: { passphrase: string | undefined; language: string },
): AsyncGenerator<Uint8Array> {
  return writeZip(listFiles(ground, person, order), (listed) => sealManifest(ground, 'passport', listed))
}

async function* listFiles(
  ground: Ground,
  person: PersonActor,
  { passphrase, language }: { passphrase: string | undefined; language: string },
): AsyncGenerator<ArchiveFile> {
  const known: Known = {}
  const spoken = interfaceLanguages.find((one) => one === language) ?? 'en'
  const facts = { from: ground.settings.baseUrl, at: ground.now().toISOString(), keys: passphrase !== undefined }
  yield text('README.txt', 'text/plain', readmes[spoken](facts))
  for (const id of await listOwn(ground, 'credential', person.personId))
    for (const file of await writeForms(ground, person.personId, id)) {
      yield file
      if (file.mediaType !== 'image/svg+xml') await learn(ground, known, file.bytes)
    }
  for (const id of await listOwn(ground, 'imported_credential', person.personId)) {
    const document = await readImport(ground, person.personId, id)
    const file = text(`imports/${id}.${/^\s*\{/.test(document) ? 'json' : 'txt'}`, 'text/plain', document)
    yield file
    await learn(ground, known, file.bytes)
  }
  yield* listEvidence(ground, person.personId)
  yield* listEarlier((verb) => ground.database.act(systemScope, verb), ground, person.personId)
  yield text('passport.json', 'application/json', JSON.stringify(await exportAccount(ground, person), undefined, 2))
  yield text('known.json', 'application/json', JSON.stringify(known, undefined, 2))
  if (passphrase !== undefined) {
    const keys = await ground.database.act(systemScope, (work) => exportHolderKeys(ground, work, person.personId))
    yield text('keys.jwe', 'application/jose', await closeKeys(keys, passphrase))
  }
}

const text = (path: string, mediaType: string, content: string): ArchiveFile => ({
  path,
  mediaType,
  bytes: Buffer.from(content),
})

const listOwn = (ground: Ground, table: 'credential' | 'imported_credential', holderId: string): Promise<string[]> =>
  ground.database.act(systemScope, async (work) => {
    const rows = await work
      .selectFrom(table)
      .select('id')
      .where('holder_id', '=', holderId)
      .where('document', 'is not', null)
      .orderBy('id')
      .execute()
    return rows.map(({ id }) => id)
  })

const readImport = (ground: Ground, holderId: string, id: string): Promise<string> =>
  ground.database.act(systemScope, async (work) => {
    const row = await work
      .selectFrom('imported_credential')
      .select('document')
      .where('holder_id', '=', holderId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return row.document
  })

/** One merit in every form. What does not stand any more is given as it was signed, and in no other form. */
function writeForms(ground: Ground, holderId: string, id: string): Promise<ArchiveFile[]> {
  return ground.database.act(systemScope, async (work) => {
    const folder = `credentials/${id}`
    const { document } = await work
      .selectFrom('credential')
      .select('document')
      .where('holder_id', '=', holderId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const signed = document ?? ''
    const picture = makeBadgePicture('svg', seedOf(signed), signed)
    const plain = [
      text(`${folder}/merit.json`, 'application/vc', signed),
      { path: `${folder}/merit.svg`, mediaType: 'image/svg+xml', bytes: picture },
    ]
    const ready = await findRepresentable(work, holderId, id)
    if (ready.standing !== 'ready') return plain
    const { verificationMethod, sign } = await findSigner(ground, work, ready.issuerId)
    const { proof: _proof, ...unsigned } = ready.document
    const token = await issueVcJwt(unsigned, { verificationMethod, sign, algorithm: 'EdDSA' })
    const key = await needHolderKey(ground, work, holderId, id)
    const claims = await representCredential(ground, work, ready, 'micro-credential-sd-jwt', key)
    return [
      ...plain,
      text(`${folder}/merit.jwt`, 'application/vc+jwt', token),
      text(`${folder}/merit.sd-jwt`, 'application/dc+sd-jwt', String(claims)),
    ]
  })
}

/** The key that the holder shows the merit with, the same each time it is exported. */
async function needHolderKey(ground: Ground, work: Work, holderId: string, credentialId: string) {
  const known = await findHolderKey(ground, work, holderId, { credentialId })
  if (known) return known
  const made = await addHolderKey(ground, work, holderId)
  await bindHolderKey(work, holderId, made.id, { credential_id: credentialId })
  return made
}

/** Writes down what a check of the credential asks for: with it the same check can be made without anyone's server. */
async function learn(ground: Ground, known: Known, bytes: Uint8Array): Promise<void> {
  const read = readCredential(bytes)
  if (!read.read) return
  const loadResource = recordInto(known, makeLoadResource(ground))
  await verifyCredential(read.credential, { now: ground.now().toISOString(), power, loadResource })
}

async function* listEvidence(ground: Ground, holderId: string): AsyncGenerator<ArchiveFile> {
  const rows = await ground.database.act(systemScope, (work) =>
    work.selectFrom('case_file').select(['case_id', 'id', 'name']).where('holder_id', '=', holderId).execute(),
  )
  for (const { case_id, id, name } of rows) {
    const row = await ground.database.act(systemScope, (work) =>
      work
        .selectFrom('case_file')
        .select(['media_type', 'sealed_content'])
        .where('holder_id', '=', holderId)
        .where('case_id', '=', case_id)
        .where('id', '=', id)
        .executeTakeFirst(),
    )
    const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
    if (row)
      yield {
        path: `evidence/${case_id}/${id}${ending}`,
        mediaType: row.media_type,
        bytes: ground.seal.open('evidence', row.sealed_content),
      }
  }
}
