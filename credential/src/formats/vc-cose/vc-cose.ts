import { find } from '../../check.ts'
import { contextV2, dataModelOf, markUnverified } from '../../credential.ts'
import { findKey } from '../../did/find-key.ts'
import { decodeBase64 } from '../../encode-base.ts'
import { idOf, isText, type JsonObject, textsOf } from '../../json.ts'
import { readTime } from '../../time.ts'
import { checkKeyTime } from '../data-integrity/check-proof.ts'
import type { Format } from '../format.ts'
import { toMethod } from '../vc-jwt/check-jws.ts'
import { keyTypeOf } from '../vc-jwt/read-jws.ts'
import { type Cose, readCose } from './read-cose.ts'

type CoseEnvelope = { readonly format: 'vc-cose'; readonly cose: Cose }

/** VC 2.0 documents in a COSE_Sign1 (VC-JOSE-COSE 3.3), as bytes in a data URL or in an enveloped credential. */
export const vcCose: Format<CoseEnvelope> = {
  read(input) {
    const text = isText(input) ? input : enveloped(input)
    const [, packed] = /^data:application\/v[cp]\+cose;base64,(\S+)\s*$/.exec(text ?? '') ?? []
    if (packed === undefined) return undefined
    // Some leave the padding out.
    const bytes = decodeBase64(packed.padEnd(Math.ceil(packed.length / 4) * 4, '='))
    const read = bytes ? readCose(bytes) : undefined
    if (!read) return { read: false, code: 'cose-malformed', detail: 'The data URL is no base64.' }
    if (!read.read) return read
    const { cose } = read
    if (!dataModelOf(cose.payload) || !isKnownType(cose.typ, cose.contentType))
      return { read: false, code: 'not-a-credential', detail: 'It is of another media type, or carries no credential.' }
    return { read: true, credential: markUnverified(cose.payload, { format: 'vc-cose', cose }) }
  },

  async checkSignature(document, { cose }, purpose, ground) {
    const owner = idOf(document.issuer) ?? idOf(document.holder)
    const method = toMethod(cose.kid, owner)
    if (!method) return { signature: find('proof-incomplete', { lacks: 'kid' }), keys: [] }
    const found = await findKey(method, purpose, ground.loadResource)
    if (!found.found) return { signature: found.check, keys: [] }
    const { key } = found
    const { algorithm, signature, signed } = cose
    const detail = { method: key.id, algorithm }
    if (key.key.type !== keyTypeOf[algorithm])
      return { signature: find('key-type-wrong', { ...detail, type: key.key.type }), keys: [] }
    const timely = checkKeyTime(key, readTime(document.validFrom), ground)
    if (timely) return { signature: timely, keys: [] }
    const valid = await ground.power.verify(algorithm, key.key, signed, signature)
    return valid
      ? { signature: find('signature-valid', detail), keys: [key] }
      : { signature: find('signature-invalid', detail), keys: [] }
  },
}

function enveloped(document: JsonObject): string | undefined {
  const types = textsOf(document.type)
  if (!types.some((type) => /^EnvelopedVerifiable(Credential|Presentation)$/.test(type))) return undefined
  return textsOf(document['@context']).includes(contextV2) && isText(document.id) ? document.id : undefined
}

/** Absent media types are filled in by the place (VC-JOSE-COSE 4); others would make it something else. */
const isKnownType = (typ: string | undefined, contentType: string | undefined): boolean =>
  (typ === undefined || /^(application\/)?v[cp]\+cose$/.test(typ)) &&
  (contentType === undefined || /^application\/v[cp]$/.test(contentType))
