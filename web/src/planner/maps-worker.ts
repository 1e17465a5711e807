import { CatalogueOffer } from '@bricka/domain/pathway/closing-view'
import { findOccupations, OccupationNames } from '@bricka/domain/skill/find-occupations'
import { indexSkillMap } from '@bricka/domain/skill/index-skill-map'
import { readSkillMap } from '@bricka/domain/skill/read-skill-map'
import type { EditView } from '@bricka/server/skill/own-map'
import { z } from 'zod'
import { findMerits, type MapsQuestion, type MapsState, noteEdits, type Own } from './maps-state.ts'
import { type LoadedMaps, reckonMaps } from './reckon-maps.ts'

/** Beside the page's own thread, so that reading a map of 3,007 occupations freezes no phone. */
export type Asked =
  | { ask: 'load'; id: number; language: string; map: string; own: Own }
  | { ask: 'suggest'; id: number; map: string; kind: MapsQuestion['kind']; text: string }
  | { ask: 'reckon'; id: number; question: MapsQuestion }
export type Told = { id: number; state?: MapsState; suggestions?: readonly string[]; failed?: true }

let language = 'sv'
let own: Own = { held: [], merits: [] }
const loaded = new Map<string, Promise<LoadedMaps>>()

addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  try {
    postMessage(await answer(data))
  } catch {
    postMessage({ id: data.id, failed: true } satisfies Told)
  }
})

async function answer(asked: Asked): Promise<Told> {
  const { id } = asked
  if (asked.ask === 'load') {
    language = asked.language
    own = asked.own
    await load(asked.map)
    return { id }
  }
  if (asked.ask === 'reckon') return { id, state: reckonMaps(await load(asked.question.map), asked.question, language) }
  return { id, suggestions: suggest(await load(asked.map), asked.kind, asked.text) }
}

function load(map: string): Promise<LoadedMaps> {
  const known = loaded.get(map) ?? fetchMap(map)
  loaded.set(map, known)
  known.catch(() => loaded.delete(map))
  return known
}

/** Which map and which language is all that the server hears. */
async function fetchMap(map: string): Promise<LoadedMaps> {
  const choice = new URLSearchParams({ language, ...(map && { map }) })
  const [bytes, names, offers, edits] = await Promise.all([
    fetchWell(`/api/skills/map?${choice}`).then((response) => response.arrayBuffer()),
    fetchWell(`/api/skills/map/names?${choice}`).then((response) => response.json()),
    fetchWell(`/api/pathways/offers?language=${language}`).then((response) => response.json()),
    map === '' ? { items: [] } : fetchEdits(map),
  ])
  const read = readSkillMap(new Uint8Array(bytes))
  if (!read.read) throw new Error(read.code)
  return {
    index: indexSkillMap(read.map),
    names: OccupationNames.parse(names),
    offers: z.object({ items: z.array(CatalogueOffer) }).parse(offers).items,
    edits: noteEdits(edits.items),
    held: own.held,
    heldMerits: own.merits,
  }
}

const fetchEdits = async (map: string): Promise<{ items: readonly EditView[] }> =>
  (await fetchWell(`/api/skill-maps/${map}/edits?decision=taken&perPage=200`)).json()

async function fetchWell(path: string): Promise<Response> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response
}

function suggest({ names, index, offers }: LoadedMaps, kind: MapsQuestion['kind'], text: string): string[] {
  const { codes, labels } = index.map.occupations
  if (kind === 'merit') return findMerits(offers, text).map(({ title }) => title)
  return findOccupations(names, codes, { text, language, limit: 8 }).map(({ occupation }) => labels[occupation] ?? '')
}
