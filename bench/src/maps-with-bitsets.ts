import type { SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { listAt } from '@bricka/domain/skill/skill-map'

/** The way most would write it: a row of bits per occupation, for what it has and for what it cannot do without. */
export type Bitsets = { words: number; held: Int32Array; wanted: Int32Array }

export function makeBitsets({ map }: SkillIndex): Bitsets {
  const count = map.occupations.uris.length
  const words = Math.ceil(map.skills.uris.length / 32)
  const held = new Int32Array(count * words)
  const wanted = new Int32Array(count * words)
  const set = (bits: Int32Array, occupation: number, skill: number): void => {
    const word = occupation * words + (skill >>> 5)
    bits[word] = (bits[word] ?? 0) | (1 << (skill & 31))
  }
  for (let occupation = 0; occupation < count; occupation++) {
    for (const skill of listAt(map.essential, occupation)) {
      set(held, occupation, skill)
      set(wanted, occupation, skill)
    }
    for (const skill of listAt(map.optional, occupation)) set(held, occupation, skill)
  }
  return { words, held, wanted }
}

export function coverWithBitsets({ map, rarity, essentialRarity }: SkillIndex, bitsets: Bitsets): Float32Array {
  const { words, held, wanted } = bitsets
  const count = map.occupations.uris.length
  const square = new Float32Array(count * count)
  for (let one = 0; one < count; one++) {
    const row = held.subarray(one * words, (one + 1) * words)
    for (let other = 0; other < count; other++) {
      const start = other * words
      let shared = 0
      for (let word = 0; word < words; word++) {
        let bits = (row[word] ?? 0) & (wanted[start + word] ?? 0)
        while (bits !== 0) {
          const low = bits & -bits
          shared += rarity[word * 32 + 31 - Math.clz32(low)] ?? 0
          bits ^= low
        }
      }
      const total = essentialRarity[other] ?? 0
      square[one * count + other] = total > 0 ? shared / total : 0
    }
  }
  return square
}
