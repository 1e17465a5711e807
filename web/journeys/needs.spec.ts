import { expect, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB' })

test('a union asks what care needs: an employer answers on a phone, words become skills, and a need that no merit answers is seen @any-width', async ({
  browser,
}, { project }) => {
  const title = `Home care on ${project.name}`
  const office = await (await browser.newContext()).newPage()
  await logInAs(office.request, 'birgit.aslund@omsorgsfacket.example')
  await office.goto('/org/omsorgsfacket/surveys/new?lang=en')
  await office.getByLabel('Name', { exact: true }).fill(title)
  await office.getByLabel('Whom the answers stand for').fill('Home care in Norrbotten')
  await office.getByLabel('Register that the sample is drawn from').fill('The region’s register of providers')
  await office.getByLabel('Industry (NACE)').selectOption({ label: 'Health and social work (86–88)' })
  await office.getByLabel('Occupation (ISCO)').fill('assistant')
  await press(office, 'Make the survey')
  await office.getByRole('group', { name: 'Which of them?' }).getByRole('radio').first().check()
  await seeNoBarriers(office)
  await press(office, 'Make the survey')
  await expect(office.getByRole('heading', { level: 1 })).toHaveText(title)
  await expect(office.getByText('86–88: Health and social work')).toBeVisible()

  await office.getByLabel('Period').fill('2026')
  await office.getByLabel('Place').selectOption('SE332')
  await office.getByLabel('Groups and their size').fill('small; 60; 30\nlarge; 20; 10')
  await office.getByLabel('Last day to answer').fill('2099-12-31')
  await press(office, 'Begin the wave')
  await expect(office.getByRole('table', { name: 'Which groups have answered' })).toBeVisible()
  const email = `chief-${project.name}@home-care.example`
  await office.getByLabel('E-mail addresses with their group').fill(`${email}; small; en`)
  await press(office, 'Send links')
  await office.getByLabel('File (.csv or .xlsx)').setInputFiles({
    name: 'answers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(writeAnswers(28)),
  })
  await press(office, 'Take the file')
  await seeNoBarriers(office)

  const employer = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await employer.goto(await findLink(employer, email))
  await seeNoBarriers(employer)
  await employer.getByLabel('What does someone need to be able to do?').first().fill('wash wounds')
  await employer.getByLabel('How many are needed?').first().fill('3')
  await press(employer, 'Save and go on later')
  await employer.goto(employer.url())
  await expect(employer.getByText(/^Saved/)).toBeVisible()
  await expect(employer.getByLabel('How many are needed?').first()).toHaveValue('3')
  await press(employer, 'Send in')
  await expect(employer.getByText(/^Sent in/)).toBeVisible()

  await office.getByRole('link', { name: 'Code the answers' }).click()
  await code(office, 'wash wounds', 'provide first aid')
  await code(office, 'sell on board', 'upsell products')
  await office.getByRole('link', { name: new RegExp(title) }).click()
  await office.getByRole('link', { name: 'Close the wave' }).click()
  await press(office, 'Close the wave')
  await office.getByRole('link', { name: 'Publish' }).click()
  await press(office, 'Publish')
  await office.getByRole('link', { name: 'Results' }).click()

  const wanted = office.getByRole('table', { name: 'Skills asked for' })
  await expect(wanted).toContainText('provide first aid')
  await expect(wanted).toContainText(/\d+–\d+|\d+ to \d+/)
  await expect(office.getByText('home-care.example')).toHaveCount(0)
  await seeNoBarriers(office)
  await office.getByRole('link', { name: 'What no merit answers' }).click()
  await expect(office.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(office.locator('main')).toContainText('upsell products')
  await seeNoBarriers(office)
})

/** Thirty who answered elsewhere: two needs, one that merits answer and one that none does. */
function writeAnswers(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const group = at % 3 === 0 ? 'large' : 'small'
    return [`r${at},${group},wash wounds,2,now`, `r${at},${group},sell on board,1,one-year`]
  })
  return ['respondent,stratum,words,wanted,horizon', ...rows.flat()].join('\n')
}

/** The link of one’s own, from the letter. */
async function findLink(page: Page, email: string): Promise<string> {
  await expect(async () => {
    await page.goto(`/demo/mail?lang=en&search=${encodeURIComponent(email)}`)
    await page.locator('main table a, main li a').first().click({ timeout: 1000 })
  }).toPass({ timeout: 20_000 })
  const text = await page.locator('main').innerText()
  const [link] = text.match(/https?:\/\/\S+\/answer\/[\w-]+/) ?? []
  if (!link) throw new Error('The letter has no link to answer by.')
  return new URL(link).pathname
}

/** A person says which skill the words mean. */
async function code(page: Page, words: string, skill: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find a skill to choose' }).fill(skill)
  await press(page, 'Find')
  const part = page.locator('main li', { has: page.getByRole('heading', { name: `”${words}”` }) })
  const done = page.waitForEvent('load')
  await part.getByRole('button', { name: `Means: ${skill}` }).click()
  await done
}

async function press(page: Page, name: string): Promise<void> {
  const done = page.waitForEvent('load')
  await page.getByRole('button', { name, exact: true }).click()
  await done
}

async function seeNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBeLessThanOrEqual(0)
}
