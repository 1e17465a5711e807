import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'

test.use({ locale: 'en-GB' })

test('a planner finds the ten skills that care lacks most here, who is near, and the merits that would do it', async ({
  page,
}) => {
  await page.goto('/planning')
  await follow(page, page.getByRole('link', { name: 'Needs beside supply' }))
  await page.getByLabel('Branch', { exact: true }).selectOption({ label: 'Health and care' })
  await follow(page, page.getByRole('button', { name: 'Show' }))
  await seeNoBarriers(page)
  await follow(page, page.getByRole('link', { name: 'Västerbottens län' }))
  await expect(page).toHaveURL(/SE331\/gap\?branch=health-and-care/)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(10)
  const rows = page.getByRole('table', { name: 'What is lacking most' }).locator('tbody tr')
  await expect(rows).toHaveCount(10)
  await seeNoBarriers(page)

  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Spreadsheet (CSV)' }).click()
  const csv = readFileSync(await (await saved).path(), 'utf8').split('\n')
  const first = await rows.first().getByRole('link').first().textContent()
  expect(csv[1]).toContain(first)

  await page.getByRole('checkbox').last().uncheck()
  await follow(page, page.getByRole('button', { name: 'Plan for the chosen' }))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Plan for 9 skills: Västerbottens län')
  await expect(page.getByRole('table', { name: 'Occupations that bring most of them' })).toContainText(
    'nurse assistant',
  )
  await expect(page.getByRole('heading', { name: 'How the gap can be closed' })).toBeVisible()
  await expect(page.locator('.steps-of-set li').first()).toBeVisible()
  await seeNoBarriers(page)

  // The address alone shows the same again, to whoever gets it.
  await page.getByRole('combobox', { name: 'Preferably as' }).selectOption({ label: 'cheap as possible' })
  await follow(page, page.getByRole('button', { name: 'Show' }))
  const again = await page.context().newPage()
  await again.goto(page.url())
  await expect(again.getByRole('heading', { level: 1 })).toHaveText('Plan for 9 skills: Västerbottens län')
  await expect(again.getByRole('combobox', { name: 'Preferably as' })).toHaveValue('cheapest')
  await follow(again, again.locator('.steps-of-set a').first())
  await expect(again).toHaveURL(/\/merits\//)
})

test('a planner sees how many are near an occupation, what they lack, and which merits would move most', async ({
  page,
}) => {
  await page.goto('/planning/SE331')
  await follow(page, page.getByRole('link', { name: 'What if: Västerbottens län' }))
  await page.getByLabel('Occupation to come near').fill('nurse assistant')
  await follow(page, page.getByRole('button', { name: 'Show how near' }))
  await expect(page.getByText(/people here are near nurse assistant/)).toBeVisible()
  const steps = page.getByRole('table', { name: 'How many lack at most so much for nurse assistant' })
  await expect(steps.locator('tbody tr').last()).toContainText('at most 27 of 36')
  await expect(steps.locator('tbody tr').last()).not.toContainText('Not shown')
  await expect(page.getByRole('table', { name: 'Merits that would bring most of them on' })).toBeVisible()
  await seeNoBarriers(page)
  await page.getByLabel('Occupation to come near').fill('astrologer of the moon')
  await follow(page, page.getByRole('button', { name: 'Show how near' }))
  await expect(page.getByText('No role is like')).toBeVisible()
})

test('a planner reckons what it takes if three hundred cabin crew become free here', async ({ page }) => {
  await page.goto('/planning/SE331/gap')
  await follow(page, page.getByRole('link', { name: 'What if: Västerbottens län' }))
  await page.getByLabel('Occupation that becomes free').fill('flight attendant')
  await page.getByLabel('Number of people').fill('300')
  await follow(page, page.getByRole('button', { name: 'Reckon' }).first())
  await expect(page.getByText('300, as you wrote. Nobody was counted.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Order' }).selectOption({ label: 'Most lacking first, of the 50 nearest' })
  await follow(page, page.getByRole('button', { name: 'Show', exact: true }))
  await follow(page, page.getByRole('link', { name: 'nurse assistant' }))
  await expect(page.getByRole('heading', { name: 'From flight attendant to nurse assistant' })).toBeVisible()
  await expect(page.locator('.steps-of-set li').first()).toBeVisible()
  await seeNoBarriers(page)
  await page.goto(page.url().replace('people=300', 'people=many'))
  await expect(page.getByText('Write the number as a whole number')).toBeVisible()
})

test('a planner prints what matters of a place on one page @any-width', async ({ page }) => {
  await page.goto('/planning/SE331')
  await follow(page, page.getByRole('link', { name: 'Skills report: Västerbottens län' }))
  await expect(page.getByRole('table', { name: 'Ten skills that are lacking most' }).locator('tbody tr')).toHaveCount(
    10,
  )
  await expect(page.getByRole('table', { name: 'Ten skills that most have shown' }).locator('tbody tr')).toHaveCount(10)
  await seeNoBarriers(page)
  const paper = await page.pdf({ format: 'A4' })
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
})

test('a planner sees all municipalities of a country on one map, by an address that shows it again @any-width', async ({
  page,
}) => {
  await page.goto('/planning/NO')
  await expect(page.locator('.supply-map path')).toHaveCount(15)
  await follow(page, page.getByRole('link', { name: 'Show all municipalities' }))
  await expect(page).toHaveURL(/\/planning\/NO\?by=municipality$/)
  await expect(page.locator('.supply-map path')).toHaveCount(357)
  await expect(page.locator('.supply-map')).toContainText('Outlines: © Kartverket, CC BY 4.0; simplified')
  await seeNoBarriers(page)
})

async function follow(page: Page, link: ReturnType<Page['getByRole']>): Promise<void> {
  const loaded = page.waitForEvent('load')
  await link.click()
  await loaded
}

async function seeNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBeLessThanOrEqual(0)
}
