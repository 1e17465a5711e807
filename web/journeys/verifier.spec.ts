import { writeFile } from 'node:fs/promises'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { create } from 'qrcode'
import { choose, press, reach, check as tick } from './keyboard.ts'

test.use({ locale: 'en-GB' })

const tampered = 'The signature does not fit the content. Something was changed, or another key signed.'

test('a shared link shows each check without login; a link that was never given shows nothing', async ({
  page,
  browser,
}) => {
  const link = await openShareOf(browser, 'samir.haddad@post.example')
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'Samir Haddad shares merits with you' })).toBeVisible()
  await expect(check(page, 'Signature')).toContainText('Passed')
  await expect(check(page, 'Right to issue')).toContainText('Passed')
  const tabs = page.getByRole('navigation', { name: '2 merits' }).getByRole('link')
  await expect(tabs).toHaveCount(2)
  const second = (await tabs.nth(1).innerText()).trim()
  await tabs.nth(1).click()
  await expect(page.getByRole('article', { name: second })).toBeVisible()

  const answer = await page.goto(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)
  expect(answer?.status()).toBe(410)
  await expect(page.getByText('Samir')).toHaveCount(0)
})

test('a pasted credential passes, and the same with one name changed fails its signature', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  const credential = await credentialOf(browser, 'samir.haddad@post.example', 'issued')
  await page.goto('/verify')
  await page.getByLabel('Paste the credential').fill(credential)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(check(page, 'Signature')).toContainText('Nothing was changed after signing.')
  for (const outcome of ['Failed', 'Could not be checked'])
    await expect(page.getByText(outcome, { exact: true })).toHaveCount(0)

  await page.getByRole('link', { name: 'Check another' }).click()
  await page.getByLabel('Paste the credential').fill(credential.replaceAll('Samir Haddad', 'Somebody Else'))
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(check(page, 'Signature')).toContainText('Failed')
  await expect(check(page, 'Signature')).toContainText(tampered)
})

test('a file passes, a changed file fails, nonsense and nothing at all are refused with the reason', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  const credential = await credentialOf(browser, 'linnea.sjogren@post.example', 'issued')
  await upload(page, credential)
  await expect(check(page, 'Signature')).toContainText('Passed')
  await upload(page, credential.replaceAll('Linnea', 'Linus'))
  await expect(check(page, 'Signature')).toContainText(tampered)
  await upload(page, 'a shopping list: milk, bread')
  await expect(page.getByRole('alert')).toContainText('This could not be read as a credential')
  await expect(page.getByRole('heading', { name: 'What we checked' })).toHaveCount(0)
  await page.goto('/verify')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Paste a credential, choose a file or give an address')
  await page.getByLabel('Or give an address').fill('http://127.0.0.1/credential.json')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('The address may not be fetched')
})

for (const { email, state, name, says } of [
  { email: 'bengt.rask@post.example', state: 'issued', name: 'Validity', says: 'It is no longer valid.' },
  { email: 'viktor.lund@post.example', state: 'suspended', name: 'Revocation', says: 'Its issuer has suspended it.' },
  { email: 'rickard.falk@post.example', state: 'revoked', name: 'Revocation', says: 'Its issuer has revoked it.' },
  { email: 'moa.grahn@post.example', state: 'replaced', name: 'Revocation', says: 'Its issuer has revoked it.' },
])
  test(`only that fails which is wrong: ${says} (${state})`, { tag: '@any-width' }, async ({ page, browser }) => {
    await upload(page, await credentialOf(browser, email, state))
    await expect(check(page, name)).toContainText('Failed')
    await expect(check(page, name)).toContainText(says)
    await expect(check(page, 'Signature')).toContainText('Passed')
    await expect(page.locator('.checks').getByText('Failed', { exact: true })).toHaveCount(1)
  })

test('one’s own demands are met or not met, and the link says the same to others', async ({ page, browser }) => {
  await page.goto(await openShareOf(browser, 'samir.haddad@post.example'))
  const demands = page.locator('#demands')
  await demands.locator('summary').click()
  for (const label of ['Every check passed', 'The merit has a basis in law']) await demands.getByLabel(label).check()
  await demands.getByLabel('Lowest EQF level').selectOption({ label: 'EQF 8' })
  await demands.getByRole('button', { name: 'Show what is met' }).click()
  await expect(check(page, 'Every check passed')).toContainText('Met')
  await expect(check(page, 'The level is at least EQF 8')).toContainText('Not met')
  await expect(check(page, 'The merit has a basis in law')).toContainText('Not met')
  const said = await page.locator('.checks').nth(1).innerText()

  const colleague = await (await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false })).newPage()
  await colleague.goto(page.url())
  expect(await colleague.locator('.checks').nth(1).innerText()).toBe(said)
  await expect(colleague.locator('#demands').getByLabel('Lowest EQF level')).toHaveValue('8')
  await colleague.goto(page.url().replace(/\?.*/, ''))
  await expect(colleague.locator('.checks')).toHaveCount(1)
})

test('without script a file is checked and read all the same', { tag: '@any-width' }, async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false })).newPage()
  const credential = await credentialOf(browser, 'samir.haddad@post.example', 'issued')
  await upload(page, credential)
  await expect(check(page, 'Signature')).toContainText('Passed')
  await expect(page.getByRole('heading', { name: 'How it was assessed' })).toBeVisible()
  await upload(page, credential.replaceAll('Samir', 'Simon'))
  await expect(check(page, 'Signature')).toContainText(tampered)
})

test('a picture of a QR code opens the share, a picture of something else says that it holds none', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  const learner = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await learner.request.post('/api/demo/login', { data: { email: 'samir.haddad@post.example' } })
  await learner.goto('/passport/shares?lang=en')
  await learner.getByRole('link', { name: 'Älvkraft Nät AB, Håkan Ståhl' }).click()
  const code = await learner.getByRole('img', { name: 'QR code with the link' }).screenshot()
  const other = await learner.getByRole('heading', { level: 1 }).screenshot()

  await page.goto('/verify')
  const field = page.getByLabel('Or choose a file')
  await field.setInputFiles({ name: 'other.png', mimeType: 'image/png', buffer: other })
  await expect(page.getByText('There is no readable QR code in the picture.')).toBeVisible()
  await field.setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: code })
  await expect(page.getByRole('heading', { level: 1, name: 'Samir Haddad shares merits with you' })).toBeVisible()
})

test('what cannot be checked is said to be so, and a demand on it is neither met nor not met', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  const credential = await credentialOf(browser, 'linnea.sjogren@post.example', 'issued')
  await page.goto('/verify')
  await page.getByLabel('Paste the credential').fill(fromNobody(credential))
  await page.getByText('My minimum demands').click()
  await page.getByLabel('Every check passed').check()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(check(page, 'Signature')).toContainText('Could not be checked')
  await expect(page.locator('.checks').getByText('Failed', { exact: true })).toHaveCount(0)
  await expect(check(page, 'Every check passed')).toContainText('Cannot be told')
})

test('a file dropped on the form is checked, and a changed one fails', async ({ page, browser }) => {
  const credential = await credentialOf(browser, 'samir.haddad@post.example', 'issued')
  await drop(page, credential)
  await expect(check(page, 'Signature')).toContainText('Passed')
  await drop(page, credential.replaceAll('Samir', 'Simon'))
  await expect(check(page, 'Signature')).toContainText(tampered)
})

test('a QR code held before the camera opens the share', async ({
  browser,
  playwright,
  launchOptions,
  baseURL,
}, info) => {
  const link = await openShareOf(browser, 'samir.haddad@post.example')
  const film = info.outputPath('code.y4m')
  await writeFile(film, filmOf(new URL(link, baseURL).href))
  const withCamera = await playwright.chromium.launch({
    ...launchOptions,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  })
  const page = await withCamera.newPage({ locale: 'en-GB', ...(baseURL && { baseURL }) })
  await page.goto('/verify')
  await page.getByRole('button', { name: 'Scan a QR code' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Samir Haddad shares merits with you' })).toBeVisible()
  await withCamera.close()
})

test('all of it goes by keyboard alone', async ({ page, browser }) => {
  const credential = await credentialOf(browser, 'samir.haddad@post.example', 'issued')
  await page.goto('/verify')
  await reach(page, page.getByLabel('Paste the credential'))
  await page.keyboard.insertText(credential)
  await reach(page, page.getByText('My minimum demands'))
  await page.keyboard.press('Enter')
  await tick(page, page.getByLabel('Every check passed'))
  await choose(page, page.getByLabel('Lowest EQF level'), 'EQF 8')
  await press(page, page.getByRole('button', { name: 'Check', exact: true }))
  await expect(check(page, 'Every check passed')).toContainText('Met')
  await expect(check(page, 'The level is at least EQF 8')).toContainText('Not met')
  await press(page, page.getByRole('link', { name: 'Check another' }))
  await expect(page.getByLabel('Paste the credential')).toHaveValue('')

  await page.goto(await openShareOf(browser, 'samir.haddad@post.example'))
  const demands = page.locator('#demands')
  await reach(page, demands.locator('summary'))
  await page.keyboard.press('Enter')
  await tick(page, demands.getByLabel('The merit has a basis in law'))
  await press(page, demands.getByRole('button', { name: 'Show what is met' }))
  await expect(check(page, 'The merit has a basis in law')).toContainText('Not met')
})

/** The same from an issuer whose key nobody can fetch. */
function fromNobody(credential: string): string {
  const { issuer } = JSON.parse(credential)
  return credential.replaceAll(issuer.id, 'did:web:nobody.invalid')
}

async function drop(page: Page, text: string): Promise<void> {
  await page.goto('/verify')
  const dataTransfer = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([content], 'merit.json', { type: 'application/json' }))
    return transfer
  }, text)
  const form = page.locator('form[data-island="verify"]')
  await form.dispatchEvent('dragover', { dataTransfer })
  await expect(form).toHaveClass(/is-over/)
  await form.dispatchEvent('drop', { dataTransfer })
}

/** A film of one frame, a QR code, as raw video: what a camera that is held still before it sees. */
function filmOf(text: string): Buffer {
  const [width, height] = [640, 480]
  const { size, data } = create(text).modules
  const scale = Math.floor((height - 80) / size)
  const [left, top] = [Math.floor((width - size * scale) / 2), Math.floor((height - size * scale) / 2)]
  const light = Buffer.alloc(width * height, 235)
  for (let y = 0; y < size * scale; y += 1)
    for (let x = 0; x < size * scale; x += 1)
      if (data[Math.floor(y / scale) * size + Math.floor(x / scale)]) light[(top + y) * width + left + x] = 16
  const grey = Buffer.alloc((width * height) / 2, 128)
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), light, grey])
}

/** The line of a check, or of a demand, by its name. */
const check = (page: Page, name: string): Locator =>
  page.locator('.checks > li').filter({ has: page.getByText(name, { exact: true }) })

async function upload(page: Page, text: string): Promise<void> {
  await page.goto('/verify')
  await page
    .getByLabel('Or choose a file')
    .setInputFiles({ name: 'merit.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Check', exact: true }).click()
}

/** A merit of one of the demo world's people, as its issuer signed it. */
async function credentialOf(browser: Browser, email: string, state: string): Promise<string> {
  const context = await browser.newContext()
  const { request } = context
  await request.post('/api/demo/login', { data: { email } })
  const { items }: { items: { id: string; state: string }[] } = await (await request.get('/api/passport')).json()
  const item = items.find((one) => one.state === state)
  const answer = await request.get(`/api/passport/credentials/${item?.id}/download`)
  expect(answer.status()).toBe(200)
  const text = await answer.text()
  await context.close()
  return text
}

async function openShareOf(browser: Browser, email: string): Promise<string> {
  const context = await browser.newContext()
  const { request } = context
  await request.post('/api/demo/login', { data: { email } })
  const { items }: { items: { url: string | null }[] } = await (await request.get('/api/passport/shares')).json()
  const url = items.find((one) => one.url)?.url
  await context.close()
  expect(url).toBeTruthy()
  return url ?? ''
}
