import type { Page } from '../kit/page.ts'
import { guidanceLinkPage, guidedPage } from './guided-pages.tsx'
import { learnerPage, leavePage } from './learner-page.tsx'

/** What a counsellor sees of those who asked them, and does for them. */
export const counsellorPages: readonly Page[] = [guidedPage, guidanceLinkPage, learnerPage, leavePage]
