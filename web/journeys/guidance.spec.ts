import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB' })

const first = { email: 'signe.odlund@region-alvdal.example', name: 'Signe Ödlund' }
const second = { email: 'mikael.strand@region-alvdal.example', name: 'Mikael Strand' }

/** The same house serves both widths at once: each has a learner of its own. */
const learners = {
  desktop: { email: 'moa.grahn@post.example', name: 'Moa Grahn' },
  phone: { email: 'freja.dalgaard@post.example', name: 'Freja Dalgaard' },
}

test('a learner states an aim, plans the way, is guided, and takes back what was shared at once', async ({ browser }, {
  project,
}) => {
  test.setTimeout(600_000)
  const { email, name } = project.name === 'phone' ? learners.phone : learners.desktop
  const learner = await enter(browser, email)

  await learner.goto('/passport')
  await learner.getByRole('link', { name: 'Aims and guidance' }).click()
  await expect(learner.getByText('No aims yet')).toBeVisible()
  await seeNoBarriers(learner)
  await submit(learner, learner.getByRole('link', { name: 'New aim' }))
  await learner.getByLabel('Search for an occupation').fill('nurse asistant')
  await press(learner, 'Search')
  expect(new URL(learner.url()).search, 'what is looked for stands in no address').toBe('')
  await learner.getByLabel('nurse assistant', { exact: true }).check()
  await seeNoBarriers(learner)
  await press(learner, 'Keep as my aim')
  await expect(learner.getByRole('heading', { level: 1, name: 'Aim: nurse assistant' })).toBeVisible()
  await expect(learner.getByText('Nothing beyond that is said in own words.')).toBeVisible()
  await seeNoBarriers(learner)
  const aim = new URL(learner.url()).pathname

  await submit(learner, learner.getByRole('link', { name: 'Change', exact: true }))
  await learner.getByLabel('Search for an occupation').fill('flight attendant')
  await press(learner, 'Search')
  await learner.getByLabel('flight attendant', { exact: true }).check()
  await seeNoBarriers(learner)
  await press(learner, 'Keep the occupations')
  await expect(learner.getByRole('status')).toContainText('Saved')
  await submit(learner, learner.getByRole('link', { name: 'Change', exact: true }))
  await expect(learner.getByLabel('flight attendant', { exact: true })).toBeChecked()
  await learner.getByLabel('Places you can get to').fill('Nowhere')
  await learner.getByLabel('Online is fine').uncheck()
  await press(learner, 'Save')
  await submit(learner, learner.getByRole('link', { name: 'Ways', exact: true }))
  await expect(learner.locator('summary', { hasText: 'not so that you can take it' })).toBeVisible()
  await submit(learner, learner.getByRole('link', { name: 'Change', exact: true }))
  await learner.getByLabel('Places you can get to').fill('Skelleby\nBjörkliden')
  await learner.getByLabel('Online is fine').check()
  await press(learner, 'Save')
  await submit(learner, learner.getByRole('link', { name: 'Ways', exact: true }))
  await expect(learner.getByRole('heading', { name: 'The fewest merits' })).toBeVisible()
  await expect(learner.getByText('Cheaper is proved to be impossible.')).toBeVisible()
  await seeNoBarriers(learner)
  await press(learner, 'Put in the plan')
  await expect(learner.getByRole('status')).toContainText('The plan is saved')
  const steps = learner.locator('main ol > li.sheet')
  const planned = await steps.count()
  expect(planned).toBeGreaterThan(1)
  await press(learner, 'Undo the last change')
  await expect(learner.getByText('No steps yet')).toBeVisible()
  await learner.getByLabel('Step', { exact: true }).fill('Visit a care home')
  await learner.getByLabel('My own day for it').first().fill('2031-05-01')
  await press(learner, 'Add a step')
  await submit(learner, learner.getByRole('link', { name: 'Ways', exact: true }))
  await press(learner, 'Put in the plan')
  await expect(steps).toHaveCount(planned + 1)
  await expect(learner.getByText(`of ${planned + 1} steps are done`)).toBeVisible()
  await submit(learner, steps.first().getByRole('button', { name: 'Move down' }))
  await expect(steps.nth(1)).toContainText('Visit a care home')
  await submit(learner, steps.nth(1).getByRole('button', { name: 'Mark as done' }))
  await expect(steps.nth(1)).toContainText('Done')
  await seeNoBarriers(learner)

  await learner.goto(`/passport/guidance/new?aim=${aim.split('/').at(-1)}`)
  await expect(learner.getByRole('checkbox', { checked: true })).toHaveCount(1)
  await learner.getByLabel('Region Älvdal').check()
  await learner.getByLabel('Message').fill('May we talk?')
  await learner.getByRole('checkbox', { name: 'nurse assistant' }).nth(1).check()
  await seeNoBarriers(learner)
  await press(learner, 'Ask')
  await expect(learner.getByRole('status')).toContainText('You have asked')
  const page = new URL(learner.url()).pathname
  const guided = page.replace('/passport', '')
  await seeNoBarriers(learner)

  const counsellor = await enter(browser, first.email)
  await counsellor.goto('/org/region-alvdal')
  await expect(counsellor.getByRole('heading', { level: 1, name: 'Those I guide' })).toBeVisible()
  await seeNoBarriers(counsellor)
  expect((await counsellor.goto(guided))?.status()).toBe(404)
  await counsellor.goto('/org/region-alvdal/guidance')
  const row = counsellor.locator('tr').filter({ hasText: name })
  await submit(counsellor, row.getByRole('button', { name: 'Take on' }))
  await expect(counsellor.getByRole('heading', { level: 1, name: `Guiding ${name}` })).toBeVisible()
  await expect(counsellor.getByText('Says they have worked as flight attendant.')).toBeVisible()
  await expect(counsellor.getByText('Visit a care home').first()).toBeVisible()
  await expect(counsellor.getByRole('heading', { name: 'Shared merits' })).toHaveCount(0)
  await seeNoBarriers(counsellor)
  await counsellor.getByRole('textbox', { name: 'Write a note' }).fill('We talked for half an hour.')
  await press(counsellor, 'Send')
  await expect(counsellor.getByRole('status')).toContainText('The note is written')
  await counsellor.getByLabel('Search for a merit in the catalogue').fill('skarva')
  await press(counsellor, 'Search')
  await counsellor.getByRole('group', { name: 'Merits' }).getByRole('checkbox').first().check()
  await counsellor.getByLabel('A step of another kind').fill('Ask about evening courses')
  await counsellor.getByLabel('Why', { exact: true }).fill('It is given in the evenings.')
  await seeNoBarriers(counsellor)
  await press(counsellor, 'Propose')
  await expect(counsellor.getByRole('status')).toContainText('The proposal is made')

  await learner.goto(page)
  await expect(learner.getByText('We talked for half an hour.').first()).toBeVisible()
  await seeNoBarriers(learner)
  await submit(learner, learner.getByRole('button', { name: 'Take into the plan' }))
  await expect(learner.getByRole('status')).toContainText('The proposal is in your plan')
  await learner.goto(`${aim}/plan`)
  await expect(learner.getByText('Ask about evening courses').first()).toBeVisible()
  await learner.goto(`${page}/seen`)
  await expect(learner.locator('tbody tr').first()).toContainText(first.name)
  await seeNoBarriers(learner)

  await counsellor.goto(guided)
  await counsellor.getByLabel('Colleague').selectOption({ label: second.name })
  await counsellor.getByLabel('Why you hand over').fill('I am going on leave.')
  await press(counsellor, 'Ask the person')
  const other = await enter(browser, second.email, { javaScriptEnabled: false })
  expect((await other.goto(guided))?.status(), 'nothing before the learner has said yes').toBe(404)
  await learner.goto(page)
  await expect(learner.getByText('I am going on leave.').first()).toBeVisible()
  await seeNoBarriers(learner)
  await learner.getByRole('group', { name: 'What may go along?' }).getByRole('checkbox').first().check()
  await press(learner, 'Yes, hand over')
  await expect(learner.getByRole('status')).toContainText('Somebody else guides you now')
  expect((await counsellor.goto(guided))?.status(), 'the first reads nothing more').toBe(404)
  await other.goto(guided)
  await expect(other.getByRole('heading', { name: 'The aim nurse assistant' })).toBeVisible()
  await expect(other.getByText('Visit a care home')).toHaveCount(0)
  await expect(other.getByText('Nothing is written yet')).toBeVisible()

  const withdraw = learner.getByRole('button', { name: 'Withdraw nurse assistant' })
  await expect(withdraw).toHaveCount(1)
  await submit(learner, withdraw)
  await expect(learner.getByRole('status')).toContainText('Nobody can read it any more')
  await other.reload()
  await expect(other.getByText('Nothing is shared with you just now')).toBeVisible()
  await expect(other.getByRole('heading', { name: 'The aim nurse assistant' })).toHaveCount(0)
  await expect(learner.locator('tbody tr', { hasText: 'Withdrawn' })).toHaveCount(2)
  await expect(learner.locator('tbody tr', { hasText: 'Not read' })).toHaveCount(0)

  await submit(learner, learner.getByRole('link', { name: 'End the guidance' }))
  await seeNoBarriers(learner)
  await press(learner, 'End the guidance')
  await expect(learner.getByRole('status')).toContainText('The guidance has ended')
  await expect(learner.getByText('We talked for half an hour.').first()).toBeVisible()
  expect((await other.goto(guided))?.status()).toBe(404)
  await other.goto('/org/region-alvdal/guidance')
  await expect(other.locator('tr').filter({ hasText: name })).toHaveCount(0)
})

async function enter(browser: Browser, email: string, options: BrowserContextOptions = {}): Promise<Page> {
  const sum = [...email].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 7)
  const context = await browser.newContext({
    locale: 'en-GB',
    extraHTTPHeaders: { 'x-forwarded-for': `10.7.${sum >> 8}.${sum & 255}` },
    ...options,
  })
  await logInAs(context.request, email)
  const page = await context.newPage()
  // Their own language goes before the browser's; this choice goes before both.
  await page.goto('/about/privacy?lang=en')
  return page
}

/** Presses the first button of this name by keyboard, and waits for the page that comes. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).first()
  await button.focus()
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

async function submit(page: Page, pressed: ReturnType<Page['locator']>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), pressed.click()])
}

async function seeNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBe(0)
}
