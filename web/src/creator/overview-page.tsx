import type { BatchView } from '@bricka/server/issuing/batch-view'
import type { OwnMeritView } from '@bricka/server/merit/merit-views'
import { Section } from '../kit/layout.tsx'
import { definePage, redirect } from '../kit/page.ts'
import { EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Listing } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'

type Waiting = { drafts: Listing<OwnMeritView>; approvals: number; batches: readonly BatchView[] }

/** What waits for someone in this organisation, each with where to do it. */
export const overviewPage = definePage('/org/:slug', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    // Whoever only assesses has no overview of the house: their own cases are their place.
    if (!workplace.may('read') && workplace.may('assess')) return redirect(`/org/${workplace.slug}/validations`)
    if (!workplace.may('read') && workplace.may('counsel')) return redirect(`/org/${workplace.slug}/guidance`)
    const root = `/api/organisations/${workplace.id}`
    const [drafts, asked, batches] = await Promise.all([
      visit.need<Listing<OwnMeritView>>(`${root}/merits?perPage=100`),
      visit.call<Listing<unknown>>('GET', `${root}/credentials?state=awaiting-approval&perPage=1`),
      visit.call<Listing<BatchView>>('GET', `${root}/batches?perPage=20`),
    ])
    const waiting: Waiting = {
      drafts,
      approvals: asked.ok ? asked.body.total : 0,
      batches: batches.ok ? batches.body.items : [],
    }
    return {
      kind: 'page',
      title: visit.words.say('creator.nav-overview'),
      hidden: true,
      body: <Overview workplace={workplace} waiting={waiting} />,
    }
  },
})

function Overview({ workplace, waiting }: { workplace: Workplace; waiting: Waiting }) {
  const { say } = useWords()
  const home = `/org/${workplace.slug}`
  const tasks = listTasks(waiting, workplace, home)
  return (
    <Console
      workplace={workplace}
      title={say('creator.nav-overview')}
      actions={
        <>
          {workplace.may('issue') && <LinkButton href={`${home}/issue`}>{say('creator.go-issue')}</LinkButton>}
          {workplace.may('design') && (
            <LinkButton href={`${home}/merits/new`} look="secondary" icon="plus">
              {say('creator.new-merit')}
            </LinkButton>
          )}
        </>
      }
    >
      <Section title={say('creator.waiting')}>
        {tasks.length === 0 ? (
          <EmptyState title={say('creator.nothing-waits')}>
            <p>{say('creator.nothing-waits-hint')}</p>
          </EmptyState>
        ) : (
          <ul className="results">
            {tasks.map(({ key, href, title, detail }) => (
              <Task key={key} href={href} title={title} detail={detail(say)} />
            ))}
          </ul>
        )}
      </Section>
    </Console>
  )
}

type Say = ReturnType<typeof useWords>['say']
type TaskRow = { key: string; href: string; title: string | ((say: Say) => string); detail: (say: Say) => string }

function Task({ href, title, detail }: { href: string; title: TaskRow['title']; detail: string }) {
  const { say } = useWords()
  return (
    <li className="result">
      <h3>
        <a href={href}>{typeof title === 'string' ? title : title(say)}</a>
      </h3>
      <p>{detail}</p>
    </li>
  )
}

function listTasks({ drafts, approvals, batches }: Waiting, { may }: Workplace, home: string): readonly TaskRow[] {
  const approve: readonly TaskRow[] =
    may('approve') && approvals > 0
      ? [
          {
            key: 'approvals',
            href: `${home}/approvals`,
            title: (say) => say('creator.nav-approvals'),
            detail: (say) => say('creator.task-approvals', { count: approvals }),
          },
        ]
      : []
  const files = batches
    .filter(({ state, failed }) => failed > 0 || (state !== 'finished' && state !== 'cancelled'))
    .map(
      ({ id, title, issued, known, failed, total }): TaskRow => ({
        key: id,
        href: `${home}/batches/${id}`,
        title,
        detail: (say) => say('creator.task-batch', { done: issued + known, total, failed }),
      }),
    )
  const merits = drafts.items.flatMap(({ id, title, hasDraft, missing, reviewOverdue, state }): readonly TaskRow[] => {
    const row = { key: id, href: `${home}/merits/${id}`, title: title || ((say: Say) => say('creator.untitled')) }
    if (hasDraft && state !== 'retired' && may('design'))
      return [{ ...row, detail: (say) => say('creator.task-draft', { count: missing }) }]
    if (reviewOverdue && state === 'published') return [{ ...row, detail: (say) => say('creator.task-review') }]
    return []
  })
  return [...approve, ...files, ...merits]
}
