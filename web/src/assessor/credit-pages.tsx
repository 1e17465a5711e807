import { CreditUnitId } from '@bricka/domain/merit/credit-unit'
import type { ApplicationView } from '@bricka/server/recognition/credit-application'
import type { PrecedentView } from '@bricka/server/recognition/precedent'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Checkbox, Form, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { Decided, findPrecedents, stateTones } from '../learner/credit-pages.tsx'
import { ExtentTag, PrecedentTable } from '../public/decision-view.tsx'

/** What people ask a formal education to credit. */
const listPage = definePage('/org/:slug/credit', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const path = `/api/organisations/${workplace.id}/credit-applications`
    const query = new URLSearchParams([...visit.query].filter(([name]) => name !== 'done'))
    const listing = await visit.need<Listing<ApplicationView>>(`${path}?${query}`)
    return {
      kind: 'page',
      title: visit.words.say('credit.asked'),
      hidden: true,
      body: <Asked workplace={workplace} listing={listing} csv={`${path}?format=csv`} />,
    }
  },
})

function Asked(props: { workplace: Workplace; listing: Listing<ApplicationView>; csv: string }) {
  const { say } = useWords()
  const { workplace, listing } = props
  const home = `/org/${workplace.slug}/credit`
  return (
    <Console
      workplace={workplace}
      title={say('credit.asked')}
      lead={say('credit.asked-lead')}
      actions={
        <LinkButton href="/precedents" look="secondary">
          {say('credit.precedents')}
        </LinkButton>
      }
    >
      <SearchForm label={say('credit.search-asked')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('credit.asked-none')} />
      ) : (
        <Table
          caption={say('credit.asked')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('credit.applicant'), cell: ({ id, applicant }) => <a href={`${home}/${id}`}>{applicant}</a> },
            { head: say('credit.target'), cell: ({ target }) => target.title },
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
      <Paging listing={listing} csv={props.csv} />
    </Console>
  )
}

const onePage = definePage('/org/:slug/credit/:id', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { slug } = openWorkplace(visit)
    const id = encodeURIComponent(visit.params.id ?? '')
    const answer = await visit.call('POST', `/api/credit-applications/${id}/decide`, decodeForm(visit.posted))
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${slug}/credit/${id}?done=saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const application = await visit.need<ApplicationView>(
    `/api/credit-applications/${encodeURIComponent(visit.params.id ?? '')}`,
  )
  const precedents = await findPrecedents(
    visit,
    application.basis.map(({ meritId }) => meritId),
  )
  return {
    kind: 'page',
    title: visit.words.say('credit.asked-title', { name: application.applicant, target: application.target.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <One workplace={workplace} application={application} precedents={precedents} state={state} />,
  }
}

function One(props: {
  workplace: Workplace
  application: ApplicationView
  precedents: readonly PrecedentView[]
  state: FormState | undefined
}) {
  const { say } = useWords()
  const { workplace, application, precedents, state } = props
  const open = application.state === 'open' || application.state === 'appealed'
  return (
    <Console
      workplace={workplace}
      title={say('credit.asked-title', { name: application.applicant, target: application.target.title })}
      crumbs={[{ href: `/org/${workplace.slug}/credit`, text: say('credit.asked') }]}
      actions={
        application.shareUrl && (
          <LinkButton href={application.shareUrl} look="secondary" icon="eye">
            {say('credit.check-shared')}
          </LinkButton>
        )
      }
    >
      <p>
        <Tag tone={stateTones[application.state]}>{say(`credit.state-${application.state}`)}</Tag>{' '}
        <When at={application.decidedAt ?? application.createdAt} />
      </p>
      <Decided application={application} />
      <Section title={say('credit.basis')}>
        <ul>
          {application.basis.map(({ meritId, version }) => (
            <li key={meritId}>
              <a href={`/merits/${meritId}/${version}`}>{say('credit.merit-version', { version })}</a>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={say('credit.before')} lead={say('credit.before-decider')}>
        <PrecedentTable precedents={precedents} />
      </Section>
      {open && workplace.may('coordinate') && <DecisionForm state={state} />}
    </Console>
  )
}

function DecisionForm({ state }: { state: FormState | undefined }) {
  const { say, language } = useWords()
  return (
    <Section title={say('credit.decide')} lead={say('credit.decide-lead')}>
      <div className="narrow">
        <Form
          state={state}
          labels={{
            '/extent': say('credit.decision'),
            '/rule': say('credit.rule'),
            '/why': say('credit.why'),
            '/remaining': say('credit.remaining'),
            '/credited': say('credit.credited'),
            '/validUntil': say('credit.until'),
          }}
        >
          <RadioGroup
            name="extent"
            legend={say('credit.decision')}
            choices={(['full', 'partial', 'none'] as const).map((value) => ({
              value,
              text: say(`credit.extent-${value}`),
            }))}
            required
          />
          <TextField
            name="credited/value:number"
            label={say('credit.credited')}
            help={say('credit.credited-help')}
            inputMode="decimal"
            optional
          />
          <Select
            name="credited/unit"
            label={say('credit.unit')}
            empty={say('credit.choose')}
            choices={CreditUnitId.options.map((value) => ({ value, text: value }))}
          />
          <TextField
            name={`remaining/${language}`}
            label={say('credit.remaining')}
            help={say('credit.remaining-help')}
            rows={3}
            maxLength={5000}
            optional
          />
          <TextField name="rule" label={say('credit.rule')} help={say('credit.rule-help')} maxLength={300} required />
          <TextField name="ruleUrl" type="url" label={say('credit.rule-url')} optional />
          <TextField
            name={`why/${language}`}
            label={say('credit.why')}
            help={say('credit.why-help')}
            rows={4}
            maxLength={5000}
            required
          />
          <TextField
            name="validUntil"
            type="date"
            label={say('credit.until')}
            help={say('credit.until-help')}
            optional
          />
          <TextField
            name={`appeal/${language}`}
            label={say('credit.how-to-appeal')}
            help={say('credit.appeal-help')}
            rows={2}
            maxLength={5000}
            optional
          />
          <input type="hidden" name="publish:boolean" value="false" />
          <Checkbox name="publish:boolean" label={say('credit.publish')} help={say('credit.publish-help')} checked />
          <div className="actions">
            <Button>{say('credit.decide')}</Button>
          </div>
        </Form>
      </div>
    </Section>
  )
}

export const creditPages: readonly Page[] = [listPage, onePage]
