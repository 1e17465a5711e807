import type { FetchedView } from '@bricka/server/exchange/emrex-fetch'
import type { ImportView } from '@bricka/server/passport/import-credential'
import type { ShareView, ShareVisit } from '@bricka/server/passport/list-shares'
import type { PassportView } from '@bricka/server/passport/passport-view'
import type { SelfClaimView } from '@bricka/server/passport/self-claim'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, CopyLink, EmptyState, Facts, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { Qr } from '../kit/qr.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, Table } from '../kit/table.tsx'
import { titleIn } from './passport-page.tsx'
import { PassportTabs } from './passport-tabs.tsx'

type Shareable = {
  merits: readonly PassportView[]
  imports: readonly ImportView[]
  selfClaims: readonly SelfClaimView[]
  results: readonly FetchedView[]
}

export const newSharePage = definePage('/passport/share', {
  get: (visit) => showForm(visit),
  post: async (visit) => {
    const answer = await visit.call<{ id: string }>('POST', '/api/passport/shares', decodeForm(visit.posted))
    if (!answer.ok) return showForm(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/passport/shares/${answer.body.id}`)
  },
})

async function showForm(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const merits = await visit.need<Listing<PassportView>>('/api/passport?perPage=200')
  const imports = await visit.need<Listing<ImportView>>('/api/passport/imports?perPage=200')
  const { items } = await visit.need<{ items: SelfClaimView[] }>('/api/passport/self-claims')
  const { items: results } = await visit.need<{ items: FetchedView[] }>('/api/passport/emrex/records')
  return {
    kind: 'page',
    title: visit.words.say('learner.share-title'),
    hidden: true,
    status: state ? 422 : 200,
    body: (
      <NewShare
        shareable={{ merits: merits.items, imports: imports.items, selfClaims: items, results }}
        state={state}
      />
    ),
  }
}

function NewShare({ shareable, state }: { shareable: Shareable; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { query } = useScene()
  const { merits, imports, selfClaims, results } = shareable
  return (
    <>
      <PageHead
        title={say('learner.share-title')}
        lead={say('learner.share-lead')}
        crumbs={[{ href: '/passport', text: say('learner.passport') }]}
      />
      <Form
        state={state}
        labels={{ '/audience': say('learner.share-audience'), '/purpose': say('learner.share-purpose') }}
      >
        <CheckboxGroup
          name="credentialIds:list"
          legend={say('learner.share-what')}
          chosen={query.getAll('merit')}
          choices={merits.map((merit) => ({
            value: merit.id,
            text: titleIn(words, merit),
            help: `${merit.issuer.name} · ${say(`domain.state.${merit.state}`)}`,
          }))}
        />
        {imports.length > 0 && (
          <CheckboxGroup
            name="importedIds:list"
            legend={say('learner.imports')}
            chosen={query.getAll('import')}
            choices={imports.map((one) => ({ value: one.id, text: one.title, help: one.issuerName }))}
          />
        )}
        {results.length > 0 && (
          <CheckboxGroup
            name="resultIds:list"
            legend={say('emrex.results')}
            help={say('emrex.share-help')}
            chosen={query.getAll('results')}
            choices={results.map(({ id, issuers, provider, fetchedAt }) => ({
              value: id,
              text: issuers.length > 0 ? words.list(issuers) : provider,
              help: `${provider} · ${words.date(fetchedAt)}`,
            }))}
          />
        )}
        {selfClaims.length > 0 && (
          <CheckboxGroup
            name="selfClaimIds:list"
            legend={say('learner.share-self')}
            choices={selfClaims.map(({ id, title }) => ({ value: id, text: title }))}
          />
        )}
        <TextField
          name="audience"
          label={say('learner.share-audience')}
          help={say('learner.share-audience-help')}
          maxLength={200}
          required
        />
        <TextField
          name="purpose"
          label={say('learner.share-purpose')}
          help={say('learner.share-purpose-help')}
          maxLength={500}
          required
        />
        <Select
          name="days:number"
          label={say('learner.share-days')}
          help={say('learner.share-days-help')}
          value="30"
          choices={[1, 7, 30, 90, 365].map((count) => ({ value: String(count), text: say('learner.days', { count }) }))}
        />
        <div className="actions">
          <Button icon="link">{say('learner.share-make')}</Button>
        </div>
      </Form>
    </>
  )
}

export const sharesPage = definePage('/passport/shares', {
  get: async (visit) => {
    const listing = await visit.need<Listing<ShareView>>(`/api/passport/shares?${visit.query}`)
    return { kind: 'page', title: visit.words.say('learner.shares'), hidden: true, body: <Shares listing={listing} /> }
  },
})

function Shares({ listing }: { listing: Listing<ShareView> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('learner.shares')}
        lead={say('learner.share-lead')}
        actions={
          <LinkButton href="/passport/share" icon="share">
            {say('learner.share-new')}
          </LinkButton>
        }
      />
      <PassportTabs />
      <div className="section">
        {listing.items.length === 0 ? (
          <EmptyState title={say('learner.shares-none')} />
        ) : (
          <Table
            caption={say('learner.shares')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('learner.share-audience'),
                cell: ({ id, audience }) => <a href={`/passport/shares/${id}`}>{audience}</a>,
              },
              {
                head: say('learner.share-items'),
                cell: ({ items }) => items.map(({ title }) => title).join(', '),
              },
              {
                head: say('learner.share-closes'),
                cell: ({ expiresAt, state }) => (
                  <>
                    <ShareState state={state} /> <When at={expiresAt} />
                  </>
                ),
              },
              {
                head: say('learner.share-views'),
                cell: ({ views }) => say('learner.share-views-count', { count: views }),
              },
            ]}
          />
        )}
        <Paging listing={listing} csv="/api/passport/shares?format=csv" />
      </div>
    </>
  )
}

const stateTones = { open: 'success', expired: 'neutral', withdrawn: 'neutral' } as const

function ShareState({ state }: { state: ShareView['state'] }) {
  const { say } = useWords()
  return <Tag tone={stateTones[state]}>{say(`learner.share-state.${state}`)}</Tag>
}

const findShare = async (visit: Visit): Promise<ShareView> => {
  const { items } = await visit.need<Listing<ShareView>>('/api/passport/shares?perPage=200')
  const share = items.find(({ id }) => id === visit.params.id)
  if (!share) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
  return share
}

export const ownSharePage = definePage('/passport/shares/:id', {
  get: async (visit) => {
    const share = await findShare(visit)
    const log = await visit.need<Listing<ShareVisit>>(`/api/passport/shares/${share.id}/views?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('learner.share-for', { audience: share.audience }),
      hidden: true,
      islands: ['copy'],
      body: <OwnShare share={share} log={log} />,
    }
  },
})

function OwnShare({ share, log }: { share: ShareView; log: Listing<ShareVisit> }) {
  const { say, find } = useWords()
  const { url } = share
  return (
    <>
      <PageHead
        title={say('learner.share-for', { audience: share.audience })}
        lead={share.purpose}
        crumbs={[
          { href: '/passport', text: say('learner.passport') },
          { href: '/passport/shares', text: say('learner.shares') },
        ]}
      />
      <div className="columns">
        <div className="stack">
          {url && share.state === 'open' && (
            <>
              <CopyLink label={say('learner.share-link')} value={url} />
              <div className="actions">
                <LinkButton href={url} look="secondary" icon="eye">
                  {say('learner.share-see')}
                </LinkButton>
                <LinkButton href={`/passport/shares/${share.id}/withdraw`} look="secondary" icon="cross">
                  {say('learner.share-withdraw')}
                </LinkButton>
              </div>
            </>
          )}
          <div className="sheet">
            <Facts
              items={[
                [say('learner.share-closes'), <ShareTimes key="times" share={share} />],
                [say('learner.share-made'), <When key="made" at={share.createdAt} time />],
                [say('learner.share-items'), share.items.map(({ title }) => title).join(', ')],
                [say('learner.share-views'), say('learner.share-views-count', { count: share.views })],
              ]}
            />
            <p className="check-means">{say('learner.share-days-help')}</p>
          </div>
          <Section title={say('learner.share-log')}>
            {log.items.length === 0 ? (
              <p>{say('learner.share-log-none')}</p>
            ) : (
              <>
                <ul className="timeline">
                  {log.items.map(({ id, at, act }) => (
                    <li key={id}>
                      <When at={at} time />: {find(`learner.visit.${act}`) ?? act}
                    </li>
                  ))}
                </ul>
                <Paging listing={log} csv={`/api/passport/shares/${share.id}/views?format=csv`} />
              </>
            )}
          </Section>
        </div>
        {url && share.state === 'open' && (
          <aside>
            <Qr text={url} label={say('learner.share-qr')} />
          </aside>
        )}
      </div>
    </>
  )
}

function ShareTimes({ share }: { share: ShareView }) {
  return (
    <>
      <ShareState state={share.state} /> <When at={share.withdrawnAt ?? share.expiresAt} time />
    </>
  )
}

export const shareWithdrawPage = definePage('/passport/shares/:id/withdraw', {
  get: async (visit) => {
    const share = await findShare(visit)
    const { say } = visit.words
    const title = say('learner.share-withdraw-ask', { audience: share.audience })
    return askFirst({
      title,
      what: <p>{say('learner.share-withdraw-text')}</p>,
      confirm: say('learner.share-withdraw'),
      back: `/passport/shares/${share.id}`,
    })
  },
  post: async (visit) => {
    const id = encodeURIComponent(visit.params.id ?? '')
    const answer = await visit.call('POST', `/api/passport/shares/${id}/withdraw`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/passport/shares/${id}`)
  },
})
