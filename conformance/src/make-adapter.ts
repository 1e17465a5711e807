import {
  type Check,
  CredentialProblem,
  deriveCredential,
  issueCredential,
  issueVcJwt,
  type Json,
  type JsonObject,
  type LoadResource,
  readCredential,
  readJson,
  type VerifyOptions,
  verifyCredential,
  verifyPresentation,
} from '@bricka/credential'
import { power, secrets } from '@bricka/credential/power/node'
import { type Answer, refuse } from './answer.ts'
import { bringToDate } from './bring-to-date.ts'
import { composeLocalConfig, isJudge } from './compose-local-config.ts'
import { decideVerdict, type Strictness, type Verdict } from './decide-verdict.ts'
import { keepStatusList, type StatusListKeeper } from './keep-status-list.ts'
import { type Issuer, makeIssuers } from './make-issuers.ts'

export type Asked = { readonly method: string; readonly path: string; readonly body: Uint8Array }

export type Adapter = (asked: Asked) => Promise<Answer>

type Ground = {
  readonly baseUrl: string
  readonly clock: () => Date
  readonly issuers: ReadonlyMap<string, Issuer>
  readonly statusList: StatusListKeeper
  readonly loadResource: LoadResource
}

export const maxBytes = 2_000_000

/** The credential library behind the addresses and bodies that the public suites speak (VC-API). */
export function makeAdapter({ baseUrl, clock }: { baseUrl: string; clock: () => Date }): Adapter {
  const issuers = new Map(makeIssuers().map((issuer) => [issuer.name, issuer]))
  const [first] = issuers.values()
  if (!first) throw new Error('The adapter has no issuer.')
  const statusList = keepStatusList(`${baseUrl}/status/1`, first, clock)
  // Nothing else is ever fetched: the suites bring what they ask about, and known contexts ship with the library.
  const loadResource: LoadResource = async (url) =>
    url === statusList.url
      ? { found: true, bytes: encode(await statusList.publish()), mediaType: 'application/vc' }
      : { found: false, code: 'resource-unreachable' }
  const ground: Ground = { baseUrl, clock, issuers, statusList, loadResource }
  return (asked) => answer(asked, ground)
}

const encode = (value: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

async function answer({ method, path, body }: Asked, ground: Ground): Promise<Answer> {
  const url = URL.parse(path, ground.baseUrl)
  if (!url) return refuse(400, 'address-invalid', 'This is no address.')
  const { pathname, searchParams } = url
  const steps = pathname.split('/').slice(1)
  if (method === 'GET') {
    if (pathname === '/status/1')
      return { status: 200, body: await ground.statusList.publish(), mediaType: 'application/json' }
    if (pathname === '/status/1/about')
      return { status: 200, body: 'The first entry is revoked, every other is good.\n', mediaType: 'text/plain' }
    const judge = searchParams.get('verifier') ?? 'whole'
    if (pathname === '/local-config.cjs' && isJudge(judge))
      return { status: 200, body: composeLocalConfig(ground, judge), mediaType: 'text/javascript' }
    return refuse(404, 'address-unknown', `There is nothing at ${pathname}.`)
  }
  const deed = findDeed(steps, ground)
  if (!deed) return refuse(404, 'address-unknown', `There is nothing at ${pathname}.`)
  if (method !== 'POST') return refuse(405, 'method-wrong', 'This address takes POST.')
  if (body.length > maxBytes) return refuse(413, 'too-large', `More than ${maxBytes} bytes.`)
  const json = readJson(body, { maxBytes })
  if (!json.read) return refuse(400, json.code, json.detail)
  if (!isObject(json.value)) return refuse(400, 'not-json', 'The body is a JSON object.')
  const options = isObject(json.value.options) ? json.value.options : {}
  return deed(json.value, options, ground)
}

type Deed = (body: JsonObject, options: JsonObject, ground: Ground) => Promise<Answer>

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function findDeed(steps: readonly string[], { issuers }: Ground): Deed | undefined {
  const address = steps.slice(-2).join('/')
  const [first = '', name = '', extra] = steps.slice(0, -2)
  if (first === 'issuers' && address === 'credentials/issue') {
    const issuer = issuers.get(name)
    return issuer && (extra === undefined || extra === 'status') ? issueWith(issuer, extra === 'status') : undefined
  }
  if (first === 'holder' && address === 'credentials/derive') return derive
  if (first === 'controls' && Object.hasOwn(controls, name)) return controls[name]
  if (name !== '' || (first !== 'whole' && first !== 'proof-only')) return undefined
  if (address === 'credentials/verify') return verifyOne(first)
  return address === 'presentations/verify' ? verifyShown(first) : undefined
}

/** Verifiers that look at nothing: what a suite says of them shows what the suite can tell. */
const controls: Readonly<Record<string, Deed>> = {
  'always-yes': async () => ({ status: 200, body: { verified: true, checks: [] } }),
  'always-no': async () => refuse(400, 'always-no', 'This verifier believes nothing.'),
}

const issueWith =
  (issuer: Issuer, withStatus: boolean): Deed =>
  async ({ credential }, options, ground) => {
    if (!isObject(credential)) return refuse(400, 'credential-missing', 'The body has a "credential", an object.')
    const document = bringToDate(credential)
    const unsigned = withStatus ? { ...document, credentialStatus: ground.statusList.take() } : document
    return answering(async () => {
      const signed = await sign(unsigned, issuer, options, ground)
      const changed = await findChangedResource(signed, ground)
      return changed ?? { status: 201, body: { verifiableCredential: signed } }
    })
  }

/** What must not be signed or derived is the asker's to mend. */
async function answering(deed: () => Promise<Answer>): Promise<Answer> {
  try {
    return await deed()
  } catch (error) {
    if (!(error instanceof CredentialProblem)) throw error
    return refuse(422, error.code, error.message, { pointer: error.pointer, problems: error.problems })
  }
}

async function sign(unsigned: JsonObject, issuer: Issuer, options: JsonObject, { clock }: Ground): Promise<JsonObject> {
  if (issuer.signature === 'vc-jwt')
    return {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      id: `data:application/vc+jwt,${await issueVcJwt(unsigned, issuer.tokenSigner)}`,
      type: 'EnvelopedVerifiableCredential',
    }
  const signed = await issueCredential(unsigned, issuer.signer, {
    now: clock().toISOString(),
    power,
    byReference: true,
    ...(issuer.signature === 'ecdsa-sd-2023' && {
      selective: { mandatoryPointers: pointersOf(options.mandatoryPointers), secrets },
    }),
  })
  return withOneProof(signed)
}

function pointersOf(value: Json | undefined): readonly string[] {
  const pointers = textsOf(value)
  if (value !== undefined && (!Array.isArray(value) || pointers.length < value.length))
    throw new CredentialProblem('pointer-invalid', '', 'The pointers are a list of texts.')
  return pointers
}

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one: Json) => typeof one === 'string') : []

/** The suites read one proof as an object; a list of one says the same in JSON-LD. */
function withOneProof(signed: JsonObject): JsonObject {
  const { proof } = signed
  const [only] = Array.isArray(proof) && proof.length === 1 ? proof : []
  return only === undefined ? signed : { ...signed, proof: only }
}

/** Nobody is handed a credential that pins a document by a digest which is not its own. */
async function findChangedResource(signed: JsonObject, ground: Ground): Promise<Answer | undefined> {
  const read = readCredential(JSON.stringify(signed))
  if (!read.read) return undefined
  const { report } = await verifyCredential(read.credential, verifyOptions({}, ground))
  const changed = report.checks.find(({ name, outcome }) => name === 'related-resources' && outcome === 'failed')
  return changed && refuse(422, changed.code, 'A pinned document is another one.', { checks: [changed] })
}

const derive: Deed = async ({ verifiableCredential }, { selectivePointers }) => {
  if (!isObject(verifiableCredential))
    return refuse(400, 'credential-missing', 'The body has a "verifiableCredential", an object.')
  return answering(async () => {
    const derived = await deriveCredential(verifiableCredential, {
      selectivePointers: pointersOf(selectivePointers),
      power,
    })
    return { status: 201, body: { verifiableCredential: withOneProof(derived) } }
  })
}

const verifyOne =
  (strictness: Strictness): Deed =>
  async ({ verifiableCredential }, options, ground) => {
    const token = typeof verifiableCredential === 'string' && /^[A-Za-z0-9_-]+\./.test(verifiableCredential)
    if (!token && !isObject(verifiableCredential))
      return refuse(400, 'credential-missing', 'The body has a "verifiableCredential", an object or a token.')
    const read = readCredential(JSON.stringify(verifiableCredential))
    if (!read.read) return refuse(400, read.code, read.detail)
    const { report } = await verifyCredential(read.credential, verifyOptions(options, ground))
    return tell(decideVerdict(report.checks, askedFor(options), strictness), report.checks)
  }

const verifyShown =
  (strictness: Strictness): Deed =>
  async ({ verifiablePresentation }, options, ground) => {
    if (!isObject(verifiablePresentation))
      return refuse(400, 'presentation-missing', 'The body has a "verifiablePresentation", an object.')
    const { checks, credentials } = await verifyPresentation(verifiablePresentation, verifyOptions(options, ground))
    const unread = credentials.find((one) => 'code' in one)
    if (unread) return refuse(400, unread.code, unread.detail)
    const all = [...checks, ...credentials.flatMap((one) => ('report' in one ? one.report.checks : []))]
    return tell(decideVerdict(all, askedFor(options), strictness), all)
  }

function verifyOptions({ challenge, domain }: JsonObject, { clock, loadResource }: Ground): VerifyOptions {
  const asked = typeof challenge === 'string' ? { challenge, ...(typeof domain === 'string' && { domain }) } : undefined
  return { now: clock().toISOString(), power, loadResource, ...(asked && { asked }) }
}

const askedFor = ({ checks }: JsonObject): readonly string[] => textsOf(checks)

function tell({ verified, against }: Verdict, checks: readonly Check[]): Answer {
  if (verified) return { status: 200, body: { verified, checks } }
  const [gravest] = against
  return refuse(400, gravest?.code ?? 'unverified', 'The credential does not verify.', { verified, checks: against })
}
