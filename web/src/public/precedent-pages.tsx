import type { PrecedentView } from '@bricka/server/recognition/precedent'
import { PageHead, Section } from '../kit/layout.tsx'
import { addressWith, definePage } from '../kit/page.ts'
import { Callout, EmptyState, Tabs } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm } from '../kit/table.tsx'
import { DecisionFacts, PrecedentTable } from './decision-view.tsx'

const extents = ['full', 'partial', 'none'] as const

/** What formal educations have decided about merits, without whom it was decided for. */
export const precedentsPage = definePage('/precedents', {
  get: async (visit) => {
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const listing = await visit.need<Listing<PrecedentView>>(`/api/precedents?${asked}`)
    return {
      kind: 'page',
      title: visit.words.say('credit.precedents'),
      description: visit.words.say('credit.precedents-lead'),
      alternates: [{ type: 'application/json', href: `/api/precedents?${asked}` }],
      body: <Precedents listing={listing} />,
    }
  },
})

function Precedents({ listing }: { listing: Listing<PrecedentView> }) {
  const { say } = useWords()
  const { path, query } = useScene()
  const filter = (extent: string | undefined) => addressWith(path, query, { extent, page: undefined })
  return (
    <>
      <PageHead title={say('credit.precedents')} lead={say('credit.precedents-lead')} />
      <SearchForm label={say('credit.search-precedents')} />
      <Tabs
        label={say('credit.decision')}
        tabs={[
          { href: filter(undefined), text: say('credit.all'), current: !query.get('extent') },
          ...extents.map((extent) => ({
            href: filter(extent),
            text: say(`credit.extent-${extent}`),
            current: query.get('extent') === extent,
          })),
        ]}
      />
      {listing.items.length === 0 ? (
        <EmptyState title={say('credit.precedents-none')} />
      ) : (
        <PrecedentTable precedents={listing.items} />
      )}
      <Paging listing={listing} csv={addressWith('/api/precedents', query, { format: 'csv', page: undefined })} />
      <Callout tone="neutral">
        <p>{say('credit.precedents-few')}</p>
      </Callout>
    </>
  )
}

export const precedentPage = definePage('/precedents/:id', {
  get: async (visit) => {
    const one = await visit.need<PrecedentView>(`/api/precedents/${encodeURIComponent(visit.params.id ?? '')}`)
    return {
      kind: 'page',
      title: visit.words.say('credit.precedent-title', { target: one.target.title }),
      alternates: [{ type: 'application/json', href: `/api/precedents/${one.id}` }],
      body: <Precedent precedent={one} />,
    }
  },
})

function Precedent({ precedent }: { precedent: PrecedentView }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        eyebrow={precedent.deciderName}
        title={say('credit.precedent-title', { target: precedent.target.title })}
        lead={say('credit.precedent-lead')}
        crumbs={[{ href: '/precedents', text: say('credit.precedents') }]}
      />
      {!precedent.current && <Callout tone="warning" title={say('credit.lapsed')} />}
      <div className="sheet">
        <DecisionFacts decision={precedent} by={precedent.deciderName} on={precedent.decidedIn} />
      </div>
      <Section title={say('credit.basis')}>
        <ul>
          {precedent.basis.map(({ meritId, version }) => (
            <li key={meritId}>
              <a href={`/merits/${meritId}/${version}`}>{say('credit.merit-version', { version })}</a>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
