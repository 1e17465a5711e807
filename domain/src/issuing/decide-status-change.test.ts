import { describe, expect, it } from 'vitest'
import { CredentialState, changesFrom, decideStatusChange, StatusChange } from './decide-status-change.ts'

describe('changing how a credential stands', () => {
  it('goes through exactly these changes', () => {
    const allowed = CredentialState.options.flatMap((state) =>
      StatusChange.options.flatMap((change) => {
        const decision = decideStatusChange({
          state,
          change,
          reason: 'Fel kurs',
          requestedBy: 'eva',
          decidedBy: 'omar',
        })
        return decision.may ? [`${state} ${change} ${decision.to}`] : []
      }),
    )
    expect(allowed).toEqual([
      'awaiting-approval approve issued',
      'awaiting-approval decline declined',
      'issued suspend suspended',
      'issued revoke revoked',
      'issued replace replaced',
      'suspended reinstate issued',
      'suspended revoke revoked',
      'suspended replace replaced',
    ])
  })

  it('never brings back what was revoked, and says from where it could have been done', () => {
    expect(decideStatusChange({ state: 'revoked', change: 'reinstate', reason: 'Ångrat' })).toEqual({
      may: false,
      code: 'status-change-not-allowed',
      state: 'revoked',
      allowedFrom: ['suspended'],
    })
    expect(changesFrom('revoked')).toEqual([])
    expect(changesFrom('issued')).toEqual(['suspend', 'revoke', 'replace'])
  })

  it('needs four eyes to approve or decline', () => {
    const asked = { state: 'awaiting-approval', reason: 'Underlag saknas', requestedBy: 'eva' } as const
    for (const change of ['approve', 'decline'] as const) {
      expect(decideStatusChange({ ...asked, change, decidedBy: 'eva' })).toEqual({ may: false, code: 'own-request' })
      expect(decideStatusChange({ ...asked, change })).toEqual({ may: false, code: 'own-request' })
      expect(decideStatusChange({ ...asked, change, decidedBy: 'omar' }).may).toBe(true)
    }
  })

  it('wants a reason for whatever takes something from the holder or gives it back', () => {
    for (const change of ['suspend', 'revoke', 'replace'] as const)
      expect(decideStatusChange({ state: 'issued', change, reason: ' ' })).toEqual({
        may: false,
        code: 'reason-missing',
      })
    expect(decideStatusChange({ state: 'suspended', change: 'reinstate' })).toEqual({
      may: false,
      code: 'reason-missing',
    })
  })

  it('sets both lists for what is revoked, so that a reader of one list never accepts it', () => {
    expect(decideStatusChange({ state: 'issued', change: 'revoke', reason: 'Fusk' })).toMatchObject({
      bits: { suspension: true, revocation: true },
    })
    expect(decideStatusChange({ state: 'issued', change: 'suspend', reason: 'Utreds' })).toMatchObject({
      bits: { suspension: true, revocation: false },
    })
  })
})
