import type { AuditView } from '@bricka/server/organisation/list-audit'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { wordFor } from '../creator/design-words.ts'
import { pick } from '../creator/merits-page.tsx'
import { TextField } from '../kit/fields.tsx'
import { definePage } from '../kit/page.ts'
import { Button, EmptyState, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, Table } from '../kit/table.tsx'

/** Every change made for the organisation: who, what, when. */
export const logPage = definePage('/org/:slug/log', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const listing = await visit.need<Listing<AuditView>>(
      `/api/organisations/${workplace.id}/audit?${filterOf(visit.query)}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('creator.nav-log'),
      hidden: true,
      body: <Log workplace={workplace} listing={listing} />,
    }
  },
})

/** Days as people choose them, as the moments that the API takes: from the first moment to before the next day. */
function filterOf(query: URLSearchParams): string {
  const filter = new URLSearchParams(pick(query, ['search', 'act', 'page']))
  const from = dayOf(query.get('from'))
  const until = dayOf(query.get('until'))
  if (from) filter.set('from', from.toISOString())
  if (until) filter.set('until', new Date(until.getTime() + 86_400_000).toISOString())
  return filter.toString()
}

function dayOf(text: string | null): Date | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) ? undefined : day
}

function Log({ workplace, listing }: { workplace: Workplace; listing: Listing<AuditView> }) {
  const words = useWords()
  const { query } = useScene()
  const { say } = words
  return (
    <Console workplace={workplace} title={say('creator.nav-log')} lead={say('issuer.log-lead')}>
      <search>
        <form method="get" className="inline-form">
          <TextField name="search" type="search" label={say('issuer.search-log')} value={query.get('search') ?? ''} />
          <TextField name="from" type="date" label={say('creator.from-day')} value={query.get('from') ?? ''} />
          <TextField name="until" type="date" label={say('creator.until-day')} value={query.get('until') ?? ''} />
          <Button look="secondary" icon="search">
            {say('kit.search')}
          </Button>
        </form>
      </search>
      {listing.total === 0 ? (
        <EmptyState title={say('issuer.log-empty')} />
      ) : (
        <>
          <Table
            caption={say('creator.nav-log')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              { head: say('issuer.when'), cell: ({ at }) => <When at={at} time /> },
              {
                head: say('issuer.what'),
                cell: ({ act }) =>
                  words.find(`recognition.event-${act.replace('validation-', '')}`) ?? wordFor(words, 'act', act),
              },
              {
                head: say('issuer.who'),
                cell: ({ actorName, actorKind }) =>
                  actorName ?? (actorKind === 'person' ? say('issuer.gone-person') : say('issuer.a-system')),
              },
              { head: say('issuer.details'), cell: (entry) => <Details entry={entry} slug={workplace.slug} /> },
            ]}
          />
          <Paging listing={listing} csv={`/api/organisations/${workplace.id}/audit?format=csv&${filterOf(query)}`} />
        </>
      )}
    </Console>
  )
}

/** What the entry is about, as a link where it has a page, and what it holds in words as they were written. */
function Details({ entry, slug }: { entry: AuditView; slug: string }) {
  const { say } = useWords()
  const places: Readonly<Record<string, string>> = {
    merit: `/org/${slug}/merits/${entry.objectId}`,
    credential: `/org/${slug}/issued/${entry.objectId}`,
    batch: `/org/${slug}/batches/${entry.objectId}`,
  }
  const place = places[entry.objectKind]
  const told = Object.values(entry.details).filter(
    (value) => typeof value === 'string' && !/^[0-9a-f-]{36}$/.test(value),
  )
  return (
    <>
      {place && <a href={place}>{say('issuer.see')}</a>} {told.join(' · ')}
    </>
  )
}
