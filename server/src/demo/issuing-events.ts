import type { World, WorldIssuing, WorldOccasion } from '@bricka/fixtures/world/world'
import { approveCredentials, declineCredentials } from '../issuing/approve-credentials.ts'
import { changeCredential } from '../issuing/change-status.ts'
import { issueMerit } from '../issuing/issue-merit.ts'
import { addOccasion } from '../issuing/occasion.ts'
import { replaceCredential } from '../issuing/replace-credential.ts'
import { claimCredentials } from '../passport/claim-link.ts'
import { findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

/** How one credential is asked for, approved, claimed, and what became of it. */
export function issuingEvents(world: World, issuing: WorldIssuing): DemoEvent[] {
  const { approval, claimedAt, issuer } = issuing
  const name = `issuing:${issuing.key}`
  return [
    { name, at: issuing.requestedAt, run: runIssuing(world, issuing) },
    ...(approval
      ? [
          {
            name: `${name}:decided`,
            at: approval.at,
            run: async (then, work, found) => {
              const permission = await findPermission(work, found, approval.by, issuer, 'approve')
              const ids = [found(name, 'credentialId')]
              if (approval.decision === 'approve') await approveCredentials(then, work, permission, ids)
              else await declineCredentials(then, work, permission, ids, approval.reason ?? '')
              return {}
            },
          } satisfies DemoEvent,
        ]
      : []),
    ...(claimedAt
      ? [
          {
            name: `${name}:claimed`,
            at: claimedAt,
            run: async (then, work, found) => {
              const credentialId = found(name, 'credentialId')
              await claimCredentials(then, work, found(`person:${issuing.holder}`, 'id'), credentialId)
              // Whoever has claimed has read the message.
              await work
                .deleteFrom('notice')
                .where('credential_id', '=', credentialId)
                .where('kind', '=', 'issued')
                .execute()
              return {}
            },
          } satisfies DemoEvent,
        ]
      : []),
    ...issuing.changes.map(
      ({ change, at, by, reason }, index): DemoEvent => ({
        name: `${name}:change-${index + 1}`,
        at,
        run: async (then, work, found) => {
          const permission = await findPermission(work, found, by, issuer, 'keep')
          await changeCredential(then, work, permission, change, { credentialId: found(name, 'credentialId'), reason })
          return {}
        },
      }),
    ),
  ]
}

function runIssuing(world: World, issuing: WorldIssuing): DemoEvent['run'] {
  const holder = world.people.find(({ key }) => key === issuing.holder)
  if (!holder) throw new Error(`${issuing.key} is for someone who is not in the world.`)
  const { replaces } = issuing
  return async (then, work, found) => {
    const permission = await findPermission(work, found, issuing.requestedBy, issuing.issuer, 'issue')
    if (replaces)
      return replaceCredential(then, work, permission, {
        credentialId: found(`issuing:${replaces.issuing}`, 'credentialId'),
        reason: replaces.reason,
        facts: issuing.facts,
      })
    return issueMerit(then, work, permission, {
      meritId: found(`merit:${issuing.merit}`, 'id'),
      version: issuing.version,
      recipient: { name: holder.name, email: holder.email },
      facts: issuing.facts,
      validUntil: issuing.validUntil ? new Date(issuing.validUntil) : null,
      key: `demo:${issuing.key}`,
    })
  }
}

/** When and where an issuer gives a merit. */
export const occasionEvent = ({ key, merit, issuer, by, at, occasion }: WorldOccasion): DemoEvent => ({
  name: `occasion:${key}`,
  at,
  run: async (then, work, found) => {
    const permission = await findPermission(work, found, by, issuer, 'issue')
    return addOccasion(then, work, permission, found(`merit:${merit}`, 'id'), occasion)
  },
})
