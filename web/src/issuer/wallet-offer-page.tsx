import type { WalletOfferView } from '@bricka/server/exchange/make-wallet-offer'
import type { IssuedDetails } from '@bricka/server/issuing/issued-view'
import { Console, openWorkplace } from '../creator/console.tsx'
import { Form } from '../kit/fields.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button } from '../kit/pieces.tsx'
import { WalletOffer } from '../learner/wallet-offer-pages.tsx'

/** From the issuer's console into the holder's own wallet. The code is shown once, on the page that made it. */
export const walletOfferPage = definePage('/org/:slug/issued/:credentialId/wallet', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { credential, title } = await read(visit)
    const { id } = openWorkplace(visit)
    const path = `/api/organisations/${id}/credentials/${credential.id}/wallet-offers`
    const made = await visit.call<WalletOfferView>('POST', path, { way: 'code' })
    if (!made.ok) return show(visit, { posted: visit.posted, problem: made.problem })
    const body = <WalletOffer title={title} offer={made.body} />
    return { kind: 'page', title, hidden: true, islands: ['copy'], body }
  },
})

async function read(visit: Visit) {
  const workplace = openWorkplace(visit)
  const credential = await visit.need<IssuedDetails>(
    `/api/organisations/${workplace.id}/credentials/${encodeURIComponent(visit.params.credentialId ?? '')}`,
  )
  const title = visit.words.say('exchange.issuer-offer-title', { name: credential.recipientName })
  return { workplace, credential, title }
}

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const { workplace, credential, title } = await read(visit)
  const { say } = visit.words
  const home = `/org/${workplace.slug}/issued`
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Console
        workplace={workplace}
        title={title}
        lead={say('exchange.issuer-offer-lead')}
        crumbs={[
          { href: home, text: say('creator.nav-issued') },
          { href: `${home}/${credential.id}`, text: credential.title },
        ]}
      >
        <Form state={state}>
          <div className="actions">
            <Button>{say('exchange.make-offer')}</Button>
          </div>
        </Form>
      </Console>
    ),
  }
}
