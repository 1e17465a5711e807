import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type FieldProblem = { pointer: string; code: string; detail: string }
export type ApiProblem = {
  code: string
  status: number
  title: string
  detail: string
  errors?: readonly FieldProblem[]
}

export type Answer<Body> = { ok: true; status: number; body: Body } | { ok: false; problem: ApiProblem }

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a page needs and the API refused: shown as a page of its own, or leads to the login. */
export class PageProblem extends Error {
  readonly problem: ApiProblem
  constructor(problem: ApiProblem) {
    super(problem.detail)
    this.problem = problem
  }
}

const passedOn = ['cookie', 'user-agent', 'host', 'origin', 'sec-fetch-site'] as const

/**
 * Calls the API in process, as the visitor: with their cookie, and with what their browser says of where it comes
 * from. Cookies that the API sets reach the visitor. A `FormData` body goes as multipart.
 */
export async function callApi<Body>(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  const headers: Record<string, string> = { accept: 'application/json', 'bricka-inside': app.insideKey }
  for (const name of passedOn) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  let payload: string | Buffer | undefined
  if (body instanceof FormData) {
    const encoded = new Response(body)
    headers['content-type'] = encoded.headers.get('content-type') ?? 'multipart/form-data'
    payload = Buffer.from(await encoded.arrayBuffer())
  } else if (body !== undefined) {
    headers['content-type'] = 'application/json'
    payload = JSON.stringify(body)
  }
  const response = await app.inject({
    method,
    url: path,
    headers,
    remoteAddress: request.ip,
    ...(payload !== undefined && { payload }),
  })
  const cookies = response.headers['set-cookie']
  if (cookies !== undefined) for (const cookie of [cookies].flat()) reply.header('set-cookie', cookie)
  const isJson = /json/.test(String(response.headers['content-type'] ?? ''))
  const { statusCode: status } = response
  if (status >= 400) return { ok: false, problem: isJson ? response.json<ApiProblem>() : unexpected(status) }
  return { ok: true, status, body: JSON.parse(isJson ? response.body : 'null') }
}

const unexpected = (status: number): ApiProblem => ({ code: 'unexpected', status, title: '', detail: '' })
