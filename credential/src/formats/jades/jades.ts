import { type Check, find } from '../../check.ts'
import { markUnverified } from '../../credential.ts'
import { encodeBase64Url } from '../../encode-base.ts'
import { isObject, isText, type Json } from '../../json.ts'
import { decode, readJson } from '../../read-json.ts'
import { readTime } from '../../time.ts'
import { checkCertificates } from '../../x509/check-certificates.ts'
import { checkCertifiedIssuer } from '../../x509/check-certified-issuer.ts'
import { looksLikeCredential } from '../data-integrity/data-integrity.ts'
import { joinBytes } from '../data-integrity/hash-proof.ts'
import type { Format, FormatRead, Ground } from '../format.ts'
import { keyTypeOf } from '../vc-jwt/read-jws.ts'
import { type Jades, readJades, type Seal } from './read-jades.ts'

type JadesEnvelope = { readonly format: 'jades'; readonly jades: Jades }

/** European Digital Credentials: a JAdES seal (ETSI TS 119 182-1) around the credential's own text. */
export const jades: Format<JadesEnvelope> = {
  read(input) {
    if (isText(input) || !isText(input.payload)) return undefined
    if (input.signatures === undefined && input.protected === undefined) return undefined
    const read = readJades(input)
    if (!read.read) return refuse('jades-malformed', read.detail)
    const text = decode(read.jades.payload)
    const json = text === undefined ? undefined : readJson(text)
    if (!json?.read || !isObject(json.value)) return refuse('jades-malformed', 'The sealed content is no JSON object.')
    if (!looksLikeCredential(json.value)) return refuse('not-a-credential', 'The sealed content is no credential.')
    return { read: true, credential: markUnverified(json.value, { format: 'jades', jades: read.jades }) }
  },

  async checkSignature(document, { jades: { seals, signedPayload } }, purpose, ground) {
    const checked = []
    for (const seal of seals) checked.push(await checkSeal(seal, signedPayload, document.issuer, ground))
    const worst = checked.find(({ signature }) => signature.outcome !== 'passed')
    const best = checked.find(({ issuer }) => issuer?.outcome === 'passed') ?? checked[0]
    const signature = worst?.signature ?? best?.signature ?? find('signature-missing')
    if (purpose !== 'assertionMethod') return { signature: find('proof-purpose-wrong', { purpose }), keys: [] }
    return { signature, issuer: worst ? undefined : best?.issuer, keys: [] }
  },
}

const refuse = (code: 'jades-malformed' | 'not-a-credential', detail: string): FormatRead => ({
  read: false,
  code,
  detail,
})

type SealChecked = { readonly signature: Check; readonly issuer?: Check }

async function checkSeal(
  { header, protectedText, signature, algorithm, certificates }: Seal,
  signedPayload: Uint8Array,
  issuer: Json | undefined,
  ground: Ground,
): Promise<SealChecked> {
  const sealedAt = header.sigT === undefined ? ground.now : readTime(header.sigT)
  if (sealedAt === undefined) return { signature: find('signature-malformed', { field: 'sigT' }) }
  if (sealedAt > ground.now + ground.clockSkewMilliseconds)
    return { signature: find('proof-created-later', { created: String(header.sigT) }) }
  const [first = new Uint8Array()] = certificates
  const pinned = header['x5t#S256']
  if (pinned !== undefined && pinned !== encodeBase64Url(ground.power.sha256(first)))
    return { signature: find('signature-malformed', { field: 'x5t#S256' }) }
  const certified = await checkCertificates(certificates, sealedAt, ground)
  if ('check' in certified) return { signature: certified.check }
  const { publicKey, subjectName } = certified.leaf
  const detail = { certificate: subjectName.commonName, algorithm, sealed: String(header.sigT ?? '') }
  if (!publicKey || publicKey.type !== keyTypeOf[algorithm]) return { signature: find('key-type-wrong', detail) }
  const bytes = joinBytes(new TextEncoder().encode(`${protectedText}.`), signedPayload)
  const valid = await ground.power.verify(algorithm, publicKey, bytes, signature)
  return valid
    ? { signature: find('signature-valid', detail), issuer: checkCertifiedIssuer(issuer, certified) }
    : { signature: find('signature-invalid', detail) }
}
