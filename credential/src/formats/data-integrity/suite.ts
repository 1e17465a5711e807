import { decodeMultibase } from '../../encode-base.ts'
import { isText, type JsonObject } from '../../json.ts'
import type { KeyType, SignatureAlgorithm } from '../../power.ts'

/** How a proof turns a document into bytes, and which keys may sign them. */
export type Suite = {
  readonly name: string
  readonly canonical: 'rdfc' | 'jcs' | 'selective'
  readonly algorithms: Partial<Record<KeyType, SignatureAlgorithm>>
  readonly old: boolean
}

const ed25519 = { Ed25519: 'EdDSA' } as const
const ecdsa = { 'P-256': 'ES256', 'P-384': 'ES384' } as const

const suites: Readonly<Record<string, Suite>> = {
  'eddsa-rdfc-2022': { name: 'eddsa-rdfc-2022', canonical: 'rdfc', algorithms: ed25519, old: false },
  'eddsa-jcs-2022': { name: 'eddsa-jcs-2022', canonical: 'jcs', algorithms: ed25519, old: false },
  'ecdsa-rdfc-2019': { name: 'ecdsa-rdfc-2019', canonical: 'rdfc', algorithms: ecdsa, old: false },
  'ecdsa-jcs-2019': { name: 'ecdsa-jcs-2019', canonical: 'jcs', algorithms: ecdsa, old: false },
  'ecdsa-sd-2023': { name: 'ecdsa-sd-2023', canonical: 'selective', algorithms: { 'P-256': 'ES256' }, old: false },
}

const oldSuites: Readonly<Record<string, Suite>> = {
  Ed25519Signature2020: { name: 'Ed25519Signature2020', canonical: 'rdfc', algorithms: ed25519, old: true },
  JsonWebSignature2020: {
    name: 'JsonWebSignature2020',
    canonical: 'rdfc',
    algorithms: { ...ed25519, ...ecdsa, RSA: 'PS256' },
    old: true,
  },
}

const own = (table: Readonly<Record<string, Suite>>, name: unknown): Suite | undefined =>
  isText(name) && Object.hasOwn(table, name) ? table[name] : undefined

export const findSuite = (proof: JsonObject): Suite | undefined =>
  proof.type === 'DataIntegrityProof' ? own(suites, proof.cryptosuite) : own(oldSuites, proof.type)

/** The signature's bytes; the specifications allow one multibase each. */
export function readProofValue(proof: JsonObject, suite: Suite): Uint8Array | undefined {
  if (!isText(proof.proofValue)) return undefined
  const prefix = suite.canonical === 'selective' ? 'u' : 'z'
  return proof.proofValue.startsWith(prefix) ? decodeMultibase(proof.proofValue) : undefined
}
