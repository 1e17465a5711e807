import type { LoadResource } from '@bricka/credential'
import { describe, expect, it } from 'vitest'
import { boundLoads } from './check-clr.ts'

const limits = { accept: '*/*', maxBytes: 1000 }

describe('what one learner’s record may ask of others', () => {
  it('is each address once, and so many of them', async () => {
    const { asked, load } = listen()
    const bounded = boundLoads(load, { most: 2, milliseconds: 60_000 })
    const answers = []
    for (const url of ['a', 'a', 'b', 'c', 'a']) answers.push((await bounded(`https://${url}.example/`, limits)).found)
    expect(answers).toEqual([true, true, true, false, true])
    expect(asked).toEqual(['https://a.example/', 'https://b.example/'])
    expect(await bounded('https://d.example/', limits)).toEqual({ found: false, code: 'record-asks-too-much' })
  })

  it('keeps apart what is asked for with what was read before, and without', async () => {
    const { asked, load } = listen()
    const bounded = boundLoads(load, { most: 5, milliseconds: 60_000 })
    await bounded('https://a.example/', { ...limits, etag: '"one"' })
    await bounded('https://a.example/', limits)
    expect(asked).toHaveLength(2)
  })

  it('is nothing more once its time is over', async () => {
    const { asked, load } = listen()
    const bounded = boundLoads(load, { most: 5, milliseconds: -1 })
    expect((await bounded('https://a.example/', limits)).found).toBe(false)
    expect(asked).toEqual([])
  })
})

function listen() {
  const asked: string[] = []
  const load: LoadResource = async (url) => {
    asked.push(url)
    return { found: true, bytes: new Uint8Array(), mediaType: 'text/plain' }
  }
  return { asked, load }
}
