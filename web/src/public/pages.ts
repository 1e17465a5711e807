import type { Page } from '../kit/page.ts'

export const publicPages: readonly Page[] = []
