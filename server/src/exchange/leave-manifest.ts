import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { power } from '@bricka/credential/power/node'
import {
  type ArchiveManifest,
  archiveVersion,
  type OpenArchive as Opened,
  openArchive as openAny,
} from '@bricka/domain/exchange/open-archive'
import { CompactSign, type JWK } from 'jose'
import type { Ground } from '../ground.ts'
import { archiveRefused } from './leave-read-zip.ts'
import type { ArchiveFile, ListedFile } from './leave-write-zip.ts'

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
  kind: ArchiveManifest['kind'],
  files: readonly ListedFile[],
): Promise<readonly ArchiveFile[]> {
  const manifest: ArchiveManifest = {
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

export type OpenArchive = Opened<ReadonlyMap<string, Buffer>>

/** Sees that an archive is whole and as it was sealed. @throws Problem `archive-refused` */
export async function openArchive(
  files: ReadonlyMap<string, Buffer>,
  kind: ArchiveManifest['kind'],
): Promise<OpenArchive> {
  const read = await openAny(files, kind, power)
  if (!read.open) throw archiveRefused(read.code, read.path, read.detail)
  return read
}
