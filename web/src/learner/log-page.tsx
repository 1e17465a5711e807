import type { LogView } from '@bricka/server/passport/list-log'
import { PageHead } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { EmptyState, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, Table } from '../kit/table.tsx'
import { PassportTabs } from './passport-tabs.tsx'

export const logPage = definePage('/passport/log', {
  get: async (visit) => {
    const listing = await visit.need<Listing<LogView>>(`/api/passport/log?${visit.query}`)
    return { kind: 'page', title: visit.words.say('learner.log'), hidden: true, body: <Log listing={listing} /> }
  },
})

function Log({ listing }: { listing: Listing<LogView> }) {
  const { say, find } = useWords()
  return (
    <>
      <PageHead title={say('learner.log')} lead={say('learner.log-lead')} />
      <PassportTabs />
      <div className="section">
        {listing.items.length === 0 ? (
          <EmptyState title={say('learner.log-none')} />
        ) : (
          <Table
            caption={say('learner.log')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('learner.log-what'),
                cell: ({ act }) =>
                  find(`learner.act.${act}`) ?? find(`recognition.event-${act.replace('validation-', '')}`) ?? act,
              },
              { head: say('learner.log-when'), cell: ({ at }) => <When at={at} time /> },
              { head: say('learner.log-who'), cell: ({ actorName }) => actorName ?? say('learner.log-reader') },
            ]}
          />
        )}
        <Paging listing={listing} csv="/api/passport/log?format=csv" />
      </div>
    </>
  )
}
