import { preAuthorizedCodeGrantIdentifier } from '@openid4vc/oauth2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { algorithmOf, makePeerKey, makePeerWallet, type PeerKey } from '../testing/wallet-peer.ts'
import { verifyText } from '../verifying/verify-text.ts'
import type { WalletOfferView } from './make-wallet-offer.ts'

let world: TestWorld
let teacher: Visitor
let school: string
let merit: string
let anna: Visitor
let credentialId: string

beforeAll(async () => {
  world = await openTestWorld()
  const founder = await world.visit('Founder')
  school = await world.register(founder, 'skolan')
  teacher = await world.visit('Teacher', { [school]: ['representative'] })
  merit = await world.publish(teacher, school)
  anna = await world.visit('Anna')
  credentialId = await issue()
})
afterAll(() => world.close())

let issued = 0
async function issue(): Promise<string> {
  const made = await teacher.call('POST', '/api/credentials', {
    organisationId: school,
    meritId: merit,
    recipient: { name: 'Anna Berg', email: 'anna@people.example' },
    facts,
    key: `k${issued++}`,
  })
  if (made.statusCode !== 201) throw new Error(made.body)
  return z.object({ credentialId: z.string() }).parse(made.json()).credentialId
}

async function offer(id = credentialId, way = 'code'): Promise<WalletOfferView> {
  const made = await anna.call('POST', `/api/passport/credentials/${id}/wallet-offers`, { way })
  if (made.statusCode !== 201) throw new Error(made.body)
  return made.json()
}

type Form = 'micro-credential-sd-jwt' | 'learning-credential-sd-jwt' | 'open-badge-ldp' | 'open-badge-jwt'

/** Everything that a wallet does from a scanned offer to a credential, by the library's own client. */
async function take(offered: WalletOfferView, configuration: Form, keys: readonly PeerKey[] = [makePeerKey()]) {
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
  const [first = ''] = jwt
  const { credentialResponse } = await wallet.issuance.retrieveCredentials({
    accessToken: accessTokenResponse.access_token,
    issuerMetadata,
    credentialConfigurationId: configuration,
    ...(jwt.length > 1 ? { proofs: { jwt } } : { proof: { proof_type: 'jwt', jwt: first } }),
  })
  return { wallet, issuerMetadata, accessToken: accessTokenResponse.access_token, credentialResponse, credentialOffer }
}

const Given = z.object({
  credentials: z.array(z.object({ credential: z.union([z.string(), z.record(z.string(), z.unknown())]) })),
  notification_id: z.string(),
})
const documentOf = (credential: string | object): string =>
  typeof credential === 'string' ? credential : JSON.stringify(credential)

describe('giving a merit to a wallet that nobody here wrote', () => {
  it.each(['micro-credential-sd-jwt', 'learning-credential-sd-jwt', 'open-badge-ldp', 'open-badge-jwt'] as const)(
    'as %s, bound to its key and good in every check',
    async (configuration) => {
      const { credentialResponse, credentialOffer } = await take(await offer(), configuration)
      expect(credentialOffer.grants?.[preAuthorizedCodeGrantIdentifier]?.tx_code).toEqual({
        input_mode: 'numeric',
        length: 6,
      })
      const { credentials } = Given.parse(credentialResponse)
      expect(credentials).toHaveLength(1)
      const verified = await verifyText(world.ground, documentOf(credentials[0]?.credential ?? ''))
      expect(verified.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([])
      expect(verified.checks.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['signature-valid', 'status-good']),
      )
    },
  )
})
