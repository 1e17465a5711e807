import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Jwk, zJwk } from '@openid4vc/oauth2'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'

const purpose = 'holder-key'

/** A key of a holder's own, for one credential. It signs ES256, which every wallet and verifier knows. */
export type HolderSigner = { id: string; jwk: Jwk; did: string; sign(bytes: Uint8Array): Uint8Array }

/**
 * Makes a key for one credential of a holder's. One for each, so that two verifiers cannot tell by the key that they
 * meet the same person. It is sealed like an organisation's; its holder takes it along in their export.
 */
export async function addHolderKey(ground: Ground, work: Work, holderId: string): Promise<HolderSigner> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return insertKey(ground, work, holderId, privateKey)
}

/** Keeps a key that the holder brought along, for the credential it came with; once. */
export async function keepHolderKey(
  ground: Ground,
  work: Work,
  holderId: string,
  importedId: string,
  privateKey: KeyObject,
): Promise<void> {
  if (await findHolderKey(ground, work, holderId, { importedId })) return
  const { id } = await insertKey(ground, work, holderId, privateKey)
  await bindHolderKey(work, holderId, id, { imported_id: importedId })
}

async function insertKey(ground: Ground, work: Work, holderId: string, privateKey: KeyObject): Promise<HolderSigner> {
  const { kty, crv, x, y } = privateKey.export({ format: 'jwk' })
  const jwk = zJwk.parse({ kty, crv, x, y })
  const id = makeId(ground.now())
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  await work
    .insertInto('holder_key')
    .values({
      holder_id: holderId,
      id,
      imported_id: null,
      credential_id: null,
      public_jwk: toJson(jwk),
      sealed_private_key: ground.seal.close(purpose, der),
      created_at: ground.now(),
    })
    .execute()
  return toSigner(id, jwk, der)
}

/** The key that a credential is bound to; undefined where the passport holds none. */
export async function findHolderKey(
  ground: Ground,
  work: Work,
  holderId: string,
  place: { importedId: string } | { credentialId: string },
): Promise<HolderSigner | undefined> {
  const own = work.selectFrom('holder_key').selectAll().where('holder_id', '=', holderId)
  const row = await ('importedId' in place
    ? own.where('imported_id', '=', place.importedId)
    : own.where('credential_id', '=', place.credentialId)
  ).executeTakeFirst()
  return row && toSigner(row.id, zJwk.parse(row.public_jwk), ground.seal.open(purpose, row.sealed_private_key))
}

export async function bindHolderKey(
  work: Work,
  holderId: string,
  keyId: string,
  place: { imported_id: string } | { credential_id: string },
): Promise<void> {
  await work.updateTable('holder_key').set(place).where('holder_id', '=', holderId).where('id', '=', keyId).execute()
}

/** Every key with its private half, for the holder's own export. */
export async function exportHolderKeys(ground: Ground, work: Work, holderId: string) {
  const rows = await work.selectFrom('holder_key').selectAll().where('holder_id', '=', holderId).execute()
  return rows.map((row) => ({
    importedId: row.imported_id,
    credentialId: row.credential_id,
    createdAt: row.created_at.toISOString(),
    privateJwk: createPrivateKey({
      key: ground.seal.open(purpose, row.sealed_private_key),
      format: 'der',
      type: 'pkcs8',
    }).export({ format: 'jwk' }),
  }))
}

function toSigner(id: string, jwk: Jwk, der: Buffer): HolderSigner {
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return {
    id,
    jwk,
    did: `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`,
    sign: (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }),
  }
}
