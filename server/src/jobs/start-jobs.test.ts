import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'
import { startJobs } from './start-jobs.ts'

describe('what is left to do', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld()
  })
  afterAll(() => world.close())

  it('is done when someone leaves it, on whichever server, and a file as spreadsheet is taken like one as text', async () => {
    const organisationId = await world.register(await world.visit('Ismail'), 'skelleby')
    const issuer = await world.visit('Ismail')
    const meritId = await world.publish(issuer, organisationId)
    const jobs = [startJobs(world.ground), startJobs(world.ground)]
    await wait(300)
    const template = await issuer.call('GET', `/api/recipients-sheet?language=sv&format=xlsx&meritId=${meritId}`)
    const begun = await issuer.send(`/api/organisations/${organisationId}/batches`, {
      meritId,
      file: { name: 'mottagare.xlsx', bytes: template.rawPayload },
    })
    expect(begun.json()).toMatchObject({ total: 1, known: false })
    const path = `/api/organisations/${organisationId}/batches/${begun.json().batchId}`
    for (let look = 0; look < 100 && (await issuer.call('GET', path)).json().state === 'running'; look++)
      await wait(100)
    expect((await issuer.call('GET', path)).json()).toMatchObject({ state: 'finished', issued: 1, failed: 0 })
    for (let look = 0; look < 100 && world.ground.outbox.length === 0; look++) await wait(100)
    await Promise.all(jobs.map((job) => job.stop()))
    expect(world.ground.outbox).toMatchObject([{ kind: 'credential-issued', to: 'kim@exempel.example' }])
  })
})
