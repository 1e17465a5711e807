import type { Page } from '../kit/page.ts'
import { aimPage, waysPage } from './aim-page.tsx'
import { aimsPage, changeAimPage, newAimPage, removeAimPage } from './aim-pages.tsx'
import { endGuidancePage, guidancePage, guidancesPage, newGuidancePage, seenPage } from './guidance-pages.tsx'
import { guidanceLinkPage, guidedPage } from './guided-pages.tsx'
import { learnerPage, leavePage } from './learner-page.tsx'
import { planPage } from './plan-page.tsx'

/** Aims, plans and guidance, for those who have them and for those who advise them. */
export const counsellorPages: readonly Page[] = [
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
  guidedPage,
  guidanceLinkPage,
  learnerPage,
  leavePage,
]
