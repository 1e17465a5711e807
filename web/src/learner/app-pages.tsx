import type { AppView, ConnectView } from '@bricka/server/exchange/badge-connect'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, redirect, type Visit } from '../kit/page.ts'
import { Button, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

const address = (visit: Visit): string => `/api/passport/connecting/${encodeURIComponent(visit.params.token ?? '')}`

/** An app asks to be connected to the passport; its holder says yes or no. */
export const connectPage = definePage('/connect/:token', {
  get: async (visit) => {
    const view = await visit.need<ConnectView>(address(visit))
    const title = visit.words.say('badge.connect-title', { app: view.app })
    return { kind: 'page', title, hidden: true, body: <Connect title={title} view={view} /> }
  },
  post: async (visit) => {
    const view = await visit.need<ConnectView>(address(visit))
    const agreed = textOf(visit.posted, '_act') === 'yes'
    const decided = await visit.call<{ redirectTo: string }>('POST', address(visit), { agreed })
    if (!decided.ok) throw new PageProblem(decided.problem)
    const { say } = visit.words
    const title = say('badge.connect-title', { app: view.app })
    const body = (
      <>
        <PageHead title={title} lead={say('badge.connect-done')} />
        <div className="actions">
          <LinkButton href={decided.body.redirectTo}>{say('badge.connect-back')}</LinkButton>
        </div>
      </>
    )
    return { kind: 'page', title, hidden: true, body }
  },
})

function Connect({ title, view }: { title: string; view: ConnectView }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={title} lead={say('badge.connect-lead', { app: view.app, address: view.goesTo })} />
      <Section title={say('badge.may')}>
        <ul>
          {view.scopes.map((scope) => (
            <li key={scope}>{say(`badge.scope.${scope}`)}</li>
          ))}
        </ul>
        <p>{say('badge.until')}</p>
        <Form>
          <div className="actions">
            <Button name="_act" value="yes">
              {say('badge.connect-yes')}
            </Button>
            <Button look="secondary" name="_act" value="no">
              {say('badge.connect-no')}
            </Button>
          </div>
        </Form>
      </Section>
    </>
  )
}

export const appsOf = async (visit: Visit): Promise<readonly AppView[]> =>
  (await visit.need<{ items: AppView[] }>('/api/passport/apps')).items

/** The connected apps, on the page of settings. */
export function Apps({ apps }: { apps: readonly AppView[] }) {
  const { say, dateTime } = useWords()
  return (
    <Section title={say('badge.apps')} lead={say('badge.apps-lead')}>
      {apps.length === 0 ? (
        <p>{say('badge.apps-none')}</p>
      ) : (
        <ul className="timeline">
          {apps.map(({ id, app, scopes, since, lastUsedAt }) => (
            <li key={id}>
              <strong>{app}</strong>, {say('badge.app-since', { at: dateTime(since) })}
              {lastUsedAt && `, ${say('badge.app-used', { at: dateTime(lastUsedAt) })}`}
              <ul>
                {scopes.map((scope) => (
                  <li key={scope}>{say(`badge.scope.${scope}`)}</li>
                ))}
              </ul>
              <a href={`/settings/apps/${id}/end`}>
                {say('badge.app-end')}
                <span className="visually-hidden"> {app}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

export const appEndPage = definePage('/settings/apps/:id/end', {
  get: async (visit) => {
    const found = (await appsOf(visit)).find(({ id }) => id === visit.params.id)
    if (!found) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
    const { say } = visit.words
    return askFirst({
      title: say('badge.app-end-ask', { app: found.app }),
      what: <p>{say('badge.app-end-text')}</p>,
      confirm: say('badge.app-end'),
      back: '/settings',
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', `/api/passport/apps/${encodeURIComponent(visit.params.id ?? '')}`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/settings')
  },
})
