import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB' })

const merit = 'Skarva optisk fiber i fält'
const outcomes = [
  'Splice a fibre joint by fusion in field conditions',
  'Interpret a loss trace measured over the splice',
  'Take responsibility for a splicing site that is safe for oneself and others',
] as const
const coordinator = 'nasrin.qaderi@valideranorr.example'
const secondHouse = 'hakan.stahl@alvkraft.example'

/** The same house serves both widths at once: each has a candidate of its own. */
const candidates = {
  desktop: { email: 'torbjorn.eide@post.example', name: 'Torbjørn Eide' },
  phone: { email: 'matti.korpela@post.example', name: 'Matti Korpela' },
}

test('a case is walked by four roles, with a conflict, a partial result and an appeal; its file tells it all', async ({
  browser,
}, { project }) => {
  test.setTimeout(600_000)
  const { email, name } = project.name === 'phone' ? candidates.phone : candidates.desktop
  const open = (address: string) => enter(browser, address)

  const candidate = await open(email)
  await candidate.goto('/validation')
  await seeNoBarriers(candidate)
  await submit(candidate, candidate.getByRole('link', { name: merit }))
  await seeNoBarriers(candidate)
  await submit(candidate, candidate.getByRole('button', { name: 'Start' }))
  await expect(candidate.getByRole('alert')).toBeVisible()
  await candidate.getByLabel('I have read this and want to start, of my own will').check()
  await submit(candidate, candidate.getByRole('button', { name: 'Start' }))
  await expect(candidate).toHaveURL(/\/validations\/[0-9a-f-]{36}/)
  const address = new URL(candidate.url()).pathname
  await act(candidate, 'Say what you can', async (fold) => {
    await fold.getByLabel('Outcome', { exact: true }).selectOption({ label: outcomes[0] })
    await fold.getByLabel('Yes').check()
  })
  await act(candidate, 'Add evidence', async (fold) => {
    await fold.getByLabel('What is it?').fill('Loggbok från tre år i fält')
    await fold.getByLabel(outcomes[0]).check()
    await fold
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'loggbok.txt', mimeType: 'text/plain', buffer: Buffer.from('Tolv skarvar i mars.') })
  })
  await expect(candidate.getByRole('link', { name: 'loggbok.txt' })).toBeVisible()
  await seeNoBarriers(candidate)

  const lead = await open(coordinator)
  await registerThird(lead)
  await lead.goto('/org/validera-norr/validations')
  await seeNoBarriers(lead)
  await submit(lead, lead.locator('tr').filter({ hasText: name }).getByRole('link', { name: merit }).first())
  await expect(lead).toHaveURL(new RegExp(address))
  await act(lead, 'Begin the phase: inledande kartläggning')
  await act(lead, 'Begin the phase: fördjupad kartläggning')
  await act(lead, 'Record that the identity was checked', (fold) =>
    fold.getByLabel('Electronic identification').check(),
  )
  await act(lead, 'Begin the phase: bedömning')
  await appoint(lead, 'Sivert Åkre')
  await seeNoBarriers(lead)

  const tied = await open('sivert.akre@valideranorr.example')
  await tied.goto('/org/validera-norr')
  await expect(tied.getByRole('heading', { level: 1, name: 'Validation cases' })).toBeVisible()
  await tied.goto(address)
  await act(tied, 'Declare ties to the candidate', (fold) => fold.getByLabel('Family').check())
  const refused = await unfold(tied, 'Judge an outcome')
  await judge(refused, outcomes[0], 'Met', 'Han är min bror och kan det här.')
  await submit(tied, refused.getByRole('button', { name: 'Judge an outcome' }))
  await expect(tied.getByRole('alert')).toContainText('A tie to the candidate shuts the assessor out')
  await expect(refused.getByRole('textbox', { name: 'Reasons' })).toHaveValue('Han är min bror och kan det här.')
  await expect(refused.getByLabel('Outcome', { exact: true })).toHaveValue('skarva')
  await seeNoBarriers(tied)

  await lead.goto(address)
  await appoint(lead, 'Anneli Norström')
  const assessor = await open('anneli.norstrom@valideranorr.example')
  await assessor.goto(address)
  await act(assessor, 'Declare ties to the candidate')
  await act(assessor, 'Judge an outcome', (fold) => judge(fold, outcomes[0], 'Met', 'Tolv av tolv skarvar höll.'))
  await act(assessor, 'Judge an outcome', (fold) => judge(fold, outcomes[1], 'Not yet met', 'Fel läst kurva.'))
  await act(assessor, 'Judge an outcome', (fold) => judge(fold, outcomes[2], 'Partly met', 'Spärrade inte av.'))
  await act(assessor, 'Propose for decision')

  await lead.goto(address)
  await act(lead, 'Decide', (fold) => fold.getByLabel('Reasons').fill('En del är visad.'))
  await expect(lead.getByText('In part: 1 of 3 are shown')).toBeVisible()
  await expect(lead.locator('summary', { hasText: 'Issue a merit' })).toHaveCount(0)

  await candidate.goto(address)
  const missing = candidate.locator('h3:has-text("Still to be shown") + ul')
  await expect(missing.getByRole('listitem')).toHaveText([outcomes[1], outcomes[2]])
  await seeNoBarriers(candidate)
  await act(candidate, 'Appeal', (fold) =>
    fold.getByLabel('What is to be looked at again, and why?').fill('Kurvan var från en annan skarv.'),
  )

  await lead.goto(address)
  const again = await unfold(lead, 'Appoint an assessor')
  await again.getByLabel('Assessor', { exact: true }).selectOption({ label: 'Anneli Norström' })
  await submit(lead, again.getByRole('button', { name: 'Appoint an assessor' }))
  await expect(lead.getByRole('alert')).toBeVisible()
  await lead.goto(address)
  await appoint(lead, 'Håkan Ståhl')

  const other = await open(secondHouse)
  await other.goto(address)
  await act(other, 'Declare ties to the candidate')
  await act(other, 'Judge an outcome', (fold) => judge(fold, outcomes[1], 'Met', 'Läste tre kurvor rätt.'))
  await act(other, 'Judge an outcome', (fold) => judge(fold, outcomes[2], 'Met', 'Spärrade av och städade.'))
  await act(other, 'Propose for decision')

  const assurer = await open('ragnhild.moe@valideranorr.example')
  await assurer.goto(address)
  await act(assurer, 'Record a quality check', async (fold) => {
    await fold.getByLabel('Internal').check()
    await fold.getByLabel('It holds', { exact: true }).check()
    await fold.getByLabel('Reasons').fill('Skälen följer kriterierna.')
  })
  await seeNoBarriers(assurer)

  await lead.goto(address)
  await act(lead, 'Decide', (fold) => fold.getByLabel('Reasons').fill('Allt är visat.'))
  await expect(lead.getByText('Everything is shown: 3 of 3')).toBeVisible()
  await act(lead, 'Issue a merit', async (fold) => {
    await fold.getByLabel(merit).check()
    await fold.getByLabel('How was the assessment supervised?').selectOption({ index: 1 })
  })

  await candidate.goto('/passport/validations')
  await expect(candidate.locator('tr').filter({ hasText: merit })).toContainText('Credential issued')
  await seeNoBarriers(candidate)
  await candidate.goto('/passport')
  await expect(candidate.getByRole('link', { name: 'Splice optical fibre in the field' }).first()).toBeVisible()

  await candidate.goto(address)
  await expect(candidate.locator('.timeline > li')).toHaveCount(trace.length)
  const told = await candidate.locator('.timeline > li').allInnerTexts()
  for (const [index, parts] of trace.entries()) for (const part of parts) expect(told[index]).toContain(part)
})

/** What the file must tell, event by event: the deed, by whom, and what it was about. */
const trace: readonly (readonly string[])[] = [
  ['Started', 'candidate'],
  ['Own word', outcomes[0], 'Yes'],
  ['Evidence came', 'Loggbok från tre år i fält'],
  ['A phase began', 'Nasrin Qaderi', 'inledande kartläggning'],
  ['A phase began', 'fördjupad kartläggning'],
  ['The identity was checked', 'Electronic identification'],
  ['A phase began', 'bedömning'],
  ['An assessor was appointed', 'Sivert Åkre'],
  ['Ties were declared', 'Sivert Åkre', 'Family'],
  ['An assessor was appointed', 'Anneli Norström'],
  ['Ties were declared', 'Anneli Norström', 'No ties to the candidate'],
  ['An outcome was judged', outcomes[0], 'Met', 'Tolv av tolv skarvar höll.'],
  ['An outcome was judged', outcomes[1], 'Not yet met', 'Fel läst kurva.'],
  ['An outcome was judged', outcomes[2], 'Partly met', 'Spärrade inte av.'],
  ['Proposed for decision', 'assessor'],
  ['Decision', 'coordinator', 'En del är visad.'],
  ['Appealed', 'candidate', 'Kurvan var från en annan skarv.'],
  ['An assessor was appointed', 'Håkan Ståhl'],
  ['Ties were declared', 'Håkan Ståhl'],
  ['An outcome was judged', outcomes[1], 'Met', 'Läste tre kurvor rätt.'],
  ['An outcome was judged', outcomes[2], 'Met', 'Spärrade av och städade.'],
  ['Proposed for decision'],
  ['Quality check', 'Ragnhild Moe', 'Internal', 'It holds', 'Skälen följer kriterierna.'],
  ['Decision', 'Allt är visat.'],
  ['A merit was issued', 'Nasrin Qaderi'],
]

async function enter(browser: Browser, email: string): Promise<Page> {
  const sum = [...email].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 7)
  const context = await browser.newContext({
    locale: 'en-GB',
    extraHTTPHeaders: { 'x-forwarded-for': `10.8.${sum >> 8}.${sum & 255}` },
  })
  await logInAs(context.request, email)
  const page = await context.newPage()
  // Their own language goes before the browser's; this choice goes before both.
  await page.goto('/about/privacy?lang=en')
  return page
}

/** An assessor from another house: a member by the API, registered on the page. */
async function registerThird(lead: Page): Promise<void> {
  const me = await (await lead.request.get('/api/me')).json()
  const { organisationId } = me.memberships[0]
  const added = await lead.request.put(`/api/organisations/${organisationId}/members`, {
    data: { email: secondHouse, roles: ['assessor'] },
  })
  expect(added.status(), await added.text()).toBe(200)
  await lead.goto('/org/validera-norr/validation')
  await seeNoBarriers(lead)
  const fold = await unfold(lead, 'Register an assessor')
  await fold.locator('select[name="personId"]').selectOption({ label: 'Håkan Ståhl' })
  await fold.locator('input[name="tradeExperienceYears:number"]').fill('12')
  await fold.locator('input[name="training/0/title"]').fill('Bedömarutbildning, fyra halvdagar')
  await fold.locator('input[name="training/0/on"]').fill('2025-03-10')
  await fold.locator('input[name="authorisedFrom"]').fill('2025-04-01')
  await fold.locator('input[name="authorisedUntil"]').fill('2099-01-01')
  await fold.locator('input[name="authorisedBy"]').fill('Nordfiber branschråd')
  await submit(lead, fold.getByRole('button'))
  await expect(lead.locator('tr', { hasText: 'Håkan Ståhl' })).toBeVisible()
}

const appoint = (page: Page, name: string): Promise<void> =>
  act(page, 'Appoint an assessor', async (fold) => {
    await fold.getByLabel('Assessor', { exact: true }).selectOption({ label: name })
  })

async function judge(fold: Locator, outcome: string, result: string, reasons: string): Promise<void> {
  await fold.getByLabel('Outcome', { exact: true }).selectOption({ label: outcome })
  await fold.getByLabel(result, { exact: true }).check()
  await fold.getByRole('textbox', { name: 'Reasons' }).fill(reasons)
}

/** Opens a fold of "What you can do now" with the keyboard. */
async function unfold(page: Page, title: string): Promise<Locator> {
  const fold = page.locator('details').filter({ has: page.locator('summary', { hasText: new RegExp(`^${title}$`) }) })
  await fold.locator('summary').focus()
  await page.keyboard.press('Enter')
  await expect(fold).toHaveAttribute('open')
  return fold
}

/** Does one thing in the case and waits until it is said to stand in its file. */
async function act(page: Page, title: string, fill?: (fold: Locator) => Promise<void>): Promise<void> {
  const fold = await unfold(page, title)
  await fill?.(fold)
  const before = await page.locator('.timeline > li').count()
  await submit(page, fold.getByRole('button', { name: title, exact: true }))
  await expect(page.getByRole('status')).toContainText('Written in the case')
  await expect(page.locator('.timeline > li')).toHaveCount(before + 1)
}

async function submit(page: Page, pressed: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), pressed.click()])
}

async function seeNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBe(0)
}
