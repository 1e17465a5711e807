import { disclose, type JsonObject, readSdJwt } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { composeLearningCredential, composeMicroCredential, walletTypes } from '@bricka/domain/exchange/wallet-claims'
import { type DcqlCredential, DcqlQuery } from 'dcql'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type PersonActor, scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { checkRequest, dropOlderName } from './check-request.ts'
import { makeWallet } from './make-wallet.ts'
import { understand } from './take-offer.ts'
import { findToken, keepToken } from './wallet-token.ts'

const Path = z.array(z.union([z.string(), z.number(), z.null()])).min(1)

/** What a verifier's question can be answered with, out of the passport. */
export const Answer = z.object({
  question: z.string(),
  source: z.enum(['merit', 'import']),
  id: z.string(),
  form: z.enum(['micro-credential', 'learning-credential', 'import']),
  title: z.string(),
  claims: z.array(z.object({ path: Path, value: z.unknown() })),
})
export type Answer = z.infer<typeof Answer>

export const RequestView = z.object({
  /** To answer it with. */
  token: z.string(),
  verifier: z.string(),
  /** The identifier that the answer is bound to. */
  clientId: z.string(),
  proof: z
    .enum(['did', 'certificate', 'address'])
    .describe('How it is known who asks: by a signed request, or only by where the answer goes'),
  responseUri: z.string(),
  questions: z.array(z.object({ id: z.string(), required: z.boolean(), answers: z.array(Answer) })),
  answerable: z.boolean(),
})
export type RequestView = z.infer<typeof RequestView>

export const Payload = z.looseObject({
  response_type: z.literal('vp_token'),
  client_id: z.string(),
  response_uri: z.url(),
  response_mode: z.enum(['direct_post', 'direct_post.jwt']),
  nonce: z.string().min(1),
  state: z.string().optional(),
  dcql_query: z.record(z.string(), z.unknown()),
})
export type Payload = z.infer<typeof Payload>

const sealPurpose = 'answering'
const proofs = new Map<string, RequestView['proof']>([
  ['decentralized_identifier', 'did'],
  ['x509_san_dns', 'certificate'],
  ['x509_hash', 'certificate'],
  ['redirect_uri', 'address'],
])

/**
 * Reads a verifier's request that the holder pasted or scanned: who asks, for what, and what of the passport answers it.
 *
 * @throws Problem `ask-refused` for a request that does not hold, `url-refused`, `resource-unreachable`
 */
export async function readRequest(ground: Ground, person: PersonActor, text: string): Promise<RequestView> {
  const { presentation } = makeWallet(ground)
  const resolved = await understand(async () => {
    const parsed = presentation.parseOpenid4vpAuthorizationRequest({ authorizationRequest: text.trim() })
    checkRequest(parsed.params)
    return presentation.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: dropOlderName(parsed.params),
    })
  }, 'ask-refused')
  const { prefix } = resolved.client
  const proof = proofs.get(prefix)
  const payload = Payload.safeParse(resolved.authorizationRequestPayload)
  if (!proof || !payload.success)
    throw new Problem('ask-refused', 'The request is not of a kind that the passport answers.')
  const { data } = payload
  const answers = await ground.database.act(scopeOf(person), (work) => listAnswers(work, person.personId, data))
  const sealed = ground.seal.close(sealPurpose, Buffer.from(JSON.stringify(data))).toString('base64url')
  const owner = { holderId: person.personId, issuerId: null }
  const token = await ground.database.act(systemScope, (work) =>
    keepToken(ground, work, 'answering', owner, { sealed }),
  )
  const named = z
    .looseObject({ client_metadata: z.looseObject({ client_name: z.string().optional() }) })
    .safeParse(data)
  return {
    token,
    verifier: (named.success ? named.data.client_metadata.client_name : undefined) ?? data.client_id,
    clientId: data.client_id,
    proof,
    responseUri: data.response_uri,
    ...answers,
  }
}

/** The request as it was read, for whoever read it. @throws Problem `ask-refused` */
export async function getRequest(ground: Ground, person: PersonActor, token: string): Promise<Payload> {
  return ground.database.act(systemScope, async (work) => {
    const found = await findToken(ground, work, 'answering', token)
    if (!found || found.expired || found.usedAt || found.holderId !== person.personId)
      throw new Problem('ask-refused', 'The request was read too long ago, or answered: scan it again.')
    return Payload.parse(
      JSON.parse(ground.seal.open(sealPurpose, Buffer.from(found.content.sealed, 'base64url')).toString('utf8')),
    )
  })
}

type Candidate = Omit<Answer, 'question' | 'claims'> & { vct: string; claims: JsonObject }

/** What the passport has for each question. Only what can leave claims out, and is bound to the holder, is shown. */
export async function listAnswers(
  work: Work,
  holderId: string,
  { dcql_query }: Payload,
): Promise<Pick<RequestView, 'questions' | 'answerable'>> {
  const candidates = [...(await listMerits(work, holderId)), ...(await listBoundImports(work, holderId))]
  const query = readQuery(dcql_query)
  const result = DcqlQuery.query(query, candidates.map(toDcql))
  const optional = new Set(
    (query.credential_sets ?? []).flatMap(({ options, required }) =>
      required && options.length === 1 ? [] : options.flat(),
    ),
  )
  return {
    answerable: result.can_be_satisfied,
    questions: query.credentials.map(({ id }) => {
      const match = result.credential_matches[id]
      const valid = match?.valid_credentials ?? []
      return {
        id,
        required: !optional.has(id) && (query.credential_sets === undefined || query.credential_sets.length === 0),
        answers: valid.flatMap((one) => {
          const candidate = candidates[one.input_credential_index]
          const set = one.claims.success ? one.claims.valid_claim_sets[0] : undefined
          if (!candidate) return []
          const { vct: _vct, claims, ...rest } = candidate
          const paths = askedPaths(query, id, set?.valid_claim_indexes)
          return [{ ...rest, question: id, claims: leavesOf(paths, claims) }]
        }),
      }
    }),
  }
}

const Claims = z.array(z.object({ path: Path }))

/** The claims of the first set that can be met, or all that are asked for where there are no sets (DCQL 6.4.1). */
function askedPaths(query: ReturnType<typeof readQuery>, id: string, indexes: readonly number[] | undefined) {
  const asked = query.credentials.find((one) => one.id === id)
  const claims = asked && 'claims' in asked ? asked.claims : undefined
  const read = Claims.safeParse(JSON.parse(JSON.stringify(claims ?? [])))
  const paths = read.success ? read.data.map(({ path }) => path) : []
  return indexes ? indexes.flatMap((index) => (paths[index] ? [paths[index]] : [])) : paths
}

type Step = string | number | null

/** Each claim that would be shown, with what it says. */
function leavesOf(paths: readonly Step[][], claims: JsonObject): Answer['claims'] {
  return paths.flatMap((path) => {
    const value = valueAt(claims, path)
    return value === undefined ? [] : [{ path: [...path], value }]
  })
}

function valueAt(value: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined) return value
  if (Array.isArray(value))
    return step === null ? value.map((item) => valueAt(item, rest)) : valueAt(value[Number(step)], rest)
  if (typeof value !== 'object' || value === null || step === null) return undefined
  return valueAt(new Map(Object.entries(value)).get(String(step)), rest)
}

/** @throws Problem `ask-refused` */
function readQuery(dcql: Record<string, unknown>) {
  try {
    const query = DcqlQuery.parse(z.custom<DcqlQuery.Input>().parse(JSON.parse(JSON.stringify(dcql))))
    DcqlQuery.validate(query)
    return query
  } catch (error) {
    throw new Problem('ask-refused', error instanceof Error ? error.message.slice(0, 300) : 'The query is none.')
  }
}

const toDcql = ({ vct, claims }: Candidate): DcqlCredential => ({
  credential_format: 'dc+sd-jwt',
  vct,
  claims: JSON.parse(JSON.stringify(claims)),
  cryptographic_holder_binding: true,
})

async function listMerits(work: Work, holderId: string): Promise<Candidate[]> {
  const rows = await work
    .selectFrom('credential')
    .select(['id', 'title', 'document'])
    .where('holder_id', '=', holderId)
    .where('state', '=', 'issued')
    .where('document', 'is not', null)
    .orderBy('issued_at', 'desc')
    .execute()
  return rows.flatMap(({ id, title, document }) => {
    const signed: JsonObject = JSON.parse(document ?? '{}')
    return (['micro-credential', 'learning-credential'] as const).map((form) => ({
      source: 'merit' as const,
      id,
      form,
      title,
      vct: walletTypes[form],
      claims: (form === 'micro-credential' ? composeMicroCredential : composeLearningCredential)(signed).claims,
    }))
  })
}

async function listBoundImports(work: Work, holderId: string): Promise<Candidate[]> {
  const rows = await work
    .selectFrom('imported_credential')
    .innerJoin('holder_key', (join) =>
      join
        .onRef('holder_key.holder_id', '=', 'imported_credential.holder_id')
        .onRef('holder_key.imported_id', '=', 'imported_credential.id'),
    )
    .select(['imported_credential.id', 'title', 'document'])
    .where('imported_credential.holder_id', '=', holderId)
    .execute()
  return rows.flatMap(({ id, title, document }) => {
    const read = document.includes('~') ? readSdJwt(document) : undefined
    const disclosed = read?.read ? disclose(read.sdJwt, power) : undefined
    if (!disclosed?.disclosed) return []
    const { claims } = disclosed
    return [{ source: 'import' as const, id, form: 'import' as const, title, vct: String(claims.vct), claims }]
  })
}
