import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { refuseLaunch } from './lti-claims.ts'

const minutesOpen = 10

/** One cookie for each login, so that two launches at a time do not take each other's. */
export const loginCookie = (state: string): string => `bricka_lti_${hashToken(state).slice(0, 16)}`

/**
 * Begins a launch (third-party initiated login): where the browser goes to be told who it is, and the state that it must
 * bring back in a cookie. @throws Problem `lms-refused`
 */
export async function beginLaunch(
  ground: Ground,
  form: Readonly<Record<string, string>>,
): Promise<{ to: string; state: string }> {
  const { iss, login_hint, client_id, lti_deployment_id, lti_message_hint } = form
  if (!iss || !login_hint) return refuseLaunch('form-unreadable', 'A login names iss and login_hint.')
  const now = ground.now()
  const [state, nonce] = [makeToken(), makeToken()]
  const platform = await ground.database.act(systemScope, async (work) => {
    await work.deleteFrom('lti_login').where('expires_at', '<', now).execute()
    const found = await work
      .selectFrom('lti_platform')
      .selectAll()
      .where('issuer', '=', iss)
      .$if(client_id !== undefined, (query) => query.where('client_id', '=', client_id ?? ''))
      .$if(lti_deployment_id !== undefined, (query) => query.where('deployment_id', '=', lti_deployment_id ?? ''))
      .limit(2)
      .execute()
    const [one, another] = found
    if (!one || another) return undefined
    const expiresAt = new Date(now.getTime() + minutesOpen * 60_000)
    await work
      .insertInto('lti_login')
      .values({ state_hash: hashToken(state), platform_id: one.id, nonce, expires_at: expiresAt })
      .execute()
    return one
  })
  if (!platform)
    return refuseLaunch('platform-unknown', 'No connected platform has this issuer, client and deployment.', '/iss')
  const to = new URL(platform.auth_url)
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.client_id,
    redirect_uri: `${ground.settings.baseUrl}/lti/launch`,
    login_hint,
    state,
    nonce,
    ...(lti_message_hint !== undefined && { lti_message_hint }),
  }
  for (const [name, value] of Object.entries(parameters)) to.searchParams.set(name, value)
  return { to: to.href, state }
}
