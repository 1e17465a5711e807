import { codeOfIssue } from '@bricka/domain/typed-text'
import { hasZodFastifySchemaValidationErrors } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseAway } from '../database/recognise-absence.ts'

type Row = { status: number; title: string }

/** Every problem the API can answer with. `docs/errors.md` explains each; a test compares both ways. */
export const problemCodes = {
  'request-invalid': { status: 422, title: 'The request does not fit what is described in the API' },
  'body-unreadable': { status: 400, title: 'The body could not be read' },
  'body-too-large': { status: 413, title: 'The body is larger than what is accepted here' },
  'media-type-unsupported': { status: 415, title: 'The body is of a kind that is not accepted here' },
  'origin-refused': { status: 403, title: 'The request came from another site' },
  'too-many-requests': { status: 429, title: 'Too many requests in a short time' },
  'login-required': { status: 401, title: 'Log in first' },
  'permission-missing': { status: 403, title: 'Your roles do not allow this' },
  'scope-missing': { status: 403, title: 'The API token does not carry the scope that this needs' },
  'token-invalid': { status: 401, title: 'The API token is unknown, expired or withdrawn' },
  'link-invalid': { status: 410, title: 'The link is unknown, used or too old' },
  'passkey-refused': { status: 400, title: 'The passkey could not be used' },
  'mail-unsent': { status: 502, title: 'The message could not be sent' },
  'oidc-failed': { status: 502, title: 'The login service did not confirm who you are' },
  'oidc-email-unverified': { status: 403, title: 'The login service has not verified your e-mail address' },
  'confirmation-mismatch': { status: 422, title: 'The confirmation does not match' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'organisation-slug-taken': { status: 409, title: 'Another organisation has that short name' },
  'organisation-ended': { status: 409, title: 'The organisation has ended' },
  'ending-planned': { status: 409, title: 'An end is planned for the organisation already' },
  'ending-not-due': { status: 409, title: 'The end of the organisation waits for something' },
  'ending-done': { status: 409, title: 'The end of the organisation cannot be taken back' },
  'successor-refused': { status: 422, title: 'The organisation cannot go on for the other' },
  'receiving-code-refused': { status: 422, title: 'The code of the receiving house does not hold' },
  'last-representative': { status: 409, title: 'An organisation needs at least one representative' },
  'merit-incomplete': { status: 422, title: 'Mandatory elements are missing' },
  'merit-has-no-draft': { status: 409, title: 'There is no draft to work on' },
  'merit-not-published': { status: 409, title: 'The merit is not published' },
  'merit-retired': { status: 409, title: 'The merit is retired' },
  'merit-issued': { status: 409, title: 'The merit has been published, so it can be retired but not deleted' },
  'profile-unknown': { status: 422, title: 'No profile has this name' },
  'design-unchanged': { status: 409, title: 'The draft does not differ from the published version' },
  'need-not-published': { status: 422, title: 'No published survey says so' },
  'prerequisite-refused': { status: 422, title: 'A merit cannot come before this one' },
  'changes-missing': { status: 422, title: 'Say what has changed since the published version' },
  'draft-changed': { status: 409, title: 'Someone else has saved the draft meanwhile' },
  'file-unreadable': { status: 422, title: 'The file could not be read' },
  'shapes-refused': { status: 422, title: 'The file’s areas are not the places that it is to draw' },
  'archive-refused': { status: 422, title: 'The export cannot be taken in' },
  'passphrase-wrong': { status: 422, title: 'The passphrase does not open the keys' },
  'file-empty': { status: 422, title: 'The file has no rows' },
  'seal-refused': { status: 422, title: 'The certificate and key do not make a seal' },
  'seal-missing': { status: 409, title: 'The issuer has no seal for European credentials' },
  'emrex-off': { status: 503, title: 'No transcripts are given out here' },
  'emrex-provider-unknown': { status: 404, title: 'The registry has no such student register' },
  'emrex-refused': { status: 400, title: 'The exchange of results does not hold together' },
  'lms-refused': { status: 400, title: 'The learning platform’s call does not hold together' },
  'lms-unreachable': { status: 502, title: 'The learning platform did not answer as LTI says' },
  'lms-known': { status: 409, title: 'The learning platform is connected already' },
  'clr-refused': { status: 422, title: 'The record cannot be put together' },
  'badge-refused': { status: 409, title: 'The credential cannot be put into a picture' },
  'elm-refused': { status: 409, title: 'The merit cannot be written as a European credential' },
  'mandate-exists': { status: 409, title: 'The issuer already has a mandate for this merit and time' },
  'mandate-withdrawn': { status: 409, title: 'The mandate is withdrawn' },
  'mandate-missing': { status: 403, title: 'The issuer has no mandate for this merit' },
  'mandate-not-yet-valid': { status: 403, title: 'The mandate does not apply yet' },
  'mandate-expired': { status: 403, title: 'The mandate no longer applies' },
  'mandate-dates-refused': { status: 422, title: 'The mandate’s dates do not fit' },
  'mandate-to-oneself': { status: 422, title: 'The owner of a merit needs no mandate' },
  'key-not-current': { status: 409, title: 'The key is not one of the keys in use' },
  'facts-refused': { status: 422, title: 'What is said about the assessment does not fit the merit' },
  'key-reused': { status: 409, title: 'The key stands for another issuing' },
  'batch-state-refused': { status: 409, title: 'The batch is not in a state that allows this' },
  'reason-missing': { status: 422, title: 'Say why' },
  'credential-state-refused': { status: 409, title: 'The credential is not in a state that allows this' },
  'replacement-waiting': { status: 409, title: 'A replacement waits for approval already' },
  'own-request': { status: 403, title: 'Someone else must approve what you asked for' },
  'four-eyes-stand': { status: 409, title: 'Nobody switches four eyes off alone' },
  'four-eyes-off': { status: 409, title: 'Four eyes are not switched on' },
  'release-asked': { status: 409, title: 'Someone has asked for it already' },
  'member-too-new': { status: 403, title: 'Your role is too new for this' },
  'credential-not-claimable': { status: 410, title: 'This link can no longer be used to claim' },
  'claim-needs-login': { status: 401, title: 'The passport is in use: log in to take the merit' },
  'share-closed': { status: 410, title: 'The share link has expired or was withdrawn' },
  'share-empty': { status: 422, title: 'Choose at least one merit to share' },
  'skill-map-missing': { status: 404, title: 'There is no map of skills for this here' },
  'occupation-unknown': { status: 404, title: 'The map has no such occupation' },
  'skill-unknown': { status: 422, title: 'The map has no such skill' },
  'map-edit-decided': { status: 409, title: 'The proposal has been decided' },
  'map-edit-void': { status: 422, title: 'The proposal would change nothing' },
  'map-closed': { status: 409, title: 'The map is closed' },
  'industry-unknown': { status: 422, title: 'This is no code of an industry' },
  'place-unknown': { status: 404, title: 'There is no such place here' },
  'endorsement-refused': { status: 409, title: 'The merit cannot be endorsed so' },
  'follow-up-closed': { status: 410, title: 'The question is not open' },
  'employer-asked': { status: 409, title: 'An employer has been asked already' },
  'answers-refused': { status: 422, title: 'Something was answered that the study does not ask' },
  'field-lost': { status: 409, title: 'A field that has been asked cannot be taken away' },
  'wave-closed': { status: 410, title: 'The survey has closed' },
  'wave-state-refused': { status: 409, title: 'The wave does not allow this now' },
  'statistics-in-use': { status: 409, title: 'Real people are counted here' },
  'statistics-not-released': { status: 404, title: 'There are no statistics yet' },
  'demands-unreadable': { status: 422, title: 'The demands in the address could not be read' },
  'validation-not-offered': { status: 422, title: 'The merit cannot be reached by validation' },
  'information-changed': { status: 409, title: 'The information has changed since you read it' },
  'case-open': { status: 409, title: 'There is an open case already' },
  'case-refused': { status: 409, title: 'The case does not allow this' },
  'evidence-refused': { status: 422, title: 'The file cannot be taken as evidence' },
  'scanner-unreachable': { status: 503, title: 'The scanner of files does not answer' },
  'recognition-short': { status: 409, title: 'What was met is not enough for this merit' },
  'application-closed': { status: 409, title: 'The application is not open any more' },
  'own-decision': { status: 403, title: 'Someone else decides on the appeal' },
  'appeal-not-open': { status: 409, title: 'The decision cannot be appealed, or not any more' },
  'names-applicant': { status: 422, title: 'What would be published names the applicant' },
  'stack-incomplete': { status: 409, title: 'Something in the stack is still missing' },
  'stack-without-whole': { status: 409, title: 'No merit stands for the whole of the stack' },
  'whole-asked': { status: 409, title: 'The whole has been asked for or issued already' },
  'too-many-aims': { status: 409, title: 'There is no room for another aim' },
  'plan-refused': { status: 409, title: 'The plan does not allow this' },
  'nothing-to-undo': { status: 409, title: 'There is nothing to undo' },
  'guidance-refused': { status: 409, title: 'The guidance does not allow this' },
  'invitation-closed': { status: 410, title: 'The link of invitation is used, expired or withdrawn' },
  'stack-published': { status: 409, title: 'A published stack keeps its rules' },
  'offer-refused': { status: 422, title: 'The offer cannot be taken' },
  'ask-refused': { status: 422, title: 'The request cannot be answered' },
  'consent-short': { status: 422, title: 'Something that is asked for was not agreed to' },
  'query-refused': { status: 422, title: 'The query cannot be asked' },
  'credential-unreadable': { status: 422, title: 'The credential could not be read' },
  'url-refused': { status: 422, title: 'The address may not be fetched' },
  'resource-unreachable': { status: 502, title: 'The address could not be fetched' },
  'database-away': { status: 503, title: 'The database is away for the moment' },
  unexpected: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, Row>

export type ProblemCode = keyof typeof problemCodes

export type FieldProblem = { pointer: string; code: string; detail: string }

/** A refusal that leaves as RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly errors: readonly FieldProblem[]
  constructor(code: ProblemCode, detail: string, errors: readonly FieldProblem[] = []) {
    super(detail)
    this.code = code
    this.errors = errors
  }
}

const byFastify: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_REQ_FILE_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body-unreadable',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body-unreadable',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body-unreadable',
}

/** PostgreSQL's words for a text that it cannot hold: U+0000 in a text, and in JSON. */
const unstorable: readonly string[] = ['22021', '22P05']

declare module 'fastify' {
  interface FastifyInstance {
    /** Shows a problem to a person, in their language; the web workspace hangs it in when it is served. */
    showProblem?: (problem: ProblemBody, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
  }
}

export function answerProblems(app: FastifyInstance): void {
  const answer = (problem: Problem, request: FastifyRequest, reply: FastifyReply) => {
    const body = describe(problem, request.originalUrl)
    if (app.showProblem && wantsPage(request)) return app.showProblem(body, request, reply)
    return reply.code(body.status).type('application/problem+json').send(body)
  }
  const absent = new Problem('not-found', 'No page or resource has this address and takes this method.')
  app.setErrorHandler((error, request, reply) => {
    // Where nothing is, it does not matter what was sent there.
    const problem = request.is404 ? absent : toProblem(error)
    if (problem.code === 'unexpected' || problem.code === 'database-away') request.log.error(error)
    return answer(problem, request, reply)
  })
  app.setNotFoundHandler((request, reply) => answer(absent, request, reply))
}

/** A browser says that it wants HTML; a program gets problems as the API describes them. */
const wantsPage = (request: FastifyRequest): boolean =>
  !request.originalUrl.startsWith('/api/') && /\btext\/html\b/.test(request.headers.accept ?? '')

/**
 * Where a request goes whose path is no text, such as `/%E0%A4%A`: to where nothing is, so that it meets the same
 * language, headers and limits as any other that finds nothing. The router alone would answer it with words of its own.
 */
export function routeUnreadable({ url = '/' }: { url?: string | undefined }): string {
  const [path = '/', query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch {
    const nowhere = path.startsWith('/api/') ? '/api/unreadable' : '/unreadable'
    return query === undefined ? nowhere : `${nowhere}?${query}`
  }
}

type ProblemBody = ReturnType<typeof describe>

function describe(problem: Problem, url: string) {
  const { status, title } = problemCodes[problem.code]
  return {
    type: `/docs/errors#${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    instance: url.split('?')[0],
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
}

type Issue = {
  code: string
  path: readonly PropertyKey[]
  message?: string | undefined
  params?: unknown
  keys?: unknown
}

/** A schema's objection, pointing to where; a key that nobody asked for is pointed to itself. */
export function toFieldProblems(issue: Issue): readonly FieldProblem[] {
  const at = issue.path.map(String).filter((part) => part !== '')
  const keys = Array.isArray(issue.keys) ? issue.keys.map(String).slice(0, mostKeys) : undefined
  if (!keys) return [{ pointer: toPointer(at), code: codeOfIssue(issue), detail: issue.message ?? 'not allowed' }]
  return keys.map((key) => ({
    pointer: toPointer([...at, key.slice(0, 200)]),
    code: issue.code,
    detail: `"${key.slice(0, 200)}" is no part of ${toPointer(at)}`,
  }))
}

/** Enough to mend what was sent by, and never an answer as large as a hostile question. */
const mostKeys = 50

const toPointer = (path: readonly string[]): string =>
  `/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error))
    return new Problem(
      'request-invalid',
      'One or more values are missing or not allowed.',
      error.validation.flatMap(({ instancePath, keyword, message, params }) =>
        toFieldProblems({ ...params, path: instancePath.split('/').slice(1), code: keyword, message }),
      ),
    )
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const code = byFastify[error.code]
    if (code) return new Problem(code, error.message)
    if (unstorable.includes(error.code))
      return new Problem('request-invalid', 'A text contains the character U+0000, which no text may contain.')
  }
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 429)
    return new Problem('too-many-requests', error.message)
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 400)
    return new Problem('body-unreadable', error.message)
  if (error instanceof Error && /^Multipart: |^Unexpected end of/.test(error.message))
    return new Problem('body-unreadable', error.message)
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new Problem('body-unreadable', 'The body is nested too deeply.')
  if (isDatabaseAway(error)) return new Problem('database-away', 'Nothing was changed. Try again in a moment.')
  return new Problem('unexpected', 'The error is logged. Try again; if it stays, tell the operator when it happened.')
}
