import type { Fetched } from '@bricka/credential/power/fetch-guarded'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { isLearner } from './lti-claims.ts'
import { signAsTool } from './lti-key.ts'

export type Platform = Row<'lti_platform'>
export type Member = { id: string; name: string; email: string }

const membersScope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly'
const resultsScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly'
const mostPages = 100

const Keys = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })
const Token = z.looseObject({ access_token: z.string().min(1) })
const Members = z.looseObject({
  members: z.array(
    z.looseObject({
      user_id: z.string().min(1).max(500),
      name: z.string().optional(),
      email: z.string().optional(),
      status: z.string().optional(),
      roles: z.array(z.string()).default([]),
    }),
  ),
})
const Results = z.array(
  z.looseObject({
    userId: z.string(),
    resultScore: z.number().optional(),
    resultMaximum: z.number().positive().optional(),
  }),
)

/** @throws Problem `lms-unreachable` */
export async function askKeys(ground: Ground, platform: Platform): Promise<JSONWebKeySet> {
  return read(Keys, await ground.fetchGuarded(platform.jwks_url, { accept: 'application/json' }), platform.jwks_url)
}

/** The course's active learners, as the platform names them (NRPS 2.0). @throws Problem `lms-unreachable` */
export async function askMembers(ground: Ground, platform: Platform, url: string): Promise<readonly Member[]> {
  const accept = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json'
  const pages = await askPages(ground, platform, membersScope, url, accept, Members)
  return pages
    .flatMap(({ members }) => members)
    .filter(({ roles, status }) => isLearner(roles) && (status ?? 'Active') === 'Active')
    .map((member) => ({ id: member.user_id, name: member.name ?? '', email: member.email ?? '' }))
}

/** Whose result reaches so many percent (AGS 2.0, results). A result without a score is none. @throws Problem `lms-unreachable` */
export async function askCompleted(
  ground: Ground,
  platform: Platform,
  lineItemUrl: string,
): Promise<readonly string[]> {
  const url = new URL(lineItemUrl)
  url.pathname = `${url.pathname}/results`
  const accept = 'application/vnd.ims.lis.v2.resultcontainer+json'
  const pages = await askPages(ground, platform, resultsScope, url.href, accept, Results)
  return pages
    .flat()
    .filter(({ resultScore, resultMaximum = 1 }) => (resultScore ?? -1) * 100 >= platform.threshold * resultMaximum)
    .map(({ userId }) => userId)
}

async function askPages<T>(
  ground: Ground,
  platform: Platform,
  scope: string,
  url: string,
  accept: string,
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  const authorization = `Bearer ${await askAccess(ground, platform, scope)}`
  const pages: T[] = []
  for (let next: string | undefined = url; next !== undefined; ) {
    if (pages.length === mostPages) throw unreachable(url, 'too-many-pages')
    const fetched: Fetched = await ground.fetchGuarded(next, { accept, authorization })
    pages.push(read(schema, fetched, next))
    const link: string | undefined = fetched.found
      ? /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(fetched.link ?? '')?.[1]
      : undefined
    next = link === undefined ? undefined : new URL(link, next).href
  }
  return pages
}

/** A key to the platform's services (1EdTech Security Framework 1.0, 4.1): a JWT of ours instead of a password. */
async function askAccess(ground: Ground, platform: Platform, scope: string): Promise<string> {
  const assertion = await signAsTool(ground, {
    iss: platform.client_id,
    sub: platform.client_id,
    aud: platform.token_url,
    'https://purl.imsglobal.org/spec/lti/claim/deployment_id': platform.deployment_id,
  })
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope,
  })
  const send = { body: body.toString(), mediaType: 'application/x-www-form-urlencoded' }
  const fetched = await ground.fetchGuarded(platform.token_url, { accept: 'application/json', send })
  return read(Token, fetched, platform.token_url).access_token
}

function read<T>(schema: z.ZodType<T>, fetched: Fetched, url: string): T {
  if (!fetched.found) throw unreachable(url, fetched.code)
  try {
    return schema.parse(JSON.parse(Buffer.from(fetched.bytes).toString('utf8')))
  } catch {
    throw unreachable(url, 'answer-unreadable')
  }
}

const unreachable = (url: string, code: string): Problem =>
  new Problem('lms-unreachable', 'The learning platform gave no answer that can be used.', [
    { pointer: '/url', code, detail: URL.parse(url)?.origin ?? '' },
  ])
