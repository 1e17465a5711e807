import { createHash } from 'node:crypto'
import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test'

/** What the crawl needs and the demo world does not have lying about, made through the API as its people would. */
export type Furniture = {
  share: string
  closedShare: string
  ownShare: string
  claim: string
  message: string
  merit: string
  selfClaim: string
  imported: string
  /** A learner's record (CLR 2.0) that was brought, with what was issued here and what was not. */
  transcript: string
  /** An export that was taken in, for what came along with it. */
  archive: string
  ownMerits: { issued: string; suspended: string }
  invitation: string
  skillMap: string
  proposal: string
  connecting: string
  /** An organisation that wants to hand over to the creator's. */
  ending: string
  passkey: string
  followUp: string
  employerAsked: string
  credential: string
  stranger: string
  draft: string
  mandate: string
  published: string
  batch: string
  issued: string
  token: string
  key: string
  colleague: string
}

/** Whose pages are crawled. No other journey changes anything of theirs. */
export const cast = {
  learner: 'linnea.sjogren@post.example',
  stoppedLearner: 'viktor.lund@post.example',
  keyHolder: 'zofia.nowak@post.example',
  creator: 'elsa.nyberg@polstjarnan.example',
  approver: 'karin.ehn@skelleby.example',
  asker: 'jonas.lidstrom@skelleby.example',
  reader: 'ylva.fors@region-alvdal.example',
  candidate: 'bengt.rask@post.example',
  coordinator: 'nasrin.qaderi@valideranorr.example',
  assessor: 'sivert.akre@valideranorr.example',
  followed: 'amina.warsame@post.example',
  guided: 'hanna.bjelke@post.example',
  counsellor: 'signe.odlund@region-alvdal.example',
  assurer: 'ragnhild.moe@valideranorr.example',
  owner: 'maria.sandahl@nordfiber.example',
  decider: 'lena.asp@alvdals-yrkesskola.example',
  applicant: 'torbjorn.eide@post.example',
  partner: 'birgit.aslund@omsorgsfacket.example',
  mapper: 'ylva.fors@region-alvdal.example',
  proposer: 'tove.bergqvist@bjorkliden.example',
} as const

export const home = '/org/scoutforbundet-polstjarnan'

export async function furnishWorld(browser: Browser, headers: Record<string, string>): Promise<Furniture> {
  const context = await browser.newContext({ extraHTTPHeaders: headers })
  const page = await context.newPage()
  const { request } = context
  const learner = await furnishLearner(request)
  const creator = await furnishCreator(request)
  const passkey = await addPasskey(page)
  const invitation = await inviteCounsellor(request)
  await askForApproval(request)
  const found = await findProposal(request)
  const connecting = await connectApp(request)
  const ending = await offerEstate(request)
  const letters = await listOldLetters(request)
  const employerAsked = await findEmployerLink(request)
  await logInAs(request, cast.stoppedLearner)
  const stopped = await get<Page_<{ id: string; state: string }>>(request, '/api/passport')
  await context.close()
  const links = letters.flatMap(({ links: all }) => all).filter((link) => link.includes('/claim/'))
  const asked = letters.flatMap(({ links: all }) => all).find((link) => link.includes('/follow-up/'))
  return {
    ...learner,
    ...creator,
    followUp: new URL(need(asked)).pathname,
    employerAsked,
    invitation,
    ...found,
    connecting,
    ending,
    passkey,
    ownMerits: {
      issued: learner.ownMerit,
      suspended: need(stopped.items.find(({ state }) => state === 'suspended')).id,
    },
    claim: await findOpenClaim(browser, links, headers),
    message: need(letters[0]).id,
  }
}

type Page_<Item> = { items: Item[] }

/** A small organisation that shall go up in the creator's, which has not answered. */
async function offerEstate(request: APIRequestContext): Promise<string> {
  const successor = await get<{ id: string }>(request, `/api${home.replace('/org/', '/organisations/')}`)
  await logInAs(request, cast.keyHolder)
  const { id } = await post<{ id: string }>(request, '/api/organisations', {
    slug: `viken-${Date.now()}`,
    legalName: 'Studiekretsen Viken',
    country: 'SE',
    kind: 'civil-society',
  })
  const asked = await request.post(`/api/organisations/${id}/ending`, {
    data: { way: 'join', successorId: successor.id },
  })
  expect(asked.status(), await asked.text()).toBe(202)
  return id
}

/** An app that the learner has connected, and where it asks once more. */
async function connectApp(request: APIRequestContext): Promise<string> {
  await logInAs(request, cast.learner)
  const redirect_uri = 'https://another-passport.example/back'
  const data = { client_name: 'Another passport', redirect_uris: [redirect_uri], token_endpoint_auth_method: 'none' }
  const { client_id } = await post<{ client_id: string }>(request, '/ims/oauth/register', data)
  const code_verifier = 'a'.repeat(64)
  const ask = async (): Promise<string> => {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id, redirect_uri, state: 's', code_challenge_method: 'S256' },
      scope: 'https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.readonly',
      code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    })
    const answer = await request.get(`/ims/oauth/authorize?${query}`, { maxRedirects: 0 })
    return new URL(need(answer.headers().location), redirect_uri).pathname
  }
  const token = (await ask()).split('/').at(-1)
  const decided = await post<{ redirectTo: string }>(request, `/api/passport/connecting/${token}`, { agreed: true })
  const code = new URL(decided.redirectTo).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', client_id, code, redirect_uri, code_verifier }
  const given = await request.post('/ims/oauth/token', { form })
  expect(given.ok(), await given.text()).toBe(true)
  return ask()
}

/** Where somebody takes back what they proposed for a map of skills; the demo world has one that waits. */
async function findProposal(request: APIRequestContext): Promise<Pick<Furniture, 'skillMap' | 'proposal'>> {
  await logInAs(request, cast.proposer)
  const map = need((await get<Page_<{ id: string }>>(request, '/api/skill-maps?search=kabin')).items[0])
  const { items } = await get<Page_<{ id: string }>>(request, `/api/skill-maps/${map.id}/edits?decision=open`)
  const proposal = `/org/bjorkliden-folkhogskola/skill-maps/${map.id}/edits/${need(items[0]).id}/withdraw`
  return { skillMap: `/skill-maps/${map.id}`, proposal }
}

/** What the learner fetched of their own, taken in again: nothing new but what came along beside the credentials. */
async function takeOwnIn(request: APIRequestContext): Promise<string> {
  const fetched = await request.post('/api/passport/archive', { data: {} })
  expect(fetched.ok(), fetched.statusText()).toBe(true)
  const file = { name: 'bricka-passport.zip', mimeType: 'application/zip', buffer: await fetched.body() }
  const taken = await request.post('/api/passport/archive/take-in', { multipart: { file } })
  expect(taken.status(), await taken.text()).toBe(201)
  return (await taken.json()).archiveId
}

async function furnishLearner(request: APIRequestContext) {
  await logInAs(request, cast.learner)
  const passport = await get<Page_<{ id: string; state: string; meritId: string }>>(request, '/api/passport')
  const own = need(passport.items.find(({ state }) => state === 'issued'))
  const credential = await (await request.get(`/api/passport/credentials/${own.id}/download`)).text()
  const claim = await post<{ id: string }>(request, '/api/passport/self-claims', {
    title: 'Leder en lördagsgrupp',
    description: 'Varannan lördag, tolv barn.',
    setting: 'informal',
    from: '2024-01-01',
    until: '2025-01-01',
    evidenceNote: 'Fråga Polstjärnan',
  })
  const stranger = makeStranger(credential)
  const imported = await post<{ id: string }>(request, '/api/passport/import', { credential: stranger })
  const held = passport.items.filter(({ state }) => state === 'issued').map(({ id }) => id)
  const { record } = await post<{ record: string }>(request, '/api/passport/clr', {
    name: 'Meriter för en ansökan',
    credentialIds: held,
    importedIds: [imported.id],
  })
  const transcript = await post<{ id: string }>(request, '/api/passport/import', { credential: record })
  const order = {
    credentialIds: held,
    selfClaimIds: [claim.id],
    importedIds: [imported.id],
    audience: 'Älvkraft Nät AB',
    purpose: 'En ledig tjänst',
    days: 30,
  }
  const share = await post<{ id: string; url: string }>(request, '/api/passport/shares', order)
  const closed = await post<{ id: string; url: string }>(request, '/api/passport/shares', order)
  const answer = await request.post(`/api/passport/shares/${closed.id}/withdraw`)
  expect(answer.ok()).toBe(true)
  return {
    share: new URL(share.url).pathname,
    ownShare: share.id,
    closedShare: new URL(closed.url).pathname,
    ownMerit: own.id,
    merit: own.meritId,
    selfClaim: claim.id,
    imported: imported.id,
    transcript: transcript.id,
    archive: await takeOwnIn(request),
    credential,
    stranger,
  }
}

/** The same from an issuer that nobody reaches: its key cannot be had, so nothing is known of the signature. */
function makeStranger(credential: string): string {
  const { issuer, credentialSubject } = JSON.parse(credential)
  const { name } = credentialSubject.achievement
  return credential.replaceAll(issuer.id, 'did:web:nobody.invalid').replaceAll(name, `${name} igen`)
}

async function furnishCreator(request: APIRequestContext) {
  await logInAs(request, cast.creator)
  const me = await get<{ memberships: { organisationId: string; slug: string }[] }>(request, '/api/me')
  const organisationId = need(me.memberships[0]).organisationId
  const root = `/api/organisations/${organisationId}`
  const draft = await post<{ id: string }>(request, '/api/merits', {
    organisationId,
    design: {
      title: { sv: 'Leder en hajk' },
      outcomes: [{ id: 'plan', type: 'skill', statement: { sv: 'Förstå vädret' } }],
    },
  })
  const { items } = await get<Page_<{ id: string; state: string }>>(request, `${root}/merits?perPage=100`)
  const published = need(items.find(({ state }) => state === 'published')).id
  const { items: others } = await get<Page_<{ id: string; slug: string }>>(request, '/api/organisations')
  const issuerId = need(others.find(({ slug }) => slug === 'fiskbyr')).id
  // Both workers furnish the same house: the mandate is there already for the second.
  await request.post(`/api/merits/${published}/mandates`, { data: { issuerId } })
  const mandates = await get<Page_<{ id: string }>>(request, `/api/merits/${published}/mandates`)
  const token = await post<{ id: string }>(request, `${root}/tokens`, { name: 'Lärplattformen', scopes: ['read'] })
  const batch = await uploadRecipients(request, root, published)
  const issued = await get<Page_<{ id: string; state: string }>>(request, `${root}/credentials?perPage=100`)
  const { keys } = await get<{ keys: { id: string }[] }>(request, '/api/organisations/scoutforbundet-polstjarnan')
  const members = await get<Page_<{ personId: string }>>(request, `${root}/members`)
  return {
    draft: draft.id,
    published,
    mandate: need(mandates.items[0]).id,
    token: token.id,
    batch,
    issued: need(issued.items.find(({ state }) => state === 'issued')).id,
    key: need(keys[0]).id,
    colleague: need(members.items[0]).personId,
  }
}

async function uploadRecipients(request: APIRequestContext, root: string, meritId: string): Promise<string> {
  const sheet = await request.get(`/api/recipients-sheet?language=sv&format=csv&meritId=${meritId}`)
  const [headings = ''] = (await sheet.text()).split(/\r?\n/)
  const mark = headings.includes(';') ? ';' : ','
  const rest = mark.repeat(headings.split(mark).length - 2)
  const answer = await request.post(`${root}/batches`, {
    multipart: {
      meritId,
      settings: JSON.stringify({ assessedOn: '2025-01-15', route: 'course' }),
      file: {
        name: 'mottagare.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `${headings}\r\nAlva Lund${mark}alva.lund@hemma.example${rest}\r\nNils${mark}ingen adress${rest}`,
        ),
      },
    },
  })
  expect(answer.status(), await answer.text()).toBe(202)
  return (await answer.json()).batchId
}

/** A link for a counsellor, which nobody takes. */
async function inviteCounsellor(request: APIRequestContext): Promise<string> {
  await logInAs(request, cast.guided)
  const { url } = await post<{ url: string }>(request, '/api/passport/guidances', { message: 'Hej!' })
  return new URL(url).pathname
}

/** So that the approver's list has a line. */
async function askForApproval(request: APIRequestContext): Promise<void> {
  await logInAs(request, cast.asker)
  const me = await get<{ memberships: { organisationId: string }[] }>(request, '/api/me')
  const { organisationId } = need(me.memberships[0])
  const merits = await get<Page_<{ id: string; state: string }>>(request, `/api/organisations/${organisationId}/merits`)
  const meritId = need(merits.items.find(({ state }) => state === 'published')).id
  const { design } = await get<{ design: { outcomes: { id: string }[] } }>(request, `/api/merits/${meritId}`)
  await post(request, '/api/credentials', {
    organisationId,
    meritId,
    recipient: { name: 'Signe Lund', email: 'signe.lund@hemma.example' },
    facts: {
      assessedOn: '2025-01-15',
      route: 'course',
      outcomes: design.outcomes.map(({ id }) => ({ outcomeId: id, result: 'met' })),
    },
    key: 'crawl signe.lund',
  })
}

/** A key is made by a browser's authenticator, and by nothing else. */
async function addPasskey(page: Page): Promise<string> {
  const { request } = page.context()
  await logInAs(request, cast.keyHolder)
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto('/settings')
  await page.locator('[data-passkey-block] input').fill('Telefonen')
  await page.locator('[data-passkey="add"]').click()
  const list = () => get<Page_<{ id: string }>>(request, '/api/me/passkeys')
  await expect.poll(async () => (await list()).items.length).toBeGreaterThan(0)
  await client.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
  return need((await list()).items[0]).id
}

/** The demo world's own people's, the oldest first: those of other journeys' people go when these leave. */
/** A holder has their employer asked, who gets a link by mail. */
async function findEmployerLink(request: APIRequestContext): Promise<string> {
  await logInAs(request, cast.followed)
  const { asks } = await get<{ asks: { credentialId: string; round: string; open: boolean }[] }>(
    request,
    '/api/passport/follow-up',
  )
  const { credentialId, round } = need(asks.find(({ open }) => open))
  await request.post(`/api/passport/follow-up/${credentialId}/${round}/employer`, {
    data: { email: 'chef@tallbacken.example' },
  })
  let link: string | undefined
  await expect(async () => {
    const { items } = await get<Page_<Letter>>(request, '/api/demo/mail?perPage=200')
    link = items.flatMap(({ links }) => links).find((one) => one.includes('/follow-up/employer/'))
    expect(link).toBeDefined()
  }).toPass()
  return new URL(need(link)).pathname
}

async function listOldLetters(request: APIRequestContext): Promise<Letter[]> {
  const { items: people } = await get<Page_<{ email: string }>>(request, '/api/demo/people')
  const { items } = await get<Page_<Letter>>(request, '/api/demo/mail?perPage=200')
  return items.filter(({ recipient }) => people.some(({ email }) => email === recipient)).reverse()
}

type Letter = { id: string; recipient: string; links: string[] }

async function findOpenClaim(browser: Browser, links: string[], headers: Record<string, string>): Promise<string> {
  const context = await browser.newContext({ extraHTTPHeaders: headers })
  for (const link of links) {
    const { pathname } = new URL(link)
    const answer = await context.request.get(`/api/claims/${pathname.split('/').at(-1)}`)
    if (!answer.ok()) continue
    await context.close()
    return pathname
  }
  throw new Error('No mail of the demo world has a claim link that is still open.')
}

export async function logInAs(request: APIRequestContext, email: string): Promise<void> {
  const answer = await request.post('/api/demo/login', { data: { email } })
  expect(answer.status(), `log in as ${email}`).toBe(204)
}

async function get<Body>(request: APIRequestContext, path: string): Promise<Body> {
  const answer = await request.get(path)
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200)
  return answer.json()
}

async function post<Body>(request: APIRequestContext, path: string, data: unknown = {}): Promise<Body> {
  const answer = await request.post(path, { data })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return answer.json()
}

function need<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The demo world lacks something that the crawl needs.')
  return value
}
