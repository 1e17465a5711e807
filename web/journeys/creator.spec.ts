import { expect, type Page, test } from '@playwright/test'
import { findBarriers } from './find-barriers.ts'
import { check, choose, enter, press, write, writeDate } from './keyboard.ts'

/** A creator with a keyboard: writes a merit, sees what is missing, publishes it and gives an issuer the right. */
test('a creator writes, publishes and mandates a merit by keyboard alone', async ({ page }, { project }) => {
  const title = `Läser elritningar ${project.name}`
  await logInAs(page, 'maria.sandahl@nordfiber.example')
  await page.goto('/org/nordfiber?lang=sv')
  await expectAccessible(page)

  await press(page, page.getByRole('link', { name: 'Ny merit' }))
  await write(page, page.getByLabel('Namn'), title)
  await expectAccessible(page)
  await enter(page)

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await expect(page.getByRole('heading', { name: /saker återstår före publicering/ })).toBeVisible()
  await press(page, page.getByRole('link', { name: 'Det finns inga lärandemål' }))
  await press(page, page.getByRole('button', { name: 'Lägg till lärandemål' }))
  await write(page, page.getByLabel('Efteråt kan man …'), 'Tolkar symbolerna i ett kopplingsschema')
  await write(page, page.getByLabel('Kriterier', { exact: true }), 'Nio av tio symboler rätt')
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Spara och fortsätt' }))

  await write(page, page.getByLabel('Arbete i timmar'), '30')
  await check(page, page.getByLabel('Ingen nivå, enligt utfärdaren'))
  await write(page, page.getByLabel(/Varför ingen nivå/), 'Ingen ram täcker den än')
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Spara och fortsätt' }))

  await check(page, page.getByLabel('Praktiskt prov').first())
  await choose(page, page.getByLabel('Slag av kvalitetssäkring'), 'Branschpanel')
  await write(page, page.getByLabel('Vem som står för den'), 'Nordfibers panel')
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Spara och fortsätt' }))

  await check(page, page.getByLabel('På plats', { exact: true }))
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Spara och fortsätt' }))
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Spara och se översikten' }))

  await expect(page.getByText('Allt som krävs finns med')).toBeVisible()
  await press(page, page.getByRole('link', { name: 'Publicera' }))
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Publicera' }))
  await expect(page.getByText('Publicerad. Nu kan meriten utfärdas.')).toBeVisible()

  await press(page, page.getByRole('link', { name: 'Uppdrag att utfärda' }))
  await choose(page, page.getByLabel('Utfärdare', { exact: true }), 'Älvdals yrkesskola AB, Sverige')
  await writeDate(page, page.getByLabel(/Till och med/), '2027-12-31')
  await press(page, page.getByRole('button', { name: 'Ge uppdrag' }))
  await expect(page.getByText('Uppdraget är givet')).toBeVisible()
  await expect(page.getByRole('row', { name: /Älvdals yrkesskola/ })).toContainText('Gäller')
  await expectAccessible(page)

  // The mandate is withdrawn again, and only with a reason.
  await press(page, page.getByRole('link', { name: /Ta tillbaka/ }))
  await write(page, page.getByLabel('Skäl'), 'Panelen ser över kraven')
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Ta tillbaka' }))
  await expect(page.getByRole('row', { name: /Älvdals yrkesskola/ })).toContainText('Tillbakataget')
})

test(
  'a published merit cannot be published again unchanged, and a new version says what is new',
  { tag: '@any-width' },
  async ({ page }, { project }) => {
    // Each project has its own organisation, for they run side by side and a draft has one writer at a time.
    const [email, slug] =
      project.name === 'phone'
        ? (['ingrid.haugland@fjordvarme.example', 'fjordvarme'] as const)
        : (['gunilla.wik@tallen.example', 'studieforbundet-tallen'] as const)
    await logInAs(page, email)
    await page.goto(`/org/${slug}/merits?lang=sv&state=published`)
    const merit = page.getByRole('table').getByRole('link').first()
    await press(page, merit)
    await press(page, page.getByRole('link', { name: 'Skriv en ny version' }))
    await page
      .getByLabel(/Beskrivning/)
      .first()
      .fill(`Beskrivningen är ny (${project.name}).`)
    await press(page, page.getByRole('button', { name: 'Spara utkast' }))
    await expect(page.getByText('Sparat', { exact: true })).toBeVisible()
    await press(page, page.getByRole('link', { name: 'Översikt' }).last())
    await press(page, page.getByRole('link', { name: 'Publicera' }))
    await expect(page.getByLabel('Vad är nytt?')).toHaveValue(/Ändrat: Beskrivning/)
    await press(page, page.getByRole('button', { name: 'Publicera' }))
    await expect(page.getByText('Ändrat: Beskrivning').first()).toBeVisible()
  },
)

test(
  'a spreadsheet becomes drafts, and rows that fail are named',
  { tag: '@any-width' },
  async ({ page }, { project }) => {
    await logInAs(page, 'gunilla.wik@tallen.example')
    await page.goto('/org/studieforbundet-tallen/merits/import?lang=sv')
    await expectAccessible(page)
    const template = await page.request.get('/api/merit-sheet?language=sv&format=csv')
    const [headings = '', example = ''] = (await template.text()).split(/\r?\n/)
    const [heading = ''] = headings.replace('\ufeff', '').split(/[,;]/)
    expect(heading).not.toBe('')
    const broken = headings.includes(';')
      ? ';'.repeat(headings.split(';').length - 1)
      : ','.repeat(headings.split(',').length - 1)
    await page.getByLabel('Fil', { exact: true }).setInputFiles({
      name: `meriter-${project.name}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(`${headings}\r\n${example}\r\nx${broken}\r\n`),
    })
    await press(page, page.getByRole('button', { name: 'Läs in från kalkylblad' }))
    await expect(page.getByText(/utkast skapades|Sparat|inläst/).first()).toBeVisible()
    await expectAccessible(page)
  },
)

test(
  'skills of the common framework are found and laid to an outcome',
  { tag: '@any-width' },
  async ({ page }, { project }) => {
    await logInAs(page, 'gunilla.wik@tallen.example')
    await page.goto('/org/studieforbundet-tallen/merits/new?lang=sv')
    await write(page, page.getByLabel('Namn'), `Leder samtal ${project.name}`)
    await enter(page)
    await press(page, page.getByRole('link', { name: 'Lärandemål', exact: true }))
    await press(page, page.getByRole('button', { name: 'Lägg till lärandemål' }))
    await press(page, page.getByRole('button', { name: 'Sök kompetenser till mål 1' }))
    await expectAccessible(page)
    await write(page, page.getByLabel('Sök på kompetens eller yrke'), 'swedish')
    await enter(page)
    await expectAccessible(page)
    const add = page.getByRole('button', { name: /^Lägg till / }).first()
    const name = ((await add.textContent()) ?? '').replace('Lägg till ', '').trim()
    await press(page, add)
    await expect(page.getByRole('button', { name: `Ta bort ${name}` })).toBeVisible()
  },
)

test('who is no member sees nothing of an organisation', { tag: '@any-width' }, async ({ page }) => {
  await page.goto('/org/nordfiber')
  await expect(page).toHaveURL(/\/login\?next=/)
  await logInAs(page, 'gunilla.wik@tallen.example')
  const answer = await page.goto('/org/nordfiber/log')
  expect(answer?.status()).toBe(404)
})

async function logInAs(page: Page, email: string): Promise<void> {
  const answer = await page.request.post('/api/demo/login', { data: { email } })
  expect(answer.status()).toBe(204)
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
}
