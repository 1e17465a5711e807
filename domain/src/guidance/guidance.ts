import { type Consent, type Purpose, sameThing, type Thing } from './consent.ts'

/**
 * A learner's guidance by one counsellor at a time. `offered`: a link that nobody has taken; `asked`: an organisation
 * has been asked and none of its counsellors has taken it.
 */
export type Guidance = {
  readonly standing: 'offered' | 'asked' | 'open' | 'ended'
  readonly organisationId: string | undefined
  readonly counsellorId: string | undefined
  /** A colleague whom the counsellor wants to hand over to, until the learner says yes or no. */
  readonly handoverTo: string | undefined
  /** What was written before this number is not shown to the counsellor of now: it was written to another. */
  readonly entriesFrom: number
  readonly consents: readonly Consent[]
}

export type GuidanceAct =
  | { readonly kind: 'take'; readonly by: string; readonly organisationId: string }
  | { readonly kind: 'share'; readonly consents: readonly { id: string; thing: Thing; purpose: Purpose }[] }
  | { readonly kind: 'withdraw'; readonly consentId: string }
  | { readonly kind: 'ask-handover'; readonly by: string; readonly to: string }
  /** `keep`: the consents that go along; `entries`: whether what was written goes along. `upTo` is the number so far. */
  | {
      readonly kind: 'agree-handover'
      readonly keep: readonly string[]
      readonly entries: boolean
      readonly upTo: number
    }
  | { readonly kind: 'refuse-handover' }
  | { readonly kind: 'end' }

export const guidanceRefusals = [
  'guidance-ended',
  'guidance-taken',
  'guidance-not-open',
  'guidance-not-yours',
  'consent-given',
  'consent-unknown',
  'handover-asked',
  'handover-to-oneself',
  'handover-not-asked',
] as const
export type GuidanceRefusal = (typeof guidanceRefusals)[number]

export type DecidedGuidance =
  | { readonly may: true; readonly guidance: Guidance }
  | { readonly may: false; readonly code: GuidanceRefusal }

/**
 * Says what an act makes of a guidance, or why it may not be. Only a learner shares, withdraws and lets hand over; that
 * they are the one who asks is the server's to know.
 */
export function decideGuidance(guidance: Guidance, act: GuidanceAct): DecidedGuidance {
  if (guidance.standing === 'ended') return refuse('guidance-ended')
  const to = (changes: Partial<Guidance>): DecidedGuidance => ({ may: true, guidance: { ...guidance, ...changes } })
  switch (act.kind) {
    case 'take':
      if (guidance.standing === 'open') return refuse('guidance-taken')
      if (guidance.organisationId !== undefined && guidance.organisationId !== act.organisationId)
        return refuse('guidance-not-yours')
      return to({ standing: 'open', organisationId: act.organisationId, counsellorId: act.by })
    case 'share': {
      const stands = ({ thing, purpose }: { thing: Thing; purpose: Purpose }): boolean =>
        guidance.consents.some((one) => !one.withdrawn && one.purpose === purpose && sameThing(one.thing, thing))
      if (act.consents.some(stands)) return refuse('consent-given')
      return to({ consents: [...guidance.consents, ...act.consents.map((one) => ({ ...one, withdrawn: false }))] })
    }
    case 'withdraw':
      if (!guidance.consents.some(({ id, withdrawn }) => id === act.consentId && !withdrawn))
        return refuse('consent-unknown')
      return to({
        consents: guidance.consents.map((one) => (one.id === act.consentId ? { ...one, withdrawn: true } : one)),
      })
    case 'ask-handover':
      if (guidance.standing !== 'open') return refuse('guidance-not-open')
      if (guidance.counsellorId !== act.by) return refuse('guidance-not-yours')
      if (guidance.handoverTo !== undefined) return refuse('handover-asked')
      if (act.to === act.by) return refuse('handover-to-oneself')
      return to({ handoverTo: act.to })
    case 'refuse-handover':
      if (guidance.handoverTo === undefined) return refuse('handover-not-asked')
      return to({ handoverTo: undefined })
    case 'agree-handover':
      if (guidance.handoverTo === undefined) return refuse('handover-not-asked')
      return to({
        counsellorId: guidance.handoverTo,
        handoverTo: undefined,
        entriesFrom: act.entries ? guidance.entriesFrom : act.upTo + 1,
        consents: guidance.consents.map((one) => (act.keep.includes(one.id) ? one : { ...one, withdrawn: true })),
      })
    case 'end':
      return to({
        standing: 'ended',
        handoverTo: undefined,
        consents: guidance.consents.map((one) => ({ ...one, withdrawn: true })),
      })
  }
}

const refuse = (code: GuidanceRefusal): DecidedGuidance => ({ may: false, code })

export type Readable = { readonly thing: Thing; readonly purposes: readonly Purpose[] }

/**
 * What somebody may read of a learner through this guidance, at this moment: nothing, unless they are its counsellor and
 * it is open; then each thing with a consent that stands, and what it may be used for.
 */
export function listReadable(guidance: Guidance, personId: string): readonly Readable[] {
  if (guidance.standing !== 'open' || guidance.counsellorId !== personId) return []
  const readable: { thing: Thing; purposes: Purpose[] }[] = []
  for (const { thing, purpose, withdrawn } of guidance.consents) {
    if (withdrawn) continue
    const known = readable.find((one) => sameThing(one.thing, thing))
    if (known) known.purposes.push(purpose)
    else readable.push({ thing, purposes: [purpose] })
  }
  return readable
}
