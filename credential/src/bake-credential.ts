import { isPng } from './read-baked-image.ts'

const encoder = new TextEncoder()

/** A picture that carries a credential as JSON or compact JWS, or why there is none. */
export type Baked<Picture> =
  | { readonly baked: true; readonly picture: Picture }
  | { readonly baked: false; readonly code: 'not-a-png' | 'not-an-svg' | 'already-baked' }

/** Puts a credential into a PNG: an uncompressed iTXt chunk `openbadgecredential` after the header (Open Badges 3.0, 5.3.1). */
export function bakePng(png: Uint8Array, credential: string): Baked<Uint8Array> {
  if (!isPng(png) || png.length < 33) return { baked: false, code: 'not-a-png' }
  if (hasKeyword(png)) return { baked: false, code: 'already-baked' }
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength).getUint32(8)
  const after = 8 + 12 + header
  if (after > png.length) return { baked: false, code: 'not-a-png' }
  // Keyword, no compression and no method of it, no language, no translated keyword; then the text.
  const content = join([encoder.encode('iTXtopenbadgecredential'), new Uint8Array(5), encoder.encode(credential)])
  const frame = new Uint8Array(content.length + 8)
  const view = new DataView(frame.buffer)
  view.setUint32(0, content.length - 4)
  frame.set(content, 4)
  view.setUint32(content.length + 4, crc32(content))
  return { baked: true, picture: join([png.subarray(0, after), frame, png.subarray(after)]) }
}

/** Puts a credential into an SVG: `openbadges:credential`, a JSON in CDATA, a compact JWS in `verify` (5.3.2). */
export function bakeSvg(svg: string, credential: string): Baked<string> {
  const root = /<svg\b[^>]*>/.exec(svg)
  if (!root || root[0].endsWith('/>')) return { baked: false, code: 'not-an-svg' }
  if (svg.includes('openbadges:credential')) return { baked: false, code: 'already-baked' }
  const open = root[0].replace('<svg', '<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"')
  const isToken = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(credential)
  const element = isToken
    ? `<openbadges:credential verify="${credential}"/>`
    : // In JSON these three characters meet only inside a text, where one of them may be escaped.
      `<openbadges:credential><![CDATA[${credential.replaceAll(']]>', ']]\\u003e')}]]></openbadges:credential>`
  const end = root.index + root[0].length
  return { baked: true, picture: `${svg.slice(0, root.index)}${open}${element}${svg.slice(end)}` }
}

const keyword = encoder.encode('iTXtopenbadgecredential\0')

const hasKeyword = (png: Uint8Array): boolean => {
  for (let at = 0; at + keyword.length <= png.length; at++)
    if (keyword.every((byte, offset) => png[at + offset] === byte)) return true
  return false
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** PNG's own checksum (Annex D), also where there is no zlib. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
