import type { OrganisationView } from '@bricka/server/organisation/organisation-view'
import type { MandateView } from '@bricka/server/trust/mandate-views'
import { PageProblem } from '../kit/call-api.ts'
import { ConfirmPage } from '../kit/confirm-page.tsx'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { wordFor } from './design-words.ts'
import { type Draft, openDraft } from './draft.ts'

type Seen = { mandates: readonly MandateView[]; organisations: readonly OrganisationView[] }

/** Who may issue a merit beside its owner: the list, and giving the right to one more. */
export const mandatesPage = definePage('/org/:slug/merits/:meritId/mandates', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const id = visit.params.meritId ?? ''
    const { issuerId, from, until } = decodeForm(visit.posted)
    const answer = await visit.call('POST', `/api/merits/${id}/mandates`, {
      issuerId,
      ...(typeof from === 'string' && { validFrom: startOf(from) }),
      validUntil: typeof until === 'string' ? endOf(until) : null,
    })
    if (answer.ok) return redirect(`/org/${workplace.slug}/merits/${id}/mandates?done=mandated`)
    return show(visit, { posted: visit.posted, problem: pointAtDays(answer.problem) })
  },
})

/** A mandate of days, as people say it: from the beginning of the first to the end of the last, in UTC. */
const startOf = (day: string): string => `${day}T00:00:00Z`
const endOf = (day: string): string => `${day}T23:59:59Z`

const pointAtDays = (problem: FormState['problem']): FormState['problem'] => ({
  ...problem,
  ...(problem.errors && {
    errors: problem.errors.map((error) => ({
      ...error,
      pointer: error.pointer.replace('/validFrom', '/from').replace('/validUntil', '/until'),
    })),
  }),
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const draft = await openDraft(visit)
  const [{ items: mandates }, { items }] = await Promise.all([
    visit.need<{ items: readonly MandateView[] }>(`/api/merits/${draft.id}/mandates`),
    visit.need<{ items: readonly OrganisationView[] }>('/api/organisations?perPage=200'),
  ])
  const organisations = items.filter(({ id }) => id !== workplace.id)
  return {
    kind: 'page',
    title: visit.words.say('creator.mandates-title', { title: draft.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Mandates workplace={workplace} draft={draft} seen={{ mandates, organisations }} state={state} />,
  }
}

function Mandates(props: { workplace: Workplace; draft: Draft; seen: Seen; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { workplace, draft, seen, state } = props
  const home = `/org/${workplace.slug}/merits`
  return (
    <Console
      workplace={workplace}
      title={say('creator.mandates-title', { title: draft.title })}
      lead={say('creator.mandates-lead')}
      crumbs={[
        { href: home, text: say('creator.nav-merits') },
        { href: `${home}/${draft.id}`, text: draft.title },
      ]}
    >
      {seen.mandates.length === 0 ? (
        <EmptyState title={say('creator.no-mandates')} />
      ) : (
        <Table
          caption={say('creator.mandates')}
          rows={seen.mandates}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('creator.issuer'),
              cell: ({ issuer }) => <a href={`/organisations/${issuer.slug}`}>{issuer.legalName}</a>,
            },
            {
              head: say('creator.state'),
              cell: (mandate) => (
                <>
                  <Tag tone={mandate.state === 'in-force' ? 'success' : 'neutral'}>
                    {wordFor(words, 'mandate-state', mandate.state)}
                  </Tag>
                  {mandate.withdrawalReason && <p>{mandate.withdrawalReason}</p>}
                </>
              ),
            },
            { head: say('creator.from-day'), cell: ({ validFrom }) => <When at={validFrom} /> },
            {
              head: say('creator.until-day'),
              cell: ({ validUntil, withdrawnAt }) =>
                (withdrawnAt ?? validUntil) ? (
                  <When at={withdrawnAt ?? validUntil ?? ''} />
                ) : (
                  say('creator.until-further')
                ),
            },
            {
              head: say('creator.acts'),
              cell: ({ id, state: standing, withdrawnAt, issuer }) =>
                workplace.may('mandate') && !withdrawnAt && standing !== 'mandate-expired' ? (
                  <a href={`${home}/${draft.id}/mandates/${id}/withdraw`}>
                    {say('creator.withdraw')} <span className="visually-hidden">{issuer.legalName}</span>
                  </a>
                ) : (
                  '–'
                ),
            },
          ]}
        />
      )}
      {workplace.may('mandate') && draft.state === 'published' && (
        <Section title={say('creator.give-mandate')} lead={say('creator.give-mandate-lead')}>
          <div className="narrow">
            <Form
              state={state}
              labels={{
                '/issuerId': say('creator.issuer'),
                '/from': say('creator.from-day'),
                '/until': say('creator.until-day'),
              }}
            >
              <Select
                name="issuerId"
                label={say('creator.issuer')}
                required
                empty={say('creator.none-chosen')}
                choices={seen.organisations.map(({ id, legalName, country }) => ({
                  value: id,
                  text: `${legalName}, ${words.country(country)}`,
                }))}
              />
              <TextField
                name="from"
                type="date"
                label={say('creator.from-day')}
                help={say('creator.from-help')}
                optional
              />
              <TextField
                name="until"
                type="date"
                label={say('creator.until-day')}
                help={say('creator.until-help')}
                optional
              />
              <div className="actions">
                <Button>{say('creator.give-mandate')}</Button>
                <LinkButton href={`${home}/${draft.id}`} look="secondary">
                  {say('kit.cancel')}
                </LinkButton>
              </div>
            </Form>
          </div>
        </Section>
      )}
    </Console>
  )
}

export const withdrawPage = definePage('/org/:slug/merits/:meritId/mandates/:mandateId/withdraw', {
  get: (visit) => askWithdrawal(visit),
  post: async (visit) => {
    const { slug, meritId, mandateId } = visit.params
    const answer = await visit.call('POST', `/api/mandates/${mandateId}/withdraw`, {
      reason: textOf(visit.posted, 'reason'),
    })
    if (answer.ok) return redirect(`/org/${slug}/merits/${meritId}/mandates?done=withdrawn`)
    return askWithdrawal(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function askWithdrawal(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { meritId, mandateId } = visit.params
  const { items } = await visit.need<{ items: readonly MandateView[] }>(`/api/merits/${meritId}/mandates`)
  const mandate = items.find(({ id }) => id === mandateId)
  if (!mandate) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
  const { say } = visit.words
  const title = say('creator.withdraw-title', { issuer: mandate.issuer.legalName })
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <ConfirmPage
        title={title}
        what={<p>{say('creator.withdraw-what')}</p>}
        confirm={say('creator.withdraw')}
        back={`/org/${workplace.slug}/merits/${meritId}/mandates`}
        state={state}
        labels={{ '/reason': say('creator.reason') }}
      >
        <TextField name="reason" label={say('creator.reason')} help={say('creator.reason-issuer')} rows={3} required />
      </ConfirmPage>
    ),
  }
}
