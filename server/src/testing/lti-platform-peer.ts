import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
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
export async function openPlatformPeer(toolKeys: () => Promise<JSONWebKeySet>) {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const kid = randomUUID()
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  const members: Member[] = []
  const scores = new Map<string, number>()
  const assertions = new Set<string>()
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

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

  return {
    origin,
    members,
    scores,
    at,
    kid,
    jwk,
    claimsOf,
    /** As the platform's own key signs it. */
    sign: (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
