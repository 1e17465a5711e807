import { crc32, deflateSync } from 'node:zlib'

export const tileSize = { width: 420, height: 594 }
const brick = { width: 96, height: 40, gap: 6 }

/** The picture that European viewers show for a merit: its wall of bricks, the same for the same merit. PNG, base64. */
export function drawTile(meritId: string): string {
  const seed = crc32(meritId)
  const [red, green, blue] = glazes[seed % glazes.length] ?? glazes[0]
  const row = Buffer.alloc(1 + tileSize.width * 3)
  const rows: Buffer[] = []
  for (let y = 0; y < tileSize.height; y++) {
    const course = Math.floor(y / (brick.height + brick.gap))
    const inGap = y % (brick.height + brick.gap) >= brick.height
    for (let x = 0; x < tileSize.width; x++) {
      const along = x + (course % 2 === 0 ? 0 : brick.width / 2)
      const place = Math.floor(along / (brick.width + brick.gap))
      const joint = inGap || along % (brick.width + brick.gap) >= brick.width
      const strength = joint ? 0.06 : 0.62 + (crc32(`${meritId} ${course} ${place}`) % 39) / 100
      row[1 + x * 3] = mix(red, strength)
      row[2 + x * 3] = mix(green, strength)
      row[3 + x * 3] = mix(blue, strength)
    }
    rows.push(Buffer.from(row))
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(tileSize.width, 0)
  header.writeUInt32BE(tileSize.height, 4)
  // Eight bits a channel, red, green and blue (PNG, 11.2.2).
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64')
}

/** The same wall as rectangles, for a picture that is drawn and not painted. */
export function tilePieces(meritId: string) {
  const [red, green, blue] = glazes[crc32(meritId) % glazes.length] ?? glazes[0]
  const colourAt = (strength: number) => `rgb(${[red, green, blue].map((part) => mix(part, strength)).join(' ')})`
  const pieces = [{ x: 0, y: 0, wide: tileSize.width, high: tileSize.height, colour: colourAt(0.06) }]
  for (let course = 0; course * (brick.height + brick.gap) < tileSize.height; course++) {
    const y = course * (brick.height + brick.gap)
    const shift = course % 2 === 0 ? 0 : brick.width / 2
    for (let place = 0; place * (brick.width + brick.gap) - shift < tileSize.width; place++) {
      const from = place * (brick.width + brick.gap) - shift
      const x = Math.max(from, 0)
      const wide = Math.min(from + brick.width, tileSize.width) - x
      const high = Math.min(brick.height, tileSize.height - y)
      const strength = 0.62 + (crc32(`${meritId} ${course} ${place}`) % 39) / 100
      if (wide > 0) pieces.push({ x, y, wide, high, colour: colourAt(strength) })
    }
  }
  return pieces
}

const glazes = [
  [168, 73, 42],
  [43, 90, 118],
  [62, 107, 92],
  [138, 100, 20],
  [107, 74, 110],
  [79, 90, 99],
] as const

const mix = (colour: number, strength: number): number => Math.round(255 - (255 - colour) * strength)

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
