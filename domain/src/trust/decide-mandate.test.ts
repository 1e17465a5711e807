import { describe, expect, it } from 'vitest'
import { MeritId } from '../merit/merit.ts'
import { OrganisationId } from '../organisation/organisation.ts'
import { decideIssuingRight } from './decide-mandate.ts'
import { Mandate } from './mandate.ts'

const branchBody = OrganisationId.parse('0198c000-0000-7000-8000-000000000001')
const college = OrganisationId.parse('0198c000-0000-7000-8000-000000000002')
const stranger = OrganisationId.parse('0198c000-0000-7000-8000-000000000003')
const splicing = { id: MeritId.parse('0198c000-0000-7000-8000-0000000000a1'), ownerId: branchBody }
const welding = MeritId.parse('0198c000-0000-7000-8000-0000000000a2')
const may = new Date('2026-05-15T12:00:00Z')

describe('deciding who may issue a merit', () => {
  it('lets the creator issue its own merit without any mandate', () => {
    expect(decideIssuingRight(splicing, branchBody, [], may)).toEqual({ may: true, under: 'ownership' })
  })

  it('lets an issuer issue under a mandate in force', () => {
    const mandate = given()
    expect(decideIssuingRight(splicing, college, [mandate], may)).toEqual({ may: true, under: mandate })
  })

  it('refuses an issuer without a mandate', () => {
    expect(decideIssuingRight(splicing, stranger, [given()], may)).toEqual({ may: false, code: 'mandate-missing' })
  })

  it('refuses a mandate for another merit', () => {
    expect(decideIssuingRight(splicing, college, [given({ meritId: welding })], may)).toEqual({
      may: false,
      code: 'mandate-missing',
    })
  })

  it('refuses a mandate given by someone who does not own the merit', () => {
    expect(decideIssuingRight(splicing, college, [given({ creatorId: stranger })], may)).toEqual({
      may: false,
      code: 'mandate-missing',
    })
  })

  it('refuses before the mandate begins', () => {
    const mandate = given({ validFrom: '2026-06-01T00:00:00Z' })
    expect(decideIssuingRight(splicing, college, [mandate], may)).toEqual({
      may: false,
      code: 'mandate-not-yet-valid',
      mandate,
      from: '2026-06-01T00:00:00Z',
    })
  })

  it('refuses after the mandate has ended, and allows at its last moment', () => {
    const mandate = given({ validUntil: '2026-05-15T12:00:00Z' })
    expect(decideIssuingRight(splicing, college, [mandate], may).may).toBe(true)
    expect(decideIssuingRight(splicing, college, [mandate], new Date('2026-05-15T12:00:01Z'))).toEqual({
      may: false,
      code: 'mandate-expired',
      mandate,
      until: '2026-05-15T12:00:00Z',
    })
  })

  it('withdraws for the future only', () => {
    const mandate = given({ withdrawnAt: '2026-05-01T00:00:00Z' })
    expect(decideIssuingRight(splicing, college, [mandate], new Date('2026-04-30T23:59:59Z')).may).toBe(true)
    expect(decideIssuingRight(splicing, college, [mandate], may)).toEqual({
      may: false,
      code: 'mandate-withdrawn',
      mandate,
      at: '2026-05-01T00:00:00Z',
    })
  })

  it('finds the mandate in force among old ones', () => {
    const old = given({ validUntil: '2026-02-01T00:00:00Z' })
    const withdrawn = given({ validFrom: '2026-03-01T00:00:00Z', withdrawnAt: '2026-03-02T00:00:00Z' })
    const current = given({ validFrom: '2026-02-02T00:00:00Z' })
    expect(decideIssuingRight(splicing, college, [old, withdrawn, current], may)).toEqual({ may: true, under: current })
  })

  it('compares moments, not their spelling', () => {
    const mandate = given({ validFrom: '2026-05-15T13:30:00+02:00' })
    expect(decideIssuingRight(splicing, college, [mandate], may).may).toBe(true)
  })
})

describe('a mandate', () => {
  it('cannot end before it begins', () => {
    expect(Mandate.safeParse({ ...given(), validUntil: '2025-12-31T00:00:00Z' }).success).toBe(false)
  })

  it('cannot be given to oneself', () => {
    expect(Mandate.safeParse({ ...given(), issuerId: branchBody }).success).toBe(false)
  })
})

function given(changes: Partial<Mandate> = {}): Mandate {
  return Mandate.parse({
    id: '0198c000-0000-7000-8000-0000000000b1',
    meritId: splicing.id,
    creatorId: branchBody,
    issuerId: college,
    validFrom: '2026-01-01T00:00:00Z',
    ...changes,
  })
}
