import { askableNames } from '@bricka/domain/exchange/ask-claims'
import type { PresentationView } from '@bricka/server/exchange/show-presentation'
import { Checkbox, CheckboxGroup, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, CopyLink, LinkButton } from '../kit/pieces.tsx'
import { Qr } from '../kit/qr.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { ResultView } from './result-view.tsx'

/** Asks someone to show merits out of a wallet: these claims and no others. */
export const requestPage = definePage('/verify/request', {
  get: async (visit) => showForm(visit),
  post: async (visit) => {
    const form = decodeForm(visit.posted)
    const made = await visit.call<{ id: string }>('POST', '/api/presentation-requests', {
      ...form,
      merits: textOf(visit.posted, '_merit') === '' ? [] : [textOf(visit.posted, '_merit')],
    })
    if (!made.ok) return showForm(visit, { posted: visit.posted, problem: made.problem })
    return redirect(`/verify/requests/${made.body.id}`)
  },
})

function showForm(visit: Visit, state?: FormState): PageAnswer {
  const title = visit.words.say('exchange.ask-title')
  return { kind: 'page', title, status: state?.problem.status ?? 200, body: <Ask title={title} state={state} /> }
}

function Ask({ title, state }: { title: string; state: FormState | undefined }) {
  const { say } = useWords()
  const { me } = useScene()
  return (
    <>
      <PageHead
        title={title}
        lead={say('exchange.ask-lead')}
        crumbs={[{ href: '/verify', text: say('verifier.title') }]}
      />
      <Form state={state} labels={{ '/verifier': say('exchange.ask-name'), '/purpose': say('exchange.ask-purpose') }}>
        {me.memberships.length > 0 && (
          <Select
            name="organisationId"
            label={say('exchange.ask-organisation')}
            help={say('exchange.ask-organisation-help')}
            empty={say('exchange.ask-nobody')}
            choices={me.memberships.map(({ organisationId, legalName }) => ({
              value: organisationId,
              text: legalName,
            }))}
          />
        )}
        <TextField name="verifier" label={say('exchange.ask-name')} help={say('exchange.ask-name-help')} required />
        <TextField
          name="purpose"
          label={say('exchange.ask-purpose')}
          help={say('exchange.ask-purpose-help')}
          required
        />
        <TextField name="_merit" type="url" label={say('exchange.ask-merit')} help={say('exchange.ask-merit-help')} />
        <CheckboxGroup
          name="claims:list"
          legend={say('exchange.ask-claims')}
          help={say('exchange.ask-claims-help')}
          chosen={['holder', 'title', 'outcomes']}
          choices={askableNames.map((name) => ({
            value: name,
            text: say(name === 'title' ? 'exchange.ask-claim-title' : `exchange.ask-${name}`),
          }))}
        />
        <Checkbox name="several:boolean" label={say('exchange.ask-several')} />
        <div className="actions">
          <Button>{say('exchange.make-offer')}</Button>
        </div>
      </Form>
    </>
  )
}

export const requestResultPage = definePage('/verify/requests/:id', {
  get: async (visit) => {
    const code = visit.query.get('response_code')
    const query = code ? `?response_code=${encodeURIComponent(code)}` : ''
    const path = `/api/presentation-requests/${encodeURIComponent(visit.params.id ?? '')}${query}`
    const view = await visit.need<PresentationView>(path)
    const title = visit.words.say('exchange.request-title', { name: view.verifier })
    return { kind: 'page', title, hidden: true, islands: ['copy'], body: <Result title={title} view={view} /> }
  },
})

function Result({ title, view }: { title: string; view: PresentationView }) {
  const { say, dateTime } = useWords()
  const { path } = useScene()
  return (
    <>
      <PageHead
        title={title}
        lead={view.purpose}
        crumbs={[{ href: '/verify/request', text: say('exchange.ask-title') }]}
      />
      {view.state === 'open' && view.link && (
        <>
          <p>{say('exchange.request-open', { at: dateTime(view.expiresAt) })}</p>
          <div className="section">
            <Qr text={view.link} label={say('exchange.offer-qr')} />
          </div>
          <CopyLink label={say('exchange.offer-link')} value={view.link} />
          <div className="actions">
            <LinkButton href={path}>{say('exchange.request-look')}</LinkButton>
            <LinkButton href={view.link} look="secondary">
              {say('exchange.offer-open')}
            </LinkButton>
          </div>
        </>
      )}
      {view.state === 'expired' && <Callout tone="warning" title={say('exchange.request-expired')} />}
      {view.state === 'declined' && <Callout tone="warning" title={say('exchange.request-declined')} />}
      {view.shown.map((one) => (
        <Section
          key={one.document}
          title={one.transparency.title.stated ? one.transparency.title.text : say('exchange.request-answered')}
        >
          {one.unasked.length > 0 && (
            <Callout tone="warning" title={say('exchange.unasked')}>
              <p>{one.unasked.join(', ')}</p>
            </Callout>
          )}
          <ResultView verified={one} demands={undefined} />
        </Section>
      ))}
    </>
  )
}
