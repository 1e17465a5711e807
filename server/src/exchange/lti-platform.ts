import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayRead, MayRepresent } from '../organisation/permission.ts'

const id = () => typedLine().trim().min(1).max(500)

export const PlatformOrder = z.strictObject({
  name: typedLine().trim().min(1).max(120),
  issuer: id().describe('Platform ID, the iss of its tokens'),
  clientId: id(),
  deploymentId: id(),
  authUrl: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .describe('Authentication request URL'),
  jwksUrl: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .describe('Public keyset URL'),
  tokenUrl: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .describe('Access token URL'),
  threshold: z.number().int().min(1).max(100).default(100).describe('Percent of the points that complete the course'),
})
export type PlatformOrder = z.infer<typeof PlatformOrder>

export const PlatformView = PlatformOrder.extend({ id: z.string() })
export type PlatformView = z.infer<typeof PlatformView>

/** Connects a learning platform. The same client and deployment belong to one organisation alone. @throws Problem `lms-known` */
export async function connectPlatform(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  order: PlatformOrder,
): Promise<{ id: string }> {
  const at = ground.now()
  const added = await work
    .insertInto('lti_platform')
    .values({
      id: makeId(at),
      organisation_id: permission.organisationId,
      name: order.name,
      issuer: order.issuer,
      client_id: order.clientId,
      deployment_id: order.deploymentId,
      auth_url: order.authUrl,
      jwks_url: order.jwksUrl,
      token_url: order.tokenUrl,
      threshold: order.threshold,
      created_at: at,
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'client_id', 'deployment_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Problem('lms-known', 'This platform, client and deployment are connected already.')
  await record(ground, work, permission, 'lms-connected', added.id, { name: order.name, issuer: order.issuer })
  return added
}

/** Takes the connection away, with its courses and who had completed them; what is issued stays. @throws Problem `not-found` */
export async function removePlatform(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  platformId: string,
): Promise<void> {
  const removed = await work
    .deleteFrom('lti_platform')
    .where('id', '=', platformId)
    .where('organisation_id', '=', permission.organisationId)
    .returning('name')
    .executeTakeFirst()
  if (!removed) throw new Problem('not-found', 'The organisation has no such learning platform.')
  await record(ground, work, permission, 'lms-removed', platformId, { name: removed.name })
}

export async function listPlatforms(
  work: Work,
  permission: MayRead,
  question: Paging,
): Promise<{ items: PlatformView[]; total: number }> {
  const found = work
    .selectFrom('lti_platform')
    .where('organisation_id', '=', permission.organisationId)
    .$if(question.search !== '', (query) => query.where('name', 'ilike', likePattern(question.search)))
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { limit, offset } = windowOf(question)
  const rows = await found.selectAll().orderBy('name').orderBy('id').limit(limit).offset(offset).execute()
  return {
    total: Number(total),
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      issuer: row.issuer,
      clientId: row.client_id,
      deploymentId: row.deployment_id,
      authUrl: row.auth_url,
      jwksUrl: row.jwks_url,
      tokenUrl: row.token_url,
      threshold: row.threshold,
    })),
  }
}

const record = (
  ground: Ground,
  work: Work,
  { actor, organisationId }: MayRepresent,
  act: string,
  objectId: string,
  details: Record<string, unknown>,
): Promise<void> =>
  writeAudit(work, { actor, organisationId, act, object: { kind: 'lms', id: objectId }, details, at: ground.now() })
