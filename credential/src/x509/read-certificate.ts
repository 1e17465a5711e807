import { AsnConvert } from '@peculiar/asn1-schema'
import {
  BasicConstraints,
  Certificate as CertificateSyntax,
  type Extensions,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  KeyUsage,
  KeyUsageFlags,
  type Name,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509'
import type { PublicKey, SignatureAlgorithm } from '../power.ts'

/** What we look at in an X.509 certificate (RFC 5280). */
export type Certificate = {
  readonly der: Uint8Array
  /** The part that its issuer signed, byte for byte, and the signature; ECDSA as r‖s. */
  readonly signed: Uint8Array
  readonly signature: Uint8Array
  /** `undefined`: a kind of signature that is not known here. */
  readonly algorithm: SignatureAlgorithm | undefined
  readonly publicKey: PublicKey | undefined
  /** Names as their bytes in hexadecimal: two are one only when they are the same byte for byte. */
  readonly subject: string
  readonly issuer: string
  readonly notBefore: number
  readonly notAfter: number
  readonly authority: { readonly depth: number } | undefined
  readonly maySign: boolean
  readonly maySignCertificates: boolean
  readonly subjectName: SubjectName
  readonly uris: readonly string[]
  readonly hosts: readonly string[]
  /** An extension that must be understood and is not: whoever issued it meant more than we can see. */
  readonly unknownDemand: string | undefined
}

export type SubjectName = {
  readonly commonName: string
  readonly organisation: string
  /** The organisation's number in a register (`VATSE-…`, `NTRSE-…`), as European seals carry it (EN 319 412-1). */
  readonly organisationId: string
}

/** A certificate from its DER bytes; `undefined` when it is none. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  try {
    const syntax = AsnConvert.parse(der, CertificateSyntax)
    const { tbsCertificate: stated, tbsCertificateRaw: raw } = syntax
    if (!raw) return undefined
    const { extensions } = stated
    const constraints = parse(extensions, id_ce_basicConstraints, BasicConstraints)
    const usage = parse(extensions, id_ce_keyUsage, KeyUsage)?.toNumber()
    const names = parse(extensions, id_ce_subjectAltName, SubjectAlternativeName) ?? []
    const may = (flag: number) => usage === undefined || (usage & flag) !== 0
    const algorithm = signatureAlgorithms[syntax.signatureAlgorithm.algorithm]
    return {
      der,
      signed: new Uint8Array(raw),
      signature: readSignature(new Uint8Array(syntax.signatureValue), algorithm),
      algorithm: stated.signature.algorithm === syntax.signatureAlgorithm.algorithm ? algorithm : undefined,
      publicKey: readPublicKey(stated.subjectPublicKeyInfo),
      subject: writeName(stated.subject),
      issuer: writeName(stated.issuer),
      notBefore: stated.validity.notBefore.getTime().getTime(),
      notAfter: stated.validity.notAfter.getTime().getTime(),
      authority: constraints?.cA ? { depth: constraints.pathLenConstraint ?? Number.POSITIVE_INFINITY } : undefined,
      maySign: may(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation),
      maySignCertificates: may(KeyUsageFlags.keyCertSign),
      subjectName: {
        commonName: findInName(stated.subject, '2.5.4.3'),
        organisation: findInName(stated.subject, '2.5.4.10'),
        organisationId: findInName(stated.subject, '2.5.4.97'),
      },
      uris: names.flatMap(({ uniformResourceIdentifier: uri }) => uri ?? []),
      hosts: names.flatMap(({ dNSName: host }) => host?.toLowerCase() ?? []),
      unknownDemand: extensions?.find(({ critical, extnID }) => critical && !understood.has(extnID))?.extnID,
    }
  } catch {
    return undefined
  }
}

/** Key usage for others, policies: what they say narrows what a certificate is for, not whose it is. */
const understood = new Set([
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  '2.5.29.37',
  '2.5.29.32',
  '1.3.6.1.5.5.7.1.3',
])

const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithm | undefined>> = {
  '1.2.840.113549.1.1.11': 'RS256',
  '1.2.840.113549.1.1.12': 'RS384',
  '1.2.840.113549.1.1.13': 'RS512',
  '1.2.840.10045.4.3.2': 'ES256',
  '1.2.840.10045.4.3.3': 'ES384',
  '1.3.101.112': 'EdDSA',
}

function parse<T>(extensions: Extensions | undefined, id: string, kind: new () => T): T | undefined {
  const found = extensions?.filter(({ extnID }) => extnID === id) ?? []
  const [extension] = found
  // RFC 5280, 4.2: never two of a kind; which of them counts would be the reader's choice.
  if (found.length > 1) throw new RangeError(id)
  return extension ? AsnConvert.parse(extension.extnValue.buffer, kind) : undefined
}

const writeName = (name: Name): string => toHex(new Uint8Array(AsnConvert.serialize(name)))

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function findInName(name: Name, type: string): string {
  for (const part of name) for (const one of part) if (one.type === type) return one.value.toString()
  return ''
}

const leastRsaBytes = 256

/** A public key from its DER SubjectPublicKeyInfo; `undefined` when it is none, too weak, or of a kind not used here. */
export function readPublicKeyInfo(der: Uint8Array): PublicKey | undefined {
  try {
    return readPublicKey(AsnConvert.parse(der, SubjectPublicKeyInfo))
  } catch {
    return undefined
  }
}

function readPublicKey(info: CertificateSyntax['tbsCertificate']['subjectPublicKeyInfo']): PublicKey | undefined {
  const { algorithm, parameters } = info.algorithm
  const bytes = new Uint8Array(info.subjectPublicKey)
  if (algorithm === '1.3.101.112' && bytes.length === 32) return { type: 'Ed25519', bytes }
  if (algorithm === '1.2.840.113549.1.1.1')
    return bytes.length > leastRsaBytes ? { type: 'RSA', bytes: new Uint8Array(AsnConvert.serialize(info)) } : undefined
  if (algorithm !== '1.2.840.10045.2.1' || !parameters) return undefined
  const curve = curves[toHex(new Uint8Array(parameters))]
  return curve ? { type: curve, bytes } : undefined
}

const curves: Readonly<Record<string, 'P-256' | 'P-384' | undefined>> = {
  '06082a8648ce3d030107': 'P-256',
  '06052b81040022': 'P-384',
}

/** Certificates write ECDSA signatures as two DER numbers, everything else here as r‖s. */
function readSignature(bytes: Uint8Array, algorithm: SignatureAlgorithm | undefined): Uint8Array {
  if (algorithm !== 'ES256' && algorithm !== 'ES384') return bytes
  const size = algorithm === 'ES256' ? 32 : 48
  const joined = new Uint8Array(2 * size)
  let at = (bytes[1] ?? 0) < 0x80 ? 2 : 3
  for (const end of [size, 2 * size]) {
    const length = bytes[at + 1] ?? 0
    const number = bytes.subarray(at + 2, at + 2 + length)
    const significant = number.subarray(Math.max(0, number.length - size))
    joined.set(significant, end - significant.length)
    at += 2 + length
  }
  return joined
}
