import type { MeritBenefits } from '@bricka/server/follow-up/read-benefits'
import { Section } from '../kit/layout.tsx'
import { addressWith, definePage } from '../kit/page.ts'
import { EmptyState, Tabs, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm } from '../kit/table.tsx'
import { BenefitTable } from '../public/benefits.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'

const kinds = ['all', 'pilot', 'inclusion'] as const

type Benefits = Listing<MeritBenefits> & { period: string | null }

/** What came of the merits that the organisation owns or issues: also where too few have answered for everyone to see. */
export const benefitsPage = definePage('/org/:slug/benefits', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const asked = new URLSearchParams({ language: visit.words.language, perPage: '10' })
    for (const name of ['kind', 'search', 'page']) {
      const value = visit.query.get(name)
      if (value) asked.set(name, value)
    }
    const listing = await visit.need<Benefits>(`/api/organisations/${workplace.id}/benefits?${asked}`)
    return {
      kind: 'page',
      title: visit.words.say('follow-up.provider-title', { organisation: workplace.legalName }),
      hidden: true,
      body: (
        <Provider
          workplace={workplace}
          listing={listing}
          csv={`/api/organisations/${workplace.id}/benefits?${asked}&format=csv`}
        />
      ),
    }
  },
})

function Provider({ workplace, listing, csv }: { workplace: Workplace; listing: Benefits; csv: string }) {
  const { path, query } = useScene()
  const { say, list } = useWords()
  return (
    <Console workplace={workplace} title={say('follow-up.provider')} lead={say('follow-up.provider-lead')}>
      <SearchForm label={say('follow-up.search')} />
      <Tabs
        label={say('follow-up.kind')}
        tabs={kinds.map((kind) => ({
          href: addressWith(path, query, { kind: kind === 'all' ? undefined : kind, page: undefined }),
          text: say(`follow-up.kind-${kind}`),
          current: (query.get('kind') ?? 'all') === kind,
        }))}
      />
      {listing.items.length === 0 ? (
        <EmptyState title={say('follow-up.no-merits')} />
      ) : (
        listing.items.map(({ meritId, title, own, pilot, promised, figures }) => (
          <Section key={meritId} title={title}>
            <p>
              <a href={`/merits/${meritId}`}>{say('follow-up.to-merit', { merit: title })}</a>{' '}
              {!own && <Tag tone="neutral">{say('follow-up.by-mandate')}</Tag>}{' '}
              {pilot && <Tag tone="warning">{say('public.pilot')}</Tag>}
            </p>
            <p>
              {promised.length === 0
                ? say('follow-up.promises-nothing')
                : say('follow-up.promises', { benefits: list(promised.map((one) => say(`domain.benefit.${one}`))) })}
            </p>
            {figures.length === 0 ? (
              <p>{say('follow-up.too-few')}</p>
            ) : (
              <BenefitTable
                figures={figures}
                caption={`${title}: ${say('follow-up.outcome-table', { period: listing.period ?? '' })}`}
              />
            )}
          </Section>
        ))
      )}
      <Paging listing={listing} csv={csv} />
    </Console>
  )
}
