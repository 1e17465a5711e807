import { packCredential, unpackCredential } from '@bricka/credential'
import { expect, type Page, test } from '@playwright/test'
import qrcode from 'qrcode'
import { cast, logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB', serviceWorkers: 'allow' })

test('a merit printed as paper is checked on the phone that scans it, with the network off', async ({
  page,
  browser,
}) => {
  await logInAs(page.request, cast.learner)
  const [merit] = (await (await page.request.get('/api/passport')).json()).items
  await page.goto(`/passport/${merit.id}?lang=en`)
  const link = page.getByRole('link', { name: 'Download as paper (PDF)' })
  await expect(link).toHaveAttribute('download')
  const answer = await page.request.get((await link.getAttribute('href')) ?? '')
  expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="merit-.+\.pdf"$/)
  const paper = await answer.body()
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
  const document = await (await page.request.get(`/api/passport/credentials/${merit.id}/download`)).text()

  // Somebody else, who has never been here: keeps what is needed, and walks out of the network.
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'allow' })
  const employer = await context.newPage()
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url()))
  await employer.goto('/v')
  await employer.getByRole('button', { name: 'Keep for checking without a network' }).click()
  await expect(employer.getByText(/^Kept at .+ It is renewed/)).toBeVisible()
  await context.setOffline(true)

  await employer.goto('/v')
  await expect(employer.getByRole('heading', { level: 1, name: 'Check a printed code' })).toBeVisible()
  const packed = packCredential(document)
  const photograph = await takePhotograph(page, `${new URL(page.url()).origin}/v#`, packed)
  await employer.getByLabel('Or choose a picture of the code').setInputFiles({
    name: 'paper.png',
    mimeType: 'image/png',
    buffer: photograph,
  })
  await expect(employer.getByText(/^Checked without a network, with what this device knew at/)).toBeVisible()
  for (const check of ['Signature', 'Revocation']) await expect(outcomeOf(employer, check)).toHaveText(/Passed/)

  // One letter of the name changed: the signature tells, without a network too.
  const changed = document.replace('"identityHash":"L', '"identityHash":"M')
  expect(changed).not.toBe(document)
  await employer.goto(`/v#${packCredential(changed)}`)
  await expect(outcomeOf(employer, 'Signature')).toHaveText(/Failed/)
  await employer.goto('/v#NOTACREDENTIAL')
  await expect(employer.getByText('The code cannot be read as a credential.')).toBeVisible()

  // What was looked at left no trace: no address that was asked for carries the code.
  await context.setOffline(false)
  await employer.goto(`/v#${packed}`)
  await expect(employer.getByText('Checked on your device with what holds now.')).toBeVisible()
  expect(asked.filter((url) => url.includes(packed.slice(0, 40)) && !url.includes('#'))).toEqual([])
  expect(unpackCredential(packed)).toMatchObject({ unpacked: true })

  await employer.getByRole('button', { name: 'Remove what is kept' }).click()
  await expect(employer.getByRole('button', { name: 'Keep for checking without a network' })).toBeVisible()
  await context.setOffline(true)
  await expect(employer.goto('/v')).rejects.toThrow(/INTERNET_DISCONNECTED|FAILED/)
  await context.close()

  // The file itself is checked as any other.
  const stranger = await browser.newPage({ locale: 'en-GB' })
  await stranger.goto('/verify')
  await stranger.getByLabel('Or choose a file').setInputFiles({
    name: 'merit.pdf',
    mimeType: 'application/pdf',
    buffer: paper,
  })
  await stranger.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(outcomeOf(stranger, 'Signature')).toHaveText(/Passed/)
  await stranger.close()
})

const outcomeOf = (page: Page, check: string) =>
  page.getByRole('listitem').filter({ has: page.locator('.check-name', { hasText: check }) })

/** The printed code as a hand-held camera sees it: askew, a little soft, in uneven light, on a table. */
async function takePhotograph(page: Page, address: string, packed: string): Promise<Buffer> {
  const svg = await qrcode.toString(
    [
      { data: Buffer.from(address), mode: 'byte' },
      { data: packed, mode: 'alphanumeric' },
    ],
    { type: 'svg', errorCorrectionLevel: 'L', margin: 4 },
  )
  const table = await page.context().newPage()
  await table.setViewportSize({ width: 1400, height: 1400 })
  await table.setContent(
    `<body style="margin:0;background:linear-gradient(120deg,#8a7a66,#b7a88f)">
       <div style="width:1000px;margin:190px auto;background:linear-gradient(100deg,#fff,#d9d6cf);
         transform:perspective(2600px) rotateY(5deg) rotate(3deg);filter:blur(.5px)">${svg}</div>`,
  )
  const picture = await table.screenshot()
  await table.close()
  return picture
}
