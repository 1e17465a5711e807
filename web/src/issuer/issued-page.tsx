import { CredentialState } from '@bricka/domain/issuing/decide-status-change'
import type { BatchView } from '@bricka/server/issuing/batch-view'
import type { IssuedView } from '@bricka/server/issuing/issued-view'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { choicesOf, wordFor } from '../creator/design-words.ts'
import { pick } from '../creator/merits-page.tsx'
import { Select } from '../kit/fields.tsx'
import { definePage } from '../kit/page.ts'
import { Button, EmptyState, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

export const issuedPage = definePage('/org/:slug/issued', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const root = `/api/organisations/${workplace.id}`
    const filter = pick(visit.query, ['search', 'state', 'meritId', 'batchId', 'page'])
    const [listing, batches] = await Promise.all([
      visit.need<Listing<IssuedView>>(`${root}/credentials?${filter}`),
      visit.call<Listing<BatchView>>('GET', `${root}/batches?perPage=10`),
    ])
    return {
      kind: 'page',
      title: visit.words.say('creator.nav-issued'),
      hidden: true,
      body: <Issued workplace={workplace} listing={listing} batches={batches.ok ? batches.body.items : []} />,
    }
  },
})

function Issued(props: { workplace: Workplace; listing: Listing<IssuedView>; batches: readonly BatchView[] }) {
  const words = useWords()
  const { query } = useScene()
  const { say } = words
  const { workplace, listing } = props
  const home = `/org/${workplace.slug}/issued`
  const csv = `/api/organisations/${workplace.id}/credentials?format=csv&${pick(query, ['search', 'state', 'meritId', 'batchId'])}`
  return (
    <Console workplace={workplace} title={say('creator.nav-issued')} lead={say('issuer.issued-lead')}>
      <SearchForm label={say('issuer.search-issued')} />
      <form method="get" className="inline-form">
        {['search', 'meritId', 'batchId'].map((name) =>
          query.get(name) ? <input key={name} type="hidden" name={name} value={query.get(name) ?? ''} /> : null,
        )}
        <Select
          name="state"
          label={say('creator.state')}
          empty={say('creator.all')}
          value={query.get('state') ?? ''}
          choices={choicesOf(words, 'state', CredentialState.options)}
        />
        <Button look="secondary">{say('issuer.filter')}</Button>
      </form>
      {listing.total === 0 ? (
        <EmptyState title={say('issuer.none-issued')} />
      ) : (
        <>
          <Table
            caption={say('creator.nav-issued')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('issuer.recipient'),
                cell: ({ id, recipientName }) => <a href={`${home}/${id}`}>{recipientName}</a>,
              },
              { head: say('creator.merit'), cell: ({ title }) => title },
              { head: say('creator.state'), cell: ({ state }) => <StateTag state={state} /> },
              { head: say('issuer.issued-at'), cell: ({ issuedAt }) => (issuedAt ? <When at={issuedAt} /> : '–') },
              {
                head: say('issuer.claimed'),
                cell: ({ claimedAt }) => (claimedAt ? <When at={claimedAt} /> : say('issuer.not-claimed')),
              },
            ]}
          />
          <Paging listing={listing} csv={csv} />
        </>
      )}
      <Files workplace={workplace} batches={props.batches} />
    </Console>
  )
}

const tones = {
  'awaiting-approval': 'info',
  declined: 'neutral',
  issued: 'success',
  suspended: 'warning',
  revoked: 'danger',
  replaced: 'neutral',
} as const satisfies Record<CredentialState, string>

export function StateTag({ state }: { state: CredentialState }) {
  return <Tag tone={tones[state]}>{wordFor(useWords(), 'state', state)}</Tag>
}

function Files({ workplace, batches }: { workplace: Workplace; batches: readonly BatchView[] }) {
  const words = useWords()
  if (batches.length === 0) return null
  return (
    <section className="section section-quiet">
      <h2>{words.say('issuer.files')}</h2>
      <ul>
        {batches.map(({ id, title, fileName, state, total }) => (
          <li key={id}>
            <a href={`/org/${workplace.slug}/batches/${id}`}>{fileName ?? title}</a> · {title} ·{' '}
            {words.say('issuer.rows', { count: total })} · {wordFor(words, 'batch-state', state)}
          </li>
        ))}
      </ul>
    </section>
  )
}
