import type { Party } from '../issuing/compose-credential.ts'
import type { MeritVersion } from '../merit/merit.ts'

/** A published merit as something that can be learnt: who made it, who gives it today. */
export type Offer = {
  readonly version: Pick<MeritVersion, 'design' | 'number' | 'publishedAt'>
  readonly versionUrl: string
  readonly meritUrl: string
  readonly creator: Party
  /** Who may issue it today; never empty, for a creator without a mandate to others issues it itself. */
  readonly issuers: readonly Party[]
}
