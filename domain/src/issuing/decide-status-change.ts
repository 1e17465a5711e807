import { z } from 'zod'

export const CredentialState = z.enum(['awaiting-approval', 'declined', 'issued', 'suspended', 'revoked', 'replaced'])
export type CredentialState = z.infer<typeof CredentialState>

export const StatusChange = z.enum(['approve', 'decline', 'suspend', 'reinstate', 'revoke', 'replace'])
export type StatusChange = z.infer<typeof StatusChange>

type Transition = {
  readonly from: readonly CredentialState[]
  readonly to: CredentialState
  /** What only another person than the one who asked may do: four eyes. */
  readonly byAnother: boolean
  readonly needsReason: boolean
  /** How the two status lists are set afterwards; `undefined` where the credential has no place in one yet. */
  readonly bits: { readonly suspension: boolean; readonly revocation: boolean } | undefined
}

/** Every change a credential may go through. What is revoked or replaced never comes back. */
export const transitions = {
  approve: {
    from: ['awaiting-approval'],
    to: 'issued',
    byAnother: true,
    needsReason: false,
    bits: { suspension: false, revocation: false },
  },
  decline: { from: ['awaiting-approval'], to: 'declined', byAnother: true, needsReason: true, bits: undefined },
  suspend: {
    from: ['issued'],
    to: 'suspended',
    byAnother: false,
    needsReason: true,
    bits: { suspension: true, revocation: false },
  },
  reinstate: {
    from: ['suspended'],
    to: 'issued',
    byAnother: false,
    needsReason: true,
    bits: { suspension: false, revocation: false },
  },
  revoke: {
    from: ['issued', 'suspended'],
    to: 'revoked',
    byAnother: false,
    needsReason: true,
    bits: { suspension: true, revocation: true },
  },
  replace: {
    from: ['issued', 'suspended'],
    to: 'replaced',
    byAnother: false,
    needsReason: true,
    bits: { suspension: true, revocation: true },
  },
} as const satisfies Record<StatusChange, Transition>

export type StatusDecision =
  | { may: true; to: CredentialState; bits: Transition['bits'] }
  | { may: false; code: 'status-change-not-allowed'; state: CredentialState; allowedFrom: readonly CredentialState[] }
  | { may: false; code: 'own-request' }
  | { may: false; code: 'reason-missing' }

export type Asked = {
  readonly state: CredentialState
  readonly change: StatusChange
  readonly reason?: string | undefined
  /** Who asked for the issuing, and who decides now. A token or a system has no eyes: leave it out. */
  readonly requestedBy?: string | null | undefined
  readonly decidedBy?: string | null | undefined
}

/** Says whether a change may be made to a credential, and what it leads to. */
export function decideStatusChange({ state, change, reason, requestedBy, decidedBy }: Asked): StatusDecision {
  const { from, to, byAnother, needsReason, bits }: Transition = transitions[change]
  if (!from.includes(state)) return { may: false, code: 'status-change-not-allowed', state, allowedFrom: from }
  if (byAnother && (!decidedBy || decidedBy === requestedBy)) return { may: false, code: 'own-request' }
  if (needsReason && !reason?.trim()) return { may: false, code: 'reason-missing' }
  return { may: true, to, bits }
}

/** What may still be done with a credential in this state. */
export const changesFrom = (state: CredentialState): readonly StatusChange[] =>
  StatusChange.options.filter((change) => {
    const { from }: Transition = transitions[change]
    return from.includes(state)
  })
