import type { FetchedRecord, FetchedView, ReceivedView } from '@bricka/server/exchange/emrex-fetch'
import type { AskView, ReturnForm } from '@bricka/server/exchange/emrex-give'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Checkbox, CheckboxGroup, Form, Select } from '../kit/fields.tsx'
import { textOf, textsOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { RegisterStanding, sayFault, Transcript } from '../verifier/register-results.tsx'
import { PassportTabs } from './passport-tabs.tsx'

type Provider = { id: string; name: string; country: string }

/** Results from student registers: what one has fetched, and fetching more. */
const resultsPage = definePage('/passport/results', {
  get: (visit) => showResults(visit),
  post: async (visit) => {
    const answer = await visit.call<ReturnForm>('POST', '/api/passport/emrex/sessions', {
      provider: textOf(visit.posted, 'provider'),
    })
    if (!answer.ok) return showResults(visit, { posted: visit.posted, problem: answer.problem })
    return sendOn(visit, answer.body, 'emrex.go')
  },
})

async function showResults(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const { items: providers } = await visit.need<{ items: Provider[] }>('/api/passport/emrex/providers')
  const { items } = await visit.need<{ items: FetchedView[] }>('/api/passport/emrex/records')
  return {
    kind: 'page',
    title: visit.words.say('emrex.results'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Results providers={providers} items={items} state={state} />,
  }
}

function Results(props: {
  providers: readonly Provider[]
  items: readonly FetchedView[]
  state: FormState | undefined
}) {
  const words = useWords()
  const { say, number } = words
  const { providers, items } = props
  return (
    <>
      <PageHead title={say('emrex.results')} lead={say('emrex.results-lead')} />
      <PassportTabs />
      {items.length > 0 && (
        <Section title={say('emrex.fetched')}>
          <Table
            caption={say('emrex.fetched')}
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('emrex.from'),
                cell: ({ id, issuers, provider }) => (
                  <a href={`/passport/results/${id}`}>{issuers.length > 0 ? words.list(issuers) : provider}</a>
                ),
              },
              { head: say('emrex.register'), cell: ({ provider }) => provider },
              { head: say('emrex.courses'), numeric: true, cell: ({ courses }) => number(courses) },
              { head: say('emrex.fetched-on'), cell: ({ fetchedAt }) => words.date(fetchedAt) },
            ]}
          />
          <LinkButton href="/api/passport/emrex/records?format=csv" look="tertiary" icon="download" download>
            {say('kit.csv')}
          </LinkButton>
        </Section>
      )}
      <Section title={say('emrex.fetch')} lead={say('emrex.fetch-lead')}>
        {providers.length === 0 ? (
          <EmptyState title={say('emrex.no-registers')} />
        ) : (
          <div className="narrow">
            <Form state={props.state}>
              <Select
                name="provider"
                label={say('emrex.register')}
                choices={providers.map(({ id, name, country }) => ({
                  value: id,
                  text: `${name} (${words.country(country)})`,
                }))}
              />
              <div className="actions">
                <Button>{say('emrex.fetch')}</Button>
              </div>
            </Form>
          </div>
        )}
      </Section>
    </>
  )
}

/** The browser itself carries the form to the other service, when its person presses the button. */
function sendOn(visit: Visit, { url, fields }: ReturnForm, title: 'emrex.go' | 'emrex.given'): PageAnswer {
  const { origin, host } = new URL(url)
  const policy = String(visit.reply.getHeader('content-security-policy') ?? '')
  visit.reply.header('content-security-policy', policy.replace("form-action 'self'", `form-action 'self' ${origin}`))
  const { say } = visit.words
  return {
    kind: 'page',
    title: say(title),
    hidden: true,
    body: (
      <div className="narrow">
        <PageHead title={say(title)} lead={say('emrex.go-lead', { host })} />
        <form method="post" action={url}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Button>{say('emrex.go-on', { host })}</Button>
        </form>
      </div>
    ),
  }
}

/** What came back, before it is kept. */
const receivedPage = definePage('/passport/results/received/:token', {
  get: (visit) => showReceived(visit),
  post: async (visit) => {
    const answer = await visit.call<{ id: string }>('POST', receivedApi(visit), {
      mine: visit.posted.values.has('mine'),
    })
    if (answer.ok) return redirect(`/passport/results/${answer.body.id}`)
    return showReceived(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const receivedApi = ({ params }: Visit): string =>
  `/api/passport/emrex/received/${encodeURIComponent(params.token ?? '')}`

async function showReceived(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const view = await visit.need<ReceivedView>(receivedApi(visit))
  return {
    kind: 'page',
    title: visit.words.say('emrex.came', { register: view.provider }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Received view={view} state={state} />,
  }
}

function Received({ view, state }: { view: ReceivedView; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { match, transcript, fault } = view
  const doubts = match?.reasons ?? []
  return (
    <>
      <PageHead
        title={say('emrex.came', { register: view.provider })}
        crumbs={[{ href: '/passport/results', text: say('emrex.results') }]}
      />
      {view.outcome !== 'ok' && <Callout tone="neutral" title={say(`emrex.outcome-${view.outcome}`)} />}
      {fault && (
        <Callout tone="danger" title={say('emrex.not-kept')}>
          <p>{sayFault(words, fault.code)}</p>
        </Callout>
      )}
      {transcript && match && (
        <>
          {match.match === 'other' ? (
            <Callout tone="danger" title={say('emrex.of-another')} />
          ) : (
            <Form state={state}>
              {match.match === 'ask' && (
                <Callout tone="warning" title={say('emrex.is-it-you')}>
                  <ul>
                    {doubts.map((doubt) => (
                      <li key={doubt}>{words.find(`emrex.doubt-${doubt}`) ?? doubt}</li>
                    ))}
                  </ul>
                  <Checkbox
                    name="mine"
                    label={say('emrex.mine', {
                      name: `${transcript.learner.givenNames} ${transcript.learner.familyName}`,
                    })}
                  />
                </Callout>
              )}
              <div className="actions">
                <Button>{say('emrex.keep')}</Button>
                <LinkButton href="/passport/results" look="secondary">
                  {say('kit.cancel')}
                </LinkButton>
              </div>
            </Form>
          )}
          <Transcript transcript={transcript} />
        </>
      )}
    </>
  )
}

/** One fetched transcript, checked now. */
const resultPage = definePage('/passport/results/:id', {
  get: async (visit) => {
    const view = await visit.need<FetchedRecord>(recordApi(visit))
    return {
      kind: 'page',
      title: visit.words.say('emrex.result-title', { register: view.provider }),
      hidden: true,
      body: <Result view={view} />,
    }
  },
})

const recordApi = ({ params }: Visit): string => `/api/passport/emrex/records/${encodeURIComponent(params.id ?? '')}`

function Result({ view }: { view: FetchedRecord }) {
  const words = useWords()
  const { say } = words
  const { transcript } = view
  return (
    <>
      <PageHead
        title={say('emrex.result-title', { register: view.provider })}
        crumbs={[{ href: '/passport/results', text: say('emrex.results') }]}
        actions={
          <>
            <LinkButton
              href={`/api/passport/emrex/records/${view.id}/document`}
              look="secondary"
              icon="download"
              download
            >
              {say('emrex.document')}
            </LinkButton>
            <LinkButton href={`/passport/share?results=${view.id}`} look="secondary" icon="share">
              {say('learner.share-new')}
            </LinkButton>
            <LinkButton href={`/passport/results/${view.id}/remove`} look="secondary" icon="bin">
              {say('kit.remove')}
            </LinkButton>
          </>
        }
      />
      <RegisterStanding of={view} />
      <div className="sheet">
        <Facts
          items={[
            transcript !== null && [
              say('emrex.learner'),
              `${transcript.learner.givenNames} ${transcript.learner.familyName}`,
            ],
            [say('emrex.fetched-on'), words.date(view.fetchedAt)],
            view.match.match !== 'same' && [say('emrex.match'), say('emrex.said-mine')],
          ]}
        />
      </div>
      {transcript && <Transcript transcript={transcript} />}
    </>
  )
}

const removePage = definePage('/passport/results/:id/remove', {
  get: async (visit) => {
    const view = await visit.need<FetchedRecord>(recordApi(visit))
    const { say } = visit.words
    return askFirst({
      title: say('emrex.remove-title'),
      what: <p>{say('emrex.remove-what', { register: view.provider })}</p>,
      confirm: say('kit.remove'),
      back: `/passport/results/${view.id}`,
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', recordApi(visit))
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/passport/results')
  },
})

/** Another service asks for one's results: which, if any, go there. */
const givePage = definePage('/passport/give/:token', {
  get: (visit) => showGive(visit),
  post: async (visit) => {
    const cancel = textOf(visit.posted, '_act') === 'cancel'
    const answer = await visit.call<ReturnForm>('POST', `${askApi(visit)}?language=${visit.words.language}`, {
      cancel,
      credentialIds: cancel ? [] : textsOf(visit.posted, 'credentialIds:list'),
    })
    if (answer.ok) return sendOn(visit, answer.body, 'emrex.given')
    return showGive(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const askApi = ({ params }: Visit): string => `/api/emrex/asks/${encodeURIComponent(params.token ?? '')}`

async function showGive(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const view = await visit.need<AskView>(askApi(visit))
  const { say } = visit.words
  return {
    kind: 'page',
    title: say('emrex.give', { host: view.host }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Give view={view} state={state} />,
  }
}

function Give({ view, state }: { view: AskView; state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={say('emrex.give', { host: view.host })} lead={say('emrex.give-lead', { host: view.host })} />
      <Form state={state}>
        {view.merits.length === 0 ? (
          <Callout tone="neutral" title={say('emrex.nothing-to-give')} />
        ) : (
          <CheckboxGroup
            name="credentialIds:list"
            legend={say('emrex.which')}
            choices={view.merits.map(({ id, title, issuerName }) => ({ value: id, text: title, help: issuerName }))}
          />
        )}
        <div className="actions">
          <Button name="_act" value="give">
            {say('emrex.give-chosen')}
          </Button>
          <Button name="_act" value="cancel" look="secondary">
            {say('emrex.turn-back')}
          </Button>
        </div>
      </Form>
    </div>
  )
}

export const resultsPages: readonly Page[] = [resultsPage, receivedPage, resultPage, removePage, givePage]
