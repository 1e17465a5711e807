import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const reader = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What stands in someone's way on the page as it is shown now; nothing, we hope.
 *
 * The reader is laid into the page once: most of its time is its own start, and a page is read at several widths.
 */
export async function findBarriers(page: Page, only?: readonly string[]): Promise<string[]> {
  const options: RunOptions = {
    runOnly: only ? { type: 'rule', values: [...only] } : { type: 'tag', values: rules },
    resultTypes: ['violations'],
  }
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(reader)
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/**
 * By how many pixels the page runs out sideways.
 *
 * Not measured against `innerWidth`: a phone zooms out until everything fits, and nothing would ever be too wide.
 */
export const measureOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))
