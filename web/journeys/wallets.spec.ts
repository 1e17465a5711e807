import { type Browser, expect, type Page, test } from '@playwright/test'

test.use({ locale: 'en-GB' })

test('a merit goes towards a wallet by a QR code and a code that is told apart, and the log says so', async ({
  page,
}) => {
  await logIn(page, 'samir.haddad@post.example')
  await openMerit(page)
  await page.getByRole('link', { name: 'Add to a wallet' }).click()
  await page.getByRole('radio', { name: 'With a code' }).check()
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  await expect(page.getByRole('img', { name: 'QR code for the wallet to read' })).toBeVisible()
  await expect(page.getByLabel('Link for the wallet')).toHaveValue(/^openid-credential-offer:\/\//)
  await expect(page.locator('strong.mono')).toHaveText(/^\d{6}$/)
  await page.goto('/passport/log')
  await expect(page.getByText('Offered to a wallet').first()).toBeVisible()
})

test('an offer that asks for a log-in leads there and back, and the merit lies among what was brought', {
  tag: '@any-width',
}, async ({ page }) => {
  await logIn(page, 'samir.haddad@post.example')
  await openMerit(page)
  await page.getByRole('link', { name: 'Add to a wallet' }).click()
  await page.getByRole('radio', { name: 'With a log-in' }).check()
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  const link = await page.getByLabel('Link for the wallet').inputValue()
  await page.goto('/passport/wallet')
  await page.getByLabel('The offer').fill(link)
  await page.getByRole('button', { name: 'Read the offer' }).click()
  await page.getByRole('radio', { name: 'Micro-credential', exact: true }).check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Log in at / })).toBeVisible()
  await page.getByRole('link', { name: 'To the log-in' }).click()
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: 'Let the wallet fetch it' }).click()
  await page.getByRole('link', { name: 'Back to the wallet' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Back from the issuer' })).toBeVisible()
  await page.getByRole('button', { name: 'Take it' }).click()
  await expect(page).toHaveURL(/\/passport\/imports\//)
})

test('an employer asks for a name and a title, the holder agrees claim by claim, and only the employer sees it', async ({
  page,
  browser,
}) => {
  await page.goto('/verify')
  await page.getByRole('link', { name: 'Ask someone to show merits from their wallet' }).click()
  await page.getByLabel('Who asks?').fill('Skogens Vård')
  await page.getByLabel('What is it for?').fill('A post as a care assistant')
  await page.getByRole('checkbox', { name: 'Learning outcomes' }).uncheck()
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Request from Skogens Vård' })).toBeVisible()
  const link = await page.getByLabel('Link for the wallet').inputValue()
  const address = page.url()

  const holder = await openNew(browser)
  await logIn(holder, 'samir.haddad@post.example')
  await holder.goto('/passport/wallet')
  await holder.getByLabel('The request').fill(link)
  await holder.getByRole('button', { name: 'Read the request' }).click()
  await expect(
    holder.getByRole('heading', { level: 1, name: 'Skogens Vård wants to see something of yours' }),
  ).toBeVisible()
  await expect(holder.getByText('Nobody vouches for who asks.')).toBeVisible()
  const first = holder.getByRole('group').first()
  for (const box of await first.getByRole('checkbox').all()) await box.check()
  await holder.getByRole('button', { name: 'Show what I have ticked' }).click()
  await expect(holder.getByRole('heading', { level: 1, name: 'The answer is sent' })).toBeVisible()
  await holder.goto('/passport/log')
  await expect(holder.getByText('Showed merits to a verifier').first()).toBeVisible()

  await page.getByRole('link', { name: 'See whether the answer has come' }).click()
  await expect(page.getByText('Whoever shows it holds the key it was issued to.')).toBeVisible()
  await expect(page.getByText('Samir Haddad').first()).toBeVisible()
  const other = await holder.goto(address)
  expect(other?.status()).toBe(404)
  await expect(holder.getByText('Whoever shows it')).toHaveCount(0)
})

test('a holder who says no shows nothing', async ({ page, browser }) => {
  await page.goto('/verify/request')
  await page.getByLabel('Who asks?').fill('Nyfiken')
  await page.getByLabel('What is it for?').fill('To know')
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  const link = await page.getByLabel('Link for the wallet').inputValue()
  const holder = await openNew(browser)
  await logIn(holder, 'samir.haddad@post.example')
  await holder.goto('/passport/wallet')
  await holder.getByLabel('The request').fill(link)
  await holder.getByRole('button', { name: 'Read the request' }).click()
  await holder.getByRole('button', { name: 'Say no' }).click()
  await expect(holder.getByRole('heading', { level: 1, name: 'You said no' })).toBeVisible()
  await page.getByRole('link', { name: 'See whether the answer has come' }).click()
  await expect(page.getByText('The other said no')).toBeVisible()
})

async function openMerit(page: Page): Promise<void> {
  const listing = await page.request.get('/api/passport')
  const { items } = await listing.json()
  const issued = items.find(({ state }: { state: string }) => state === 'issued')
  await page.goto(`/passport/${issued.id}`)
}

async function openNew(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' })
  return context.newPage()
}

async function logIn(page: Page, email: string): Promise<void> {
  // Their own language is another; what is chosen goes before it.
  await page.goto('/demo?lang=en')
  await page.request.post('/api/demo/login', { data: { email } })
}
