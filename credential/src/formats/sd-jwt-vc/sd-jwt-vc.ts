import { type Check, find } from '../../check.ts'
import { contextV2, dataModelOf, markUnverified } from '../../credential.ts'
import { readJwk } from '../../did/read-jwk.ts'
import { idOf, isObject, isText, type Json, type JsonObject, textsOf } from '../../json.ts'
import type { Format, Ground } from '../format.ts'
import { checkJws } from '../vc-jwt/check-jws.ts'
import { keyTypeOf } from '../vc-jwt/read-jws.ts'
import { checkTokenTime } from '../vc-jwt/vc-jwt.ts'
import { disclose, readSdJwt, type SdJwt } from './read-sd-jwt.ts'

type SdJwtEnvelope = { readonly format: 'sd-jwt-vc'; readonly sdJwt: SdJwt }

/** SD-JWT VC, and VC 2.0 documents in an SD-JWT (VC-JOSE-COSE): the holder shows parts, and proves to hold the key. */
export const sdJwtVc: Format<SdJwtEnvelope> = {
  read(input) {
    const text = isText(input) ? input : enveloped(input)
    if (text === undefined || (isText(input) && !(text.includes('~') && looksLikeSdJwt.test(text)))) return undefined
    const read = readSdJwt(text)
    if (!read.read) return { read: false, code: 'sd-jwt-malformed', detail: read.detail }
    const { header, payload } = read.sdJwt.jws
    if (header.typ !== undefined && !(isText(header.typ) && tokenTypes.test(header.typ)))
      return { read: false, code: 'not-a-credential', detail: 'The token says that it is something else.' }
    if (!isText(payload.vct) && !dataModelOf(payload))
      return {
        read: false,
        code: 'not-a-credential',
        detail: 'The token says neither a credential type (vct) nor a context.',
      }
    return { read: true, credential: markUnverified(toDocument(payload), { format: 'sd-jwt-vc', sdJwt: read.sdJwt }) }
  },

  async checkSignature(document, { sdJwt }, purpose, ground) {
    const disclosed = disclose(sdJwt, ground.power)
    if (!disclosed.disclosed) return { signature: find('signature-malformed', { problem: disclosed.detail }), keys: [] }
    const shown = toDocument(disclosed.claims)
    const owner = idOf(shown.issuer) ?? idOf(shown.holder) ?? idOf(document.issuer)
    const { iss } = disclosed.claims
    if (isText(iss) && owner !== undefined && iss !== owner)
      return { signature: find('signature-malformed', { claim: 'iss' }), keys: [] }
    // SD-JWT VC's own times become the document's; a VC 2.0 document has its own beside the token's.
    const timely = dataModelOf(disclosed.claims) ? checkTokenTime(sdJwt.jws, ground) : undefined
    if (timely) return { signature: timely, keys: [] }
    const signer = owner ?? (isText(iss) ? iss : undefined)
    const { check, key, unproven, issuer } = await checkJws(sdJwt.jws, signer, purpose, ground)
    const passed = check.outcome === 'passed'
    return {
      signature: check,
      keys: passed && key ? [key] : [],
      unproven: unproven ?? false,
      issuer,
      document: shown,
      holder: await checkHolder(sdJwt, disclosed.claims, ground),
    }
  },
}

const tokenTypes = /^(application\/)?(jwt|(dc|vc|vp)([+-]ld(\+json)?)?\+sd-jwt)$/i

const looksLikeSdJwt = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*~/

function enveloped(document: JsonObject): string | undefined {
  const match = /^data:application\/(?:vc|dc|vp)\+sd-jwt,(.+)$/.exec(isText(document.id) ? document.id : '')
  const known = textsOf(document.type).some((type) => /^EnvelopedVerifiable(Credential|Presentation)$/.test(type))
  return known && textsOf(document['@context']).includes(contextV2) ? match?.[1] : undefined
}

const technical = new Set([
  'iss',
  'nbf',
  'exp',
  'iat',
  'cnf',
  'status',
  '_sd',
  '_sd_alg',
  'vct',
  'vct#integrity',
  'jti',
  'sub',
])

/** The claims in the shape of a VC 2.0 document, so that all that follows reads one shape. */
function toDocument(claims: JsonObject): JsonObject {
  if (dataModelOf(claims)) {
    const { cnf: _cnf, _sd, _sd_alg, iss: _iss, iat: _iat, exp: _exp, jti: _jti, ...document } = claims
    return document
  }
  const { jti, vct, iss, nbf, iat, exp, sub, status } = claims
  const start = nbf ?? iat
  const names = Object.keys(claims).filter((name) => !technical.has(name))
  const own = Object.fromEntries(names.map((name) => [name, claims[name] ?? null]))
  const document: { [name: string]: Json } = {}
  if (isText(jti)) document.id = jti
  document.type = ['VerifiableCredential', ...textsOf(vct)]
  if (iss !== undefined) document.issuer = iss
  if (start !== undefined) document.validFrom = toTime(start)
  if (exp !== undefined) document.validUntil = toTime(exp)
  document.credentialSubject = isText(sub) ? { id: sub, ...own } : own
  if (status !== undefined) document.credentialStatus = toStatus(status)
  return document
}

const toTime = (value: Json): Json =>
  typeof value === 'number' && Math.abs(value) < 8.64e12
    ? new Date(value * 1000).toISOString().replace('.000Z', 'Z')
    : value

function toStatus(status: Json): JsonObject {
  const list = isObject(status) && isObject(status.status_list) ? status.status_list : undefined
  return list
    ? { type: 'TokenStatusList', statusListIndex: list.idx ?? null, statusListCredential: list.uri ?? null }
    : { type: 'unknown' }
}

/** Who shows it signs, with the key it was issued to, what is shown and to whom (RFC 9901, 7.3). */
async function checkHolder(sdJwt: SdJwt, claims: JsonObject, ground: Ground): Promise<Check> {
  const { keyBinding, presented } = sdJwt
  const jwk = isObject(claims.cnf) && isObject(claims.cnf.jwk) ? claims.cnf.jwk : undefined
  if (claims.cnf === undefined)
    return keyBinding ? find('holder-invalid', { problem: 'no-key-stated' }) : find('holder-not-bound')
  if (!keyBinding) return find('holder-unproven', { problem: 'not-shown' })
  const key = jwk && readJwk(jwk)
  if (!key) return find('holder-unproven', { problem: 'key-unknown' })
  const { header, payload, algorithm, signed, signature } = keyBinding
  const encoder = new TextEncoder()
  if (header.typ !== 'kb+jwt' || keyTypeOf[algorithm] !== key.type) return find('holder-invalid', { problem: 'kind' })
  const valid = await ground.power.verify(algorithm, key, encoder.encode(signed), signature)
  if (!valid) return find('holder-invalid', { problem: 'signature' })
  if (payload.sd_hash !== ground.power.sha256Base64Url(presented)) return find('holder-invalid', { problem: 'content' })
  const asked = ground.asked
  if (!asked) return find('holder-unproven', { problem: 'not-asked' })
  if (payload.nonce !== asked.challenge || (asked.domain !== undefined && payload.aud !== asked.domain))
    return find('holder-challenge-wrong')
  const madeAt = typeof payload.iat === 'number' ? payload.iat * 1000 : undefined
  if (madeAt === undefined || madeAt > ground.now + ground.clockSkewMilliseconds)
    return find('holder-invalid', { problem: 'time' })
  return find('holder-valid')
}
