import { z } from 'zod'
import type { WalletOfferView } from '../exchange/make-wallet-offer.ts'
import type { ConfigurationId } from '../exchange/openid-configurations.ts'
import type { TestWorld } from './open-test-world.ts'
import { algorithmOf, makePeerKey, makePeerWallet, type PeerKey } from './wallet-peer.ts'

const Given = z.looseObject({
  credentials: z.array(z.object({ credential: z.union([z.string(), z.record(z.string(), z.unknown())]) })).default([]),
  notification_id: z.string().optional(),
  transaction_id: z.string().optional(),
})

/** Everything that a wallet does from a scanned offer to a credential, by the library's own client. */
export async function takeIntoPeerWallet(
  world: Pick<TestWorld, 'app' | 'ground'>,
  offered: WalletOfferView,
  configuration: ConfigurationId,
  keys: readonly PeerKey[] = [makePeerKey()],
) {
  const wallet = makePeerWallet(world.app, keys)
  const credentialOffer = await wallet.issuance.resolveCredentialOffer(offered.link)
  const issuerMetadata = await wallet.issuance.resolveIssuerMetadata(credentialOffer.credential_issuer)
  const { accessTokenResponse } = await wallet.issuance.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer,
    issuerMetadata,
    ...(offered.txCode && { txCode: offered.txCode }),
  })
  const { c_nonce: nonce } = await wallet.issuance.requestNonce({ issuerMetadata })
  const jwt: string[] = []
  for (const key of keys) {
    const proof = await wallet.issuance.createCredentialRequestJwtProof({
      issuerMetadata,
      credentialConfigurationId: configuration,
      signer: { method: 'jwk', publicJwk: key.jwk, alg: algorithmOf(key) },
      nonce,
      issuedAt: world.ground.now(),
    })
    jwt.push(proof.jwt)
  }
  const { credentialResponse } = await wallet.issuance.retrieveCredentials({
    accessToken: accessTokenResponse.access_token,
    issuerMetadata,
    credentialConfigurationId: configuration,
    proofs: { jwt: [jwt[0] ?? '', ...jwt.slice(1)] },
  })
  const given = Given.parse(credentialResponse)
  return {
    wallet,
    issuerMetadata,
    credentialOffer,
    accessToken: accessTokenResponse.access_token,
    credentials: given.credentials.map(({ credential }) =>
      typeof credential === 'string' ? credential : JSON.stringify(credential),
    ),
    notificationId: given.notification_id,
    transactionId: given.transaction_id,
  }
}
