import type { WaitingView } from '@bricka/server/passport/routes'
import { PageProblem } from '../kit/call-api.ts'
import { Form } from '../kit/fields.tsx'
import { PageHead } from '../kit/layout.tsx'
import { definePage, redirect } from '../kit/page.ts'
import { Button, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { glazeOf } from '../public/glaze.ts'

/** From the e-mail to the merit in three clicks: the link, this button, the tile. */
export const claimPage = definePage('/claim/:token', {
  get: async (visit) => {
    const waiting = await visit.need<WaitingView>(`/api/claims/${encodeURIComponent(visit.params.token ?? '')}`)
    return {
      kind: 'page',
      title: visit.words.say('learner.claim', { name: waiting.name }),
      hidden: true,
      body: <Claim waiting={waiting} />,
    }
  },
  post: async (visit) => {
    const answer = await visit.call('POST', '/api/claims', { token: visit.params.token })
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/passport')
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
