import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import type { Answer, ApiProblem } from './call-api.ts'
import type { Posted } from './form.ts'
import type { Words } from './words.ts'

/** The answer of GET /api/me, as pages need it. */
export type Me = {
  kind: 'anonymous' | 'person' | 'token'
  name?: string
  email?: string
  locale?: string | null
  memberships: readonly {
    organisationId: string
    slug: string
    legalName: string
    kind?: string
    roles: readonly string[]
    ended?: 'kept' | 'handed-over' | undefined
  }[]
}

export type SiteSettings = { baseUrl: string; demo: boolean; oidcName: string | undefined }

/** One person's request of one page. */
export type Visit = {
  request: FastifyRequest
  reply: FastifyReply
  words: Words
  me: Me
  settings: SiteSettings
  /** The address without its query. */
  path: string
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  posted: Posted
  /** Calls the API as the visitor and gives its answer or its problem. */
  call<Body = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer<Body>>
  /** Reads what the page cannot do without. @throws PageProblem, which becomes a page or leads to the login */
  need<Body>(path: string): Promise<Body>
}

/** What a form had and what was wrong with it, when it is shown again. */
export type FormState = { posted: Posted; problem: ApiProblem }

export type PageAnswer =
  | {
      kind: 'page'
      title: string
      body: ReactNode
      status?: number
      /** Names of islands (`src/islands/<name>.ts`) that this page loads. */
      islands?: readonly Island[]
      /** Kept from search engines and from the next visitor's cache. */
      hidden?: boolean
      description?: string
      /** Machine-readable forms of the same, `<link rel="alternate">`. */
      alternates?: readonly { type: string; href: string }[]
      /** The page told to search engines, in schema.org's words. */
      linkedData?: object
    }
  | { kind: 'redirect'; to: string }
  | { kind: 'text'; type: string; text: string | Uint8Array; fileName?: string }

export type Island = 'code' | 'copy' | 'maps' | 'passkey' | 'progress' | 'rows' | 'verify'

export type Handler = (visit: Visit) => Promise<PageAnswer>
export type Page = {
  path: string
  get?: Handler
  post?: Handler /** The largest body, in bytes. */
  bodyLimit?: number
}

/**
 * One address: how it is shown, and what a form on it does.
 *
 * `post` answers with a redirect when it went well and with the same page (and the problem) when not.
 */
export const definePage = (path: string, handlers: Omit<Page, 'path'>): Page => ({ path, ...handlers })

export const redirect = (to: string): PageAnswer => ({ kind: 'redirect', to })

/** The same address with some of its query changed; `undefined` takes a part away. */
export function addressWith(path: string, query: URLSearchParams, changes: Record<string, string | undefined>): string {
  const changed = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) changed.delete(name)
    else changed.set(name, value)
  }
  const text = changed.toString()
  return text ? `${path}?${text}` : path
}
