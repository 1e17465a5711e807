import type { Page } from '../kit/page.ts'

export const issuerPages: readonly Page[] = []
