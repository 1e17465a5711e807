import type { Page } from '../kit/page.ts'

export const learnerPages: readonly Page[] = []
