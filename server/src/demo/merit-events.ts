import { MeritId } from '@bricka/domain/merit/merit'
import type { World, WorldMandate, WorldMerit } from '@bricka/fixtures/world/world'
import { publishMerit } from '../merit/publish-merit.ts'
import { retireMerit } from '../merit/retire-merit.ts'
import { addMerit, saveDraft } from '../merit/write-draft.ts'
import { grantMandate } from '../trust/grant-mandate.ts'
import { withdrawMandate } from '../trust/withdraw-mandate.ts'
import { findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

/** How a merit is begun, published version by version, worked on and retired. `lastly` is when its draft was saved. */
export function meritEvents(merit: WorldMerit, lastly: string): DemoEvent[] {
  const { key, owner, versions, draft, retired } = merit
  const name = `merit:${key}`
  const begun = versions[0]?.design ?? draft
  if (!begun) return []
  return [
    {
      name,
      at: merit.begunAt,
      run: async (then, work, found) => {
        const permission = await findPermission(work, found, merit.begunBy, owner, 'design')
        return { id: await addMerit(then, work, permission, begun, merit.profileId) }
      },
    },
    ...versions.map(
      ({ design, publishedAt, publishedBy, changes, answers }, index): DemoEvent => ({
        name: `${name}:${index + 1}`,
        at: publishedAt,
        run: async (then, work, found) => {
          const permission = await findPermission(work, found, publishedBy, owner, 'design')
          const id = found(name, 'id')
          const requires = (merit.requires ?? []).map((one) => MeritId.parse(found(`merit:${one}`, 'id')))
          const answersNeeds = (answers?.concepts ?? []).map((concept) => ({
            waveId: found(`need:${answers?.need}:wave`, 'id'),
            concept,
          }))
          const whole = { ...design, requires, answersNeeds }
          await saveDraft(then, work, permission, id, { design: whole, profileId: merit.profileId })
          return publishMerit(then, work, permission, id, changes)
        },
      }),
    ),
    ...(draft && versions.length > 0
      ? [
          {
            name: `${name}:draft`,
            at: lastly,
            run: async (then, work, found) => {
              const permission = await findPermission(work, found, merit.begunBy, owner, 'design')
              await saveDraft(then, work, permission, found(name, 'id'), { design: draft, profileId: merit.profileId })
              return {}
            },
          } satisfies DemoEvent,
        ]
      : []),
    ...(retired
      ? [
          {
            name: `${name}:retired`,
            at: retired.at,
            run: async (then, work, found) => {
              const permission = await findPermission(work, found, merit.begunBy, owner, 'design')
              await retireMerit(then, work, permission, found(name, 'id'), {
                reason: retired.reason,
                replacedBy: retired.replacedBy && found(`merit:${retired.replacedBy}`, 'id'),
              })
              return {}
            },
          } satisfies DemoEvent,
        ]
      : []),
  ]
}

export function mandateEvents(world: World, mandate: WorldMandate): DemoEvent[] {
  const owner = world.merits.find(({ key }) => key === mandate.merit)?.owner
  if (!owner) throw new Error(`The mandate ${mandate.key} is for a merit that is not in the world.`)
  const name = `mandate:${mandate.key}`
  const { withdrawn } = mandate
  return [
    {
      name,
      at: mandate.grantedAt,
      run: async (then, work, found) =>
        grantMandate(then, work, await findPermission(work, found, mandate.grantedBy, owner, 'mandate'), {
          meritId: found(`merit:${mandate.merit}`, 'id'),
          issuerId: found(`organisation:${mandate.issuer}`, 'id'),
          validFrom: new Date(mandate.validFrom),
          validUntil: mandate.validUntil === null ? null : new Date(mandate.validUntil),
        }),
    },
    ...(withdrawn
      ? [
          {
            name: `${name}:withdrawn`,
            at: withdrawn.at,
            run: async (then, work, found) => {
              const permission = await findPermission(work, found, mandate.grantedBy, owner, 'mandate')
              await withdrawMandate(then, work, permission, {
                mandateId: found(name, 'id'),
                reason: withdrawn.reason,
              })
              return {}
            },
          } satisfies DemoEvent,
        ]
      : []),
  ]
}
