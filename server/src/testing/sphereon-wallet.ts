import { OpenID4VCIClientV1_0_15 } from '@sphereon/oid4vci-client'
import { type ConfigurationId, configurations } from '../exchange/openid-configurations.ts'
import { makePeerKey, type PeerKey, signAs } from './wallet-peer.ts'

const clientId = 'sphereon-wallet'
const redirectUri = 'https://wallet.example/back'

/**
 * Everything from a scanned offer to a credential by Sphereon's client, as its own wallet uses it. It was written for
 * draft 15: it reads the metadata where that draft had it, and shows its proof as `proof`.
 */
export async function takeWithSphereon(
  link: string,
  configuration: ConfigurationId,
  by: { txCode: string } | { decide: (page: URL) => Promise<URL> },
  key: PeerKey = makePeerKey(),
) {
  const client = await OpenID4VCIClientV1_0_15.fromURI({
    uri: link,
    resolveOfferUri: true,
    clientId,
    alg: 'ES256',
    createAuthorizationRequestURL: false,
  })
  if ('txCode' in by) await client.acquireAccessToken({ pin: by.txCode })
  else {
    const page = await client.createAuthorizationRequestUrl({
      authorizationRequest: { clientId, redirectUri, scope: configuration },
    })
    const back = await by.decide(new URL(page))
    await client.acquireAccessToken({ authorizationResponse: back.href, redirectUri })
  }
  const { credentials } = await client.acquireCredentials({
    credentialConfigurationId: configuration,
    format: configurations[configuration].format,
    jwk: JSON.parse(JSON.stringify(key.jwk)),
    alg: 'ES256',
    proofCallbacks: { signCallback: async ({ header, payload }) => signAs(key, header, payload) },
  })
  return { metadata: client.endpointMetadata, credential: credentials?.[0]?.credential }
}
