import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { hashToken } from '../seal.ts'
import { walletIssuerUrl } from './find-wallet-issuer.ts'
import { configurationIds, preAuthorisedGrant } from './openid-configurations.ts'
import { findToken, keepToken } from './wallet-token.ts'

export const WalletOfferView = z.object({
  /** What a wallet opens or scans. */
  link: z.string(),
  offerUrl: z.string(),
  /** The code that the wallet asks for; null where its holder logs in instead. */
  txCode: z.string().nullable(),
  expiresAt: z.string(),
})
export type WalletOfferView = z.infer<typeof WalletOfferView>

const txCodeLength = 6
const sealPurpose = 'wallet-offer'

/**
 * Offers a merit to its holder's wallet. Pre-authorised, with a code that is told apart from the offer, so that who
 * only saw the QR gets nothing; or with a log-in.
 *
 * The merit need not be signed yet where a second pair of eyes must approve it: the wallet then waits for it.
 *
 * @throws Problem `not-found`, `credential-state-refused`
 */
export async function makeWalletOffer(
  ground: Ground,
  work: Work,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  place: { holderId: string; credentialId: string },
  way: 'code' | 'log-in',
): Promise<WalletOfferView> {
  const credential = await work
    .selectFrom('credential')
    .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
    .select(['credential.id', 'credential.state', 'credential.erased_at', 'issuer_id', 'slug'])
    .where('holder_id', '=', place.holderId)
    .where('credential.id', '=', place.credentialId)
    .executeTakeFirst()
  if (!credential || credential.erased_at) throw new Problem('not-found', 'There is no such merit.')
  if (credential.state !== 'issued' && credential.state !== 'awaiting-approval')
    throw new Problem('credential-state-refused', 'Only a merit that stands can go to a wallet.')
  const issuer = walletIssuerUrl(ground, credential.slug)
  const owner = { holderId: place.holderId, issuerId: credential.issuer_id }
  const offered = { credentialId: credential.id, configurations: [...configurationIds] }
  const txCode = way === 'code' ? String(randomInt(10 ** txCodeLength)).padStart(txCodeLength, '0') : null
  const grants = txCode
    ? {
        [preAuthorisedGrant]: {
          'pre-authorized_code': await keepToken(ground, work, 'pre-authorised', owner, {
            ...offered,
            txCodeHash: hashToken(txCode),
          }),
          tx_code: { input_mode: 'numeric', length: txCodeLength },
        },
      }
    : { authorization_code: { issuer_state: await keepToken(ground, work, 'issuer-state', owner, offered) } }
  const offer = { credential_issuer: issuer, credential_configuration_ids: offered.configurations, grants }
  const sealed = ground.seal.close(sealPurpose, Buffer.from(JSON.stringify(offer))).toString('base64url')
  const token = await keepToken(ground, work, 'offer', owner, { ...offered, sealed })
  await writeAudit(work, {
    actor,
    organisationId: credential.issuer_id,
    holderId: place.holderId,
    act: 'wallet-offered',
    object: { kind: 'credential', id: credential.id },
    details: { way },
    at: ground.now(),
  })
  const offerUrl = `${ground.settings.baseUrl}/openid/offers/${token}`
  return {
    link: `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(offerUrl)}`,
    offerUrl,
    txCode,
    expiresAt: new Date(ground.now().getTime() + 86_400_000).toISOString(),
  }
}

/** The offer as a wallet reads it at its address. @throws Problem `not-found` */
export async function readWalletOffer(ground: Ground, work: Work, token: string): Promise<object> {
  const found = await findToken(ground, work, 'offer', token)
  if (!found || found.expired) throw new Problem('not-found', 'The offer is unknown or too old.')
  return JSON.parse(ground.seal.open(sealPurpose, Buffer.from(found.content.sealed, 'base64url')).toString('utf8'))
}
