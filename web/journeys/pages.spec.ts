import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { cast, type Furniture, furnishWorld, home, logInAs } from './furnish-world.ts'
import { type Desk, hasScript, openDesk } from './lay-in.ts'
import { findPage, listPages } from './list-pages.ts'

const languages = ['sv', 'da', 'nb', 'fi', 'is', 'en'] as const
type Language = (typeof languages)[number]

/** The names of all texts; none of them is ever shown to anyone. */
const keys = new Set(
  Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, '../src/words/generated/sv.json'), 'utf8'))),
)

/** One page as it is met: by whom, at which address, and what they do there before it is looked at. */
type Stop = { path: string; as?: string; act?: (page: Page) => Promise<void>; status?: number }

/** The house lets each visitor ask so much a minute; each of these is a visitor of its own, as behind a proxy. */
const test = base.extend({
  extraHTTPHeaders: async ({ browserName: _ }, give, { title, project }) => give(visitorHeaders(title + project.name)),
})

let furniture: Promise<Furniture> | undefined

test.beforeEach(async ({ browser }, { parallelIndex }) => {
  furniture ??= furnishWorld(browser, visitorHeaders(`furniture ${parallelIndex}`))
  await furniture
})

// A walk a worker: pages that are read at three widths and in the dark take their time.
test.describe.configure({ mode: 'parallel' })

/** Pages that only another program leads to: the journey of that program looks at them with the same eyes. */
const walkedElsewhere = ['/lms/:token', '/org/:slug/settings/lms/:platformId/remove']

/** `LOOK=whole` looks at each page in every way in every language; docs/guides/developer.md says what else does it. */
const whole = process.env.LOOK === 'whole'

/** What is walked at once, each by a worker; what of a walk's languages is read how closely, `look` says. */
const walks: readonly (readonly Language[])[] = whole ? languages.map((one) => [one]) : [['sv'], languages.slice(1)]

for (const walk of walks)
  test(`no page stands in anyone’s way (${walk.join(', ')})`, async ({ page, baseURL }) => {
    test.setTimeout(whole ? 3_600_000 : 1_800_000)
    const pages = await listPages()
    const missed = new Set(pages.filter((one) => !walkedElsewhere.includes(one)))
    const titles = new Map<string, Set<string>>()
    const linked = new Map<string, Stop>()
    const found: string[] = []
    const desk = await openDesk(page)
    const noise = [page, desk.page].map(listenFor)
    const waiting = [...listStops(await need(furniture))]
    // After the stops, whatever else links lead to: a page that is new is met without being named here.
    const next = () => waiting.shift() ?? [...missed].flatMap((one) => linked.get(one) ?? [])[0]
    let turn = 0
    for (let stop = next(), as: string | undefined; stop; as = stop.as, stop = next(), turn += 1) {
      const closely = only?.test(stop.path) !== false
      const expected = stop.status ?? 200
      const first = turn % walk.length
      // The language whose turn it is visits the page and reads it closely; the others follow.
      let inert = false
      for (const language of [...walk.slice(first), ...walk.slice(0, first)]) {
        const itsTurn = language === walk[first]
        await speak(page, language, baseURL)
        const laid: number | undefined = inert ? await lay(page, desk, stop) : undefined
        const status = laid ?? (await meet(page, stop, itsTurn ? as : stop.as))
        let shownOn: Page = laid === undefined ? page : desk.page
        const seen = await shownOn.evaluate(describePage)
        if (itsTurn) inert = !seen.scripted && !stop.act
        if (closely && shownOn === page && !seen.scripted) {
          await desk.lay(await page.content(), page.url())
          shownOn = desk.page
        }
        const name = `${stop.path}${stop.act ? ` (${stop.act.name})` : ''} in ${language}`
        const wrong = [
          ...(status === expected ? [] : [`answered ${status} instead of ${expected}`]),
          ...(seen.lang === language ? [] : [`is said to be in ${seen.lang}`]),
          ...(seen.title ? [] : ['has no title']),
          ...(seen.headings === 1 ? [] : [`has ${seen.headings} headings of the first level`]),
          ...seen.dotted.flatMap((key) => (keys.has(key) ? [`shows the name of a text: ${key}`] : [])),
          ...(closely ? await look(shownOn, language, itsTurn) : []),
          ...noise
            .flatMap((lines) => lines.splice(0))
            .filter((line) => expected < 400 || !line.startsWith('Failed to load resource')),
        ]
        found.push(...wrong.map((what) => `${name}: ${what}`))
        const shown = findPage(pages, new URL(shownOn.url()).pathname)
        linked.delete(findPage(pages, stop.path) ?? '')
        if (!shown || expected >= 400) continue
        missed.delete(shown)
        const title = `${language}: ${seen.title}`
        titles.set(title, (titles.get(title) ?? new Set()).add(shown))
        for (const path of seen.links) {
          const to = findPage(pages, path)
          if (to && missed.has(to) && !linked.has(to)) linked.set(to, { path, ...(stop.as && { as: stop.as }) })
        }
      }
    }
    expect(found).toEqual([])
    expect([...titles].filter(([, of]) => of.size > 1).map(([title, of]) => [title, ...of])).toEqual([])
    expect([...missed], 'pages that this crawl never comes to: add a stop to listStops').toEqual([])
  })

test('a page that lacks a name, a language, contrast or room is found by the same eyes', async ({ page }) => {
  await page.goto('/verify')
  expect(await findBarriers(page)).toEqual([])
  await page.evaluate(() => {
    document.documentElement.removeAttribute('lang')
    document.querySelector('main label')?.remove()
    const pale = document.createElement('p')
    pale.textContent = 'pale and without an end '.repeat(40)
    pale.style.cssText = 'color: #ddd; background: #fff; white-space: nowrap'
    document.querySelector('main')?.append(pale)
  })
  const found = (await findBarriers(page)).join()
  for (const rule of ['html-has-lang', 'label', 'color-contrast']) expect(found).toContain(rule)
  expect(await measureOverflow(page)).toBeGreaterThan(0)
})

test('a page without script is laid in as it stands, leaves nothing to the next, and one with script is refused', async ({
  page,
}) => {
  const desk = await openDesk(page)
  await page.goto('/catalogue')
  const html = await page.content()
  const broken = html
    .replace(/<html[^>]*>/, '<html>')
    .replace(/<title>.*?<\/title>/, '')
    .replace('</main>', `<p><nobr>${'without an end '.repeat(40)}</nobr></p></main>`)
  await desk.page.setViewportSize(narrowest)
  await desk.lay(broken, page.url())
  const found = (await findBarriers(desk.page)).join()
  for (const rule of ['html-has-lang', 'document-title']) expect(found).toContain(rule)
  expect(await desk.page.evaluate(describePage)).toMatchObject({ lang: '', title: '' })
  expect(await measureOverflow(desk.page)).toBeGreaterThan(0)
  await desk.lay(html, page.url())
  expect(await findBarriers(desk.page)).toEqual([])
  expect(await desk.page.evaluate(describePage)).toEqual(await page.evaluate(describePage))
  expect(await measureOverflow(desk.page)).toBe(0)
  await page.goto('/verify')
  await expect(desk.lay(await page.content(), page.url())).rejects.toThrow('has script')
})

test('what is too large is answered with a page', async ({ page, baseURL }) => {
  const { status, text } = await announceLargeForm(new URL('/verify', baseURL))
  expect(status).toBe(413)
  await page.route('**/too-large', (route) => route.fulfill({ contentType: 'text/html', body: text }))
  await page.goto('/too-large')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await findBarriers(page)).toEqual([])
})

/** Says how large the form will be, and is answered before a byte of it is sent: a browser would not show the answer. */
function announceLargeForm(url: URL): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 13 * 1024 * 1024 }
    const asked = request(url, { method: 'POST', headers }, async (answer) => {
      resolve({ status: answer.statusCode, text: Buffer.concat(await answer.toArray()).toString() })
      asked.destroy()
    })
    asked.once('error', reject)
    asked.flushHeaders()
  })
}

test('a shared merit says the same without script, and loads none', async ({ page, browser, baseURL }) => {
  const { share } = await need(furniture)
  const scripts: string[] = []
  page.on('request', (asked) => {
    if (asked.resourceType() === 'script') scripts.push(asked.url())
  })
  await page.goto(share)
  const plain = await browser.newPage({ javaScriptEnabled: false, ...(baseURL && { baseURL }) })
  await plain.goto(share)
  const read = async (one: Page) => (await one.locator('main').innerText()).replaceAll(/\d\d:\d\d/g, '')
  expect(await read(plain)).toBe(await read(page))
  expect(await read(plain)).toContain('Linnea Sjögren')
  expect(scripts).toEqual([])
  await plain.close()
})

test('a shared merit is printed without what a sheet of paper cannot use', async ({ page }) => {
  const { share } = await need(furniture)
  await page.goto(share)
  const controls = page.locator('nav, header a, footer a, form, button').filter({ visible: true })
  expect(await controls.count()).toBeGreaterThan(0)
  await page.emulateMedia({ media: 'print' })
  await expect(controls).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('article').first()).toBeVisible()
  expect(await findBarriers(page)).toEqual([])
})

test('the first view of a shared merit takes at most 100 KB, style and letters with it', async ({ page }) => {
  const { share } = await need(furniture)
  for (const path of [share, '/verify']) {
    expect(await weigh(page, path), path).toBeLessThanOrEqual(100 * 1024)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
})

/** What comes over the line for a page, as the browser counts it: headers and compressed bodies. */
async function weigh(page: Page, path: string): Promise<number> {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  await client.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  await client.detach()
  expect(bytes).toBeGreaterThan(10 * 1024)
  return bytes
}

const wide = { width: 1280, height: 900 }
const narrow = { width: 390, height: 844 }
const narrowest = { width: 320, height: 700 }

/** `STOPS=^/maps` comes to every page, and looks closely only at those whose address it matches: for who makes a page. */
const only = process.env.STOPS ? new RegExp(process.env.STOPS) : undefined

/**
 * The page as one of its readers meets it, and on the smallest screen that must do.
 *
 * Swedish, whose words the others are translated from, is looked at in every way: on a desktop, in the dark, on a phone.
 * The other languages take turns: of five, one reads the page on a desktop and on a phone, and the next page is the next
 * one's. In every language every page must fit the smallest screen. `LOOK=whole` takes no turns.
 */
async function look(page: Page, language: Language, itsTurn: boolean): Promise<string[]> {
  const found: string[] = []
  if (itsTurn) {
    await page.setViewportSize(wide)
    found.push(...(await findBarriers(page)))
    if (whole || language === 'sv') {
      await page.emulateMedia({ colorScheme: 'dark' })
      for (const barrier of await findBarriers(page, ['color-contrast'])) found.push(`in the dark ${barrier}`)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.setViewportSize(narrow)
    for (const barrier of await findBarriers(page)) found.push(`on a phone ${barrier}`)
  }
  await page.setViewportSize(narrowest)
  const overflow = await measureOverflow(page)
  if (overflow > 0) found.push(`runs ${overflow} pixels out of a screen of 320`)
  return found
}

/** What the reader has chosen, as the address of any page with `?lang=` keeps it. */
const speak = (page: Page, language: Language, url = ''): Promise<void> =>
  page.context().addCookies([{ name: 'bricka_language', value: language, url }])

/** Lays the page on the desk in the language that is spoken now; gives how it answered, or nothing where it has script. */
async function lay(page: Page, desk: Desk, { path }: Stop): Promise<number | undefined> {
  const answer = await page.request.get(path, { headers: { accept: 'text/html' } })
  const html = await answer.text()
  if (hasScript(html)) return undefined
  await desk.lay(html, answer.url())
  return answer.status()
}

/** Opens a page as the person it is for, does what is done there, and gives how it answered. */
async function meet(page: Page, { path, as, act }: Stop, asBefore: string | undefined): Promise<number | undefined> {
  if (as !== asBefore) {
    if (as) await logInAs(page.request, as)
    else await page.context().clearCookies({ name: 'bricka_session' })
  }
  await page.setViewportSize(wide)
  const opened = await page.goto(path)
  if (!act) return opened?.status()
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 303),
    page.waitForEvent('load'),
    act(page),
  ])
  return answer.status()
}

function listStops(made: Furniture): readonly Stop[] {
  const draft = `${home}/merits/${made.draft}`
  const published = `${home}/merits/${made.published}`
  const issued = `${home}/issued/${made.issued}`
  const changed = made.credential.replaceAll('Linnea', 'Linus')
  const endorsed = JSON.stringify({ ...JSON.parse(made.credential), endorsementJwt: ['no.endorsement.at all'] })
  const open: Stop[] = [
    ...['/', '/catalogue', '/catalogue?search=xyzzy', '/catalogue?search=scout', '/organisations'].map(at),
    ...[`/merits/${made.published}`, `/merits/${made.published}/1`].map(at),
    at('/organisations/scoutforbundet-polstjarnan'),
    ...['/api', '/docs/errors', '/about/accessibility', '/about/privacy', '/about/vocabulary', '/maps'].map(at),
    ...['/demo', '/demo/mail', '/demo/mail?search=xyzzy', `/demo/mail/${made.message}`].map(at),
    at('/verify'),
    { path: '/verify', act: sendNothing, status: 422 },
    { path: '/verify', act: (page) => paste(page, made.credential) },
    { path: '/verify', act: (page) => paste(page, changed) },
    { path: '/verify', act: (page) => paste(page, endorsed) },
    { path: '/verify/request', act: askForMerits },
    at('/planning/SE331/role?role=nurse'),
    at('/planning/NO?by=municipality'),
    ...['/planning/gap?branch=education', '/planning/SE331/gap?page=2'].map(at),
    at('/planning/SE331/what-if?role=nurse+assistant&from=flight+attendant&people=300'),
    at(
      `/planning/SE331/plan?skill=${encodeURIComponent('http://data.europa.eu/esco/skill/1d21f6ad-340f-45da-a0a3-4e83867f47a6')}`,
    ),
    { path: '/verify', act: (page) => paste(page, made.stranger) },
    { path: '/verify', act: (page) => paste(page, '{"a shopping": "list"}'), status: 422 },
    at(made.share),
    at(`${made.share}?n=2`),
    at(`${made.share}?eqfAtLeast=8&supervised=true&legalBasis=true`),
    { path: made.closedShare, status: 410 },
    at('/login'),
    { path: '/login?problem=oidc-failed', status: 422 },
    { path: '/login', act: sendNothing, status: 422 },
    at('/login/sent'),
    at('/login/a-token-that-is-not-known'),
    at(made.followUp),
    at(made.employerAsked),
    { path: '/follow-up/employer/a-token-that-is-not-known', status: 410 },
    { path: '/login/a-token-that-is-not-known', act: sendNothing, status: 410 },
    at(made.claim),
    { path: '/claim/a-token-that-is-not-known', status: 410 },
    at('/goodbye?merits=2&shares=1'),
    { path: '/nowhere', status: 404 },
    { path: '/merits/no-such-merit', status: 404 },
    { path: '/s/no', status: 404 },
  ]
  const learner: Stop[] = [
    ...['/passport', '/passport/share', '/passport/shares', '/passport/self-claims', '/passport/log'].map(at),
    ...['/passport/self-claims/new', `/passport/self-claims/${made.selfClaim}`].map(at),
    at(`/passport/self-claims/${made.selfClaim}/remove`),
    { path: '/passport/self-claims/new', act: sendNothing, status: 422 },
    { path: '/passport/share', act: sendNothing, status: 422 },
    ...[`/passport/shares/${made.ownShare}`, `/passport/shares/${made.ownShare}/withdraw`].map(at),
    ...[`/passport/${made.ownMerits.issued}`, '/passport/import', `/passport/imports/${made.imported}`].map(at),
    ...['/passport/clr', `/passport/imports/${made.transcript}`].map(at),
    at(`/passport/imports/${made.imported}/remove`),
    at(made.connecting),
    { path: '/passport/import', act: sendNothing, status: 422 },
    ...['/settings', '/settings/leave', '/settings/delete', '/passport/maps'].map(at),
    ...[`/settings/leave/${made.archive}`, `/settings/leave/${made.archive}/remove`].map(at),
    { path: '/settings/delete', act: sendNothing, status: 422 },
    { path: `${home}/log`, status: 404 },
  ]
  const creator: Stop[] = [
    ...[home, `${home}/merits`, `${home}/merits?search=xyzzy`, `${home}/merits/new`, `${home}/merits/import`].map(at),
    { path: `${home}/merits/import`, act: sendNothing, status: 422 },
    { path: `${home}/merits/import`, act: sendBrokenSheet },
    ...['', '?part=basics', '?part=outcomes', '?part=size', '?part=assessment', '?part=taking-part', '?part=worth'].map(
      (part) => at(`${draft}${part}`),
    ),
    at(`${draft}/skills?outcome=plan&search=safety`),
    at(`${draft}/needs`),
    ...[`${draft}/publish`, `${draft}/discard`, published, `${published}/mandates`, `${published}/retire`].map(at),
    { path: `${draft}/publish`, act: sendNothing, status: 422 },
    ...[`${published}/reinstate`, `${published}/mandates/${made.mandate}/withdraw`, `${home}/statistics`].map(at),
    { path: `${published}/mandates`, act: sendNothing, status: 422 },
    { path: `${published}/retire`, act: sendNothing, status: 422 },
  ]
  const issuer: Stop[] = [
    ...[`${home}/issue`, `${home}/issue/${made.published}`, `${home}/issue/${made.published}/file`].map(at),
    { path: `${home}/issue/${made.published}`, act: sendNothing, status: 422 },
    { path: `${home}/issue/${made.published}/file`, act: sendNothing, status: 422 },
    ...[`${home}/batches/${made.batch}`, `${home}/batches/${made.batch}/cancel`, `${home}/issued`, issued].map(at),
    ...['suspend', 'reinstate', 'revoke', 'replace'].map((change) => at(`${issued}/${change}`)),
    { path: `${issued}/revoke`, act: sendNothing, status: 422 },
    ...[`${home}/approvals`, `${home}/people`, `${home}/people/${made.colleague}/remove`, `${home}/log`].map(at),
    { path: `${home}/people`, act: sendNothing, status: 422 },
    ...[`${home}/settings`, `${home}/settings/tokens`, `${home}/settings/tokens/${made.token}/withdraw`].map(at),
    { path: `${home}/settings/tokens`, act: sendNothing, status: 422 },
    ...[`${home}/settings/keys/rotate`, `${home}/settings/keys/${made.key}/compromised`].map(at),
    ...['', '/close', '/join', '/join?search=xyzzy', '/join/skelleby-kommun', '/move', '/pack', '/receive']
      .map((part) => `${home}/estate${part}`)
      .map(at),
    { path: `${home}/estate/move`, act: sendNothing, status: 422 },
    { path: `${home}/estate/receive`, act: (page) => page.locator('main form').first().getByRole('button').click() },
    ...['', `/${made.issued}/suspend`, `/${made.issued}/reinstate`, `/${made.issued}/revoke`]
      .map((part) => `${home}/estate/credentials${part}`)
      .map(at),
    ...['accept', 'decline'].map((answer) => at(`${home}/estate/offers/${made.ending}/${answer}`)),
  ]
  return [
    ...open,
    ...learner.map((stop) => ({ ...stop, as: cast.learner })),
    { path: `/passport/${made.ownMerits.suspended}`, as: cast.stoppedLearner },
    { path: `/settings/passkeys/${made.passkey}/remove`, as: cast.keyHolder },
    ...creator.map((stop) => ({ ...stop, as: cast.creator })),
    ...issuer.map((stop) => ({ ...stop, as: cast.creator })),
    ...[1, 2, 3, 4, 5, 6].map((steps) => ({
      ...{ path: '/passport/results', as: cast.learner, act: (page: Page) => fetchResults(page, steps) },
    })),
    { path: '/org/skelleby-kommun/approvals', as: cast.approver },
    { path: '/org/skelleby-kommun/settings/seal', as: cast.approver },
    { path: '/org/region-alvdal', as: cast.reader },
    { path: '/passport/validations', as: cast.candidate },
    ...['/passport/aims', '/passport/guidance'].map((path) => ({ path, as: cast.guided })),
    { path: '/passport/follow-up', as: cast.followed },
    { path: '/org/nordfiber/benefits', as: cast.owner },
    { path: '/org/omsorgsfacket/endorsements', as: cast.partner },
    { path: `/merits/${made.published}`, as: cast.partner },
    { path: '/passport/aims/new', act: sendNothing, as: cast.guided },
    { path: '/org/validera-norr/validations', as: cast.coordinator },
    { path: '/org/validera-norr/validation', as: cast.coordinator },
    { path: '/org/validera-norr', as: cast.assessor },
    { path: '/org/validera-norr/people', as: cast.assessor, status: 403 },
    { path: '/org/region-alvdal', as: cast.counsellor },
    { path: made.invitation, as: cast.counsellor },
    { path: '/org/skelleby-kommun/occasions', as: cast.asker },
    ...['/skill-maps', made.skillMap].map((path) => ({ path, as: cast.mapper })),
    ...['/org/region-alvdal/surveys', '/org/region-alvdal/studies', '/landscape/units', '/needs/unmet'].map((path) => ({
      path,
      as: cast.reader,
    })),
    ...[openWave, askToPublish, comeByOpenLink, answerByLink].map((act) => ({
      ...{ path: '/org/region-alvdal/surveys', as: cast.reader, act },
    })),
    { path: made.proposal, as: cast.proposer },
    ...['/org/nordfiber/stacks', '/org/nordfiber/wholes'].map((path) => ({ path, as: cast.owner })),
    { path: '/org/alvdals-yrkesskola/credit', as: cast.decider },
    { path: '/passport/credit', as: cast.applicant },
    { path: '/org/validera-norr/quality/sample', as: cast.assurer },
  ]
}

const at = (path: string): Stop => ({ path })

/** Sends the page's form as it stands, past what the browser itself would refuse. */
async function sendNothing(page: Page): Promise<void> {
  await page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>('main form[method="post"]')
    if (!form) throw new Error('The page has no form.')
    form.noValidate = true
    for (const field of form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) field.checked = false
    const button = form.querySelector<HTMLButtonElement>('button[type="submit"]:not([aria-hidden])')
    form.requestSubmit(button)
  })
}

/** The newest survey's wave, which is under way. */
async function openWave(page: Page): Promise<void> {
  await page.locator('main tbody a').first().click()
  await page.waitForURL(/surveys\/[0-9a-f-]{36}/)
  await page.locator('main tbody a').first().click()
  await page.waitForURL(/waves\//)
}

/** From this house as its own register: ask, go on, choose, go back, keep, ask to remove; as many of these steps. */
async function fetchResults(page: Page, steps: number): Promise<void> {
  const send = page.locator('main form[method="post"] button')
  const first = page.getByRole('checkbox').first()
  const acts = [
    () => send.click(),
    () => send.click(),
    async () => {
      await first.check()
      await send.first().click()
    },
    () => send.click(),
    async () => {
      if (await first.isVisible()) await first.check()
      await send.first().click()
    },
    () => page.locator('main a[href$="/remove"]').click(),
  ]
  for (const [at, act] of acts.slice(0, steps).entries()) {
    const loaded = page.waitForEvent('load')
    await act()
    if (at < steps - 1) await loaded
  }
}

async function askToPublish(page: Page): Promise<void> {
  await openWave(page)
  await page.goto(`${new URL(page.url()).pathname}/publish`)
}

async function comeByOpenLink(page: Page): Promise<void> {
  await openWave(page)
  await page.goto(new URL(await page.locator('#copy-value').inputValue()).pathname)
}

async function answerByLink(page: Page): Promise<void> {
  await comeByOpenLink(page)
  await page.locator('main form[method="post"] button').click()
  await page.waitForURL(/answer\/(?!open)/)
}

async function paste(page: Page, credential: string): Promise<void> {
  await page.locator('textarea[name="credential"]').fill(credential)
  await sendNothing(page)
}

async function askForMerits(page: Page): Promise<void> {
  await page.locator('[name="verifier"]').fill('Skogens Vård')
  await page.locator('[name="purpose"]').fill('A post as a care assistant')
  await page.locator('main form[method="post"] button').last().click()
}

async function sendBrokenSheet(page: Page): Promise<void> {
  const [headings = ''] = (await (await page.request.get('/api/merit-sheet?language=sv&format=csv')).text()).split(
    /\r?\n/,
  )
  const mark = headings.includes(';') ? ';' : ','
  await page.locator('input[type="file"]').setInputFiles({
    name: 'meriter.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${headings}\r\nx${mark.repeat(headings.split(mark).length - 1)}`),
  })
  await sendNothing(page)
}

/** What the page says of itself. Runs in the browser. */
const describePage = () => {
  const texts: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode())
    if (!walker.currentNode.parentElement?.closest('script, style')) texts.push(walker.currentNode.nodeValue ?? '')
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    links: [...document.querySelectorAll<HTMLAnchorElement>('a[href]:not([download]):not([hreflang])')]
      .filter(({ origin }) => origin === location.origin)
      .map(({ pathname }) => pathname),
    scripted: document.querySelector('script[type="module"]') !== null,
    /** What may be the name of a text of ours, where its words should stand: shown at this width or folded away. */
    dotted: texts.flatMap((text) => text.match(/\b[a-z-]+\.[a-z][a-z0-9.-]*[a-z0-9]/g) ?? []),
  }
}

/** Errors in the browser's console, and of scripts. */
function listenFor(page: Page): string[] {
  const noise: string[] = []
  page.on('pageerror', ({ message }) => noise.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') noise.push(message.text())
  })
  return noise
}

function visitorHeaders(name: string): Record<string, string> {
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 7)
  return { 'x-forwarded-for': `10.9.${sum >> 8}.${sum & 255}` }
}

async function need<Value>(value: Promise<Value> | undefined): Promise<Value> {
  if (!value) throw new Error('The world was not furnished.')
  return value
}
