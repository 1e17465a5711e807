import { pickText } from '@bricka/domain/local-text'
import { Stack, type StackContent } from '@bricka/domain/pathway/stack'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'

export const StackView = z.object({
  id: z.string(),
  owner: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  state: z.enum(['draft', 'published', 'retired']),
  /** The merit that stands for the whole, where there is one. */
  meritId: z.string().nullable(),
  content: Stack,
})
export type StackView = z.infer<typeof StackView>

export async function saveStack(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  stack: StackContent,
  { id, meritId }: { id?: string | undefined; meritId?: string | undefined },
): Promise<string> {
  await requireMerits(work, stack, meritId)
  const now = ground.now()
  const stackId = id ?? makeId(now)
  const content = toJson({ ...stack, id: stackId })
  const title = pickText(stack.title, 'sv')?.text ?? ''
  if (id === undefined)
    await work
      .insertInto('stack')
      .values({
        id: stackId,
        owner_id: permission.organisationId,
        content,
        title,
        state: 'draft',
        merit_id: meritId ?? null,
        created_at: now,
        changed_at: now,
      })
      .execute()
  else {
    const saved = await work
      .updateTable('stack')
      .set({ content, title, merit_id: meritId ?? null, changed_at: now })
      .where('id', '=', id)
      .where('owner_id', '=', permission.organisationId)
      .where('state', '=', 'draft')
      .returning('id')
      .executeTakeFirst()
    if (!saved) throw new Problem('stack-published', 'Retire it and make a new one: people count on it as it stands.')
  }
  await record(ground, work, permission, stackId, id ? 'stack-changed' : 'stack-begun')
  return stackId
}

/** Published, people count on its rules; retired, it takes no one new. @throws Problem `not-found` */
export async function setStackState(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  id: string,
  to: 'published' | 'retired',
): Promise<void> {
  const from = to === 'published' ? 'draft' : 'published'
  const moved = await work
    .updateTable('stack')
    .set({ state: to, changed_at: ground.now() })
    .where('id', '=', id)
    .where('owner_id', '=', permission.organisationId)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst()
  if (!moved) throw new Problem('not-found', `The organisation has no ${from} stack with this id.`)
  await record(ground, work, permission, id, `stack-${to}`)
}

/** A stack that names a merit which is not published could never be completed. */
async function requireMerits(work: Work, stack: StackContent, meritId: string | undefined): Promise<void> {
  const named = [...stack.groups.flatMap(({ accepts }) => accepts.meritIds ?? []), ...(meritId ? [meritId] : [])]
  if (named.length === 0) return
  const known = await work.selectFrom('catalogue_entry').select('merit_id').where('merit_id', 'in', named).execute()
  const ids = new Set(known.map(({ merit_id }) => merit_id))
  const missing = named.filter((id) => !ids.has(id))
  if (missing.length > 0)
    throw new Problem(
      'merit-not-published',
      'A stack is made of published merits.',
      missing.map((id) => ({ pointer: '/groups', code: 'merit-not-published', detail: id })),
    )
}

export async function listStacks(
  work: Work,
  paging: Paging & { ownerId?: string | undefined },
): Promise<{ items: StackView[]; total: number }> {
  const { ownerId, search } = paging
  const found = stacks(work)
    .$if(ownerId === undefined, (query) => query.where('stack.state', '=', 'published'))
    .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId ?? ''))
    .$if(search !== '', (query) => query.where('title', 'ilike', likePattern(search)))
  const { total } = await found
    .clearSelect()
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found.orderBy('title').orderBy('stack.id').offset(offset).limit(limit).execute()
  return { items: rows.map(toView), total: Number(total) }
}

/** @throws Problem `not-found`, also for another organisation's draft */
export async function getStack(work: Work, id: string): Promise<StackView> {
  const row = await stacks(work).where('stack.id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No stack has this address.')
  return toView(row)
}

const stacks = (work: Work) =>
  work
    .selectFrom('stack')
    .innerJoin('organisation', 'organisation.id', 'stack.owner_id')
    .select(['stack.id', 'owner_id', 'slug', 'legal_name', 'stack.state', 'stack.merit_id', 'stack.content'])

type StackRow = Pick<Row<'stack'>, 'id' | 'owner_id' | 'state' | 'merit_id' | 'content'> & {
  slug: string
  legal_name: string
}

const toView = (row: StackRow): StackView => ({
  id: row.id,
  owner: { id: row.owner_id, slug: row.slug, name: row.legal_name },
  state: row.state,
  meritId: row.merit_id,
  content: Stack.parse(row.content),
})

async function record(ground: Ground, work: Work, permission: MayDesign, id: string, act: string): Promise<void> {
  const { actor, organisationId } = permission
  await writeAudit(work, { actor, organisationId, act, object: { kind: 'stack', id }, at: ground.now() })
}
