import { decodeJwt, type Jwk, zJwk } from '@openid4vc/oauth2'
import { type IssuerMetadataResult, Openid4vciIssuer, Openid4vciVersion } from '@openid4vc/openid4vci'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import type { WalletIssuer } from './find-wallet-issuer.ts'
import { identifierOf } from './give-access.ts'
import { makeCallbacks, proofAlgorithms } from './openid-callbacks.ts'
import {
  batchSize,
  type ConfigurationId,
  composeIssuerMetadata,
  composeServerMetadata,
  isConfiguration,
} from './openid-configurations.ts'
import { refuse } from './openid-refusal.ts'
import { readProofs } from './read-proofs.ts'
import { findRepresentable, type HolderKey, keepRepresentation, representCredential } from './represent-credential.ts'
import { findToken, keepToken, type TokenContent, useToken } from './wallet-token.ts'

/** A proof's clock may differ so much from ours. */
const secondsOfSkew = 300
export const secondsToWait = 3600

const callbacks = {
  // A wallet's key is in the proof itself, or in its DID: nothing is fetched for it.
  ...makeCallbacks(async () => ({ found: false, code: 'not-asked' })),
  signJwt: () => Promise.reject(new Error('A wallet signs its proofs itself.')),
  clientAuthentication: () => undefined,
  encryptJwe: () => Promise.reject(new Error('Nothing is encrypted here.')),
  decryptJwe: () => Promise.resolve({ decrypted: false } as const),
}
const library = new Openid4vciIssuer({ callbacks })

export type Access = { token: string; holderId: string; content: TokenContent<'access'> }

/** Who holds this access token. @throws Oauth2ServerErrorResponseError `invalid_token`, `invalid_request` */
export async function readAccess(
  ground: Ground,
  issuer: WalletIssuer,
  authorization: string | undefined,
  query: Readonly<Record<string, unknown>>,
): Promise<Access> {
  if ('access_token' in query)
    return refuse('invalid_request', 'An access token goes into the Authorization header (RFC 6750, 2.3).')
  const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
  if (!token) return refuse('invalid_token', 'Send the access token as Bearer in the Authorization header.', 401)
  const found = await ground.database.act(systemScope, (work) => findToken(ground, work, 'access', token))
  if (!found?.holderId || found.expired || found.issuerId !== issuer.organisation.id)
    return refuse('invalid_token', 'The access token is unknown here or too old.', 401)
  return { token, holderId: found.holderId, content: found.content }
}

/**
 * The credential endpoint (OpenID4VCI 8): the merit that the access token stands for, once for each key that the wallet
 * proved to hold; or, where someone must still approve it, a number to ask with later.
 *
 * @throws Oauth2ServerErrorResponseError as 8.3.1 says
 */
export async function giveCredential(
  ground: Ground,
  issuer: WalletIssuer,
  access: Access,
  body: unknown,
): Promise<{ status: 200 | 202; answer: object }> {
  const metadata = readMetadata(issuer)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse('invalid_credential_request', 'A credential request is a JSON object.')
  if ('credential_response_encryption' in body)
    return refuse('invalid_encryption_parameters', 'Responses are not encrypted here beyond TLS.')
  const { credentialConfigurationId, credentialIdentifier, proofs } = parse(metadata, readProofs({ ...body }))
  const configuration = decideConfiguration(access, credentialConfigurationId, credentialIdentifier)
  const jwts = proofs?.jwt
  if (!jwts || jwts.length === 0)
    return refuse('invalid_proof', 'Prove the key that it shall be bound to: proofs.jwt is missing.')
  if (jwts.length > batchSize) return refuse('invalid_credential_request', `At most ${batchSize} are given at once.`)
  const checked: { key: HolderKey; nonce: string }[] = []
  for (const jwt of jwts) checked.push(await checkProof(ground, issuer, metadata, access, jwt))
  const keys = checked.map(({ key }) => key)
  const thumbs = new Set(keys.map(({ jwk }) => JSON.stringify([jwk.crv, jwk.x, jwk.y, jwk.n])))
  if (thumbs.size < keys.length) return refuse('invalid_proof', 'Each proof of a batch is of another key.')
  return ground.database.act(systemScope, async (work) => {
    await useNonces(ground, work, new Set(checked.map(({ nonce }) => nonce)))
    return give(ground, work, issuer, access, configuration, keys)
  })
}

function parse(metadata: IssuerMetadataResult, credentialRequest: Record<string, unknown>) {
  const { credential_configuration_id: configuration, credential_identifier: identifier } = credentialRequest
  if ((configuration === undefined) === (identifier === undefined))
    return refuse(
      'invalid_credential_request',
      'Give either credential_configuration_id or credential_identifier, not both and not neither.',
    )
  if (configuration !== undefined && !(typeof configuration === 'string' && isConfiguration(configuration)))
    return refuse('unknown_credential_configuration', 'No such configuration is in the metadata.')
  const given = Proofs.safeParse(credentialRequest)
  if (given.success && given.data.proofs.jwt.some((jwt) => !compactJwt.test(jwt)))
    return refuse('invalid_proof', 'A proof is a signed JWT.')
  return library.parseCredentialRequest({ issuerMetadata: metadata, credentialRequest })
}

const Proofs = z.looseObject({ proofs: z.looseObject({ jwt: z.array(z.string()) }) })
const compactJwt = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/

function decideConfiguration(
  { content }: Access,
  configurationId: string | undefined,
  identifier: string | undefined,
): ConfigurationId {
  if (identifier !== undefined) {
    const named = content.detailed
      ? content.configurations.find((one) => identifierOf(content.credentialId, one) === identifier)
      : undefined
    return named !== undefined && isConfiguration(named)
      ? named
      : refuse('unknown_credential_identifier', 'The token was given with no such identifier.')
  }
  if (content.detailed)
    return refuse('invalid_credential_request', 'The token came with credential identifiers: ask by one of them (8.2).')
  return configurationId !== undefined &&
    isConfiguration(configurationId) &&
    content.configurations.includes(configurationId)
    ? configurationId
    : refuse('credential_request_denied', 'The access token is for another form of credential.')
}

const ProofHeader = z.looseObject({
  typ: z.string(),
  alg: z.string(),
  kid: z.string().optional(),
  jwk: zJwk.optional(),
  x5c: z.unknown().optional(),
  trust_chain: z.unknown().optional(),
})
const ProofPayload = z.looseObject({ aud: z.unknown(), iat: z.unknown(), nonce: z.unknown() })

/** Everything that a proof must say (Appendix F.1, F.4), beyond what the library looks at. */
async function checkProof(
  ground: Ground,
  issuer: WalletIssuer,
  issuerMetadata: IssuerMetadataResult,
  access: Access,
  jwt: string,
): Promise<{ key: HolderKey; nonce: string }> {
  const { header, payload } = decode(jwt)
  if (header.typ !== 'openid4vci-proof+jwt') return refuse('invalid_proof', 'typ is not openid4vci-proof+jwt.')
  if (!proofAlgorithms.some((one) => one === header.alg))
    return refuse('invalid_proof', `Proofs are not signed with ${header.alg} here.`)
  const keys = [header.kid, header.jwk, header.x5c, header.trust_chain].filter((one) => one !== undefined)
  if (keys.length !== 1) return refuse('invalid_proof', 'The header names one key: by kid or by jwk.')
  if (header.kid !== undefined && !/^did:(key|jwk):/.test(header.kid))
    return refuse('invalid_proof', 'A kid is a did:key or did:jwk; other keys are given as jwk.')
  if (header.kid === undefined && header.jwk === undefined)
    return refuse('invalid_proof', 'The key is given as kid or jwk.')
  if (header.jwk && ('d' in header.jwk || 'k' in header.jwk))
    return refuse('invalid_proof', 'The key in the header is not a public one.')
  if (payload.aud !== issuer.url) return refuse('invalid_proof', `aud is not ${issuer.url}.`)
  const now = Math.floor(ground.now().getTime() / 1000)
  if (typeof payload.iat !== 'number' || Math.abs(now - payload.iat) > secondsOfSkew)
    return refuse('invalid_proof', 'iat is missing, or not the present time.')
  const { nonce } = payload
  if (nonce === undefined) return refuse('invalid_proof', 'The nonce of the nonce endpoint is missing.')
  const known = typeof nonce === 'string' ? nonce : ''
  const found = await ground.database.act(systemScope, (work) => findToken(ground, work, 'nonce', known))
  if (!found || found.expired || found.usedAt || found.issuerId !== issuer.organisation.id)
    return refuse('invalid_nonce', 'The nonce is unknown, used or too old: get a new one.')
  const { signer } = await library.verifyCredentialRequestJwtProof({
    issuerMetadata,
    jwt,
    expectedNonce: known,
    now: ground.now(),
    ...(access.content.clientId !== null && payload.iss !== undefined && { clientId: access.content.clientId }),
  })
  const did = header.kid?.split('#')[0] ?? toDidJwk(signer.publicJwk)
  return { key: { jwk: signer.publicJwk, did }, nonce: known }
}

function decode(jwt: string) {
  try {
    return decodeJwt({ jwt, headerSchema: ProofHeader, payloadSchema: ProofPayload })
  } catch {
    return refuse('invalid_proof', 'A proof is a signed JWT.')
  }
}

const toDidJwk = (jwk: Jwk): string => `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`

async function useNonces(ground: Ground, work: Work, nonces: ReadonlySet<string>): Promise<void> {
  for (const nonce of [...nonces].sort())
    if (!(await useToken(ground, work, 'nonce', nonce)))
      refuse('invalid_nonce', 'The nonce was used meanwhile: get a new one.')
}

async function give(
  ground: Ground,
  work: Work,
  issuer: WalletIssuer,
  access: Access,
  configuration: ConfigurationId,
  keys: readonly HolderKey[],
): Promise<{ status: 200 | 202; answer: object }> {
  const { holderId, content } = access
  const ready = await findRepresentable(work, holderId, content.credentialId)
  if (ready.standing === 'refused')
    return refuse('credential_request_denied', 'The merit does not stand any more, so it is not given.')
  if (ready.standing === 'waiting') {
    const owner = { holderId, issuerId: issuer.organisation.id }
    const transaction = await keepToken(ground, work, 'deferred', owner, {
      credentialId: content.credentialId,
      configuration,
      keys: keys.map(({ jwk, did }) => ({ jwk: { ...jwk }, did })),
    })
    return { status: 202, answer: { transaction_id: transaction, interval: secondsToWait } }
  }
  return { status: 200, answer: await giveReady(ground, work, ready, { ...access, configuration, keys }) }
}

type Order = {
  holderId: string
  content: TokenContent<'access'>
  configuration: ConfigurationId
  keys: readonly HolderKey[]
}

async function giveReady(
  ground: Ground,
  work: Work,
  ready: Extract<Awaited<ReturnType<typeof findRepresentable>>, { standing: 'ready' }>,
  { holderId, content, configuration, keys }: Order,
): Promise<object> {
  const notification = makeToken()
  const credentials = []
  for (const key of keys) {
    credentials.push({ credential: await representCredential(ground, work, ready, configuration, key) })
    await keepRepresentation(ground, work, {
      holderId,
      credentialId: content.credentialId,
      issuerId: ready.issuerId,
      configuration,
      key,
      wallet: content.clientId,
      notification,
    })
  }
  return { credentials, notification_id: notification }
}

/**
 * The deferred credential endpoint (OpenID4VCI 9): the merit once it is approved.
 *
 * @throws Oauth2ServerErrorResponseError `invalid_transaction_id`, `credential_request_denied`
 */
export async function giveDeferred(
  ground: Ground,
  issuer: WalletIssuer,
  access: Access,
  body: unknown,
): Promise<{ status: 200 | 202; answer: object }> {
  const request = z.looseObject({ transaction_id: z.string() }).safeParse(body)
  if (!request.success) return refuse('invalid_transaction_id', 'transaction_id is missing.')
  const { transaction_id: transaction } = request.data
  return ground.database.act(systemScope, async (work) => {
    const found = await findToken(ground, work, 'deferred', transaction)
    if (
      !found ||
      found.expired ||
      found.usedAt ||
      found.holderId !== access.holderId ||
      found.issuerId !== issuer.organisation.id
    )
      return refuse('invalid_transaction_id', 'The transaction is unknown, finished or too old.')
    const { credentialId, configuration, keys } = found.content
    const ready = await findRepresentable(work, access.holderId, credentialId)
    if (ready.standing === 'waiting')
      return { status: 202, answer: { transaction_id: transaction, interval: secondsToWait } }
    if (ready.standing === 'refused' || !isConfiguration(configuration))
      return refuse('credential_request_denied', 'The merit was not approved, so it is not given.')
    await useToken(ground, work, 'deferred', transaction)
    const answer = await giveReady(ground, work, ready, {
      holderId: access.holderId,
      content: { ...access.content, credentialId },
      configuration,
      keys: keys.map(({ jwk, did }) => ({ jwk: zJwk.parse(jwk), did })),
    })
    return { status: 200, answer }
  })
}

const Notification = z.looseObject({
  notification_id: z.string().min(1),
  event: z.enum(['credential_accepted', 'credential_failure', 'credential_deleted']),
  event_description: z.string().max(1000).optional(),
})

/** What became of what a wallet was given (OpenID4VCI 11). @throws Oauth2ServerErrorResponseError as 11.3 says */
export async function takeNotification(ground: Ground, access: Access, body: unknown): Promise<void> {
  const read = Notification.safeParse(body)
  if (!read.success) return refuse('invalid_notification_request', 'Give notification_id and a known event.')
  const { notification_id, event } = read.data
  const told = await ground.database.act(systemScope, (work) =>
    work
      .updateTable('wallet_representation')
      .set({ told: event })
      .where('holder_id', '=', access.holderId)
      .where('notification_hash', '=', hashToken(notification_id))
      .returning('id')
      .execute(),
  )
  if (told.length === 0) refuse('invalid_notification_id', 'Nothing was given under this id.')
}

const known = new Map<string, IssuerMetadataResult>()

function readMetadata(issuer: WalletIssuer): IssuerMetadataResult {
  const before = known.get(issuer.url)
  if (before) return before
  const credentialIssuer = library.createCredentialIssuerMetadata(
    composeIssuerMetadata(issuer.url, issuer.organisation),
  )
  const made: IssuerMetadataResult = {
    originalDraftVersion: Openid4vciVersion.V1,
    credentialIssuer,
    authorizationServers: [composeServerMetadata(issuer.url)],
    knownCredentialConfigurations: library.getKnownCredentialConfigurationsSupported(credentialIssuer),
  }
  if (known.size > 500) known.clear()
  known.set(issuer.url, made)
  return made
}
