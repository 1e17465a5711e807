import type { CaseLine } from '@bricka/server/recognition/list-cases'
import { Console, openWorkplace } from '../creator/console.tsx'
import { PageHead } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { EmptyState, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Column, type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { PassportTabs } from '../learner/passport-tabs.tsx'

/** One's own cases of validation. */
export const ownCasesPage = definePage('/passport/validations', {
  get: async (visit) => {
    const listing = await visit.need<Listing<CaseLine>>(`/api/passport/validations?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('recognition.own-cases'),
      hidden: true,
      body: <OwnCases listing={listing} />,
    }
  },
})

function OwnCases({ listing }: { listing: Listing<CaseLine> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('recognition.own-cases')}
        lead={say('recognition.own-cases-lead')}
        actions={<LinkButton href="/validation">{say('recognition.offers')}</LinkButton>}
      />
      <PassportTabs />
      {listing.items.length === 0 ? (
        <EmptyState title={say('recognition.cases-none')} />
      ) : (
        <Cases listing={listing} of="provider" />
      )}
      <Paging listing={listing} csv="/api/passport/validations?format=csv" />
    </>
  )
}

/** A provider's cases; an assessor sees those they are appointed in. */
export const casesPage = definePage('/org/:slug/validations', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const path = `/api/organisations/${workplace.id}/validations`
    const listing = await visit.need<Listing<CaseLine>>(`${path}?${visit.query}`)
    const { say } = visit.words
    return {
      kind: 'page',
      title: say('recognition.cases'),
      hidden: true,
      body: (
        <Console workplace={workplace} title={say('recognition.cases')} lead={say('recognition.cases-lead')}>
          <SearchForm label={say('recognition.cases-search')} />
          {listing.items.length === 0 ? (
            <EmptyState title={say('recognition.cases-none')} />
          ) : (
            <Cases listing={listing} of="candidate" />
          )}
          <Paging listing={listing} csv={`${path}?format=csv`} />
        </Console>
      ),
    }
  },
})

function Cases({ listing, of }: { listing: Listing<CaseLine>; of: 'provider' | 'candidate' }) {
  const { say } = useWords()
  const columns: readonly Column<CaseLine>[] = [
    { head: say('recognition.merit'), cell: ({ id, title }) => <a href={`/validations/${id}`}>{title}</a> },
    { head: say(`recognition.${of}`), cell: (line) => line[of] },
    { head: say('recognition.standing'), cell: ({ standing }) => <StandingTag standing={standing} /> },
    { head: say('recognition.phase'), cell: ({ phase }) => (phase ? say(`recognition.phase-${phase}`) : '–') },
    { head: say('recognition.changed'), cell: ({ changedAt }) => <When at={changedAt} /> },
  ]
  return <Table caption={say('recognition.cases')} rows={listing.items} keyOf={({ id }) => id} columns={columns} />
}

const tones = {
  open: 'accent',
  paused: 'warning',
  proposed: 'info',
  decided: 'success',
  certified: 'success',
  withdrawn: 'neutral',
} as const satisfies Record<CaseLine['standing'], string>

export function StandingTag({ standing }: { standing: CaseLine['standing'] }) {
  const { say } = useWords()
  return <Tag tone={tones[standing]}>{say(`recognition.standing-${standing}`)}</Tag>
}
