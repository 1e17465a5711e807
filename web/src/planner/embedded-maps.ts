import type { EmbeddedWords } from '../kit/embedded-words.ts'
import type { OriginKind, Own } from './maps-state.ts'
import type { MapChoice } from './maps-view.tsx'

/** What the server's page gives the device beside the markup: its words, its maps, and what oneself holds. */
export type EmbeddedMaps = EmbeddedWords & {
  kind: OriginKind
  path: string
  maps: readonly MapChoice[]
  own: Own
}

/** The words that a device's maps are told in. */
export const wordsOfMaps = ['maps.', 'kit.optional'] as const
