import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { buildApp } from './build-app.ts'

describe('an address that leads nowhere', () => {
  let ground: TestGround
  let app: FastifyInstance
  beforeAll(async () => {
    ground = await openTestGround()
    app = await buildApp(ground, async (root) => {
      root.decorate('showProblem', async (problem, _request, reply) =>
        reply.code(problem.status).type('text/html').send(`<h1>${problem.code}</h1>`),
      )
      root.get('/page', async () => 'a page')
    })
  })
  afterAll(async () => {
    await app.close()
    await ground.close()
  })

  const nowhere = ['/%E0%A4%A', '/%', '/page/%ff?lang=sv', '/nothing', `/claim/${'x'.repeat(400)}`]

  it.each(nowhere)('is answered with a page to a browser, with the headers of any page: %s', async (url) => {
    const answer = await app.inject({ url, headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
    expect([answer.statusCode, answer.body]).toEqual([404, '<h1>not-found</h1>'])
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
  })

  it.each([...nowhere, '/api/%E0%A4%A', '/api/merits/%c3', '/api/nothing'])(
    'is answered with a problem to a program: %s',
    async (url) => {
      const answer = await app.inject({ url })
      expect(answer.headers['content-type']).toContain('application/problem+json')
      expect(answer.json()).toMatchObject({ status: 404, code: 'not-found', instance: url.split('?')[0] })
    },
  )

  it('is the API’s own affair under /api, whatever a browser wants', async () => {
    const answer = await app.inject({ url: '/api/%E0%A4%A', headers: { accept: 'text/html' } })
    expect(answer.json()).toMatchObject({ code: 'not-found' })
  })

  it.each([
    ['application/x-www-form-urlencoded', 'a=b'],
    ['text/plain', 'a'],
    ['application/json', '{"a":'],
  ])('is a page also for a form that is sent where no form is taken: %s', async (type, payload) => {
    const post = { url: '/page', method: 'POST', payload } as const
    const browser = await app.inject({ ...post, headers: { accept: 'text/html', 'content-type': type } })
    expect([browser.statusCode, browser.body]).toEqual([404, '<h1>not-found</h1>'])
    const program = await app.inject({ ...post, headers: { 'content-type': type } })
    expect([program.statusCode, program.json().code]).toEqual([404, 'not-found'])
  })

  it('is a problem for a program where the API refuses, and a page for a browser that opens the same address', async () => {
    const url = '/credentials/019a0000-0000-7000-8000-000000000000'
    expect((await app.inject({ url })).json()).toMatchObject({ code: 'not-found' })
    expect((await app.inject({ url, headers: { accept: 'text/html' } })).body).toBe('<h1>not-found</h1>')
  })
})
