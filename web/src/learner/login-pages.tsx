import { PageProblem } from '../kit/call-api.ts'
import { Form, TextField } from '../kit/fields.tsx'
import { noPost, textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'

/** Only addresses of this site: a login must not send people elsewhere. */
export const localPath = (text: string | null): string | undefined =>
  text !== null && /^\/(?![/\\])[^\p{Cc}]*$/u.test(text) ? text : undefined

export const loginPage = definePage('/login', {
  get: async (visit) => {
    const code = visit.query.get('problem')
    return showLogin(
      visit,
      code ? { posted: noPost, problem: { code, status: 400, title: '', detail: '' } } : undefined,
    )
  },
  post: async (visit) => {
    const email = textOf(visit.posted, 'email')
    const next = localPath(visit.query.get('next'))
    const answer = await visit.call('POST', '/api/login/email', {
      email,
      language: visit.words.language,
      ...(next && { next }),
    })
    if (!answer.ok) return showLogin(visit, { posted: visit.posted, problem: answer.problem })
    return redirect('/login/sent')
  },
})

function showLogin(visit: Visit, state?: FormState): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('learner.login'),
    status: state ? 422 : 200,
    hidden: true,
    islands: ['passkey'],
    body: <Login state={state} next={localPath(visit.query.get('next'))} />,
  }
}

function Login({ state, next }: { state: FormState | undefined; next: string | undefined }) {
  const { say } = useWords()
  const { settings } = useScene()
  const query = next ? `?next=${encodeURIComponent(next)}` : ''
  return (
    <div className="narrow">
      <PageHead title={say('learner.login')} lead={say('learner.login-lead')} />
      <Form state={state} action={`/login${query}`} labels={{ '/email': say('learner.login-email') }}>
        <TextField
          name="email"
          type="email"
          autoComplete="email"
          label={say('learner.login-email')}
          help={say('learner.login-email-help')}
          required
        />
        <div className="actions">
          <Button icon="mail">{say('learner.login-send')}</Button>
        </div>
      </Form>
      <div className="section" data-passkey-block="" hidden>
        <p className="section-lead">{say('learner.login-passkey-text')}</p>
        <div className="actions">
          <button
            type="button"
            className="ds-button"
            data-variant="secondary"
            data-passkey="use"
            data-next={next ?? '/passport'}
            data-failed={say('learner.login-passkey-failed')}
            hidden
          >
            {say('learner.login-passkey')}
          </button>
          <p role="status" data-passkey-status="" />
        </div>
      </div>
      {settings.oidcName !== undefined && (
        <div className="section actions">
          <LinkButton href={`/api/login/oidc${query}`} look="secondary">
            {say('learner.login-oidc', { name: settings.oidcName })}
          </LinkButton>
        </div>
      )}
      {settings.demo && (
        <div className="section">
          <p>
            <a href="/demo">{say('public.demo')}</a>
          </p>
        </div>
      )}
    </div>
  )
}

export const loginSentPage = definePage('/login/sent', {
  get: async (visit) => ({ kind: 'page', title: visit.words.say('learner.login-sent'), hidden: true, body: <Sent /> }),
})

function Sent() {
  const { say } = useWords()
  const { settings } = useScene()
  return (
    <div className="narrow">
      <PageHead title={say('learner.login-sent')} lead={say('learner.login-sent-text')} />
      {settings.demo && (
        <Callout>
          <p>
            <a href="/demo/mail">{say('learner.login-demo-mail')}</a>
          </p>
        </Callout>
      )}
    </div>
  )
}

/** Opening the link changes nothing: mail programs open links by themselves. The button logs in. */
export const loginLinkPage = definePage('/login/:token', {
  get: async (visit) => ({
    kind: 'page',
    title: visit.words.say('learner.login-confirm'),
    hidden: true,
    body: <ConfirmLogin />,
  }),
  post: async (visit) => {
    const answer = await visit.call<{ next: string | null }>('POST', '/api/login/link', { token: visit.params.token })
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(localPath(answer.body.next) ?? '/passport')
  },
})

function ConfirmLogin() {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={say('learner.login-confirm')} lead={say('learner.login-confirm-text')} />
      <Form>
        <div className="actions">
          <Button>{say('learner.login')}</Button>
        </div>
      </Form>
    </div>
  )
}

export const logoutPage = definePage('/logout', {
  post: async (visit) => {
    await visit.call('POST', '/api/logout')
    return redirect('/')
  },
})
