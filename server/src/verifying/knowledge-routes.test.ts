import {
  type LoadResource,
  packCredential,
  readCredential,
  unpackCredential,
  verifyCredential,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemoWorld } from '../demo/seed-demo-world.ts'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { makeLoadResource } from './load-resource.ts'

let ground: TestGround
let app: FastifyInstance
let documents: readonly string[]
/** Everything that the site gives to keep, by address. */
const known = new Map<string, string>()

beforeAll(async () => {
  ground = await openTestGround({ demo: true })
  await seedDemoWorld(ground, () => undefined)
  const { rows } = await ground.database.pool.query<{ document: string }>(
    `select document from credential where state = 'issued' and document is not null order by id`,
  )
  documents = rows.map(({ document }) => document)
  app = await buildApp(ground)
  for (let page = 1, total = 1; known.size < total; page++) {
    const body = (await app.inject(`/api/knowledge?page=${page}&perPage=7`)).json()
    total = body.total
    for (const item of body.items) known.set(item.url, item.body)
    if (body.items.length === 0) break
  }
})
afterAll(async () => {
  await app.close()
  await ground.close()
})

const fromWhatIsKept: LoadResource = async (url) => {
  const body = known.get(url)
  return body === undefined
    ? { found: false, code: 'resource-unreachable' }
    : { found: true, bytes: new TextEncoder().encode(body), mediaType: 'application/json' }
}

const notPassed = async (text: string, loadResource: LoadResource, now = ground.now().toISOString()) => {
  const read = readCredential(text)
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource })
  return report.checks.filter(({ outcome }) => outcome !== 'passed').map(({ code }) => code)
}

describe('checking with what a device keeps, without a network', () => {
  it('finds of every merit issued here what the site itself finds', async () => {
    expect(documents.length).toBeGreaterThan(10)
    const found: string[] = []
    for (const document of documents) {
      const unpacked = unpackCredential(packCredential(document))
      if (!unpacked.unpacked) throw new Error(unpacked.code)
      const here = await notPassed(document, makeLoadResource(ground))
      expect(await notPassed(unpacked.text, fromWhatIsKept)).toEqual(here)
      found.push(...here)
    }
    expect(found.length).toBeLessThan(documents.length)
  })

  it('passes nothing that was changed, and nothing without what is kept', async () => {
    const [document = ''] = documents
    const changed = document.replace(/"identityHash":"[A-Z][^"]+"/, '"identityHash":"Somebody Else"')
    expect(changed).not.toBe(document)
    expect(await notPassed(changed, fromWhatIsKept)).toContain('signature-invalid')
    expect(await notPassed(document, async () => ({ found: false, code: 'resource-unreachable' }))).not.toEqual([])
  })

  it('does not pass a status that has become too old', async () => {
    const [document = ''] = documents
    const later = new Date(ground.now().getTime() + 30 * 86_400_000).toISOString()
    expect(await notPassed(document, fromWhatIsKept, later)).toContain('status-list-expired')
  })

  it('says no more than is public: no name, no address, no credential of anybody', async () => {
    const all = [...known.values()].join('\n')
    const { rows } = await ground.database.pool.query<{ recipient_name: string; recipient_email: string }>(
      'select recipient_name, recipient_email from credential',
    )
    for (const { recipient_name, recipient_email } of rows) {
      expect(all).not.toContain(recipient_name)
      expect(all).not.toContain(recipient_email)
    }
  })
})
