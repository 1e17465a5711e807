import { LearningSetting } from '@bricka/domain/merit/merit'
import type { SelfClaimView } from '@bricka/server/passport/self-claim'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { PassportTabs } from './passport-tabs.tsx'

const list = async (visit: Visit): Promise<readonly SelfClaimView[]> =>
  (await visit.need<{ items: SelfClaimView[] }>('/api/passport/self-claims')).items

const findOne = async (visit: Visit): Promise<SelfClaimView> => {
  const claim = (await list(visit)).find(({ id }) => id === visit.params.id)
  if (!claim) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
  return claim
}

export const selfClaimsPage = definePage('/passport/self-claims', {
  get: async (visit) => {
    const claims = await list(visit)
    return { kind: 'page', title: visit.words.say('learner.self'), hidden: true, body: <Claims claims={claims} /> }
  },
})

function Claims({ claims }: { claims: readonly SelfClaimView[] }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('learner.self')}
        lead={say('learner.self-lead')}
        actions={
          <LinkButton href="/passport/self-claims/new" icon="plus">
            {say('learner.self-add')}
          </LinkButton>
        }
      />
      <PassportTabs />
      <div className="section">
        {claims.length === 0 ? (
          <EmptyState title={say('learner.self-none')} />
        ) : (
          <ul className="wall">
            {claims.map((claim) => (
              <li key={claim.id}>
                <div className="tile tile-raw">
                  <h2>
                    <a href={`/passport/self-claims/${claim.id}`}>{claim.title}</a>
                  </h2>
                  {claim.setting && <p>{say(`domain.setting.${claim.setting}`)}</p>}
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}

export const newSelfClaimPage = definePage('/passport/self-claims/new', {
  get: async (visit) => {
    await list(visit)
    return showForm(visit, undefined)
  },
  post: async (visit) => {
    const answer = await visit.call('POST', '/api/passport/self-claims', decodeForm(visit.posted))
    if (!answer.ok) return showForm(visit, undefined, { posted: visit.posted, problem: answer.problem })
    return redirect('/passport/self-claims')
  },
})

export const selfClaimPage = definePage('/passport/self-claims/:id', {
  get: async (visit) => showForm(visit, await findOne(visit)),
  post: async (visit) => {
    const claim = await findOne(visit)
    const answer = await visit.call('PUT', `/api/passport/self-claims/${claim.id}`, {
      ...decodeForm(visit.posted),
      skills: claim.skills,
    })
    if (!answer.ok) return showForm(visit, claim, { posted: visit.posted, problem: answer.problem })
    return redirect('/passport/self-claims')
  },
})

function showForm(visit: Visit, claim: SelfClaimView | undefined, state?: FormState): PageAnswer {
  return {
    kind: 'page',
    title: claim?.title ?? visit.words.say('learner.self-add'),
    hidden: true,
    status: state ? 422 : 200,
    body: <ClaimForm claim={claim} state={state} />,
  }
}

function ClaimForm({ claim, state }: { claim: SelfClaimView | undefined; state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={claim?.title ?? say('learner.self-add')}
        lead={say('learner.self-lead')}
        crumbs={[
          { href: '/passport', text: say('learner.passport') },
          { href: '/passport/self-claims', text: say('learner.self') },
        ]}
      />
      <Form
        state={state}
        labels={{
          '/title': say('learner.self-title'),
          '/from': say('learner.self-from'),
          '/until': say('learner.self-until'),
        }}
      >
        <TextField name="title" label={say('learner.self-title')} value={claim?.title} maxLength={200} required />
        <TextField
          name="description"
          label={say('learner.self-description')}
          value={claim?.description}
          rows={5}
          maxLength={5000}
          optional
        />
        <Select
          name="setting"
          label={say('learner.self-setting')}
          value={claim?.setting}
          empty={say('creator.none-chosen')}
          required
          choices={LearningSetting.options.map((value) => ({ value, text: say(`domain.setting.${value}`) }))}
        />
        <TextField name="from" type="date" label={say('learner.self-from')} value={claim?.from} optional />
        <TextField name="until" type="date" label={say('learner.self-until')} value={claim?.until} optional />
        <TextField
          name="evidenceNote"
          label={say('learner.self-evidence')}
          value={claim?.evidenceNote}
          rows={3}
          maxLength={2000}
          optional
        />
        <div className="actions">
          <Button>{say('kit.save')}</Button>
          {claim && (
            <LinkButton href={`/passport/self-claims/${claim.id}/remove`} look="secondary" icon="bin">
              {say('kit.remove')}
            </LinkButton>
          )}
        </div>
      </Form>
    </>
  )
}

export const selfClaimRemovePage = definePage('/passport/self-claims/:id/remove', {
  get: async (visit) => {
    const claim = await findOne(visit)
    const { say } = visit.words
    const title = say('learner.self-remove-ask', { title: claim.title })
    return askFirst({
      title,
      what: <p>{say('learner.self-remove-text')}</p>,
      confirm: say('kit.remove'),
      back: `/passport/self-claims/${claim.id}`,
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', `/api/passport/self-claims/${encodeURIComponent(visit.params.id ?? '')}`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/passport/self-claims')
  },
})
