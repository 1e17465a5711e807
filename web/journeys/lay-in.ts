import type { Page } from '@playwright/test'

/** One tab that pages without script are laid into: the reader of barriers starts in it once, and not anew on each. */
export type Desk = { page: Page; lay: (html: string, path: string) => Promise<void> }

export const hasScript = (html: string): boolean => /<script[^>]*type="module"/.test(html)

/**
 * A document without script is its markup and its style, whoever asked for it: laid into a tab that has the same style,
 * it stands as it stood, at its own address. A page with script is never laid in: what its script makes of it is met
 * where it runs.
 */
export async function openDesk(page: Page): Promise<Desk> {
  const desk = await page.context().newPage()
  await desk.goto('/about/privacy')
  return { page: desk, lay: (html, path) => desk.evaluate(layIn, { html, path }) }
}

/**
 * The page's markup with what has been filled in; nothing where the page is more than its markup and its style: has
 * script, or something open above it, or is shown for paper, in the dark, at one of its parts, or after a refused field.
 */
export const readMarkup = (page: Page): Promise<string | undefined> => page.evaluate(copyMarkup)

/** Runs in the browser. */
function copyMarkup(): string | undefined {
  const more = 'script[type="module"], :popover-open, :modal, :user-invalid, iframe, canvas'
  if (location.hash || document.querySelector(more)) return undefined
  if (['print', '(prefers-color-scheme: dark)', '(forced-colors: active)'].some((one) => matchMedia(one).matches))
    return undefined
  const copy = document.documentElement.cloneNode(true)
  if (!(copy instanceof Element)) return undefined
  const fields = 'input, textarea, option'
  const copies = [...copy.querySelectorAll(fields)]
  for (const [at, field] of [...document.querySelectorAll(fields)].entries()) {
    if (field instanceof HTMLOptionElement) copies[at]?.toggleAttribute('selected', field.selected)
    else if (field instanceof HTMLTextAreaElement) copies[at]?.replaceChildren(field.value)
    else if (field instanceof HTMLInputElement) {
      copies[at]?.toggleAttribute('checked', field.checked)
      if (!['file', 'password'].includes(field.type)) copies[at]?.setAttribute('value', field.value)
    }
  }
  return copy.outerHTML
}

/** Runs in the browser. */
async function layIn({ html, path }: { html: string; path: string }): Promise<void> {
  history.replaceState(null, '', path)
  const read = new DOMParser().parseFromString(html, 'text/html')
  const style = (of: Document) =>
    [...of.querySelectorAll('link[rel="stylesheet"]')].map((one) => one.getAttribute('href'))
  if (read.querySelector('script[type="module"]')) throw new Error(`${path} has script: it must be visited.`)
  if (style(read).join() !== style(document).join()) throw new Error(`${path} has another style: it must be visited.`)
  const root = document.documentElement
  for (const { name } of [...root.attributes]) root.removeAttribute(name)
  for (const { name, value } of read.documentElement.attributes) root.setAttribute(name, value)
  for (const one of [...document.head.children]) if (!one.matches('link[rel="stylesheet"]')) one.remove()
  document.head.append(...read.head.querySelectorAll('title, meta'))
  document.body.replaceWith(read.body)
  window.scrollTo(0, 0)
  await Promise.allSettled([...document.images].map((image) => image.decode()))
  await document.fonts.ready
}
