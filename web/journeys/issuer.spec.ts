import { expect, type Page, test } from '@playwright/test'
import { findBarriers } from './find-barriers.ts'
import { check, press, write } from './keyboard.ts'

test('an issuer issues to one person, suspends, lets hold again and replaces, each with a reason', async ({ page }, {
  project,
}) => {
  const name = `Prov Person ${project.name}`
  await logInAs(page, 'tove.bergqvist@bjorkliden.example')
  await page.goto('/org/bjorkliden-folkhogskola/issue?lang=sv')
  await expectAccessible(page)
  await press(page, page.getByRole('link', { name: /^Till en person/ }).first())
  await expectAccessible(page)

  await write(page, page.getByLabel('Mottagarens namn'), name)
  await write(page, page.getByLabel('E-post'), `prov-${project.name}@post.example`)
  await check(page, page.getByLabel('Genom att delta i en kurs'))
  await press(page, page.getByRole('button', { name: 'Utfärda', exact: true }))

  // Nothing is issued while an outcome is not ticked; what was written is still there.
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('Mottagarens namn')).toHaveValue(name)
  await expectAccessible(page)
  for (const outcome of await page.locator('input[value="met"]').all()) await check(page, outcome)
  await press(page, page.getByRole('button', { name: 'Utfärda', exact: true }))
  await expect(page.getByText('Beviset är utfärdat och mottagaren får ett mejl')).toBeVisible()
  await expectAccessible(page)

  await changeWith(page, 'Gör vilande', 'Vi prövar en uppgift')
  await expect(page.getByText('Beviset är vilande')).toBeVisible()
  await changeWith(page, 'Låt gälla igen', 'Uppgiften stämde')
  await expect(page.getByText('Gäller', { exact: true })).toBeVisible()

  await press(page, page.getByRole('link', { name: 'Rätta och ersätt' }))
  await expectAccessible(page)
  await write(page, page.getByLabel('Skäl'), 'Namnet var fel stavat')
  await page.getByLabel('Mottagarens namn').fill(`${name} Rättad`)
  await press(page, page.getByRole('button', { name: 'Rätta och ersätt' }))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rättad')
  await press(page, page.getByRole('link', { name: 'Se det gamla beviset' }))
  await expect(page.getByText('Ersatt av en ny')).toBeVisible()
  await expect(page.getByText('Namnet var fel stavat').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Återkalla' })).toHaveCount(0)

  // The holder is told by mail, and the organisation's log has it all.
  const mail = await page.request.get(`/api/demo/mail?recipient=prov-${project.name}@post.example`)
  expect((await mail.json()).items.length).toBeGreaterThan(0)
  await page.goto(`/org/bjorkliden-folkhogskola/log?search=${encodeURIComponent('stavat')}`)
  await expect(page.getByRole('cell', { name: 'Bevis ersattes' }).first()).toBeVisible()
  await expectAccessible(page)
})

test(
  'where two people are needed, one asks and another approves',
  { tag: '@any-width' },
  async ({ page, browser }, { project }) => {
    const name = `Fyra Ögon ${project.name}`
    await logInAs(page, 'jonas.lidstrom@skelleby.example')
    await page.goto('/org/skelleby-kommun/issue?lang=sv')
    await press(page, page.getByRole('link', { name: /^Till en person/ }).first())
    await write(page, page.getByLabel('Mottagarens namn'), name)
    await write(page, page.getByLabel('E-post'), `ogon-${project.name}@post.example`)
    await check(page, page.getByLabel('Genom att delta i en kurs'))
    for (const outcome of await page.locator('input[value="met"]').all()) await check(page, outcome)
    await press(page, page.getByRole('button', { name: 'Utfärda', exact: true }))
    await expect(page.getByText('Sparat. En annan person godkänner innan det utfärdas.')).toBeVisible()

    const context = await browser.newContext()
    const other = await context.newPage()
    await logInAs(other, 'karin.ehn@skelleby.example')
    await other.goto('/org/skelleby-kommun/approvals?lang=sv')
    await expectAccessible(other)
    await check(other, other.getByRole('checkbox', { name: new RegExp(`^${name}`) }))

    // Declining needs a reason, which approving does not.
    await press(other, other.getByRole('button', { name: 'Avslå de valda' }))
    await expect(other.getByRole('alert')).toBeVisible()
    await expect(other.getByRole('checkbox', { name: new RegExp(`^${name}`) })).toBeChecked()
    await press(other, other.getByRole('button', { name: 'Godkänn de valda' }))
    await expect(other.getByText('Godkänt och utfärdat')).toBeVisible()
    await context.close()

    await page.reload()
    await expect(page.getByText('Gäller', { exact: true })).toBeVisible()
  },
)

test(
  'a file of recipients is worked off row by row, and the same file issues nothing twice',
  { tag: '@any-width' },
  async ({ page }, { project }) => {
    await logInAs(page, 'tove.bergqvist@bjorkliden.example')
    await page.goto('/org/bjorkliden-folkhogskola/issue?lang=sv')
    await press(page, page.getByRole('link', { name: /^Till många/ }).first())
    await expectAccessible(page)
    const meritId = page.url().split('/').at(-2) ?? ''
    const template = await page.request.get(`/api/recipients-sheet?language=sv&format=csv&meritId=${meritId}`)
    const [headings = ''] = (await template.text()).split(/\r?\n/)
    const mark = headings.includes(';') ? ';' : ','
    const columns = headings.replace('\ufeff', '').split(mark).length
    const row = (...cells: string[]) => [...cells, ...Array(Math.max(0, columns - cells.length)).fill('')].join(mark)
    const file = {
      name: `mottagare-${project.name}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(
        [
          headings,
          row(`Rad Ett ${project.name}`, `ett-${project.name}@post.example`),
          row('Rad Två', 'ingen adress'),
        ].join('\r\n'),
      ),
    }
    await upload(page, file)
    await expect(page.getByText('Klar', { exact: true })).toBeVisible({ timeout: 40_000 })
    await expect(page.getByText('2 av 2 klara')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('row', { name: /Rad Två/ })).toContainText('E-postadressen är inte rätt skriven')
    await expect(page.getByRole('row', { name: /Rad Ett/ })).toContainText('Utfärdat')
    await expectAccessible(page)
    const batch = page.url().split('?')[0]

    await page.goto(`/org/bjorkliden-folkhogskola/issue/${meritId}/file`)
    await upload(page, file)
    await expect(page.getByText('Filen är redan inläst. Inget utfärdas två gånger.')).toBeVisible()
    expect(page.url().split('?')[0]).toBe(batch)
  },
)

test('a representative gives roles, makes a token that is shown once, and changes the key', async ({ page }, {
  project,
}) => {
  const home = '/org/bjorkliden-folkhogskola'
  const email = `ny-${project.name}@post.example`
  await logInAs(page, 'tove.bergqvist@bjorkliden.example')
  await page.goto(`${home}/people?lang=sv`)
  await expectAccessible(page)
  await write(page, page.getByLabel('E-post'), email)
  await press(page, page.getByRole('button', { name: 'Spara' }))
  await expect(page.getByRole('alert')).toBeVisible()
  await check(page, page.getByLabel('Läsare'))
  await press(page, page.getByRole('button', { name: 'Spara' }))
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Läsare')
  await press(page, page.getByRole('row', { name: new RegExp(email) }).getByRole('link', { name: /Ta bort/ }))
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Ta bort' }))
  await expect(page.getByRole('row', { name: new RegExp(email) })).toHaveCount(0)

  // The last representative cannot go.
  await press(page, page.getByRole('row', { name: /Företrädare/ }).getByRole('link', { name: /Ta bort/ }))
  await press(page, page.getByRole('button', { name: 'Ta bort' }))
  await expect(page.getByRole('alert')).toContainText('Organisationen behöver minst en företrädare')

  await page.goto(`${home}/settings/tokens`)
  await write(page, page.getByLabel('Namn'), `Lärplattformen ${project.name}`)
  await check(page, page.getByLabel('Läsa'))
  await press(page, page.getByRole('button', { name: 'Skapa API-nyckel' }))
  const secret = await page.getByLabel('API-nyckel', { exact: true }).inputValue()
  expect(secret).toMatch(/^bricka_/)
  await expectAccessible(page)
  const me = await page.request.get('/api/me', { headers: { authorization: `Bearer ${secret}` } })
  expect((await me.json()).kind).toBe('token')
  await page.goto(`${home}/settings/tokens`)
  await expect(page.getByText(secret)).toHaveCount(0)

  await page.goto(`${home}/settings`)
  await expectAccessible(page)
  await press(page, page.getByRole('link', { name: 'Byt till ny nyckel' }))
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Byt till ny nyckel' }))
  await expect(page.getByText('En ny nyckel används från och med nu')).toBeVisible()
})

async function changeWith(page: Page, change: string, reason: string): Promise<void> {
  await press(page, page.getByRole('link', { name: change }))
  await expectAccessible(page)
  await write(page, page.getByLabel('Skäl'), reason)
  await press(page, page.getByRole('button', { name: change }))
}

async function upload(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel('Fil', { exact: true }).setInputFiles(file)
  await page.getByLabel(/Bedömd den dag/).fill('2025-01-15')
  await page.getByLabel('Väg till kunnandet').selectOption('course')
  await press(page, page.getByRole('button', { name: 'Ladda upp och utfärda' }))
}

async function logInAs(page: Page, email: string): Promise<void> {
  const answer = await page.request.post('/api/demo/login', { data: { email } })
  expect(answer.status()).toBe(204)
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
}
