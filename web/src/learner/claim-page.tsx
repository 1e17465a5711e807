import type { WaitingView } from '@bricka/server/passport/routes'
import { PageProblem } from '../kit/call-api.ts'
import { Form } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, redirect } from '../kit/page.ts'
import { Button, LinkButton, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { glazeOf } from '../public/glaze.ts'

/**
 * From the e-mail to the merit in three clicks: the link, this button, the tile. Once the passport is in use, the link
 * leads to a login instead.
 */
export const claimPage = definePage('/claim/:token', {
  get: async (visit) => {
    const waiting = await visit.need<WaitingView>(`/api/claims/${encodeURIComponent(visit.params.token ?? '')}`)
    return {
      kind: 'page',
      title: visit.words.say('learner.claim', { name: waiting.name }),
      hidden: true,
      body: waiting.standing === 'open' ? <Claim waiting={waiting} /> : <LogIn waiting={waiting} />,
    }
  },
  post: async (visit) => {
    const { token } = visit.params
    if (textOf(visit.posted, '_act') === 'log-in') {
      const sent = await visit.call('POST', '/api/claims/login', { token, language: visit.words.language })
      if (!sent.ok) throw new PageProblem(sent.problem)
      return redirect('/login/sent')
    }
    const answer = await visit.call('POST', '/api/claims', { token })
    if (answer.ok) return redirect('/passport')
    // Someone came in between looking and pressing: the page now says how to.
    if (answer.problem.code === 'claim-needs-login') return redirect(visit.path)
    throw new PageProblem(answer.problem)
  },
})

function Claim({ waiting }: { waiting: WaitingView }) {
  const { say } = useWords()
  const { items } = waiting
  return (
    <>
      <PageHead
        title={say('learner.claim', { name: waiting.name })}
        lead={`${say('learner.claim-waiting', { count: items.length })} ${items.length > 0 ? say('learner.claim-yours') : ''}`}
      />
      <Tiles items={items} />
      <div className="section">
        <Form>
          <div className="actions">
            <Button>{say(items.length > 0 ? 'learner.claim-take' : 'learner.claim-open')}</Button>
          </div>
        </Form>
      </div>
    </>
  )
}

function LogIn({ waiting }: { waiting: WaitingView }) {
  const { say } = useWords()
  const { path } = useScene()
  const waits = waiting.items.some(({ claimed }) => !claimed)
  return (
    <>
      <PageHead title={say(waits ? 'learner.claim-waits' : 'learner.claim-have')} lead={say('learner.claim-log-in')} />
      <Tiles items={waiting.items} />
      <div className="section">
        <Form>
          <div className="actions">
            <Button name="_act" value="log-in" icon="mail">
              {say('learner.claim-send')}
            </Button>
            <LinkButton href={`/login?next=${encodeURIComponent(path)}`} look="secondary">
              {say('learner.login')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </>
  )
}

function Tiles({ items }: { items: WaitingView['items'] }) {
  return (
    <ul className="wall">
      {items.map(({ title, issuer, issuedAt }) => (
        <li key={title + issuedAt}>
          <div className={`tile glaze-${glazeOf(title)}`}>
            <h2>{title}</h2>
            <p>{issuer}</p>
            <p className="tile-foot">
              <When at={issuedAt} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
