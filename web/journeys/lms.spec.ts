import { instructor, learner, openPlatformPeer } from '@bricka/server/testing/lti-platform-peer'
import { expect, type Page, test } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { logInAs } from './furnish-world.ts'

test.use({ locale: 'en-GB' })

const home = '/org/alvdals-yrkesskola'

test('a course in a learning platform leads to a merit: chosen by its teacher, opened by a learner, issued by whoever may @any-width', async ({
  browser,
  baseURL,
}) => {
  const keys = async () => (await fetch(`${baseURL ?? ''}/lti/jwks`)).json()
  const platform = await openPlatformPeer(keys, Number(process.env.PLATFORM_PORT))
  platform.members.push(
    { user_id: 'teacher-1', name: 'Tove', email: 'tove@course.example', roles: [instructor] },
    { user_id: 'anna', name: 'Anna Berg', email: 'anna.berg@course.example', roles: [learner] },
    { user_id: 'bo', name: 'Bo Ek', email: 'bo.ek@course.example', roles: [learner] },
  )
  platform.scores.set('anna', 50)

  const office = await (await browser.newContext()).newPage()
  await logInAs(office.request, 'lena.asp@alvdals-yrkesskola.example')
  await office.goto(`${home}/settings/lms?lang=en`)
  await seeNoBarriers(office)
  await office.getByLabel('Name', { exact: true }).fill('Course platform')
  await office.getByLabel('Platform ID (issuer)').fill(platform.origin())
  await office.getByLabel('Client ID').fill('client-1')
  await office.getByLabel('Deployment ID').fill('deployment-1')
  await office.getByLabel('Authentication request URL').fill(`${platform.origin()}/auth`)
  await office.getByLabel('Public keyset URL').fill(`${platform.origin()}/jwks`)
  await office.getByLabel('Access token URL').fill(`${platform.origin()}/token`)
  await press(office, 'Connect a learning platform')
  await expect(office.getByRole('table', { name: 'Connected learning platforms' })).toContainText('Course platform')

  const teacher = await (await browser.newContext()).newPage()
  await launch(teacher, platform.origin(), 'teacher-1', 'deep')
  await seeNoBarriers(teacher)
  await teacher.getByLabel('Skarva optisk fiber i fält').check()
  await press(teacher, 'Choose')
  await seeNoBarriers(teacher)
  await press(teacher, 'Send to the learning platform')
  await expect(teacher.getByRole('heading', { name: 'In the course' })).toBeVisible()
  expect(platform.chosen).toHaveLength(1)

  const student = await (await browser.newContext()).newPage()
  await launch(student, platform.origin(), 'anna', 'link')
  await expect(student.getByRole('heading', { level: 1 })).toContainText(/fib/i)
  await expect(student.getByText('Bo Ek')).toHaveCount(0)
  await seeNoBarriers(student)

  await launch(teacher, platform.origin(), 'teacher-1', 'link')
  await teacher.getByLabel('Bo Ek').check()
  await press(teacher, 'Confirm')
  await expect(teacher.getByRole('status')).toContainText('Confirmed')
  await seeNoBarriers(teacher)

  const issuer = await (await browser.newContext()).newPage()
  await logInAs(issuer.request, 'petter.holm@alvdals-yrkesskola.example')
  await issuer.goto(`${home}/lms-courses?lang=en`)
  await seeNoBarriers(issuer)
  await press(issuer, 'Issue Fiber 1')
  await expect(issuer).toHaveURL(/\/batches\//)
  await expect(issuer.getByRole('main')).toContainText('Fiber 1')

  await office.goto(`${home}/settings/lms?lang=en`)
  await office.getByRole('link', { name: 'Remove Course platform' }).click()
  await seeNoBarriers(office)
  await press(office, 'Remove')
  await expect(office.getByText('No learning platform is connected')).toBeVisible()
  await platform.close()
})

/** From the link in the course: the platform's own page, and where a browser keeps the cookie back, ours once more. */
async function launch(page: Page, platform: string, who: string, link: string): Promise<void> {
  const query = new URLSearchParams({
    ...{ iss: platform, login_hint: who, lti_message_hint: link, client_id: 'client-1' },
    target_link_uri: '/lti/launch',
  })
  await page.goto(`/lti/login?${query}`)
  await press(page, 'Open')
  if (page.url().includes('/lti/launch')) await press(page, 'Bricka →')
  await expect(page).toHaveURL(/\/lms\//)
}

async function press(page: Page, name: string): Promise<void> {
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name, exact: true }).click()
  await loaded
}

async function seeNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([])
  expect(await measureOverflow(page)).toBeLessThanOrEqual(0)
}
