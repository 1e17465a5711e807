import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB' })

const creator = 'tove.bergqvist@bjorkliden.example'
const registrar = 'mette.krogh@havnegade.example'
const merit = 'Laga plagg för hand'
const whole = 'Sortera textil för återbruk'

/** The same house serves both widths at once: each has a learner and a stack of its own. */
const learners = {
  desktop: { email: 'olena.kovalchuk@post.example', name: 'Olena Kovalchuk' },
  phone: { email: 'freja.dalgaard@post.example', name: 'Freja Dalgaard' },
}

test('small merits become a larger one that names them, and are credited by a school that says why', async ({
  browser,
}, { project }) => {
  test.setTimeout(600_000)
  const { email, name } = project.name === 'phone' ? learners.phone : learners.desktop
  const stack = `Textil i handen (${project.name})`

  const tove = await enter(browser, creator)
  await issueMerit(tove, email, name)
  await tove.goto('/org/bjorkliden-folkhogskola/stacks')
  await seeNoBarriers(tove)
  await submit(tove, tove.getByRole('link', { name: 'New stack' }))
  await seeNoBarriers(tove)
  await tove.locator('input[name="title/en"]').fill(stack)
  await tove.locator('input[name="groups/0/title/en"]').fill('By hand')
  await tove.getByLabel('At least how much').fill('1')
  await submit(tove, tove.getByRole('button', { name: 'Save' }))
  await expect(tove.getByRole('alert')).toContainText('Choose merits in each group')
  await tove.getByLabel(merit).check()
  await tove.locator('select[name="meritId"]').selectOption({ label: whole })
  await submit(tove, tove.getByRole('button', { name: 'Save' }))
  await expect(tove.getByRole('status').first()).toBeVisible()
  await seeNoBarriers(tove)
  await submit(tove, tove.getByRole('link', { name: 'Publish the stack' }))
  await seeNoBarriers(tove)
  await submit(tove, tove.getByRole('button', { name: 'Publish the stack' }))

  const learner = await enter(browser, email)
  await learner.goto('/stacks')
  await seeNoBarriers(learner)
  await submit(learner, learner.getByRole('link', { name: stack }))
  await expect(learner.getByText('Stacking gives no automatic right')).toBeVisible()
  await seeNoBarriers(learner)
  await submit(learner, learner.getByRole('link', { name: 'See how far you have come' }))
  await expect(learner.getByText('Everything the stack asks for is in your passport.')).toBeVisible()
  await seeNoBarriers(learner)
  await submit(learner, learner.getByRole('button', { name: 'Ask for the whole' }))
  await expect(learner.getByText('Waits for an answer')).toBeVisible()
  const progress = learner.url()

  await tove.goto('/org/bjorkliden-folkhogskola/wholes')
  await seeNoBarriers(tove)
  await submit(tove, tove.locator('tr').filter({ hasText: stack }).getByRole('link', { name }))
  await seeNoBarriers(tove)
  await submit(tove, tove.getByRole('button', { name: 'Issue the whole' }))
  await expect(tove.getByText('The whole is issued')).toBeVisible()

  await learner.goto(progress)
  await submit(learner, learner.getByRole('link', { name: 'Open the whole' }))
  const parts = learner.getByRole('region', { name: 'What it was made of' })
  await expect(parts.locator('tbody tr')).toHaveCount(1)
  await expect(parts).toContainText('Passed')
  await seeNoBarriers(learner)

  await learner.goto('/passport/credit')
  await seeNoBarriers(learner)
  await submit(learner, learner.getByRole('link', { name: 'Apply for credit' }))
  await seeNoBarriers(learner)
  await learner.locator('main input[type="checkbox"]').first().check()
  await learner.locator('select[name="deciderId"]').selectOption({ label: 'Havnegade Voksenuddannelse' })
  await learner.locator('input[name="target/title"]').fill(`Tekstil 1 (${project.name})`)
  await submit(learner, learner.getByRole('button', { name: 'Send the application' }))
  await expect(learner.getByText('Waits for a decision')).toBeVisible()
  await seeNoBarriers(learner)
  const application = learner.url()

  const mette = await enter(browser, registrar)
  await mette.goto('/org/havnegade-vuc/credit')
  await seeNoBarriers(mette)
  await submit(
    mette,
    mette
      .locator('tr')
      .filter({ hasText: `Tekstil 1 (${project.name})` })
      .getByRole('link', { name }),
  )
  await seeNoBarriers(mette)
  await mette.locator('input[name="extent"][value="partial"]').check()
  await mette.locator('input[name="rule"]').fill('Bekendtgørelse om AMU § 8')
  await mette.locator('textarea[name="why/en"]').fill(`${name} kan sy.`)
  await submit(mette, mette.getByRole('button', { name: 'Decide' }))
  await expect(mette.getByRole('alert')).toContainText('Say what remains')
  await mette.locator('textarea[name="remaining/en"]').fill('Maskinsyning.')
  await submit(mette, mette.getByRole('button', { name: 'Decide' }))
  await expect(mette.getByRole('alert')).toContainText('names the applicant')
  await mette.locator('textarea[name="why/en"]').fill('Outcome one equals the course’s first half.')
  await submit(mette, mette.getByRole('button', { name: 'Decide' }))
  await expect(mette.getByText('Counts in part').first()).toBeVisible()
  await seeNoBarriers(mette)

  await learner.goto(application)
  await expect(learner.getByText('Maskinsyning.')).toBeVisible()
  await expect(learner.getByText('Bekendtgørelse om AMU § 8')).toBeVisible()
  await seeNoBarriers(learner)
})

test('a decision on credit is appealed, and someone else decides', { tag: '@any-width' }, async ({ browser }) => {
  const learner = await enter(browser, 'matti.korpela@post.example')
  const lena = await enter(browser, 'lena.asp@alvdals-yrkesskola.example')
  const petter = 'petter.holm@alvdals-yrkesskola.example'
  const { memberships } = await (await lena.request.get('/api/me')).json()
  const [{ organisationId }] = memberships
  const members = `/api/organisations/${organisationId}/members`
  const joined = await lena.request.put(members, {
    data: { email: petter, name: 'Petter Holm', roles: ['issuer', 'creator', 'coordinator'] },
  })
  expect(joined.ok(), await joined.text()).toBe(true)

  await learner.goto('/passport/credit/new')
  await learner.locator('main input[type="checkbox"]').first().check()
  await learner.locator('select[name="deciderId"]').selectOption({ label: 'Älvdals yrkesskola AB' })
  await learner.locator('input[name="target/title"]').fill('Optiska nät, kurs 7')
  await submit(learner, learner.getByRole('button', { name: 'Send the application' }))
  const application = learner.url()

  const decide = async (by: Page, extent: 'none' | 'full', why: string): Promise<void> => {
    await by.goto('/org/alvdals-yrkesskola/credit')
    await submit(by, by.locator('tr').filter({ hasText: 'Optiska nät, kurs 7' }).getByRole('link'))
    await by.locator(`input[name="extent"][value="${extent}"]`).check()
    await by.locator('input[name="rule"]').fill('YHF 2 kap. 12 §')
    await by.locator('textarea[name="why/en"]').fill(why)
    await by.locator('textarea[name="appeal/en"]').fill('Write to the school within three weeks.')
    await submit(by, by.getByRole('button', { name: 'Decide' }))
  }
  await decide(lena, 'none', 'Nothing of the course is in it.')

  await learner.goto(application)
  await learner.getByLabel('What you hold against the decision').fill('The measuring is the whole of the course.')
  await submit(learner, learner.getByRole('button', { name: 'Appeal' }))
  await expect(learner.getByText('Looked at again')).toBeVisible()
  await seeNoBarriers(learner)

  await decide(lena, 'none', 'Nothing of the course is in it.')
  await expect(lena.getByRole('alert')).toContainText('Someone else decides on the appeal.')
  await decide(await enter(browser, petter), 'full', 'The measuring is the whole of the course.')

  await learner.goto(application)
  await expect(learner.getByText('Nothing of the course is in it.')).toBeAttached()
  await expect(learner.getByText('The measuring is the whole of the course.').first()).toBeVisible()
  await seeNoBarriers(learner)
})

test('a qualification is broken into merits that cover it', { tag: '@any-width' }, async ({ browser }) => {
  const tove = await enter(browser, creator)
  await tove.goto('/org/bjorkliden-folkhogskola/merits')
  await submit(tove, tove.getByRole('table').getByRole('link', { name: whole, exact: true }))
  await submit(tove, tove.getByRole('link', { name: 'Break into merits' }))
  await seeNoBarriers(tove)
  const shares = tove.locator('main form select')
  const many = await shares.count()
  expect(many).toBeGreaterThan(0)
  await expect(tove.getByText(/outcomes? (is|are) not covered/)).toBeVisible()
  // Pieces without a name are none.
  for (let index = 0; index < many; index += 1) await shares.nth(index).selectOption('1')
  await submit(tove, tove.getByRole('button', { name: 'Make the drafts' }))
  await expect(tove.getByRole('alert')).toBeVisible()
  await tove.getByLabel('Name of new merit 1').fill('Textil, första handen')
  for (let index = 0; index < many; index += 1) await shares.nth(index).selectOption('1')
  await submit(tove, tove.getByRole('button', { name: 'Make the drafts' }))
  await expect(tove.getByText('Every outcome is covered')).toBeVisible()
  await submit(tove, tove.getByRole('link', { name: 'Textil, första handen' }))
  await seeNoBarriers(tove)
})

test('what was decided before is there for everyone, without whom it was about', async ({ page }) => {
  test.setTimeout(300_000)
  await page.goto('/precedents?lang=en')
  await seeNoBarriers(page)
  await submit(page, page.getByRole('link', { name: 'Optiska nät, kurs 2' }))
  await expect(page.getByText('10 YH-poäng')).toBeVisible()
  await expect(page.locator('main')).not.toContainText('Samir')
  await seeNoBarriers(page)
  for (const path of ['/relations', '/relations?kind=stack', '/about/levels']) {
    await page.goto(path)
    await seeNoBarriers(page)
  }
  const sheet = await page.request.get('/api/relations?format=csv')
  expect(await sheet.text()).toContain('Optiska nät')
})

test('a provider looks after its quality', async ({ browser }, { project }) => {
  test.setTimeout(300_000)
  const nasrin = await enter(browser, 'nasrin.qaderi@valideranorr.example')
  await nasrin.goto('/org/validera-norr/quality/self-checks')
  await expect(nasrin.getByText('Better than last time')).toBeVisible()
  await seeNoBarriers(nasrin)
  await nasrin.goto('/org/validera-norr/quality/meetings')
  await expect(nasrin.getByText('Hur många skarvar räcker?')).toBeVisible()
  await nasrin.locator('input[name="on"]').fill('2026-10-01')
  await nasrin.locator('input[name="topic"]').fill(`Buller i kurvan (${project.name})`)
  await nasrin.locator('textarea[name="present:lines"]').fill('Nasrin\nSivert')
  await nasrin.locator('textarea[name="conclusions"]').fill('Under 0,05 dB räknas inte.')
  await submit(nasrin, nasrin.getByRole('button', { name: 'Save' }))
  await expect(nasrin.getByRole('heading', { name: `Buller i kurvan (${project.name})` })).toBeVisible()
  await seeNoBarriers(nasrin)
  const ragnhild = await enter(browser, 'ragnhild.moe@valideranorr.example')
  await ragnhild.goto('/org/validera-norr/quality/sample')
  await seeNoBarriers(ragnhild)
})

async function enter(browser: Browser, email: string): Promise<Page> {
  const sum = [...email].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 11)
  const context = await browser.newContext({
    locale: 'en-GB',
    extraHTTPHeaders: { 'x-forwarded-for': `10.7.${sum >> 8}.${sum & 255}` },
  })
  await logInAs(context.request, email)
  const page = await context.newPage()
  await page.goto('/about/privacy?lang=en')
  return page
}

/** The learner of each width has the small merit: what is tried here is what comes of it. */
async function issueMerit({ request }: Page, email: string, name: string): Promise<void> {
  const { memberships } = await (await request.get('/api/me')).json()
  const { organisationId } = memberships[0]
  const own = await request.get(`/api/organisations/${organisationId}/merits?state=published`)
  const { items } = await own.json()
  const wanted = items.find(({ title }: { title: string }) => title === merit)
  const issued = await request.post('/api/credentials', {
    data: {
      organisationId,
      key: `doors:${email}`,
      meritId: wanted.id,
      recipient: { name, email },
      facts: { assessedOn: '2026-09-01', route: 'course' },
    },
  })
  expect(issued.status(), await issued.text()).toBe(201)
}

async function submit(page: Page, pressed: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), pressed.first().click()])
}

async function seeNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBe(0)
}
