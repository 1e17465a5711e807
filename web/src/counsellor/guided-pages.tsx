import type { CounselLine } from '@bricka/server/guidance/counsel-view'
import type { InvitationView } from '@bricka/server/guidance/take-guidance'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { type ApiProblem, PageProblem } from '../kit/call-api.ts'
import { Form, RadioGroup } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

/** Whom one guides here, and who has asked and waits for anyone to take them. */
export const guidedPage = definePage('/org/:slug/guidance', {
  get: (visit) => showGuided(visit),
  post: async (visit) => {
    const id = encodeURIComponent(textOf(visit.posted, 'id'))
    const answer = await visit.call('POST', `/api/guidances/${id}/take`)
    if (answer.ok) return redirect(`/guidance/${id}?done=took`)
    return showGuided(visit, answer.problem)
  },
})

async function showGuided(visit: Visit, problem?: ApiProblem): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const path = `/api/organisations/${workplace.id}/guidances`
  const listing = await visit.need<Listing<CounselLine>>(`${path}?${visit.query}`)
  return {
    kind: 'page',
    title: visit.words.say('guidance.guided'),
    hidden: true,
    status: problem?.status ?? 200,
    body: <Guided workplace={workplace} listing={listing} csv={`${path}?format=csv`} problem={problem} />,
  }
}

type GuidedProps = { workplace: Workplace; listing: Listing<CounselLine>; csv: string; problem: ApiProblem | undefined }

function Guided({ workplace, listing, csv, problem }: GuidedProps) {
  const { say, find } = useWords()
  const { query } = useScene()
  const done = find(`guidance.did-${query.get('done')}`)
  return (
    <Console workplace={workplace} title={say('guidance.guided')} lead={say('guidance.guided-lead')}>
      {done && <Callout tone="success" title={done} status />}
      {problem && <Callout tone="danger" title={find(`codes.problem.${problem.code}`) ?? ''} status />}
      <SearchForm label={say('guidance.guided-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('guidance.guided-none')} />
      ) : (
        <Table
          caption={say('guidance.guided')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('guidance.learner'),
              cell: ({ id, learnerName, standing }) =>
                standing === 'open' ? <a href={`/guidance/${id}`}>{learnerName}</a> : learnerName,
            },
            {
              head: say('guidance.state'),
              cell: ({ standing }) => (
                <Tag tone={standing === 'open' ? 'success' : 'warning'}>{say(`guidance.standing-${standing}`)}</Tag>
              ),
            },
            { head: say('guidance.message'), cell: ({ message }) => message ?? '–' },
            { head: say('guidance.changed'), cell: ({ changedAt }) => <When at={changedAt} /> },
            {
              head: say('guidance.do'),
              cell: ({ id, standing, learnerName }) =>
                standing === 'asked' ? (
                  <form method="post">
                    <input type="hidden" name="id" value={id} />
                    <button type="submit" className="text-button">
                      {say('guidance.take-on')} <span className="visually-hidden">{learnerName}</span>
                    </button>
                  </form>
                ) : (
                  '–'
                ),
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={csv} />
    </Console>
  )
}

/** What a learner's link leads to. Nothing they share is seen before it is taken. */
export const guidanceLinkPage = definePage('/guidance/link/:token', {
  get: (visit) => showLink(visit),
  post: async (visit) => {
    const organisationId = textOf(visit.posted, 'organisationId')
    const answer = await visit.call<{ id: string }>('POST', `${linkOf(visit)}/take`, { organisationId })
    if (answer.ok) return redirect(`/guidance/${answer.body.id}?done=took`)
    return showLink(visit, answer.problem)
  },
})

const linkOf = (visit: Visit): string => `/api/guidance-links/${encodeURIComponent(visit.params.token ?? '')}`

async function showLink(visit: Visit, problem?: ApiProblem): Promise<PageAnswer> {
  if (problem?.code === 'invitation-closed') throw new PageProblem(problem)
  const invitation = await visit.need<InvitationView>(linkOf(visit))
  return {
    kind: 'page',
    title: visit.words.say('guidance.invited-title', { name: invitation.learnerName }),
    hidden: true,
    status: problem?.status ?? 200,
    body: <Invited invitation={invitation} state={problem && { posted: visit.posted, problem }} />,
  }
}

function Invited({ invitation, state }: { invitation: InvitationView; state: FormState | undefined }) {
  const { say } = useWords()
  const { me } = useScene()
  const places = me.memberships.filter(({ roles }) => roles.includes('counsellor'))
  return (
    <div className="narrow">
      <PageHead
        title={say('guidance.invited-title', { name: invitation.learnerName })}
        lead={say('guidance.invited-lead')}
      />
      <Facts
        items={[
          invitation.message !== null && [say('guidance.message'), invitation.message],
          [say('guidance.link-until'), <When key="until" at={invitation.expiresAt} />],
        ]}
      />
      {places.length === 0 ? (
        <Callout tone="warning" title={say('guidance.invited-no-role')} />
      ) : (
        <Form state={state}>
          <RadioGroup
            name="organisationId"
            legend={say('guidance.invited-for')}
            value={places[0]?.organisationId}
            required
            choices={places.map(({ organisationId, legalName }) => ({ value: organisationId, text: legalName }))}
          />
          <div className="actions">
            <Button>{say('guidance.take-on')}</Button>
          </div>
        </Form>
      )}
    </div>
  )
}
