import { readCredential } from '@bricka/credential'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { verifyText } from '../verifying/verify-text.ts'

describe('Open Badges', () => {
  let world: TestWorld
  let organisationId: string
  let representative: Visitor
  let holder: Visitor
  let credentialId: string

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Ismail')
    organisationId = await world.register(founder, 'skelleby')
    representative = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    const meritId = await world.publish(representative, organisationId)
    holder = await world.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    const issued = await representative.call('POST', '/api/credentials', {
      organisationId,
      meritId,
      recipient,
      facts,
      key: 'one',
    })
    expect(issued.statusCode, issued.body).toBeLessThan(300)
    credentialId = (await holder.call('GET', '/api/passport')).json().items[0]?.id
  })
  afterAll(() => world.close())

  describe('a merit inside a picture', () => {
    const ask = (visitor: Visitor, file: string) =>
      visitor.call('GET', `/api/passport/credentials/${credentialId}/${file}`)

    it('carries the very credential, as JSON and as a token, in a PNG and in an SVG', async () => {
      const original = (await ask(holder, 'download')).body
      for (const file of ['picture.png', 'picture.svg', 'picture.png?as=jws', 'picture.svg?as=jws']) {
        const { statusCode, rawPayload } = await ask(holder, file)
        expect(statusCode, file).toBe(200)
        const { checks, document } = await verifyText(world.ground, rawPayload)
        expect(
          checks.find(({ name }) => name === 'signature'),
          file,
        ).toMatchObject({ code: 'signature-valid' })
        expect(JSON.stringify(document), file).toContain(JSON.parse(original).id)
      }
    })

    it('is its holder’s alone', async () => {
      expect((await ask(representative, 'picture.png')).statusCode).toBe(404)
      expect((await ask(world.anyone, 'picture.svg')).statusCode).toBe(401)
      expect((await ask(holder, 'picture.gif')).statusCode).toBe(422)
    })

    it('goes along with a share, and not after it is closed', async () => {
      const { id, url } = (
        await holder.call('POST', '/api/passport/shares', {
          credentialIds: [credentialId],
          audience: 'Norrbygg',
          purpose: 'A job',
          days: 3,
        })
      ).json()
      const path = `/api/shares/${String(url).split('/').at(-1)}/credentials/1/picture.png`
      const shared = await world.anyone.call('GET', path)
      expect(shared.statusCode, shared.body.slice(0, 200)).toBe(200)
      expect(readCredential(shared.rawPayload).read).toBe(true)
      await holder.call('POST', `/api/passport/shares/${id}/withdraw`)
      expect((await world.anyone.call('GET', path)).statusCode).toBe(410)
    })
  })
})
