import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gzipSegments } from './gzip-segments.ts'

describe('compressing the bits of a status list', () => {
  it('gives gzip that anyone reads back, whatever has changed since the last time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 20 }),
        (length, changes) => {
          const bits = Buffer.alloc(length)
          let kept = gzipSegments(bits).segments
          for (const [place, value] of changes) {
            if (length > 0) bits[place % length] = value
            const { gzip, segments } = gzipSegments(bits, kept)
            expect(gunzipSync(gzip).equals(bits)).toBe(true)
            kept = segments
          }
          expect(gunzipSync(gzipSegments(bits, kept).gzip).equals(bits)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('compresses anew only the segment of the changed bit, and keeps what was given apart from what it kept', () => {
    const bits = Buffer.alloc(131_072)
    for (let index = 0; index < bits.length; index += 97) bits[index] = 1
    const first = gzipSegments(bits)
    bits[50_000] = 0xff
    const next = gzipSegments(bits, first.segments)
    const changed = next.segments.parts.flatMap((part, index) => (part === first.segments.parts[index] ? [] : [index]))
    expect(changed).toEqual([Math.floor(50_000 / 4096)])
    expect(first.segments.bits[50_000]).toBe(0)
    expect(gunzipSync(next.gzip).equals(bits)).toBe(true)
  })

  it('takes nothing from a list of another length, and a changed byte in it is found by whoever reads it', () => {
    const short = gzipSegments(Buffer.alloc(16_384, 1))
    const long = gzipSegments(Buffer.alloc(16_385, 1), short.segments)
    expect(gunzipSync(long.gzip)).toHaveLength(16_385)
    const broken = Buffer.from(short.gzip)
    broken[broken.length - 8] = (broken[broken.length - 8] ?? 0) ^ 1
    expect(() => gunzipSync(broken)).toThrow()
  })
})
