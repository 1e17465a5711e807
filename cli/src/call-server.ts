export type Server = { url: string; token: string | undefined }

export type Answer = { ok: true; body: unknown } | { ok: false; problem: Problem }

/** What stands in the way, as the server says it (RFC 9457), or that it was not reached. */
export type Problem = {
  code: string
  detail: string
  errors: readonly { pointer?: string; code: string; detail?: string }[]
}

/** Asks the server's API. A body that is a form is sent as one, anything else as JSON. */
export async function callServer(
  server: Server,
  method: 'GET' | 'POST',
  path: string,
  body?: FormData | object,
): Promise<Answer> {
  const form = body instanceof FormData
  try {
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: {
        accept: 'application/json',
        ...(server.token && { authorization: `Bearer ${server.token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer: unknown = text === '' ? null : JSON.parse(text)
    return response.ok ? { ok: true, body: answer } : { ok: false, problem: toProblem(answer, response.status) }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return {
      ok: false,
      problem: {
        code: 'server-unreachable',
        detail: `No Bricka answers at ${server.url} (${cause}). Set BRICKA_URL.`,
        errors: [],
      },
    }
  }
}

function toProblem(answer: unknown, status: number): Problem {
  const known = typeof answer === 'object' && answer !== null ? answer : {}
  const errors = 'errors' in known && Array.isArray(known.errors) ? known.errors : []
  return {
    code: 'code' in known ? String(known.code) : `http-${status}`,
    detail: 'detail' in known ? String(known.detail) : `The server answered ${status}.`,
    errors,
  }
}

export const describeProblem = ({ code, detail, errors }: Problem): string =>
  [
    `${detail} [${code}]`,
    ...errors.map((error) => `  ${error.pointer ?? ''} ${error.detail ?? ''} [${error.code}]`),
  ].join('\n')
