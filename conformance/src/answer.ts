/** What the adapter says to one request. */
export type Answer = { readonly status: number; readonly body: object | string; readonly mediaType?: string }

/** A refusal as VC-API has it: problem details (RFC 9457), also gathered in `errors`. */
export function refuse(status: number, code: string, detail: string, more: object = {}): Answer {
  const problem = { type: `https://w3id.org/bricka#${code}`, title: code, status, detail }
  return {
    status,
    body: { ...problem, errors: [`${code}: ${detail}`], ...more },
    mediaType: 'application/problem+json',
  }
}
