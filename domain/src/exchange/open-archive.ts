import type { Power } from '@bricka/credential'
import { calculateJwkThumbprint, compactVerify, EmbeddedJWK } from 'jose'
import { z } from 'zod'
import { typedLine } from '../typed-text.ts'

/** The one version so far. A reader refuses what it does not know. */
export const archiveVersion = 1

/** What no archive of ours comes near: whoever made the file may have written anything. */
export const archiveLimits = { maxFiles: 20_000, maxFileBytes: 64 * 1024 * 1024, maxBytes: 256 * 1024 * 1024 }

export const ArchiveManifest = z.object({
  kind: z.enum(['passport', 'estate']),
  version: z.literal(archiveVersion),
  exportedAt: z.iso.datetime(),
  /** The address of the house that it comes from. */
  from: z.url().max(2000).pipe(typedLine()),
  files: z.array(z.object({ path: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type ArchiveManifest = z.infer<typeof ArchiveManifest>

export type ArchiveFiles = ReadonlyMap<string, Uint8Array>

/** Why an archive is not opened. Each is explained in `docs/errors.md` under `archive-refused`. */
export type ArchiveRefusal =
  | 'manifest-missing'
  | 'seal-wrong'
  | 'version-unknown'
  | 'kind-wrong'
  | 'file-unlisted'
  | 'file-missing'
  | 'digest-wrong'

export type OpenArchive<Files extends ArchiveFiles = ArchiveFiles> = {
  readonly open: true
  readonly manifest: ArchiveManifest
  readonly files: Files
  /** Thumbprint (RFC 7638) of the key that sealed it: it says that nothing was changed since, and not whose key it is. */
  readonly sealedBy: string
  readonly digest: string
}
type Refused = { readonly open: false; readonly code: ArchiveRefusal; readonly path: string; readonly detail: string }

/** Sees that an archive is whole and as it was sealed: the seal over the manifest, then each file's digest. */
export async function openArchive<Files extends ArchiveFiles>(
  files: Files,
  kind: ArchiveManifest['kind'],
  { sha256 }: Pick<Power, 'sha256'>,
): Promise<OpenArchive<Files> | Refused> {
  const bytes = files.get('manifest.json')
  const seal = files.get('manifest.jws')
  if (!bytes || !seal)
    return refuse('manifest-missing', 'manifest.json', 'This is no export: it has no manifest with a seal.')
  const sealedBy = await checkSeal(bytes, decode(seal))
  if (!sealedBy) return refuse('seal-wrong', 'manifest.jws', 'The manifest was changed after the export.')
  const read = ArchiveManifest.safeParse(parseJson(bytes))
  if (!read.success)
    return refuse('version-unknown', 'manifest.json', `Only version ${archiveVersion} of exports is known here.`)
  const manifest = read.data
  if (manifest.kind !== kind)
    return refuse('kind-wrong', 'manifest.json', `It is the export of a ${manifest.kind}, not of a ${kind}.`)
  const listed = new Set(['manifest.json', 'manifest.jws', ...manifest.files.map(({ path }) => path)])
  for (const path of files.keys())
    if (!listed.has(path)) return refuse('file-unlisted', path, `${path} is not in the manifest.`)
  const digestOf = (content: Uint8Array): string => toHex(sha256(content))
  for (const { path, sha256: expected } of manifest.files) {
    const file = files.get(path)
    if (!file) return refuse('file-missing', path, `${path} is in the manifest but not in the file.`)
    if (digestOf(file) !== expected) return refuse('digest-wrong', path, `${path} was changed after the export.`)
  }
  return { open: true, manifest, files, sealedBy, digest: digestOf(bytes) }
}

const refuse = (code: ArchiveRefusal, path: string, detail: string): Refused => ({ open: false, code, path, detail })

async function checkSeal(bytes: Uint8Array, seal: string): Promise<string | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(seal, EmbeddedJWK, { algorithms: ['EdDSA'] })
    if (isSame(bytes, payload) && protectedHeader.jwk) return await calculateJwkThumbprint(protectedHeader.jwk)
  } catch {
    // A seal that cannot be read is no seal.
  }
  return undefined
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index])

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const toHex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decode(bytes))
  } catch {
    return undefined
  }
}
