import { stepStates } from '@bricka/domain/guidance/plan'
import { pickText } from '@bricka/domain/local-text'
import type { AimView } from '@bricka/server/guidance/aim'
import type { PlanView } from '@bricka/server/guidance/plan'
import type { CatalogueCard } from '@bricka/server/merit/catalogue-entry'
import type { ReactNode } from 'react'
import type { ApiProblem } from '../../kit/call-api.ts'
import { Form, TextField } from '../../kit/fields.tsx'
import { decodeForm, textOf } from '../../kit/form.ts'
import { PageHead, Section } from '../../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../../kit/page.ts'
import { Button, Callout, EmptyState, Tag, When } from '../../kit/pieces.tsx'
import { useScene, useWords } from '../../kit/scene.tsx'
import { type Listing, SearchForm } from '../../kit/table.tsx'
import { pathOf } from './aim-pages.tsx'
import { AimTabs } from './aim-tabs.tsx'

/** The plan to one aim: steps in one's own order, at one's own pace. Every change of it can be undone. */
export const planPage = definePage('/passport/aims/:aimId/plan', {
  get: (visit) => showPlan(visit),
  post: async (visit) => {
    const undo = textOf(visit.posted, '_do') === 'undo'
    const answer = await visit.call(
      'POST',
      `${pathOf(visit)}/plan/${undo ? 'undo' : 'changes'}`,
      undo ? undefined : decodeForm(visit.posted),
    )
    if (answer.ok) return redirect(`${visit.path}?done=${undo ? 'undone' : 'saved'}`)
    return showPlan(visit, answer.problem)
  },
})

type Hit = { meritId: string; title: string; owner: string }

async function showPlan(visit: Visit, problem?: ApiProblem): Promise<PageAnswer> {
  const aim = await visit.need<AimView>(pathOf(visit))
  const plan = await visit.need<PlanView>(`${pathOf(visit)}/plan`)
  return {
    kind: 'page',
    title: visit.words.say('guidance.plan-title', { aim: aim.title }),
    hidden: true,
    status: problem?.status ?? 200,
    body: (
      <Plan aim={aim} plan={plan} hits={await findMerits(visit)} state={problem && { posted: visit.posted, problem }} />
    ),
  }
}

export async function findMerits(visit: Visit): Promise<readonly Hit[] | undefined> {
  const search = visit.query.get('search')?.trim() ?? ''
  if (search === '') return undefined
  const { items } = await visit.need<Listing<CatalogueCard>>(
    `/api/catalogue?${new URLSearchParams({ search, perPage: '8' })}`,
  )
  return items.map(({ meritId, title, owner }) => ({
    meritId,
    title: pickText(title, visit.words.language)?.text ?? meritId,
    owner: owner.legalName,
  }))
}

type PlanProps = { aim: AimView; plan: PlanView; hits: readonly Hit[] | undefined; state: FormState | undefined }

function Plan({ aim, plan, hits, state }: PlanProps) {
  const { say, find } = useWords()
  const { query } = useScene()
  const done = find(`guidance.done-${query.get('done')}`)
  const failed = state && textOf(state.posted, 'kind') === 'add' ? state : undefined
  return (
    <>
      <PageHead
        title={say('guidance.plan-title', { aim: aim.title })}
        lead={say('guidance.plan-lead')}
        crumbs={[
          { href: '/passport/aims', text: say('guidance.aims') },
          { href: `/passport/aims/${aim.id}`, text: aim.title },
        ]}
      />
      <AimTabs aim={aim} />
      {done && <Callout tone="success" title={done} status />}
      {state && !failed && <Callout tone="danger" title={find(`codes.problem.${state.problem.code}`) ?? ''} status />}
      {plan.of > 0 && (
        <p className="lead">
          <span className="share">
            <meter min={0} max={plan.of} value={plan.done} aria-hidden="true" />
            {say('guidance.progress', { done: plan.done, of: plan.of })}
          </span>
        </p>
      )}
      {plan.mayUndo && (
        <Form className="actions" label={say('guidance.undo')} scope="undo/">
          <Button look="secondary" name="_do" value="undo">
            {say('guidance.undo')}
          </Button>
        </Form>
      )}
      {plan.steps.length === 0 ? (
        <EmptyState title={say('guidance.plan-none')} />
      ) : (
        <ol className="plain">
          {plan.steps.map((step, index) => (
            <Step key={step.id} step={step} first={index === 0} last={index === plan.steps.length - 1} />
          ))}
        </ol>
      )}
      <Section title={say('guidance.add-step')}>
        <Form
          state={failed}
          label={say('guidance.add-step')}
          labels={{ '/steps/0/content/title': say('guidance.step') }}
        >
          <input type="hidden" name="kind" value="add" />
          <input type="hidden" name="steps/0/content/kind" value="other" />
          <TextField
            name="steps/0/content/title"
            label={say('guidance.step')}
            help={say('guidance.step-help')}
            maxLength={300}
            required
          />
          <TextField name="steps/0/targetOn" type="date" label={say('guidance.target-on')} optional />
          <div className="actions">
            <Button icon="plus">{say('guidance.add-step')}</Button>
          </div>
        </Form>
      </Section>
      <Section title={say('guidance.add-merit')}>
        <SearchForm label={say('guidance.search-merit')} />
        {hits?.length === 0 && <EmptyState title={say('guidance.found-none')} />}
        {hits && hits.length > 0 && (
          <ul className="plain">
            {hits.map((hit) => (
              <AddMerit key={hit.meritId} hit={hit} />
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function AddMerit({ hit }: { hit: Hit }) {
  const { say } = useWords()
  const { path } = useScene()
  return (
    <li className="sheet">
      <p>
        <a href={`/merits/${hit.meritId}`}>{hit.title}</a>, {hit.owner}
      </p>
      <Form action={path} className="actions" label={hit.title} scope={`${hit.meritId}/`}>
        <input type="hidden" name="kind" value="add" />
        <input type="hidden" name="steps/0/content/kind" value="merit" />
        <input type="hidden" name="steps/0/content/meritId" value={hit.meritId} />
        <input type="hidden" name="steps/0/content/title" value={hit.title} />
        <Button look="secondary" icon="plus">
          {say('guidance.put-in-plan')} <span className="visually-hidden">{hit.title}</span>
        </Button>
      </Form>
    </li>
  )
}

const tones = { planned: 'accent', done: 'success', reached: 'success', paused: 'warning', dropped: 'neutral' } as const

type StepView = PlanView['steps'][number]

export function StandingTag({ standing }: { standing: StepView['standing'] }) {
  const { say } = useWords()
  return <Tag tone={tones[standing]}>{say(`guidance.step-${standing}`)}</Tag>
}

/** What a step is called, and where it leads. */
export function StepTitle({ step }: { step: Pick<StepView, 'content' | 'credentialId'> }) {
  const { say } = useWords()
  const { content } = step
  if (content.kind === 'other') return <strong>{content.title}</strong>
  return (
    <>
      <a href={`/merits/${content.meritId}`}>{content.title}</a>
      {content.kind === 'validation' && (
        <>
          {' '}
          · <a href={`/validation?meritId=${content.meritId}`}>{say('guidance.by-validation')}</a>
        </>
      )}
    </>
  )
}

function Step({ step, first, last }: { step: StepView; first: boolean; last: boolean }) {
  const { say } = useWords()
  const { title } = step.content
  const named = (text: string) => (
    <>
      {text} <span className="visually-hidden">{title}</span>
    </>
  )
  return (
    <li className="sheet">
      <p>
        <StepTitle step={step} /> <StandingTag standing={step.standing} />
      </p>
      {step.targetOn && (
        <p>
          {say('guidance.target-on')}: <When at={step.targetOn} />
        </p>
      )}
      {step.note && <p>{step.note}</p>}
      {step.credentialId && (
        <p>
          <a href={`/passport/${step.credentialId}`}>{named(say('guidance.open-merit'))}</a>
        </p>
      )}
      <div className="actions">
        {step.standing !== 'reached' &&
          stepStates
            .filter((state) => state !== step.state)
            .map((state) => (
              <Small key={state} step={step} change={{ kind: 'set-state', state }}>
                {named(say(`guidance.mark-${state}`))}
              </Small>
            ))}
        {!first && (
          <Small step={step} change={{ kind: 'move', by: 'up' }}>
            {named(say('guidance.move-up'))}
          </Small>
        )}
        {!last && (
          <Small step={step} change={{ kind: 'move', by: 'down' }}>
            {named(say('guidance.move-down'))}
          </Small>
        )}
        <Small step={step} change={{ kind: 'remove' }}>
          {named(say('guidance.remove-step'))}
        </Small>
      </div>
      <details>
        <summary>{named(say('guidance.word-step'))}</summary>
        <Form scope={`${step.id}/`} label={`${say('guidance.word-step')} ${title}`}>
          <input type="hidden" name="kind" value="word" />
          <input type="hidden" name="stepId" value={step.id} />
          <TextField name="targetOn" type="date" label={say('guidance.target-on')} value={step.targetOn} optional />
          <TextField name="note" label={say('guidance.note')} value={step.note} rows={2} maxLength={1000} optional />
          <div className="actions">
            <Button look="secondary">{named(say('kit.save'))}</Button>
          </div>
        </Form>
      </details>
    </li>
  )
}

function Small(props: { step: StepView; change: Readonly<Record<string, string>>; children: ReactNode }) {
  return (
    <form method="post">
      <input type="hidden" name="stepId" value={props.step.id} />
      {Object.entries(props.change).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="text-button">
        {props.children}
      </button>
    </form>
  )
}
