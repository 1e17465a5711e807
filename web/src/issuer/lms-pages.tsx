import type { CompletedIssue, CourseView } from '@bricka/server/exchange/lti-issue-completed'
import type { PlatformView } from '@bricka/server/exchange/lti-platform'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import {
  addressWith,
  definePage,
  type FormState,
  type Page,
  type PageAnswer,
  redirect,
  type Visit,
} from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { launchedPage } from './lms-launched-page.tsx'

/** Learning platforms that an organisation is a tool in: what to write where, and connecting one. */
const platformsPage = definePage('/org/:slug/settings/lms', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const answer = await visit.call('POST', `/api/organisations/${workplace.id}/lms`, decodeForm(visit.posted))
    return answer.ok
      ? redirect(`/org/${workplace.slug}/settings/lms?done=saved`)
      : show(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const listing = await visit.need<Listing<PlatformView>>(`/api/organisations/${workplace.id}/lms?${asked(visit)}`)
  return {
    kind: 'page',
    title: visit.words.say('lms.title'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Platforms workplace={workplace} listing={listing} state={state} />,
  }
}

function asked({ query }: Visit): URLSearchParams {
  const kept = new URLSearchParams()
  for (const name of ['search', 'page']) {
    const value = query.get(name)
    if (value) kept.set(name, value)
  }
  return kept
}

const fields = ['issuer', 'clientId', 'deploymentId', 'authUrl', 'jwksUrl', 'tokenUrl'] as const

function Platforms(props: { workplace: Workplace; listing: Listing<PlatformView>; state: FormState | undefined }) {
  const { query, settings } = useScene()
  const { say } = useWords()
  const { workplace, listing, state } = props
  const home = `/org/${workplace.slug}`
  const { baseUrl } = settings
  return (
    <Console
      workplace={workplace}
      title={say('lms.title')}
      lead={say('lms.lead')}
      crumbs={[{ href: `${home}/settings`, text: say('creator.nav-settings') }]}
      actions={<LinkButton href={`${home}/lms-courses`}>{say('lms.courses')}</LinkButton>}
    >
      <SearchForm label={say('lms.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('lms.none')} />
      ) : (
        <Table
          caption={say('lms.platforms')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('lms.name'), cell: ({ name }: PlatformView) => name },
            { head: say('lms.issuer'), cell: ({ issuer }) => issuer },
            { head: say('lms.threshold'), numeric: true, cell: ({ threshold }) => `${threshold} %` },
            {
              head: say('creator.acts'),
              cell: ({ id, name }) =>
                workplace.may('represent') ? (
                  <a href={`${home}/settings/lms/${id}/remove`}>
                    {say('lms.remove')} <span className="visually-hidden">{name}</span>
                  </a>
                ) : (
                  '–'
                ),
            },
          ]}
        />
      )}
      <Paging
        listing={listing}
        csv={addressWith(`/api/organisations/${workplace.id}/lms`, query, { format: 'csv', page: undefined })}
      />
      <Section title={say('lms.ours')} lead={say('lms.ours-lead')}>
        <Facts
          items={[
            [say('lms.login-url'), `${baseUrl}/lti/login`],
            [say('lms.launch-url'), `${baseUrl}/lti/launch`],
            [say('lms.keys-url'), `${baseUrl}/lti/jwks`],
            [say('lms.custom'), 'merit=…'],
          ]}
        />
      </Section>
      {workplace.may('represent') && (
        <Section title={say('lms.connect')} lead={say('lms.connect-lead')}>
          <div className="narrow">
            <Form
              state={state}
              labels={Object.fromEntries([
                ['/name', say('lms.name')],
                ...fields.map((name) => [`/${name}`, say(`lms.${name}`)]),
                ['/threshold', say('lms.threshold')],
              ])}
            >
              <TextField name="name" label={say('lms.name')} maxLength={120} />
              {fields.map((name) => (
                <TextField key={name} name={name} label={say(`lms.${name}`)} maxLength={1000} />
              ))}
              <TextField
                name="threshold:number"
                label={say('lms.threshold')}
                help={say('lms.threshold-help')}
                inputMode="numeric"
                value="100"
              />
              <div className="actions">
                <Button>{say('lms.connect')}</Button>
              </div>
            </Form>
          </div>
        </Section>
      )}
    </Console>
  )
}

const removePage = definePage('/org/:slug/settings/lms/:platformId/remove', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const { say } = visit.words
    return askFirst({
      title: say('lms.remove-title'),
      what: <p>{say('lms.remove-text')}</p>,
      confirm: say('lms.remove'),
      back: `/org/${workplace.slug}/settings/lms`,
    })
  },
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const path = `/api/organisations/${workplace.id}/lms/${encodeURIComponent(visit.params.platformId ?? '')}`
    const answer = await visit.call('DELETE', path)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/org/${workplace.slug}/settings/lms`)
  },
})

/** Courses that lead to a merit, and issuing to those who have completed one. */
const coursesPage = definePage('/org/:slug/lms-courses', {
  get: (visit) => showCourses(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const course = encodeURIComponent(textOf(visit.posted, 'course'))
    const answer = await visit.call<CompletedIssue>(
      'POST',
      `/api/organisations/${workplace.id}/lms-courses/${course}/issue`,
    )
    if (!answer.ok) return showCourses(visit, undefined, { posted: visit.posted, problem: answer.problem })
    return answer.body.batchId === null
      ? showCourses(visit, answer.body)
      : redirect(`/org/${workplace.slug}/batches/${answer.body.batchId}`)
  },
})

async function showCourses(visit: Visit, issued?: CompletedIssue, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const listing = await visit.need<Listing<CourseView>>(
    `/api/organisations/${workplace.id}/lms-courses?${asked(visit)}`,
  )
  return {
    kind: 'page',
    title: visit.words.say('lms.courses'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Courses workplace={workplace} listing={listing} issued={issued} state={state} />,
  }
}

function Courses(props: {
  workplace: Workplace
  listing: Listing<CourseView>
  issued: CompletedIssue | undefined
  state: FormState | undefined
}) {
  const { query } = useScene()
  const { say, number } = useWords()
  const { workplace, listing, issued, state } = props
  return (
    <Console workplace={workplace} title={say('lms.courses')} lead={say('lms.courses-lead')}>
      {issued && (
        <Callout tone="info" title={say('lms.nobody-new')} status>
          {issued.withoutAddress > 0 && <p>{say('lms.without-address', { count: issued.withoutAddress })}</p>}
        </Callout>
      )}
      {state && <Callout tone="warning" title={state.problem.title ?? ''} status />}
      <SearchForm label={say('lms.search-courses')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('lms.no-courses')} />
      ) : (
        <Table
          caption={say('lms.courses')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('lms.course'), cell: ({ title }: CourseView) => title },
            { head: say('lms.name'), cell: ({ platform }) => platform },
            { head: say('creator.merit'), cell: ({ merit }) => <a href={`/merits/${merit.id}`}>{merit.title}</a> },
            { head: say('lms.completed'), numeric: true, cell: ({ completed }) => number(completed) },
            { head: say('lms.taken'), numeric: true, cell: ({ taken }) => number(taken) },
            {
              head: say('creator.acts'),
              cell: ({ id, title }) =>
                workplace.may('issue') ? (
                  <Form label={title}>
                    <input type="hidden" name="course" value={id} />
                    <Button look="secondary">
                      {say('lms.issue')} <span className="visually-hidden">{title}</span>
                    </Button>
                  </Form>
                ) : (
                  '–'
                ),
            },
          ]}
        />
      )}
      <Paging
        listing={listing}
        csv={addressWith(`/api/organisations/${workplace.id}/lms-courses`, query, { format: 'csv', page: undefined })}
      />
    </Console>
  )
}

export const lmsPages: readonly Page[] = [platformsPage, removePage, coursesPage, launchedPage]
