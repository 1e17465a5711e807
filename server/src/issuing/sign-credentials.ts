import { setImmediate as letOthersRun } from 'node:timers/promises'
import {
  type CompiledIssuing,
  CredentialProblem,
  compileIssuing,
  issueCredential,
  type Shadow,
  type Signer,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { type CredentialOrder, composeCredential } from '@bricka/domain/issuing/compose-credential'
import type { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import { personalSlots, personalValues, timelessSlots } from '@bricka/domain/issuing/personal-slots'
import type { Ground } from '../ground.ts'
import { makeSalt } from '../make-id.ts'
import { meritUrl } from '../merit/merit-url.ts'
import type { StatusPair } from '../organisation/status-list.ts'
import type { IssuingGround } from './find-issuing-ground.ts'

export type Signable = {
  credentialId: string
  recipient: { name: string; email: string }
  facts: IssuedFacts
  validUntil: Date | null
}

export type SigningProblem = { code: string; pointer: string; detail: string }

export type Signed =
  | { signed: true; credentialId: string; position: number; document: string }
  | { signed: false; credentialId: string; problem: SigningProblem }

type Stand = Pick<Ground, 'settings' | 'now' | 'shadow'>

/** So many are signed before others who wait for the server are let in: about a millisecond's work. */
const atATime = 8

/**
 * Composes and signs credentials, one after the other: this is where issuing spends its time, so now and then everyone
 * else who waits for the server is served. A credential that must not be signed refuses itself alone.
 *
 * What many of them share (the merit, the parties, the mandate, the same facts) is composed, canonicalised and hashed
 * once; what comes out is the same, letter for letter.
 */
export async function signCredentials(
  ground: Stand,
  issuing: IssuingGround,
  pair: StatusPair,
  positions: readonly number[],
  signables: readonly Signable[],
): Promise<readonly Signed[]> {
  const now = ground.now().toISOString()
  const forms = formsOf(issuing, pair)
  const formsOfToday: Forms = new Map()
  const results: Signed[] = []
  for (const [index, signable] of signables.entries()) {
    if (index > 0 && index % atATime === 0) await letOthersRun()
    const position = positions[index]
    if (position === undefined) throw new Error('Fewer status positions than credentials.')
    const order = toOrder(ground, issuing, pair, position, signable, now)
    const form = findForm(signable.validUntil ? formsOfToday : forms, signable)
    results.push(await signOne(ground, issuing, order, form, { credentialId: signable.credentialId, position }))
  }
  return results
}

/** Undefined until there is a second of its kind: the first is signed alone, for it may be the only one. */
type Form = { seen: number; slots: typeof personalSlots; compiled: CompiledIssuing | undefined }
type Forms = Map<string, Form>

/** Kept from one issuing to the next, by the version as it was read: what stands in the credentials beside it is in the key. */
const formsByVersion = new WeakMap<object, Map<string, Forms>>()
const most = 100

function formsOf(issuing: IssuingGround, pair: StatusPair): Forms {
  const { version, creator, issuer, mandate, endorsements, signer } = issuing
  const byStand = formsByVersion.get(version) ?? new Map<string, Forms>()
  formsByVersion.set(version, byStand)
  const stand = JSON.stringify([creator, issuer, mandate, endorsements, signer.verificationMethod, pair])
  return keep(byStand, stand, () => new Map())
}

/**
 * What makes credentials of one version by one issuer alike but for the person and the day. The two ends of a validity
 * are judged together, so what has an end is alike only among those that begin at one moment.
 */
function findForm(forms: Forms, { facts, validUntil }: Signable): Form | undefined {
  const slots = validUntil ? timelessSlots : personalSlots
  const key = JSON.stringify([facts, validUntil])
  const form = keep(forms, key, () => ({ seen: 0, slots, compiled: undefined }))
  return form.seen++ === 0 ? undefined : form
}

/** What the map has; made, and the oldest forgotten, where it has nothing. */
function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  const oldest = map.size >= most ? map.keys().next().value : undefined
  if (oldest !== undefined) map.delete(oldest)
  map.set(key, made)
  return made
}

function toOrder(
  ground: Stand,
  { version, creator, issuer, mandate, endorsements }: IssuingGround,
  pair: StatusPair,
  position: number,
  { credentialId, recipient, facts, validUntil }: Signable,
  now: string,
): CredentialOrder {
  return {
    id: credentialUrl(ground, credentialId),
    version,
    meritUrl: meritUrl(ground, version.meritId),
    versionUrl: version.url,
    creator,
    issuer,
    recipient: { ...recipient, emailSalt: makeSalt() },
    mandate: mandate && { url: mandate.url, digestSri: mandate.digestSri },
    endorsements,
    status: { revocationUrl: pair.revocation.url, suspensionUrl: pair.suspension.url, index: position },
    facts,
    validFrom: now,
    validUntil: validUntil?.toISOString(),
  }
}

async function signOne(
  ground: Stand,
  issuing: IssuingGround,
  order: CredentialOrder,
  form: Form | undefined,
  { credentialId, position }: { credentialId: string; position: number },
): Promise<Signed> {
  try {
    return { signed: true, credentialId, position, document: await signOrder(ground, issuing, order, form) }
  } catch (error) {
    if (!(error instanceof CredentialProblem)) throw error
    const { code, pointer = '/', message } = error
    return { signed: false, credentialId, problem: { code, pointer, detail: message } }
  }
}

async function signOrder(
  { shadow }: Stand,
  { signer }: IssuingGround,
  order: CredentialOrder,
  form: Form | undefined,
): Promise<string> {
  const options = { now: order.validFrom, power, schema: 'open-badge-3', ...(shadow && { shadow }) } as const
  if (!form) return JSON.stringify(await issueCredential(composeCredential(order), signer, options))
  if (!form.compiled) {
    const template = JSON.parse(JSON.stringify(composeCredential(order)))
    form.compiled = await compileIssuing(template, form.slots, signer, options)
  }
  const values = personalValues(order).slice(0, form.slots.length)
  const ours = await form.compiled.issue(values, order.validFrom)
  if (shadow?.isDue()) await compareWithWhole(shadow, signer, order, ours)
  return ours
}

/** What was put together from a compiled form is what signing it whole gives, letter for letter, also to the reference. */
async function compareWithWhole(shadow: Shadow, signer: Signer, order: CredentialOrder, ours: string): Promise<void> {
  const always = { ...shadow, isDue: () => true }
  const options = { now: order.validFrom, power, schema: 'open-badge-3', shadow: always } as const
  const document = JSON.parse(JSON.stringify(composeCredential(order)))
  const reference = JSON.stringify(await issueCredential(document, signer, options))
  if (reference !== ours) shadow.alarm({ purpose: 'issue', document, ours, reference })
}

export const credentialUrl = (ground: Pick<Ground, 'settings'>, credentialId: string): string =>
  `${ground.settings.baseUrl}/credentials/${credentialId}`
