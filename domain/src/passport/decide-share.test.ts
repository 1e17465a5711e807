import { describe, expect, it } from 'vitest'
import { decideShare } from './decide-share.ts'

describe('deciding how a share link stands', () => {
  it('is open until its last moment, and not at it', () => {
    expect(decideShare({ expiresAt }, new Date('2026-05-31T23:59:59Z'))).toEqual({ state: 'open', until: expiresAt })
    expect(decideShare({ expiresAt }, new Date(expiresAt))).toEqual({ state: 'expired', at: expiresAt })
  })

  it('says withdrawn from that moment on, also after it would have expired', () => {
    const withdrawnAt = '2026-05-10T00:00:00Z'
    expect(decideShare({ expiresAt, withdrawnAt }, new Date('2026-05-09T23:59:59Z')).state).toBe('open')
    expect(decideShare({ expiresAt, withdrawnAt }, new Date('2026-07-01T00:00:00Z'))).toEqual({
      state: 'withdrawn',
      at: withdrawnAt,
    })
  })
})

const expiresAt = '2026-06-01T00:00:00Z'
