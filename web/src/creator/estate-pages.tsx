import type { EndingView } from '@bricka/server/estate/ending-routes'
import type { EstateCredentialView } from '@bricka/server/estate/list-estate'
import type { OrganisationView } from '@bricka/server/organisation/organisation-view'
import { Fragment } from 'react'
import { StateTag } from '../issuer/issued-page.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { FileField, Form, Select, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, CopyLink, EmptyState, Facts, LinkButton, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { OuterLink } from '../verifier/said.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { choicesOf } from './design-words.ts'
import { pick } from './merits-page.tsx'

const homeOf = (workplace: Workplace): string => `/org/${workplace.slug}/estate`
const apiOf = (workplace: Workplace): string => `/api/organisations/${workplace.id}`

const acts = {
  agree: { method: 'POST', path: '/ending/agree' },
  withdraw: { method: 'DELETE', path: '/ending' },
  confirm: { method: 'POST', path: '/ending/confirm' },
} as const
type Act = keyof typeof acts
const isAct = (text: string): text is Act => text in acts

/** How the organisation ends and who goes on, and what others want to hand over to it. */
const overviewPage = definePage('/org/:slug/estate', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const wanted = textOf(visit.posted, '_act')
    if (!isAct(wanted)) return redirect(visit.path)
    const answer = await visit.call(acts[wanted].method, apiOf(workplace) + acts[wanted].path)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const [view, issued] = await Promise.all([
    visit.need<EndingView>(`${apiOf(workplace)}/ending`),
    visit.need<Listing<unknown>>(`${apiOf(workplace)}/estate-credentials?perPage=1`),
  ])
  return {
    kind: 'page',
    title: visit.words.say('estate.title'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Overview workplace={workplace} view={view} issued={issued.total} state={state} />,
  }
}

function Overview(props: { workplace: Workplace; view: EndingView; issued: number; state: FormState | undefined }) {
  const { say } = useWords()
  const { workplace, view, state } = props
  const represents = workplace.may('represent')
  const home = homeOf(workplace)
  return (
    <Console
      workplace={workplace}
      title={say('estate.title')}
      lead={say('estate.lead')}
      crumbs={represents ? [{ href: `/org/${workplace.slug}/settings`, text: say('creator.nav-settings') }] : []}
    >
      <div className="narrow">
        <Ended view={view} />
        {props.issued > 0 && (
          <p>
            <a href={`${home}/credentials`}>{say('estate.issued-there', { count: props.issued })}</a>
          </p>
        )}
        {view.plan && <Plan workplace={workplace} plan={view.plan} state={state} />}
      </div>
      {represents && !view.plan && !view.movedTo && <Ways workplace={workplace} view={view} />}
      {view.offered.length > 0 && <Offered workplace={workplace} view={view} />}
      {represents && !view.endedAt && (
        <Section title={say('estate.receive')} lead={say('estate.receive-lead')}>
          <div className="actions">
            <LinkButton href={`${home}/receive`} look="secondary">
              {say('estate.receive-go')}
            </LinkButton>
          </div>
        </Section>
      )}
    </Console>
  )
}

function Ended({ view: { endedAt, successor, movedTo } }: { view: EndingView }) {
  const { say, date } = useWords()
  if (!endedAt) return null
  return (
    <Callout title={say('estate.ended-on', { at: date(endedAt) })}>
      <p>{say('estate.ended-means')}</p>
      {successor && (
        <p>
          {say('estate.successor')}: <a href={`/organisations/${successor.slug}`}>{successor.legalName}</a>
        </p>
      )}
      {movedTo && (
        <p>
          {say('estate.moved-to')}: <OuterLink href={movedTo}>{movedTo}</OuterLink>
        </p>
      )}
    </Callout>
  )
}

function Plan(props: { workplace: Workplace; plan: NonNullable<EndingView['plan']>; state: FormState | undefined }) {
  const { say, dateTime } = useWords()
  const { workplace, plan, state } = props
  const represents = workplace.may('represent')
  return (
    <>
      <Callout title={say('estate.asked', { name: plan.askedBy, at: dateTime(plan.askedAt) })}>
        <p>{say(`estate.way-${plan.way}`)}</p>
        {plan.successor && (
          <p>
            {say('estate.successor')}: {plan.successor.legalName}
          </p>
        )}
        {plan.receiver && (
          <p>
            {say('estate.receiver')}: {plan.receiver.name}, {plan.receiver.house}
          </p>
        )}
        <p>
          {plan.packedAt
            ? say('estate.step-packed', { at: dateTime(plan.packedAt) })
            : plan.step === 'time' && plan.takesEffectAt
              ? say('estate.step-time', { at: dateTime(plan.takesEffectAt) })
              : say(plan.step === 'time' ? 'estate.step-due' : `estate.step-${plan.step}`)}
        </p>
      </Callout>
      {represents && (
        <Form state={state} labels={{}}>
          <div className="actions">
            {plan.step === 'second-person' && !plan.own && (
              <Button name="_act" value="agree" danger>
                {say('estate.agree')}
              </Button>
            )}
            {plan.step === 'packing' && (
              <LinkButton href={`${homeOf(workplace)}/pack`}>{say('estate.pack')}</LinkButton>
            )}
            {plan.packedAt ? (
              <Button name="_act" value="confirm" look="secondary">
                {say('estate.confirm')}
              </Button>
            ) : (
              <Button name="_act" value="withdraw" look="secondary">
                {say('estate.withdraw')}
              </Button>
            )}
          </div>
        </Form>
      )}
    </>
  )
}

function Ways({ workplace, view }: { workplace: Workplace; view: EndingView }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Section title={say('estate.ways')} lead={say('estate.ways-lead')}>
      <ul>
        {!view.successor && (
          <li>
            <a href={`${home}/join`}>{say('estate.join')}</a> {say('estate.join-text')}
          </li>
        )}
        <li>
          <a href={`${home}/move`}>{say('estate.move')}</a> {say('estate.move-text')}
        </li>
        {!view.endedAt && (
          <li>
            <a href={`${home}/close`}>{say('estate.close')}</a> {say('estate.close-text')}
          </li>
        )}
      </ul>
    </Section>
  )
}

function Offered({ workplace, view }: { workplace: Workplace; view: EndingView }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Section title={say('estate.offered')} lead={say('estate.offered-lead')}>
      <Table
        caption={say('estate.offered')}
        rows={view.offered}
        keyOf={({ id }) => id}
        columns={[
          {
            head: say('public.org-name'),
            cell: ({ slug, legalName }) => <a href={`/organisations/${slug}`}>{legalName}</a>,
          },
          { head: say('creator.nav-merits'), cell: ({ merits }) => merits, numeric: true },
          { head: say('estate.mandates'), cell: ({ mandates }) => mandates, numeric: true },
          { head: say('creator.nav-issued'), cell: ({ credentials }) => credentials, numeric: true },
          {
            head: say('creator.acts'),
            cell: ({ id, legalName, accepted }) =>
              accepted ? (
                say('estate.accepted')
              ) : workplace.may('represent') ? (
                <>
                  <a href={`${home}/offers/${id}/accept`}>
                    {say('estate.accept')} <span className="visually-hidden">{legalName}</span>
                  </a>
                  {' · '}
                  <a href={`${home}/offers/${id}/decline`}>
                    {say('estate.decline')} <span className="visually-hidden">{legalName}</span>
                  </a>
                </>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Section>
  )
}

const closePage = definePage('/org/:slug/estate/close', {
  get: async (visit) => askClose(visit),
  post: async (visit) => plan(visit, { way: 'close' }, (state) => askClose(visit, state)),
})

function askClose(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  const { say } = visit.words
  return askFirst({
    title: say('estate.close-title', { organisation: workplace.legalName }),
    what: <What points={['estate.close-means', 'estate.ended-means', 'estate.not-alone']} />,
    confirm: say('estate.ask'),
    back: homeOf(workplace),
    state,
  })
}

type Meaning = 'close' | 'ended' | 'join' | 'accept' | 'decline' | 'pack'

/** What an act means, point by point, before it is done. */
function What({ points }: { points: readonly (`estate.${Meaning}-means` | 'estate.not-alone')[] }) {
  const { say } = useWords()
  return (
    <ul>
      {points.map((point) => (
        <li key={point}>{say(point)}</li>
      ))}
    </ul>
  )
}

async function plan(visit: Visit, body: object, again: (state: FormState) => PageAnswer | Promise<PageAnswer>) {
  const workplace = openWorkplace(visit)
  const answer = await visit.call('POST', `${apiOf(workplace)}/ending`, body)
  if (!answer.ok) return again({ posted: visit.posted, problem: answer.problem })
  return redirect(`${homeOf(workplace)}?done=saved`)
}

/** Who goes on: found by name among the organisations of this house. */
const joinPage = definePage('/org/:slug/estate/join', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const search = visit.query.get('search') ?? ''
    const page = visit.query.get('page') ?? '1'
    const found = await visit.need<Listing<OrganisationView>>(
      `/api/organisations?${new URLSearchParams({ search, page, perPage: '20' })}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('estate.join-choose'),
      hidden: true,
      body: <Choose workplace={workplace} found={found} />,
    }
  },
})

function Choose({ workplace, found }: { workplace: Workplace; found: Listing<OrganisationView> }) {
  const { say, country } = useWords()
  const home = homeOf(workplace)
  const fit = found.items.filter(({ id, endedAt }) => id !== workplace.id && endedAt === null)
  return (
    <Console
      workplace={workplace}
      title={say('estate.join-choose')}
      lead={say('estate.join-text')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      <SearchForm label={say('public.search-organisations')} />
      {fit.length === 0 ? (
        <EmptyState title={say('estate.nobody-found')} />
      ) : (
        <>
          <Table
            caption={say('public.organisations')}
            rows={fit}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('public.org-name'),
                cell: ({ slug, legalName }) => <a href={`${home}/join/${slug}`}>{legalName}</a>,
              },
              { head: say('public.org-kind'), cell: ({ kind }) => say(`domain.kind.${kind}`) },
              { head: say('public.org-country'), cell: (one) => country(one.country) },
            ]}
          />
          <Paging listing={found} />
        </>
      )}
    </Console>
  )
}

const joinOnePage = definePage('/org/:slug/estate/join/:successor', {
  get: (visit) => askJoin(visit),
  post: async (visit) => {
    const { id } = await findSuccessor(visit)
    return plan(visit, { way: 'join', successorId: id }, (state) => askJoin(visit, state))
  },
})

const findSuccessor = (visit: Visit) =>
  visit.need<OrganisationView>(`/api/organisations/${encodeURIComponent(visit.params.successor ?? '')}`)

async function askJoin(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const successor = await findSuccessor(visit)
  return askFirst({
    title: visit.words.say('estate.join-title', {
      organisation: workplace.legalName,
      successor: successor.legalName,
    }),
    what: <What points={['estate.join-means', 'estate.ended-means', 'estate.not-alone']} />,
    confirm: visit.words.say('estate.ask'),
    back: `${homeOf(workplace)}/join`,
    state,
  })
}

const movePage = definePage('/org/:slug/estate/move', {
  get: async (visit) => askMove(visit),
  post: async (visit) =>
    plan(visit, { way: 'move', code: textOf(visit.posted, 'code') }, (state) => askMove(visit, state)),
})

function askMove(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  return {
    kind: 'page',
    title: visit.words.say('estate.move'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Move workplace={workplace} state={state} />,
  }
}

function Move({ workplace, state }: { workplace: Workplace; state: FormState | undefined }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Console
      workplace={workplace}
      title={say('estate.move')}
      lead={say('estate.move-text')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      <div className="narrow">
        <What points={['estate.ended-means', 'estate.not-alone']} />
        <Form state={state} labels={{ '/code': say('estate.code') }}>
          <TextField name="code" label={say('estate.code')} help={say('estate.code-help')} rows={6} required />
          <div className="actions">
            <Button danger>{say('estate.ask')}</Button>
            <LinkButton href={home} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}

/** What it means comes first; then the form goes straight to the API, which answers with the file. */
const packPage = definePage('/org/:slug/estate/pack', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    return {
      kind: 'page',
      title: visit.words.say('estate.pack'),
      hidden: true,
      body: <Pack workplace={workplace} />,
    }
  },
})

function Pack({ workplace }: { workplace: Workplace }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Console workplace={workplace} title={say('estate.pack')} crumbs={[{ href: home, text: say('estate.title') }]}>
      <div className="narrow">
        <What points={['estate.pack-means', 'estate.ended-means']} />
        <Form action={`${apiOf(workplace)}/estate`} files>
          <div className="actions">
            <Button danger>{say('estate.pack')}</Button>
            <LinkButton href={home} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}

const answerPages = (['accept', 'decline'] as const).map((answer) =>
  definePage(`/org/:slug/estate/offers/:endingId/${answer}`, {
    get: (visit) => askAnswer(visit, answer),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const id = encodeURIComponent(visit.params.endingId ?? '')
      const done = await visit.call('POST', `${apiOf(workplace)}/offered-estates/${id}/${answer}`)
      if (!done.ok) return askAnswer(visit, answer, { posted: visit.posted, problem: done.problem })
      return redirect(`${homeOf(workplace)}?done=saved`)
    },
  }),
)

async function askAnswer(visit: Visit, answer: 'accept' | 'decline', state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { offered } = await visit.need<EndingView>(`${apiOf(workplace)}/ending`)
  const one = offered.find(({ id }) => id === visit.params.endingId)
  const { say } = visit.words
  return askFirst({
    title: say(`estate.${answer}-title`, { organisation: one?.legalName ?? '' }),
    what: (
      <>
        {one && (
          <Facts
            items={[
              [say('creator.nav-merits'), one.merits],
              [say('estate.mandates'), one.mandates],
              [say('creator.nav-issued'), one.credentials],
            ]}
          />
        )}
        <What points={[`estate.${answer}-means`]} />
      </>
    ),
    confirm: say(`estate.${answer}`),
    back: homeOf(workplace),
    state,
  })
}

type Taken = { slug: string; legalName: string; credentials: number; drafts: number; leftOut: readonly string[] }

/** A code to hand to the other house, and the file that comes back. */
const receivePage = definePage('/org/:slug/estate/receive', {
  get: async (visit) => showReceive(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const file = visit.posted.files.find(({ field }) => field === 'file')
    if (!file) {
      const made = await visit.call<{ code: string; expiresAt: string }>('POST', `${apiOf(workplace)}/receptions`)
      if (!made.ok) return showReceive(visit, { state: { posted: visit.posted, problem: made.problem } })
      return showReceive(visit, { made: made.body })
    }
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name)
    const answer = await visit.call<Taken>('POST', `${apiOf(workplace)}/estates`, form)
    if (!answer.ok) return showReceive(visit, { state: { posted: visit.posted, problem: answer.problem } })
    return showReceive(visit, { taken: answer.body })
  },
})

type Received = { state?: FormState; made?: { code: string; expiresAt: string }; taken?: Taken }

function showReceive(visit: Visit, shown: Received = {}): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('estate.receive'),
    hidden: true,
    islands: ['copy'],
    status: shown.state?.problem.status ?? 200,
    body: <Receive workplace={openWorkplace(visit)} {...shown} />,
  }
}

function Receive({ workplace, state, made, taken }: Received & { workplace: Workplace }) {
  const { say, dateTime } = useWords()
  const home = homeOf(workplace)
  return (
    <Console
      workplace={workplace}
      title={say('estate.receive')}
      lead={say('estate.receive-lead')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      {taken && (
        <Callout tone="success" title={say('estate.taken', { organisation: taken.legalName })} status>
          <p>{say('estate.taken-what', { credentials: taken.credentials, drafts: taken.drafts })}</p>
          <p>
            <a href={`/org/${taken.slug}/estate`}>{taken.legalName}</a>
          </p>
        </Callout>
      )}
      <Section title={say('estate.code')} lead={say('estate.code-lead')}>
        <div className="narrow">
          {made && (
            <>
              <p>{say('estate.code-until', { at: dateTime(made.expiresAt) })}</p>
              <CopyLink label={say('estate.code')} value={made.code} />
            </>
          )}
          <Form labels={{}}>
            <div className="actions">
              <Button look={made ? 'secondary' : 'primary'}>{say('estate.code-make')}</Button>
            </div>
          </Form>
        </div>
      </Section>
      <Section title={say('estate.file')} lead={say('estate.file-lead')}>
        <div className="narrow">
          <Form state={state} files labels={{ '/file': say('creator.file') }}>
            <FileField name="file" label={say('creator.file')} accept=".jwe" required />
            <div className="actions">
              <Button>{say('estate.take-in')}</Button>
            </div>
          </Form>
        </div>
      </Section>
    </Console>
  )
}

const states = ['issued', 'suspended', 'revoked', 'replaced'] as const

/** What it issued in the house that it came from. */
const credentialsPage = definePage('/org/:slug/estate/credentials', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const filter = pick(visit.query, ['search', 'state', 'page'])
    const listing = await visit.need<Listing<EstateCredentialView>>(`${apiOf(workplace)}/estate-credentials?${filter}`)
    return {
      kind: 'page',
      title: visit.words.say('estate.issued-elsewhere'),
      hidden: true,
      body: <Credentials workplace={workplace} listing={listing} />,
    }
  },
})

function Credentials({ workplace, listing }: { workplace: Workplace; listing: Listing<EstateCredentialView> }) {
  const words = useWords()
  const { query } = useScene()
  const { say } = words
  const home = homeOf(workplace)
  const csv = `${apiOf(workplace)}/estate-credentials?format=csv&${pick(query, ['search', 'state'])}`
  return (
    <Console
      workplace={workplace}
      title={say('estate.issued-elsewhere')}
      lead={say('estate.issued-elsewhere-lead')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      <SearchForm label={say('issuer.search-issued')} />
      <form method="get" className="inline-form">
        {query.get('search') && <input type="hidden" name="search" value={query.get('search') ?? ''} />}
        <Select
          name="state"
          label={say('creator.state')}
          empty={say('creator.all')}
          value={query.get('state') ?? ''}
          choices={choicesOf(words, 'state', states)}
        />
        <Button look="secondary">{say('issuer.filter')}</Button>
      </form>
      {listing.total === 0 ? (
        <EmptyState title={say('issuer.none-issued')} />
      ) : (
        <>
          <Table
            caption={say('estate.issued-elsewhere')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              { head: say('issuer.recipient'), cell: ({ recipientName }) => recipientName },
              { head: say('creator.merit'), cell: ({ title }) => title },
              { head: say('creator.state'), cell: ({ state }) => <StateTag state={state} /> },
              { head: say('issuer.issued-at'), cell: ({ issuedAt }) => (issuedAt ? <When at={issuedAt} /> : '–') },
              {
                head: say('creator.acts'),
                cell: ({ id, state, recipientName }) =>
                  workplace.may('keep') && changesOf(state).length > 0
                    ? changesOf(state).map((change, index) => (
                        <Fragment key={change}>
                          {index > 0 && ' · '}
                          <a href={`${home}/credentials/${id}/${change}`}>
                            {say(`estate.${change}`)} <span className="visually-hidden">{recipientName}</span>
                          </a>
                        </Fragment>
                      ))
                    : '–',
              },
            ]}
          />
          <Paging listing={listing} csv={csv} />
        </>
      )}
    </Console>
  )
}

const changes = ['suspend', 'reinstate', 'revoke'] as const
type Change = (typeof changes)[number]
const changesOf = (state: EstateCredentialView['state']): readonly Change[] =>
  state === 'issued' ? ['suspend', 'revoke'] : state === 'suspended' ? ['reinstate', 'revoke'] : []

const changePages = changes.map((change) =>
  definePage(`/org/:slug/estate/credentials/:credentialId/${change}`, {
    get: async (visit) => askChange(visit, change),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const id = encodeURIComponent(visit.params.credentialId ?? '')
      const reason = textOf(visit.posted, 'reason')
      const answer = await visit.call('POST', `${apiOf(workplace)}/estate-credentials/${id}/${change}`, { reason })
      if (!answer.ok) return askChange(visit, change, { posted: visit.posted, problem: answer.problem })
      return redirect(`${homeOf(workplace)}/credentials?done=${change}`)
    },
  }),
)

function askChange(visit: Visit, change: Change, state?: FormState): PageAnswer {
  const { say } = visit.words
  return askFirst({
    title: say(`estate.${change}-title`),
    what: <p>{say('estate.change-means')}</p>,
    confirm: say(`estate.${change}`),
    back: `${homeOf(openWorkplace(visit))}/credentials`,
    labels: { '/reason': say('estate.reason') },
    state,
    children: <TextField name="reason" label={say('estate.reason')} rows={3} maxLength={2000} required />,
  })
}

/** An organisation's end, and what it leaves. */
export const estatePages: readonly Page[] = [
  overviewPage,
  closePage,
  joinPage,
  joinOnePage,
  movePage,
  packPage,
  ...answerPages,
  receivePage,
  credentialsPage,
  ...changePages,
]
