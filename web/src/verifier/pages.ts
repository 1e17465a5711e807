import type { Page } from '../kit/page.ts'
import { codePage } from './code-page.tsx'
import { requestPage, requestResultPage } from './request-pages.tsx'
import { sharePage } from './share-page.tsx'
import { verifyPage } from './verify-page.tsx'

export const verifierPages: readonly Page[] = [verifyPage, codePage, sharePage, requestPage, requestResultPage]
