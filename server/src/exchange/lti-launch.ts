import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { decideIssuingRight } from '@bricka/domain/trust/decide-mandate'
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId, makeToken } from '../make-id.ts'
import { findVersion } from '../merit/find-merit.ts'
import { hashToken } from '../seal.ts'
import { toMandate } from '../trust/find-mandate.ts'
import { askKeys, type Platform } from './lti-ask-platform.ts'
import { type Launch, readLaunch, refuseLaunch } from './lti-claims.ts'

const hoursOpen = 4

/**
 * Takes a launch: the state is this browser's and used once, the token is the platform's own, fresh, for us and for
 * this deployment. Gives the secret that opens the launched page; nobody is logged in, and nothing is issued.
 *
 * @throws Problem `lms-refused`, `lms-unreachable`
 */
export async function takeLaunch(
  ground: Ground,
  form: Readonly<Record<string, string>>,
  cookie: string | undefined,
): Promise<string> {
  if (!form.state) return refuseLaunch('state-missing', 'The answer carries no state.', '/state')
  const { platform, nonce } = await useState(ground, form.state, cookie)
  if (form.error) return refuseLaunch('platform-error', `${form.error}: ${form.error_description ?? ''}`.slice(0, 300))
  const payload = await verifyToken(ground, platform, form.id_token ?? '')
  const launch = readLaunch(payload)
  const { aud, azp } = launch.claims
  // A token for several must say whom it was handed to (OpenID Connect Core, 3.1.3.7).
  if ((Array.isArray(aud) && aud.length > 1 && azp === undefined) || (azp ?? platform.client_id) !== platform.client_id)
    return refuseLaunch('audience-wrong', 'The token was handed to another client.', '/azp')
  if (launch.claims.nonce !== nonce) return refuseLaunch('nonce-wrong', 'The token answers another login.', '/nonce')
  if (launch.deploymentId !== platform.deployment_id)
    return refuseLaunch('deployment-wrong', 'The token is of another deployment.', '/deployment_id')
  if (launch.kind === 'deep-link' && !launch.teaches)
    return refuseLaunch('teachers-only', 'Only a teacher of the course chooses a merit.', '/roles')
  return ground.database.act(systemScope, (work) => keepLaunch(ground, work, platform, launch))
}

/** The state is gone from here on, whatever comes after. */
async function useState(
  ground: Ground,
  state: string,
  cookie: string | undefined,
): Promise<{ platform: Platform; nonce: string }> {
  if (cookie !== state)
    return refuseLaunch('state-other-browser', 'The launch was begun in another browser, or its cookie was blocked.')
  const found = await ground.database.act(systemScope, async (work) => {
    const login = await work
      .deleteFrom('lti_login')
      .where('state_hash', '=', hashToken(state))
      .returningAll()
      .executeTakeFirst()
    if (!login || login.expires_at <= ground.now()) return undefined
    const platform = await work
      .selectFrom('lti_platform')
      .selectAll()
      .where('id', '=', login.platform_id)
      .executeTakeFirstOrThrow()
    return { platform, nonce: login.nonce }
  })
  return found ?? refuseLaunch('state-unknown', 'The login is unknown, used or too old.', '/state')
}

async function verifyToken(ground: Ground, platform: Platform, token: string): Promise<JWTPayload> {
  const keys = createLocalJWKSet(await askKeys(ground, platform))
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: platform.issuer,
      audience: platform.client_id,
      requiredClaims: ['exp', 'iat', 'nonce'],
      maxTokenAge: '1h',
      clockTolerance: 60,
      currentDate: ground.now(),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) return refuseLaunch('token-invalid', `${error.code}: ${error.message}`)
    throw error
  }
}

async function keepLaunch(ground: Ground, work: Work, platform: Platform, launch: Launch): Promise<string> {
  const now = ground.now()
  await work.deleteFrom('lti_launch').where('expires_at', '<', now).execute()
  const token = makeToken()
  await work
    .insertInto('lti_launch')
    .values({
      token_hash: hashToken(token),
      platform_id: platform.id,
      course_id: launch.kind === 'resource' ? await keepCourse(ground, work, platform, launch) : null,
      teacher: launch.teaches ? launch.who : null,
      deep_link: launch.deepLink ? toJson(launch.deepLink) : null,
      expires_at: new Date(now.getTime() + hoursOpen * 3_600_000),
    })
    .execute()
  return token
}

/** A link stands for one merit from its first launch on; where the platform's services are may change. */
async function keepCourse(ground: Ground, work: Work, platform: Platform, launch: Launch): Promise<string> {
  const { meritId, linkId = '' } = launch
  if (meritId === undefined)
    return refuseLaunch('merit-missing', 'The link names no merit: choose one, or write merit=… among its parameters.')
  await requireIssuable(ground, work, platform.organisation_id, meritId)
  const services = { line_item_url: launch.lineItemUrl, members_url: launch.membersUrl, title: launch.title }
  const course = await work
    .insertInto('lti_course')
    .values({
      id: makeId(ground.now()),
      platform_id: platform.id,
      organisation_id: platform.organisation_id,
      link_id: linkId,
      merit_id: meritId,
      created_at: ground.now(),
      ...services,
    })
    .onConflict((conflict) => conflict.columns(['platform_id', 'link_id']).doUpdateSet(services))
    .returning(['id', 'merit_id'])
    .executeTakeFirstOrThrow()
  if (course.merit_id !== meritId)
    return refuseLaunch('merit-changed', 'The link stands for another merit. Make a new link for this one.')
  return course.id
}

/** @throws Problem `lms-refused` where the organisation may not issue the merit now */
export async function requireIssuable(
  ground: Ground,
  work: Work,
  organisationId: string,
  meritId: string,
): Promise<void> {
  const version = await findVersion(work, meritId)
  if (!version) return refuseLaunch('merit-not-issuable', 'No published merit has this id.', '/merit')
  const mandates = await work
    .selectFrom('mandate')
    .selectAll()
    .where('merit_id', '=', meritId)
    .where('issuer_id', '=', organisationId)
    .execute()
  const right = decideIssuingRight(
    { id: version.meritId, ownerId: version.ownerId },
    OrganisationId.parse(organisationId),
    mandates.map(toMandate),
    ground.now(),
  )
  if (!right.may) refuseLaunch('merit-not-issuable', 'The organisation may not issue this merit now.', '/merit')
}
