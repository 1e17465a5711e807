import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readCredential } from '@bricka/credential'
import { makeRecord } from '@bricka/domain/exchange/testing/make-record'
import { composeCredential } from '@bricka/domain/issuing/compose-credential'
import { interfaceLanguages } from '@bricka/domain/local-text'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../kit/words.ts'
import { type Paper, writePaper } from './write-paper.ts'

/** `varied`: texts that no packing makes much smaller. */
const signed = (long = 1, varied = ''): { document: string; profile: Paper['profile'] } => {
  const outcomes = Array.from({ length: long * 2 }, (_, turn) => ({
    id: `outcome-${turn}`,
    type: 'skill',
    statement: { sv: `Svetsa fiberskarv nummer ${turn}` },
    criteria: [{ sv: varied ? digestOf(varied + turn) + digestOf(turn + varied) : `Dämpningen är under ${turn} dB` }],
  }))
  const record = makeRecord({}, long > 1 ? { outcomes } : {})
  const composed = composeCredential({
    ...record,
    recipient: { name: 'Áile Šimeunović-Þórsdóttir', email: 'aile@hem.example', emailSalt: '00ff' },
    mandate: { url: 'https://skills.example/mandates/1', digestSri: `sha384-${'a'.repeat(64)}` },
    status: { revocationUrl: 'https://skills.example/r', suspensionUrl: 'https://skills.example/s', index: 7 },
  })
  return { document: JSON.stringify(composed), profile: readTransparency(JSON.parse(JSON.stringify(composed))) }
}

const digestOf = (text: string) => createHash('sha512').update(text).digest('base64')

const write = (changes: Partial<Paper> = {}) =>
  writePaper({
    words: wordsIn('sv'),
    ...signed(),
    baseUrl: 'https://bricka.example',
    glaze: 1,
    writtenAt: new Date('2026-05-05T12:00:00Z'),
    ...changes,
  })

async function read(bytes: Buffer) {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)))
  const texts = await Promise.all(
    pages.map(async (page) =>
      (await page.getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' '),
    ),
  )
  return { pdf, pages, text: texts.join(' ').replaceAll(/\s+/g, ' ') }
}

describe('a merit on paper', () => {
  let paper: Awaited<ReturnType<typeof read>>
  let bytes: Buffer
  beforeAll(async () => {
    bytes = await write()
    if (process.env.BRICKA_PAPER) writeFileSync(process.env.BRICKA_PAPER, bytes)
    paper = await read(bytes)
  })

  it('is text that can be read, searched and read aloud, letters of every Nordic language and their neighbours’', () => {
    for (const text of [
      'Áile Šimeunović-Þórsdóttir',
      'Svetsa fiber i fält',
      'Skelleby folkhögskola',
      'Svetsa en fiberskarv',
    ])
      expect(paper.text).toContain(text)
  })

  it('says as plainly what was not met, and that paper proves nothing', () => {
    expect(paper.text).toContain(wordsIn('sv').say('verifier.outcome-not-met'))
    expect(paper.text).toContain(wordsIn('sv').say('paper.warning').slice(0, 30))
  })

  it('is built for screen readers: language, title, headings, list, table, a picture with its text', async () => {
    const { info } = await paper.pdf.getMetadata()
    expect(info).toMatchObject({ Title: 'Svetsa fiber i fält', Language: 'sv' })
    expect(bytes.toString('latin1')).toContain('/Marked true')
    const roles = new Set<string>()
    for (const page of paper.pages) collectRoles(await page.getStructTree(), roles)
    for (const role of ['H1', 'H2', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD', 'Figure']) expect(roles).toContain(role)
  })

  it('calls itself PDF/A-3a and carries the credential, byte for byte, as what it was made from', async () => {
    const [id = ''] = (await paper.pdf.getAttachments())?.keys() ?? []
    const content = await paper.pdf.getAttachmentContent(id)
    expect(Buffer.from(content ?? []).toString()).toBe(signed().document)
    expect(readCredential(bytes)).toMatchObject({ read: true })
    const raw = bytes.toString('latin1')
    expect(raw).toMatch(/pdfaid:part>3</)
    expect(raw).toMatch(/pdfaid:conformance>A</)
    expect(raw).toContain('/AFRelationship /Source')
  })

  it.each(interfaceLanguages)('is written in %s', async (language) => {
    const words = wordsIn(language)
    const { text } = await read(await write({ words }))
    expect(text).toContain(words.say('paper.awarded-to'))
    expect(text).toContain(words.say('verifier.what'))
  })

  it('runs over as many pages as it needs, and says so where the credential is too large for a code', async () => {
    const long = await read(await write(signed(20)))
    expect(long.pages.length).toBeGreaterThan(2)
    expect(long.text).toContain('Svetsa fiberskarv nummer 39')
    const vast = await read(await write(signed(20, 'nothing repeats')))
    expect(vast.text).toContain(
      wordsIn('sv').say('paper.check-file', { address: 'https://bricka.example/verify' }).slice(0, 40),
    )
  })

  it('is the same paper when it is written again', async () => {
    const digest = (one: Buffer) =>
      createHash('sha256')
        .update(one.toString('latin1').replace(/\/ID \[.*?\]/gs, ''))
        .digest('hex')
    expect(digest(await write())).toBe(digest(bytes))
  })
})

function collectRoles(node: { role?: string; children?: readonly object[] } | null, roles: Set<string>): void {
  if (node?.role) roles.add(node.role)
  for (const child of node?.children ?? []) collectRoles(child, roles)
}
