import { decodeBase64, decodeBase64Url } from '../../encode-base.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from '../../json.ts'
import type { SignatureAlgorithm } from '../../power.ts'
import { findAlgorithm, readPart } from '../vc-jwt/read-jws.ts'

/** One seal (ETSI TS 119 182-1): what its signer states, and the certificates of its key, leaf first. */
export type Seal = {
  readonly header: JsonObject
  /** What is signed before the payload: the protected header as it was written. */
  readonly protectedText: string
  readonly signature: Uint8Array
  readonly algorithm: SignatureAlgorithm
  readonly certificates: readonly Uint8Array[]
}

export type Jades = {
  readonly payload: Uint8Array
  /** The payload as it is signed: itself, or in base64url. */
  readonly signedPayload: Uint8Array
  readonly seals: readonly Seal[]
}

export type JadesRead =
  | { readonly read: true; readonly jades: Jades }
  | { readonly read: false; readonly detail: string }

const mostSeals = 10
/** Headers that we understand when they say that they must be: the others would change what is signed or by whom. */
const understood = new Set(['b64', 'sigT', 'adoTst'])

/** JWS in general or flattened JSON serialisation (RFC 7515, 7.2) with the payload in it, encoded or not (RFC 7797). */
export function readJades(input: JsonObject): JadesRead {
  const { payload, signatures } = input
  if (!isText(payload)) return refuse('The sealed content is not in the file.')
  const stated = signatures === undefined ? [input] : listOf(signatures)
  if (stated.length === 0 || stated.length > mostSeals) return refuse('It has no seal, or too many.')
  const seals: Seal[] = []
  for (const one of stated) {
    const seal = readSeal(one)
    if (isText(seal)) return refuse(seal)
    seals.push(seal)
  }
  const plain = seals.filter(({ header }) => header.b64 === false)
  if (plain.length !== 0 && plain.length !== seals.length) return refuse('Its seals disagree on how to read it.')
  const text = new TextEncoder().encode(payload)
  const bytes = plain.length > 0 ? text : decodeBase64Url(payload)
  return bytes
    ? { read: true, jades: { payload: bytes, signedPayload: text, seals } }
    : refuse('The sealed content is no base64url.')
}

const refuse = (detail: string): JadesRead => ({ read: false, detail })

function readSeal(value: Json): Seal | string {
  if (!isObject(value) || !isText(value.protected) || !isText(value.signature)) return 'A seal lacks its parts.'
  const header = readPart(value.protected)
  const signature = decodeBase64Url(value.signature)
  if (!header || !signature) return 'A seal’s parts are no base64url.'
  const demands = textsOf(header.crit)
  const unknown = demands.find((name) => !understood.has(name) || header[name] === undefined)
  if (unknown !== undefined || demands.length !== listOf(header.crit).length)
    return `A seal demands what is not known here: ${unknown}.`
  if (header.b64 !== undefined && (typeof header.b64 !== 'boolean' || !demands.includes('b64')))
    return 'A seal says in passing how its content is encoded; it must demand it.'
  const algorithm = findAlgorithm(header.alg)
  if (!algorithm) return `No seal is made with "${String(header.alg)}".`
  const certificates = readChain(header)
  return certificates
    ? { header, protectedText: value.protected, signature, algorithm, certificates }
    : 'A seal carries its certificates as base64.'
}

/** The certificates of a header's `x5c`: base64, not base64url (RFC 7515, 4.1.6). */
export function readChain({ x5c }: JsonObject): readonly Uint8Array[] | undefined {
  if (!Array.isArray(x5c) || x5c.length === 0) return undefined
  const certificates = x5c.flatMap((one: Json) => (isText(one) ? (decodeBase64(one) ?? []) : []))
  return certificates.length === x5c.length ? certificates : undefined
}
