import { readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld } from '../testing/open-test-world.ts'

describe('the first thread: from a draft to a verified credential, over HTTP', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld()
  })
  afterAll(() => world.close())

  it('issues under a mandate, and whoever fetches what it points to finds every check passed', async () => {
    const creator = await world.visit('Karin')
    const issuer = await world.visit('Ismail')
    const fibre = await world.register(creator, 'fibernamnden', { kind: 'social-partner' })
    const skelleby = await world.register(issuer, 'skelleby')
    const creatorAgain = await world.visit('Karin')
    const issuerAgain = await world.visit('Ismail')
    const meritId = await world.publish(creatorAgain, fibre)
    const mandate = await creatorAgain.call('POST', `/api/merits/${meritId}/mandates`, { issuerId: skelleby })
    expect(mandate.statusCode).toBe(201)
    const issued = await issuerAgain.call('POST', '/api/credentials', {
      organisationId: skelleby,
      meritId,
      recipient: { name: 'Amina Holm', email: 'Amina@people.example' },
      facts,
      key: 'one',
    })
    expect(issued.json()).toMatchObject({ known: false, state: 'issued' })

    const amina = await world.visit('Amina')
    const { credentialId } = issued.json<{ credentialId: string }>()
    const held = await amina.call('GET', `/credentials/${credentialId}`)
    expect(held.headers['content-type']).toMatch(/^application\/vc/)
    const read = readCredential(held.body)
    if (!read.read) throw new Error(read.detail)
    const fetched: string[] = []
    const { report } = await verifyCredential(read.credential, {
      now: world.ground.now().toISOString(),
      power,
      loadResource: async (url) => {
        const path = url.replace(/^https?:\/\/localhost(:|%3A)3000/, '')
        fetched.push(path)
        const answer = await world.anyone.call('GET', path)
        if (answer.statusCode !== 200) return { found: false, code: 'resource-status' }
        const mediaType = String(answer.headers['content-type']).split(';')[0] ?? ''
        return { found: true, bytes: answer.rawPayload, mediaType }
      },
    })
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(report.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['format', 'signature', 'issuer', 'validity', 'status', 'mandate', 'schema']),
    )
    expect(fetched.filter((path) => path.startsWith('/mandates/')).length).toBeGreaterThan(0)
    expect((await world.anyone.call('GET', `/credentials/${credentialId}`)).statusCode).toBe(404)
    expect((await issuerAgain.call('GET', `/credentials/${credentialId}`)).statusCode).toBe(404)
  })
})
