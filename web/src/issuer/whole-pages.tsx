import type { WholeRequestView } from '@bricka/server/pathway/whole-request'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { requestTones } from '../learner/stack-pages.tsx'

/** The wholes that people ask an organisation for. */
const wholesPage = definePage('/org/:slug/wholes', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const path = `/api/organisations/${workplace.id}/whole-requests`
    const listing = await visit.need<Listing<WholeRequestView>>(`${path}?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('stack.asked-for'),
      hidden: true,
      body: <Wholes workplace={workplace} listing={listing} csv={`${path}?format=csv`} />,
    }
  },
})

function Wholes(props: { workplace: Workplace; listing: Listing<WholeRequestView>; csv: string }) {
  const { say } = useWords()
  const { workplace, listing } = props
  const home = `/org/${workplace.slug}`
  return (
    <Console
      workplace={workplace}
      title={say('stack.asked-for')}
      lead={say('stack.asked-for-lead')}
      crumbs={[{ href: `${home}/stacks`, text: say('stack.our-stacks') }]}
    >
      <SearchForm label={say('stack.search-asked')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('stack.asked-none')} />
      ) : (
        <Table
          caption={say('stack.asked-for')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('stack.applicant'),
              cell: ({ id, applicant }) => <a href={`${home}/wholes/${id}`}>{applicant}</a>,
            },
            { head: say('stack.stack'), cell: ({ stack }) => stack.title },
            {
              head: say('stack.standing'),
              cell: ({ state }) => <Tag tone={requestTones[state]}>{say(`stack.request-${state}`)}</Tag>,
            },
            { head: say('stack.asked-at'), cell: ({ createdAt }) => <When at={createdAt} /> },
          ]}
        />
      )}
      <Paging listing={listing} csv={props.csv} />
    </Console>
  )
}

/** One of them: the parts that were shared, and the answer. */
const wholePage = definePage('/org/:slug/wholes/:id', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { slug } = openWorkplace(visit)
    const id = encodeURIComponent(visit.params.id ?? '')
    const act = textOf(visit.posted, '_act') === 'decline' ? 'decline' : 'issue'
    const answer = await visit.call('POST', `/api/whole-requests/${id}/${act}`, decodeForm(visit.posted))
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${slug}/wholes/${id}?done=${act === 'issue' ? 'issued' : 'decline'}`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const request = await visit.need<WholeRequestView>(`/api/whole-requests/${encodeURIComponent(visit.params.id ?? '')}`)
  return {
    kind: 'page',
    title: visit.words.say('stack.request-title', { name: request.applicant, title: request.stack.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Whole workplace={workplace} request={request} state={state} />,
  }
}

function Whole(props: { workplace: Workplace; request: WholeRequestView; state: FormState | undefined }) {
  const { say } = useWords()
  const { workplace, request, state } = props
  const act = state && textOf(state.posted, '_act')
  const home = `/org/${workplace.slug}`
  return (
    <Console
      workplace={workplace}
      title={say('stack.request-title', { name: request.applicant, title: request.stack.title })}
      crumbs={[{ href: `${home}/wholes`, text: say('stack.asked-for') }]}
    >
      <div className="sheet">
        <Facts
          items={[
            [
              say('stack.standing'),
              <Tag key="state" tone={requestTones[request.state]}>
                {say(`stack.request-${request.state}`)}
              </Tag>,
            ],
            [say('stack.applicant'), request.applicant],
            [
              say('stack.stack'),
              <a key="stack" href={`/stacks/${request.stack.id}`}>
                {request.stack.title}
              </a>,
            ],
            [say('stack.asked-at'), <When key="at" at={request.createdAt} time />],
            request.note !== null && [say('stack.note'), request.note],
            request.reason !== null && [say('stack.why'), request.reason],
            request.credentialId !== null && [
              say('stack.whole'),
              <a key="whole" href={`${home}/issued/${request.credentialId}`}>
                {say('stack.open-whole')}
              </a>,
            ],
          ]}
        />
      </div>
      <Section title={say('stack.parts-shared')} lead={say('stack.parts-shared-lead')}>
        <ul>
          {request.parts.map(({ credentialId, title }) => (
            <li key={credentialId}>{title}</li>
          ))}
        </ul>
        {request.shareUrl && (
          <p>
            <a href={request.shareUrl}>{say('stack.open-parts')}</a>
          </p>
        )}
      </Section>
      {request.state === 'open' && (
        <>
          <Section title={say('stack.issue-whole')}>
            <Callout>
              <p>{say('stack.issue-whole-text')}</p>
            </Callout>
            <Form state={act === 'issue' ? state : undefined} label={say('stack.issue-whole')} scope="issue-">
              <TextField name="note" label={say('stack.issue-note')} rows={2} maxLength={1000} optional />
              <div className="actions">
                <Button name="_act" value="issue">
                  {say('stack.issue-whole')}
                </Button>
              </div>
            </Form>
          </Section>
          <Section title={say('stack.decline')}>
            <Form
              state={act === 'decline' ? state : undefined}
              label={say('stack.decline')}
              labels={{ '/reason': say('stack.why') }}
              scope="decline-"
            >
              <TextField name="reason" label={say('stack.decline-reason')} rows={3} maxLength={1000} required />
              <div className="actions">
                <Button name="_act" value="decline" look="secondary" danger>
                  {say('stack.decline')}
                </Button>
              </div>
            </Form>
          </Section>
        </>
      )}
    </Console>
  )
}

export const wholePages: readonly Page[] = [wholesPage, wholePage]
