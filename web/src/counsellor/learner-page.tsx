import type { CounselView } from '@bricka/server/guidance/counsel-view'
import type { Colleague } from '@bricka/server/guidance/hand-over'
import { type ApiProblem, PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { textOf, textsOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { SearchForm, Table } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'
import { Distance } from '../learner/aim/distance.tsx'
import { Entries } from '../learner/aim/guidance-entries.tsx'
import { findMerits, StandingTag, StepTitle } from '../learner/aim/plan-page.tsx'

const apiOf = (visit: Visit): string => `/api/guidances/${encodeURIComponent(visit.params.guidanceId ?? '')}`

/** What one learner shares, and what one can do for them. That it is opened is written down, and the page says so. */
export const learnerPage = definePage('/guidance/:guidanceId', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { posted } = visit
    const deed = textOf(posted, '_do')
    const answer =
      deed === 'handover'
        ? await visit.call('POST', `${apiOf(visit)}/handover`, { to: textOf(posted, 'to'), why: textOf(posted, 'why') })
        : await visit.call(
            'POST',
            `${apiOf(visit)}/entries`,
            deed === 'proposal' ? readProposal(visit) : readNote(visit),
          )
    if (answer.ok) return redirect(`${visit.path}?done=${deed}`)
    return show(visit, answer.problem)
  },
})

const readNote = ({ posted }: Visit): object => ({ kind: 'note', text: textOf(posted, 'text') })

function readProposal({ posted }: Visit): object {
  const kind = textOf(posted, 'how')
  const merits = textsOf(posted, 'merits').map((text) => {
    const at = text.indexOf(' ')
    return { kind, meritId: text.slice(0, at), title: text.slice(at + 1) }
  })
  const title = textOf(posted, 'title')
  return {
    kind: 'proposal',
    aimId: textOf(posted, 'aimId'),
    steps: [...merits, ...(title === '' ? [] : [{ kind: 'other', title }])],
    why: textOf(posted, 'why'),
  }
}

type Shown = {
  view: CounselView
  colleagues: readonly Colleague[]
  hits: Awaited<ReturnType<typeof findMerits>>
  state: FormState | undefined
}

async function show(visit: Visit, problem?: ApiProblem): Promise<PageAnswer> {
  const view = await visit.need<CounselView>(`${apiOf(visit)}?language=${visit.words.language}`)
  const { items } = await visit.need<{ items: Colleague[] }>(`/api/organisations/${view.organisation.id}/counsellors`)
  const state = problem && { posted: visit.posted, problem }
  return {
    kind: 'page',
    title: visit.words.say('guidance.learner-title', { name: view.learnerName }),
    hidden: true,
    status: problem?.status ?? 200,
    body: <Learner view={view} colleagues={items} hits={await findMerits(visit)} state={state} />,
  }
}

function Learner({ view, colleagues, hits, state }: Shown) {
  const words = useWords()
  const { say, find } = words
  const { query } = useScene()
  const done = find(`guidance.did-${query.get('done')}`)
  const failed = (deed: string) => (state && textOf(state.posted, '_do') === deed ? state : undefined)
  return (
    <>
      <PageHead
        title={say('guidance.learner-title', { name: view.learnerName })}
        eyebrow={view.organisation.name}
        lead={say('guidance.learner-lead')}
        crumbs={[{ href: `/org/${view.organisation.slug}/guidance`, text: say('guidance.guided') }]}
      />
      {done && <Callout tone="success" title={done} status />}
      <Facts items={[view.message !== null && [say('guidance.message'), view.message]]} />
      {view.aims.length + view.merits.length + view.selfClaims.length === 0 && (
        <EmptyState title={say('guidance.nothing-shown')} />
      )}
      {view.aims.map((aim) => (
        <AimShown key={aim.id} shown={aim} />
      ))}
      {view.merits.length > 0 && (
        <Section title={say('guidance.merits-shown')}>
          <Table
            caption={say('guidance.merits-shown')}
            rows={view.merits}
            keyOf={({ id }) => id}
            columns={[
              { head: say('guidance.thing-merit'), cell: ({ title }) => title },
              { head: say('guidance.issuer'), cell: ({ issuer }) => issuer },
              { head: say('guidance.issued'), cell: ({ issuedAt }) => <When at={issuedAt} /> },
              {
                head: say('guidance.state'),
                cell: ({ valid }) => (
                  <Tag tone={valid ? 'success' : 'warning'}>{say(valid ? 'guidance.valid' : 'guidance.not-valid')}</Tag>
                ),
              },
              { head: say('guidance.purpose'), cell: ({ purposes }) => listPurposes(words, purposes) },
            ]}
          />
        </Section>
      )}
      {view.selfClaims.length > 0 && (
        <Section title={say('guidance.claims-shown')}>
          <ul>
            {view.selfClaims.map(({ id, title, description }) => (
              <li key={id}>
                <strong>{title}</strong>
                {description && `: ${description}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={say('guidance.written')} lead={say('guidance.written-lead')}>
        <Entries entries={view.entries} />
        <Form state={failed('note')} label={say('guidance.write-note')} scope="note/">
          <input type="hidden" name="_do" value="note" />
          <TextField
            name="text"
            label={say('guidance.write-note')}
            help={say('guidance.write-note-help')}
            rows={4}
            maxLength={4000}
            required
          />
          <div className="actions">
            <Button>{say('guidance.send-note')}</Button>
          </div>
        </Form>
      </Section>
      {view.aims.length > 0 && <Propose view={view} hits={hits} state={failed('proposal')} />}
      <Leave view={view} colleagues={colleagues} state={failed('handover')} />
    </>
  )
}

const listPurposes = (words: Words, purposes: CounselView['merits'][number]['purposes']): string =>
  words.enumerate(purposes.map((one) => words.say(`guidance.purpose-${one}`)))

function AimShown({ shown }: { shown: CounselView['aims'][number] }) {
  const words = useWords()
  const { say } = words
  const { aim, distance, plan, title, purposes } = shown
  return (
    <Section title={say('guidance.aim-shown', { aim: title })}>
      <p>{say('guidance.shown-for', { purposes: listPurposes(words, purposes) })}</p>
      {aim?.why && <p>{aim.why}</p>}
      {aim && aim.workedAs.length > 0 && (
        <p>{say('guidance.says-worked-as', { occupations: words.list(aim.workedAs.map(({ label }) => label)) })}</p>
      )}
      {distance && <Distance distance={distance} title={title} whose="shared" />}
      {plan && (
        <details className="sheet" open>
          <summary>{say('guidance.plan-of', { done: plan.done, of: plan.of })}</summary>
          {plan.steps.length === 0 ? (
            <p>{say('guidance.plan-empty')}</p>
          ) : (
            <ol>
              {plan.steps.map((step) => (
                <li key={step.id}>
                  <StepTitle step={{ content: step.content }} /> <StandingTag standing={step.standing} />{' '}
                  {step.targetOn && <When at={step.targetOn} />}
                </li>
              ))}
            </ol>
          )}
        </details>
      )}
    </Section>
  )
}

function Propose({ view, hits, state }: Pick<Shown, 'view' | 'hits' | 'state'>) {
  const { say } = useWords()
  const { path } = useScene()
  return (
    <Section title={say('guidance.propose')} lead={say('guidance.propose-lead')} id="propose">
      <SearchForm label={say('guidance.search-merit')} />
      {hits?.length === 0 && <EmptyState title={say('guidance.found-none')} />}
      <Form
        state={state}
        action={path}
        label={say('guidance.propose')}
        scope="propose/"
        labels={{ '/why': say('guidance.propose-why') }}
      >
        <input type="hidden" name="_do" value="proposal" />
        <Select
          name="aimId"
          label={say('guidance.aim')}
          required
          choices={view.aims.map(({ id, title }) => ({ value: id, text: title }))}
        />
        {hits && hits.length > 0 && (
          <>
            <CheckboxGroup
              name="merits"
              legend={say('guidance.propose-merits')}
              choices={hits.map(({ meritId, title, owner }) => ({
                value: `${meritId} ${title}`,
                text: title,
                help: owner,
              }))}
            />
            <RadioGroup
              name="how"
              legend={say('guidance.propose-how')}
              value="merit"
              choices={[
                { value: 'merit', text: say('guidance.by-study') },
                { value: 'validation', text: say('guidance.by-validation') },
              ]}
            />
          </>
        )}
        <TextField name="title" label={say('guidance.propose-step')} maxLength={300} optional />
        <TextField name="why" label={say('guidance.propose-why')} rows={3} maxLength={2000} required />
        <div className="actions">
          <Button>{say('guidance.propose')}</Button>
        </div>
      </Form>
    </Section>
  )
}

function Leave({ view, colleagues, state }: Pick<Shown, 'view' | 'colleagues' | 'state'>) {
  const { say } = useWords()
  return (
    <Section title={say('guidance.hand-over')} lead={say('guidance.hand-over-lead')}>
      {view.handover ? (
        <Callout tone="neutral" title={say('guidance.handover-waits', { name: view.handover.name })} />
      ) : (
        colleagues.length > 0 && (
          <Form state={state} label={say('guidance.hand-over')} scope="handover/">
            <input type="hidden" name="_do" value="handover" />
            <Select
              name="to"
              label={say('guidance.colleague')}
              required
              choices={colleagues.map(({ personId, name }) => ({ value: personId, text: name }))}
            />
            <TextField name="why" label={say('guidance.hand-over-why')} rows={2} maxLength={1000} required />
            <div className="actions">
              <Button look="secondary">{say('guidance.ask-handover')}</Button>
            </div>
          </Form>
        )
      )}
      <div className="actions">
        <LinkButton href={`/guidance/${view.id}/leave`} look="secondary" icon="cross">
          {say('guidance.step-back')}
        </LinkButton>
      </div>
    </Section>
  )
}

export const leavePage = definePage('/guidance/:guidanceId/leave', {
  get: async (visit) => {
    const view = await visit.need<CounselView>(`${apiOf(visit)}?language=${visit.words.language}`)
    const { say } = visit.words
    return askFirst({
      title: say('guidance.step-back-ask', { name: view.learnerName }),
      what: <p>{say('guidance.step-back-text')}</p>,
      confirm: say('guidance.step-back'),
      back: `/guidance/${view.id}`,
    })
  },
  post: async (visit) => {
    const home = visit.me.memberships.find(({ roles }) => roles.includes('counsellor'))
    const answer = await visit.call('POST', `${apiOf(visit)}/leave`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(home ? `/org/${home.slug}/guidance?done=left` : '/')
  },
})
