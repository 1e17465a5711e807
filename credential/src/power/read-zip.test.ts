import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readZip, type ZipRefusal } from './read-zip.ts'

const limits = { maxFiles: 20, maxFileBytes: 2_000_000, maxBytes: 3_000_000 }

describe('reading a zip that anyone may have made', () => {
  it('gives each file, and no folder', async () => {
    const read = await readZip(pack({ 'a/': new Uint8Array(), 'a/b.txt': strToU8('hello') }), limits)
    expect(read.read && [...read.files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
      ['a/b.txt', 'hello'],
    ])
  })

  const text = strToU8('hello')
  const noise = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7919 * (at >> 3)) % 251)
  const hostile: readonly [string, Buffer, ZipRefusal][] = [
    ['text', Buffer.from('no zip at all'), 'not-a-zip'],
    ['nothing', Buffer.alloc(0), 'not-a-zip'],
    ['a name that climbs out', pack({ '../escape.txt': text }), 'path-refused'],
    ['a name that climbs out on the way', pack({ 'a/../../escape.txt': text }), 'path-refused'],
    ['a name from the root', pack({ '/etc/passwd': text }), 'path-refused'],
    ['a name from a drive', pack({ 'C:/windows/a.txt': text }), 'path-refused'],
    ['a name with backslashes', pack({ '..\\escape.txt': text }), 'path-refused'],
    ['a link', asLink(pack({ 'passport.json': strToU8('/etc/passwd') })), 'link-refused'],
    ['a name twice', twice(pack({ 'a.txt': text, 'b.txt': text })), 'file-twice'],
    ['an encrypted file', encrypted(pack({ 'a.txt': text })), 'zip-encrypted'],
    ['nothing swelling to much', pack({ 'bomb.txt': new Uint8Array(1_900_000) }), 'zip-bomb'],
    ['one that says it is too large', pack({ 'film.bin': noise(2_000_001) }), 'file-too-large'],
    [
      'many that are too large together',
      pack({ 'a.bin': noise(1_600_000), 'b.bin': noise(1_600_000) }),
      'archive-too-large',
    ],
    [
      'too many files',
      pack(Object.fromEntries(Array.from({ length: 21 }, (_, number) => [`${number}.txt`, text]))),
      'too-many-files',
    ],
    ['one that ends too soon', pack({ 'a.txt': text }).subarray(0, -30), 'truncated'],
    ['one that says it is smaller than it is', lying(pack({ 'a.txt': strToU8('hello'.repeat(99)) })), 'zip-broken'],
  ]
  it.each(hostile)('refuses %s', async (_name, bytes, code) => {
    expect(await readZip(bytes, limits)).toMatchObject({ read: false, code })
  })

  it('answers with a code, whatever byte is another and wherever it ends', async () => {
    const whole = pack({ 'a/b.txt': strToU8('hello '.repeat(40)), 'c.json': strToU8('{"a":1}') })
    for (let at = 0; at < whole.length; at++) {
      const cut = await readZip(whole.subarray(0, at), limits)
      expect(cut.read, `cut at ${at}`).toBe(false)
      for (const value of [0, 0xff, (whole[at] ?? 0) ^ 1]) {
        const changed = Buffer.from(whole)
        changed[at] = value
        const read = await readZip(changed, limits)
        if (read.read) for (const path of read.files.keys()) expect(path).not.toMatch(/^\/|\\|(^|\/)\.\.(\/|$)/)
      }
    }
  })
})

function pack(files: Zippable): Buffer {
  return Buffer.from(zipSync(files, { level: 6 }))
}

/** Where the first entry of the central directory begins. */
const directory = (zip: Buffer): number => zip.indexOf(Buffer.from('504b0102', 'hex'))

function asLink(zip: Buffer): Buffer {
  zip.writeUInt32LE(0o120777 * 65_536, directory(zip) + 38)
  return zip
}

/** Every other name becomes the first one's, where names are read from. */
function twice(zip: Buffer): Buffer {
  return Buffer.from(zip.toString('latin1').replaceAll('b.txt', 'a.txt'), 'latin1')
}

function encrypted(zip: Buffer): Buffer {
  zip.writeUInt16LE(1, directory(zip) + 8)
  return zip
}

function lying(zip: Buffer): Buffer {
  zip.writeUInt32LE(5, directory(zip) + 24)
  return zip
}
