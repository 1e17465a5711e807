import { describe, expect, it } from 'vitest'
import { readSheet, streamSheet } from './read-sheet.ts'

async function collect(rows: AsyncIterable<readonly string[]>, most = Number.POSITIVE_INFINITY) {
  const all: (readonly string[])[] = []
  for await (const row of rows) if (all.length < most) all.push(row)
  return all
}
const refusalOf = (text: string | Uint8Array) =>
  collect(streamSheet(Buffer.from(text)), 0).then(
    () => undefined,
    (error) => ({
      code: error.code,
      errors: error.errors.map(({ code, pointer }: Record<string, string>) => [code, pointer]),
    }),
  )

describe('reading a file row by row', () => {
  it('gives what reading it whole gives: quotes, ends of lines, empty rows, wide letters at every cut', async () => {
    const long = Array.from({ length: 9000 }, (_, n) => `"Åsa ""${n}""\nÖ 👩‍🏫";å${n}@hem.example;`)
    for (const text of [
      '\ufeffnamn;e-post\r\na;b\r\n\r\nc;d',
      'namn,e-post\n"x,y",z\n',
      `namn;e-post;\n${long.join('\n')}`,
      'a\tb\n1\t2',
    ])
      expect(await collect(streamSheet(Buffer.from(text)))).toEqual(await readSheet(Buffer.from(text)))
  })

  it('takes far more rows than are held at once, and says where it ends', async () => {
    expect(await collect(streamSheet(Buffer.from('a;b\n'.repeat(60_000))))).toHaveLength(60_000)
    expect(await refusalOf('a;b\n'.repeat(200_001))).toEqual({
      code: 'file-unreadable',
      errors: [['too-many-rows', '/rows/200001']],
    })
  })

  it('refuses with the same codes as when it is read whole', async () => {
    expect(await refusalOf('')).toMatchObject({ code: 'file-empty' })
    expect(await refusalOf('a;b\n"c;d\n')).toMatchObject({ errors: [['row-unreadable', expect.any(String)]] })
    expect(await refusalOf(`a;b\n${'x'.repeat(100_100)}`)).toMatchObject({ errors: [['row-too-long', '/rows/2']] })
    expect(await refusalOf(`a${';'.repeat(120)}`)).toMatchObject({ errors: [['too-many-columns', '/rows/1']] })
    expect(await refusalOf('%PDF-1.7')).toMatchObject({ errors: [['file-kind-unknown', '/file']] })
    expect(await refusalOf('a\0b')).toMatchObject({ errors: [['file-kind-unknown', '/file']] })
  })
})
