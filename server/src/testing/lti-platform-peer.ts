import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'

export const ltiClaim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`
const nrps = 'https://purl.imsglobal.org/spec/lti-nrps'
const ags = 'https://purl.imsglobal.org/spec/lti-ags'
export const instructor = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'
export const learner = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'

type Member = { user_id: string; name: string; email?: string; roles: string[]; status?: string }

/**
 * A learning platform that speaks LTI 1.3 on loopback: it answers a login with a signed token, gives a key to its
 * services only for the tool's own signature and for the scope asked for, and tells members page by page.
 */
export async function openPlatformPeer(toolKeys: () => Promise<JSONWebKeySet>, port = 0) {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const kid = randomUUID()
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  const members: Member[] = []
  const scores = new Map<string, number>()
  const assertions = new Set<string>()
  const chosen: JWTPayload[] = []
  const tokens = new Map<string, string>()
  const at = { clientId: 'client-1', deploymentId: 'deployment-1', now: () => new Date() }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    const scope = tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (url.pathname === '/jwks') return answer(200, { keys: [jwk] })
    if (url.pathname === '/token') {
      const form = new URLSearchParams(await readBody(request))
      try {
        const { payload } = await jwtVerify(form.get('client_assertion') ?? '', createLocalJWKSet(await toolKeys()), {
          issuer: at.clientId,
          subject: at.clientId,
          audience: `${origin()}/token`,
          currentDate: at.now(),
        })
        if (payload.jti === undefined || assertions.has(payload.jti)) return answer(400, { error: 'invalid_client' })
        assertions.add(payload.jti)
      } catch {
        return answer(400, { error: 'invalid_client' })
      }
      const token = randomUUID()
      tokens.set(token, form.get('scope') ?? '')
      return answer(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 })
    }
    if (url.pathname === '/auth') return page(response, await answerLogin(url.searchParams))
    if (url.pathname === '/deep') {
      const form = new URLSearchParams(await readBody(request))
      const { payload } = await jwtVerify(form.get('JWT') ?? '', createLocalJWKSet(await toolKeys()), {
        issuer: at.clientId,
        audience: origin(),
        currentDate: at.now(),
      })
      chosen.push(payload)
      return page(response, '<h1>In the course</h1>')
    }
    if (url.pathname === '/members') {
      if (scope !== `${nrps}/scope/contextmembership.readonly`) return answer(403, {})
      const from = Number(url.searchParams.get('from') ?? '0')
      const more = from + 2 < members.length
      const link = { link: `<${origin()}/members?from=${from + 2}>; rel="next"` }
      return answer(200, { id: origin(), members: members.slice(from, from + 2) }, more ? link : {})
    }
    if (url.pathname === '/items/1/results') {
      if (scope !== `${ags}/scope/result.readonly`) return answer(403, {})
      return answer(
        200,
        [...scores].map(([userId, resultScore]) => ({ userId, resultScore, resultMaximum: 50 })),
      )
    }
    return answer(404, {})
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** The platform's own page between login and launch, by what the course's link was for: `teacher`, `anna`, `deep`. */
  const answerLogin = async (query: URLSearchParams): Promise<string> => {
    const hint = query.get('lti_message_hint') ?? ''
    const who = members.find(({ user_id }) => user_id === query.get('login_hint'))
    const merit = query.get('login_hint') && chosen.at(-1) ? meritIn(chosen.at(-1) ?? {}) : undefined
    const id_token = await sign(
      claimsOf(query.get('nonce') ?? '', {
        sub: who?.user_id ?? 'teacher-1',
        name: who?.name ?? 'Tove',
        [ltiClaim('roles')]: who?.roles ?? [instructor],
        ...(hint === 'deep'
          ? {
              [ltiClaim('message_type')]: 'LtiDeepLinkingRequest',
              [ltiClaim('resource_link')]: undefined,
              'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
                deep_link_return_url: `${origin()}/deep`,
                accept_types: ['ltiResourceLink'],
                accept_presentation_document_targets: ['window'],
              },
            }
          : { [ltiClaim('custom')]: { merit } }),
      } as JWTPayload),
    )
    return `<form method="post" action="${query.get('redirect_uri')}">
      <input type="hidden" name="id_token" value="${id_token}"><input type="hidden" name="state" value="${query.get('state')}">
      <button>Open</button></form>`
  }

  /** What a launch's token says of itself, before a test changes it. */
  const claimsOf = (nonce: string, changes: JWTPayload = {}): JWTPayload => {
    const now = Math.floor(at.now().getTime() / 1000)
    return {
      ...{ iss: origin(), aud: at.clientId, sub: 'teacher-1', name: 'Tove Lärare', iat: now, exp: now + 600, nonce },
      [ltiClaim('message_type')]: 'LtiResourceLinkRequest',
      [ltiClaim('version')]: '1.3.0',
      [ltiClaim('deployment_id')]: at.deploymentId,
      [ltiClaim('roles')]: [instructor],
      [ltiClaim('resource_link')]: { id: 'link-1' },
      [ltiClaim('context')]: { id: 'course-1', title: 'Fiber 1' },
      [`${nrps}/claim/namesroleservice`]: { context_memberships_url: `${origin()}/members`, service_versions: ['2.0'] },
      [`${ags}/claim/endpoint`]: { scope: [`${ags}/scope/result.readonly`], lineitem: `${origin()}/items/1` },
      ...changes,
    }
  }

  const sign = (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)

  return {
    origin,
    members,
    scores,
    at,
    kid,
    jwk,
    claimsOf,
    chosen,
    /** As the platform's own key signs it. */
    sign,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The merit that the teacher chose, as the link in the course keeps it. */
function meritIn(payload: JWTPayload): string | undefined {
  const items = payload['https://purl.imsglobal.org/spec/lti-dl/claim/content_items']
  const [item] = Array.isArray(items) ? items : []
  return item?.custom?.merit
}

const page = (response: ServerResponse, body: string) =>
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html lang="en"><title>Course</title>${body}</html>`)

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
