import { interfaceLanguages } from '@bricka/domain/local-text'
import { currencies } from '@bricka/domain/merit/occasion'
import type { OccasionView } from '@bricka/server/issuing/occasion'
import type { IssuableView } from '@bricka/server/trust/mandate-views'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Checkbox, CheckboxGroup, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { languageNames } from '../kit/language.ts'
import { Section } from '../kit/layout.tsx'
import {
  addressWith,
  definePage,
  type FormState,
  type Page,
  type PageAnswer,
  redirect,
  type Visit,
} from '../kit/page.ts'
import { Button, Callout, EmptyState, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { FeeText, PlaceText, Span } from '../public/occasions.tsx'

/** When and where the organisation gives its merits: what learners plan by. */
const occasionsPage = definePage('/org/:slug/occasions', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { meritId, fee, ...occasion } = decodeForm(visit.posted)
    const stated = typeof fee === 'object' && 'amount' in fee
    const answer = await visit.call('POST', `/api/organisations/${workplace.id}/occasions`, {
      meritId,
      occasion: { ...occasion, ...(stated && { fee }) },
    })
    if (answer.ok) return redirect(`/org/${workplace.slug}/occasions?done=saved`)
    const errors = answer.problem.errors?.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/occasion/, '') }))
    return show(visit, { posted: visit.posted, problem: { ...answer.problem, ...(errors && { errors }) } })
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const asked = new URLSearchParams([...visit.query].filter(([name, value]) => name !== 'done' && value !== ''))
  asked.set('issuerId', workplace.id)
  asked.set('coming', 'false')
  const listing = await visit.need<Listing<OccasionView>>(`/api/occasions?${asked}`)
  const issuable = workplace.may('issue')
    ? (await visit.need<{ items: IssuableView[] }>(`/api/organisations/${workplace.id}/mandates?perPage=200`)).items
    : []
  return {
    kind: 'page',
    title: visit.words.say('occasion.occasions'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Occasions
        workplace={workplace}
        listing={listing}
        issuable={issuable.filter((one) => one.state === 'in-force')}
        state={state}
      />
    ),
  }
}

function Occasions(props: {
  workplace: Workplace
  listing: Listing<OccasionView>
  issuable: readonly IssuableView[]
  state: FormState | undefined
}) {
  const { say } = useWords()
  const { query } = useScene()
  const { workplace, listing, issuable, state } = props
  const csv = addressWith('/api/occasions', query, {
    ...{ issuerId: workplace.id, coming: 'false' },
    ...{ format: 'csv', page: undefined, done: undefined },
  })
  return (
    <Console workplace={workplace} title={say('occasion.occasions')} lead={say('occasion.lead')}>
      <SearchForm label={say('occasion.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('occasion.none')} />
      ) : (
        <Table
          caption={say('occasion.occasions')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('occasion.merit'), cell: ({ merit }) => <a href={`/merits/${merit.id}`}>{merit.title}</a> },
            { head: say('occasion.when'), cell: ({ occasion }) => <Span occasion={occasion} /> },
            { head: say('occasion.where'), cell: ({ occasion }) => <PlaceText occasion={occasion} /> },
            { head: say('occasion.fee'), cell: ({ occasion }) => <FeeText occasion={occasion} /> },
            {
              head: say('creator.acts'),
              cell: ({ id, merit, calledOffAt }) => {
                if (calledOffAt) return <Tag tone="warning">{say('occasion.called-off')}</Tag>
                if (!workplace.may('issue')) return '–'
                return (
                  <a href={`/org/${workplace.slug}/occasions/${id}/call-off`}>
                    {say('occasion.call-off')} <span className="visually-hidden">{merit.title}</span>
                  </a>
                )
              },
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={csv} />
      {workplace.may('issue') && (
        <Section title={say('occasion.add')} lead={say('occasion.add-lead')}>
          {issuable.length === 0 ? (
            <Callout tone="neutral" title={say('occasion.nothing-to-give')} />
          ) : (
            <NewOccasion issuable={issuable} state={state} />
          )}
        </Section>
      )}
    </Console>
  )
}

function NewOccasion({ issuable, state }: { issuable: readonly IssuableView[]; state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <Form
      state={state}
      labels={{
        '/meritId': say('occasion.merit'),
        '/startsOn': say('occasion.starts'),
        '/endsOn': say('occasion.ends'),
        '/applyBy': say('occasion.apply-by'),
        '/place': say('occasion.place'),
        '/fee/amount': say('occasion.fee'),
        '/hoursPerWeek': say('occasion.hours-per-week'),
        '/url': say('occasion.url'),
      }}
    >
      <Select
        name="meritId"
        label={say('occasion.merit')}
        required
        choices={issuable.map(({ merit }) => ({ value: merit.id, text: merit.title }))}
      />
      <TextField name="startsOn" type="date" label={say('occasion.starts')} required />
      <TextField name="endsOn" type="date" label={say('occasion.ends')} optional />
      <TextField name="applyBy" type="date" label={say('occasion.apply-by')} optional />
      <TextField
        name="place"
        label={say('occasion.place')}
        help={say('occasion.place-help')}
        maxLength={120}
        optional
      />
      <Checkbox name="online:boolean" label={say('occasion.online')} />
      <CheckboxGroup
        name="languages:list"
        legend={say('occasion.languages')}
        choices={interfaceLanguages.map((value) => ({ value, text: languageNames[value] }))}
      />
      <TextField
        name="hoursPerWeek:number"
        label={say('occasion.hours-per-week')}
        inputMode="decimal"
        maxLength={6}
        optional
      />
      <TextField
        name="fee/amount:number"
        label={say('occasion.fee')}
        help={say('occasion.fee-help')}
        inputMode="decimal"
        maxLength={12}
        optional
      />
      <Select
        name="fee/currency"
        label={say('occasion.currency')}
        value="SEK"
        choices={currencies.map((value) => ({ value, text: value }))}
      />
      <TextField name="url" type="url" label={say('occasion.url')} maxLength={300} optional />
      <div className="actions">
        <Button>{say('occasion.announce')}</Button>
      </div>
    </Form>
  )
}

const callOffPage = definePage('/org/:slug/occasions/:occasionId/call-off', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const { say } = visit.words
    return askFirst({
      title: say('occasion.call-off-title'),
      what: <p>{say('occasion.call-off-means')}</p>,
      confirm: say('occasion.call-off'),
      back: `/org/${workplace.slug}/occasions`,
    })
  },
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const id = encodeURIComponent(visit.params.occasionId ?? '')
    const answer = await visit.call('POST', `/api/organisations/${workplace.id}/occasions/${id}/call-off`, {})
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/org/${workplace.slug}/occasions?done=saved`)
  },
})

export const occasionPages: readonly Page[] = [occasionsPage, callOffPage]
