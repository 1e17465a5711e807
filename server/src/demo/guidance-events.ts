import { Aim } from '@bricka/domain/guidance/aim'
import { PlanChange } from '@bricka/domain/guidance/change-plan'
import { Entry } from '@bricka/domain/guidance/entry'
import type { WorldGuidance } from '@bricka/fixtures/world/world'
import { addAim } from '../guidance/aim.ts'
import { applyChange } from '../guidance/plan.ts'
import { NewGuidance, startGuidance } from '../guidance/start-guidance.ts'
import { takeAsked } from '../guidance/take-guidance.ts'
import { writeAsCounsellor } from '../guidance/write-entry.ts'
import { findActor, findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

/** An aim, the first steps of a plan, and a counsellor who has taken it on: through the same verbs as anyone's. */
export function guidanceEvents(one: WorldGuidance): DemoEvent[] {
  const { key, learner, organisation, counsellor, aim, plan, asked, note, proposal } = one
  const name = `guidance:${key}`
  const aimName = `aim:${key}`
  return [
    {
      name: aimName,
      at: aim.at,
      run: async (then, work, found) => {
        const { occupation, workedAs, places, why } = aim
        const mapId = found(`skill-map:${aim.map}`, 'id')
        const target = { kind: 'occupation', occupation, mapId }
        const stated = Aim.parse({ target, workedAs, constraints: { online: true, places }, why })
        return { id: await addAim(then, work, await findActor(work, found, learner), stated) }
      },
    },
    ...plan.map(
      ({ at, title, targetOn }, index): DemoEvent => ({
        name: `${aimName}:${index + 1}`,
        at,
        run: async (then, work, found) => {
          const change = PlanChange.parse({ kind: 'add', steps: [{ content: { kind: 'other', title }, targetOn }] })
          await applyChange(then, work, await findActor(work, found, learner), found(aimName, 'id'), change)
          return {}
        },
      }),
    ),
    {
      name,
      at: asked.at,
      run: async (then, work, found) => {
        const id = found(aimName, 'id')
        const wish = NewGuidance.parse({
          organisationId: found(`organisation:${organisation}`, 'id'),
          message: asked.message,
          share: {
            things: [
              { kind: 'aim', id },
              { kind: 'plan', id },
            ],
            purpose: asked.purpose,
          },
        })
        const made = await startGuidance(then, work, await findActor(work, found, learner), wish)
        return { id: made.id }
      },
    },
    {
      name: `${name}:taken`,
      at: one.takenAt,
      run: async (then, work, found) => {
        const permission = await findPermission(work, found, counsellor, organisation, 'counsel')
        await takeAsked(then, work, await findActor(work, found, counsellor), permission, found(name, 'id'))
        return {}
      },
    },
    {
      name: `${name}:note`,
      at: note.at,
      run: async (then, work, found) => {
        const entry = Entry.parse({ kind: 'note', text: note.text })
        await writeAsCounsellor(then, work, await findActor(work, found, counsellor), found(name, 'id'), entry)
        return {}
      },
    },
    {
      name: `${name}:proposal`,
      at: proposal.at,
      run: async (then, work, found) => {
        const meritId = found(`merit:${proposal.merit}`, 'id')
        const entry = Entry.parse({
          kind: 'proposal',
          aimId: found(aimName, 'id'),
          steps: [
            { kind: 'merit', meritId, title: proposal.merit },
            { kind: 'other', title: proposal.step },
          ],
          why: proposal.why,
        })
        await writeAsCounsellor(then, work, await findActor(work, found, counsellor), found(name, 'id'), entry)
        return {}
      },
    },
  ]
}
