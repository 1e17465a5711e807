import { makeWorld } from '@bricka/fixtures/world/make-world'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { writeNotices } from '../issuing/notice.ts'
import { deliverMail } from '../mail/waiting-mail.ts'
import { castStep, type DemoCast } from './list-demo-people.ts'
import { listEvents } from './list-events.ts'
import { makeStepper } from './take-step.ts'

const startStep = 'start'

/**
 * Makes the demo world once, through the same verbs as everything else: with real signatures, each deed on its own day.
 *
 * Each step and its mark are one transaction. A seed that was killed goes on where it was, and one that is finished does
 * nothing more.
 */
export async function seedDemoWorld(ground: Ground, say: (line: string) => void): Promise<void> {
  const { take, known } = await makeStepper(ground)
  if (known.has(castStep)) return
  say('Making the demo world (once, a few seconds)')
  // The day that the world's times are counted from stays the same when the seed is taken up again.
  const begun = z
    .object({ on: z.iso.datetime() })
    .parse(await take(startStep, ground.now(), async (then) => ({ on: then.now().toISOString() })))
  const world = makeWorld(new Date(begun.on))
  for (const { name, at, run } of listEvents(world, new Date(begun.on)))
    await take(name, new Date(at), run).catch((error: unknown) => {
      throw nameStep(error, name)
    })
  await removeOldNotices(ground)
  await writeNotices(ground)
  await deliverMail(ground)
  await ground.database.analyze(['skill_concept', 'skill_label'])
  const cast: DemoCast = { people: world.people.map(({ email, name, story }) => ({ email, name, story })) }
  await take(castStep, ground.now(), async () => cast)
}

/** What holders have long read is not sent today: only news of the last weeks lies in the demo's mailbox. */
async function removeOldNotices(ground: Ground): Promise<void> {
  const recent = new Date(ground.now().getTime() - 30 * 86_400_000)
  await ground.database.act(systemScope, (work) => work.deleteFrom('notice').where('created_at', '<', recent).execute())
}

/** A rule that the world breaks is told with the step that broke it. */
function nameStep(error: unknown, step: string): unknown {
  if (!(error instanceof Problem)) return error
  const details = error.errors.map(({ pointer, code, detail }) => `${pointer} ${code} (${detail})`)
  return new Error([`The demo world's ${step} was refused: ${error.code}. ${error.message}`, ...details].join('\n'))
}
