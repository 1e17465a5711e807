import type { Page } from '../../kit/page.ts'
import { aimPage, waysPage } from './aim-page.tsx'
import { aimsPage, changeAimPage, newAimPage, removeAimPage } from './aim-pages.tsx'
import { endGuidancePage, guidancePage, guidancesPage, newGuidancePage, seenPage } from './guidance-pages.tsx'
import { planPage } from './plan-page.tsx'

/** One's aims, how far it is to them, the plan for one, and whom one has asked for guidance. */
export const aimPages: readonly Page[] = [
  aimsPage,
  newAimPage,
  aimPage,
  waysPage,
  planPage,
  changeAimPage,
  removeAimPage,
  guidancesPage,
  newGuidancePage,
  guidancePage,
  seenPage,
  endGuidancePage,
]
