import { isObject, type JsonObject } from '../../json.ts'
import type { SignatureAlgorithm } from '../../power.ts'
import { type Cbor, readCbor } from '../../read-cbor.ts'
import { readJson } from '../../read-json.ts'
import { writeCbor } from '../../write-cbor.ts'

/** A COSE_Sign1 (RFC 9052, 4.2) taken apart. */
export type Cose = {
  readonly payload: JsonObject
  readonly algorithm: SignatureAlgorithm
  readonly kid: string | undefined
  /** What it says it is, e.g. `application/vc+cose`. */
  readonly typ: string | undefined
  readonly contentType: string | undefined
  readonly signature: Uint8Array
  /** What is signed: header and payload in their Sig_structure. */
  readonly signed: Uint8Array
}

export type CoseRead =
  | { readonly read: true; readonly cose: Cose }
  | { readonly read: false; readonly code: 'cose-malformed' | 'cose-algorithm-unknown'; readonly detail: string }

/** The labels of header parameters (RFC 9052, 3.1; RFC 9596 for `typ`). */
export const labels = { algorithm: 1, critical: 2, contentType: 3, kid: 4, typ: 16 } as const

/** As IANA numbers them. */
export const coseAlgorithms = { EdDSA: -8, ES256: -7, ES384: -35, ES512: -36 } as const

/** Tag 18, and a list of four: how every COSE_Sign1 begins. */
export const coseStart = [0xd2, 0x84] as const

export const looksLikeCose = (bytes: Uint8Array): boolean => coseStart.every((byte, at) => bytes[at] === byte)

export function readCose(bytes: Uint8Array): CoseRead {
  if (!looksLikeCose(bytes)) return malformed('It does not begin as a COSE_Sign1.')
  const parts = readCbor(bytes.subarray(1))
  if (!isList(parts)) return malformed('A COSE_Sign1 is a list of four.')
  const [head, open, body, signature] = parts
  if (!(head instanceof Uint8Array) || !(body instanceof Uint8Array) || !(signature instanceof Uint8Array))
    return malformed('Header, payload and signature are bytes; the payload is not detached.')
  const header = readCbor(head)
  if (!(header instanceof Map) || !(open instanceof Map)) return malformed('The header is a map.')
  if (header.has(labels.critical)) return malformed('The header demands an extension that is not known here.')
  const json = readJson(body)
  if (!json.read || !isObject(json.value)) return malformed('The payload is no JSON object.')
  const stated = header.get(labels.algorithm)
  const algorithm = names.get(typeof stated === 'number' ? stated : 0)
  if (!algorithm)
    return { read: false, code: 'cose-algorithm-unknown', detail: `No credential is signed with ${String(stated)}.` }
  return {
    read: true,
    cose: {
      payload: json.value,
      algorithm,
      kid: textOf(header.get(labels.kid)),
      typ: textOf(header.get(labels.typ)),
      contentType: textOf(header.get(labels.contentType)),
      signature,
      signed: composeSigned(head, body),
    },
  }
}

/** The Sig_structure (RFC 9052, 4.4); nothing is signed along from outside. */
export const composeSigned = (header: Uint8Array, payload: Uint8Array): Uint8Array =>
  writeCbor(['Signature1', header, new Uint8Array(), payload])

const names = new Map(
  (['EdDSA', 'ES256', 'ES384', 'ES512'] as const).map((name) => [coseAlgorithms[name] as number, name] as const),
)

const malformed = (detail: string): CoseRead => ({ read: false, code: 'cose-malformed', detail })

const isList = (value: Cbor | undefined): value is readonly Cbor[] => Array.isArray(value) && value.length === 4

function textOf(value: Cbor | undefined): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined
}
