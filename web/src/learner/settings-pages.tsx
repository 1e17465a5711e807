import { interfaceLanguages } from '@bricka/domain/local-text'
import type { AppView } from '@bricka/server/exchange/badge-connect'
import type { DeletionView } from '@bricka/server/passport/account-routes'
import type { PasskeyView, SessionView } from '@bricka/server/person/routes'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst, ConfirmPage } from '../kit/confirm-page.tsx'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { languageCookie, languageNames } from '../kit/language.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, LinkButton, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Apps, appsOf } from './app-pages.tsx'
import { PassportTabs } from './passport-tabs.tsx'

const passkeysOf = async (visit: Visit): Promise<readonly PasskeyView[]> =>
  (await visit.need<{ items: PasskeyView[] }>('/api/me/passkeys')).items

const sessionsOf = async (visit: Visit): Promise<readonly SessionView[]> =>
  (await visit.need<{ items: SessionView[] }>('/api/me/sessions')).items

export const settingsPage = definePage('/settings', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const answer = await visit.call('PATCH', '/api/me', decodeForm(visit.posted))
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    // The language just chosen shall not be overruled by one that was clicked before.
    visit.reply.clearCookie(languageCookie, { path: '/' })
    return redirect('/settings')
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const passkeys = await passkeysOf(visit)
  const sessions = await sessionsOf(visit)
  const apps = await appsOf(visit)
  return {
    kind: 'page',
    title: visit.words.say('learner.settings'),
    hidden: true,
    status: state ? 422 : 200,
    islands: ['passkey'],
    body: <SettingsView passkeys={passkeys} sessions={sessions} apps={apps} state={state} />,
  }
}

function SettingsView(props: {
  passkeys: readonly PasskeyView[]
  sessions: readonly SessionView[]
  apps: readonly AppView[]
  state: FormState | undefined
}) {
  const { passkeys, sessions, apps, state } = props
  const { say, language } = useWords()
  const { me } = useScene()
  return (
    <>
      <PageHead title={say('learner.settings')} lead={me.email} />
      <PassportTabs />
      <Section title={say('learner.settings-you')}>
        <Form state={state} labels={{ '/name': say('learner.settings-name') }}>
          <TextField
            name="name"
            label={say('learner.settings-name')}
            help={say('learner.settings-name-help')}
            value={me.name}
            autoComplete="name"
            maxLength={200}
            required
          />
          <Select
            name="locale"
            label={say('learner.settings-language')}
            value={me.locale ?? language}
            choices={interfaceLanguages.map((value) => ({ value, text: languageNames[value] }))}
          />
          <div className="actions">
            <Button>{say('kit.save')}</Button>
          </div>
        </Form>
      </Section>
      <Passkeys passkeys={passkeys} />
      <Sessions sessions={sessions} />
      <Apps apps={apps} />
      <Section title={say('learner.export')} lead={say('learner.export-text')}>
        <div className="actions">
          <LinkButton href="/settings/leave" look="secondary">
            {say('leaving.title')}
          </LinkButton>
          <LinkButton href="/api/me/export" look="secondary" icon="download" download>
            {say('learner.export')}
          </LinkButton>
        </div>
      </Section>
      <Section title={say('learner.delete')} lead={say('learner.delete-text')}>
        <div className="actions">
          <LinkButton href="/settings/delete" look="secondary" icon="bin">
            {say('learner.delete')}
          </LinkButton>
        </div>
      </Section>
    </>
  )
}

function Passkeys({ passkeys }: { passkeys: readonly PasskeyView[] }) {
  const { say, date } = useWords()
  return (
    <Section title={say('learner.passkeys')} lead={say('learner.passkeys-lead')}>
      {passkeys.length === 0 ? (
        <p>{say('learner.passkeys-none')}</p>
      ) : (
        <ul className="timeline">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <li key={id}>
              <strong>{name}</strong>, <When at={createdAt} />
              {lastUsedAt && `, ${say('learner.passkey-used', { at: date(lastUsedAt) })}`}{' '}
              <a href={`/settings/passkeys/${encodeURIComponent(id)}/remove`}>
                {say('kit.remove')}
                <span className="visually-hidden"> {name}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="form" data-passkey-block="" hidden>
        <TextField name="passkey-name" label={say('learner.passkey-name')} maxLength={100} />
        <div className="actions">
          <button
            type="button"
            className="ds-button"
            data-variant="secondary"
            data-passkey="add"
            data-name-field="f-passkey-name"
            data-next="/settings"
            data-failed={say('learner.login-passkey-failed')}
            hidden
          >
            {say('learner.passkey-add')}
          </button>
          <p role="status" data-passkey-status="" />
        </div>
      </div>
    </Section>
  )
}

export const passkeyRemovePage = definePage('/settings/passkeys/:id/remove', {
  get: async (visit) => {
    const passkey = (await passkeysOf(visit)).find(({ id }) => id === visit.params.id)
    if (!passkey) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
    const { say } = visit.words
    const title = say('learner.passkey-remove-ask', { name: passkey.name })
    return askFirst({
      title,
      what: <p>{say('learner.passkey-remove-text')}</p>,
      confirm: say('kit.remove'),
      back: '/settings',
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', `/api/me/passkeys/${encodeURIComponent(visit.params.id ?? '')}`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/settings')
  },
})

function Sessions({ sessions }: { sessions: readonly SessionView[] }) {
  const { say, dateTime } = useWords()
  return (
    <Section title={say('learner.sessions')} lead={say('learner.sessions-lead')}>
      <ul className="timeline">
        {sessions.map(({ id, device, since, lastUsedAt, current }) => (
          <li key={id}>
            <strong>{device ?? say('learner.session-unknown')}</strong>
            {current
              ? `, ${say('learner.session-current')}`
              : `, ${say('learner.session-used', { at: dateTime(lastUsedAt) })}`}
            {`, ${say('learner.session-since', { at: dateTime(since) })} `}
            {!current && (
              <a href={`/settings/sessions/${id}/end`}>
                {say('learner.session-end')}
                <span className="visually-hidden"> {device ?? say('learner.session-unknown')}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      <div className="actions">
        <LinkButton href="/settings/sessions/end" look="secondary">
          {say('learner.sessions-end')}
        </LinkButton>
      </div>
    </Section>
  )
}

export const sessionEndPage = definePage('/settings/sessions/:id/end', {
  get: async (visit) => {
    const session = (await sessionsOf(visit)).find(({ id }) => id === visit.params.id)
    if (!session) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
    const { say } = visit.words
    const device = session.device ?? say('learner.session-unknown')
    return askEnd(
      say('learner.session-end-ask', { device }),
      say('learner.session-end-text'),
      say('learner.session-end'),
    )
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', `/api/me/sessions/${encodeURIComponent(visit.params.id ?? '')}`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/settings')
  },
})

export const sessionsEndPage = definePage('/settings/sessions/end', {
  get: async (visit) => {
    await sessionsOf(visit)
    const { say } = visit.words
    return askEnd(say('learner.sessions-end-ask'), say('learner.sessions-end-text'), say('learner.sessions-end'))
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', '/api/me/sessions')
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/login')
  },
})

const askEnd = (title: string, text: string, confirm: string): PageAnswer => ({
  kind: 'page',
  title,
  hidden: true,
  body: <ConfirmPage title={title} what={<p>{text}</p>} confirm={confirm} back="/settings" />,
})

export const deletePage = definePage('/settings/delete', {
  get: async (visit) => {
    await passkeysOf(visit)
    return askDelete(visit)
  },
  post: async (visit) => {
    const answer = await visit.call<DeletionView>('DELETE', '/api/me', decodeForm(visit.posted))
    if (!answer.ok) return askDelete(visit, { posted: visit.posted, problem: answer.problem })
    const { merits, shares } = answer.body.removed
    return redirect(`/goodbye?merits=${merits}&shares=${shares}`)
  },
})

function askDelete(visit: Visit, state?: FormState): PageAnswer {
  const { say } = visit.words
  return {
    kind: 'page',
    title: say('learner.delete-ask'),
    hidden: true,
    status: state ? 422 : 200,
    body: (
      <ConfirmPage
        title={say('learner.delete-ask')}
        what={
          <>
            <p>{say('learner.delete-what')}</p>
            <p>{say('learner.delete-remains')}</p>
            <p>
              <a href="/api/me/export" download>
                {say('learner.export')}
              </a>
            </p>
          </>
        }
        confirm={say('learner.delete-do')}
        back="/settings"
        state={state}
        labels={{ '/confirm': say('learner.delete-confirm') }}
      >
        <TextField
          name="confirm"
          type="email"
          label={say('learner.delete-confirm')}
          help={visit.me.email}
          autoComplete="off"
          required
        />
      </ConfirmPage>
    ),
  }
}

export const goodbyePage = definePage('/goodbye', {
  get: async (visit) => ({
    kind: 'page',
    title: visit.words.say('learner.deleted'),
    hidden: true,
    body: <Goodbye merits={count(visit, 'merits')} shares={count(visit, 'shares')} />,
  }),
})

const count = (visit: Visit, name: string): number => Number(/^\d{1,6}$/.exec(visit.query.get(name) ?? '')?.[0] ?? 0)

function Goodbye({ merits, shares }: { merits: number; shares: number }) {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead
        title={say('learner.deleted')}
        lead={say('learner.deleted-text', { merits, shares })}
        actions={
          <LinkButton href="/" look="secondary">
            {say('kit.to-start')}
          </LinkButton>
        }
      />
    </div>
  )
}
