import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import type { Membership } from '@bricka/domain/organisation/permission'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Scope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { findToken, type TokenScope } from '../organisation/api-token.ts'
import { findPersonBySession } from '../person/session.ts'
import { Problem } from './problem.ts'

/** Who is asking. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'person'; personId: string; name: string; email: string; memberships: readonly Membership[] }
  | { kind: 'token'; tokenId: string; name: string; organisationId: OrganisationId; scopes: readonly TokenScope[] }

export type PersonActor = Extract<Actor, { kind: 'person' }>

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}

export const sessionCookie = 'bricka_session'

/** Finds out who asks, and refuses changes that another site's page made the browser send. */
export function recogniseActors(app: FastifyInstance, ground: Ground): void {
  app.decorateRequest('actor', { getter: () => ({ kind: 'anonymous' }) as Actor })
  app.addHook('onRequest', async (request) => {
    // Wallets, badge apps and learning platforms bring tokens of their own kind, and may be pages of other sites: nobody's
    // session opens anything there.
    if (/^\/(openid|ims|lti|emrex)\//.test(request.url)) return
    const actor = await recognise(request, ground)
    Object.defineProperty(request, 'actor', { value: actor, configurable: true })
    // Also of whoever is not logged in: another site must not log them in as someone of its choice.
    if (actor.kind !== 'token') refuseForeignOrigin(request, ground.settings.baseUrl)
  })
}

async function recognise(request: FastifyRequest, ground: Ground): Promise<Actor> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) {
    const token = await findToken(ground, bearer)
    if (!token) throw new Problem('token-invalid', 'Make a new API token, or check that it was copied whole.')
    return token
  }
  const session = request.cookies[sessionCookie]
  return (session && (await findPersonBySession(ground, session))) || { kind: 'anonymous' }
}

/** SameSite=Lax is the first wall; this is the second, for browsers that tell where a request comes from. */
function refuseForeignOrigin(request: FastifyRequest, baseUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && origin !== baseUrl && URL.parse(origin)?.host !== request.headers.host)
  if (foreign) throw new Problem('origin-refused', 'Send the form from its own page.')
}

export function requirePerson(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Problem('login-required', 'This belongs to a person; log in to reach it.')
  return actor
}

/** The row-level scope of whoever asks. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind === 'person')
    return {
      kind: 'person',
      personId: actor.personId,
      organisationIds: actor.memberships.map((membership) => membership.organisationId),
    }
  if (actor.kind === 'token') return { kind: 'person', personId: null, organisationIds: [actor.organisationId] }
  return { kind: 'person', personId: null, organisationIds: [] }
}
