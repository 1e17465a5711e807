import { expect, type Locator, type Page } from '@playwright/test'

/** Tab by tab, as somebody without a mouse gets there. Nothing is focused for them. */
export async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let step = 0; step < 150; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

/** Presses what has been reached, and waits for the page that it leads to. */
export async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target)
  await enter(page)
}

export async function enter(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load')
  await page.keyboard.press('Enter')
  await loaded
}

/** Types into a field; what stood there goes, as a field that Tab leads to is marked whole. */
export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target)
  await page.keyboard.type(text)
}

/** A date field takes its parts in the order of the browser's own language. */
export async function writeDate(page: Page, target: Locator, date: string): Promise<void> {
  await reach(page, target)
  const [year = '', month = '', day = ''] = date.split('-')
  const dayFirst = (await page.evaluate(() => navigator.language)) !== 'en-US'
  await page.keyboard.type(dayFirst ? `${day}${month}${year}` : `${month}${day}${year}`)
  await expect(target).toHaveValue(date)
}

/** Ticks a box with the space bar. Tab leads to a group of choices, the arrows to one of them. */
export async function check(page: Page, target: Locator): Promise<void> {
  const isRadio = (await target.getAttribute('type')) === 'radio'
  if (isRadio) {
    const name = await target.getAttribute('name')
    const group = page.locator(`input[type="radio"][name="${name}"]`)
    const started = group.and(page.locator(':checked'))
    await reach(page, (await started.count()) > 0 ? started : group.first())
    for (let step = 0; step < (await group.count()) && !(await target.isChecked()); step += 1)
      await page.keyboard.press(step === 0 && (await started.count()) === 0 ? 'Space' : 'ArrowDown')
  } else {
    await reach(page, target)
    await page.keyboard.press('Space')
  }
  await expect(target).toBeChecked()
}

/** Goes down a list of choices until the one that is wanted. */
export async function choose(page: Page, target: Locator, label: string): Promise<void> {
  await reach(page, target)
  const count = await target.locator('option').count()
  const shown = () =>
    target.evaluate((list) => (list instanceof HTMLSelectElement ? list.selectedOptions[0]?.text : ''))
  for (let step = 0; step < count && (await shown()) !== label; step += 1) await page.keyboard.press('ArrowDown')
  expect(await shown()).toBe(label)
}
