import { LocalText } from '@bricka/domain/local-text'
import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { getVersion } from '../merit/find-merit.ts'
import { hashToken } from '../seal.ts'
import { listIssuable } from '../trust/list-mandates.ts'
import { askMembers, type Platform } from './lti-ask-platform.ts'
import { refuseLaunch } from './lti-claims.ts'
import { signAsTool } from './lti-key.ts'
import { requireIssuable } from './lti-launch.ts'

const DeepLink = z.object({ returnUrl: z.string(), data: z.string().optional() })

export const LaunchedView = z.object({
  organisation: z.string(),
  platform: z.string(),
  origins: z.array(z.string()).describe('The only ones whose pages may show this one inside them'),
  teaches: z.boolean(),
  merit: z
    .object({ id: z.string(), title: LocalText, outcomes: z.array(LocalText), threshold: z.number() })
    .nullable()
    .describe('Null where a teacher is to choose one'),
  choices: z.array(z.object({ id: z.string(), title: z.string() })),
  members: z
    .array(z.object({ id: z.string(), name: z.string(), hasAddress: z.boolean(), completed: z.boolean() }))
    .nullable()
    .describe('For teachers alone; null where the platform tells no members'),
})
export type LaunchedView = z.infer<typeof LaunchedView>

type Open = { launch: Row<'lti_launch'>; platform: Platform; course: Row<'lti_course'> | undefined }

/** What the launched page shows. A learner sees the merit and what it takes; a teacher the members too. @throws Problem `lms-refused`, `lms-unreachable` */
export async function showLaunched(ground: Ground, token: string): Promise<LaunchedView> {
  const { launch, platform, course } = await open(ground, token)
  const teaches = launch.teacher !== null
  const members = teaches && course?.members_url ? await askMembers(ground, platform, course.members_url) : null
  return ground.database.act(systemScope, async (work) => {
    const organisation = await work
      .selectFrom('organisation')
      .select(['legal_name'])
      .where('id', '=', platform.organisation_id)
      .executeTakeFirstOrThrow()
    const version = course && (await getVersion(work, course.merit_id))
    const completed = course
      ? await work.selectFrom('lti_completion').select('member').where('course_id', '=', course.id).execute()
      : []
    const owner = { organisationId: OrganisationId.parse(platform.organisation_id) }
    const issuable = teaches && !course ? await listIssuable(work, owner, ground.now()) : []
    return {
      organisation: organisation.legal_name,
      platform: platform.name,
      origins: [platform.issuer, platform.auth_url].flatMap((url) => URL.parse(url)?.origin ?? []),
      teaches,
      merit: version
        ? {
            id: version.meritId,
            title: version.design.title,
            outcomes: version.design.outcomes.map(({ statement }) => statement),
            threshold: platform.threshold,
          }
        : null,
      choices: issuable
        .filter(({ state }) => state === 'in-force')
        .map(({ merit }) => ({ id: merit.id, title: merit.title })),
      members:
        members?.map(({ id, name, email }) => ({
          id,
          name,
          hasAddress: name !== '' && email !== '',
          completed: completed.some(({ member }) => member === id),
        })) ?? null,
    }
  })
}

/** The answer to a deep linking request: a link to the merit, with a column in the gradebook. @throws Problem `lms-refused` */
export async function chooseMerit(
  ground: Ground,
  token: string,
  meritId: string,
): Promise<{ returnUrl: string; jwt: string }> {
  const { launch, platform } = await open(ground, token)
  const asked = DeepLink.safeParse(launch.deep_link)
  if (!asked.success || launch.teacher === null)
    return refuseLaunch('teachers-only', 'Only a teacher whom the platform sent here to choose a merit does so.')
  const title = await ground.database.act(systemScope, async (work) => {
    await requireIssuable(ground, work, platform.organisation_id, meritId)
    const owner = { organisationId: OrganisationId.parse(platform.organisation_id) }
    const issuable = await listIssuable(work, owner, ground.now())
    return issuable.find(({ merit }) => merit.id === meritId)?.merit.title ?? ''
  })
  const claim = (name: string) => `https://purl.imsglobal.org/spec/lti/claim/${name}`
  const jwt = await signAsTool(ground, {
    iss: platform.client_id,
    aud: platform.issuer,
    nonce: hashToken(`${token}:${ground.now().getTime()}`),
    [claim('deployment_id')]: platform.deployment_id,
    [claim('message_type')]: 'LtiDeepLinkingResponse',
    [claim('version')]: '1.3.0',
    'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': [
      {
        type: 'ltiResourceLink',
        title,
        url: `${ground.settings.baseUrl}/lti/launch`,
        custom: { merit: meritId },
        lineItem: { scoreMaximum: 100, label: title, resourceId: meritId },
      },
    ],
    ...(asked.data.data !== undefined && { 'https://purl.imsglobal.org/spec/lti-dl/claim/data': asked.data.data }),
  })
  return { returnUrl: asked.data.returnUrl, jwt }
}

/**
 * A teacher says who has completed the course. Nothing is issued by it: whoever may issue in the organisation does so.
 * @throws Problem `lms-refused`, `lms-unreachable`
 */
export async function confirmMembers(ground: Ground, token: string, members: readonly string[]): Promise<void> {
  const { launch, platform, course } = await open(ground, token)
  const { teacher } = launch
  if (teacher === null || !course) return refuseLaunch('teachers-only', 'Only a teacher of the course confirms.')
  if (!course.members_url) return refuseLaunch('members-not-told', 'The platform does not tell who is in the course.')
  const known = await askMembers(ground, platform, course.members_url)
  const stranger = members.find((id) => !known.some((member) => member.id === id))
  if (stranger !== undefined) return refuseLaunch('member-unknown', 'Someone named is no learner of the course.')
  const at = ground.now()
  await ground.database.act(systemScope, async (work) => {
    await work
      .insertInto('lti_completion')
      .values(
        members.map((member) => ({
          course_id: course.id,
          member,
          organisation_id: course.organisation_id,
          completed_on: at.toISOString().slice(0, 10),
          confirmed_by: teacher,
          batch_id: null,
        })),
      )
      .onConflict((conflict) => conflict.columns(['course_id', 'member']).doNothing())
      .execute()
    await writeAudit(work, {
      actor: { kind: 'system' },
      organisationId: course.organisation_id,
      act: 'lms-confirmed',
      object: { kind: 'lms-course', id: course.id },
      details: { members: members.length },
      at,
    })
  })
}

async function open(ground: Ground, token: string): Promise<Open> {
  const found = await ground.database.act(systemScope, async (work) => {
    const launch = await work
      .selectFrom('lti_launch')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .executeTakeFirst()
    if (!launch || launch.expires_at <= ground.now()) return undefined
    const platform = await work
      .selectFrom('lti_platform')
      .selectAll()
      .where('id', '=', launch.platform_id)
      .executeTakeFirstOrThrow()
    const course =
      launch.course_id === null
        ? undefined
        : await work.selectFrom('lti_course').selectAll().where('id', '=', launch.course_id).executeTakeFirst()
    return { launch, platform, course }
  })
  return found ?? refuseLaunch('launch-unknown', 'Open the link in the course once more.')
}
