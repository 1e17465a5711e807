import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import { type Desk, openDesk, readMarkup } from './lay-in.ts'

const reader = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Half of a reading is its reader's way into the page: each person's browser has one tab where it stays. */
const desks = new WeakMap<BrowserContext, Promise<Desk>>()

/** What stands in someone's way on the page as it is shown now; nothing, we hope. */
export async function findBarriers(page: Page, only?: readonly string[]): Promise<string[]> {
  const options: RunOptions = {
    runOnly: only ? { type: 'rule', values: [...only] } : { type: 'tag', values: rules },
    resultTypes: ['violations'],
    // Neither finds anything: no rule of these reads style sheets by itself, and nobody is told a selector.
    preload: { assets: ['media'] },
    selectors: false,
  }
  const where = (await page.evaluate('"axe" in window')) ? page : await layAside(page)
  if (!(await where.evaluate('"axe" in window'))) await where.evaluate(reader)
  const { violations } = await where.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** A tab where the page stands as it does here; the page itself, where it is more than its markup and style. */
async function layAside(page: Page): Promise<Page> {
  const html = await readMarkup(page)
  if (!html) return page
  const context = page.context()
  try {
    const opened = desks.get(context) ?? openDesk(page)
    desks.set(context, opened)
    const desk = await opened
    const size = page.viewportSize()
    if (size) await desk.page.setViewportSize(size)
    await desk.lay(html, page.url())
    return desk.page
  } catch {
    // Of another house or another style, or a person with one tab only: it is read where it stands.
    return page
  }
}

/**
 * By how many pixels the page runs out sideways.
 *
 * Not measured against `innerWidth`: a phone zooms out until everything fits, and nothing would ever be too wide.
 */
export const measureOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))
