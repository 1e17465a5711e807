import { Oauth2ClientErrorResponseError, zJwk } from '@openid4vc/oauth2'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { addHolderKey, bindHolderKey } from '../passport/holder-key.ts'
import { importCredential } from '../passport/import-credential.ts'
import { makeWallet } from './make-wallet.ts'
import { preAuthorisedGrant } from './openid-configurations.ts'
import { findToken, keepToken, useToken } from './wallet-token.ts'

/** The forms that the passport can keep, and show again. */
const readable = ['dc+sd-jwt', 'vc+sd-jwt', 'ldp_vc', 'jwt_vc_json'] as const

export const OfferView = z.object({
  /** To take it with. */
  token: z.string(),
  issuer: z.string().describe('The address of whoever offers'),
  issuerName: z.string(),
  credentials: z.array(z.object({ id: z.string(), name: z.string(), format: z.string(), readable: z.boolean() })),
  way: z
    .enum(['at-once', 'code', 'log-in'])
    .describe('Whether a transaction code, or a log-in at the issuer, is asked'),
  codeLength: z.number().nullable(),
  codeHint: z.string().nullable(),
})
export type OfferView = z.infer<typeof OfferView>

const sealPurpose = 'taking'

/**
 * Reads an offer that the holder pasted or scanned: whose it is, what it holds, what it asks. Nothing is taken yet.
 *
 * @throws Problem `offer-refused`, `url-refused`, `resource-unreachable`
 */
export async function readOffer(ground: Ground, person: PersonActor, text: string): Promise<OfferView> {
  const { issuance } = makeWallet(ground)
  const { offer, metadata } = await understand(async () => {
    const offer = await issuance.resolveCredentialOffer(text.trim())
    return { offer, metadata: await issuance.resolveIssuerMetadata(offer.credential_issuer) }
  })
  const grant = offer.grants?.[preAuthorisedGrant]
  const display = metadata.credentialIssuer.display?.[0]
  const sealed = ground.seal.close(sealPurpose, Buffer.from(JSON.stringify(offer))).toString('base64url')
  const owner = { holderId: person.personId, issuerId: null }
  const token = await ground.database.act(systemScope, (work) => keepToken(ground, work, 'taking', owner, { sealed }))
  return {
    token,
    issuer: metadata.credentialIssuer.credential_issuer,
    issuerName: display?.name ?? new URL(metadata.credentialIssuer.credential_issuer).host,
    credentials: offer.credential_configuration_ids.map((id) => {
      const { format, name } = describe(metadata.credentialIssuer.credential_configurations_supported[id], id)
      return { id, name, format, readable: readable.some((one) => one === format) }
    }),
    way: grant ? (grant.tx_code ? 'code' : 'at-once') : 'log-in',
    codeLength: grant?.tx_code?.length ?? null,
    codeHint: grant?.tx_code?.description ?? null,
  }
}

const Configuration = z.looseObject({
  format: z.string(),
  credential_metadata: z.looseObject({ display: z.array(z.looseObject({ name: z.string() })).optional() }).optional(),
  display: z.array(z.looseObject({ name: z.string() })).optional(),
})

function describe(configuration: unknown, id: string): { format: string; name: string } {
  const read = Configuration.safeParse(configuration)
  if (!read.success) throw new Problem('offer-refused', `The issuer offers "${id}" and does not say what it is.`)
  const { format, credential_metadata, display } = read.data
  return { format, name: (credential_metadata?.display ?? display)?.[0]?.name ?? id }
}

export const TakenView = z.object({
  taken: z.array(z.object({ id: z.string(), known: z.boolean() })),
  /** The issuer has not decided yet: ask again later with the same offer’s issuer. */
  waiting: z.boolean(),
})
export type TakenView = z.infer<typeof TakenView>

/**
 * Takes what was offered into the passport, bound to a key of the holder's own, made for it.
 *
 * @throws Problem `offer-refused` with the issuer's own words, `url-refused`, `resource-unreachable`
 */
export async function takeOffer(
  ground: Ground,
  person: PersonActor,
  token: string,
  chosen: { configuration: string; txCode: string | undefined },
): Promise<TakenView> {
  const kept = await getOffer(ground, person, token)
  return receive(
    ground,
    person,
    { offer: kept, configuration: chosen.configuration },
    {
      getAccess: async ({ issuance }, place) => {
        const { accessTokenResponse } = await issuance.retrievePreAuthorizedCodeAccessTokenFromOffer({
          ...place,
          ...(chosen.txCode !== undefined && { txCode: chosen.txCode }),
        })
        return accessTokenResponse
      },
      useUp: (work) => useToken(ground, work, 'taking', token),
    },
  )
}

/** The offer that this holder has read, as it was read. @throws Problem `offer-refused` */
export async function getOffer(ground: Ground, person: PersonActor, token: string): Promise<unknown> {
  return ground.database.act(systemScope, async (work) => {
    const found = await findToken(ground, work, 'taking', token)
    if (!found || found.expired || found.usedAt || found.holderId !== person.personId)
      throw new Problem('offer-refused', 'The offer was read too long ago, or taken: paste it again.')
    return JSON.parse(ground.seal.open(sealPurpose, Buffer.from(found.content.sealed, 'base64url')).toString('utf8'))
  })
}

type Wallet = ReturnType<typeof makeWallet>

/** Reads a kept offer once more, with what its issuer says of itself now. @throws Problem `offer-refused` */
export async function resolveOffer({ issuance }: Wallet, offer: unknown, configuration: string) {
  const credentialOffer = await issuance.resolveCredentialOffer(
    `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`,
  )
  if (!credentialOffer.credential_configuration_ids.includes(configuration))
    throw new Problem('offer-refused', 'The offer holds no such credential.')
  return { credentialOffer, issuerMetadata: await issuance.resolveIssuerMetadata(credentialOffer.credential_issuer) }
}

/** Proves a new key of the holder's to the issuer, and keeps what it gives for that. */
export async function receive(
  ground: Ground,
  person: PersonActor,
  { offer, configuration }: { offer: unknown; configuration: string },
  by: {
    getAccess(
      wallet: Wallet,
      place: Awaited<ReturnType<typeof resolveOffer>>,
    ): Promise<{ access_token: string; c_nonce?: string | undefined }>
    useUp(work: Work): Promise<unknown>
  },
): Promise<TakenView> {
  const key = await ground.database.act(scopeOf(person), (work) => addHolderKey(ground, work, person.personId))
  const wallet = makeWallet(ground, [key])
  const { issuance } = wallet
  const given = await understand(async () => {
    const place = await resolveOffer(wallet, offer, configuration)
    const { issuerMetadata } = place
    const access = await by.getAccess(wallet, place)
    const nonce = issuerMetadata.credentialIssuer.nonce_endpoint
      ? (await issuance.requestNonce({ issuerMetadata })).c_nonce
      : access.c_nonce
    const { jwt } = await issuance.createCredentialRequestJwtProof({
      issuerMetadata,
      credentialConfigurationId: configuration,
      signer: { method: 'jwk', publicJwk: zJwk.parse(key.jwk), alg: 'ES256' },
      issuedAt: ground.now(),
      ...(nonce !== undefined && { nonce }),
    })
    const { credentialResponse } = await issuance.retrieveCredentials({
      accessToken: access.access_token,
      issuerMetadata,
      credentialConfigurationId: configuration,
      proofs: { jwt: [jwt] },
    })
    return { credentialResponse, issuer: issuerMetadata.credentialIssuer.credential_issuer }
  })
  await ground.database.act(systemScope, by.useUp)
  const response = Response.safeParse(given.credentialResponse)
  if (!response.success) throw new Problem('offer-refused', 'The issuer answered with no credential.')
  const taken: { id: string; known: boolean }[] = []
  for (const { credential } of response.data.credentials) {
    const text = typeof credential === 'string' ? credential : JSON.stringify(credential)
    const { id, known } = await importCredential(ground, person, text, given.issuer)
    taken.push({ id, known })
    await ground.database.act(scopeOf(person), (work) =>
      bindHolderKey(work, person.personId, key.id, { imported_id: id }),
    )
  }
  await ground.database.act(scopeOf(person), (work) =>
    writeAudit(work, {
      actor: person,
      holderId: person.personId,
      act: 'offer-taken',
      object: { kind: 'import', id: taken[0]?.id ?? key.id },
      details: { issuer: given.issuer },
      at: ground.now(),
    }),
  )
  return { taken, waiting: response.data.transaction_id !== undefined }
}

const Response = z.looseObject({
  credentials: z
    .array(z.looseObject({ credential: z.union([z.string(), z.record(z.string(), z.unknown())]) }))
    .default([]),
  transaction_id: z.string().optional(),
})

/** What the other side, or the library that speaks with it, objects to, as a problem in the holder's words. */
export async function understand<T>(
  work: () => Promise<T>,
  code: 'offer-refused' | 'ask-refused' = 'offer-refused',
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw findProblem(error) ?? new Problem(code, describeObjection(error))
  }
}

/** Within it only the library works on what a stranger sent: whatever it throws is an objection to that. */
function describeObjection(error: unknown): string {
  if (!(error instanceof Error)) return 'It could not be understood.'
  if (error instanceof Oauth2ClientErrorResponseError) {
    const { error: code, error_description: words } = error.errorResponse
    return (words ?? code).slice(0, 300)
  }
  const lines = error.message.split('\n').filter((line) => line !== '')
  const line = lines.find((one) => one.startsWith('✖')) ?? lines[0] ?? ''
  return line.slice(0, 300)
}

function findProblem(error: unknown, depth = 0): Problem | undefined {
  if (error instanceof Problem) return error
  return error instanceof Error && depth < 6 ? findProblem(error.cause, depth + 1) : undefined
}
