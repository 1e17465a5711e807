import type { EstateCredentialView } from '@bricka/server/estate/list-estate'
import { Fragment } from 'react'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { choicesOf } from '../creator/design-words.ts'
import { pick } from '../creator/merits-page.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { Select, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { apiOf, homeOf } from './estate-parts.tsx'
import { StateTag } from './issued-page.tsx'

const states = ['issued', 'suspended', 'revoked', 'replaced'] as const

/** What it issued in the house that it came from. */
export const estateCredentialsPage = definePage('/org/:slug/estate/credentials', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const filter = pick(visit.query, ['search', 'state', 'page'])
    const listing = await visit.need<Listing<EstateCredentialView>>(`${apiOf(workplace)}/estate-credentials?${filter}`)
    return {
      kind: 'page',
      title: visit.words.say('estate.issued-elsewhere'),
      hidden: true,
      body: <Credentials workplace={workplace} listing={listing} />,
    }
  },
})

function Credentials({ workplace, listing }: { workplace: Workplace; listing: Listing<EstateCredentialView> }) {
  const words = useWords()
  const { query } = useScene()
  const { say } = words
  const home = homeOf(workplace)
  const csv = `${apiOf(workplace)}/estate-credentials?format=csv&${pick(query, ['search', 'state'])}`
  return (
    <Console
      workplace={workplace}
      title={say('estate.issued-elsewhere')}
      lead={say('estate.issued-elsewhere-lead')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      <SearchForm label={say('issuer.search-issued')} />
      <form method="get" className="inline-form">
        {query.get('search') && <input type="hidden" name="search" value={query.get('search') ?? ''} />}
        <Select
          name="state"
          label={say('creator.state')}
          empty={say('creator.all')}
          value={query.get('state') ?? ''}
          choices={choicesOf(words, 'state', states)}
        />
        <Button look="secondary">{say('issuer.filter')}</Button>
      </form>
      {listing.total === 0 ? (
        <EmptyState title={say('issuer.none-issued')} />
      ) : (
        <>
          <Table
            caption={say('estate.issued-elsewhere')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              { head: say('issuer.recipient'), cell: ({ recipientName }) => recipientName },
              { head: say('creator.merit'), cell: ({ title }) => title },
              { head: say('creator.state'), cell: ({ state }) => <StateTag state={state} /> },
              { head: say('issuer.issued-at'), cell: ({ issuedAt }) => (issuedAt ? <When at={issuedAt} /> : '–') },
              {
                head: say('creator.acts'),
                cell: ({ id, state, recipientName }) =>
                  workplace.may('keep') && changesOf(state).length > 0
                    ? changesOf(state).map((change, index) => (
                        <Fragment key={change}>
                          {index > 0 && ' · '}
                          <a href={`${home}/credentials/${id}/${change}`}>
                            {say(`estate.${change}`)} <span className="visually-hidden">{recipientName}</span>
                          </a>
                        </Fragment>
                      ))
                    : '–',
              },
            ]}
          />
          <Paging listing={listing} csv={csv} />
        </>
      )}
    </Console>
  )
}

const changes = ['suspend', 'reinstate', 'revoke'] as const
type Change = (typeof changes)[number]
const changesOf = (state: EstateCredentialView['state']): readonly Change[] =>
  state === 'issued' ? ['suspend', 'revoke'] : state === 'suspended' ? ['reinstate', 'revoke'] : []

export const estateChangePages = changes.map((change) =>
  definePage(`/org/:slug/estate/credentials/:credentialId/${change}`, {
    get: async (visit) => askChange(visit, change),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const id = encodeURIComponent(visit.params.credentialId ?? '')
      const reason = textOf(visit.posted, 'reason')
      const answer = await visit.call('POST', `${apiOf(workplace)}/estate-credentials/${id}/${change}`, { reason })
      if (!answer.ok) return askChange(visit, change, { posted: visit.posted, problem: answer.problem })
      return redirect(`${homeOf(workplace)}/credentials?done=${change}`)
    },
  }),
)

function askChange(visit: Visit, change: Change, state?: FormState): PageAnswer {
  const { say } = visit.words
  return askFirst({
    title: say(`estate.${change}-title`),
    what: <p>{say('estate.change-means')}</p>,
    confirm: say(`estate.${change}`),
    back: `${homeOf(openWorkplace(visit))}/credentials`,
    labels: { '/reason': say('estate.reason') },
    state,
    children: <TextField name="reason" label={say('estate.reason')} rows={3} maxLength={2000} required />,
  })
}
