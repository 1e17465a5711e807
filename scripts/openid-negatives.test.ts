import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const files = new Map([
  ['issuing', 'server/src/exchange/openid-issuing.test.ts'],
  ['presenting', 'server/src/exchange/openid-presenting.test.ts'],
  ['passport', 'server/src/exchange/passport-wallet.test.ts'],
  ['peers', 'server/src/exchange/openid-peers.test.ts'],
])
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Each row that names a test: its file and the test, the last two cells. */
const readRows = (page: string) =>
  [...page.matchAll(/\| (\w+) \| `(.+)` \|$/gm)].map(([, file = '', test = '']) => ({ file, test }))

/** A test is there where its name stands as a whole: as a text, or as the bare key of a table of tests. */
const findMissing = (rows: ReturnType<typeof readRows>, sources: ReadonlyMap<string, string>) =>
  rows.filter(({ file, test }) => !sources.get(file)?.includes(`'${test}'`)).map(({ test }) => test)

describe('what is said of OpenID4VC in docs', () => {
  it.each([
    ['openid-negatives.md', 50],
    ['openid-peers.md', 10],
  ])('names only tests that exist: %s', (page, rowsAtLeast) => {
    const rows = readRows(read(`docs/${page}`))
    const sources = new Map([...files].map(([name, file]) => [name, read(file)]))
    expect(rows.length).toBeGreaterThan(rowsAtLeast)
    expect(findMissing(rows, sources)).toEqual([])
  })

  it('is found wanting where a test, or its file, is not there', () => {
    const page = '| A | does | one | `is there` |\n| B | does | one | `is gone` |\n| C | does | two | `is there` |\n'
    const sources = new Map([['one', "it('is there', () => {})"]])
    expect(findMissing(readRows(page), sources)).toEqual(['is gone', 'is there'])
  })
})
