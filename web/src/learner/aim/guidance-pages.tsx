import { purposes, type Thing, thingKinds } from '@bricka/domain/guidance/consent'
import type { AimView } from '@bricka/server/guidance/aim'
import type { GuidanceLine, GuidanceView, ReadingView } from '@bricka/server/guidance/guidance-view'
import type { OrganisationLine } from '@bricka/server/guidance/start-guidance'
import type { PassportView } from '@bricka/server/passport/passport-view'
import type { SelfClaimView } from '@bricka/server/passport/self-claim'
import { type ApiProblem, PageProblem } from '../../kit/call-api.ts'
import { askFirst } from '../../kit/confirm-page.tsx'
import { Checkbox, CheckboxGroup, Form, RadioGroup, Select, TextField } from '../../kit/fields.tsx'
import { textOf, textsOf } from '../../kit/form.ts'
import { PageHead, Section } from '../../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../../kit/page.ts'
import { Button, Callout, CopyLink, EmptyState, Facts, LinkButton, Tag, When } from '../../kit/pieces.tsx'
import { useScene, useWords } from '../../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../../kit/table.tsx'
import { titleIn } from '../passport-page.tsx'
import { PassportTabs } from '../passport-tabs.tsx'
import { Entries } from './guidance-entries.tsx'

const apiOf = (visit: Visit): string => `/api/passport/guidances/${encodeURIComponent(visit.params.guidanceId ?? '')}`

export const guidancesPage = definePage('/passport/guidance', {
  get: async (visit) => {
    const listing = await visit.need<Listing<GuidanceLine>>(`/api/passport/guidances?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('guidance.guidances'),
      hidden: true,
      body: <Guidances listing={listing} />,
    }
  },
})

function Guidances({ listing }: { listing: Listing<GuidanceLine> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('guidance.guidances')}
        lead={say('guidance.guidances-lead')}
        crumbs={[{ href: '/passport/aims', text: say('guidance.aims') }]}
        actions={<LinkButton href="/passport/guidance/new">{say('guidance.ask')}</LinkButton>}
      />
      <PassportTabs />
      <SearchForm label={say('guidance.guidances-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('guidance.guidances-none')} />
      ) : (
        <Table
          caption={say('guidance.guidances')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('guidance.with'),
              cell: ({ id, organisation }) => (
                <a href={`/passport/guidance/${id}`}>{organisation?.name ?? say('guidance.by-link')}</a>
              ),
            },
            { head: say('guidance.counsellor'), cell: ({ counsellor }) => counsellor ?? '–' },
            { head: say('guidance.state'), cell: ({ standing }) => <StandingTag standing={standing} /> },
            { head: say('guidance.shares'), cell: ({ shares }) => shares, numeric: true },
            { head: say('guidance.changed'), cell: ({ changedAt }) => <When at={changedAt} /> },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/passport/guidances?format=csv" />
    </>
  )
}

const tones = { offered: 'warning', expired: 'neutral', asked: 'warning', open: 'success', ended: 'neutral' } as const

function StandingTag({ standing }: { standing: GuidanceView['standing'] }) {
  const { say } = useWords()
  return <Tag tone={tones[standing]}>{say(`guidance.standing-${standing}`)}</Tag>
}

/** What the learner has that could be shown, each thing by itself. */
type Own = { aims: readonly AimView[]; merits: readonly PassportView[]; selfClaims: readonly SelfClaimView[] }

async function listOwn(visit: Visit): Promise<Own> {
  const aims = await visit.need<Listing<AimView>>('/api/passport/aims?perPage=50')
  const merits = await visit.need<Listing<PassportView>>('/api/passport?perPage=100')
  const { items } = await visit.need<{ items: SelfClaimView[] }>('/api/passport/self-claims')
  return { aims: aims.items, merits: merits.items, selfClaims: items }
}

const readThings = (visit: Visit): Thing[] =>
  textsOf(visit.posted, 'things').flatMap((text) => {
    const [kind, id = ''] = text.split(':')
    const known = thingKinds.find((one) => one === kind)
    return known ? [{ kind: known, id }] : []
  })

export const newGuidancePage = definePage('/passport/guidance/new', {
  get: (visit) => showNew(visit),
  post: async (visit) => {
    const things = readThings(visit)
    const whom = textOf(visit.posted, 'whom')
    const message = textOf(visit.posted, 'message')
    const answer = await visit.call<{ id: string }>('POST', '/api/passport/guidances', {
      ...(whom !== 'link' && { organisationId: whom }),
      ...(whom === 'link' && { days: Number(textOf(visit.posted, 'days')) }),
      ...(message !== '' && { message }),
      ...(things.length > 0 && { share: { things, purpose: textOf(visit.posted, 'purpose') } }),
    })
    if (answer.ok) return redirect(`/passport/guidance/${answer.body.id}?done=asked`)
    return showNew(visit, answer.problem)
  },
})

async function showNew(visit: Visit, problem?: ApiProblem): Promise<PageAnswer> {
  const own = await listOwn(visit)
  const search = visit.query.get('search') ?? ''
  const organisations = await visit.need<Listing<OrganisationLine>>(
    `/api/guidance/organisations?${new URLSearchParams({ search, perPage: '50' })}`,
  )
  return {
    kind: 'page',
    title: visit.words.say('guidance.ask'),
    hidden: true,
    status: problem ? 422 : 200,
    body: <NewGuidance own={own} organisations={organisations} state={problem && { posted: visit.posted, problem }} />,
  }
}

function NewGuidance(props: { own: Own; organisations: Listing<OrganisationLine>; state: FormState | undefined }) {
  const { say } = useWords()
  const { query } = useScene()
  const { own, organisations, state } = props
  return (
    <>
      <PageHead
        title={say('guidance.ask')}
        lead={say('guidance.ask-lead')}
        crumbs={[
          { href: '/passport/aims', text: say('guidance.aims') },
          { href: '/passport/guidance', text: say('guidance.guidances') },
        ]}
      />
      <SearchForm label={say('guidance.search-organisation')} />
      <Form state={state} labels={{ '/organisationId': say('guidance.whom') }}>
        <RadioGroup
          name="whom"
          legend={say('guidance.whom')}
          required
          choices={[
            ...organisations.items.map(({ id, name, region }) => ({
              value: id,
              text: name,
              ...(region && { help: region }),
            })),
            { value: 'link', text: say('guidance.whom-link'), help: say('guidance.whom-link-help') },
          ]}
        />
        <Select
          name="days"
          label={say('guidance.link-days')}
          value="14"
          choices={[1, 7, 14, 30, 60].map((count) => ({ value: String(count), text: say('learner.days', { count }) }))}
        />
        <TextField
          name="message"
          label={say('guidance.message')}
          help={say('guidance.message-help')}
          rows={3}
          maxLength={1000}
          optional
        />
        <ShareFields own={own} aimId={query.get('aim')} />
        <div className="actions">
          <Button>{say('guidance.send-ask')}</Button>
        </div>
      </Form>
    </>
  )
}

/** Thing by thing, and what for. Nothing is ticked beforehand but the aim that one came from. */
function ShareFields({ own, aimId, without = [] }: { own: Own; aimId?: string | null; without?: readonly Thing[] }) {
  const words = useWords()
  const { say } = words
  const left = (kind: Thing['kind'], id: string): boolean =>
    !without.some((thing) => thing.kind === kind && thing.id === id)
  const choices = [
    ...own.aims.flatMap(({ id, title }) => [
      { thing: { kind: 'aim', id } as const, text: title },
      { thing: { kind: 'plan', id } as const, text: title },
    ]),
    ...own.merits.map((merit) => ({ thing: { kind: 'merit', id: merit.id } as const, text: titleIn(words, merit) })),
    ...own.selfClaims.map(({ id, title }) => ({ thing: { kind: 'self-claim', id } as const, text: title })),
  ].filter(({ thing }) => left(thing.kind, thing.id))
  return (
    <>
      <CheckboxGroup
        name="things"
        legend={say('guidance.share-what')}
        help={say('guidance.share-what-help')}
        chosen={aimId ? [`aim:${aimId}`] : []}
        choices={choices.map(({ thing, text }) => ({
          value: `${thing.kind}:${thing.id}`,
          text,
          help: say(`guidance.thing-${thing.kind}`),
        }))}
      />
      <RadioGroup
        name="purpose"
        legend={say('guidance.purpose')}
        help={say('guidance.purpose-help')}
        value="find-way"
        choices={purposes.map((value) => ({ value, text: say(`guidance.purpose-${value}`) }))}
      />
    </>
  )
}

/** One guidance: whom it is with, what they may read, what they have seen, and what was written. */
export const guidancePage = definePage('/passport/guidance/:guidanceId', {
  get: (visit) => showOne(visit),
  post: async (visit) => {
    const answer = await act(visit)
    if (answer.ok) return redirect(`${visit.path}?done=${textOf(visit.posted, '_do')}`)
    return showOne(visit, answer.problem)
  },
})

function act(visit: Visit) {
  const { posted } = visit
  const api = apiOf(visit)
  const id = encodeURIComponent(textOf(posted, '_id'))
  switch (textOf(posted, '_do')) {
    case 'shared':
      return visit.call('POST', `${api}/consents`, { things: readThings(visit), purpose: textOf(posted, 'purpose') })
    case 'withdrawn':
      return visit.call('POST', `${api}/consents/${id}/withdraw`)
    case 'taken':
    case 'declined':
      return visit.call('POST', `${api}/proposals/${id}/answer`, { answer: textOf(posted, '_do') })
    case 'agreed':
      return visit.call('POST', `${api}/handover`, {
        answer: 'agree',
        keep: textsOf(posted, 'keep'),
        entries: textsOf(posted, 'entries').includes('true'),
      })
    case 'refused':
      return visit.call('POST', `${api}/handover`, { answer: 'refuse' })
    default:
      return visit.call('POST', `${api}/notes`, { text: textOf(posted, 'text') })
  }
}

async function showOne(visit: Visit, problem?: ApiProblem): Promise<PageAnswer> {
  const view = await visit.need<GuidanceView>(apiOf(visit))
  const own = view.standing === 'ended' || view.standing === 'expired' ? undefined : await listOwn(visit)
  const state = problem && { posted: visit.posted, problem }
  return {
    kind: 'page',
    title: visit.words.say('guidance.one-title', { whom: nameOf(visit.words.say, view) }),
    hidden: true,
    status: problem?.status ?? 200,
    islands: view.link ? ['copy'] : [],
    body: <One view={view} own={own} state={state} />,
  }
}

const nameOf = (say: Visit['words']['say'], { organisation }: GuidanceView): string =>
  organisation?.name ?? say('guidance.by-link')

function One({ view, own, state }: { view: GuidanceView; own: Own | undefined; state: FormState | undefined }) {
  const { say, find } = useWords()
  const { query } = useScene()
  const done = find(`guidance.did-${query.get('done')}`)
  const failed = (deed: string) => (state && textOf(state.posted, '_do') === deed ? state : undefined)
  const formless = state && !['shared', 'noted'].includes(textOf(state.posted, '_do'))
  return (
    <>
      <PageHead
        title={say('guidance.one-title', { whom: nameOf(say, view) })}
        crumbs={[
          { href: '/passport/aims', text: say('guidance.aims') },
          { href: '/passport/guidance', text: say('guidance.guidances') },
        ]}
      />
      {done && <Callout tone="success" title={done} status />}
      {formless && <Callout tone="danger" title={find(`codes.problem.${state.problem.code}`) ?? ''} status />}
      {view.abandoned && <Callout tone="warning" title={say('guidance.abandoned')} />}
      <Facts
        items={[
          [say('guidance.state'), <StandingTag key="state" standing={view.standing} />],
          view.counsellor !== null && [say('guidance.counsellor'), view.counsellor],
          view.message !== null && [say('guidance.message'), view.message],
          view.endedBy !== null && [say('guidance.ended-by'), say(`guidance.ended-by-${view.endedBy}`)],
          view.link !== null &&
            view.expiresAt !== null && [say('guidance.link-until'), <When key="until" at={view.expiresAt} />],
        ]}
      />
      {view.link && <CopyLink label={say('guidance.link')} value={view.link} />}
      {view.handover && <Handover view={view} name={view.handover.name} why={view.handover.why} />}
      <Shared view={view} />
      {own && (
        <details className="sheet" open={failed('shared') ? true : undefined}>
          <summary>{say('guidance.share-more')}</summary>
          <Form state={failed('shared')} label={say('guidance.share-more')} scope="share/">
            <input type="hidden" name="_do" value="shared" />
            <ShareFields own={own} />
            <div className="actions">
              <Button>{say('guidance.share-now')}</Button>
            </div>
          </Form>
        </details>
      )}
      <Section title={say('guidance.written')} lead={say('guidance.written-lead')}>
        <Entries entries={view.entries} mayAnswer />
        {own && (
          <Form
            state={failed('noted')}
            label={say('guidance.write')}
            scope="note/"
            labels={{ '/text': say('guidance.write') }}
          >
            <input type="hidden" name="_do" value="noted" />
            <TextField name="text" label={say('guidance.write')} rows={3} maxLength={4000} required />
            <div className="actions">
              <Button>{say('guidance.send-note')}</Button>
            </div>
          </Form>
        )}
      </Section>
      {own && (
        <div className="actions">
          <LinkButton href={`/passport/guidance/${view.id}/end`} look="secondary" icon="cross">
            {say('guidance.end')}
          </LinkButton>
        </div>
      )}
    </>
  )
}

function Shared({ view }: { view: GuidanceView }) {
  const { say } = useWords()
  return (
    <Section title={say('guidance.shared')} lead={say('guidance.shared-lead')}>
      {view.consents.length === 0 ? (
        <EmptyState title={say('guidance.shared-none')} />
      ) : (
        <Table
          caption={say('guidance.shared')}
          rows={view.consents}
          keyOf={({ id }) => id}
          columns={[
            { head: say('guidance.thing'), cell: ({ title }) => title },
            { head: say('guidance.kind'), cell: ({ thing }) => say(`guidance.thing-${thing.kind}`) },
            { head: say('guidance.purpose'), cell: ({ purpose }) => say(`guidance.purpose-${purpose}`) },
            {
              head: say('guidance.seen'),
              cell: ({ seenAt }) => (seenAt ? <When at={seenAt} time /> : say('guidance.not-seen')),
            },
            {
              head: say('guidance.consent'),
              cell: ({ id, title, withdrawnAt }) =>
                withdrawnAt ? (
                  <>
                    {say('guidance.withdrawn')} <When at={withdrawnAt} time />
                  </>
                ) : (
                  <form method="post">
                    <input type="hidden" name="_do" value="withdrawn" />
                    <input type="hidden" name="_id" value={id} />
                    <button type="submit" className="text-button">
                      {say('guidance.withdraw')} <span className="visually-hidden">{title}</span>
                    </button>
                  </form>
                ),
            },
          ]}
        />
      )}
      <p>
        <a href={`/passport/guidance/${view.id}/seen`}>{say('guidance.seen-all')}</a>
      </p>
    </Section>
  )
}

function Handover({ view, name, why }: { view: GuidanceView; name: string; why: string }) {
  const { say } = useWords()
  const standing = view.consents.filter(({ withdrawnAt }) => withdrawnAt === null)
  return (
    <Section title={say('guidance.handover', { name })}>
      <p>{say('guidance.handover-text', { name })}</p>
      <blockquote>{why}</blockquote>
      <Form label={say('guidance.handover', { name })} scope="handover/">
        {standing.length > 0 && (
          <CheckboxGroup
            name="keep"
            legend={say('guidance.handover-keep')}
            help={say('guidance.handover-keep-help')}
            choices={standing.map(({ id, title, thing, purpose }) => ({
              value: id,
              text: title,
              help: `${say(`guidance.thing-${thing.kind}`)} · ${say(`guidance.purpose-${purpose}`)}`,
            }))}
          />
        )}
        <Checkbox name="entries" label={say('guidance.handover-entries')} />
        <div className="actions">
          <Button name="_do" value="agreed">
            {say('guidance.handover-agree')}
          </Button>
          <Button look="secondary" name="_do" value="refused">
            {say('guidance.handover-refuse')}
          </Button>
        </div>
      </Form>
    </Section>
  )
}

/** What counsellors have seen. It stays when consent is withdrawn: what was read cannot be unread. */
export const seenPage = definePage('/passport/guidance/:guidanceId/seen', {
  get: async (visit) => {
    const view = await visit.need<GuidanceView>(apiOf(visit))
    const listing = await visit.need<Listing<ReadingView>>(`${apiOf(visit)}/readings?${visit.query}`)
    const title = visit.words.say('guidance.seen-title', { whom: nameOf(visit.words.say, view) })
    return {
      kind: 'page',
      title,
      hidden: true,
      body: <Seen view={view} title={title} listing={listing} csv={`${apiOf(visit)}/readings?format=csv`} />,
    }
  },
})

function Seen(props: { view: GuidanceView; title: string; listing: Listing<ReadingView>; csv: string }) {
  const words = useWords()
  const { say } = words
  const { view, title, listing, csv } = props
  return (
    <>
      <PageHead
        title={title}
        lead={say('guidance.seen-lead')}
        crumbs={[
          { href: '/passport/guidance', text: say('guidance.guidances') },
          { href: `/passport/guidance/${view.id}`, text: nameOf(say, view) },
        ]}
      />
      <SearchForm label={say('guidance.seen-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('guidance.seen-none')} />
      ) : (
        <Table
          caption={title}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('guidance.when'), cell: ({ at }) => <When at={at} time /> },
            { head: say('guidance.counsellor'), cell: ({ by }) => by || say('guidance.someone-who-left') },
            {
              head: say('guidance.what-seen'),
              cell: ({ things }) =>
                words.list(things.map(({ kind, title: name }) => `${name} (${say(`guidance.thing-${kind}`)})`)),
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={csv} />
    </>
  )
}

export const endGuidancePage = definePage('/passport/guidance/:guidanceId/end', {
  get: async (visit) => {
    const view = await visit.need<GuidanceView>(apiOf(visit))
    const { say } = visit.words
    return askFirst({
      title: say('guidance.end-ask', { whom: nameOf(say, view) }),
      what: <p>{say('guidance.end-text')}</p>,
      confirm: say('guidance.end'),
      back: `/passport/guidance/${view.id}`,
    })
  },
  post: async (visit) => {
    const answer = await visit.call('POST', `${apiOf(visit)}/end`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/passport/guidance/${encodeURIComponent(visit.params.guidanceId ?? '')}?done=ended`)
  },
})
