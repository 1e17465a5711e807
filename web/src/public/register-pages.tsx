import { areas } from '@bricka/domain/landscape/learning-unit'
import { type RecommendationState, recommendationLevels } from '@bricka/domain/landscape/recommendation'
import type { RecommendationView, TermView } from '@bricka/server/landscape/register'
import { Form, Select } from '../kit/fields.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { addressWith, definePage, type Page } from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { elementWord } from './landscape-parts.tsx'

/** What words mean where, side by side. */
const termsPage = definePage('/landscape/terms', {
  get: async (visit) => {
    const { say } = visit.words
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const listing = await visit.need<Listing<TermView>>(`/api/landscape/terms?${asked}`)
    return {
      kind: 'page',
      title: say('landscape.terms'),
      description: say('landscape.terms-lead'),
      alternates: [{ type: 'application/json', href: `/api/landscape/terms?${asked}` }],
      body: <Terms listing={listing} />,
    }
  },
})

function Terms({ listing }: { listing: Listing<TermView> }) {
  const words = useWords()
  const { say } = words
  const { path, query } = useScene()
  return (
    <>
      <PageHead
        title={say('landscape.terms')}
        lead={say('landscape.terms-lead')}
        crumbs={[{ href: '/landscape', text: say('landscape.title') }]}
      />
      <SearchForm label={say('landscape.search-terms')} />
      <Form method="get" action={path} className="filter-form" label={say('landscape.area')}>
        <Select
          name="area"
          label={say('landscape.area')}
          empty={say('landscape.any')}
          value={query.get('area') ?? ''}
          choices={[...areas, 'EU'].map((value) => ({ value, text: words.country(value) }))}
        />
        <Button look="secondary">{say('landscape.show')}</Button>
      </Form>
      {listing.items.length === 0 ? (
        <EmptyState title={say('landscape.no-terms')} />
      ) : (
        <Table
          caption={say('landscape.terms')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('landscape.term'),
              cell: ({ term }) => (
                <>
                  <strong lang={term.language}>{term.term}</strong>
                  <br />
                  <small>{term.concept}</small>
                </>
              ),
            },
            { head: say('landscape.area'), cell: ({ term }) => words.country(term.area) },
            {
              head: say('landscape.term-definition'),
              cell: ({ term }) => (
                <>
                  <span lang={term.language}>{term.definition}</span>
                  {term.elements.length > 0 && (
                    <>
                      <br />
                      <small>
                        {say('landscape.covers')}:{' '}
                        {words.enumerate(term.elements.map((element) => elementWord(words, element)))}
                      </small>
                    </>
                  )}
                </>
              ),
            },
            { head: say('landscape.standing'), cell: ({ term }) => say(`landscape.standing-${term.standing}`) },
            {
              head: say('landscape.source'),
              cell: ({ term, by }) => (
                <>
                  {term.url === undefined ? (
                    term.source
                  ) : (
                    <a href={term.url} rel="noopener nofollow">
                      {term.source}
                    </a>
                  )}
                  <br />
                  <small>{by.legalName}</small>
                </>
              ),
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={addressWith('/api/landscape/terms', query, { format: 'csv', page: undefined })} />
    </>
  )
}

/** How far each recommendation has come, at five levels. */
const recommendationsPage = definePage('/landscape/recommendations', {
  get: async (visit) => {
    const { say } = visit.words
    const area = visit.query.get('area') ?? ''
    const address = area
      ? `/api/landscape/recommendations?area=${encodeURIComponent(area)}`
      : '/api/landscape/recommendations'
    const { items } = await visit.need<{ items: RecommendationView[] }>(address)
    return {
      kind: 'page',
      title: say('landscape.recommendations'),
      description: say('landscape.recommendations-lead'),
      alternates: [{ type: 'application/json', href: address }],
      body: <Recommendations items={items} area={area} />,
    }
  },
})

const tones: Record<RecommendationState, 'success' | 'warning' | 'neutral'> = {
  'not-begun': 'neutral',
  discussed: 'warning',
  begun: 'warning',
  'in-place': 'success',
  'not-relevant': 'neutral',
}

function Recommendations({ items, area }: { items: readonly RecommendationView[]; area: string }) {
  const words = useWords()
  const { say } = words
  const { path } = useScene()
  return (
    <>
      <PageHead
        title={say('landscape.recommendations')}
        lead={say('landscape.recommendations-lead')}
        crumbs={[{ href: '/landscape', text: say('landscape.title') }]}
      />
      <Form method="get" action={path} className="filter-form" label={say('landscape.area')}>
        <Select
          name="area"
          label={say('landscape.area')}
          empty={say('landscape.all-areas')}
          value={area}
          choices={areas.map((value) => ({ value, text: words.country(value) }))}
        />
        <Button look="secondary">{say('landscape.show')}</Button>
      </Form>
      {recommendationLevels.map((level) => (
        <Section key={level} title={say(`landscape.level-${level}`)}>
          <Table
            caption={say(`landscape.level-${level}`)}
            rows={items.filter((one) => one.level === level)}
            keyOf={({ recommendation }) => recommendation}
            columns={[
              {
                head: say('landscape.recommendation'),
                cell: ({ recommendation }) => say(`landscape.rec-${recommendation}`),
              },
              { head: say('landscape.state'), cell: ({ notes }) => <Notes notes={notes} /> },
            ]}
          />
        </Section>
      ))}
      <LinkButton
        href={addressWith('/api/landscape/recommendations', new URLSearchParams(area ? { area } : {}), {
          format: 'csv',
        })}
        look="tertiary"
        icon="download"
        download
      >
        {say('kit.csv')}
      </LinkButton>
    </>
  )
}

function Notes({ notes }: { notes: RecommendationView['notes'] }) {
  const words = useWords()
  const { say } = words
  if (notes.length === 0) return <span>{say('landscape.not-noted')}</span>
  return (
    <ul className="note-list">
      {notes.map(({ id, area, state, note, url, by, on }) => (
        <li key={id}>
          <strong>{words.country(area)}</strong> <Tag tone={tones[state]}>{say(`landscape.state-${state}`)}</Tag> {note}{' '}
          <small>
            {url === null ? (
              say('landscape.note-by', { by: by.legalName, on: words.date(on) })
            ) : (
              <a href={url} rel="noopener nofollow">
                {say('landscape.note-by', { by: by.legalName, on: words.date(on) })}
              </a>
            )}
          </small>
        </li>
      ))}
    </ul>
  )
}

export const registerPages: readonly Page[] = [termsPage, recommendationsPage]
