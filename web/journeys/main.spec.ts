import { type Browser, expect, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'

test.use({ locale: 'en-GB' })

test('a merit goes from a creator’s draft to an employer’s screen', async ({ browser }, info) => {
  test.setTimeout(600_000)
  const title = `Splice fibre below freezing (${info.project.name})`
  const recipient = `signe.frost.${info.project.name}@hemma.example`

  const merit = await test.step('a creator begins a draft and sees what is missing', async () => {
    const page = await openAs(browser, 'Maria')
    await page.getByRole('link', { name: 'New merit' }).click()
    await page.getByLabel('Name').fill(title)
    await page.getByLabel('Language you write in').selectOption({ label: 'English' })
    await look(page)
    await page.getByRole('button', { name: 'Begin writing' }).click()
    await expect(page.getByRole('heading', { name: '6 things left before publication' })).toBeVisible()
    await look(page)
    return page
  })

  await test.step('fills it in', async () => {
    await merit.getByRole('link', { name: 'There are no learning outcomes' }).click()
    await merit.getByRole('button', { name: 'Add an outcome' }).click()
    await merit.getByLabel('Afterwards one can').fill('Splice a fibre at ten degrees below zero')
    await merit.getByLabel('Kind of ability').selectOption({ label: 'Skill' })
    await merit.getByLabel('Criteria').fill('The loss over the splice is below 0.1 dB.')
    await look(merit)
    await merit.getByRole('button', { name: 'Save and go on' }).click()
    await merit.getByLabel('Work in hours').fill('16')
    await merit.getByLabel('No level, according to the issuer').check()
    await merit.getByLabel('Why no level').fill('The branch has not asked for one.')
    await merit.getByRole('button', { name: 'Save and go on' }).click()
    await merit.getByRole('checkbox', { name: 'Practical assessment' }).check()
    await merit
      .getByLabel('Supervision and identity check')
      .selectOption({ label: 'Supervised on site, with identity check' })
    await merit.getByLabel('Kind of quality assurance').selectOption({ label: 'Branch panel' })
    await merit.getByLabel('Who does it').fill('Nordfiber branschråd')
    await merit.getByRole('button', { name: 'Save and go on' }).click()
    await merit.getByRole('checkbox', { name: 'On site' }).check()
    await look(merit)
    await merit.getByRole('button', { name: 'Save draft' }).click()
  })

  await test.step('publishes it and mandates a school', async () => {
    await merit.getByRole('link', { name: 'Overview' }).last().click()
    await merit.getByRole('link', { name: 'Publish' }).click()
    await look(merit)
    await merit.getByRole('button', { name: 'Publish' }).click()
    await merit.getByRole('link', { name: 'Mandates to issue' }).click()
    await merit.getByLabel('Issuer').selectOption({ label: 'Älvdals yrkesskola AB, Sweden' })
    await look(merit)
    await merit.getByRole('button', { name: 'Give a mandate' }).click()
    await expect(merit.getByText('The mandate is given')).toBeVisible()
    await look(merit)
  })

  await test.step('the school wants it issued to one person', async () => {
    const page = await openAs(browser, 'Petter')
    await page.getByRole('link', { name: 'Issue', exact: true }).first().click()
    await look(page)
    await page.getByRole('link', { name: `To one person ${title}` }).click()
    await page.getByLabel('Name of the recipient').fill('Signe Frost')
    await page.getByLabel('E-mail').fill(recipient)
    await page.getByLabel('By taking part in a course').check()
    await page.getByRole('checkbox', { name: 'Splice a fibre at ten degrees below zero' }).check()
    await look(page)
    await page.getByRole('button', { name: 'Issue', exact: true }).click()
    await expect(page.getByText(recipient).first()).toBeVisible()
    await look(page)
  })

  await test.step('where two must agree, another approves it', async () => {
    const page = await openAs(browser, 'Lena')
    await page.getByRole('link', { name: 'To approve' }).first().click()
    await look(page)
    await page
      .getByRole('row')
      .filter({ hasText: 'Signe Frost' })
      .filter({ hasText: title })
      .getByRole('checkbox')
      .check()
    await page.getByRole('button', { name: 'Approve the chosen' }).click()
    await expect(page.getByRole('row').filter({ hasText: title })).toHaveCount(0)
    await look(page)
  })

  const learner = await test.step('the learner gets a mail and takes the merit in three clicks', async () => {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await expect(async () => {
      await page.goto(`/demo/mail?search=${encodeURIComponent(recipient)}`)
      await page.getByRole('link', { name: title }).click({ timeout: 1000 })
    }).toPass({ timeout: 60_000 })
    await page.locator('.mail-text a').click()
    await expect(page.getByText(title)).toBeVisible()
    await look(page)
    await page.getByRole('button', { name: 'Put it in my passport' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'My passport' })).toBeVisible()
    await expect(page.getByText(title)).toBeVisible()
    await look(page)
    return page
  })

  const link = await test.step('and shares it with an employer', async () => {
    await learner.getByRole('link', { name: 'Share merits' }).first().click()
    await learner.getByRole('checkbox', { name: title }).check()
    await learner.getByLabel('Who is it for?').fill('Norrnät AB')
    await learner.getByLabel('Why do you share?').fill('A job as a splicer')
    await look(learner)
    await learner.getByRole('button', { name: 'Make the link' }).click()
    await look(learner)
    return (await learner.getByRole('link', { name: 'See what it shows' }).getAttribute('href')) ?? ''
  })

  await test.step('the employer sees every check, also without script', async () => {
    const page = await (await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false })).newPage()
    await page.goto(link)
    await expect(page.getByText(title).first()).toBeVisible()
    await expect(page.getByText('Signe Frost').first()).toBeVisible()
    await expect(page.getByText('Yes, someone supervised the assessment, on site')).toBeVisible()
    await expect(page.getByText('The merit’s owner had given the issuer the right to issue it.')).toBeVisible()
    await expect(page.getByText('Älvdals yrkesskola AB').first()).toBeVisible()
    await expect(page.getByRole('heading', { name: 'What we checked' })).toBeVisible()
    for (const outcome of ['Failed', 'Could not be checked'])
      await expect(page.getByText(outcome, { exact: true })).toHaveCount(0)
    const scripted = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await scripted.goto(link)
    await look(scripted)
  })

  await test.step('the learner reads that it was opened, and closes the link', async () => {
    await learner.goto('/passport/shares')
    await look(learner)
    await learner.getByRole('link', { name: 'Norrnät AB' }).click()
    await expect(learner.getByText('Nobody has opened it yet.')).toHaveCount(0)
    await learner.getByRole('link', { name: 'Close the link' }).click()
    await learner.getByRole('button', { name: 'Close the link' }).click()
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    const answer = await page.goto(link)
    expect(answer?.status()).toBe(410)
    await expect(page.getByText('Signe Frost')).toHaveCount(0)
    await look(page)
  })
})

async function openAs(browser: Browser, firstName: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await page.goto('/demo')
  await page.getByRole('button', { name: new RegExp(`${firstName}$`) }).click()
  // The person's own language comes first; the one chosen in the page's foot comes before it.
  await page.getByRole('link', { name: 'English' }).click()
  return page
}

/** Nothing on the page stands in the way of anyone, and nothing runs out of it sideways. */
async function look(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBe(0)
}
