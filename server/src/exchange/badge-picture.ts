import { bakePng, bakeSvg } from '@bricka/credential'
import { Problem } from '../http/problem.ts'
import { drawTile, tilePieces, tileSize } from './draw-tile.ts'

export const pictureKinds = ['png', 'svg'] as const
export type PictureKind = (typeof pictureKinds)[number]

export const pictureTypes: Record<PictureKind, string> = { png: 'image/png', svg: 'image/svg+xml' }

/** The wall of a merit with its credential inside, as Open Badges 3.0 has it; `credential` is JSON or a compact JWS. */
export function makeBadgePicture(kind: PictureKind, seed: string, credential: string): Buffer {
  const baked =
    kind === 'png'
      ? bakePng(Buffer.from(drawTile(seed), 'base64'), credential)
      : bakeSvg(drawTileAsSvg(seed), credential)
  if (!baked.baked) throw new Error(`A tile did not take its credential: ${baked.code}.`)
  return Buffer.from(baked.picture)
}

function drawTileAsSvg(seed: string): string {
  const { width, height } = tileSize
  const bricks = tilePieces(seed).map(
    ({ x, y, wide, high, colour }) => `<rect x="${x}" y="${y}" width="${wide}" height="${high}" fill="${colour}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${bricks.join('')}</svg>`
}

/** What a picture of a merit is drawn from: its achievement, so that all who have it have the same wall. */
export function seedOf(document: string): string {
  if (!document.startsWith('{'))
    throw new Problem('badge-refused', 'This credential is no Open Badge as JSON; download it as the issuer signed it.')
  const read: unknown = JSON.parse(document)
  const subject = part(read, 'credentialSubject')
  const achievement = part(Array.isArray(subject) ? subject[0] : subject, 'achievement')
  const id = part(achievement, 'id')
  if (typeof id !== 'string')
    throw new Problem('badge-refused', 'This credential is no Open Badge: it names no achievement.')
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(id)?.[0] ?? id
}

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
