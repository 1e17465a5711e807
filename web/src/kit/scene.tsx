import { createContext, type ReactNode, useContext } from 'react'
import type { Visit } from './page.ts'
import type { Words } from './words.ts'

/** What every piece of a page may ask: in which words, for whom, at which address. */
export type Scene = Pick<Visit, 'words' | 'me' | 'path' | 'query' | 'settings'>

const SceneContext = createContext<Scene | undefined>(undefined)

export function SceneProvider({ scene, children }: { scene: Scene; children: ReactNode }) {
  return <SceneContext value={scene}>{children}</SceneContext>
}

export function useScene(): Scene {
  const scene = useContext(SceneContext)
  if (!scene) throw new Error('A piece of a page was rendered outside a page.')
  return scene
}

export const useWords = (): Words => useScene().words
