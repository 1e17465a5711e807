import type { Page } from '../kit/page.ts'
import { gapPage, placeGapPage, planPage } from './gap-pages.tsx'
import { mapsPage, meritMapsPage, ownMapsPage } from './maps-page.tsx'
import { ownMapActPages } from './own-map-act-pages.tsx'
import { ownMapListPage, ownMapPage } from './own-map-pages.tsx'
import { relationsPage } from './relations-page.tsx'
import { placeReportPage } from './report-page.tsx'
import { placeSupplyPage, planningPage, roleSupplyPage, skillSupplyPage } from './supply-pages.tsx'
import { whatIfPage } from './what-if-page.tsx'

/** Where skills lead: for whoever plans their own way, or a region's. */
export const plannerPages: readonly Page[] = [
  mapsPage,
  meritMapsPage,
  ownMapsPage,
  ownMapListPage,
  ownMapPage,
  ...ownMapActPages,
  relationsPage,
  planningPage,
  gapPage,
  placeGapPage,
  planPage,
  whatIfPage,
  placeReportPage,
  placeSupplyPage,
  skillSupplyPage,
  roleSupplyPage,
]
