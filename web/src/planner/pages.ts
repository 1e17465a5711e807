import type { Page } from '../kit/page.ts'
import { mapsPage, meritMapsPage, ownMapsPage } from './maps-page.tsx'
import { relationsPage } from './relations-page.tsx'

/** Where skills lead: for whoever plans their own way, or a region's. */
export const plannerPages: readonly Page[] = [mapsPage, meritMapsPage, ownMapsPage, relationsPage]
