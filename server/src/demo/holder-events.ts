import type { WorldClaim, WorldShare } from '@bricka/fixtures/world/world'
import { addSelfClaim } from '../passport/self-claim.ts'
import { shareMerits, withdrawShare } from '../passport/share-merits.ts'
import { findActor } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

/** What a learner says of themselves. */
export const claimEvent = ({ key, holder, claim, createdAt }: WorldClaim): DemoEvent => ({
  name: `claim:${key}`,
  at: createdAt,
  run: async (then, work, found) => ({
    id: await addSelfClaim(then, work, await findActor(work, found, holder), claim),
  }),
})

/** How merits are shared, and the share withdrawn. */
export function shareEvents(share: WorldShare): DemoEvent[] {
  const name = `share:${share.key}`
  const { withdrawnAt } = share
  return [
    {
      name,
      at: share.createdAt,
      run: async (then, work, found) => {
        const { id } = await shareMerits(then, work, await findActor(work, found, share.holder), {
          credentialIds: share.issuings.map((key) => found(`issuing:${key}`, 'credentialId')),
          selfClaimIds: share.claims.map((key) => found(`claim:${key}`, 'id')),
          importedIds: [],
          audience: share.audience,
          purpose: share.purpose,
          days: Math.round((Date.parse(share.expiresAt) - Date.parse(share.createdAt)) / 86_400_000),
        })
        return { id }
      },
    },
    ...(withdrawnAt
      ? [
          {
            name: `${name}:withdrawn`,
            at: withdrawnAt,
            run: async (then, work, found) => {
              await withdrawShare(then, work, await findActor(work, found, share.holder), found(name, 'id'))
              return {}
            },
          } satisfies DemoEvent,
        ]
      : []),
  ]
}
