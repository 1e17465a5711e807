import { randomBytes } from 'node:crypto'
import {
  issueCredential,
  issueDeepSdJwtVc,
  issueVcJwt,
  type JsonObject,
  type Signer,
  type TokenSigner,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import {
  composeLearningCredential,
  composeMicroCredential,
  walletEnvelope,
  walletTypes,
} from '@bricka/domain/exchange/wallet-claims'
import { withRegisteredClaims } from '@bricka/domain/issuing/registered-claims'
import { calculateJwkThumbprint, HashAlgorithm, type Jwk } from '@openid4vc/oauth2'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import { tokenListUrl } from '../organisation/token-status-list.ts'
import { hashToken } from '../seal.ts'
import { makeCallbacks } from './openid-callbacks.ts'
import type { ConfigurationId } from './openid-configurations.ts'

/** The key that a wallet proved to hold, and the DID that stands for it. */
export type HolderKey = { jwk: Jwk; did: string }

export type Representable =
  | { standing: 'ready'; document: JsonObject; listUrl: string; position: number; issuerId: string }
  /** Someone else must still approve it. */
  | { standing: 'waiting' }
  | { standing: 'refused' }

/** Whether a merit can go to a wallet now: as it stands, not as it stood when it was offered. */
export async function findRepresentable(work: Work, holderId: string, credentialId: string): Promise<Representable> {
  const row = await work
    .selectFrom('credential')
    .leftJoin('status_list', 'status_list.id', 'credential.revocation_list_id')
    .select([
      'credential.state',
      'credential.document',
      'status_position',
      'status_list.url',
      'issuer_id',
      'valid_until',
    ])
    .where('holder_id', '=', holderId)
    .where('credential.id', '=', credentialId)
    .executeTakeFirst()
  if (row?.state === 'awaiting-approval') return { standing: 'waiting' }
  if (row?.state !== 'issued' || !row.document || !row.url || row.status_position === null)
    return { standing: 'refused' }
  return {
    standing: 'ready',
    document: JSON.parse(row.document),
    listUrl: row.url,
    position: row.status_position,
    issuerId: row.issuer_id,
  }
}

/**
 * Writes a merit that was issued in the form that a wallet asked for, bound to the wallet's key.
 *
 * Nothing is issued a second time: it is the same credential, under the same id, saying the same, with the same place in
 * the status list. Whoever revokes it revokes every form of it.
 */
export async function representCredential(
  ground: Ground,
  work: Work,
  ready: Extract<Representable, { standing: 'ready' }>,
  configuration: ConfigurationId,
  key: HolderKey,
): Promise<string | JsonObject> {
  const signer = await findSigner(ground, work, ready.issuerId)
  return forms[configuration](ground, ready, signer, key)
}

type Form = (
  ground: Ground,
  ready: Extract<Representable, { standing: 'ready' }>,
  signer: Signer,
  key: HolderKey,
) => Promise<string | JsonObject>

const forms: Record<ConfigurationId, Form> = {
  'micro-credential-sd-jwt': (ground, ready, signer, key) => {
    const { claims, selective } = composeMicroCredential(ready.document)
    return issueSdJwt(ground, ready, signer, key, { ...claims, vct: walletTypes['micro-credential'] }, selective)
  },
  'learning-credential-sd-jwt': (ground, ready, signer, key) => {
    const { claims, selective } = composeLearningCredential(ready.document)
    return issueSdJwt(ground, ready, signer, key, { ...claims, vct: walletTypes['learning-credential'] }, selective)
  },
  'open-badge-ldp': (ground, ready, signer, key) =>
    issueCredential(bind(ready.document, key), signer, {
      now: ground.now().toISOString(),
      power,
      schema: 'open-badge-3',
    }),
  'open-badge-jwt': (_ground, ready, signer, key) =>
    issueVcJwt(withRegisteredClaims(bind(ready.document, key)), tokenSigner(signer)),
}

function bind({ proof: _proof, ...document }: JsonObject, { did }: HolderKey): JsonObject {
  const { credentialSubject: subject } = document
  if (typeof subject !== 'object' || subject === null || Array.isArray(subject))
    throw new Error('A merit has one subject.')
  return { ...document, credentialSubject: { ...subject, id: did } }
}

const tokenSigner = ({ verificationMethod, sign }: Signer): TokenSigner => ({
  verificationMethod,
  algorithm: 'EdDSA',
  sign,
})

function issueSdJwt(
  ground: Ground,
  { document, listUrl, position }: Extract<Representable, { standing: 'ready' }>,
  signer: Signer,
  { jwk }: HolderKey,
  claims: JsonObject,
  selective: readonly string[],
): Promise<string> {
  const issuer = signer.verificationMethod.split('#')[0] ?? ''
  const place = { issuer, now: ground.now(), uri: tokenListUrl(listUrl), index: position }
  return issueDeepSdJwtVc({ ...claims, ...walletEnvelope(document, place) }, tokenSigner(signer), {
    power,
    randomBytes,
    selective,
    holderKey: JSON.parse(JSON.stringify(jwk)),
  })
}

export type Kept = {
  holderId: string
  credentialId: string
  issuerId: string
  configuration: ConfigurationId
  key: HolderKey
  wallet: string | null
  /** Shared by all that were given together: with it the wallet tells what became of them. */
  notification: string
}

const { hash } = makeCallbacks(async () => ({ found: false, code: 'not-asked' }))

/** Writes down that a merit lies in a wallet, for its holder and its issuer to see. */
export async function keepRepresentation(ground: Ground, work: Work, kept: Kept): Promise<void> {
  const now = ground.now()
  await work
    .insertInto('wallet_representation')
    .values({
      holder_id: kept.holderId,
      id: makeId(now),
      credential_id: kept.credentialId,
      issuer_id: kept.issuerId,
      configuration: kept.configuration,
      key_thumbprint: await calculateJwkThumbprint({
        jwk: kept.key.jwk,
        hashAlgorithm: HashAlgorithm.Sha256,
        hashCallback: hash,
      }),
      notification_hash: hashToken(kept.notification),
      wallet: kept.wallet,
      told: null,
      created_at: now,
    })
    .execute()
  await writeAudit(work, {
    actor: { kind: 'system' },
    organisationId: kept.issuerId,
    holderId: kept.holderId,
    act: 'wallet-given',
    object: { kind: 'credential', id: kept.credentialId },
    details: { configuration: kept.configuration },
    at: now,
  })
}
