import { randomBytes } from 'node:crypto'
import { askableNames, askClaims } from '@bricka/domain/exchange/ask-claims'
import { typedLine } from '@bricka/domain/typed-text'
import { DcqlQuery } from 'dcql'
import { exportJWK, generateKeyPair } from 'jose'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import type { MayRead } from '../organisation/permission.ts'
import { hashToken } from '../seal.ts'

const minutesOpen = 10
export const keyPurpose = 'presentation-key'

export const PresentationOrder = z.object({
  organisationId: z
    .uuid()
    .optional()
    .describe('Who asks; its key signs the request. Without it nobody vouches for you.'),
  verifier: typedLine().trim().min(1).max(120).describe('The name that the holder is shown'),
  purpose: typedLine().trim().min(1).max(300).describe('What it is for, in words for the holder'),
  merits: z.array(z.url()).max(20).default([]).describe('Addresses of merits; any merit where there is none'),
  claims: z.array(z.enum(askableNames)).min(1).default(['holder', 'title', 'outcomes']),
  several: z.boolean().default(false),
  query: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('A DCQL query of your own, instead of merits and claims'),
  encrypted: z.boolean().default(true).describe('Whether the wallet encrypts its answer'),
})
export type PresentationOrder = z.infer<typeof PresentationOrder>

export type MadeRequest = { id: string; secret: string; link: string; expiresAt: string }

/** What is sent to a wallet; kept, so that its answer is held against it. */
export const Parameters = z.looseObject({
  response_type: z.literal('vp_token'),
  response_mode: z.enum(['direct_post', 'direct_post.jwt']),
  response_uri: z.string(),
  client_id: z.string(),
  nonce: z.string(),
  state: z.string(),
  dcql_query: z.record(z.string(), z.unknown()),
})
export type Parameters = z.infer<typeof Parameters>

/**
 * Asks wallets for merits, and only for the claims that are named. The answer is shown to whoever has the secret, which
 * never leaves the browser or program that asked.
 *
 * @throws Problem `query-refused` for a query that is none
 */
export async function makePresentationRequest(
  ground: Ground,
  work: Work,
  order: PresentationOrder,
  permission: MayRead | undefined,
): Promise<MadeRequest> {
  const now = ground.now()
  const id = makeId(now)
  const base = ground.settings.baseUrl
  const responseUri = `${base}/openid/presentations/${id}`
  const organisation =
    permission &&
    (await work
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', permission.organisationId)
      .executeTakeFirstOrThrow())
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: randomBytes(9).toString('base64url'), use: 'enc', alg: 'ECDH-ES' }
  const parameters: Parameters = {
    response_type: 'vp_token',
    response_mode: order.encrypted ? 'direct_post.jwt' : 'direct_post',
    response_uri: responseUri,
    client_id: organisation ? `decentralized_identifier:${organisation.did}` : `redirect_uri:${responseUri}`,
    nonce: randomBytes(24).toString('base64url'),
    state: randomBytes(24).toString('base64url'),
    dcql_query: readQuery(order),
    client_metadata: {
      client_name: organisation?.legal_name ?? order.verifier,
      vp_formats_supported: {
        'dc+sd-jwt': { 'sd-jwt_alg_values': ['EdDSA', 'ES256'], 'kb-jwt_alg_values': ['EdDSA', 'ES256'] },
        jwt_vc_json: { alg_values: ['EdDSA', 'ES256'] },
        ldp_vc: {
          proof_type_values: ['DataIntegrityProof'],
          cryptosuite_values: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'],
        },
      },
      ...(order.encrypted && {
        jwks: { keys: [jwk] },
        encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'],
      }),
    },
  }
  const secret = makeToken()
  await work
    .insertInto('presentation_request')
    .values({
      id,
      secret_hash: hashToken(secret),
      organisation_id: organisation?.id ?? null,
      verifier: organisation?.legal_name ?? order.verifier,
      purpose: order.purpose,
      parameters: toJson(parameters),
      sealed_key: order.encrypted
        ? ground.seal.close(keyPurpose, Buffer.from(JSON.stringify(await exportJWK(privateKey))))
        : null,
      state: 'open',
      sealed_result: null,
      response_code_hash: null,
      created_at: now,
      expires_at: new Date(now.getTime() + minutesOpen * 60_000),
      answered_at: null,
    })
    .execute()
  if (permission)
    await writeAudit(work, {
      actor: permission.actor,
      organisationId: permission.organisationId,
      act: 'presentation-asked',
      object: { kind: 'presentation-request', id },
      details: { purpose: order.purpose },
      at: now,
    })
  return {
    id,
    secret,
    link: toLink(base, id, parameters),
    expiresAt: new Date(now.getTime() + minutesOpen * 60_000).toISOString(),
  }
}

/** @throws Problem `query-refused` */
function readQuery(order: PresentationOrder): Record<string, unknown> {
  try {
    const query = order.query ?? askClaims(order)
    DcqlQuery.validate(DcqlQuery.parse(DcqlQueryInput.parse(query)))
    return { ...query }
  } catch (error) {
    throw new Problem('query-refused', error instanceof Error ? error.message.slice(0, 500) : 'It is no DCQL query.')
  }
}

/** What the library reads is checked by it; here it only has to be an object. */
const DcqlQueryInput = z.custom<DcqlQuery.Input>((value) => typeof value === 'object' && value !== null)

/**
 * A signed request lies at its own address, so the code is small. Whoever has no key sends everything along, and a
 * wallet shows only where the answer goes (OpenID4VP 1.0, 5.9.3: `redirect_uri`).
 */
export function toLink(base: string, id: string, parameters: Parameters): string {
  if (!parameters.client_id.startsWith('redirect_uri:')) {
    const query = new URLSearchParams({
      client_id: parameters.client_id,
      request_uri: `${base}/openid/presentations/${id}/request`,
      request_uri_method: 'post',
    })
    return `openid4vp://?${query.toString()}`
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  return `openid4vp://?${query.toString()}`
}
