import type { IssuedView } from '@bricka/server/issuing/issued-view'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { pick } from '../creator/merits-page.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { textOf, textsOf } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

/** Four eyes: what someone else asked to issue is approved or declined, one or many at a time. */
export const approvalsPage = definePage('/org/:slug/approvals', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const decision = textOf(visit.posted, '_act')
    const answer = await visit.call('POST', `/api/organisations/${workplace.id}/approvals`, {
      ids: textsOf(visit.posted, 'ids:list'),
      decision,
      reason: textOf(visit.posted, 'reason'),
    })
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=${decision}`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const listing = await visit.need<Listing<IssuedView>>(
    `/api/organisations/${workplace.id}/credentials?state=awaiting-approval&${pick(visit.query, ['search', 'page'])}`,
  )
  return {
    kind: 'page',
    title: visit.words.say('creator.nav-approvals'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Approvals workplace={workplace} listing={listing} state={state} />,
  }
}

function Approvals(props: { workplace: Workplace; listing: Listing<IssuedView>; state: FormState | undefined }) {
  const { say } = useWords()
  const { me } = useScene()
  const { workplace, listing, state } = props
  const chosen = new Set(state ? textsOf(state.posted, 'ids:list') : [])
  return (
    <Console workplace={workplace} title={say('creator.nav-approvals')} lead={say('issuer.approvals-lead')}>
      <SearchForm label={say('issuer.search-issued')} />
      {listing.total === 0 ? (
        <EmptyState title={say('issuer.none-to-approve')} />
      ) : (
        <Form state={state} labels={{ '/ids': say('issuer.choose-rows'), '/reason': say('issuer.reason') }}>
          <Table
            caption={say('creator.nav-approvals')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('issuer.recipient'),
                cell: ({ id, recipientName, title }) => (
                  <span className="choice">
                    <input
                      type="checkbox"
                      className="ds-input"
                      id={`id-${id}`}
                      name="ids:list"
                      value={id}
                      defaultChecked={chosen.has(id)}
                    />{' '}
                    <label htmlFor={`id-${id}`}>
                      {recipientName}
                      <span className="visually-hidden">, {title}</span>
                    </label>
                  </span>
                ),
              },
              {
                head: say('creator.merit'),
                cell: ({ id, title }) => <a href={`/org/${workplace.slug}/issued/${id}`}>{title}</a>,
              },
              {
                head: say('issuer.requested-by'),
                cell: ({ requestedBy }) => (
                  <>
                    {requestedBy ?? say('issuer.a-system')}{' '}
                    {requestedBy !== null && requestedBy === me.name && <Tag tone="warning">{say('issuer.you')}</Tag>}
                  </>
                ),
              },
              { head: say('issuer.requested-at'), cell: ({ createdAt }) => <When at={createdAt} time /> },
            ]}
          />
          <TextField
            name="reason"
            label={say('issuer.decline-reason')}
            help={say('issuer.decline-reason-help')}
            rows={2}
            optional
          />
          <div className="actions">
            <Button name="_act" value="approve">
              {say('issuer.approve')}
            </Button>
            <Button name="_act" value="decline" look="secondary" danger>
              {say('issuer.decline')}
            </Button>
          </div>
        </Form>
      )}
      <Paging listing={listing} />
    </Console>
  )
}
