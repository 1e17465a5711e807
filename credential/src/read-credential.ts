import type { UnverifiedCredential } from './credential.ts'
import { encodeBase64 } from './encode-base.ts'
import type { FormatRead, ReadRefusal as FormatRefusal } from './formats/format.ts'
import { formats } from './formats/formats.ts'
import { looksLikeCose } from './formats/vc-cose/read-cose.ts'
import { isObject, isText, type JsonObject } from './json.ts'
import { isPng, readBakedPng, readBakedSvg } from './read-baked-image.ts'
import { isPdf, readBakedPdf } from './read-baked-pdf.ts'
import { decode, type JsonRefusal, readJson } from './read-json.ts'

export type ReadRefusal = JsonRefusal | FormatRefusal

export type CredentialRead =
  | { readonly read: true; readonly credential: UnverifiedCredential }
  | { readonly read: false; readonly code: ReadRefusal; readonly detail: string }

const maxBytes = 2_000_000

/**
 * Reads a credential in any format we know: JSON-LD, VC-JWT, SD-JWT VC, JAdES, COSE; also one of them inside a JSON string,
 * baked into a PNG or SVG as Open Badges has it, or embedded in a PDF. Badges of before 3.0 too.
 *
 * Reading believes nothing: what comes out is for `verifyCredential`.
 *
 * @example
 * const read = readCredential(text)
 * if (!read.read) console.log(read.code, read.detail)
 */
export function readCredential(input: string | Uint8Array): CredentialRead {
  if (input.length > maxBytes) return refuse('too-large', `More than ${maxBytes} bytes.`)
  if (!isText(input) && isPng(input)) {
    return readBaked(readBakedPng(input))
  }
  if (!isText(input) && isPdf(input)) {
    const baked = readBakedPdf(input)
    return baked === undefined ? refuse('not-a-credential', 'The PDF carries no credential.') : readCredential(baked)
  }
  if (!isText(input) && looksLikeCose(input))
    return readCredential(`data:application/vc+cose;base64,${encodeBase64(input)}`)
  const decoded = isText(input) ? input : decode(input)
  if (decoded === undefined) return refuse('not-utf-8', 'The bytes are not UTF-8 text.')
  const text = decoded.trim()
  if (text === '') return refuse('not-a-credential', 'There is nothing in it.')
  if (text.startsWith('<')) {
    const baked = readBakedSvg(text)
    return baked === undefined ? refuse('not-a-credential', 'The text is no JSON.') : readBaked(baked)
  }
  // A token starts like no JSON value does, nor does a data URL, as which COSE stands in a text.
  if (/^([A-Za-z0-9_-]+\.|data:)/.test(text))
    return readByFormat(text) ?? refuse('not-a-credential', 'No known kind of token.')
  const json = readJson(text)
  if (!json.read) return json
  if (isText(json.value))
    return json.value === text ? refuse('not-a-credential', 'A text.') : readCredential(json.value)
  if (!isObject(json.value)) return refuse('not-a-credential', 'A credential is a JSON object.')
  return readCredentialObject(json.value)
}

/** What was baked into a picture; before Open Badges 3.0 that may be no more than the address where the badge lies. */
function readBaked(baked: string | undefined): CredentialRead {
  if (baked === undefined) return refuse('not-a-credential', 'The picture carries no credential.')
  return /^https?:/.test(baked.trim())
    ? refuse('not-a-credential', `The picture carries only the address of its badge: ${baked.trim()}`)
    : readCredential(baked)
}

/** The text of a credential that is baked into a PNG or SVG; `undefined` for everything else. */
export function openPicture(input: string | Uint8Array): string | undefined {
  if (!isText(input) && isPng(input)) return readBakedPng(input)
  const text = isText(input) ? input : decode(input)
  return text?.trimStart().startsWith('<') ? readBakedSvg(text) : undefined
}

/** The same for JSON that is already parsed and was read strictly. */
export function readCredentialObject(value: JsonObject): CredentialRead {
  return readByFormat(value) ?? refuse('not-a-credential', 'It has neither the context nor the fields of a credential.')
}

function readByFormat(input: string | JsonObject): FormatRead | undefined {
  for (const format of Object.values(formats)) {
    const read = format.read(input)
    if (read) return read
  }
  return undefined
}

const refuse = (code: ReadRefusal, detail: string): CredentialRead => ({ read: false, code, detail })
