import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bakePng, bakeSvg } from './bake-credential.ts'
import { readBakedPng, readBakedSvg } from './read-baked-image.ts'

const credential = '{"name":"Svetsning – ett ]]> i en text & <b>","proof":{}}'
const token = 'eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2lnbmF0dXJl'
const svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, checksum])
}
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
  chunk('IEND', Buffer.alloc(0)),
])

/** The chunks of a PNG whose checksums hold, by zlib's. */
function soundChunks(picture: Uint8Array): string[] {
  const bytes = Buffer.from(picture)
  const names: string[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const named = bytes.subarray(at + 4, at + 8 + length)
    if (crc32(named) === bytes.readUInt32BE(at + 8 + length)) names.push(named.toString('latin1', 0, 4))
    at += 12 + length
  }
  return names
}

describe('a credential in a picture', () => {
  it.each([credential, token])('is read from a PNG as it was put there: %s', (text) => {
    const baked = bakePng(png, text)
    if (!baked.baked) throw new Error(baked.code)
    expect(readBakedPng(baked.picture)).toBe(text)
    expect(soundChunks(baked.picture)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND'])
  })

  it('is not read where a byte of the keyword changed', () => {
    const baked = bakePng(png, credential)
    if (!baked.baked) throw new Error(baked.code)
    const changed = Buffer.from(baked.picture.map((byte, at) => (at === 41 ? byte ^ 1 : byte)))
    expect(readBakedPng(changed)).toBeUndefined()
  })

  it('stands in an SVG as JSON of the same value, and as a token', () => {
    const [json, jws] = [bakeSvg(svg, credential), bakeSvg(svg, token)]
    if (!json.baked || !jws.baked) throw new Error('not baked')
    expect(JSON.parse(readBakedSvg(json.picture) ?? '')).toEqual(JSON.parse(credential))
    expect(json.picture.split(']]>')).toHaveLength(2)
    expect(json.picture).toContain('xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"')
    expect(readBakedSvg(jws.picture)).toBe(token)
  })

  it('goes into no other file, and not into a picture that carries one', () => {
    expect(bakePng(Buffer.from('GIF89a'), credential)).toEqual({ baked: false, code: 'not-a-png' })
    expect(bakeSvg('<html></html>', credential)).toEqual({ baked: false, code: 'not-an-svg' })
    const [once, drawn] = [bakePng(png, token), bakeSvg(svg, token)]
    if (!once.baked || !drawn.baked) throw new Error('not baked')
    expect(bakePng(once.picture, token)).toEqual({ baked: false, code: 'already-baked' })
    expect(bakeSvg(drawn.picture, token)).toEqual({ baked: false, code: 'already-baked' })
  })
})
