import { disclose, type JsonObject, readSdJwt, verifyPresentation } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { Oauth2Error, Oauth2ServerErrorResponseError } from '@openid4vc/oauth2'
import { Openid4vpVerifier } from '@openid4vc/openid4vp'
import { type DcqlCredentialPresentation, DcqlPresentationResult, DcqlQuery } from 'dcql'
import { compactDecrypt, importJWK } from 'jose'
import { z } from 'zod'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { makeLoadResource } from '../verifying/load-resource.ts'
import { Verified, verifyText } from '../verifying/verify-text.ts'
import { keyPurpose, Parameters } from './make-presentation-request.ts'
import { makeCallbacks } from './openid-callbacks.ts'
import { refuse } from './openid-refusal.ts'
import { readDisclosures, touches } from './read-disclosures.ts'

export const resultPurpose = 'presentation-result'
/** The key binding may be this much older than the request by the wallet's clock, and this much newer than now. */
const millisecondsOfSkew = 60_000

export const Shown = Verified.extend({
  /** Which of the questions it answers. */
  question: z.string(),
  /** Claims that came along unasked, by their places. */
  unasked: z.array(z.string()),
})
export type Shown = z.infer<typeof Shown>

/**
 * The response endpoint (OpenID4VP 1.0, 8.2): takes what a wallet answers, and keeps it for whoever asked when the right
 * holder has signed it, for this verifier, now, and it is what was asked for. Anything else is refused, and the request
 * stays open.
 *
 * @throws Oauth2ServerErrorResponseError `invalid_request` with why
 */
export async function takePresentation(
  ground: Ground,
  id: string,
  form: Readonly<Record<string, string>>,
): Promise<{ redirect_uri: string }> {
  const request = await ground.database.act(systemScope, (work) => findOpen(ground, work, id))
  const parameters = Parameters.parse(request.parameters)
  const response = await open(ground, request, parameters, form)
  if (typeof response.error === 'string') {
    if (response.state !== parameters.state) return refuse('invalid_request', 'The state is another one.')
    return finish(ground, request, 'declined', [])
  }
  const presentations = readTokens(parameters, response)
  const shown: Shown[] = []
  const forQuery: Record<string, [DcqlCredentialPresentation, ...DcqlCredentialPresentation[]]> = {}
  for (const [question, tokens] of Object.entries(presentations))
    for (const token of tokens) {
      const { verified, claims } = await check(ground, request, parameters, token)
      shown.push(...verified.map((one) => ({ ...one, question, unasked: findUnasked(parameters, question, token) })))
      const before = forQuery[question]
      forQuery[question] = before ? [...before, claims] : [claims]
    }
  requireAnswered(parameters, forQuery)
  return finish(ground, request, 'answered', shown)
}

async function findOpen(ground: Ground, work: Work, id: string): Promise<Row<'presentation_request'>> {
  const row = await work.selectFrom('presentation_request').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('not-found', 'Nobody asks at this address.')
  if (row.expires_at <= ground.now()) return refuse('invalid_request', 'The request is too old: ask for a new one.')
  if (row.state !== 'open') return refuse('invalid_request', 'The request was answered before.')
  return row
}

const verifier = new Openid4vpVerifier({
  callbacks: {
    ...makeCallbacks(async () => ({ found: false, code: 'not-asked' })),
    signJwt: () => Promise.reject(new Error('An answer is not signed here.')),
    encryptJwe: () => Promise.reject(new Error('An answer is not encrypted here.')),
    decryptJwe: () => Promise.resolve({ decrypted: false }),
  },
})

/** What the wallet sent, decrypted where it was asked to encrypt. */
async function open(
  ground: Ground,
  { sealed_key: sealed }: Row<'presentation_request'>,
  { response_mode: mode }: Parameters,
  form: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  if (mode === 'direct_post') {
    if (form.response !== undefined) return refuse('invalid_request', 'The answer was asked for in the open.')
    return { ...form, ...(form.vp_token !== undefined && { vp_token: parse(form.vp_token) }) }
  }
  const { response } = form
  // An error may come in the open: then there is nothing to hide (8.3).
  if (response === undefined && form.error !== undefined && form.vp_token === undefined) return { ...form }
  if (response?.split('.').length !== 5 || !sealed)
    return refuse('invalid_request', 'The answer was asked for encrypted (response_mode direct_post.jwt).')
  try {
    const key = await importJWK(JSON.parse(ground.seal.open(keyPurpose, sealed).toString('utf8')), 'ECDH-ES')
    const { plaintext } = await compactDecrypt(response, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A128GCM', 'A256GCM'],
    })
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder().decode(plaintext)))
  } catch {
    return refuse('invalid_request', 'The answer could not be decrypted with the key that was given for it.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

type Token = string | Record<string, unknown>

/** @throws Oauth2ServerErrorResponseError `invalid_request` for another state, or what is no `vp_token` */
function readTokens(parameters: Parameters, response: Record<string, unknown>): Record<string, Token[]> {
  if (response.vp_token === undefined) return refuse('invalid_request', 'The answer has no vp_token.')
  if (response.state !== parameters.state) return refuse('invalid_request', 'The state is another one.')
  try {
    return verifier.parseDcqlVpToken(response.vp_token)
  } catch (error) {
    if (error instanceof Oauth2ServerErrorResponseError) throw error
    return refuse('invalid_request', 'A vp_token is an object: for each question a list of presentations (8.1).')
  }
}

type Checked = { verified: Verified[]; claims: DcqlCredentialPresentation }

async function check(
  ground: Ground,
  request: Row<'presentation_request'>,
  parameters: Parameters,
  token: Token,
): Promise<Checked> {
  const asked = { challenge: parameters.nonce, domain: parameters.client_id }
  if (typeof token === 'string' && token.includes('~')) return checkSdJwt(ground, request, asked, token)
  return checkWhole(ground, asked, token)
}

async function checkSdJwt(
  ground: Ground,
  request: Row<'presentation_request'>,
  asked: { challenge: string; domain: string },
  token: string,
): Promise<Checked> {
  const read = readSdJwt(token)
  const disclosed = read.read ? disclose(read.sdJwt, power) : undefined
  if (!read.read || !disclosed?.disclosed) return refuse('invalid_request', 'A presentation could not be read.')
  const iat = read.sdJwt.keyBinding?.payload.iat
  const verified = await verify(ground, token, asked)
  requireSound(verified)
  if (typeof iat !== 'number' || iat * 1000 < request.created_at.getTime() - millisecondsOfSkew)
    return refuse('invalid_request', 'The key binding is older than the request.')
  if (iat * 1000 > ground.now().getTime() + millisecondsOfSkew)
    return refuse('invalid_request', 'The key binding is of the future.')
  const claims: DcqlCredentialPresentation = {
    credential_format: 'dc+sd-jwt',
    vct: String(disclosed.claims.vct),
    claims: toPlain(disclosed.claims),
    cryptographic_holder_binding: true,
  }
  return { verified: [verified], claims }
}

async function verify(ground: Ground, text: string, asked?: { challenge: string; domain: string }): Promise<Verified> {
  try {
    return await verifyText(ground, text, undefined, asked)
  } catch (error) {
    if (error instanceof Problem && error.code === 'credential-unreadable')
      return refuse('invalid_request', `A presentation could not be read: ${error.message}`)
    throw error
  }
}

/**
 * Whose word it is must be beyond doubt, or the answer is none. That a credential is revoked or too old is for whoever
 * asked to see.
 */
function requireSound({ checks }: Pick<Verified, 'checks'>): void {
  const holder = checks.find(({ name }) => name === 'holder')
  if (holder?.code !== 'holder-valid')
    refuse('invalid_request', `The holder did not sign this for this request: ${holder?.code ?? 'holder-not-bound'}.`)
  const broken = checks.find(({ name, outcome }) => (name === 'signature' || name === 'format') && outcome === 'failed')
  if (broken) refuse('invalid_request', `The credential is not sound: ${broken.code}.`)
}

/** A presentation that holds credentials: `ldp_vc`, and `jwt_vc_json` as a JWT. */
async function checkWhole(
  ground: Ground,
  asked: { challenge: string; domain: string },
  token: Token,
): Promise<Checked> {
  const presentation = typeof token === 'string' ? token : JSON.parse(JSON.stringify(token))
  const whole = await verifyPresentation(presentation, {
    now: ground.now().toISOString(),
    power,
    loadResource: makeLoadResource(ground),
    statusLists: ground.statusLists,
    asked,
  })
  const bad = whole.checks.find(({ outcome }) => outcome !== 'passed')
  if (bad) return refuse('invalid_request', `The presentation is not sound: ${bad.code}.`)
  const [credential, ...more] = whole.credentials
  if (!credential || 'read' in credential || more.length > 0)
    return refuse('invalid_request', 'A presentation holds one credential for each question.')
  const document = readInner(presentation)
  const verified = { ...(await verify(ground, document)), checks: plainChecks(credential.report.checks) }
  requireSound(verified)
  return {
    verified: [verified],
    claims: {
      credential_format: typeof token === 'string' ? 'jwt_vc_json' : 'ldp_vc',
      type: expandTypes(credential.credential.type),
      claims: toPlain(credential.credential),
      cryptographic_holder_binding: true,
    },
  }
}

const plainChecks = (checks: readonly Verified['checks'][number][]): Verified['checks'] =>
  checks.map((check) => ({ ...check, detail: { ...check.detail } }))

/** The one credential in it, as its text. */
function readInner(presentation: string | JsonObject): string {
  const payload =
    typeof presentation === 'string'
      ? JSON.parse(Buffer.from(presentation.split('.')[1] ?? '', 'base64url').toString('utf8'))
      : presentation
  const holder = z.looseObject({ verifiableCredential: z.unknown(), vp: z.unknown() }).parse(payload)
  const vp = z.looseObject({ verifiableCredential: z.unknown() }).safeParse(holder.vp)
  const inner = holder.verifiableCredential ?? (vp.success ? vp.data.verifiableCredential : undefined)
  const [first] = Array.isArray(inner) ? inner : [inner]
  return typeof first === 'string' ? first : JSON.stringify(first)
}

const knownTypes: Readonly<Record<string, string>> = {
  VerifiableCredential: 'https://www.w3.org/2018/credentials#VerifiableCredential',
  OpenBadgeCredential: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential',
  AchievementCredential: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementCredential',
}

/** DCQL asks for types by their whole names (B.1.1); short ones are kept besides, for those who ask by them. */
function expandTypes(types: unknown): string[] {
  const list = Array.isArray(types) ? types.map(String) : [String(types)]
  return [...list, ...list.flatMap((type) => knownTypes[type] ?? [])]
}

const toPlain = (claims: JsonObject) => JSON.parse(JSON.stringify(claims))

function requireAnswered(
  parameters: Parameters,
  presentations: Record<string, [DcqlCredentialPresentation, ...DcqlCredentialPresentation[]]>,
): void {
  try {
    const query = DcqlQuery.parse(JSON.parse(JSON.stringify(parameters.dcql_query)))
    const result = DcqlPresentationResult.fromDcqlPresentation(presentations, { dcqlQuery: query })
    if (!result.can_be_satisfied) refuse('invalid_request', 'What is shown does not answer what was asked.')
  } catch (error) {
    if (error instanceof Oauth2Error) throw error
    refuse('invalid_request', 'What is shown does not answer what was asked.')
  }
}

const Asked = z.object({
  credentials: z.array(
    z.looseObject({
      id: z.string(),
      claims: z.array(z.looseObject({ path: z.array(z.union([z.string(), z.number(), z.null()])) })).optional(),
    }),
  ),
})

/** What came along although nobody asked: said, so that whoever asked can leave it unread. */
function findUnasked(parameters: Parameters, question: string, token: Token): string[] {
  if (typeof token !== 'string' || !token.includes('~')) return []
  const asked = Asked.safeParse(parameters.dcql_query)
  const claims = asked.success ? asked.data.credentials.find(({ id }) => id === question)?.claims : undefined
  return readDisclosures(token)
    .filter(({ path }) => !claims?.some((claim) => touches(path, claim.path)))
    .map(({ path }) => path.join(' / '))
}

/** Of two answers that come together one is kept. */
async function finish(
  ground: Ground,
  request: Row<'presentation_request'>,
  state: 'answered' | 'declined',
  shown: readonly Shown[],
): Promise<{ redirect_uri: string }> {
  const code = makeToken()
  const now = ground.now()
  const kept = await ground.database.act(systemScope, (work) =>
    work
      .updateTable('presentation_request')
      .set({
        state,
        answered_at: now,
        sealed_key: null,
        sealed_result: ground.seal.close(resultPurpose, Buffer.from(toJson(shown))),
        response_code_hash: hashToken(code),
      })
      .where('id', '=', request.id)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst(),
  )
  if (!kept) return refuse('invalid_request', 'The request was answered meanwhile.')
  return { redirect_uri: `${ground.settings.baseUrl}/verify/requests/${request.id}?response_code=${code}` }
}
