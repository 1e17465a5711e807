import { presentSdJwt } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type PersonActor, scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import { addHolderKey, bindHolderKey, findHolderKey, type HolderSigner } from '../passport/holder-key.ts'
import { getImport } from '../passport/import-credential.ts'
import { makeGuardedFetch, makeWallet } from './make-wallet.ts'
import { type ClaimPath, readDisclosures, touches } from './read-disclosures.ts'
import { Answer, getRequest, listAnswers, type Payload } from './read-request.ts'
import { findRepresentable, keepRepresentation, representCredential } from './represent-credential.ts'
import { understand } from './take-offer.ts'
import { useToken } from './wallet-token.ts'

/** What the holder agreed to show: for each question one of their credentials, and claim by claim. */
export const Consent = z.object({
  answers: z
    .array(
      Answer.pick({ question: true, source: true, id: true, form: true }).extend({
        claims: Answer.shape.claims.element.pick({ path: true }).shape.path.array(),
      }),
    )
    .min(1)
    .max(20),
})
export type Consent = z.infer<typeof Consent>

/**
 * Answers a verifier with what the holder agreed to, and nothing else: an answer to every question that must be
 * answered, or none at all.
 *
 * @throws Problem `consent-short` where a claim that the verifier needs was not agreed to; `ask-refused` with the
 * verifier's words
 */
export async function answerRequest(
  ground: Ground,
  person: PersonActor,
  token: string,
  consent: Consent,
): Promise<{ redirectTo: string | null }> {
  const payload = await getRequest(ground, person, token)
  const { questions } = await ground.database.act(scopeOf(person), (work) =>
    listAnswers(work, person.personId, payload),
  )
  const vpToken: Record<string, [string, ...string[]]> = {}
  for (const answer of consent.answers) {
    const possible = questions
      .find(({ id }) => id === answer.question)
      ?.answers.find((one) => one.source === answer.source && one.id === answer.id && one.form === answer.form)
    if (!possible) throw new Problem('consent-short', 'The passport has nothing such to answer this question with.')
    const agreed = new Set(answer.claims.map((path) => JSON.stringify(path)))
    const missing = possible.claims.filter(({ path }) => !agreed.has(JSON.stringify(path)))
    if (missing.length > 0)
      throw new Problem('consent-short', 'The verifier needs every claim that it asks for: show them, or decline.', [
        ...missing.map(({ path }) => ({ pointer: '/answers', code: 'claim-not-agreed', detail: path.join(' / ') })),
      ])
    const paths = possible.claims.map(({ path }) => path)
    const presented = await present(ground, person, payload, answer, paths)
    const before = vpToken[answer.question]
    vpToken[answer.question] = before ? [...before, presented] : [presented]
  }
  const unanswered = questions.filter(({ id, required }) => required && !vpToken[id])
  if (unanswered.length > 0) throw new Problem('consent-short', 'One of the questions is not answered.')
  const redirectTo = await send(ground, payload, vpToken)
  await ground.database.act(systemScope, async (work) => {
    await useToken(ground, work, 'answering', token)
    await record(ground, work, person, payload, 'presentation-answered', {
      claims: [...new Set(consent.answers.flatMap(({ claims }) => claims.map((path) => path.join('/'))))],
      shown: consent.answers.map(({ source, id }) => `${source} ${id}`),
    })
  })
  return { redirectTo }
}

/** Tells the verifier that nothing is shown (OpenID4VP 1.0, 8.5: `access_denied`). */
export async function declineRequest(ground: Ground, person: PersonActor, token: string): Promise<void> {
  const payload = await getRequest(ground, person, token)
  const form = new URLSearchParams({
    error: 'access_denied',
    ...(payload.state !== undefined && { state: payload.state }),
  })
  await understand(() => makeGuardedFetch(ground)(payload.response_uri, { method: 'POST', body: form }), 'ask-refused')
  await ground.database.act(systemScope, async (work) => {
    await useToken(ground, work, 'answering', token)
    await record(ground, work, person, payload, 'presentation-declined', {})
  })
}

async function record(
  ground: Ground,
  work: Work,
  person: PersonActor,
  { client_id: verifier }: Payload,
  act: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act,
    object: { kind: 'verifier', id: verifier },
    details: { verifier, ...details },
    at: ground.now(),
  })
}

/** One credential with the agreed claims, and the holder's word that it is shown to this verifier now. */
async function present(
  ground: Ground,
  person: PersonActor,
  payload: Payload,
  answer: Pick<Answer, 'source' | 'id' | 'form'>,
  paths: readonly ClaimPath[],
): Promise<string> {
  const { sdJwt, key } = await ground.database.act(systemScope, (work) =>
    answer.source === 'merit'
      ? bindMerit(ground, work, person.personId, answer.id, answer.form)
      : findBound(ground, work, person.personId, answer.id),
  )
  const [issued = ''] = sdJwt.split('~')
  const chosen = readDisclosures(sdJwt)
    .filter(({ path }) => paths.some((asked) => touches(path, asked)))
    .map(({ text }) => text)
  return presentAll([issued, ...chosen, ''].join('~'), key, payload, ground.now())
}

/** What stands there is chosen already: the library of the engine is told to show all of it. */
function presentAll(sdJwt: string, key: HolderSigner, { nonce, client_id }: Payload, now: Date): Promise<string> {
  const names = readDisclosures(sdJwt).map(({ path }) => String(path.at(-1)))
  return presentSdJwt(
    sdJwt,
    names,
    { algorithm: 'ES256', sign: key.sign },
    {
      now: now.toISOString(),
      challenge: nonce,
      audience: client_id,
      power,
    },
  )
}

/** A merit of ours, in the form that was asked for, bound to a key that the passport holds. */
async function bindMerit(ground: Ground, work: Work, holderId: string, credentialId: string, form: Answer['form']) {
  const ready = await findRepresentable(work, holderId, credentialId)
  if (ready.standing !== 'ready' || form === 'import')
    throw new Problem('credential-state-refused', 'The merit does not stand any more.')
  const known = await findHolderKey(ground, work, holderId, { credentialId })
  const key = known ?? (await addHolderKey(ground, work, holderId))
  if (!known) await bindHolderKey(work, holderId, key.id, { credential_id: credentialId })
  const configuration = `${form}-sd-jwt` as const
  const sdJwt = await representCredential(ground, work, ready, configuration, key)
  await keepRepresentation(ground, work, {
    holderId,
    credentialId,
    issuerId: ready.issuerId,
    configuration,
    key,
    wallet: 'passport',
    notification: makeToken(),
  })
  return { sdJwt: String(sdJwt), key }
}

async function findBound(ground: Ground, work: Work, holderId: string, importedId: string) {
  const { document } = await getImport(work, holderId, importedId)
  const key = await findHolderKey(ground, work, holderId, { importedId })
  if (!key) throw new Problem('consent-short', 'The passport does not hold the key of this credential.')
  return { sdJwt: document, key }
}

const encryption = {
  authorization_signing_alg_values_supported: ['ES256'],
  authorization_encryption_alg_values_supported: ['ECDH-ES'],
  authorization_encryption_enc_values_supported: ['A128GCM', 'A256GCM'],
}

async function send(
  ground: Ground,
  payload: Payload,
  vp_token: Record<string, [string, ...string[]]>,
): Promise<string | null> {
  const { presentation } = makeWallet(ground)
  const { response } = await understand(async () => {
    const made = await presentation.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: payload,
      authorizationResponsePayload: { vp_token },
      ...(payload.response_mode === 'direct_post.jwt' && {
        jarm: { encryption: { nonce: makeToken() }, serverMetadata: encryption },
      }),
    })
    return presentation.submitOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: payload,
      authorizationResponsePayload: made.authorizationResponsePayload,
      ...(made.jarm && { jarm: made.jarm }),
    })
  }, 'ask-refused')
  const body = Body.safeParse(await response.json().catch(() => ({})))
  if (!response.ok)
    throw new Problem('ask-refused', (body.success && body.data.error_description) || 'The verifier took no answer.')
  const redirect = body.success ? URL.parse(body.data.redirect_uri ?? '') : null
  return redirect && /^https?:$/.test(redirect.protocol) ? redirect.href : null
}

const Body = z.looseObject({ redirect_uri: z.string().optional(), error_description: z.string().optional() })
