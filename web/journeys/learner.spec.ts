import { readFile } from 'node:fs/promises'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { press, reach, write } from './keyboard.ts'

test.use({ locale: 'en-GB' })

const merit = 'Mend garments by hand'

test('from an e-mail to a merit in the passport in three clicks, without an account', async ({
  page,
  browser,
}, info) => {
  const person = await giveMerit(browser, 'Vera Sten', info.project.name)
  await page.goto(`/demo/mail?search=${person.email}`)
  await page.getByRole('table').getByRole('link').first().click()
  await page.locator('.mail-text a').first().click()
  await page.getByRole('button', { name: 'Put it in my passport' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'My passport' })).toBeVisible()
  await expect(page.getByRole('link', { name: merit })).toBeVisible()

  // A letter of the link changed opens nothing.
  const stranger = await openNew(browser)
  const answer = await stranger.goto(`${person.claim.slice(0, -1)}${person.claim.endsWith('A') ? 'B' : 'A'}`)
  expect(answer?.status()).toBeGreaterThanOrEqual(400)
  await expect(stranger.getByText(person.name)).toHaveCount(0)
})

test('a link by e-mail logs in, once', { tag: '@any-width' }, async ({ page, browser }, info) => {
  const person = await giveMerit(browser, 'Ivar Ek', info.project.name)
  await page.goto('/login?next=/passport/log')
  await page.getByLabel('Your e-mail address').fill(person.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your e-mail' })).toBeVisible()
  const link = await findMailedLink(page, person.email, /\/login\//)
  await page.goto(link)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page).toHaveURL(/\/passport\/log$/)
  await expect(page.getByText('Merit issued')).toBeVisible()

  const second = await openNew(browser)
  await second.goto(link)
  await second.getByRole('button', { name: 'Log in' }).click()
  await expect(second.getByRole('heading', { name: 'The link is used, too old or unknown' })).toBeVisible()
  await second.goto('/passport')
  await expect(second).toHaveURL(/\/login\?next=/)
})

test(
  'the link in an old message leads to a login and opens nothing; the list of devices logs one out',
  { tag: '@any-width' },
  async ({ page, browser }, info) => {
    const person = await giveMerit(browser, 'Elin Fors', info.project.name)
    await claim(page, person)

    const second = await openNew(browser)
    await second.goto(person.claim)
    await expect(second.getByRole('heading', { level: 1, name: 'You have this already' })).toBeVisible()
    await expect(second.getByRole('button', { name: 'Put it in my passport' })).toHaveCount(0)
    await second.getByRole('button', { name: 'Send a login link to my e-mail' }).click()
    await expect(second.getByRole('heading', { name: 'Look in your e-mail' })).toBeVisible()
    await second.goto(await findMailedLink(second, person.email, /\/login\//))
    await second.getByRole('button', { name: 'Log in' }).click()
    await second.getByRole('button', { name: 'Open my passport' }).click()
    await expect(second.getByRole('link', { name: merit })).toBeVisible()

    await page.goto('/settings')
    const devices = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Where you are logged in' }) })
    await expect(devices.getByRole('listitem')).toHaveCount(2)
    await expect(devices.getByRole('listitem').filter({ hasText: 'the one you are using now' })).toHaveCount(1)
    await devices
      .getByRole('listitem')
      .getByRole('link', { name: /^Log out/ })
      .click()
    await page.getByRole('button', { name: 'Log out', exact: true }).last().click()
    await expect(devices.getByRole('listitem')).toHaveCount(1)
    await second.goto('/passport')
    await expect(second).toHaveURL(/\/login\?next=/)

    await page.getByRole('link', { name: 'Log out everywhere' }).click()
    await page.getByRole('button', { name: 'Log out everywhere' }).click()
    await page.goto('/passport')
    await expect(page).toHaveURL(/\/login\?next=/)
  },
)

test('an address that cannot be read is answered in the reader’s language', { tag: '@any-width' }, async ({
  page,
  request,
}) => {
  for (const [language, words] of [
    ['sv', 'Här finns ingenting'],
    ['en-GB', 'There is nothing here'],
  ] as const) {
    const headers = { accept: 'text/html', 'accept-language': language }
    for (const answer of [
      await request.get('/%E0%A4%A', { headers }),
      await request.post('/catalogue', { headers, form: { a: 'b' } }),
    ]) {
      expect(answer.status()).toBe(404)
      expect(await answer.text()).toContain(words)
    }
  }
  const answer = await page.goto('/%E0%A4%A')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible()
})

test(
  'a passkey is added, logs in, and no longer does when it is removed',
  { tag: '@any-width' },
  async ({ page, browser }, info) => {
    const client = await page.context().newCDPSession(page)
    await client.send('WebAuthn.enable')
    await client.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    const person = await giveMerit(browser, 'Nils Berg', info.project.name)
    await claim(page, person)
    await page.goto('/settings')
    await page.getByLabel('What shall the key be called?').fill('My phone')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'My phone' })).toBeVisible()

    const logInByKey = async () => {
      await page.getByRole('button', { name: 'Log out' }).click()
      await page.goto('/login')
      await page.getByRole('button', { name: 'Log in with a passkey' }).click()
    }
    await logInByKey()
    await expect(page.getByRole('heading', { level: 1, name: 'My passport' })).toBeVisible()
    await expect(page.getByRole('link', { name: person.name })).toBeVisible()

    await page.goto('/settings')
    await page.getByRole('link', { name: 'Remove My phone' }).click()
    await page.getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('You have none yet.')).toBeVisible()
    await logInByKey()
    await expect(page.getByRole('status')).toHaveText('That did not work. Try again, or use a link by e-mail.')
    await page.goto('/passport')
    await expect(page).toHaveURL(/\/login\?next=/)
  },
)

test('a merit is shared for a purpose and some days, seen, and closed again', async ({ page, browser }, info) => {
  const person = await giveMerit(browser, 'Siv Dal', info.project.name)
  await claim(page, person)
  await page.goto('/passport/self-claims/new')
  await page.getByLabel('What can you do?').fill('Darn socks for a family of six')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('link', { name: 'Darn socks for a family of six' })).toHaveCount(0)
  await page.getByLabel('How did you learn it?').selectOption({ label: 'Informal learning' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('link', { name: 'Darn socks for a family of six' })).toBeVisible()

  // A share of nothing is no share.
  await page.goto('/passport/share')
  await page.getByLabel('Who is it for?').fill('Tailor Ltd')
  await page.getByLabel('Why do you share?').fill('A job as a mender')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('Who is it for?')).toHaveValue('Tailor Ltd')

  await page.getByRole('checkbox', { name: merit }).check()
  await page.getByRole('checkbox', { name: 'Darn socks for a family of six' }).check()
  await page.getByLabel('How long shall the link be open?').selectOption({ label: '7 days' })
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'For Tailor Ltd' })).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code with the link' })).toBeVisible()
  await expect(page.getByText('Nobody has opened it yet.')).toBeVisible()
  const link = (await page.getByRole('link', { name: 'See what it shows' }).getAttribute('href')) ?? ''

  const receiver = await openNew(browser)
  await receiver.goto(link)
  await expect(receiver.getByRole('heading', { level: 1, name: `${person.name} shares merits with you` })).toBeVisible()
  await expect(receiver.getByText('For: Tailor Ltd. Purpose: A job as a mender')).toBeVisible()
  await expect(receiver.getByText('That is the link only.')).toBeVisible()
  await expect(receiver.getByRole('article', { name: 'Laga plagg för hand' })).toBeVisible()
  const own = receiver.locator('section').filter({
    has: receiver.getByRole('heading', { name: `This is what ${person.name} says of themselves` }),
  })
  await expect(own.getByText('Darn socks for a family of six')).toBeVisible()
  await expect(receiver.getByRole('article').getByText('Darn socks')).toHaveCount(0)

  await page.reload()
  await expect(page.getByText('Nobody has opened it yet.')).toHaveCount(0)
  await page.goto('/passport/log')
  await expect(page.getByRole('row').filter({ hasText: 'Someone with the link' })).toContainText('Share opened')

  await page.goto('/passport/shares')
  await page.getByRole('link', { name: 'Tailor Ltd' }).click()
  await page.getByRole('link', { name: 'Close the link' }).click()
  await page.getByRole('button', { name: 'Close the link' }).click()
  await expect(page.getByText('Withdrawn')).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code with the link' })).toHaveCount(0)
  await expectClosed(receiver, link, person.name)
  await expect(receiver.getByText('the merits themselves stand as before')).toBeVisible()
})

test(
  'the credential comes along as a file, and only its holder fetches it',
  { tag: '@any-width' },
  async ({ page, browser }, info) => {
    const person = await giveMerit(browser, 'Ylva Lind', info.project.name)
    await claim(page, person)
    await page.getByRole('link', { name: merit }).click()
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download', exact: true }).click()
    const file = await waiting
    const credential = JSON.parse(await readFile(await file.path(), 'utf8'))
    expect(credential.type).toContain('OpenBadgeCredential')
    expect(credential.proof).toHaveLength(1)

    const address = new URL(file.url()).pathname
    expect((await page.request.get(address)).status()).toBe(200)
    const stranger = await openNew(browser)
    expect((await stranger.request.get(address)).status()).toBe(401)
    await stranger.request.post('/api/demo/login', { data: { email: 'amina.warsame@post.example' } })
    expect((await stranger.request.get(address)).status()).toBe(404)
  },
)

test(
  'who leaves is asked first, and nothing of them is left behind their links',
  { tag: '@any-width' },
  async ({ page, browser }, info) => {
    const person = await giveMerit(browser, 'Rut Holm', info.project.name)
    await claim(page, person)
    const link = await share(page)
    await page.goto('/settings')
    await page.getByRole('link', { name: 'Delete my account' }).click()
    await expect(page.getByRole('heading', { name: 'Delete your account and everything in it?' })).toBeVisible()
    await page.getByLabel('Write your e-mail address to confirm').fill('somebody.else@post.example')
    await page.getByRole('button', { name: 'Delete everything' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await page.goto('/passport')
    await expect(page.getByRole('link', { name: merit })).toBeVisible()

    await page.goto('/settings/delete')
    await page.getByLabel('Write your e-mail address to confirm').fill(person.email)
    await page.getByRole('button', { name: 'Delete everything' }).click()
    await expect(page.getByRole('heading', { name: 'The account is deleted' })).toBeVisible()
    await expect(page.getByText('We removed 1 merit and 1 share.')).toBeVisible()
    await page.goto('/passport')
    await expect(page).toHaveURL(/\/login\?next=/)
    await expectClosed(await openNew(browser), link, person.name)
  },
)

test('all of it goes by keyboard alone', async ({ page, browser }, info) => {
  test.setTimeout(120_000)
  const person = await giveMerit(browser, 'Åke Frisk', info.project.name)
  await page.goto(person.claim)
  await press(page, page.getByRole('button', { name: 'Put it in my passport' }))
  await press(page, page.getByRole('link', { name: 'What I say myself' }))
  await press(page, page.getByRole('link', { name: 'Add', exact: true }))
  await write(page, page.getByLabel('What can you do?'), 'Sharpen scissors')
  await reach(page, page.getByLabel('How did you learn it?'))
  await page.keyboard.press('ArrowDown')
  await press(page, page.getByRole('button', { name: 'Save' }))
  await press(page, page.getByRole('link', { name: 'Shares' }))
  await press(page, page.getByRole('link', { name: 'Share merits' }))
  await reach(page, page.getByRole('checkbox', { name: merit }))
  await page.keyboard.press('Space')
  await write(page, page.getByLabel('Who is it for?'), 'Tailor Ltd')
  await write(page, page.getByLabel('Why do you share?'), 'A job')
  await press(page, page.getByRole('button', { name: 'Make the link' }))
  await expect(page.getByRole('heading', { name: 'For Tailor Ltd' })).toBeVisible()
  await press(page, page.getByRole('link', { name: 'See what it shows' }))
  await expect(page.getByRole('heading', { name: `${person.name} shares merits with you` })).toBeVisible()
  await page.goBack()
  await press(page, page.getByRole('link', { name: 'Close the link' }))
  await press(page, page.getByRole('button', { name: 'Close the link' }))
  await expect(page.getByText('Withdrawn')).toBeVisible()
  await press(page, page.getByRole('link', { name: person.name }))
  await press(page, page.getByRole('link', { name: 'Delete my account' }))
  await write(page, page.getByLabel('Write your e-mail address to confirm'), person.email)
  await press(page, page.getByRole('button', { name: 'Delete everything' }))
  await expect(page.getByRole('heading', { name: 'The account is deleted' })).toBeVisible()
})

type Person = { name: string; email: string; claim: string }

/** A folk high school gives someone new a merit; what they know of it is a mail. */
async function giveMerit(browser: Browser, name: string, project: string): Promise<Person> {
  const page = await openNew(browser)
  const { request } = page.context()
  const email = `${name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]+/g, '.')}.${project}@hemma.example`
  await request.post('/api/demo/login', { data: { email: 'tove.bergqvist@bjorkliden.example' } })
  const me = await (await request.get('/api/me')).json()
  const found = await (await request.get(`/api/catalogue?search=${encodeURIComponent(merit)}`)).json()
  const answer = await request.post('/api/credentials', {
    data: {
      organisationId: me.memberships[0].organisationId,
      meritId: found.items[0].meritId,
      recipient: { name, email },
      facts: {
        assessedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
        route: 'course',
        outcomes: ['laga', 'avgora'].map((outcomeId) => ({ outcomeId, result: 'met' })),
      },
      key: `journey ${email}`,
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const link = await findMailedLink(page, email, /\/claim\//)
  await page.context().close()
  return { name, email, claim: link }
}

/** The newest link of a kind that was mailed to someone, once it has come. */
async function findMailedLink(page: Page, email: string, kind: RegExp): Promise<string> {
  let found: string | undefined
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`/api/demo/mail?recipient=${encodeURIComponent(email)}`)
        const { items }: { items: { links: string[] }[] } = await answer.json()
        found = items.flatMap(({ links }) => links).find((link) => kind.test(link))
        return found
      },
      { message: `mail to ${email}`, timeout: 30_000 },
    )
    .toBeTruthy()
  return found ?? ''
}

async function claim(page: Page, person: Person): Promise<void> {
  await page.goto(person.claim)
  await page.getByRole('button', { name: 'Put it in my passport' }).click()
  await expect(page.getByRole('link', { name: merit })).toBeVisible()
}

async function share(page: Page): Promise<string> {
  await page.goto('/passport/share')
  await page.getByRole('checkbox', { name: merit }).check()
  await page.getByLabel('Who is it for?').fill('Tailor Ltd')
  await page.getByLabel('Why do you share?').fill('A job')
  await page.getByRole('button', { name: 'Make the link' }).click()
  return (await page.getByRole('link', { name: 'See what it shows' }).getAttribute('href')) ?? ''
}

async function expectClosed(page: Page, link: string, name: string): Promise<void> {
  const answer = await page.goto(link)
  expect(answer?.status()).toBeGreaterThanOrEqual(404)
  expect(answer?.status()).toBeLessThan(500)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(name)).toHaveCount(0)
  await expect(page.getByText(merit)).toHaveCount(0)
}

async function openNew(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'en-GB' })).newPage()
}
