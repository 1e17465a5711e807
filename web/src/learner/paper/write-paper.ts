import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { packCredential } from '@bricka/credential'
import PDFDocument from 'pdfkit'
import qrcode from 'qrcode'
import type { Words } from '../../kit/words.ts'
import type { Profile } from '../../verifier/said.tsx'
import { listFacts } from './list-facts.ts'

export type Paper = {
  readonly words: Words
  readonly profile: Profile
  /** The credential as it was signed. */
  readonly document: string
  /** Where papers are checked, `https://bricka.example`. */
  readonly baseUrl: string
  readonly glaze: number
  readonly writtenAt: Date
}

const require = createRequire(import.meta.url)
let fonts: { regular: Buffer; bold: Buffer } | undefined

const glazes = ['#a8492a', '#2b5a76', '#3e6b5c', '#8a6414', '#6b4a6e', '#4f5a63'] as const
const ink = '#1d2429'
const quiet = '#56616a'
const margin = 56
const width = 595.28 - 2 * margin
const bottom = 841.89 - 64

/** More signs than a printed code can hold so that phones still read it (QR version 34, ISO/IEC 18004). */
const mostPacked = 3200

/**
 * A merit as a paper: PDF/A-3a (ISO 19005-3) with real, tagged text in the reader's language, the signed credential itself
 * in the file, and a code that is the credential, so that the paper can be checked without a network.
 */
export async function writePaper(paper: Paper): Promise<Buffer> {
  const { words, profile, document, writtenAt } = paper
  fonts ??= {
    regular: readFileSync(require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')),
    bold: readFileSync(require.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf')),
  }
  const title = profile.title.stated ? profile.title.text : words.say('verifier.result-untitled')
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: 64 },
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: words.language,
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, Author: issuerName(profile), CreationDate: writtenAt, ModDate: writtenAt },
  })
  const done = collect(pdf)
  pdf.registerFont('regular', fonts.regular)
  pdf.registerFont('bold', fonts.bold)
  const file = {
    name: 'merit.json',
    type: 'application/vc+ld+json',
    description: words.say('paper.file'),
    creationDate: writtenAt,
    modifiedDate: writtenAt,
    relationship: 'Source',
  }
  pdf.file(Buffer.from(document), file)
  const whole = pdf.struct('Document')
  pdf.addStructure(whole)
  drawTiles(pdf, glazes[paper.glaze] ?? glazes[0])
  writeHead(pdf, whole, paper, title)
  writeOutcomes(pdf, whole, paper)
  writeFacts(pdf, whole, paper)
  writeCheck(pdf, whole, paper)
  whole.end()
  numberPages(pdf, words)
  pdf.end()
  return done
}

type Pdf = InstanceType<typeof PDFDocument>
type Struct = ReturnType<Pdf['struct']>

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    pdf.on('data', (piece: Buffer) => pieces.push(piece))
    pdf.on('end', () => resolve(Buffer.concat(pieces)))
    pdf.on('error', reject)
  })
}

const issuerName = ({ issuer }: Profile): string => (issuer.stated ? (issuer.name ?? issuer.id ?? '') : '')

/** Two courses of bricks: an ornament, which a screen reader passes over. */
function drawTiles(pdf: Pdf, glaze: string): void {
  pdf.markContent('Artifact', { type: 'Layout' })
  const tile = { width: 96, height: 26, gap: 5 }
  for (let course = 0; course < 2; course++) {
    const shift = course === 0 ? 0 : -tile.width / 2
    for (let x = shift; x < 595.28; x += tile.width + tile.gap) {
      const strength = 0.72 + 0.28 * Math.abs(Math.sin(x * 12.9 + course * 78.2))
      pdf
        .fillOpacity(1)
        .roundedRect(x, course * (tile.height + tile.gap), tile.width, tile.height, 3)
        .fill(blend(glaze, strength))
    }
  }
  pdf.endMarkedContent()
  pdf.y = 96
}

/** A colour laid thinner on white: PDF/A takes no half-transparent paint lightly. */
function blend(colour: string, strength: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return `#${parts
    .map((part) =>
      Math.round(255 - (255 - part) * strength)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

function writeHead(pdf: Pdf, whole: Struct, { words, profile, glaze }: Paper, title: string): void {
  const { say } = words
  const language = profile.title.stated ? profile.title.language : undefined
  text(pdf, whole, 'P', say('verifier.issued-by', { name: issuerName(profile) }), { size: 11, colour: quiet, after: 4 })
  text(pdf, whole, 'H1', title, { size: 26, bold: true, colour: glazes[glaze] ?? ink, after: 14, language })
  text(pdf, whole, 'P', say('paper.awarded-to'), { size: 10, colour: quiet, after: 1 })
  const holder = profile.holder.stated ? (profile.holder.name ?? profile.holder.id) : undefined
  text(pdf, whole, 'P', holder ?? say('kit.not-said'), { size: 18, bold: true, after: 10 })
  if (profile.description.stated) text(pdf, whole, 'P', profile.description.text, { size: 10.5, after: 10, language })
}

function writeOutcomes(pdf: Pdf, whole: Struct, { words, profile }: Paper): void {
  const { say } = words
  heading(pdf, whole, say('verifier.what'))
  if (!profile.outcomes.stated) {
    text(pdf, whole, 'P', say('kit.not-said'), { size: 10.5, after: 8 })
    return
  }
  const language = profile.title.stated ? profile.title.language : undefined
  const list = pdf.struct('L')
  whole.add(list)
  for (const { statement, result } of profile.outcomes.items) {
    const item = pdf.struct('LI')
    list.add(item)
    const found = result.stated
      ? say(result.met ? 'verifier.outcome-met' : 'verifier.outcome-not-met')
      : say('verifier.outcome-not-said')
    const line = `${statement ?? say('kit.not-said')}`
    makeRoom(pdf, 30)
    text(pdf, item, 'LBody', line, { size: 10.5, after: 0, language, indent: 12, mark: true })
    text(pdf, item, 'LBody', found, { size: 9, colour: quiet, after: 5, indent: 12 })
    item.end()
  }
  list.end()
}

function writeFacts(pdf: Pdf, whole: Struct, { words, profile }: Paper): void {
  heading(pdf, whole, words.say('verifier.how'))
  const table = pdf.struct('Table')
  whole.add(table)
  const nameWidth = 150
  for (const { name, text: said } of listFacts(words, profile)) {
    const row = pdf.struct('TR')
    table.add(row)
    pdf.font('regular').fontSize(10)
    const height = Math.max(
      pdf.heightOfString(name, { width: nameWidth }),
      pdf.heightOfString(said, { width: width - nameWidth - 12 }),
    )
    makeRoom(pdf, height + 6)
    const { y } = pdf
    row.add(pdf.struct('TH', {}, () => void pdf.fillColor(quiet).text(name, margin, y, { width: nameWidth })))
    row.add(
      pdf.struct(
        'TD',
        {},
        () => void pdf.fillColor(ink).text(said, margin + nameWidth + 12, y, { width: width - nameWidth - 12 }),
      ),
    )
    row.end()
    pdf.y = y + height + 4
  }
  table.end()
}

function writeCheck(pdf: Pdf, whole: Struct, { words, document, baseUrl }: Paper): void {
  const { say } = words
  const packed = packCredential(document)
  const code = packed.length <= mostPacked ? drawCode(`${baseUrl}/v#`, packed) : undefined
  const side = 200
  makeRoom(pdf, code ? side + 40 : 90)
  heading(pdf, whole, say('paper.check'))
  const { y } = pdf
  const address = `${baseUrl}/verify`
  if (code) {
    const scale = side / code.size
    whole.add(
      pdf.struct('Figure', { alt: say('paper.code-alt') }, () => {
        pdf.save().translate(margin, y).scale(scale).path(code.path).fill('#000000').restore()
      }),
    )
  }
  const left = code ? margin + side + 18 : margin
  const options = { width: code ? width - side - 18 : width }
  const write = (what: string, colour: string, size: number) =>
    whole.add(
      pdf.struct(
        'P',
        {},
        () => void pdf.font('regular').fontSize(size).fillColor(colour).text(what, left, pdf.y, options),
      ),
    )
  pdf.y = y + 6
  write(code ? say('paper.check-text', { address }) : say('paper.check-file', { address }), ink, 10.5)
  pdf.y += 8
  write(say('paper.warning'), quiet, 9.5)
  pdf.y = Math.max(pdf.y, y + (code ? side : 0)) + 8
}

/** One path, a unit a module, with the four light modules around that readers need. */
function drawCode(address: string, packed: string): { path: string; size: number } {
  const { modules } = qrcode.create(
    [
      { data: Buffer.from(address), mode: 'byte' },
      { data: packed, mode: 'alphanumeric' },
    ],
    { errorCorrectionLevel: 'L' },
  )
  const rows = Array.from({ length: modules.size }, (_, y) => y)
  const path = rows.flatMap((y) => rows.map((x) => (modules.get(y, x) ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('')
  return { path, size: modules.size + 8 }
}

function heading(pdf: Pdf, whole: Struct, what: string): void {
  makeRoom(pdf, 60)
  pdf.y += 6
  text(pdf, whole, 'H2', what, { size: 13, bold: true, after: 5 })
}

type TextLook = {
  readonly size: number
  readonly after: number
  readonly bold?: boolean
  readonly colour?: string
  readonly indent?: number
  readonly mark?: boolean
  readonly language?: string | undefined
}

function text(pdf: Pdf, parent: Struct, kind: string, what: string, look: TextLook): void {
  const { size, after, bold = false, colour = ink, indent = 0, mark = false, language } = look
  const write = (): void => {
    pdf
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(colour)
    if (mark)
      pdf
        .rect(margin, pdf.y + size * 0.32, 5, 5)
        .fill(colour)
        .fillColor(colour)
    pdf.text(what, margin + indent, pdf.y, { width: width - indent, lineGap: 2 })
  }
  parent.add(language ? pdf.struct(kind, { lang: language }, write) : pdf.struct(kind, {}, write))
  pdf.y += after
}

function makeRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height <= bottom) return
  pdf.addPage()
  pdf.y = margin
}

function numberPages(pdf: Pdf, { say }: Words): void {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    pdf.page.margins.bottom = 0
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf
      .font('regular')
      .fontSize(8.5)
      .fillColor(quiet)
      .text(say('paper.page', { page: page + 1, pages: count }), margin, 841.89 - 40, {
        width,
        align: 'right',
        lineBreak: false,
      })
    pdf.endMarkedContent()
  }
}
