import { describe, expect, it } from 'vitest'
import { gather } from './gather.ts'

describe('doing together what many ask for', () => {
  it('serves at once who comes alone, and all who come meanwhile by one more run, each with their own answer', async () => {
    const runs: (readonly number[])[] = []
    const double = gather(
      async (all: readonly number[]) => {
        runs.push(all)
        await new Promise((resolve) => setImmediate(resolve))
        return all.map((one) => one * 2)
      },
      { most: 3 },
    )
    expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10])
    expect(runs).toEqual([[1], [2, 3, 4], [5]])
    expect(await double(6)).toBe(12)
  })

  it('lets nobody fail for another: who came with them is tried alone', async () => {
    const root = gather(async (all: readonly number[]) => {
      await Promise.resolve()
      return all.map((one) => {
        if (one < 0) throw new Error(`no root of ${one}`)
        return Math.sqrt(one)
      })
    })
    const asked = [4, 9, -1, 16].map((one) => root(one).catch((error: Error) => error.message))
    expect(await Promise.all(asked)).toEqual([2, 3, 'no root of -1', 4])
  })

  it('waits a little for those just served to come again, and never for who does not', async () => {
    const runs: number[] = []
    const tell = gather(
      async (all: readonly number[]) => {
        runs.push(all.length)
        await new Promise((resolve) => setImmediate(resolve))
        return all
      },
      { linger: 20 },
    )
    await Promise.all([1, 2, 3].map(tell))
    await Promise.all([tell(4), new Promise((resolve) => setImmediate(resolve)).then(() => tell(5))])
    await tell(6)
    expect(runs).toEqual([1, 2, 2, 1])
    // Nobody was with the last one: the next is served without waiting, though others come while it is.
    await Promise.all([tell(7), new Promise((resolve) => setImmediate(resolve)).then(() => tell(8))])
    expect(runs).toEqual([1, 2, 2, 1, 1, 1])
  })

  it('lets no one of a crowd go ahead alone, though some take longer to come back', async () => {
    const runs: number[] = []
    const tell = gather(
      async (all: readonly number[]) => {
        runs.push(all.length)
        return all
      },
      { linger: 200 },
    )
    const comeBack = async (milliseconds: number): Promise<void> => {
      for (let time = 0; time < 4; time++) {
        await tell(time)
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
      }
    }
    await Promise.all([0, 10, 20].map(comeBack))
    expect(runs).toEqual([1, 3, 3, 3, 2])
  })

  it('answers nobody by a run that began before they asked', async () => {
    let value = 'old'
    const read = gather(async (all: readonly string[]) => {
      const seen = value
      await new Promise((resolve) => setImmediate(resolve))
      return all.map(() => seen)
    })
    const before = read('a')
    value = 'new'
    expect(await Promise.all([before, read('b')])).toEqual(['old', 'new'])
  })
})
