import { type Check, find } from '../../check.ts'
import { contextV1, contextV2, dataModelOf, markUnverified } from '../../credential.ts'
import { idOf, isObject, isText, type Json, type JsonObject, textsOf } from '../../json.ts'
import { readTime } from '../../time.ts'
import type { Format, Ground } from '../format.ts'
import { looksLikeAssertion } from '../open-badges-2/read-assertion.ts'
import { checkJws } from './check-jws.ts'
import { type Jws, looksLikeJwt, readJws } from './read-jws.ts'

type JwtEnvelope = { readonly format: 'vc-jwt'; readonly jws: Jws; readonly old: boolean }

/** A credential as the payload of a JWT: VC-JOSE-COSE for VC 2.0; `vc` claims or OB 3.0's own mapping for VC 1.1. */
export const vcJwt: Format<JwtEnvelope> = {
  read(input) {
    const text = isText(input) ? input : enveloped(input)
    if (text === undefined || (isText(input) && !looksLikeJwt(text))) return undefined
    const read = readJws(text)
    if (!read.read) return read
    const { jws } = read
    const { typ } = jws.header
    if (typ !== undefined && !(isText(typ) && tokenTypes.test(typ)))
      return {
        read: false,
        code: 'not-a-credential',
        detail: `A token of type ${JSON.stringify(typ)} is no credential.`,
      }
    if (typ !== undefined && !/^jwt$/i.test(typ) && ('vc' in jws.payload || 'vp' in jws.payload))
      return { read: false, code: 'jwt-malformed', detail: 'A vc+jwt has no vc or vp claim (VC-JOSE-COSE 3.1.1).' }
    const document = toDocument(jws.payload)
    // A signed badge of before Open Badges 3.0 is a token too.
    if (!document && looksLikeAssertion(jws.payload)) return undefined
    if (!document) return { read: false, code: 'not-a-credential', detail: 'The token carries no credential.' }
    const old = isObject(jws.payload.vc) || dataModelOf(document) === '1.1'
    return { read: true, credential: markUnverified(document, { format: 'vc-jwt', jws, old }) }
  },

  async checkSignature(document, { jws, old }, purpose, ground) {
    const issuer = idOf(document.issuer) ?? idOf(document.holder)
    const contradiction = findContradiction(jws, document, issuer)
    if (contradiction) return { signature: find('signature-malformed', { claim: contradiction }), keys: [] }
    const timely = old ? undefined : checkTokenTime(jws, ground)
    if (timely) return { signature: timely, keys: [] }
    const { check, key, unproven, issuer: certified } = await checkJws(jws, issuer, purpose, ground)
    const keys = check.outcome === 'passed' && key ? [key] : []
    return {
      signature: check,
      keys,
      unproven: unproven ?? false,
      issuer: certified,
      old: old ? 'VC 1.1 JWT' : undefined,
    }
  },
}

/** `exp` and `iat` tell of the signature; what the credential says of itself is checked with its validity. */
export function checkTokenTime({ payload: { exp, iat, nbf } }: Jws, ground: Ground): Check | undefined {
  const { now, clockSkewMilliseconds: skew } = ground
  for (const [field, value] of Object.entries({ exp, iat, nbf }))
    if (value !== undefined && readClaimTime(value) === undefined) return find('signature-malformed', { claim: field })
  const end = readClaimTime(exp)
  if (end !== undefined && end < now - skew) return find('proof-expired', { exp: String(exp) })
  for (const made of [iat, nbf])
    if ((readClaimTime(made) ?? 0) > now + skew) return find('proof-created-later', { created: String(made) })
  return undefined
}

/** Seconds since 1970 (RFC 7519); some, W3C's own suite among them, write a full time instead. */
const readClaimTime = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value * 1000 : readTime(value)

/** What credentials in JWTs call themselves: VC-JOSE-COSE's own names, those of its drafts, and `JWT` of VC 1.1. */
const tokenTypes = /^(application\/)?(jwt|v[cp]([+-]ld(\+json)?)?\+jwt)$/i

/** VC 2.0 lets an envelope stand as a data URL in an EnvelopedVerifiableCredential (4.13.2), which the context defines. */
function enveloped(document: JsonObject): string | undefined {
  const types = textsOf(document.type)
  if (!types.includes('EnvelopedVerifiableCredential') && !types.includes('EnvelopedVerifiablePresentation'))
    return undefined
  if (!textsOf(document['@context']).includes(contextV2)) return undefined
  const match = /^data:application\/(?:v[cp]\+)?jwt,(.+)$/.exec(isText(document.id) ? document.id : '')
  return match?.[1]
}

function toDocument(payload: JsonObject): JsonObject | undefined {
  const claims = payload.vc ?? payload.vp
  if (isObject(claims)) return withRegisteredClaims(claims, payload)
  if (dataModelOf(payload)) return dataModelOf(payload) === '1.1' ? withRegisteredClaims(payload, payload) : payload
  return undefined
}

/** VC 1.1, 6.3.1.2: the registered claims say again, or instead, what the credential says. */
function withRegisteredClaims(claims: JsonObject, { iss, sub, jti, nbf, iat, exp }: JsonObject): JsonObject {
  const start = typeof nbf === 'number' ? nbf : iat
  const { credentialSubject: subject } = claims
  return {
    ...claims,
    ...(claims.id === undefined && isText(jti) && { id: jti }),
    ...(claims.issuer === undefined && isText(iss) && { issuer: iss }),
    ...(claims.issuanceDate === undefined &&
      claims.validFrom === undefined &&
      typeof start === 'number' && { issuanceDate: toTime(start) }),
    ...(claims.expirationDate === undefined &&
      claims.validUntil === undefined &&
      typeof exp === 'number' && { expirationDate: toTime(exp) }),
    ...(isObject(subject) && subject.id === undefined && isText(sub) && { credentialSubject: { ...subject, id: sub } }),
    ...(claims['@context'] === undefined && { '@context': [contextV1] }),
  }
}

const toTime = (seconds: number): Json =>
  Math.abs(seconds) < 8.64e12 ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : String(seconds)

/** A registered claim that says otherwise than the credential: readers of the one would be misled by the other. */
function findContradiction({ payload }: Jws, document: JsonObject, issuer: string | undefined): string | undefined {
  const { iss, jti, sub } = payload
  if (isText(iss) && issuer !== undefined && iss !== issuer) return 'iss'
  if (isText(jti) && isText(document.id) && jti !== document.id) return 'jti'
  const subject = idOf(document.credentialSubject)
  if (isText(sub) && subject !== undefined && sub !== subject) return 'sub'
  return undefined
}
