import { listenTrusted } from './listen-trusted.ts'
import { openTestWorld, type TestWorld } from './open-test-world.ts'

/** A world that programs of others reach as they would reach any server. Its clock is the machine's, for theirs is. */
export async function openOutsideWorld(): Promise<TestWorld & { origin: string }> {
  const { origin, answer, close } = await listenTrusted()
  const world = await openTestWorld({ baseUrl: origin })
  world.ground.setNow(new Date())
  await world.app.ready()
  answer((request, response) => world.app.routing(request, response))
  return {
    ...world,
    origin,
    close: async () => {
      await close()
      await world.close()
    },
  }
}
