import type { Page } from '../kit/page.ts'
import { accessibilityPage, privacyPage } from './about-pages.tsx'
import { cataloguePage } from './catalogue-page.tsx'
import { demoMailPage, demoMessagePage, demoPage } from './demo-pages.tsx'
import { homePage } from './home-page.tsx'
import { landscapePages } from './landscape-pages.tsx'
import { levelsPage } from './levels-page.tsx'
import { mappingsPage } from './mapping-pages.tsx'
import { meritPage, meritVersionPage } from './merit-page.tsx'
import { organisationPage, organisationsPage } from './organisation-pages.tsx'
import { precedentPage, precedentsPage } from './precedent-pages.tsx'
import { principlePages } from './principle-pages.tsx'
import { apiPage, errorsPage } from './reference-pages.tsx'
import { registerPages } from './register-pages.tsx'
import { stackPage, stacksPage } from './stack-pages.tsx'
import { vocabularyPage } from './vocabulary-page.tsx'

export const publicPages: readonly Page[] = [
  ...principlePages,
  ...landscapePages,
  ...registerPages,
  homePage,
  cataloguePage,
  meritPage,
  meritVersionPage,
  organisationsPage,
  organisationPage,
  apiPage,
  errorsPage,
  accessibilityPage,
  privacyPage,
  vocabularyPage,
  mappingsPage,
  stacksPage,
  stackPage,
  precedentsPage,
  precedentPage,
  levelsPage,
  demoPage,
  demoMailPage,
  demoMessagePage,
]
