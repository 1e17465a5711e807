import type { Page } from '../kit/page.ts'
import { actPages } from './act-pages.tsx'
import { benefitsPage } from './benefits-page.tsx'
import { breakDownPage } from './break-down-page.tsx'
import { draftPage } from './draft-page.tsx'
import { importPage } from './import-page.tsx'
import { mandatesPage, withdrawPage } from './mandates-page.tsx'
import { meritsPage, newMeritPage } from './merits-page.tsx'
import { needsPage } from './needs-page.tsx'
import { overviewPage } from './overview-page.tsx'
import { publishPage } from './publish-page.tsx'
import { skillsPage } from './skills-page.tsx'
import { stackPages } from './stack-pages.tsx'
import { statisticsPage } from './statistics-page.tsx'

/** The creator's side of an organisation's console. */
export const creatorPages: readonly Page[] = [
  overviewPage,
  meritsPage,
  newMeritPage,
  importPage,
  draftPage,
  skillsPage,
  needsPage,
  publishPage,
  mandatesPage,
  withdrawPage,
  ...actPages,
  breakDownPage,
  ...stackPages,
  statisticsPage,
  benefitsPage,
]
