import type { GapFigure } from '@bricka/server/planning/read-gap'
import type { BesideView, BreakdownView, SkillFigure } from '@bricka/server/planning/read-supply'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Table } from '../kit/table.tsx'
import { refuse } from './gap-pages.tsx'
import { GapBar, Lacking } from './gap-parts.tsx'
import { BesideFacts, Breakdown, Figure, Ratio, Synthetic } from './supply-parts.tsx'

type Supply = Listing<SkillFigure> & { beside: BesideView }
type Gaps = Listing<GapFigure> & { beside: BesideView }

/** A place on one sheet of paper: what is lacking, what there is, what ends, and how far it may be trusted. */
export const placeReportPage = definePage('/planning/:place/report', {
  get: async (visit) => {
    const { say, language, country } = visit.words
    const place = encodeURIComponent(visit.params.place ?? '')
    const answer = await visit.call<Supply>(
      'GET',
      `/api/planning/supply?place=${place}&kind=skill&perPage=10&language=${language}`,
    )
    if (!answer.ok) return refuse(visit, answer.problem.code)
    const stock = answer.body
    const gaps = await visit.need<Gaps>(`/api/planning/gap?place=${place}&perPage=10&language=${language}`)
    const all = await visit.need<BreakdownView>(
      `/api/planning/supply/skill?place=${place}&${new URLSearchParams({ concept: '*', language })}`,
    )
    const { beside } = stock
    const name = beside.place.kind === 'country' ? country(beside.place.code) : beside.place.name
    const title = say('report.title', { place: name })
    return {
      kind: 'page',
      title,
      description: say('report.lead'),
      body: (
        <div className="place-report">
          <PageHead
            title={title}
            lead={say('report.lead')}
            crumbs={[
              { href: '/planning', text: say('planning.title') },
              { href: `/planning/${place}`, text: say('planning.supply-in', { place: name }) },
            ]}
            actions={
              <LinkButton href={`/planning/${place}/gap`} look="secondary">
                {say('gap.title')}
              </LinkButton>
            }
          />
          <Synthetic synthetic={beside.synthetic} />
          <div className="report-columns">
            <Lack items={gaps.items} />
            <Stock items={stock.items} />
            <Forecast ends={all.ends} period={beside.period} />
            <Section title={say('planning.beside')}>
              <BesideFacts beside={beside} />
            </Section>
          </div>
        </div>
      ),
    }
  },
})

function Lack({ items }: { items: readonly GapFigure[] }) {
  const { say, number } = useWords()
  const most = Math.max(1, ...items.map(({ wantedAtMost, people }) => Math.max(wantedAtMost, people ?? 0)))
  return (
    <Section title={say('report.lacking')}>
      {items.length === 0 ? (
        <EmptyState title={say('gap.none')} action={<LinkButton href="/needs">{say('gap.needs')}</LinkButton>} />
      ) : (
        <>
          <Table
            caption={say('report.lacking')}
            columns={[
              { head: say('planning.skill'), cell: ({ label }: GapFigure) => label },
              { head: say('gap.wanted'), numeric: true, cell: ({ wanted }) => number(wanted) },
              { head: say('gap.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
              { head: say('gap.lacking'), numeric: true, cell: (gap) => <Lacking gap={gap} /> },
              { head: say('gap.picture'), cell: (gap) => <GapBar gap={gap} most={most} /> },
            ]}
            rows={items}
            keyOf={({ uri }) => uri}
          />
          <p className="check-means">{say('gap.picture-means')}</p>
        </>
      )}
    </Section>
  )
}

function Stock({ items }: { items: readonly SkillFigure[] }) {
  const { say } = useWords()
  return (
    <Section title={say('report.stock')}>
      <Table
        caption={say('report.stock')}
        columns={[
          { head: say('planning.skill'), cell: ({ label }: SkillFigure) => label },
          { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('planning.per-thousand'),
            numeric: true,
            cell: ({ perThousand }) => <Ratio ratio={perThousand} />,
          },
        ]}
        rows={items}
        keyOf={({ uri }) => uri}
      />
    </Section>
  )
}

const quartersAhead = 5

/** Quarter by quarter, never summed: each figure is protected on its own. */
function Forecast({ ends, period }: { ends: BreakdownView['ends']; period: string }) {
  const { say } = useWords()
  const coming = ends.filter(({ code }) => code > period).slice(0, quartersAhead)
  return (
    <Section title={say('report.forecast')} lead={say('report.forecast-lead')}>
      {coming.length === 0 ? (
        <p>{say('planning.no-ends')}</p>
      ) : (
        <Breakdown title={say('planning.by-end')} rows={coming.map((row) => ({ ...row, text: row.code }))} />
      )}
    </Section>
  )
}
