import { readFile } from 'node:fs/promises'
import { type Browser, expect, type Page, test } from '@playwright/test'

test.use({ locale: 'en-GB' })

const merit = 'Mend garments by hand'
/** What is brought is told in the words that it was signed in. */
const signed = 'Laga plagg för hand'
const passphrase = 'twelve blue bricks'

test('everything is fetched as one file, and another account takes it in when it is said to be the same person’s', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  const leaver = await giveMerit(browser, 'flytt.fran@hemma.example')
  const newcomer = await giveMerit(browser, 'flytt.till@hemma.example')
  await claim(page, leaver)
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Take everything with you' }).click()
  const absent = page.getByRole('heading', { name: 'What the file does not hold' })
  await expect(absent).toBeVisible()
  await expect(page.getByText('only the issuer’s status list knows')).toBeVisible()
  await page.getByLabel('Passphrase for your keys').fill(passphrase)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Fetch the file' }).click(),
  ])
  const file = {
    name: 'bricka-passport.zip',
    mimeType: 'application/zip',
    buffer: await readFile(await download.path()),
  }
  expect(file.buffer.subarray(0, 2).toString()).toBe('PK')

  const other = await openNew(browser)
  await claim(other, newcomer)
  await other.goto('/settings/leave')
  await takeIn(other, { ...file, buffer: file.buffer.subarray(0, 1000) })
  await expect(other.getByRole('alert')).toContainText('The file ends too soon')
  await takeIn(other, file)
  await expect(other.getByRole('alert')).toContainText('It was made for somebody with other e-mail addresses')
  await other.getByLabel('The file is mine, from an account with other e-mail addresses').check()
  await takeIn(other, file)
  await expect(other.getByRole('heading', { level: 1, name: 'Taken in' })).toBeVisible()
  await expect(other.getByText('The keys are open and came along.')).toBeVisible()
  const came = other.locator('section').filter({ has: other.getByRole('heading', { level: 2, name: signed }) })
  await expect(came.first().getByText('Came in now')).toBeVisible()
  const signature = other.getByText('The signature holds. Nothing was changed after signing.')
  // The merit itself and the one that its key shows, each checked now and by the file's own copy.
  await expect(signature).toHaveCount(4)
  await other.screenshot({ path: test.info().outputPath('taken-in.png'), fullPage: true })

  await came.first().getByRole('link', { name: 'Open' }).click()
  await expect(other.getByRole('heading', { level: 1, name: signed })).toBeVisible()
  await expect(other.getByRole('heading', { name: 'By the file that it came in' })).toBeVisible()
  await expect(signature).toHaveCount(2)

  await other.goto('/settings/leave')
  const list = other.locator('section').filter({ has: other.getByRole('heading', { name: /from other houses/ }) })
  await list.getByRole('row').getByRole('link').first().click()
  await expect(other.getByRole('link', { name: 'passport.json' })).toBeVisible()
  await other.screenshot({ path: test.info().outputPath('archive.png'), fullPage: true })
  await other.getByRole('link', { name: 'Remove what came along' }).click()
  await other.getByRole('button', { name: 'Remove' }).click()
  await expect(other).toHaveURL(/\/settings\/leave$/)
  await expect(list).toHaveCount(0)
  await other.goto('/passport')
  await expect(other.getByRole('link', { name: signed }).first()).toBeVisible()

  for (const [one, { email }] of [
    [page, leaver],
    [other, newcomer],
  ] as const)
    expect((await one.request.delete('/api/me', { data: { confirm: email } })).status()).toBe(200)
})

async function takeIn(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel('The file that was fetched').setInputFiles(file)
  await page.getByLabel('The passphrase that was chosen then').fill(passphrase)
  await page.getByRole('button', { name: 'Take in' }).click()
}

type Person = { email: string; claim: string }

async function claim(page: Page, person: Person): Promise<void> {
  await page.goto(person.claim)
  await page.getByRole('button', { name: 'Put it in my passport' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'My passport' })).toBeVisible()
}

async function openNew(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'en-GB' })).newPage()
}

/** A newcomer with a merit, and the link that leads in. */
async function giveMerit(browser: Browser, email: string): Promise<Person> {
  const page = await openNew(browser)
  const { request } = page
  await request.post('/api/demo/login', { data: { email: 'tove.bergqvist@bjorkliden.example' } })
  const me = await (await request.get('/api/me')).json()
  const found = await (await request.get(`/api/catalogue?search=${encodeURIComponent(merit)}`)).json()
  const answer = await request.post('/api/credentials', {
    data: {
      organisationId: me.memberships[0].organisationId,
      meritId: found.items[0].meritId,
      recipient: { name: 'Flora Flytt', email },
      facts: {
        assessedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
        route: 'course',
        outcomes: ['laga', 'avgora'].map((outcomeId) => ({ outcomeId, result: 'met' })),
      },
      key: `leaving ${email}`,
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  let link = ''
  await expect
    .poll(
      async () => {
        const mail = await (await request.get(`/api/demo/mail?recipient=${encodeURIComponent(email)}`)).json()
        const links: string[] = mail.items.flatMap((one: { links: string[] }) => one.links)
        link = links.find((one) => /\/claim\//.test(one)) ?? ''
        return link
      },
      { message: `mail to ${email}`, timeout: 60_000 },
    )
    .not.toBe('')
  await page.context().close()
  return { email, claim: link }
}
