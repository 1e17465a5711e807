import type { Page } from '../kit/page.ts'
import { approvalsPage } from './approvals-page.tsx'
import { batchPage, cancelBatchPage } from './batch-page.tsx'
import { changePages } from './change-pages.tsx'
import { choosePage } from './choose-page.tsx'
import { credentialPage } from './credential-page.tsx'
import { estateChangePages, estateCredentialsPage } from './estate-credential-pages.tsx'
import { estateAnswerPages, estatePage } from './estate-page.tsx'
import { estateReceivePage } from './estate-receive-page.tsx'
import { estateWayPages } from './estate-way-pages.tsx'
import { filePage } from './file-page.tsx'
import { fourEyesPage } from './four-eyes-page.tsx'
import { issuePage } from './issue-page.tsx'
import { issuedPage } from './issued-page.tsx'
import { keyPages } from './key-pages.tsx'
import { lmsPages } from './lms-pages.tsx'
import { logPage } from './log-page.tsx'
import { occasionPages } from './occasion-pages.tsx'
import { peoplePage, removePersonPage } from './people-page.tsx'
import { sealPages } from './seal-pages.tsx'
import { settingsPage } from './settings-page.tsx'
import { tokensPage, withdrawTokenPage } from './tokens-page.tsx'
import { walletOfferPage } from './wallet-offer-page.tsx'
import { wholePages } from './whole-pages.tsx'

/** The issuer's side of an organisation's console, and what its representatives decide. */
export const issuerPages: readonly Page[] = [
  ...occasionPages,
  choosePage,
  issuePage,
  filePage,
  batchPage,
  cancelBatchPage,
  issuedPage,
  credentialPage,
  walletOfferPage,
  ...changePages,
  approvalsPage,
  peoplePage,
  removePersonPage,
  settingsPage,
  fourEyesPage,
  ...keyPages,
  ...sealPages,
  ...lmsPages,
  tokensPage,
  withdrawTokenPage,
  logPage,
  ...wholePages,
  estatePage,
  ...estateAnswerPages,
  ...estateWayPages,
  estateReceivePage,
  estateCredentialsPage,
  ...estateChangePages,
]
