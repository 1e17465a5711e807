import { type Browser, expect, type Page, test } from '@playwright/test'
import { findBarriers } from './find-barriers.ts'
import { logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB' })

const steward = 'flight attendant'
const carer = 'nurse assistant'
const query = new URLSearchParams({ from: steward, to: carer })

test('looking for a new job leaves no trace on the server', { tag: '@any-width' }, async ({ page }) => {
  const sent = listenTo(page)
  await openReady(page, '/maps')
  // What the device needs of the server names no occupation.
  expect(paths(sent)).toEqual(
    expect.arrayContaining(['/api/skills/map', '/api/skills/map/names', '/api/pathways/offers']),
  )
  sent.length = 0

  await write(page, 'From occupation', steward)
  await expect(page.locator(`#maps-from option[value="${steward}"]`)).toBeAttached()
  await page.getByRole('button', { name: 'Lay over' }).click()
  await expect(page.getByRole('heading', { name: `Ways from ${steward}` })).toBeFocused()
  await page.getByRole('table').getByRole('link', { name: carer }).click()
  await expect(page.getByRole('heading', { name: `${steward} over ${carer}` })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: `Ways from ${steward}` })).toBeVisible()
  await page.goForward()
  await expect(page.getByRole('heading', { name: `${steward} over ${carer}` })).toBeVisible()
  expect(sent).toEqual([])

  // An organisation's own map is fetched by its name alone; the way is shorter on it, and says whose judgement that is.
  await page.getByLabel('Map').selectOption({ label: 'From cabin to care' })
  await page.getByRole('button', { name: 'Lay over' }).click()
  await expect(page.getByText('4 of 36', { exact: true })).toBeVisible()
  await expect(page.getByText('Skelleby kommun, ').first()).toBeVisible()
  // And there are merits in the catalogue that close what is left of the gap.
  await expect(page.locator('.steps-of-set').getByRole('link', { name: 'Carry out basic nursing care' })).toBeVisible()
  expect(new Set(paths(sent))).toEqual(
    new Set(['/api/skills/map', '/api/skills/map/names', '/api/pathways/offers', ...paths(sent).filter(isEdits)]),
  )

  // The address keeps the question, also over a reload and in another language, where no browser sends it.
  await page.reload()
  await expect(page.getByText('4 of 36', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Svenska' }).click()
  await expect(page.getByRole('heading', { name: `${steward} över ${carer}` })).toBeVisible()
  const told = sent.map(({ url, body, referer }) => decodeURIComponent(`${url} ${body} ${referer}`).toLowerCase())
  for (const word of ['flight', 'attendant', 'nurse', 'esco/occupation'])
    expect(told.filter((one) => one.includes(word))).toEqual([])
})

test('without script the server answers, in the same words', { tag: '@any-width' }, async ({
  page,
  browser,
  baseURL,
}) => {
  const plain = await openPlain(browser, baseURL)
  const sent = listenTo(plain)
  await plain.goto('/maps')
  await write(plain, 'From occupation', steward)
  await write(plain, 'To occupation', carer)
  await plain.getByRole('button', { name: 'Lay over' }).click()
  await expect(plain.getByRole('heading', { name: `${steward} over ${carer}` })).toBeVisible()
  // The twin of the journey above: here the question does go to the server, and the page says so.
  expect(sent.some(({ url }) => url.includes('from=flight'))).toBe(true)
  await expect(plain.getByText('The question is answered by the server')).toBeVisible()

  await openReady(page, `/maps#${query}`)
  await expect(page.getByRole('heading', { name: `${steward} over ${carer}` })).toBeVisible()
  expect(await readView(page)).toBe(await readView(plain))
  expect(await findBarriers(page)).toEqual([])
  await plain.close()
})

test('a merit of the catalogue is laid over an occupation', async ({ page }) => {
  await openReady(page, '/maps/merits')
  await write(page, 'Merit', 'hygiene')
  await write(page, 'To occupation', carer)
  await page.getByRole('button', { name: 'Lay over' }).click()
  await expect(page.locator('.tier-identical .bricks li').first()).toBeVisible()
  await write(page, 'Merit', 'no merit is called this')
  await page.getByRole('button', { name: 'Lay over' }).click()
  await expect(page.getByText('is like “no merit is called this”')).toBeVisible()
})

test('what one has shown is laid over an occupation on one’s own device', async ({ page }) => {
  await logInAs(page.request, 'amina.warsame@post.example')
  await openReady(page, '/passport/maps?lang=en')
  const sent = listenTo(page)
  await write(page, 'To occupation', carer)
  await page.getByRole('button', { name: 'Lay over' }).click()
  await expect(page.getByRole('heading', { name: `My merits over ${carer}` })).toBeVisible()
  await expect(page.locator('.tier-identical .bricks li')).toContainText(['hygiene in a health care setting'])
  await expect(page.getByText('Shown by: Follow basic hygiene routines in care').first()).toBeVisible()
  expect(sent).toEqual([])
  expect(await findBarriers(page)).toEqual([])
})

test('a map is edited by proposals that its owner decides', { tag: '@any-width' }, async ({ page }) => {
  await logInAs(page.request, 'ylva.fors@region-alvdal.example')
  await page.goto('/skill-maps?lang=en')
  await page.getByRole('link', { name: 'New map for Region Älvdal' }).click()
  await page.getByLabel('The map’s name (English)').fill('Care, as the valley sees it')
  await page.getByLabel('Edited from').selectOption({ label: 'ESCO' })
  await page.getByRole('button', { name: 'Make the map' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Care, as the valley sees it' })).toBeVisible()
  const map = page.url()

  await logInAs(page.request, 'tove.bergqvist@bjorkliden.example')
  for (const [held, wanted] of [
    ['provide first aid', 'first aid'],
    ['maintain customer service', 'interact with healthcare users'],
  ] as const) {
    await page.goto(`${map}?lang=en`)
    await page.getByRole('link', { name: /^Propose an edit for/ }).click()
    await page.getByLabel('Search the skill that someone has').fill(held)
    await page.getByLabel('Search the skill that it counts as').fill(wanted)
    await page.getByRole('button', { name: 'Search the map' }).click()
    await page.getByLabel('Whoever has').selectOption({ label: `${held} (ESCO)` })
    await page.getByLabel('counts as having').selectOption({ label: `${wanted} (ESCO)` })
    await page.getByLabel('Reason').fill('Seen from the first day.')
    await page.getByRole('button', { name: 'Propose', exact: true }).click()
    await expect(page.getByRole('row', { name: `“${held}” counts as “${wanted}”` })).toBeVisible()
  }

  await logInAs(page.request, 'ylva.fors@region-alvdal.example')
  await page.goto(`${map}?lang=en`)
  await page.getByRole('link', { name: 'Take “provide first aid”' }).click()
  await page.getByLabel('Reason').fill('Tried every year.')
  await page.getByRole('button', { name: 'Take' }).click()
  await page.getByRole('link', { name: 'Refuse “maintain customer service”' }).click()
  // A decision without a reason is none.
  await page.getByLabel('Reason').evaluate((field: HTMLTextAreaElement) => field.removeAttribute('required'))
  await page.getByRole('button', { name: 'Refuse' }).click()
  await expect(page.getByRole('alert')).toContainText('Reason')
  await page.getByLabel('Reason').fill('Not shown yet.')
  await page.getByRole('button', { name: 'Refuse' }).click()
  await expect(page.getByRole('row', { name: 'provide first aid' })).toContainText('Tried every year.')
  await expect(page.getByRole('row', { name: 'maintain customer service' })).toContainText('Not shown yet.')

  await page.getByRole('link', { name: 'Close the map' }).click()
  await page.getByRole('button', { name: 'Close the map' }).click()
  await expect(page.getByRole('link', { name: /^Propose an edit for/ })).toHaveCount(0)
})

type Sent = { url: string; body: string; referer: string }

function listenTo(page: Page): Sent[] {
  const sent: Sent[] = []
  page.context().on('request', (request) =>
    sent.push({
      url: request.url(),
      body: request.postData() ?? '',
      referer: request.headers().referer ?? '',
    }),
  )
  return sent
}

const paths = (sent: readonly Sent[]): string[] => sent.map(({ url }) => new URL(url).pathname)
const isEdits = (path: string): boolean => /^\/api\/skill-maps\/[0-9a-f-]+\/edits$/.test(path)

async function openReady(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.locator('[data-maps-ready]')).toBeAttached()
}

async function openPlain(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return browser.newPage({ javaScriptEnabled: false, locale: 'en-GB', ...(baseURL && { baseURL }) })
}

/** As people write: letter by letter, so that what is offered meanwhile is seen. */
async function write(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: false }).first()
  await field.fill('')
  await field.pressSequentially(text)
}

/** Everything it says, what stands in closed parts with it. */
const readView = async (page: Page): Promise<string | null> =>
  (await page.locator('[data-maps-view]').textContent())?.replaceAll(/\s+/g, ' ') ?? null
