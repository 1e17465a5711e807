import { decode } from './read-json.ts'

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const isPng = (bytes: Uint8Array): boolean => pngSignature.every((byte, at) => bytes[at] === byte)

/**
 * The credential that is baked into a PNG: the text of its iTXt chunk `openbadgecredential` (Open Badges 3.0, 5.3.1),
 * or `openbadges` as it was before 3.0.
 */
export const readBakedPng = (bytes: Uint8Array): string | undefined =>
  readChunk(bytes, 'openbadgecredential') ?? readChunk(bytes, 'openbadges')

function readChunk(bytes: Uint8Array, keyword: string): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = pngSignature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const start = at + 8
    if (start + length > bytes.length) return undefined
    if (decode(bytes.subarray(at + 4, start)) === 'iTXt') {
      const text = readTextChunk(bytes.subarray(start, start + length), keyword)
      if (text !== undefined) return text
    }
    at = start + length + 4
  }
  return undefined
}

/** Keyword, two bytes on compression, language, translated keyword, text; each name ends in a zero. */
function readTextChunk(chunk: Uint8Array, keyword: string): string | undefined {
  const keywordEnd = chunk.indexOf(0)
  if (keywordEnd < 0 || decode(chunk.subarray(0, keywordEnd)) !== keyword) return undefined
  // Open Badges forbids a compressed chunk.
  if (chunk[keywordEnd + 1] !== 0) return undefined
  const languageEnd = chunk.indexOf(0, keywordEnd + 3)
  const translatedEnd = chunk.indexOf(0, languageEnd + 1)
  if (languageEnd < 0 || translatedEnd < 0) return undefined
  return decode(chunk.subarray(translatedEnd + 1))
}

/**
 * The credential that is baked into an SVG: in `<openbadges:credential>`, before 3.0 in `<openbadges:assertion>`, as
 * CDATA or as the `verify` attribute.
 */
export const readBakedSvg = (text: string): string | undefined =>
  readElement(text, 'openbadges:credential') ?? readElement(text, 'openbadges:assertion')

function readElement(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}`)
  if (start < 0) return undefined
  const tagEnd = text.indexOf('>', start)
  if (tagEnd < 0) return undefined
  const token = /\sverify\s*=\s*["']([^"']+)["']/.exec(text.slice(start, tagEnd))
  if (token?.[1]) return token[1]
  const end = text.indexOf(`</${name}>`, tagEnd)
  if (end < 0) return undefined
  const inner = text.slice(tagEnd + 1, end).trim()
  return inner.startsWith('<![CDATA[') && inner.endsWith(']]>') ? inner.slice(9, -3) : inner
}
