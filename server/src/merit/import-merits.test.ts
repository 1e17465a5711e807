import { deflateRawSync } from 'node:zlib'
import { composeMeritSheet, type MeritColumn, meritColumnNames } from '@bricka/domain/merit/merit-sheet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('importing merits from a file', () => {
  let world: TestWorld
  let organisationId: string
  let creator: Visitor

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Karin'), 'fibernamnden')
    creator = await world.visit('Karin')
  })
  afterAll(() => world.close())

  const send = (bytes: Buffer, name = 'merits.csv', who = creator) =>
    who.send(`/api/organisations/${organisationId}/merits/import`, { language: 'sv', file: { name, bytes } })
  const template = (language: string, format: string) =>
    world.anyone.call('GET', `/api/merit-sheet?language=${language}&format=${format}`)
  const count = async () =>
    (await creator.call('GET', `/api/organisations/${organisationId}/merits`)).json<{ total: number }>().total

  it.each(['sv', 'da', 'nb', 'fi', 'is', 'en'])(
    'takes back its own template in %s, as spreadsheet and as text',
    async (language) => {
      for (const format of ['xlsx', 'csv']) {
        const file = await template(language, format)
        const imported = await send(file.rawPayload, `merits.${format}`)
        expect(imported.statusCode).toBe(201)
        expect(imported.json()).toMatchObject({ drafts: [{ row: 2 }], problems: [] })
      }
    },
  )

  it('keeps what it can read and names what it cannot, by row and column', async () => {
    const before = await count()
    const hours = heading('hours')
    const head = [heading('title'), heading('outcome'), hours].join(';')
    const imported = await send(Buffer.from(`${head}\nSvetsa rör;Svetsa ett rör;många\n`))
    expect(imported.json()).toMatchObject({
      drafts: [{ row: 2, title: 'Svetsa rör' }],
      problems: [{ row: 2, column: hours, code: 'number-invalid', value: 'många' }],
    })
    expect(await count()).toBe(before + 1)
  })

  it('reads semicolons, a BOM and Windows-1252 alike', async () => {
    const first = heading('title')
    const outcome = heading('outcome')
    for (const bytes of [
      Buffer.from(`﻿${first};${outcome}\nMåla hus;Måla en vägg\n`),
      Buffer.from(`${first},${outcome}\nMåla hus,Måla en vägg\n`, 'latin1'),
      Buffer.from(`﻿${first}\t${outcome}\nMåla hus\tMåla en vägg\n`, 'utf16le'),
    ])
      expect((await send(bytes)).json()).toMatchObject({ drafts: [{ title: 'Måla hus' }] })
  })

  it('takes what looks like a formula for text, and no export lets a spreadsheet run it', async () => {
    const bytes = Buffer.from(
      `${heading('title')};${heading('outcome')}\n"=HYPERLINK(""http://evil.example"")";Svetsa rör\n`,
    )
    expect((await send(bytes)).json()).toMatchObject({ drafts: [{ title: '=HYPERLINK("http://evil.example")' }] })
    const csv = await creator.call('GET', `/api/organisations/${organisationId}/merits?format=csv&search=HYPERLINK`)
    expect(csv.body).toContain(`'=HYPERLINK`)
    expect(csv.body).not.toMatch(/(^|,|")=HYPERLINK/m)
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'file-empty', undefined],
    ['blank lines', Buffer.from('\n\n;;\n'), 'file-empty', undefined],
    ['10 MB of one line', Buffer.alloc(10_000_000, 'a'), 'file-unreadable', 'row-too-long'],
    ['a quotation mark that never ends', Buffer.from('titel\n"Svetsa'), 'file-unreadable', 'row-unreadable'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'file-unreadable', 'file-kind-unknown'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file-unreadable', 'workbook-old'],
    [
      'a packed file that is no workbook',
      pack('hello.txt', Buffer.from('hello')),
      'file-unreadable',
      'workbook-unreadable',
    ],
    [
      'a packed file cut off',
      pack('a', Buffer.from('hello')).subarray(0, 40),
      'file-unreadable',
      'workbook-unreadable',
    ],
    ['a bomb', pack('xl/worksheets/sheet1.xml', Buffer.alloc(90_000_000)), 'file-unreadable', 'workbook-too-large'],
    ['columns that nobody knows', Buffer.from('foo;bar\n1;2\n'), 'file-unreadable', 'column-missing'],
  ])('refuses %s for what it is, and keeps nothing', async (_, bytes, code, inner) => {
    const before = await count()
    const refused = await send(bytes)
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({
      code,
      ...(inner && { errors: expect.arrayContaining([expect.objectContaining({ code: inner })]) }),
    })
    expect(await count()).toBe(before)
  })

  it('refuses a file larger than it takes, a form without a file, and who may not design', async () => {
    expect((await send(Buffer.alloc(13_000_000, 'a'))).json()).toMatchObject({ code: 'body-too-large' })
    const empty = await creator.send(`/api/organisations/${organisationId}/merits/import`, { language: 'sv' })
    expect(empty.json()).toMatchObject({ code: 'file-unreadable', errors: [{ code: 'file-missing' }] })
    const reader = await world.visit('Rakel', { [organisationId]: ['reader'] })
    expect((await send(Buffer.from('titel\nx'), 'a.csv', reader)).json()).toMatchObject({ code: 'permission-missing' })
  })
})

function heading(column: MeritColumn): string {
  return composeMeritSheet('sv').headings[meritColumnNames.indexOf(column)] ?? ''
}

/** A zip file with one deflated part (APPNOTE 4.3). */
function pack(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(content.length, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  // What it says of its size is a lie: it claims to be small.
  central.writeUInt32LE(10, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end])
}
