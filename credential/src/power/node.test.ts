import { describe, expect, it } from 'vitest'
import { secrets } from './node.ts'

describe('random bytes drawn many at a time', () => {
  it('are as many as were asked for, never the same twice, and nobody else’s to change', () => {
    const seen = new Set<string>()
    for (const length of [16, 32, 180, 1_024, 1_025, 5_000, ...Array.from({ length: 600 }, () => 16)]) {
      const drawn = secrets.randomBytes(length)
      expect(drawn.length).toBe(length)
      expect(drawn.buffer.byteLength).toBe(length)
      seen.add(Buffer.from(drawn.subarray(0, 16)).toString('hex'))
      drawn.fill(0)
    }
    expect(seen.size).toBe(606)
    expect([...seen].some((hex) => /^0+$/.test(hex))).toBe(false)
    expect(secrets.randomBytes(0).length).toBe(0)
  })
})
