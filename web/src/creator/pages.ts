import type { Page } from '../kit/page.ts'

export const creatorPages: readonly Page[] = []
