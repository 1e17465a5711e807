import type { Page } from '../kit/page.ts'
import { verifyPage } from './verify-page.tsx'

export const verifierPages: readonly Page[] = [verifyPage]
