import { CreditUnitId } from '@bricka/domain/merit/credit-unit'
import { LevelFrameworkId } from '@bricka/domain/merit/level-framework'
import type { OrganisationView } from '@bricka/server/organisation/organisation-view'
import type { PassportView } from '@bricka/server/passport/passport-view'
import type { ApplicationView } from '@bricka/server/recognition/credit-application'
import type { PrecedentView } from '@bricka/server/recognition/precedent'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { DecisionFacts, ExtentTag, PrecedentTable } from '../public/decision-view.tsx'
import { titleIn } from './passport-page.tsx'
import { PassportTabs } from './passport-tabs.tsx'

export const stateTones = {
  open: 'accent',
  decided: 'success',
  appealed: 'warning',
  withdrawn: 'neutral',
} as const satisfies Record<ApplicationView['state'], string>

const listPage = definePage('/passport/credit', {
  get: async (visit) => {
    const listing = await visit.need<Listing<ApplicationView>>(`/api/passport/credit-applications?${visit.query}`)
    return { kind: 'page', title: visit.words.say('credit.own'), hidden: true, body: <Own listing={listing} /> }
  },
})

function Own({ listing }: { listing: Listing<ApplicationView> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('credit.own')}
        lead={say('credit.own-lead')}
        actions={
          <>
            <LinkButton href="/passport/credit/new" icon="plus">
              {say('credit.new')}
            </LinkButton>
            <LinkButton href="/precedents" look="secondary">
              {say('credit.precedents')}
            </LinkButton>
          </>
        }
      />
      <PassportTabs />
      <SearchForm label={say('credit.search-own')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('credit.own-none')} />
      ) : (
        <Table
          caption={say('credit.own')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('credit.target'),
              cell: ({ id, target }) => <a href={`/passport/credit/${id}`}>{target.title}</a>,
            },
            { head: say('credit.by'), cell: ({ decider }) => decider.name },
            {
              head: say('credit.standing'),
              cell: ({ state }) => <Tag tone={stateTones[state]}>{say(`credit.state-${state}`)}</Tag>,
            },
            {
              head: say('credit.decision'),
              cell: ({ decision }) => (decision ? <ExtentTag extent={decision.extent} /> : '–'),
            },
            { head: say('credit.applied'), cell: ({ createdAt }) => <When at={createdAt} /> },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/passport/credit-applications?format=csv" />
    </>
  )
}

const newPage = definePage('/passport/credit/new', {
  get: (visit) => showNew(visit),
  post: async (visit) => {
    const answer = await visit.call<{ id: string }>(
      'POST',
      '/api/passport/credit-applications',
      decodeForm(visit.posted),
    )
    if (!answer.ok) return showNew(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/passport/credit/${answer.body.id}`)
  },
})

type Start = {
  merits: readonly PassportView[]
  deciders: readonly OrganisationView[]
  precedents: readonly PrecedentView[]
}

async function showNew(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const { items: held } = await visit.need<Listing<PassportView>>('/api/passport?perPage=200')
  const merits = held.filter((merit) => merit.state === 'issued')
  const { items: deciders } = await visit.need<Listing<OrganisationView>>(
    '/api/organisations?kind=formal-education&perPage=200',
  )
  const start: Start = {
    merits,
    deciders,
    precedents: await findPrecedents(
      visit,
      merits.map(({ meritId }) => meritId),
    ),
  }
  return {
    kind: 'page',
    title: visit.words.say('credit.new'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <New start={start} state={state} />,
  }
}

export async function findPrecedents(visit: Visit, meritIds: readonly string[]): Promise<readonly PrecedentView[]> {
  const wanted = [...new Set(meritIds)].slice(0, 30)
  if (wanted.length === 0) return []
  const { items } = await visit.need<Listing<PrecedentView>>(`/api/precedents?perPage=20&meritIds=${wanted.join(',')}`)
  return items
}

function New({ start, state }: { start: Start; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { query } = useScene()
  const { merits, deciders, precedents } = start
  return (
    <>
      <PageHead
        title={say('credit.new')}
        lead={say('credit.new-lead')}
        crumbs={[
          { href: '/passport', text: say('learner.passport') },
          { href: '/passport/credit', text: say('credit.own') },
        ]}
      />
      <Callout title={say('stack.no-right')}>
        <p>{say('credit.no-right')}</p>
      </Callout>
      {merits.length === 0 || deciders.length === 0 ? (
        <EmptyState title={say(merits.length === 0 ? 'credit.no-merits' : 'credit.no-deciders')} />
      ) : (
        <div className="narrow">
          <Form
            state={state}
            labels={{
              '/deciderId': say('credit.decider'),
              '/target/title': say('credit.target-title'),
              '/credentialIds': say('credit.which'),
            }}
          >
            <CheckboxGroup
              name="credentialIds:list"
              legend={say('credit.which')}
              help={say('credit.which-help')}
              chosen={query.getAll('merit')}
              choices={merits.map((merit) => ({
                value: merit.id,
                text: titleIn(words, merit),
                help: merit.issuer.name,
              }))}
            />
            <Select
              name="deciderId"
              label={say('credit.decider')}
              help={say('credit.decider-help')}
              empty={say('credit.choose')}
              choices={deciders.map(({ id, legalName }) => ({ value: id, text: legalName }))}
              required
            />
            <TextField
              name="target/title"
              label={say('credit.target-title')}
              help={say('credit.target-help')}
              maxLength={200}
              required
            />
            <TextField name="target/code" label={say('credit.code')} maxLength={60} optional />
            <TextField name="target/qualification" label={say('credit.qualification')} maxLength={200} optional />
            <Select
              name="target/framework"
              label={say('credit.framework')}
              empty={say('credit.choose')}
              choices={LevelFrameworkId.options.map((value) => ({ value, text: value }))}
            />
            <TextField name="target/level" label={say('credit.level')} maxLength={10} optional />
            <TextField name="target/credits/value:number" label={say('credit.size')} inputMode="decimal" optional />
            <Select
              name="target/credits/unit"
              label={say('credit.unit')}
              empty={say('credit.choose')}
              choices={CreditUnitId.options.map((value) => ({ value, text: value }))}
            />
            <TextField name="target/url" type="url" label={say('credit.url')} optional />
            <TextField name="note" label={say('credit.note')} rows={4} maxLength={2000} optional />
            <p>{say('credit.shares')}</p>
            <div className="actions">
              <Button>{say('credit.send')}</Button>
              <LinkButton href="/passport/credit" look="secondary">
                {say('kit.cancel')}
              </LinkButton>
            </div>
          </Form>
        </div>
      )}
      <Section title={say('credit.before')} lead={say('credit.before-lead')}>
        <PrecedentTable precedents={precedents} />
      </Section>
    </>
  )
}

const findOwn = (visit: Visit): Promise<ApplicationView> =>
  visit.need<ApplicationView>(`/api/credit-applications/${encodeURIComponent(visit.params.id ?? '')}`)

const onePage = definePage('/passport/credit/:id', {
  get: (visit) => showOne(visit),
  post: async (visit) => {
    const id = encodeURIComponent(visit.params.id ?? '')
    const answer = await visit.call('POST', `/api/passport/credit-applications/${id}/appeal`, decodeForm(visit.posted))
    if (!answer.ok) return showOne(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(visit.path)
  },
})

async function showOne(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const application = await findOwn(visit)
  const precedents = await findPrecedents(
    visit,
    application.basis.map(({ meritId }) => meritId),
  )
  return {
    kind: 'page',
    title: visit.words.say('credit.own-title', { target: application.target.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <One application={application} precedents={precedents} state={state} />,
  }
}

function One(props: {
  application: ApplicationView
  precedents: readonly PrecedentView[]
  state: FormState | undefined
}) {
  const { say } = useWords()
  const { application, precedents, state } = props
  const { decision, target, decider } = application
  return (
    <>
      <PageHead
        eyebrow={decider.name}
        title={say('credit.own-title', { target: target.title })}
        crumbs={[
          { href: '/passport', text: say('learner.passport') },
          { href: '/passport/credit', text: say('credit.own') },
        ]}
        actions={
          <>
            {decision && (
              <LinkButton href={`/api/credit-applications/${application.id}/decision`} icon="download" download>
                {say('credit.download')}
              </LinkButton>
            )}
            {application.shareUrl && (
              <LinkButton href={application.shareUrl} look="secondary" icon="eye">
                {say('credit.see-shared')}
              </LinkButton>
            )}
            {application.state === 'open' && (
              <LinkButton href={`/passport/credit/${application.id}/withdraw`} look="secondary" icon="cross">
                {say('credit.withdraw')}
              </LinkButton>
            )}
          </>
        }
      />
      <p>
        <Tag tone={stateTones[application.state]}>{say(`credit.state-${application.state}`)}</Tag>{' '}
        <When at={application.decidedAt ?? application.createdAt} />
      </p>
      <Decided application={application} />
      {application.appealBefore !== null && (
        <Section title={say('credit.appeal')}>
          <p>
            {say('credit.appeal-before')} <When at={application.appealBefore} />. {say('credit.appeal-other')}
          </p>
          <Form state={state} labels={{ '/grounds': say('credit.grounds') }} label={say('credit.appeal')}>
            <TextField name="grounds" label={say('credit.grounds')} rows={4} maxLength={4000} required />
            <div className="actions">
              <Button look="secondary">{say('credit.appeal')}</Button>
            </div>
          </Form>
        </Section>
      )}
      <Section title={say('credit.before')} lead={say('credit.before-lead')}>
        <PrecedentTable precedents={precedents} />
      </Section>
    </>
  )
}

/** The decision as it stands, what is held against it, and what was decided before. For both sides. */
export function Decided({ application }: { application: ApplicationView }) {
  const { say } = useWords()
  const { decision, decider, target, appeal, earlier } = application
  return (
    <>
      {decision ? (
        <div className="sheet">
          <DecisionFacts decision={decision} by={decider.name} on={decision.decidedOn} />
        </div>
      ) : (
        <div className="sheet">
          <Facts
            items={[
              [say('credit.target'), target.title],
              target.code !== undefined && [say('credit.code'), target.code],
              target.qualification !== undefined && [say('credit.qualification'), target.qualification],
              application.note !== null && [say('credit.note'), application.note],
            ]}
          />
        </div>
      )}
      {appeal && (
        <Callout tone="warning" title={say('credit.appealed')}>
          <p>{appeal.grounds}</p>
          <p>
            <When at={appeal.at} time />
          </p>
        </Callout>
      )}
      {earlier.map((one) => (
        <details key={one.appeal.at} className="sheet">
          <summary>{say('credit.earlier')}</summary>
          <DecisionFacts decision={one.decision} by={decider.name} on={one.decision.decidedOn} />
          <p>
            {say('credit.grounds')}: {one.appeal.grounds}
          </p>
        </details>
      ))}
    </>
  )
}

const withdrawPage = definePage('/passport/credit/:id/withdraw', {
  get: async (visit) => {
    const application = await findOwn(visit)
    const { say } = visit.words
    return askFirst({
      title: say('credit.withdraw-title', { target: application.target.title }),
      what: <p>{say('credit.withdraw-text')}</p>,
      confirm: say('credit.withdraw'),
      back: `/passport/credit/${application.id}`,
    })
  },
  post: async (visit) => {
    const id = encodeURIComponent(visit.params.id ?? '')
    const answer = await visit.call('POST', `/api/passport/credit-applications/${id}/withdraw`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/passport/credit/${id}`)
  },
})

export const creditPages: readonly Page[] = [listPage, newPage, onePage, withdrawPage]
