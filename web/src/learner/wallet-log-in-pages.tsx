import type { OfferView, TakenView } from '@bricka/server/exchange/take-offer'
import { PageProblem } from '../kit/call-api.ts'
import { Form } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

/** The offer as the page before showed it; what counts is the token in it, which the API knows. */
export function readShownOffer(text: string): OfferView | undefined {
  try {
    const offer: OfferView = JSON.parse(text)
    return typeof offer.token === 'string' && Array.isArray(offer.credentials) ? offer : undefined
  } catch {
    return undefined
  }
}

/** On the way to another issuer's log-in: one sees where one goes before one goes there. */
export const walletLogInPage = definePage('/passport/wallet/log-in', {
  get: async () => redirect('/passport/wallet'),
  post: async (visit) => {
    const offer = readShownOffer(textOf(visit.posted, 'offer'))
    if (!offer) return redirect('/passport/wallet')
    const path = `/api/passport/offers/${encodeURIComponent(offer.token)}/log-in`
    const configuration = textOf(visit.posted, 'configuration')
    const begun = await visit.call<{ redirectTo: string }>('POST', path, { configuration })
    if (!begun.ok) throw new PageProblem(begun.problem)
    const { say } = visit.words
    const title = say('exchange.log-in-title', { name: offer.issuerName })
    const { redirectTo } = begun.body
    return {
      kind: 'page',
      title,
      hidden: true,
      body: (
        <>
          <PageHead title={title} lead={say('exchange.log-in-there', { address: new URL(redirectTo).host })} />
          <div className="actions">
            <LinkButton href={redirectTo}>{say('exchange.log-in-go')}</LinkButton>
            <LinkButton href="/passport/wallet" look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </>
      ),
    }
  },
})

/** Back from there. Nothing is taken by a link alone: the holder says so. */
export const walletBackPage = definePage('/passport/wallet/back', {
  get: async (visit) => showBack(visit, visit.query.toString()),
  post: async (visit) => {
    const query = textOf(visit.posted, 'query')
    const taken = await visit.call<TakenView>('POST', '/api/passport/offers/logged-in', { query })
    if (!taken.ok) return showBack(visit, query, { posted: visit.posted, problem: taken.problem })
    const [first] = taken.body.taken
    return redirect(first ? `/passport/imports/${first.id}` : '/passport')
  },
})

async function showBack(visit: Visit, query: string, state?: FormState): Promise<PageAnswer> {
  await visit.need('/api/passport/self-claims')
  if (query === '') return redirect('/passport/wallet')
  return {
    kind: 'page',
    title: visit.words.say('exchange.log-in-back'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Back query={query} state={state} />,
  }
}

function Back({ query, state }: { query: string; state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={say('exchange.log-in-back')} lead={say('exchange.log-in-back-text')} />
      <Form state={state} action="/passport/wallet/back">
        <input type="hidden" name="query" value={query} />
        <div className="actions">
          <Button>{say('exchange.take-now')}</Button>
          <LinkButton href="/passport/wallet" look="secondary">
            {say('kit.cancel')}
          </LinkButton>
        </div>
      </Form>
    </>
  )
}
