import type { RequestView } from '@bricka/server/exchange/read-request'
import type { OfferView, TakenView } from '@bricka/server/exchange/take-offer'
import type { ReactNode } from 'react'
import { PageProblem } from '../kit/call-api.ts'
import { Checkbox, Form, RadioGroup, TextField } from '../kit/fields.tsx'
import { textOf, textsOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { PassportTabs } from './passport-tabs.tsx'
import { readShownOffer } from './wallet-log-in-pages.tsx'

/** The passport as a wallet: take what others offer, answer who asks. */
export const walletPage = definePage('/passport/wallet', {
  get: async (visit) => showWallet(visit),
  post: async (visit) => {
    if (textOf(visit.posted, '_act') === 'answer') {
      const read = await visit.call<RequestView>('POST', '/api/passport/requests', {
        request: textOf(visit.posted, 'request'),
      })
      if (!read.ok) return showWallet(visit, { posted: visit.posted, problem: read.problem }, 'answer')
      return showRequest(visit, read.body)
    }
    const read = await visit.call<OfferView>('POST', '/api/passport/offers', { offer: textOf(visit.posted, 'offer') })
    if (!read.ok) return showWallet(visit, { posted: visit.posted, problem: read.problem }, 'take')
    return showOffer(visit, read.body)
  },
})

async function showWallet(visit: Visit, state?: FormState, at?: 'take' | 'answer'): Promise<PageAnswer> {
  await visit.need('/api/passport/self-claims')
  return {
    kind: 'page',
    title: visit.words.say('exchange.wallet-title'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Wallet state={state} at={at} />,
  }
}

function Wallet({ state, at }: { state: FormState | undefined; at: 'take' | 'answer' | undefined }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={say('exchange.wallet-title')} lead={say('exchange.wallet-lead')} />
      <PassportTabs />
      <Section title={say('exchange.take')}>
        <Form state={at === 'take' ? state : undefined} scope="take">
          <TextField
            name="offer"
            label={say('exchange.take-text')}
            help={say('exchange.take-help')}
            rows={3}
            mono
            required
          />
          <div className="actions">
            <Button name="_act" value="take">
              {say('exchange.take-read')}
            </Button>
          </div>
        </Form>
      </Section>
      <Section title={say('exchange.answer')}>
        <Form state={at === 'answer' ? state : undefined} scope="answer">
          <TextField
            name="request"
            label={say('exchange.answer-text')}
            help={say('exchange.answer-help')}
            rows={3}
            mono
            required
          />
          <div className="actions">
            <Button name="_act" value="answer">
              {say('exchange.answer-read')}
            </Button>
          </div>
        </Form>
      </Section>
      <p>
        <a href="/passport/wallets">{say('exchange.wallets')}</a>
      </p>
    </>
  )
}

const shown = (title: string, body: ReactNode, status = 200): PageAnswer => ({
  kind: 'page',
  title,
  hidden: true,
  status,
  body,
})

function showOffer(visit: Visit, offer: OfferView, state?: FormState): PageAnswer {
  const title = visit.words.say('exchange.offer-from', { name: offer.issuerName })
  return shown(title, <Offer title={title} offer={offer} state={state} />, state?.problem.status)
}

function Offer({ title, offer, state }: { title: string; offer: OfferView; state: FormState | undefined }) {
  const { say } = useWords()
  const [first] = offer.credentials
  return (
    <>
      <PageHead title={title} lead={say('exchange.offer-address', { address: offer.issuer })} />
      {offer.way === 'log-in' && <p>{say('exchange.log-in-offer')}</p>}
      <Form state={state} action={offer.way === 'log-in' ? '/passport/wallet/log-in' : '/passport/wallet/take'}>
        <input type="hidden" name="offer" value={JSON.stringify(offer)} />
        <RadioGroup
          name="configuration"
          legend={say('exchange.which')}
          value={first?.id}
          choices={offer.credentials.map(({ id, name, format, readable }) => ({
            value: id,
            text: name,
            help: readable ? format : say('exchange.unreadable', { format }),
          }))}
        />
        {offer.way === 'code' && (
          <TextField
            name="txCode"
            label={say('exchange.code-asked')}
            help={offer.codeHint ?? undefined}
            autoComplete="one-time-code"
            required
          />
        )}
        <div className="actions">
          <Button>{say(offer.way === 'log-in' ? 'exchange.log-in-next' : 'exchange.take-now')}</Button>
          <LinkButton href="/passport/wallet" look="secondary">
            {say('kit.cancel')}
          </LinkButton>
        </div>
      </Form>
    </>
  )
}

export const walletTakePage = definePage('/passport/wallet/take', {
  get: async () => redirect('/passport/wallet'),
  post: async (visit) => {
    const offer = readShownOffer(textOf(visit.posted, 'offer'))
    if (!offer) return redirect('/passport/wallet')
    const path = `/api/passport/offers/${encodeURIComponent(offer.token)}/take`
    const taken = await visit.call<TakenView>('POST', path, {
      configuration: textOf(visit.posted, 'configuration'),
      txCode: textOf(visit.posted, 'txCode'),
    })
    if (!taken.ok) return showOffer(visit, offer, { posted: visit.posted, problem: taken.problem })
    const [first] = taken.body.taken
    return redirect(first ? `/passport/imports/${first.id}` : '/passport')
  },
})

function showRequest(visit: Visit, request: RequestView): PageAnswer {
  const title = visit.words.say('exchange.request-from', { name: request.verifier })
  return shown(title, <Request title={title} request={request} />)
}

function Request({ title, request }: { title: string; request: RequestView }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={title} lead={say(`exchange.proof-${request.proof}`, { id: request.clientId })} />
      <p>{say('exchange.goes-to', { address: request.responseUri })}</p>
      <Form action="/passport/wallet/answer">
        <input type="hidden" name="token" value={request.token} />
        {!request.answerable && <Callout tone="warning" title={say('exchange.nothing-fits')} />}
        {request.answerable && <p>{say('exchange.every-claim')}</p>}
        {request.questions.flatMap(({ answers }) =>
          answers.map((answer) => {
            const key = JSON.stringify([answer.question, answer.source, answer.id, answer.form])
            return (
              <fieldset className="ds-fieldset group" key={key}>
                <legend className="ds-label" data-weight="medium">
                  {say('exchange.show-from', { title: answer.title })}
                </legend>
                <div className="group-choices">
                  <Checkbox name="answer" value={key} label={say('exchange.show-this')} />
                  {answer.claims.map(({ path, value }) => (
                    <Checkbox
                      key={JSON.stringify(path)}
                      name="claim"
                      value={JSON.stringify([key, path])}
                      label={<ClaimName path={path} />}
                      help={sayValue(value)}
                    />
                  ))}
                </div>
              </fieldset>
            )
          }),
        )}
        <div className="actions">
          {request.answerable && <Button>{say('exchange.agree')}</Button>}
          <Button look="secondary" name="_act" value="decline">
            {say('exchange.decline')}
          </Button>
        </div>
      </Form>
    </>
  )
}

/** The last word of a place, in the reader's language where there is one. */
function ClaimName({ path }: { path: readonly (string | number | null)[] }) {
  const { find } = useWords()
  const last = String(path.findLast((step) => typeof step === 'string') ?? '')
  const short = last.split(/[/#]/).at(-1) ?? last
  return <>{find(`exchange.claim-${short}`) ?? short}</>
}

/** What a claim says, its texts in a row: enough to see what one shows. */
function sayValue(value: unknown): string {
  const texts: string[] = []
  const collect = (one: unknown, key: string): void => {
    if (typeof one === 'string' && !['type', 'id', 'salt'].includes(key)) texts.push(one)
    else if (typeof one === 'number' || typeof one === 'boolean') texts.push(String(one))
    else if (Array.isArray(one)) for (const item of one) collect(item, key)
    else if (typeof one === 'object' && one !== null)
      for (const [name, inner] of Object.entries(one)) collect(inner, name)
  }
  collect(value, '')
  return texts.join(' · ').slice(0, 400)
}

export const walletAnswerPage = definePage('/passport/wallet/answer', {
  get: async () => redirect('/passport/wallet'),
  post: async (visit) => {
    const path = `/api/passport/requests/${encodeURIComponent(textOf(visit.posted, 'token'))}`
    const { say } = visit.words
    if (textOf(visit.posted, '_act') === 'decline') {
      const declined = await visit.call('POST', `${path}/decline`)
      if (!declined.ok) throw new PageProblem(declined.problem)
      return shown(
        say('exchange.declined'),
        <PageHead title={say('exchange.declined')} lead={say('exchange.declined-text')} />,
      )
    }
    const claims = textsOf(visit.posted, 'claim').flatMap(readPair)
    const answers = textsOf(visit.posted, 'answer').flatMap((key) => {
      const [question, source, id, form] = readList(key)
      const paths = claims.filter((claim) => claim.key === key).map((claim) => claim.path)
      return [{ question, source, id, form, claims: paths }]
    })
    const answered = await visit.call<{ redirectTo: string | null }>('POST', `${path}/answer`, { answers })
    if (!answered.ok) throw new PageProblem(answered.problem)
    const { redirectTo } = answered.body
    return shown(
      say('exchange.answered'),
      <>
        <PageHead title={say('exchange.answered')} lead={say('exchange.answered-text')} />
        {redirectTo && (
          <div className="actions">
            <LinkButton href={redirectTo}>{say('exchange.go-on')}</LinkButton>
          </div>
        )}
      </>,
    )
  },
})

function readList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

function readPair(text: string): { key: string; path: unknown }[] {
  const [key, path] = readList(text)
  return typeof key === 'string' ? [{ key, path }] : []
}
