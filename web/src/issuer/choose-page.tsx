import type { IssuableView } from '@bricka/server/trust/mandate-views'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { wordFor } from '../creator/design-words.ts'
import { pick } from '../creator/merits-page.tsx'
import { definePage } from '../kit/page.ts'
import { EmptyState, LinkButton, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm } from '../kit/table.tsx'

/** The merits that this organisation may issue: its own, and others' under mandate. */
export const choosePage = definePage('/org/:slug/issue', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const listing = await visit.need<Listing<IssuableView>>(
      `/api/organisations/${workplace.id}/mandates?${pick(visit.query, ['search', 'page'])}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('issuer.choose-title'),
      hidden: true,
      body: <Choose workplace={workplace} listing={listing} />,
    }
  },
})

function Choose({ workplace, listing }: { workplace: Workplace; listing: Listing<IssuableView> }) {
  const words = useWords()
  const { say } = words
  const home = `/org/${workplace.slug}/issue`
  return (
    <Console workplace={workplace} title={say('issuer.choose-title')} lead={say('issuer.choose-lead')}>
      <SearchForm label={say('issuer.search-merits')} />
      {listing.total === 0 ? (
        <EmptyState title={say('issuer.none-to-issue')}>
          <p>{say('issuer.none-to-issue-hint')}</p>
        </EmptyState>
      ) : (
        <>
          <ul className="results">
            {listing.items.map(({ merit, mandate, state }) => (
              <li className="result" key={`${merit.id} ${mandate?.id}`}>
                <h2>{merit.title}</h2>
                <p className="tags">
                  {mandate === null ? (
                    <Tag>{say('issuer.own-merit')}</Tag>
                  ) : (
                    <Tag tone={state === 'in-force' ? 'success' : 'warning'}>
                      {wordFor(words, 'mandate-state', state)}
                    </Tag>
                  )}
                </p>
                {mandate && (
                  <p>
                    {mandate.validUntil
                      ? say('issuer.mandate-until', { owner: merit.ownerName, date: words.date(mandate.validUntil) })
                      : say('issuer.mandate-by', { owner: merit.ownerName })}
                  </p>
                )}
                {state === 'in-force' && workplace.may('issue') && (
                  <div className="actions">
                    <LinkButton href={`${home}/${merit.id}`} look="secondary" icon="person">
                      {say('issuer.to-one')} <span className="visually-hidden">{merit.title}</span>
                    </LinkButton>
                    <LinkButton href={`${home}/${merit.id}/file`} look="secondary" icon="file">
                      {say('issuer.to-many')} <span className="visually-hidden">{merit.title}</span>
                    </LinkButton>
                  </div>
                )}
              </li>
            ))}
          </ul>
          <Paging listing={listing} csv={`/api/organisations/${workplace.id}/mandates?format=csv`} />
        </>
      )}
    </Console>
  )
}
