import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { typedLine } from '@bricka/domain/typed-text'
import { CompactSign, calculateJwkThumbprint, compactVerify, EmbeddedJWK, type JWK } from 'jose'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { archiveRefused } from './leave-read-zip.ts'
import { type ArchiveFile, digestOf, type ListedFile } from './leave-write-zip.ts'

/** The one version so far. A reader refuses what it does not know. */
export const archiveVersion = 1

const Manifest = z.object({
  kind: z.enum(['passport', 'estate']),
  version: z.literal(archiveVersion),
  exportedAt: z.iso.datetime(),
  /** The address of the house that it comes from. */
  from: z.url().max(2000).pipe(typedLine()),
  files: z.array(z.object({ path: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The house's own key (Ed25519), made from its secret: it seals what leaves the house, and is nobody's identity. */
function houseKey(ground: Ground): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', ground.settings.secret, 'bricka', 'house-key', 32))
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
}

function publicJwk(key: KeyObject): JWK {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', x }
}

/** Lists what is in an archive with its digests, and seals the list: nothing in it can be changed unseen. */
export async function sealManifest(
  ground: Ground,
  kind: Manifest['kind'],
  files: readonly ListedFile[],
): Promise<readonly ArchiveFile[]> {
  const manifest: Manifest = {
    kind,
    version: archiveVersion,
    exportedAt: ground.now().toISOString(),
    from: ground.settings.baseUrl,
    files: [...files],
  }
  const bytes = Buffer.from(JSON.stringify(manifest, undefined, 2))
  const key = houseKey(ground)
  const seal = await new CompactSign(bytes).setProtectedHeader({ alg: 'EdDSA', jwk: publicJwk(key) }).sign(key)
  return [
    { path: 'manifest.json', mediaType: 'application/json', bytes },
    { path: 'manifest.jws', mediaType: 'application/jose', bytes: Buffer.from(seal) },
  ]
}

export type OpenArchive = { manifest: Manifest; files: ReadonlyMap<string, Buffer>; sealedBy: string; digest: string }

/** Sees that an archive is whole and as it was sealed. @throws Problem `archive-refused` */
export async function openArchive(files: ReadonlyMap<string, Buffer>, kind: Manifest['kind']): Promise<OpenArchive> {
  const bytes = files.get('manifest.json')
  const seal = files.get('manifest.jws')
  if (!bytes || !seal)
    throw archiveRefused('manifest-missing', 'manifest.json', 'This is no export: it has no manifest with a seal.')
  const sealedBy = await checkSeal(bytes, seal.toString())
  const read = Manifest.safeParse(parseJson(bytes))
  if (!read.success)
    throw archiveRefused('version-unknown', 'manifest.json', `Only version ${archiveVersion} of exports is known here.`)
  const manifest = read.data
  if (manifest.kind !== kind)
    throw archiveRefused('kind-wrong', 'manifest.json', `It is the export of a ${manifest.kind}, not of a ${kind}.`)
  const listed = new Set(['manifest.json', 'manifest.jws', ...manifest.files.map(({ path }) => path)])
  for (const path of files.keys())
    if (!listed.has(path)) throw archiveRefused('file-unlisted', path, `${path} is not in the manifest.`)
  for (const { path, sha256 } of manifest.files) {
    const file = files.get(path)
    if (!file) throw archiveRefused('file-missing', path, `${path} is in the manifest but not in the file.`)
    if (digestOf(file) !== sha256) throw archiveRefused('digest-wrong', path, `${path} was changed after the export.`)
  }
  return { manifest, files, sealedBy, digest: digestOf(bytes) }
}

async function checkSeal(bytes: Buffer, seal: string): Promise<string> {
  try {
    const { payload, protectedHeader } = await compactVerify(seal, EmbeddedJWK, { algorithms: ['EdDSA'] })
    if (bytes.equals(payload) && protectedHeader.jwk) return await calculateJwkThumbprint(protectedHeader.jwk)
  } catch {
    // A seal that cannot be read is no seal.
  }
  throw archiveRefused('seal-wrong', 'manifest.jws', 'The manifest was changed after the export.')
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
