import type { Party } from '../issuing/compose-credential.ts'
import type { MeritVersion } from '../merit/merit.ts'
import type { Occasion } from '../merit/occasion.ts'

/** A published merit as something that can be learnt: who made it, who gives it today. */
export type Offer = {
  readonly version: Pick<MeritVersion, 'design' | 'number' | 'publishedAt'>
  readonly versionUrl: string
  readonly meritUrl: string
  readonly creator: Party
  /** Who may issue it today; never empty, for a creator without a mandate to others issues it itself. */
  readonly issuers: readonly Party[]
  /** When and where it is given next, by whom, as far as anyone has said. */
  readonly occasions: readonly Given[]
}

export type Given = { readonly id: string; readonly by: Party; readonly occasion: Occasion }
