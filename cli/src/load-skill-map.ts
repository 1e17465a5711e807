import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { indexSkillMap, type SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { readSkillMap } from '@bricka/domain/skill/read-skill-map'
import type { TextIndex } from '@bricka/domain/skill/weigh-texts'
import type { Server } from './call-server.ts'

export type LoadedMap = { ok: true; index: SkillIndex; texts: TextIndex | undefined } | { ok: false; why: string }

/** The map to reckon on: from an ESCO download where one is named, else what the server has imported. */
export async function loadSkillMap(server: Server, esco: string | undefined, version?: string): Promise<LoadedMap> {
  const bytes = esco === undefined ? await fetchMap(server, version) : await readDownload(esco, version)
  if (!bytes.ok) return bytes
  const map = readSkillMap(bytes.bytes)
  if (!map.read) return { ok: false, why: `What came is no map of skills. [${map.code}]` }
  return { ok: true, index: indexSkillMap(map.map), texts: map.texts }
}

type Bytes = { ok: true; bytes: Uint8Array } | { ok: false; why: string }

async function fetchMap({ url }: Server, version: string | undefined): Promise<Bytes> {
  const path = `/api/skills/map?texts=true${version === undefined ? '' : `&version=${encodeURIComponent(version)}`}`
  try {
    const response = await fetch(new URL(path, url))
    if (response.ok) return { ok: true, bytes: await response.bytes() }
    const { detail, code }: { detail?: string; code?: string } = await response.json()
    return {
      ok: false,
      why: `${detail ?? `The server answered ${response.status}.`} [${code ?? `http-${response.status}`}]`,
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return {
      ok: false,
      why: `No Bricka answers at ${url} (${cause}). Set BRICKA_URL, or give an ESCO download: --esco FILE. [server-unreachable]`,
    }
  }
}

/** The server's own reader makes the map of the file, in a process of its own: files are read in one place only. */
async function readDownload(esco: string, version: string | undefined): Promise<Bytes> {
  const entry = join(import.meta.dirname, '../../server/src/operate.ts')
  const words = ['skills-map', esco, ...(version === undefined ? [] : [version])]
  const child = spawn(process.execPath, [entry, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [bytes, said, exitCode] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? 1))
    }),
  ])
  return exitCode === 0 ? { ok: true, bytes } : { ok: false, why: said.toString().trim() }
}
