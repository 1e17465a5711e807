import { pickText } from '@bricka/domain/local-text'
import type { FollowUpConsent } from '@bricka/server/follow-up/consent'
import type { AskView } from '@bricka/server/follow-up/take-answer'
import { Checkbox, Form, TextField } from '../../kit/fields.tsx'
import { decodeForm } from '../../kit/form.ts'
import { PageHead, Section } from '../../kit/layout.tsx'
import { Local } from '../../kit/local.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../../kit/page.ts'
import { Button, Callout, EmptyState, LinkButton, Tag } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/scene.tsx'
import { PassportTabs } from '../passport-tabs.tsx'
import { AnswerForm, readAnswer } from './answer-form.tsx'

type Own = { consent: FollowUpConsent; asks: AskView[] }

/** Whether one wants to be asked how it went, and what one is asked. */
export const followUpPage = definePage('/passport/follow-up', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { asked } = decodeForm(visit.posted)
    const answer = await visit.call('PUT', '/api/passport/follow-up', { asked: asked === true })
    return answer.ok ? redirect('/passport/follow-up') : show(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const own = await visit.need<Own>('/api/passport/follow-up')
  const { say } = visit.words
  return {
    kind: 'page',
    title: say('follow-up.title'),
    hidden: true,
    status: state ? 422 : 200,
    body: (
      <>
        <PageHead title={say('follow-up.title')} lead={say('follow-up.lead')} />
        <PassportTabs />
        <Asks own={own} />
        <Form state={state}>
          <Checkbox name="asked:boolean" label={say('follow-up.consent')} checked={own.consent.asked} />
          <p>{say('follow-up.consent-effect')}</p>
          <div className="actions">
            <Button>{say('kit.save')}</Button>
          </div>
        </Form>
      </>
    ),
  }
}

function Asks({ own: { consent, asks } }: { own: Own }) {
  const { say, date } = useWords()
  if (!consent.asked) return null
  return (
    <Section title={say('follow-up.asks')}>
      {asks.length === 0 ? (
        <EmptyState title={say('follow-up.no-asks')} />
      ) : (
        <ul className="plain sheet-list">
          {asks.map((ask) => (
            <li key={`${ask.credentialId} ${ask.round}`}>
              {ask.open ? (
                <a href={`/passport/follow-up/${ask.credentialId}/${ask.round}`}>
                  <Local text={ask.title} />
                  <span className="visually-hidden"> {say(`follow-up.round-${ask.round}`)}</span>
                </a>
              ) : (
                <Local text={ask.title} />
              )}{' '}
              <Standing ask={ask} />
              <span className="step-facts">
                {say(`follow-up.round-${ask.round}`)} · {date(ask.dueOn)} – {date(ask.closesOn)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Standing({ ask: { answeredAt, open } }: { ask: AskView }) {
  const { say } = useWords()
  if (answeredAt) return <Tag tone="success">{say('follow-up.answered')}</Tag>
  return open ? <Tag tone="info">{say('follow-up.open')}</Tag> : <Tag tone="neutral">{say('follow-up.not-open')}</Tag>
}

const apiOf = ({ params }: Visit): string =>
  `/api/passport/follow-up/${encodeURIComponent(params.credentialId ?? '')}/${encodeURIComponent(params.round ?? '')}`

/** Answering in one's passport, and having one's employer asked too. */
export const ownAskPage = definePage('/passport/follow-up/:credentialId/:round', {
  get: (visit) => showAsk(visit, apiOf(visit), '/passport/follow-up'),
  post: async (visit) => {
    const employer = visit.posted.values.has('email')
    const answer = employer
      ? await visit.call('POST', `${apiOf(visit)}/employer`, {
          email: String(decodeForm(visit.posted).email ?? ''),
          language: visit.words.language,
        })
      : await visit.call('PUT', apiOf(visit), readAnswer(visit.posted))
    const { credentialId, round } = visit.params
    return answer.ok
      ? redirect(`/passport/follow-up/${credentialId}/${round}?done=${employer ? 'employer' : 'answered'}`)
      : showAsk(visit, apiOf(visit), '/passport/follow-up', { posted: visit.posted, problem: answer.problem })
  },
})

/** Answering by the link in a message, without logging in: nothing else of the person is shown. */
export const askedPage = definePage('/follow-up/:token', {
  get: (visit) => showAsk(visit, `/api/follow-up/${encodeURIComponent(visit.params.token ?? '')}`, undefined),
  post: async (visit) => {
    const token = encodeURIComponent(visit.params.token ?? '')
    const answer = await visit.call('PUT', `/api/follow-up/${token}`, readAnswer(visit.posted))
    return answer.ok
      ? redirect(`/follow-up/${token}?done=answered`)
      : showAsk(visit, `/api/follow-up/${token}`, undefined, { posted: visit.posted, problem: answer.problem })
  },
})

async function showAsk(visit: Visit, api: string, home: string | undefined, state?: FormState): Promise<PageAnswer> {
  const ask = await visit.need<AskView>(api)
  const { say, language } = visit.words
  const name = pickText(ask.title, language)?.text ?? ''
  const title = say(`follow-up.ask-${ask.round}`, { merit: name })
  return {
    kind: 'page',
    title: home ? `${title} – ${say('follow-up.nav')}` : title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <div className="narrow">
        <PageHead
          eyebrow={ask.issuer}
          title={title}
          lead={say('follow-up.ask-lead')}
          {...(home && { crumbs: [{ href: home, text: say('follow-up.title') }] })}
        />
        <Said done={visit.query.get('done')} ask={ask} />
        {ask.open ? (
          <>
            <AnswerForm ask={ask} state={state?.posted.values.has('email') ? undefined : state} />
            {home && <EmployerForm ask={ask} state={state?.posted.values.has('email') ? state : undefined} />}
          </>
        ) : (
          <Callout tone="neutral" title={say('follow-up.closed')} />
        )}
      </div>
    ),
  }
}

function Said({ done, ask: { answeredAt } }: { done: string | null; ask: AskView }) {
  const { say, dateTime } = useWords()
  if (done === 'employer') return <Callout tone="success" title={say('follow-up.employer-sent')} status />
  if (!answeredAt) return null
  return (
    <Callout tone="success" title={say('follow-up.thanks', { at: dateTime(answeredAt) })} status>
      <p>{say('follow-up.thanks-text')}</p>
    </Callout>
  )
}

function EmployerForm({ ask, state }: { ask: AskView; state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <Section title={say('follow-up.employer')} lead={say('follow-up.employer-lead')}>
      {ask.employerAsked ? (
        <p>{say('follow-up.employer-asked')}</p>
      ) : (
        <Form state={state} labels={{ '/email': say('follow-up.employer-email') }}>
          <TextField name="email" type="email" label={say('follow-up.employer-email')} maxLength={320} />
          <div className="actions">
            <Button look="secondary">{say('follow-up.employer-ask')}</Button>
            <LinkButton href="/passport/follow-up" look="tertiary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      )}
    </Section>
  )
}
