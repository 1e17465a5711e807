import { pickText } from '@bricka/domain/local-text'
import type { RelationView } from '@bricka/server/recognition/list-relations'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { addressWith, definePage } from '../kit/page.ts'
import { EmptyState, Tabs, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

const kinds = ['credit', 'recognition', 'level', 'stack'] as const

/** Merits and qualifications, and what ties them: for those who plan education, as a picture, a table and a file. */
export const relationsPage = definePage('/relations', {
  get: async (visit) => {
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const listing = await visit.need<Listing<RelationView>>(`/api/relations?${asked}`)
    return {
      kind: 'page',
      title: visit.words.say('relation.title'),
      description: visit.words.say('relation.lead'),
      alternates: [{ type: 'application/json', href: `/api/relations?${asked}` }],
      body: <Relations listing={listing} />,
    }
  },
})

const tones = {
  full: 'success',
  partial: 'info',
  none: 'warning',
  recognised: 'success',
  decided: 'success',
  way: 'neutral',
} as const satisfies Record<RelationView['status'], string>

function Relations({ listing }: { listing: Listing<RelationView> }) {
  const { say } = useWords()
  const { path, query } = useScene()
  const filter = (kind: string | undefined) => addressWith(path, query, { kind, page: undefined })
  return (
    <>
      <PageHead title={say('relation.title')} lead={say('relation.lead')} />
      <SearchForm label={say('relation.search')} />
      <Tabs
        label={say('relation.kind')}
        tabs={[
          { href: filter(undefined), text: say('relation.all'), current: !query.get('kind') },
          ...kinds.map((kind) => ({
            href: filter(kind),
            text: say(`relation.kind-${kind}`),
            current: query.get('kind') === kind,
          })),
        ]}
      />
      {listing.items.length === 0 ? (
        <EmptyState title={say('relation.none')} />
      ) : (
        <>
          <Picture relations={listing.items} />
          <Section title={say('relation.table')}>
            <Table
              caption={say('relation.title')}
              rows={listing.items}
              keyOf={({ id }) => id}
              columns={[
                {
                  head: say('relation.merit'),
                  cell: ({ merit }) => (
                    <a href={`/merits/${merit.id}`}>
                      <Local text={merit.title} />
                    </a>
                  ),
                },
                { head: say('relation.to'), cell: ({ to, url }) => (url ? <a href={url}>{to}</a> : to) },
                { head: say('relation.kind'), cell: ({ kind }) => say(`relation.kind-${kind}`) },
                {
                  head: say('relation.status'),
                  cell: ({ status, current }) => (
                    <>
                      <Tag tone={current ? tones[status] : 'neutral'}>{say(`relation.status-${status}`)}</Tag>
                      {!current && ` ${say('relation.lapsed')}`}
                    </>
                  ),
                },
                { head: say('relation.by'), cell: ({ by }) => by },
                { head: say('relation.reference'), cell: ({ reference }) => reference ?? '–' },
                { head: say('relation.since'), cell: ({ since }) => since ?? '–' },
                { head: say('relation.until'), cell: ({ until }) => until ?? '–' },
              ]}
            />
          </Section>
        </>
      )}
      <Paging listing={listing} csv={addressWith('/api/relations', query, { format: 'csv', page: undefined })} />
    </>
  )
}

const row = 44
const width = 760
const left = 300
const right = 460
const most = 44

/** Merits to the left, what they lead to on the right. Dashes say what is not whole; the table says all of it in words. */
function Picture({ relations }: { relations: readonly RelationView[] }) {
  const { say, language } = useWords()
  const merits = [...new Map(relations.map(({ merit }) => [merit.id, merit])).values()]
  const targets = [...new Set(relations.map(({ to }) => to))]
  const height = Math.max(merits.length, targets.length) * row + 16
  const y = (index: number) => index * row + row / 2 + 8
  const short = (text: string) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
  return (
    <figure>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={say('relation.picture')}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-label={say('relation.picture-label', { merits: merits.length, targets: targets.length })}
        >
          {relations.map(({ id, merit, to, status, current }) => (
            <line
              key={id}
              x1={left}
              y1={y(merits.findIndex((one) => one.id === merit.id))}
              x2={right}
              y2={y(targets.indexOf(to))}
              stroke="currentColor"
              strokeWidth={status === 'full' || status === 'recognised' || status === 'decided' ? 3 : 1.5}
              strokeDasharray={dashes[status]}
              opacity={current ? 1 : 0.4}
            />
          ))}
          {merits.map((merit, index) => (
            <text key={merit.id} x={left - 12} y={y(index) + 5} textAnchor="end" fill="currentColor" fontSize="14">
              {short(pickText(merit.title, language)?.text ?? merit.id)}
            </text>
          ))}
          {targets.map((target, index) => (
            <text key={target} x={right + 12} y={y(index) + 5} fill="currentColor" fontSize="14">
              {short(target)}
            </text>
          ))}
        </svg>
      </section>
      <figcaption>{say('relation.picture-caption')}</figcaption>
    </figure>
  )
}

const dashes = {
  full: undefined,
  recognised: undefined,
  decided: undefined,
  partial: '8 5',
  way: '2 5',
  none: '1 9',
} as const satisfies Record<RelationView['status'], string | undefined>
