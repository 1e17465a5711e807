import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { encodeMultikey, findKey } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { Receiver } from '@bricka/domain/organisation/estate'
import type { Work } from '../database/connect.ts'
import { signJwt } from '../exchange/sign-jwt.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayRepresent } from '../organisation/permission.ts'
import { makeLoadResource } from '../verifying/load-resource.ts'
import { record } from './plan-ending.ts'

export const receptionPurpose = 'estate-reception'
const daysOpen = 30
const kind = 'bricka-receiving+jwt'

/**
 * Makes a place ready for another house's estate: two fresh key pairs, one that closes what is handed over and one that
 * signs for the organisation afterwards, so that no private key ever travels. The code is signed by who receives.
 */
export async function openReception(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
): Promise<{ id: string; code: string; expiresAt: string }> {
  const now = ground.now()
  const organisation = await work
    .selectFrom('organisation')
    .select(['did', 'legal_name'])
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  const opening = generateKeyPairSync('x25519')
  const signing = generateKeyPairSync('ed25519')
  const { x = '' } = opening.publicKey.export({ format: 'jwk' })
  const raw = signing.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const receiver: Receiver = {
    id: makeId(now),
    house: ground.settings.baseUrl,
    did: organisation.did,
    name: organisation.legal_name,
    openingKey: { kty: 'OKP', crv: 'X25519', x },
    publicKeyMultibase: encodeMultikey('Ed25519', raw),
  }
  const expiresAt = new Date(now.getTime() + daysOpen * 86_400_000)
  await work
    .insertInto('estate_reception')
    .values({
      id: receiver.id,
      organisation_id: permission.organisationId,
      sealed_opening_key: closeKey(ground, opening.privateKey),
      sealed_signing_key: closeKey(ground, signing.privateKey),
      public_key_multibase: receiver.publicKeyMultibase,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute()
  await record(work, permission, 'estate-reception-opened', now, { receptionId: receiver.id })
  const signer = await findSigner(ground, work, permission.organisationId)
  const code = await signJwt(kind, { receiver, exp: expiresAt.getTime() / 1000 }, signer)
  return { id: receiver.id, code, expiresAt: expiresAt.toISOString() }
}

const closeKey = (ground: Ground, key: KeyObject): Buffer =>
  ground.seal.close(receptionPurpose, key.export({ format: 'der', type: 'pkcs8' }))

export const openKey = (ground: Ground, sealed: Buffer): KeyObject =>
  createPrivateKey({ key: ground.seal.open(receptionPurpose, sealed), format: 'der', type: 'pkcs8' })

/**
 * Who receives, as their own DID document confirms it now.
 *
 * @throws Problem `receiving-code-refused`
 */
export async function readReceivingCode(ground: Ground, code: string): Promise<Receiver> {
  const refuse = (why: string, detail: string): Problem =>
    new Problem('receiving-code-refused', detail, [{ pointer: '/code', code: why, detail }])
  const [head = '', body = '', signature = '', ...more] = code.trim().split('.')
  const header = decode(head)
  const payload = decode(body)
  const read = Receiver.safeParse(payload?.receiver)
  if (!read.success || more.length > 0 || header?.alg !== 'EdDSA' || header.typ !== kind)
    throw refuse('code-unreadable', 'Copy the whole code, as the receiving organisation’s page shows it.')
  const receiver = read.data
  const { kid } = header
  if (typeof kid !== 'string' || kid.split('#')[0] !== receiver.did || !isUnder(receiver.house, receiver.did))
    throw refuse('code-of-another', 'It is signed by another than the one it names.')
  if (!(typeof payload?.exp === 'number' && payload.exp * 1000 > ground.now().getTime()))
    throw refuse('code-expired', 'Ask the receiving organisation for a new code.')
  const found = await findKey(kid, 'assertionMethod', makeLoadResource(ground))
  if (!found.found)
    throw refuse('receiver-away', `${receiver.did} does not show the key that signed it: ${found.check.code}`)
  const signed = new TextEncoder().encode(`${head}.${body}`)
  const whole = await power.verify('EdDSA', found.key.key, signed, Buffer.from(signature, 'base64url'))
  if (!whole || found.key.retiredAt || found.key.revokedAt)
    throw refuse('signature-wrong', 'The code was changed, or its key is not in use.')
  return receiver
}

/** The DID of a house's organisation begins with the house's own host. */
const isUnder = (house: string, did: string): boolean =>
  did.startsWith(`did:web:${encodeURIComponent(new URL(house).host)}:`)

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
