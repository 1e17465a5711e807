import type { BatchView, RowView } from '@bricka/server/issuing/batch-view'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { wordFor } from '../creator/design-words.ts'
import { pick } from '../creator/merits-page.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { textOf } from '../kit/form.ts'
import { addressWith, definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton, Tabs, Tag, When } from '../kit/pieces.tsx'
import { wordFieldProblem, wordProblem } from '../kit/problem-words.ts'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

const rootOf = ({ id }: Workplace, { params }: Visit): string =>
  `/api/organisations/${id}/batches/${encodeURIComponent(params.batchId ?? '')}`

/** A file of recipients on its way: how far it has come, and each row with what became of it. */
export const batchPage = definePage('/org/:slug/batches/:batchId', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const root = rootOf(workplace, visit)
    const [batch, rows] = await Promise.all([
      visit.need<BatchView>(root),
      visit.need<Listing<RowView>>(`${root}/rows?${pick(visit.query, ['search', 'state', 'page'])}`),
    ])
    return {
      kind: 'page',
      title: visit.words.say('issuer.batch-title', { name: batch.fileName ?? batch.title }),
      hidden: true,
      islands: ['progress'],
      body: <Batch workplace={workplace} batch={batch} rows={rows} root={root} />,
    }
  },
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    if (textOf(visit.posted, '_act') === 'retry') {
      const answer = await visit.call('POST', `${rootOf(workplace, visit)}/retry`)
      if (!answer.ok) throw new PageProblem(answer.problem)
    }
    return redirect(`${visit.path}?done=retried`)
  },
})

const rowStates = ['issued', 'known', 'failed', 'waiting'] as const

function Batch(props: { workplace: Workplace; batch: BatchView; rows: Listing<RowView>; root: string }) {
  const words = useWords()
  const { path, query } = useScene()
  const { say } = words
  const { workplace, batch, rows, root } = props
  const home = `/org/${workplace.slug}`
  const mayGoOn =
    workplace.may('issue') && (batch.failed > 0 || batch.state === 'stopped' || batch.state === 'cancelled')
  const filter = (state: string | undefined) => addressWith(path, query, { state, page: undefined, done: undefined })
  return (
    <Console
      workplace={workplace}
      title={say('issuer.batch-title', { name: batch.fileName ?? batch.title })}
      lead={batch.title}
      crumbs={[{ href: `${home}/issued`, text: say('creator.nav-issued') }]}
    >
      <Progress batch={batch} />
      <div className="actions">
        {batch.issued + batch.known > 0 && (
          <LinkButton href={`${home}/issued?batchId=${batch.id}`} look="secondary">
            {say('issuer.batch-see-issued')}
          </LinkButton>
        )}
        {mayGoOn && batch.state !== 'running' && (
          <form method="post">
            <Button name="_act" value="retry" look="secondary">
              {say('issuer.batch-retry')}
            </Button>
          </form>
        )}
        {workplace.may('issue') && batch.state === 'running' && (
          <LinkButton href={`${path}/cancel`} look="secondary">
            {say('issuer.batch-cancel')}
          </LinkButton>
        )}
        {batch.state === 'running' && (
          <LinkButton href={path} look="tertiary">
            {say('issuer.batch-update')}
          </LinkButton>
        )}
      </div>
      <section className="section">
        <h2>{say('issuer.batch-rows')}</h2>
        <SearchForm label={say('issuer.search-issued')} />
        <Tabs
          label={say('creator.state')}
          tabs={[
            { href: filter(undefined), text: say('creator.all'), current: !query.get('state') },
            ...rowStates.map((state) => ({
              href: filter(state),
              text: wordFor(words, 'row-state', state),
              current: query.get('state') === state,
            })),
          ]}
        />
        {rows.total === 0 ? (
          <EmptyState title={say('issuer.no-rows')} />
        ) : (
          <>
            <Rows rows={rows.items} home={home} />
            <Paging listing={rows} csv={`${root}/rows?format=csv&${pick(query, ['search', 'state'])}`} />
          </>
        )}
      </section>
    </Console>
  )
}

/** The island reads this part anew until `data-running` is gone; without it, one follows the link. */
function Progress({ batch }: { batch: BatchView }) {
  const words = useWords()
  const { say, number } = words
  const done = batch.total - batch.waiting
  const told = say('issuer.batch-progress', { done, total: batch.total })
  return (
    <div data-progress="" data-running={batch.state === 'running' ? '' : undefined}>
      {batch.problem && (
        <Callout tone="danger" title={wordProblem(words, { ...batch.problem, status: 0, title: '' })} />
      )}
      <p role="status">
        <Tag tone={batch.state === 'finished' ? 'success' : 'info'}>{wordFor(words, 'batch-state', batch.state)}</Tag>{' '}
        {told}
      </p>
      <progress max={Math.max(1, batch.total)} value={done} aria-label={told} />
      <Facts
        items={[
          [say('issuer.batch-issued'), number(batch.issued)],
          [say('issuer.batch-known'), number(batch.known)],
          [say('issuer.batch-failed'), number(batch.failed)],
          [say('issuer.batch-waiting'), number(batch.waiting)],
          [say('issuer.batch-started'), <When key="started" at={batch.startedAt} time />],
          batch.finishedAt !== null && [
            say('issuer.batch-finished'),
            <When key="finished" at={batch.finishedAt} time />,
          ],
        ]}
      />
    </div>
  )
}

const tones = { issued: 'success', known: 'neutral', failed: 'danger', waiting: 'info' } as const

function Rows({ rows, home }: { rows: readonly RowView[]; home: string }) {
  const words = useWords()
  const { say } = words
  return (
    <Table
      caption={say('issuer.batch-rows')}
      rows={rows}
      keyOf={({ row }) => String(row)}
      columns={[
        { head: say('creator.row'), cell: ({ row }) => row },
        {
          head: say('issuer.name'),
          cell: ({ name, credentialId }) =>
            credentialId ? <a href={`${home}/issued/${credentialId}`}>{name}</a> : name,
        },
        { head: say('issuer.recipient-email'), cell: ({ email }) => email },
        {
          head: say('creator.state'),
          cell: ({ state }) => <Tag tone={tones[state]}>{wordFor(words, 'row-state', state)}</Tag>,
        },
        { head: say('creator.what-is-wrong'), cell: ({ problems }) => <Problems problems={problems} /> },
      ]}
    />
  )
}

function Problems({ problems }: { problems: RowView['problems'] }) {
  const words = useWords()
  if (problems.length === 0) return <>–</>
  return (
    <ul className="plain-rows">
      {problems.map(({ column, code, value, pointer }) => (
        <li key={`${column} ${pointer} ${code}`}>
          {column && <strong>{column}: </strong>}
          {wordFieldProblem(words, { pointer: pointer ?? '', code, detail: '' })}
          {value && ` (${value})`}
        </li>
      ))}
    </ul>
  )
}

export const cancelBatchPage = definePage('/org/:slug/batches/:batchId/cancel', {
  get: async (visit) => ask(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const answer = await visit.call('POST', `${rootOf(workplace, visit)}/cancel`)
    if (!answer.ok) return ask(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${workplace.slug}/batches/${visit.params.batchId}?done=cancelled`)
  },
})

function ask(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  const { say } = visit.words
  return askFirst({
    title: say('issuer.batch-cancel-title'),
    what: <p>{say('issuer.batch-cancel-what')}</p>,
    confirm: say('issuer.batch-cancel'),
    back: `/org/${workplace.slug}/batches/${visit.params.batchId}`,
    state,
  })
}
