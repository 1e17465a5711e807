import type { WorldAssessor, WorldCase, WorldOffer } from '@bricka/fixtures/world/world'
import { addEvent, NewEvent } from '../recognition/add-event.ts'
import { AssessorContent, registerAssessor } from '../recognition/assessor.ts'
import { OfferSettings, offerValidation } from '../recognition/offer.ts'
import { startCase } from '../recognition/start-case.ts'
import { findActor, findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

export const offerEvent = ({ key, provider, merit, by, at, settings }: WorldOffer): DemoEvent => ({
  name: `offer:${key}`,
  at,
  run: async (then, work, found) => {
    const coordinate = await findPermission(work, found, by, provider, 'coordinate')
    const issue = await findPermission(work, found, by, provider, 'issue')
    const meritId = found(`merit:${merit}`, 'id')
    await offerValidation(then, work, coordinate, issue, meritId, OfferSettings.parse(settings))
    return {}
  },
})

export const assessorEvent = ({ key, provider, by, at, content }: WorldAssessor): DemoEvent => ({
  name: `assessor:${key}`,
  at,
  run: async (then, work, found) => {
    const permission = await findPermission(work, found, by, provider, 'coordinate')
    await registerAssessor(then, work, permission, found(`person:${key}`, 'id'), AssessorContent.parse(content))
    return {}
  },
})

/** A case as it was walked: each event by the one who did it, judged by the rules as anyone's. */
export function caseEvents(one: WorldCase): DemoEvent[] {
  const name = `case:${one.key}`
  return [
    {
      name,
      at: one.startedAt,
      run: async (then, work, found) => ({
        id: await startCase(then, work, await findActor(work, found, one.candidate), {
          providerId: found(`organisation:${one.provider}`, 'id'),
          meritId: found(`merit:${one.merit}`, 'id'),
          informationVersion: one.informationVersion,
          language: one.language,
          voluntary: true,
        }),
      }),
    },
    ...one.events.map(
      ({ at, by, as, event: { person, ...event } }, index): DemoEvent => ({
        name: `${name}:${index + 1}`,
        at,
        run: async (then, work, found) => {
          const wanted = { ...event, ...(person && { personId: found(`person:${person}`, 'id') }) }
          const actor = await findActor(work, found, by)
          await addEvent(then, work, actor, found(name, 'id'), NewEvent.parse({ as, event: wanted }))
          return {}
        },
      }),
    ),
  ]
}
