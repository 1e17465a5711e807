import type { Page } from '../kit/page.ts'
import { aimPages } from './aim/pages.ts'
import { appEndPage, connectPage } from './app-pages.tsx'
import { claimPage } from './claim-page.tsx'
import { clrPage } from './clr-pages.tsx'
import { creditPages } from './credit-pages.tsx'
import { followUpPages } from './follow-up/pages.ts'
import { archivePage, archiveRemovePage, leavePage } from './leave-pages.tsx'
import { logPage } from './log-page.tsx'
import { loginLinkPage, loginPage, loginSentPage, logoutPage } from './login-pages.tsx'
import { importedPage, importPage, importRemovePage, ownMeritPage } from './merit-page.tsx'
import { paperPage } from './paper/paper-page.ts'
import { passportPage } from './passport-page.tsx'
import { resultsPages } from './results-pages.tsx'
import { newSelfClaimPage, selfClaimPage, selfClaimRemovePage, selfClaimsPage } from './self-claim-pages.tsx'
import {
  deletePage,
  goodbyePage,
  passkeyRemovePage,
  sessionEndPage,
  sessionsEndPage,
  settingsPage,
} from './settings-pages.tsx'
import { newSharePage, ownSharePage, sharesPage, shareWithdrawPage } from './share-pages.tsx'
import { ownStackPage, ownStacksPage, wholeWithdrawPage } from './stack-pages.tsx'
import { statisticsConsentPage } from './statistics-page.tsx'
import { walletBackPage, walletLogInPage } from './wallet-log-in-pages.tsx'
import { authorizePage, walletOfferPage, walletsPage } from './wallet-offer-pages.tsx'
import { walletAnswerPage, walletPage, walletTakePage } from './wallet-pages.tsx'

export const learnerPages: readonly Page[] = [
  ...aimPages,
  ...followUpPages,
  ...resultsPages,
  loginPage,
  loginSentPage,
  loginLinkPage,
  logoutPage,
  claimPage,
  passportPage,
  importPage,
  importedPage,
  importRemovePage,
  clrPage,
  newSharePage,
  sharesPage,
  ownSharePage,
  shareWithdrawPage,
  selfClaimsPage,
  newSelfClaimPage,
  selfClaimPage,
  selfClaimRemovePage,
  logPage,
  ownStacksPage,
  ownStackPage,
  wholeWithdrawPage,
  ...creditPages,
  walletPage,
  walletTakePage,
  walletLogInPage,
  walletBackPage,
  walletAnswerPage,
  walletsPage,
  walletOfferPage,
  authorizePage,
  ownMeritPage,
  paperPage,
  settingsPage,
  leavePage,
  archivePage,
  archiveRemovePage,
  passkeyRemovePage,
  sessionsEndPage,
  sessionEndPage,
  appEndPage,
  connectPage,
  deletePage,
  goodbyePage,
  statisticsConsentPage,
]
