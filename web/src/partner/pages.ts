import type { Page } from '../kit/page.ts'
import { answerPage, openAnswerPage } from './answer-pages.tsx'
import { discussionPage, endorsementsPage, endorsementWithdrawPage, endorsePage } from './endorsement-pages.tsx'
import { designForNeedPage, needResultsPage, needsPage, unmetPage } from './need-pages.tsx'
import { ownRegisterPages } from './own-register-pages.tsx'
import { studyPages } from './study-pages.tsx'
import { newSurveyPage, surveyPage, surveysPage } from './survey-pages.tsx'
import { unitPages } from './unit-pages.tsx'
import { closeWavePage, codingPage, publishWavePage, wavePage } from './wave-pages.tsx'

/** For branches, social partners and companies: asking what people need to know, answering, and reading what was said. */
export const partnerPages: readonly Page[] = [
  surveysPage,
  newSurveyPage,
  surveyPage,
  wavePage,
  codingPage,
  closeWavePage,
  publishWavePage,
  openAnswerPage,
  answerPage,
  endorsementsPage,
  endorsePage,
  endorsementWithdrawPage,
  discussionPage,
  needsPage,
  unmetPage,
  designForNeedPage,
  needResultsPage,
  ...ownRegisterPages,
  ...studyPages,
  ...unitPages,
]
