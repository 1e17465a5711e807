import type { OfferView } from '@bricka/server/recognition/offer'
import { Checkbox, Form } from '../kit/fields.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, Facts, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

/** Which merits can be reached by validation, and at whom: for anyone, before they say who they are. */
export const offersPage = definePage('/validation', {
  get: async (visit) => {
    const listing = await visit.need<Listing<OfferView>>(`/api/validation/offers?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('recognition.offers'),
      description: visit.words.say('recognition.offers-lead'),
      body: <Offers listing={listing} />,
    }
  },
})

function Offers({ listing }: { listing: Listing<OfferView> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={say('recognition.offers')} lead={say('recognition.offers-lead')} />
      <SearchForm label={say('recognition.offers-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('recognition.offers-none')} />
      ) : (
        <Table
          caption={say('recognition.offers')}
          rows={listing.items}
          keyOf={({ provider, merit }) => `${provider.id}${merit.id}`}
          columns={[
            {
              head: say('recognition.merit'),
              cell: ({ provider, merit }) => <a href={`/validation/${provider.id}/${merit.id}`}>{merit.title}</a>,
            },
            {
              head: say('recognition.provider'),
              cell: ({ provider }) => <a href={`/organisations/${provider.slug}`}>{provider.name}</a>,
            },
            { head: say('recognition.replaces'), cell: ({ merit }) => say(`recognition.replaces-${merit.replaces}`) },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/validation/offers?format=csv" />
    </>
  )
}

/** What one should know before starting; starting is a choice of one's own, and is logged as such. */
export const offerPage = definePage('/validation/:providerId/:meritId', {
  get: (visit) => showOffer(visit),
  post: async (visit) => {
    const { settings } = await findOffer(visit)
    const answer = await visit.call<{ id: string }>('POST', '/api/passport/validations', {
      providerId: visit.params.providerId,
      meritId: visit.params.meritId,
      informationVersion: visit.posted.values.get('informationVersion')?.[0] ?? settings.informationVersion,
      language: visit.words.language,
      voluntary: visit.posted.values.get('voluntary')?.[0] === 'true',
    })
    if (!answer.ok) return showOffer(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/validations/${answer.body.id}`)
  },
})

async function findOffer({ need, params }: Visit): Promise<OfferView> {
  const { providerId = '', meritId = '' } = params
  return need<OfferView>(`/api/validation/offers/${encodeURIComponent(providerId)}/${encodeURIComponent(meritId)}`)
}

async function showOffer(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const offer = await findOffer(visit)
  return {
    kind: 'page',
    title: visit.words.say('recognition.offer-title', { merit: offer.merit.title }),
    status: state?.problem.status ?? 200,
    body: <Offer offer={offer} known={visit.me.kind === 'person'} state={state} path={visit.path} />,
  }
}

function Offer(props: { offer: OfferView; known: boolean; state: FormState | undefined; path: string }) {
  const { say } = useWords()
  const { offer, known, state, path } = props
  const { provider, merit, settings } = offer
  return (
    <>
      <PageHead
        title={say('recognition.offer-title', { merit: merit.title })}
        eyebrow={provider.name}
        crumbs={[{ href: '/validation', text: say('recognition.offers') }]}
      />
      <Section title={say('recognition.information')}>
        <Local text={settings.information} block />
        <Facts
          items={[
            [
              say('recognition.merit'),
              <a key="merit" href={`/merits/${merit.id}`}>
                {merit.title}
              </a>,
            ],
            [say('recognition.replaces'), say(`recognition.replaces-${merit.replaces}`)],
            [say('recognition.appeal-days'), say('recognition.days', { count: settings.appealDays })],
            settings.contact !== undefined && [say('recognition.contact'), settings.contact],
          ]}
        />
        <ul>
          <li>{say('recognition.know-voluntary')}</li>
          <li>{say('recognition.know-outcomes')}</li>
          <li>{say('recognition.know-partial')}</li>
          <li>{say('recognition.know-file')}</li>
        </ul>
      </Section>
      {known ? (
        <Form state={state} labels={{ '/voluntary': say('recognition.voluntary') }}>
          <input type="hidden" name="informationVersion" value={settings.informationVersion} />
          <Checkbox name="voluntary" label={say('recognition.voluntary')} />
          <div className="actions">
            <Button>{say('recognition.start')}</Button>
          </div>
        </Form>
      ) : (
        <div className="actions">
          <LinkButton href={`/login?next=${encodeURIComponent(path)}`}>{say('recognition.log-in-to-start')}</LinkButton>
        </div>
      )}
    </>
  )
}
