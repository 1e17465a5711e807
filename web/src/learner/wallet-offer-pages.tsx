import type { AuthorizationView } from '@bricka/server/exchange/authorize-wallet'
import type { RepresentationView } from '@bricka/server/exchange/list-representations'
import type { WalletOfferView } from '@bricka/server/exchange/make-wallet-offer'
import type { PassportItem } from '@bricka/server/passport/routes'
import { Form, RadioGroup } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, Callout, CopyLink, EmptyState, LinkButton, When } from '../kit/pieces.tsx'
import { Qr } from '../kit/qr.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { titleIn } from './passport-page.tsx'

const idOf = (visit: Visit): string => encodeURIComponent(visit.params.id ?? '')

/** From a merit in the passport into a wallet. The code is shown once, on the page that made it. */
export const walletOfferPage = definePage('/passport/:id/wallet', {
  get: async (visit) => showChoice(visit),
  post: async (visit) => {
    const way = textOf(visit.posted, 'way')
    const made = await visit.call<WalletOfferView>('POST', `/api/passport/credentials/${idOf(visit)}/wallet-offers`, {
      way: way === 'log-in' ? 'log-in' : 'code',
    })
    if (!made.ok) return showChoice(visit, { posted: visit.posted, problem: made.problem })
    const merit = await visit.need<PassportItem>(`/api/passport/credentials/${idOf(visit)}`)
    const title = visit.words.say('exchange.wallet-add-title', { title: titleIn(visit.words, merit) })
    return {
      kind: 'page',
      title,
      hidden: true,
      islands: ['copy'],
      body: <WalletOffer title={title} offer={made.body} />,
    }
  },
})

async function showChoice(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const merit = await visit.need<PassportItem>(`/api/passport/credentials/${idOf(visit)}`)
  const title = visit.words.say('exchange.wallet-add-title', { title: titleIn(visit.words, merit) })
  const { say } = visit.words
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <>
        <PageHead
          title={title}
          lead={say('exchange.wallet-add-lead')}
          crumbs={[{ href: `/passport/${merit.id}`, text: titleIn(visit.words, merit) }]}
        />
        <Form state={state}>
          <RadioGroup
            name="way"
            legend={say('exchange.way')}
            value="code"
            choices={[
              { value: 'code', text: say('exchange.way-code'), help: say('exchange.way-code-help') },
              { value: 'log-in', text: say('exchange.way-log-in'), help: say('exchange.way-log-in-help') },
            ]}
          />
          <div className="actions">
            <Button>{say('exchange.make-offer')}</Button>
          </div>
        </Form>
      </>
    ),
  }
}

/** The code to scan, and the transaction code beside it. */
export function WalletOffer({ title, offer }: { title: string; offer: WalletOfferView }) {
  const { say, dateTime } = useWords()
  return (
    <>
      <PageHead title={title} lead={say('exchange.offer-until', { at: dateTime(offer.expiresAt) })} />
      <div className="section">
        <Qr text={offer.link} label={say('exchange.offer-qr')} />
      </div>
      {offer.txCode && (
        <Callout tone="info" title={say('exchange.tx-code')}>
          <p>
            <strong className="mono">{offer.txCode}</strong>
          </p>
          <p>{say('exchange.tx-help')}</p>
        </Callout>
      )}
      <div className="section">
        <CopyLink label={say('exchange.offer-link')} value={offer.link} />
        <div className="actions">
          <LinkButton href={offer.link} look="secondary">
            {say('exchange.offer-open')}
          </LinkButton>
        </div>
      </div>
    </>
  )
}

export const walletsPage = definePage('/passport/wallets', {
  get: async (visit) => {
    const listing = await visit.need<Listing<RepresentationView>>(`/api/passport/wallets?${visit.query}`)
    const title = visit.words.say('exchange.wallets')
    return { kind: 'page', title, hidden: true, body: <Wallets listing={listing} /> }
  },
})

function Wallets({ listing }: { listing: Listing<RepresentationView> }) {
  const { say, find } = useWords()
  return (
    <>
      <PageHead
        title={say('exchange.wallets')}
        lead={say('exchange.wallets-lead')}
        crumbs={[{ href: '/passport/wallet', text: say('exchange.wallet-title') }]}
      />
      <SearchForm label={say('exchange.wallets-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('exchange.wallets-none')} />
      ) : (
        <Table
          caption={say('exchange.wallets')}
          rows={listing.items}
          keyOf={(row) => `${row.credentialId} ${row.givenAt} ${row.configuration}`}
          columns={[
            { head: say('exchange.merit'), cell: (row) => <a href={`/passport/${row.credentialId}`}>{row.title}</a> },
            {
              head: say('exchange.form'),
              cell: (row) => find(`exchange.form-${row.configuration}`) ?? row.configuration,
            },
            { head: say('exchange.given'), cell: (row) => <When at={row.givenAt} time /> },
            {
              head: say('exchange.told'),
              cell: (row) =>
                row.told ? (find(`exchange.told-${row.told}`) ?? row.told) : say('exchange.told-nothing'),
            },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/passport/wallets?format=csv" />
    </>
  )
}

/** Where a wallet sends its holder to log in and say yes. */
export const authorizePage = definePage('/wallet/authorize/:token', {
  get: async (visit) => {
    const view = await visit.need<AuthorizationView>(address(visit))
    const title = visit.words.say('exchange.authorize', { issuer: view.issuer })
    return { kind: 'page', title, hidden: true, body: <Authorize title={title} view={view} /> }
  },
  post: async (visit) => {
    const credentialId = textOf(visit.posted, '_act') === 'no' ? null : textOf(visit.posted, 'merit')
    const view = await visit.need<AuthorizationView>(address(visit))
    const title = visit.words.say('exchange.authorize', { issuer: view.issuer })
    const decided = await visit.call<{ redirectTo: string }>('POST', address(visit), { credentialId })
    if (!decided.ok) {
      const state = { posted: visit.posted, problem: decided.problem }
      const body = <Authorize title={title} view={view} state={state} />
      return { kind: 'page', title, hidden: true, status: decided.problem.status, body }
    }
    return {
      kind: 'page',
      title,
      hidden: true,
      body: (
        <>
          <PageHead title={title} lead={visit.words.say('exchange.authorize-done')} />
          <div className="actions">
            <LinkButton href={decided.body.redirectTo}>{visit.words.say('exchange.back-to-wallet')}</LinkButton>
          </div>
        </>
      ),
    }
  },
})

const address = (visit: Visit): string => `/api/passport/authorizations/${encodeURIComponent(visit.params.token ?? '')}`

function Authorize(props: { title: string; view: AuthorizationView; state?: FormState }) {
  const { say, date } = useWords()
  const { view } = props
  return (
    <>
      <PageHead
        title={props.title}
        lead={say('exchange.authorize-lead', { wallet: view.wallet, address: view.goesTo })}
      />
      <Form state={props.state}>
        {view.merits.length === 0 ? (
          <EmptyState title={say('exchange.authorize-none')} />
        ) : (
          <RadioGroup
            name="merit"
            legend={say('exchange.authorize-which')}
            value={view.merits[0]?.id}
            choices={view.merits.map(({ id, title, issuedAt }) => ({ value: id, text: title, help: date(issuedAt) }))}
          />
        )}
        <div className="actions">
          {view.merits.length > 0 && <Button>{say('exchange.authorize-yes')}</Button>}
          <Button look="secondary" name="_act" value="no" formNoValidate>
            {say('exchange.authorize-no')}
          </Button>
        </div>
      </Form>
    </>
  )
}
