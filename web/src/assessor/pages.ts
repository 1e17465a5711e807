import type { Page } from '../kit/page.ts'
import { casePage } from './case-page.tsx'
import { casesPage, ownCasesPage } from './cases-pages.tsx'
import { creditPages } from './credit-pages.tsx'
import { offerPage, offersPage } from './offer-pages.tsx'
import { qualityPages } from './quality-pages.tsx'
import { setupPage } from './setup-page.tsx'

/** Validation of prior learning, for its candidates and for those who lead, assess and control it. */
export const assessorPages: readonly Page[] = [
  offersPage,
  offerPage,
  ownCasesPage,
  casesPage,
  setupPage,
  casePage,
  ...creditPages,
  ...qualityPages,
]
