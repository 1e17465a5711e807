import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { renderToStaticMarkup } from 'react-dom/server'
import { type ApiProblem, callApi, PageProblem } from './call-api.ts'
import { Document, iconSvg } from './document.tsx'
import { noPost, type Posted, readUrlEncoded } from './form.ts'
import { decideLanguage, languageCookie } from './language.ts'
import type { Handler, Me, Page, PageAnswer, SiteSettings, Visit } from './page.ts'
import { ProblemPage } from './problem-page.tsx'
import { readMultipart } from './read-multipart.ts'
import { SceneProvider } from './scene.tsx'
import { wordsIn } from './words.ts'

const sessionCookie = 'bricka_session'
const yearInSeconds = 365 * 86_400

type Assets = { style: string; islands: ReadonlyMap<string, string>; fonts: readonly string[]; worker: string }

/** Serves pages over the app's own API. `client` is the folder of the built browser files. */
export async function servePages(
  root: FastifyInstance,
  pages: readonly Page[],
  settings: SiteSettings,
  client: string,
): Promise<void> {
  const assets = readAssets(client)
  // What the API could not answer to a browser, or nobody answers to.
  root.decorate('showProblem', async (problem: ApiProblem, request: FastifyRequest, reply: FastifyReply) => {
    const visit = await makeVisit(root, request, reply, settings, noPost)
    return send(visit, answerProblem(visit, problem), assets)
  })
  await root.register(async (app) => {
    await app.register(files, {
      root: join(client, 'assets'),
      prefix: '/assets/',
      maxAge: yearInSeconds * 1000,
      immutable: true,
    })
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 12 * 1024 * 1024 },
      (_request, body, done) => done(null, String(body)),
    )
    app.setErrorHandler(async (error, request, reply) => {
      const problem = problemOf(error)
      if (problem.code === 'unexpected') request.log.error(error)
      const visit = await makeVisit(root, request, reply, settings, noPost)
      return send(visit, answerProblem(visit, problem), assets)
    })
    serveApp(app, client, assets)
    for (const page of pages) {
      if (page.get) app.get(page.path, { schema: { hide: true } }, handle(page.get))
      if (page.post) {
        const bodyLimit = page.bodyLimit ?? 12 * 1024 * 1024
        app.post(page.path, { schema: { hide: true }, bodyLimit }, handle(page.post))
      }
    }
    app.get('/*', { schema: { hide: true } }, async (request, reply) => {
      if (request.url.startsWith('/api/') || !/text\/html|\*\/\*/.test(request.headers.accept ?? '*/*'))
        return reply.callNotFound()
      const visit = await makeVisit(root, request, reply, settings, noPost)
      return send(visit, answerProblem(visit, nothingHere), assets)
    })

    function handle(handler: Handler) {
      return async (request: FastifyRequest, reply: FastifyReply) => {
        const visit = await makeVisit(root, request, reply, settings, await readPosted(request))
        return send(visit, await handler(visit), assets)
      }
    }
  })
}

async function readPosted(request: FastifyRequest): Promise<Posted> {
  if (request.method !== 'POST') return noPost
  if (request.isMultipart()) return readMultipart(request)
  return typeof request.body === 'string' ? readUrlEncoded(request.body) : noPost
}

async function makeVisit(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  settings: SiteSettings,
  posted: Posted,
): Promise<Visit> {
  const [path = '/', search = ''] = request.url.split('?')
  const query = new URLSearchParams(search)
  const call: Visit['call'] = (method, to, body) => callApi(app, request, reply, method, to, body)
  const me = await findMe(request, call)
  const asked = query.get('lang') ?? undefined
  query.delete('lang')
  const language = decideLanguage({
    query: asked,
    cookie: request.cookies[languageCookie],
    person: me.locale ?? undefined,
    accepted: request.headers['accept-language'],
  })
  if (asked !== undefined)
    reply.setCookie(languageCookie, language, { path: '/', sameSite: 'lax', httpOnly: true, maxAge: yearInSeconds })
  const params: Record<string, string> = {}
  if (typeof request.params === 'object' && request.params !== null)
    for (const [name, value] of Object.entries(request.params)) params[name] = String(value)
  return {
    request,
    reply,
    words: wordsIn(language),
    me,
    settings,
    path,
    params,
    query,
    posted,
    call,
    need: async <Body,>(to: string) => {
      const answer = await call<Body>('GET', to)
      if (!answer.ok) throw new PageProblem(answer.problem)
      return answer.body
    },
  }
}

const nobody: Me = { kind: 'anonymous', memberships: [] }

async function findMe(request: FastifyRequest, call: Visit['call']): Promise<Me> {
  if (!request.cookies[sessionCookie]) return nobody
  const answer = await call<Me>('GET', '/api/me')
  return answer.ok ? answer.body : nobody
}

function answerProblem(visit: Visit, problem: ApiProblem): PageAnswer {
  if (problem.code === 'login-required' && visit.request.method === 'GET') {
    const here = visit.query.size > 0 ? `${visit.path}?${visit.query}` : visit.path
    return { kind: 'redirect', to: `/login?next=${encodeURIComponent(here)}` }
  }
  if (problem.code === 'request-invalid' && isOnlyAnAddress(visit)) return answerProblem(visit, nothingHere)
  const title = visit.words.find(`codes.problem.${problem.code}`) ?? problem.title
  return { kind: 'page', title, status: problem.status, hidden: true, body: <ProblemPage problem={problem} /> }
}

const nothingHere: ApiProblem = { code: 'not-found', status: 404, title: '', detail: '' }

/** Nothing was asked but the address itself: if no thing can have it, there is nothing there. */
const isOnlyAnAddress = ({ request, query, params }: Visit): boolean =>
  request.method === 'GET' && query.size === 0 && Object.keys(params).length > 0

function problemOf(error: unknown): ApiProblem {
  if (error instanceof PageProblem) return error.problem
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const code = status === 413 ? 'body-too-large' : status === 429 ? 'too-many-requests' : 'unexpected'
  return { code, status: status >= 400 ? status : 500, title: '', detail: '' }
}

function send(visit: Visit, answer: PageAnswer, assets: Assets): FastifyReply {
  const { reply, words } = visit
  if (answer.kind === 'redirect') return reply.redirect(answer.to, 303)
  if (answer.kind === 'text') {
    if (answer.fileName) reply.header('content-disposition', `attachment; filename="${answer.fileName}"`)
    return reply.type(answer.type).send(answer.text)
  }
  const html = renderToStaticMarkup(
    <SceneProvider scene={visit}>
      <Document
        page={answer}
        style={assets.style}
        fonts={assets.fonts}
        scripts={(answer.islands ?? []).map((name) => assets.islands.get(name) ?? '')}
      />
    </SceneProvider>,
  )
  const text = `<!doctype html>${html}`
  const mayKeep = visit.me.kind === 'anonymous' && !answer.hidden
  reply
    .code(answer.status ?? 200)
    .type('text/html; charset=utf-8')
    .header('content-language', words.language)
    .header('vary', 'Accept, Accept-Language, Cookie')
    .header('cache-control', mayKeep ? 'private, no-cache' : 'private, no-store')
  if (mayKeep && reply.statusCode === 200) {
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
    reply.header('etag', tag)
    if (visit.request.headers['if-none-match'] === tag) return reply.code(304).send()
  }
  return reply.send(text)
}

/** What makes the site one that can be put on a phone's first screen, and its page for printed codes open without a network. */
function serveApp(app: FastifyInstance, client: string, { worker }: Assets): void {
  const hidden = { schema: { hide: true } }
  app.get('/service-worker.js', hidden, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/javascript').sendFile(worker, client),
  )
  app.get('/icon.svg', hidden, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(iconSvg),
  )
  app.get('/app.webmanifest', hidden, (_request, reply) =>
    reply.type('application/manifest+json').send({
      name: 'Bricka',
      short_name: 'Bricka',
      start_url: '/v',
      scope: '/',
      display: 'standalone',
      background_color: '#f7f3ec',
      theme_color: '#f7f3ec',
      icons: [{ src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' }],
    }),
  )
}

type Manifest = Record<string, { file: string; name?: string; src?: string; css?: string[] }>

function readAssets(client: string): Assets {
  const manifest: Manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8'))
  const islands = new Map<string, string>()
  const fonts: string[] = []
  let style = ''
  let worker = ''
  for (const [source, { file }] of Object.entries(manifest)) {
    const island = /^src\/islands\/(.+)\.ts$/.exec(source)?.[1]
    if (island) islands.set(island, `/${file}`)
    if (island === 'keep-page') worker = file
    if (file.endsWith('.css')) style = `/${file}`
    if (/inter-latin-wght-normal/.test(source)) fonts.push(`/${file}`)
  }
  return { style, islands, fonts, worker }
}
