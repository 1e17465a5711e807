import { MeritDesign } from '@bricka/domain/merit/merit'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, scopeOf } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { startBatch } from '../issuing/start-batch.ts'
import { titleOf } from '../merit/title-of.ts'
import type { MayIssue, MayRead } from '../organisation/permission.ts'
import { askCompleted, askMembers, type Member } from './lti-ask-platform.ts'

export const CourseView = z.object({
  id: z.string(),
  title: z.string(),
  platform: z.string(),
  merit: z.object({ id: z.string(), title: z.string() }),
  completed: z.number().describe('Known to have completed it'),
  taken: z.number().describe('Of them, handed to a batch of issuing'),
})
export type CourseView = z.infer<typeof CourseView>

export const CompletedIssue = z.object({
  batchId: z.string().nullable().describe('Null where nobody new has completed the course'),
  total: z.number(),
  withoutAddress: z
    .number()
    .describe('Have completed it, and the platform gives no name or address: left until it does'),
})

export type CompletedIssue = z.infer<typeof CompletedIssue>

/** The links that have been opened, the newest first. */
export async function listCourses(
  work: Work,
  permission: MayRead,
  question: Paging,
): Promise<{ items: CourseView[]; total: number }> {
  const found = work
    .selectFrom('lti_course')
    .innerJoin('lti_platform', 'lti_platform.id', 'lti_course.platform_id')
    .innerJoin('merit', 'merit.id', 'lti_course.merit_id')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .where('lti_course.organisation_id', '=', permission.organisationId)
    .$if(question.search !== '', (query) => query.where('lti_course.title', 'ilike', likePattern(question.search)))
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { limit, offset } = windowOf(question)
  const rows = await found
    .select(['lti_course.id', 'lti_course.title', 'lti_platform.name', 'lti_course.merit_id', 'merit_version.design'])
    .select((one) => [
      one
        .selectFrom('lti_completion')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('course_id', '=', 'lti_course.id')
        .as('completed'),
      one
        .selectFrom('lti_completion')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('course_id', '=', 'lti_course.id')
        .where('batch_id', 'is not', null)
        .as('taken'),
    ])
    .orderBy('lti_course.created_at', 'desc')
    .orderBy('lti_course.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: Number(total),
    items: rows.map((row) => ({
      id: row.id,
      title: row.title,
      platform: row.name,
      merit: { id: row.merit_id, title: titleOf(MeritDesign.parse(row.design)) },
      completed: Number(row.completed),
      taken: Number(row.taken),
    })),
  }
}

/**
 * Issues to those who have completed the course and have not been issued to: whose result reaches the threshold, or whom
 * a teacher confirmed. It is a batch as any other, under the right of whoever asks for it, so mandates, four eyes and the
 * log hold as they do for a file.
 *
 * @throws Problem `not-found`, `lms-unreachable`, `lms-refused`, and as `startBatch`
 */
export async function issueCompleted(
  ground: Ground,
  actor: Actor,
  permission: MayIssue,
  courseId: string,
): Promise<CompletedIssue> {
  const { course, platform } = await ground.database.act(scopeOf(actor), async (work) => {
    const course = await work
      .selectFrom('lti_course')
      .selectAll()
      .where('id', '=', courseId)
      .where('organisation_id', '=', permission.organisationId)
      .executeTakeFirst()
    if (!course) throw new Problem('not-found', 'The organisation has no such course.')
    const platform = await work
      .selectFrom('lti_platform')
      .selectAll()
      .where('id', '=', course.platform_id)
      .executeTakeFirstOrThrow()
    return { course, platform }
  })
  if (!course.members_url)
    throw new Problem('lms-refused', 'The platform does not tell who is in the course.', [
      { pointer: '', code: 'members-not-told', detail: 'Let the platform share names and e-mail addresses (NRPS).' },
    ])
  const members = await askMembers(ground, platform, course.members_url)
  const reached = course.line_item_url ? await askCompleted(ground, platform, course.line_item_url) : []
  const found = members.filter(({ id }) => reached.includes(id))
  return ground.database.act(scopeOf(actor), async (work) => {
    if (found.length > 0)
      await work
        .insertInto('lti_completion')
        .values(
          found.map(({ id }) => ({
            course_id: course.id,
            member: id,
            organisation_id: course.organisation_id,
            completed_on: ground.now().toISOString().slice(0, 10),
            confirmed_by: null,
            batch_id: null,
          })),
        )
        .onConflict((conflict) => conflict.columns(['course_id', 'member']).doNothing())
        .execute()
    const waiting = await work
      .selectFrom('lti_completion')
      .select(['member', 'completed_on'])
      .where('course_id', '=', course.id)
      .where('batch_id', 'is', null)
      .orderBy('member')
      .forUpdate()
      .execute()
    const rows = waiting.flatMap(({ member, completed_on }) => {
      const one = members.find(({ id }) => id === member)
      return one ? [{ ...one, completedOn: completed_on }] : []
    })
    const sound = rows.filter(({ name, email }) => name !== '' && email !== '')
    const withoutAddress = rows.length - sound.length
    if (sound.length === 0) return { batchId: null, total: 0, withoutAddress }
    const { batchId, total } = await startBatch(ground, work, permission, {
      meritId: course.merit_id,
      fileName: `${course.title || platform.name}.csv`,
      bytes: Buffer.from(toFile(sound)),
      settings: { route: 'course' },
    })
    await work
      .updateTable('lti_completion')
      .set({ batch_id: batchId })
      .where('course_id', '=', course.id)
      .where(
        'member',
        'in',
        sound.map(({ id }) => id),
      )
      .execute()
    return { batchId, total, withoutAddress }
  })
}

const toFile = (rows: readonly (Member & { completedOn: string })[]): string =>
  [['name', 'email', 'assessedOn'], ...rows.map(({ name, email, completedOn }) => [name, email, completedOn])]
    .map((cells) => cells.map((cell) => `"${cell.replace(/\s+/g, ' ').replaceAll('"', '""')}"`).join(','))
    .join('\r\n')
