import type { MeritStatistics } from '@bricka/server/issuing/statistics'
import { Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { EmptyState } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'

/** Counts of the organisation's merits; never of persons. */
export const statisticsPage = definePage('/org/:slug/statistics', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const { merits } = await visit.need<{ merits: readonly MeritStatistics[] }>(
      `/api/organisations/${workplace.id}/statistics`,
    )
    return {
      kind: 'page',
      title: visit.words.say('creator.nav-statistics'),
      hidden: true,
      body: <Statistics workplace={workplace} merits={merits} />,
    }
  },
})

function Statistics({ workplace, merits }: { workplace: Workplace; merits: readonly MeritStatistics[] }) {
  const { say, number } = useWords()
  const counted = ['versions', 'issuers', 'issued', 'claimed', 'suspended', 'revoked'] as const
  return (
    <Console workplace={workplace} title={say('creator.nav-statistics')} lead={say('creator.statistics-lead')}>
      {merits.length === 0 ? (
        <EmptyState title={say('creator.no-statistics')} />
      ) : (
        <>
          <Table
            caption={say('creator.statistics-table')}
            captionShown
            rows={merits}
            keyOf={({ meritId }) => meritId}
            columns={[
              { head: say('creator.merit'), cell: ({ meritId, title }) => <a href={`/merits/${meritId}`}>{title}</a> },
              ...counted.map((name) => ({
                head: say(`creator.count-${name}`),
                cell: (row: MeritStatistics) => number(row[name]),
                numeric: true,
              })),
            ]}
          />
          <Months merits={merits} />
        </>
      )}
    </Console>
  )
}

/** Bars as meters: their length is a value of the element, so no style of its own is needed, and each is said in words. */
function Months({ merits }: { merits: readonly MeritStatistics[] }) {
  const { say, number } = useWords()
  const sums = new Map<string, number>()
  for (const { byMonth } of merits)
    for (const { month, issued } of byMonth) sums.set(month, (sums.get(month) ?? 0) + issued)
  const rows = [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).slice(-24)
  const most = Math.max(1, ...sums.values())
  if (rows.length === 0) return null
  return (
    <Section title={say('creator.by-month')}>
      <Table
        caption={say('creator.by-month')}
        rows={rows}
        keyOf={([month]) => month}
        columns={[
          { head: say('creator.month'), cell: ([month]) => month },
          { head: say('creator.count-issued'), cell: ([, issued]) => number(issued), numeric: true },
          {
            head: say('creator.compared'),
            cell: ([month, issued]) => (
              <meter min={0} max={most} value={issued} aria-label={`${month}: ${number(issued)}`} />
            ),
          },
        ]}
      />
    </Section>
  )
}
