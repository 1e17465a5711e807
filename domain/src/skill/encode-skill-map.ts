import { z } from 'zod'
import type { Vectors } from './index-skill-map.ts'
import { type Lists, listAt, type Named, type SkillMap, skillKinds } from './skill-map.ts'

/** The first bytes of every file: "bricka skill map" and the version of this format. */
export const mapSignature = [0x62, 0x73, 0x6d, 0x01] as const

/** What stands in front, as JSON; the numbers follow in the order of `encodeSkillMap`. */
export const MapHeader = z.object({
  framework: z.string(),
  version: z.string(),
  attribution: z.string(),
  language: z.string(),
  occupations: z.int().min(0),
  skills: z.int().min(0),
  families: z.int().min(0),
  /** How many terms the texts' vectors have; null when there are none. */
  terms: z.int().min(0).nullable(),
  equivalents: z.array(z.tuple([z.int(), z.int(), z.string()])),
})
export type MapHeader = z.infer<typeof MapHeader>

/** Addresses that end so are kept as 16 bytes. */
export const uuidTail = /^(.*\/)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/**
 * Writes a map as the bytes that a browser or a terminal loads: numbers as varints, lists by their steps, addresses
 * without what they share. Compressed on the way (gzip, br) it is about half of that again. With `texts` it ranks as
 * well as on the server, and is about twice as large.
 */
export function encodeSkillMap(map: SkillMap, texts?: { vectors: Vectors; terms: number }): Uint8Array<ArrayBuffer> {
  const { occupations, skills, families } = map
  const writer = makeWriter()
  const header: MapHeader = {
    framework: map.framework,
    version: map.version,
    attribution: map.attribution,
    language: map.language,
    occupations: occupations.uris.length,
    skills: skills.uris.length,
    families: families.uris.length,
    terms: texts ? texts.terms : null,
    equivalents: map.equivalents.map(({ held, wanted, edit }) => [held, wanted, edit]),
  }
  for (const byte of mapSignature) writer.byte(byte)
  writer.text(JSON.stringify(header))
  for (const named of [occupations, skills, families]) writeNamed(writer, named)
  writer.text(occupations.codes.join('\n'))
  writer.text(families.codes.join('\n'))
  for (const kind of skills.kinds) writer.byte(skillKinds.indexOf(kind))
  for (const level of families.levels) writer.byte(level)
  for (const lists of [families.parents, map.essential, map.optional, map.broader, map.familiesOf])
    writeLists(writer, lists)
  if (texts) {
    writeLists(writer, texts.vectors.places)
    for (const weight of texts.vectors.weights) writer.byte(Math.max(1, Math.round(weight * 255)))
  }
  return writer.bytes()
}

function writeNamed(writer: Writer, { uris, labels }: Named): void {
  const prefixes = [...new Set(uris.map((uri) => uuidTail.exec(uri)?.[1] ?? ''))]
  writer.text(prefixes.join('\n'))
  const others: string[] = []
  for (const uri of uris) {
    const [, prefix = '', tail] = uuidTail.exec(uri) ?? []
    writer.number(prefixes.indexOf(prefix))
    if (tail === undefined) others.push(uri)
    else for (const pair of tail.replaceAll('-', '').match(/../g) ?? []) writer.byte(Number.parseInt(pair, 16))
  }
  writer.text(others.join('\n'))
  writer.text(labels.map((label) => label.replaceAll('\n', ' ')).join('\n'))
}

function writeLists(writer: Writer, lists: Lists): void {
  for (let index = 0; index + 1 < lists.starts.length; index++) {
    const list = listAt(lists, index)
    writer.number(list.length)
    let before = 0
    for (const item of list) {
      writer.number(item - before)
      before = item
    }
  }
}

type Writer = {
  byte(value: number): void
  number(value: number): void
  text(value: string): void
  bytes(): Uint8Array<ArrayBuffer>
}

function makeWriter(): Writer {
  let room = new Uint8Array(1 << 16)
  let used = 0
  const reserve = (count: number): void => {
    if (used + count <= room.length) return
    const larger = new Uint8Array(Math.max(room.length * 2, used + count))
    larger.set(room)
    room = larger
  }
  const byte = (value: number): void => {
    reserve(1)
    room[used++] = value
  }
  const number = (value: number): void => {
    let rest = value
    while (rest > 127) {
      byte((rest & 127) | 128)
      rest >>>= 7
    }
    byte(rest)
  }
  return {
    byte,
    number,
    text(value) {
      const bytes = new TextEncoder().encode(value)
      number(bytes.length)
      reserve(bytes.length)
      room.set(bytes, used)
      used += bytes.length
    },
    bytes: () => room.slice(0, used),
  }
}
