import { LocalText } from '@bricka/domain/local-text'
import { measureProgress } from '@bricka/domain/pathway/measure-progress'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { type Paging, windowOf } from '../http/paging.ts'
import { listParts } from './list-parts.ts'
import { listStacks } from './stack.ts'

export const OwnStackView = z.object({
  id: z.string(),
  title: LocalText,
  owner: z.object({ slug: z.string(), name: z.string() }),
  groups: z.number(),
  met: z.number(),
  complete: z.boolean(),
  request: z.enum(['open', 'issued', 'declined', 'withdrawn']).nullable(),
})
export type OwnStackView = z.infer<typeof OwnStackView>

const most = 500

/** The published stacks that something of the person's counts in, or that they have asked for; the nearest first. */
export async function listOwnStacks(
  ground: Ground,
  work: Work,
  person: PersonActor,
  paging: Paging,
): Promise<{ items: OwnStackView[]; total: number }> {
  const today = ground.now().toISOString().slice(0, 10)
  const parts = await listParts(ground, work, person.personId)
  const { items } = await listStacks(work, { ...paging, page: 1, perPage: most, format: 'json' })
  const asked = await work
    .selectFrom('whole_request')
    .select(['stack_id', 'state'])
    .where('holder_id', '=', person.personId)
    .orderBy('created_at')
    .execute()
  const requests = new Map(asked.map(({ stack_id, state }) => [stack_id, state]))
  const own = items
    .map(({ id, owner, content }) => {
      const progress = measureProgress(content, parts, today)
      return {
        counted: progress.groups.some(({ counted }) => counted.length > 0),
        view: {
          id,
          title: content.title,
          owner: { slug: owner.slug, name: owner.name },
          groups: progress.groups.length,
          met: progress.groups.filter(({ met }) => met).length,
          complete: progress.complete,
          request: requests.get(id) ?? null,
        },
      }
    })
    .filter(({ counted, view }) => counted || view.request !== null)
    .map(({ view }) => view)
    .sort((one, other) => other.met / other.groups - one.met / one.groups)
  const { offset, limit } = windowOf(paging)
  return { items: own.slice(offset, offset + limit), total: own.length }
}
