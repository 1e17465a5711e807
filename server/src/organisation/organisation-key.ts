import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { composeDidDocument, encodeMultikey, type Signer } from '@bricka/credential'
import { makeEd25519Sign } from '@bricka/credential/power/sodium'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'

const purpose = 'organisation-key'
const opened = new Map<string, Signer['sign']>()

/** Makes a signing key (Ed25519) for an organisation; the private half is sealed before it is stored. */
export const addKey = (ground: Ground, work: Work, organisation: { id: string; did: string }): Promise<string> =>
  keepKey(ground, work, organisation, generateKeyPairSync('ed25519').privateKey)

/** Signs for an organisation with this key from now on. */
export async function keepKey(
  ground: Ground,
  work: Work,
  organisation: { id: string; did: string },
  privateKey: KeyObject,
): Promise<string> {
  const now = ground.now()
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  const multibase = encodeMultikey('Ed25519', raw)
  const verificationMethod = `${organisation.did}#${multibase}`
  await work
    .insertInto('organisation_key')
    .values({
      organisation_id: organisation.id,
      id: makeId(now),
      verification_method: verificationMethod,
      public_key_multibase: multibase,
      sealed_private_key: ground.seal.close(purpose, privateKey.export({ format: 'der', type: 'pkcs8' })),
      valid_from: now,
    })
    .execute()
  return verificationMethod
}

/** Retires the keys in use and makes a new one. What the old ones signed stays good: they stay in the history. */
export async function rotateKey(
  ground: Ground,
  work: Work,
  organisation: { id: string; did: string },
): Promise<string> {
  await work
    .updateTable('organisation_key')
    .set({ retired_at: ground.now(), sealed_private_key: null })
    .where('organisation_id', '=', organisation.id)
    .where('retired_at', 'is', null)
    .execute()
  return addKey(ground, work, organisation)
}

/** The signer of an organisation's newest key. @throws when it has none, which `addOrganisation` never leaves */
export async function findSigner(ground: Ground, work: Work, organisationId: string): Promise<Signer> {
  const key = await work
    .selectFrom('organisation_key')
    .select(['verification_method', 'sealed_private_key'])
    .where('organisation_id', '=', organisationId)
    .where('retired_at', 'is', null)
    .where('compromised_at', 'is', null)
    // The key of a house that is to receive its estate is shown, and not ours to sign with.
    .where('sealed_private_key', 'is not', null)
    .orderBy('valid_from', 'desc')
    .executeTakeFirst()
  return toSigner(ground, organisationId, key)
}

type StoredKey = { verification_method: string | null; sealed_private_key: Buffer | null }

/** A stored key as something that signs. @throws when there is none, which `addOrganisation` never leaves */
export function toSigner(ground: Ground, organisationId: string, key: StoredKey | undefined): Signer {
  if (!key?.verification_method || !key.sealed_private_key)
    throw new Error(`Organisation ${organisationId} has no key to sign with.`)
  return {
    verificationMethod: key.verification_method,
    cryptosuite: 'eddsa-rdfc-2022',
    sign: open(ground, key.verification_method, key.sealed_private_key),
  }
}

function open(ground: Ground, verificationMethod: string, sealed: Buffer): Signer['sign'] {
  const known = opened.get(verificationMethod)
  if (known) return known
  const sign = makeEd25519Sign(
    createPrivateKey({ key: ground.seal.open(purpose, sealed), format: 'der', type: 'pkcs8' }),
  )
  if (opened.size > 1000) opened.clear()
  opened.set(verificationMethod, sign)
  return sign
}

/** The organisation's did:web document, with every key it ever had and when each applied. */
export async function composeOrganisationDid(work: Work, slug: string): Promise<object | undefined> {
  const organisation = await work
    .selectFrom('organisation')
    .select(['id', 'did'])
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (!organisation) return undefined
  const keys = await listKeys(work, organisation.id)
  return composeDidDocument({
    did: organisation.did,
    keys: keys.map((key) => ({
      id: key.verification_method,
      publicKeyMultibase: key.public_key_multibase,
      validFrom: key.valid_from.toISOString(),
      ...(key.retired_at && { retiredAt: key.retired_at.toISOString() }),
      ...(key.compromised_at && { compromisedAt: key.compromised_at.toISOString() }),
    })),
  })
}

/** Every key the organisation ever had, the oldest first; never the private halves. */
export const listKeys = (work: Work, organisationId: string) =>
  work
    .selectFrom('organisation_key')
    .select(['id', 'verification_method', 'public_key_multibase', 'valid_from', 'retired_at', 'compromised_at'])
    .where('organisation_id', '=', organisationId)
    .orderBy('valid_from')
    .orderBy('id')
    .execute()
