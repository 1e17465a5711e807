import { pickText } from '@bricka/domain/local-text'
import { PartySide } from '@bricka/domain/trust/endorsement'
import type { MeritView } from '@bricka/server/merit/merit-views'
import type { RemarkView } from '@bricka/server/trust/discuss-merit'
import type { EndorsementView } from '@bricka/server/trust/list-endorsements'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form, RadioGroup, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { addressWith, definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

/** What a social partner stands behind, and has stood behind. */
export const endorsementsPage = definePage('/org/:slug/endorsements', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const asked = new URLSearchParams({ perPage: '25' })
    for (const name of ['search', 'page']) {
      const value = visit.query.get(name)
      if (value) asked.set(name, value)
    }
    const listing = await visit.need<Listing<EndorsementView>>(
      `/api/organisations/${workplace.id}/endorsements?${asked}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('endorsement.own-title', { organisation: workplace.legalName }),
      hidden: true,
      body: <Endorsements workplace={workplace} listing={listing} />,
    }
  },
})

function Endorsements({ workplace, listing }: { workplace: Workplace; listing: Listing<EndorsementView> }) {
  const { query } = useScene()
  const { say } = useWords()
  return (
    <Console
      workplace={workplace}
      title={say('endorsement.own')}
      lead={say('endorsement.own-lead')}
      actions={<LinkButton href="/catalogue">{say('endorsement.find')}</LinkButton>}
    >
      <SearchForm label={say('endorsement.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('endorsement.none-own')} />
      ) : (
        <Table
          caption={say('endorsement.own')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('creator.merit'),
              cell: ({ merit }: EndorsementView) => (
                <a href={`/merits/${merit.id}/${merit.version}`}>
                  <Local text={merit.title} /> ({say('endorsement.version', { number: merit.version })})
                </a>
              ),
            },
            { head: say('endorsement.side'), cell: ({ side }) => say(`endorsement.side-${side}`) },
            { head: say('endorsement.at'), cell: ({ at }) => <When at={at} /> },
            { head: say('endorsement.why'), cell: ({ reason }) => reason },
            { head: say('creator.state'), cell: (one) => <Standing endorsement={one} /> },
            {
              head: say('creator.acts'),
              cell: ({ id, withdrawnAt, merit }) => (
                <>
                  <a href={`/org/${workplace.slug}/merits/${merit.id}/discussion`}>{say('endorsement.discuss')}</a>{' '}
                  {!withdrawnAt && workplace.may('represent') && (
                    <a href={`/org/${workplace.slug}/endorsements/${id}/withdraw`}>
                      {say('endorsement.withdraw')}
                      <span className="visually-hidden">
                        {' '}
                        <Local text={merit.title} />
                      </span>
                    </a>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      <Paging
        listing={listing}
        csv={addressWith(`/api/organisations/${workplace.id}/endorsements`, query, { format: 'csv', page: undefined })}
      />
    </Console>
  )
}

function Standing({ endorsement: { withdrawnAt, withdrawalReason, merit } }: { endorsement: EndorsementView }) {
  const { say } = useWords()
  if (withdrawnAt)
    return (
      <>
        <Tag tone="neutral">{say('endorsement.withdrawn')}</Tag>
        <p>{withdrawalReason}</p>
      </>
    )
  return merit.version < merit.current ? (
    <Tag tone="warning">{say('endorsement.older')}</Tag>
  ) : (
    <Tag tone="success">{say('endorsement.stands')}</Tag>
  )
}

/** Saying why one stands behind a merit: signed, and for anyone to read. */
export const endorsePage = definePage('/org/:slug/merits/:meritId/endorse', {
  get: (visit) => showEndorse(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { side, reason, version } = decodeForm(visit.posted)
    const answer = await visit.call('POST', `/api/merits/${visit.params.meritId}/endorsements`, {
      organisationId: workplace.id,
      ...{ version, side, reason },
    })
    return answer.ok
      ? redirect(`/org/${workplace.slug}/endorsements?done=endorsed`)
      : showEndorse(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function showEndorse(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const merit = await visit.need<MeritView>(`/api/merits/${encodeURIComponent(visit.params.meritId ?? '')}`)
  const { say } = visit.words
  const title = say('endorsement.endorse', { merit: nameOf(merit, visit) })
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Console workplace={workplace} title={title} lead={say('endorsement.endorse-lead', { number: merit.number })}>
        <EndorseForm merit={merit} state={state} />
      </Console>
    ),
  }
}

const nameOf = ({ design }: MeritView, { words }: Visit): string => pickText(design.title, words.language)?.text ?? ''

function EndorseForm({ merit, state }: { merit: MeritView; state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <Form state={state} labels={{ '/side': say('endorsement.side'), '/reason': say('endorsement.why') }}>
      <p>
        <a href={`/merits/${merit.meritId}/${merit.number}`}>{say('endorsement.read')}</a>
      </p>
      <input type="hidden" name="version:number" value={merit.number} />
      <RadioGroup
        name="side"
        legend={say('endorsement.side')}
        choices={PartySide.options.map((value) => ({ value, text: say(`endorsement.side-${value}`) }))}
        required
      />
      <TextField
        name="reason"
        label={say('endorsement.why')}
        help={say('endorsement.why-help')}
        rows={4}
        maxLength={2000}
      />
      <div className="actions">
        <Button>{say('endorsement.sign')}</Button>
        <LinkButton href={`/merits/${merit.meritId}`} look="secondary">
          {say('kit.cancel')}
        </LinkButton>
      </div>
    </Form>
  )
}

export const endorsementWithdrawPage = definePage('/org/:slug/endorsements/:id/withdraw', {
  get: async (visit) => askWithdraw(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const answer = await visit.call('POST', `/api/endorsements/${encodeURIComponent(visit.params.id ?? '')}/withdraw`, {
      organisationId: workplace.id,
      reason: String(decodeForm(visit.posted).reason ?? ''),
    })
    return answer.ok
      ? redirect(`/org/${workplace.slug}/endorsements`)
      : askWithdraw(visit, { posted: visit.posted, problem: answer.problem })
  },
})

function askWithdraw(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  const { say } = visit.words
  return askFirst({
    title: say('endorsement.withdraw-title'),
    what: <p>{say('endorsement.withdraw-text')}</p>,
    confirm: say('endorsement.withdraw'),
    back: `/org/${workplace.slug}/endorsements`,
    state,
    labels: { '/reason': say('endorsement.withdraw-why') },
    children: <TextField name="reason" label={say('endorsement.withdraw-why')} rows={3} maxLength={1000} />,
  })
}

/** What creator, issuers and social partners say to each other of a merit. */
export const discussionPage = definePage('/org/:slug/merits/:meritId/discussion', {
  get: (visit) => showDiscussion(visit),
  post: async (visit) => {
    const { words, stand } = decodeForm(visit.posted)
    const answer = await visit.call('POST', apiOf(visit), { words, ...(stand !== undefined && { stand }) })
    return answer.ok
      ? redirect(`/org/${openWorkplace(visit).slug}/merits/${visit.params.meritId}/discussion`)
      : showDiscussion(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const apiOf = (visit: Visit): string =>
  `/api/organisations/${openWorkplace(visit).id}/merits/${encodeURIComponent(visit.params.meritId ?? '')}/discussion`

async function showDiscussion(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const merit = await visit.need<MeritView>(`/api/merits/${encodeURIComponent(visit.params.meritId ?? '')}`)
  const asked = new URLSearchParams()
  for (const name of ['search', 'page']) {
    const value = visit.query.get(name)
    if (value) asked.set(name, value)
  }
  const listing = await visit.need<Listing<RemarkView>>(`${apiOf(visit)}?${asked}`)
  const title = visit.words.say('endorsement.discussion', { merit: nameOf(merit, visit) })
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Discussion
        workplace={workplace}
        merit={merit}
        title={title}
        listing={listing}
        csv={apiOf(visit)}
        state={state}
      />
    ),
  }
}

function Discussion(props: {
  workplace: Workplace
  merit: MeritView
  title: string
  listing: Listing<RemarkView>
  csv: string
  state: FormState | undefined
}) {
  const { query } = useScene()
  const { say, language } = useWords()
  const { workplace, merit, title, listing, csv, state } = props
  const owner = merit.owner.slug === workplace.slug
  return (
    <Console
      workplace={workplace}
      title={title}
      lead={say('endorsement.discussion-lead')}
      crumbs={[{ href: `/merits/${merit.meritId}`, text: pickText(merit.design.title, language)?.text ?? '' }]}
    >
      <SearchForm label={say('endorsement.search-said')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('endorsement.nothing-said')} />
      ) : (
        <ul className="plain sheet-list">
          {listing.items.map(({ id, organisation, person, stand, words, at, owner: byOwner }) => (
            <li key={id} className="sheet">
              <p>
                <strong>{organisation}</strong> {person && `· ${person} `}· <When at={at} />{' '}
                {byOwner && <Tag>{say('endorsement.by-owner')}</Tag>}{' '}
                {stand !== 'remark' && (
                  <Tag tone={stand === 'wants-changed' ? 'warning' : 'info'}>{say(`endorsement.stand-${stand}`)}</Tag>
                )}
              </p>
              <p>{words}</p>
            </li>
          ))}
        </ul>
      )}
      <Paging listing={listing} csv={addressWith(csv, query, { format: 'csv', page: undefined })} />
      <Section title={say('endorsement.say')}>
        <Form state={state} labels={{ '/words': say('endorsement.words') }}>
          <TextField name="words" label={say('endorsement.words')} rows={4} maxLength={4000} />
          <RadioGroup
            name="stand"
            legend={say('endorsement.stand')}
            choices={(owner ? (['answer', 'remark'] as const) : (['remark', 'wants-changed'] as const)).map(
              (value) => ({
                value,
                text: say(`endorsement.stand-${value}`),
              }),
            )}
            value={owner ? 'answer' : 'remark'}
          />
          <p className="check-means">{say('endorsement.stays')}</p>
          <div className="actions">
            <Button>{say('endorsement.send')}</Button>
          </div>
        </Form>
      </Section>
    </Console>
  )
}
