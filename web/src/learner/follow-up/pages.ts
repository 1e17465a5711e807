import type { Page } from '../../kit/page.ts'
import { employerAskedPage } from './employer-page.tsx'
import { askedPage, followUpPage, ownAskPage } from './follow-up-pages.tsx'

export const followUpPages: readonly Page[] = [followUpPage, ownAskPage, employerAskedPage, askedPage]
