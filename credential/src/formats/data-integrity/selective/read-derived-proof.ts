import { decodeMultibase, encodeBase64Url } from '../../../encode-base.ts'
import type { JsonObject } from '../../../json.ts'
import type { PublicKey } from '../../../power.ts'
import { type Cbor, readCbor } from '../../../read-cbor.ts'

/** What a derived `ecdsa-sd-2023` proof says (VC-DI-ECDSA 1.0, 3.5.7). */
export type DerivedProof = {
  readonly baseSignature: Uint8Array
  /** The one-time key that signed each statement, as a multikey's bytes and as a key. */
  readonly oneTimeKeyBytes: Uint8Array
  readonly oneTimeKey: PublicKey
  readonly signatures: readonly Uint8Array[]
  /** Canonical blank node labels to the labels that the issuer signed. */
  readonly labels: ReadonlyMap<string, string>
  readonly mandatory: ReadonlySet<number>
}

const derivedHeader = [0xd9, 0x5d, 0x01]

export function readDerivedProof({ proofValue }: JsonObject): DerivedProof | undefined {
  const bytes = typeof proofValue === 'string' && proofValue.startsWith('u') ? decodeMultibase(proofValue) : undefined
  if (!bytes || derivedHeader.some((byte, at) => bytes[at] !== byte)) return undefined
  const value = readCbor(bytes.subarray(derivedHeader.length))
  if (!isList(value) || value.length !== 5) return undefined
  const [baseSignature, oneTimeKeyBytes, signatures, labelMap, mandatory] = value
  if (!isBytes(baseSignature, 64) || !isBytes(oneTimeKeyBytes, 35)) return undefined
  if (oneTimeKeyBytes[0] !== 0x80 || oneTimeKeyBytes[1] !== 0x24) return undefined
  if (!isList(signatures) || !isList(mandatory) || !(labelMap instanceof Map)) return undefined
  const labels = readLabels(labelMap)
  if (!labels || !signatures.every((one) => isBytes(one, 64)) || !mandatory.every((one) => typeof one === 'number'))
    return undefined
  return {
    baseSignature,
    oneTimeKeyBytes,
    oneTimeKey: { type: 'P-256', bytes: oneTimeKeyBytes.subarray(2) },
    signatures: signatures.filter((one) => one instanceof Uint8Array),
    labels,
    mandatory: new Set(mandatory.filter((one) => typeof one === 'number')),
  }
}

const isList = (value: Cbor | undefined): value is readonly Cbor[] => Array.isArray(value)
const isBytes = (value: Cbor | undefined, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length

function readLabels(map: ReadonlyMap<Cbor, Cbor>): ReadonlyMap<string, string> | undefined {
  const labels = new Map<string, string>()
  const used = new Set<string>()
  for (const [from, to] of map) {
    if (typeof from !== 'number' || !(to instanceof Uint8Array)) return undefined
    const label = `u${encodeBase64Url(to)}`
    if (used.has(label)) return undefined
    used.add(label)
    labels.set(`c14n${from}`, label)
  }
  return labels
}
