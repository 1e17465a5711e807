import type { X509Certificate } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { elmoNamespace } from '@bricka/domain/exchange/compose-elmo'
import type { XmlNode } from '@bricka/domain/exchange/xml-node'
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import { toTree } from './xml-tree.ts'

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const enveloped = `${dsig}enveloped-signature`
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/** What may be used below a transcript's signature. SHA-1 is not: whoever can find collisions could sign what was never sent. */
const allowed = {
  signature: [rsaSha256, 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512'],
  digest: [sha256, 'http://www.w3.org/2001/04/xmlenc#sha512'],
  canonical: [exclusive, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'],
}

/** How much a transcript may be, packed (as base64) and unpacked: attachments are PDFs, and whole degrees have many. */
export const elmoBounds = { packed: 15_000_000, unpacked: 40_000_000 } as const

export const elmoFaults = [
  'elmo-too-large',
  'elmo-not-packed',
  'elmo-not-xml',
  'elmo-doctype-refused',
  'elmo-of-another-kind',
  'elmo-unsigned',
  'elmo-signature-refused',
  'elmo-signature-wrong',
] as const
export type ElmoFault = { readonly opened: false; readonly code: (typeof elmoFaults)[number]; readonly what: string }
export type OpenedElmo = { readonly opened: true; readonly signed: XmlNode } | ElmoFault

/** Signs a transcript as EMREX asks: enveloped, one reference to the whole, RSA with SHA-256; the certificate goes along. */
export function signElmo(document: string, key: { readonly privateKey: string; readonly certificate: string }): string {
  const signing = new SignedXml({
    privateKey: key.privateKey,
    publicCert: key.certificate,
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
  })
  signing.addReference({
    xpath: '/*',
    isEmptyUri: true,
    transforms: [enveloped, exclusive],
    digestAlgorithm: sha256,
  })
  signing.computeSignature(document, { location: { reference: '/*', action: 'append' } })
  return signing.getSignedXml()
}

/** As it travels in the form: gzip, then base64. */
export const packElmo = (document: string): string => gzipSync(document).toString('base64')

/**
 * Opens what a provider sent, and gives back only what its signature covers. The key is the registry's: the certificate
 * inside the document is never asked, for whoever forges a transcript brings their own.
 */
export function openElmo(packed: string, certificate: X509Certificate): OpenedElmo {
  const text = unpack(packed)
  if (typeof text !== 'string') return text
  // Before any parser sees it: no entity is ever declared, so none can be expanded or fetched.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return fault('elmo-doctype-refused', 'A transcript declares no document type.')
  const document = parse(text)
  if (!document) return fault('elmo-not-xml', 'It is not well-formed XML.')
  const root = document.documentElement
  if (root?.localName !== 'elmo' || root.namespaceURI !== elmoNamespace)
    return fault('elmo-of-another-kind', `Its root is ${root?.namespaceURI} ${root?.localName}.`)
  const [signature, ...more] = Array.from(document.getElementsByTagNameNS(dsig, 'Signature'))
  if (!signature) return fault('elmo-unsigned', 'It has no signature.')
  if (more.length > 0 || signature.parentNode !== root)
    return fault('elmo-signature-refused', 'There is one signature, and it stands in the root.')
  const refusal = findRefused(signature)
  if (refusal) return fault('elmo-signature-refused', refusal)
  return check(text, signature, certificate)
}

function check(text: string, signature: Element, certificate: X509Certificate): OpenedElmo {
  try {
    const checking = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null })
    checking.loadSignature(signature)
    const [signed, ...others] = checking.checkSignature(text) ? checking.getSignedReferences() : []
    const document = signed === undefined || others.length > 0 ? undefined : parse(signed)
    if (document?.documentElement) return { opened: true, signed: toTree(document.documentElement) }
    return fault('elmo-signature-wrong', 'It is not what was signed.')
  } catch (error) {
    return fault('elmo-signature-wrong', error instanceof Error ? error.message : String(error))
  }
}

/** What a signature has that the protocol has not: another part than the whole, or a method that is not good enough. */
function findRefused(signature: Element): string | undefined {
  const within = (name: string) => Array.from(signature.getElementsByTagNameNS(dsig, name))
  const methods = (name: string) => within(name).map((one) => one.getAttribute('Algorithm') ?? '')
  if (within('SignedInfo').length !== 1 || within('Reference').length !== 1) return 'It signs one thing, the whole.'
  if (within('Reference').some((one) => one.getAttribute('URI') !== '')) return 'It signs a part, not the whole.'
  const unknown = [
    ...methods('SignatureMethod').filter((one) => !allowed.signature.includes(one)),
    ...methods('DigestMethod').filter((one) => !allowed.digest.includes(one)),
    ...methods('CanonicalizationMethod').filter((one) => !allowed.canonical.includes(one)),
    ...methods('Transform').filter((one) => one !== enveloped && !allowed.canonical.includes(one)),
  ]
  if (unknown.length > 0) return `It uses ${unknown.join(', ')}.`
  return methods('Transform').includes(enveloped) ? undefined : 'It is not enveloped.'
}

function unpack(packed: string): string | ElmoFault {
  if (packed.length > elmoBounds.packed) return fault('elmo-too-large', `More than ${elmoBounds.packed} characters.`)
  try {
    const bytes = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: elmoBounds.unpacked })
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof RangeError) return fault('elmo-too-large', `More than ${elmoBounds.unpacked} bytes unpacked.`)
    return fault('elmo-not-packed', 'It is not gzip in base64, of text in UTF-8.')
  }
}

function parse(text: string): Document | undefined {
  let sound = true
  const broken = () => {
    sound = false
  }
  const errorHandler = { warning: broken, error: broken, fatalError: broken }
  const document = new DOMParser({ errorHandler }).parseFromString(text, 'text/xml')
  return sound ? document : undefined
}

/** The text of what was opened. @throws Error where it was not */
export function unpackElmo(packed: string): string {
  const text = unpack(packed)
  if (typeof text !== 'string') throw new Error(text.what)
  return text
}

const fault = (code: ElmoFault['code'], what: string): ElmoFault => ({ opened: false, code, what })
