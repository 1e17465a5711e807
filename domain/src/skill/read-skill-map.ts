import { MapHeader, mapSignature } from './encode-skill-map.ts'
import { type Lists, type Named, type SkillMap, skillKinds } from './skill-map.ts'
import { indexTexts, type TextIndex } from './weigh-texts.ts'

export type ReadMap =
  | { read: true; map: SkillMap; texts: TextIndex | undefined }
  /** `not-a-map`: other bytes, or another version of the format; `damaged`: it ends too early, or points nowhere. */
  | { read: false; code: 'not-a-map' | 'damaged' }

/** Reads what `encodeSkillMap` wrote; of bytes that it did not write it says so. */
export function readSkillMap(bytes: Uint8Array): ReadMap {
  if (mapSignature.some((byte, index) => bytes[index] !== byte)) return { read: false, code: 'not-a-map' }
  const reader = makeReader(bytes, mapSignature.length)
  const header = MapHeader.safeParse(parseJson(reader.text()))
  if (!header.success) return { read: false, code: 'damaged' }
  const { occupations: occupationCount, skills: skillCount, families: familyCount, terms, ...names } = header.data
  // A count larger than the bytes themselves can only be a lie; it is refused before room is made for it.
  if (occupationCount + skillCount + familyCount > bytes.length) return { read: false, code: 'damaged' }

  const occupations = readNamed(reader, occupationCount)
  const skills = readNamed(reader, skillCount)
  const families = readNamed(reader, familyCount)
  const occupationCodes = reader.lines(occupationCount)
  const familyCodes = reader.lines(familyCount)
  const kinds = Array.from(reader.take(skillCount), (kind) => skillKinds[kind] ?? 'skill')
  const levels = reader.take(familyCount)
  const parents = reader.lists(familyCount, familyCount)
  const essential = reader.lists(occupationCount, skillCount)
  const optional = reader.lists(occupationCount, skillCount)
  const broader = reader.lists(skillCount, skillCount)
  const familiesOf = reader.lists(skillCount, familyCount)
  const places = terms === null ? undefined : reader.lists(occupationCount, terms)
  const weights = places && Float32Array.from(reader.take(places.items.length), (weight) => weight / 255)
  if (!reader.atEnd()) return { read: false, code: 'damaged' }
  return {
    read: true,
    map: {
      framework: names.framework,
      version: names.version,
      attribution: names.attribution,
      language: names.language,
      occupations: { ...occupations, codes: occupationCodes },
      skills: { ...skills, kinds },
      families: { ...families, codes: familyCodes, levels, parents },
      essential,
      optional,
      broader,
      familiesOf,
      equivalents: names.equivalents.map(([held, wanted, edit]) => ({ held, wanted, edit })),
    },
    texts: places && weights && indexTexts({ places, weights }, terms ?? 0),
  }
}

function readNamed(reader: Reader, count: number): Named {
  const prefixes = reader.text().split('\n')
  const uris: (string | undefined)[] = []
  for (let index = 0; index < count; index++) {
    const prefix = prefixes[reader.number()] ?? ''
    uris.push(prefix === '' ? undefined : prefix + readUuid(reader.take(16)))
  }
  const others = reader.text().split('\n')
  let next = 0
  return { uris: uris.map((uri) => uri ?? others[next++] ?? ''), labels: reader.lines(count) }
}

function readUuid(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < 16; at++) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-'
    text += hexOf[bytes[at] ?? 0] ?? ''
  }
  return text
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Reader = {
  number(): number
  text(): string
  /** As many lines as there are things; fewer or more is damage. */
  lines(count: number): string[]
  take(count: number): Uint8Array
  lists(count: number, below: number): Lists
  /** Everything is read, and nothing was read that is not there. */
  atEnd(): boolean
}

/** Past the end it reads zeros and remembers it: damage is asked for once, at the end. */
function makeReader(bytes: Uint8Array, start: number): Reader {
  let at = start
  let damaged = false
  const number = (): number => {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++]
      if (byte === undefined) break
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    damaged = true
    return 0
  }
  const take = (count: number): Uint8Array => {
    const taken = bytes.subarray(at, at + count)
    at += count
    if (taken.length === count) return taken
    damaged = true
    return new Uint8Array()
  }
  const text = (): string => new TextDecoder().decode(take(number()))
  return {
    number,
    take,
    text,
    lines(count) {
      const all = text()
      const lines = count === 0 && all === '' ? [] : all.split('\n')
      if (lines.length !== count) damaged = true
      return lines
    },
    lists(count, below) {
      const starts = new Uint32Array(count + 1)
      const items: number[] = []
      for (let index = 0; index < count && !damaged; index++) {
        starts[index] = items.length
        const length = number()
        if (length > bytes.length - at) damaged = true
        let item = 0
        for (let one = 0; one < length && !damaged; one++) {
          item += number()
          if (item >= below) damaged = true
          items.push(item)
        }
      }
      starts[count] = items.length
      return { starts, items: Uint32Array.from(items) }
    },
    atEnd: () => !damaged && at === bytes.length,
  }
}
