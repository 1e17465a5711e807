import { typedLine } from '@bricka/domain/typed-text'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { type BadgeAccess, readBadgeAccess } from './badge-access.ts'
import { listBadges, takeBadge } from './badge-list.ts'
import { type BadgeScope, badgeScopes, scopeUrl } from './badge-scope.ts'

const root = '/ims/ob/v3p0'
const open = { schema: { hide: true }, config: { rateLimit: { max: 300, timeWindow: '1 minute' } } } as const

/** A refusal in 1EdTech's words (Open Badges 3.0, Imsx_StatusInfo). */
type Minor =
  | 'invalid_data'
  | 'invalid_query_parameter'
  | 'unauthorizedrequest'
  | 'forbidden'
  | 'not_allowed'
  | 'not_found'
  | 'server_busy'
  | 'internal_server_error'

const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  since: z.iso.datetime({ offset: true }).optional(),
})

const Profile = z.looseObject({ type: z.union([z.string(), z.array(z.string())]), name: typedLine().min(1).max(200) })

/** The Open Badges 3.0 API of a passport: what apps that a holder connected may read and bring. */
export function badgeApiRoutes(app: FastifyInstance, ground: Ground): void {
  answerInStatusInfo(app)
  // Taken as they came: a credential's bytes are its issuer's.
  app.addContentTypeParser(
    ['application/json', 'application/ld+json', 'application/vc', 'application/vc+ld+json', 'text/plain'],
    { parseAs: 'string' },
    (_request, body, done) => done(null, String(body)),
  )
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })

  app.get(`${root}/discovery`, open, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300')
    return composeDescription(ground.settings.baseUrl)
  })

  app.get(`${root}/credentials`, open, async (request, reply) => {
    const access = await requireAccess(request, reply, 'credential.readonly')
    if (!access) return reply
    const query = ListQuery.safeParse(request.query)
    if (!query.success)
      return refuse(
        reply,
        400,
        'invalid_query_parameter',
        `${query.error.issues[0]?.path.join('.')}: not a value it takes.`,
      )
    const { limit, offset, since } = query.data
    const { total, ...page } = await ground.database.act(scopeOf(access), (work) =>
      listBadges(work, access.person.personId, {
        limit,
        offset,
        since: since === undefined ? undefined : new Date(since),
      }),
    )
    const address = (at: number) => {
      const url = new URL(`${ground.settings.baseUrl}${root}/credentials`)
      url.searchParams.set('limit', String(limit))
      url.searchParams.set('offset', String(at))
      if (since !== undefined) url.searchParams.set('since', since)
      return url.href
    }
    const links = [
      ...(offset + limit < total ? [`<${address(offset + limit)}>; rel="next"`] : []),
      `<${address(Math.max(0, Math.ceil(total / limit) - 1) * limit)}>; rel="last"`,
      `<${address(0)}>; rel="first"`,
      ...(offset > 0 ? [`<${address(Math.max(0, offset - limit))}>; rel="prev"`] : []),
    ]
    return reply.header('x-total-count', String(total)).header('link', links.join(', ')).send(page)
  })

  app.post(`${root}/credentials`, open, async (request, reply) => {
    const access = await requireAccess(request, reply, 'credential.upsert')
    if (!access) return reply
    const text = typeof request.body === 'string' ? request.body : ''
    const result = await takeBadge(ground, access, text)
    if (typeof result === 'object') return refuse(reply, 400, 'invalid_data', result.refused)
    if (result === 'known') return reply.code(304).send()
    return reply
      .code(result === 'created' ? 201 : 200)
      .type(text.trim().startsWith('{') ? 'application/json' : 'text/plain')
      .send(text)
  })

  app.get(`${root}/profile`, open, async (request, reply) => {
    const access = await requireAccess(request, reply, 'profile.readonly')
    return access ? reply.send(composeProfile(access)) : reply
  })

  app.put(`${root}/profile`, open, async (request, reply) => {
    const access = await requireAccess(request, reply, 'profile.update')
    if (!access) return reply
    const read = Profile.safeParse(parse(request.body))
    if (!read.success || ![read.data.type].flat().includes('Profile'))
      return refuse(reply, 400, 'invalid_data', 'Send a Profile with a name; the name is what is kept here.')
    const { name } = read.data
    const { person } = access
    await ground.database.act(scopeOf(access), async (work) => {
      await work.updateTable('person').set({ name }).where('id', '=', person.personId).execute()
      await writeAudit(work, {
        actor: person,
        holderId: person.personId,
        act: 'profile-changed-by-app',
        object: { kind: 'app', id: access.connectionId },
        details: { app: access.app },
        at: ground.now(),
      })
    })
    return reply.send(composeProfile({ ...access, person: { ...person, name } }))
  })

  for (const [path, allowed] of Object.entries(taken))
    app.route({
      ...open,
      method: methods.filter((method) => !allowed.includes(method)),
      url: `${root}${path}`,
      handler: async (_request, reply) =>
        refuse(
          reply.header('allow', allowed.join(', ')),
          405,
          'not_allowed',
          `${path} takes ${allowed.join(' and ')}.`,
        ),
    })

  app.route({
    ...open,
    method: [...methods],
    url: `${root}/*`,
    handler: async (_request, reply) =>
      refuse(reply, 404, 'not_found', `${Object.keys(taken).join(', ')} are here, and nothing else.`),
  })

  async function requireAccess(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: BadgeScope,
  ): Promise<BadgeAccess | undefined> {
    const access = await readBadgeAccess(ground, request.headers.authorization)
    if (!access) {
      reply.header('www-authenticate', 'Bearer error="invalid_token"')
      refuse(reply, 401, 'unauthorizedrequest', 'The access token is missing, unknown, expired or cut off.')
      return undefined
    }
    if (access.scopes.includes(scope)) return access
    reply.header('www-authenticate', `Bearer error="insufficient_scope", scope="${scopeUrl(scope)}"`)
    refuse(reply, 403, 'forbidden', `The access token does not carry ${scopeUrl(scope)}.`)
    return undefined
  }
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** The operations of the standard, by path: any other method is answered as it says, with 405. */
const taken: Readonly<Record<string, readonly (typeof methods)[number][]>> = {
  '/discovery': ['GET'],
  '/credentials': ['GET', 'POST'],
  '/profile': ['GET', 'PUT'],
}

const scopeOf = ({ person }: BadgeAccess) =>
  ({ kind: 'person', personId: person.personId, organisationIds: [] }) as const

/** The holder as this app knows them: under an id that no other app is given. */
const composeProfile = ({ connectionId, person }: BadgeAccess) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: `urn:uuid:${connectionId}`,
  type: ['Profile'],
  ...(person.name !== '' && { name: person.name }),
  ...(person.email !== '' && { email: person.email }),
})

/** The service description document (Open Badges 3.0, 6.3): what an app needs to register and to ask. */
function composeDescription(baseUrl: string) {
  const operations = {
    '/credentials': {
      get: { operationId: 'getCredentials', scopes: ['credential.readonly'] },
      post: { operationId: 'upsertCredential', scopes: ['credential.upsert'] },
    },
    '/profile': {
      get: { operationId: 'getProfile', scopes: ['profile.readonly'] },
      put: { operationId: 'putProfile', scopes: ['profile.update'] },
    },
  } as const
  const describe = ({ operationId, scopes }: { operationId: string; scopes: readonly BadgeScope[] }) => ({
    operationId,
    security: [{ OAuth2ACG: scopes.map(scopeUrl) }],
    responses: { default: { description: 'As Open Badges 3.0 says' } },
  })
  const paths = Object.entries(operations).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, describe(operation)])),
  ])
  return {
    openapi: '3.0.1',
    info: {
      title: 'Bricka',
      version: '3.0',
      termsOfService: `${baseUrl}/about/privacy`,
      'x-imssf-privacyPolicyUrl': `${baseUrl}/about/privacy`,
    },
    servers: [{ url: `${baseUrl}${root}` }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        OAuth2ACG: {
          type: 'oauth2',
          description: 'OAuth 2.0 authorization code grant with PKCE',
          'x-imssf-name': 'Bricka',
          'x-imssf-privacyPolicyUrl': `${baseUrl}/about/privacy`,
          'x-imssf-termsOfServiceUrl': `${baseUrl}/about/privacy`,
          'x-imssf-registrationUrl': `${baseUrl}/ims/oauth/register`,
          flows: {
            authorizationCode: {
              authorizationUrl: `${baseUrl}/ims/oauth/authorize`,
              tokenUrl: `${baseUrl}/ims/oauth/token`,
              refreshUrl: `${baseUrl}/ims/oauth/token`,
              scopes: Object.fromEntries(badgeScopes.map((scope) => [scopeUrl(scope), scope])),
            },
          },
        },
      },
    },
  }
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return undefined
  }
}

function refuse(reply: FastifyReply, status: number, minor: Minor, description: string): FastifyReply {
  return reply.code(status).send({
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: description,
    imsx_codeMinor: {
      imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: minor }],
    },
  })
}

function answerInStatusInfo(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Problem && error.code !== 'too-many-requests')
      return refuse(reply, 400, 'invalid_data', error.message)
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (error instanceof Problem || status === 429) return refuse(reply, 429, 'server_busy', 'Try again in a minute.')
    if (status < 500) return refuse(reply, status, 'invalid_data', error instanceof Error ? error.message : '')
    request.log.error(error)
    return refuse(reply, 500, 'internal_server_error', 'The error is logged on our side.')
  })
}
