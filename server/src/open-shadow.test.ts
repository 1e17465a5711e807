import { describe, expect, it } from 'vitest'
import { openShadow } from './open-shadow.ts'

describe('looking over the shoulder of the fast path', () => {
  const told: object[] = []
  const log = { error: (fields: object) => void told.push(fields) }

  it('does so for one in as many as the operator says, and not at all with 0', () => {
    const shadow = openShadow(3, log)
    expect(Array.from({ length: 6 }, () => shadow?.isDue())).toEqual([true, false, false, true, false, false])
    expect(openShadow(0, log)).toBeUndefined()
    expect(told).toEqual([])
  })

  it('counts the differences and says where they are, but nothing of what the credential says', () => {
    const shadow = openShadow(1, log)
    const document = { id: 'https://bricka.example/credentials/1', name: 'Aino Berg' }
    shadow?.alarm({ purpose: 'issue', document, ours: 'Aino', reference: 'Berg' })
    shadow?.alarm({ purpose: 'verify', document: {}, ours: '', reference: 'x' })
    expect(told).toMatchObject([
      { alarm: 'shadow-difference', purpose: 'issue', credential: document.id, differences: 1 },
      { alarm: 'shadow-difference', purpose: 'verify', credential: null, differences: 2 },
    ])
    expect(JSON.stringify(told)).not.toMatch(/Aino|Berg/)
  })
})
