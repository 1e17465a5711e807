import type { FourEyesView } from '@bricka/server/organisation/four-eyes-routes'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Form } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

const acts = {
  on: { method: 'PATCH', path: '', body: { fourEyes: true } },
  ask: { method: 'POST', path: '/four-eyes/release', body: undefined },
  agree: { method: 'POST', path: '/four-eyes/release/agree', body: undefined },
  withdraw: { method: 'DELETE', path: '/four-eyes/release', body: undefined },
} as const
type Act = keyof typeof acts
const isAct = (text: string): text is Act => text in acts

/** Two persons at every issuing: on at once, off never by one alone. For representatives and approvers. */
export const fourEyesPage = definePage('/org/:slug/four-eyes', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const wanted = textOf(visit.posted, '_act') ?? ''
    if (!isAct(wanted)) return redirect(visit.path)
    const { method, path, body } = acts[wanted]
    const answer = await visit.call(method, `/api/organisations/${workplace.id}${path}`, body)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const view = await visit.need<FourEyesView>(`/api/organisations/${workplace.id}/four-eyes`)
  return {
    kind: 'page',
    title: visit.words.say('issuer.four-eyes'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <FourEyes workplace={workplace} view={view} state={state} />,
  }
}

function FourEyes({
  workplace,
  view,
  state,
}: {
  workplace: Workplace
  view: FourEyesView
  state: FormState | undefined
}) {
  const { say, dateTime } = useWords()
  const { on, release } = view
  const watches = workplace.may('represent') || workplace.may('approve')
  const crumbs = workplace.may('represent')
    ? [{ href: `/org/${workplace.slug}/settings`, text: say('creator.nav-settings') }]
    : []
  return (
    <Console
      workplace={workplace}
      title={say('issuer.four-eyes')}
      lead={say(on ? 'issuer.four-eyes-on' : 'issuer.four-eyes-off')}
      crumbs={crumbs}
    >
      <div className="narrow">
        {release && (
          <Callout title={say('issuer.four-eyes-asked', { name: release.askedBy, at: dateTime(release.askedAt) })}>
            <p>
              {release.takesEffectAt
                ? say('issuer.four-eyes-takes-effect', { at: dateTime(release.takesEffectAt) })
                : say('issuer.four-eyes-needs')}
            </p>
          </Callout>
        )}
        {on && !release && workplace.may('represent') && <p>{say('issuer.four-eyes-ask-text')}</p>}
        <Form state={state} labels={{}}>
          <div className="actions">
            {!on && workplace.may('represent') && <ActButton act="on" text={say('issuer.four-eyes-switch-on')} />}
            {on && !release && workplace.may('represent') && (
              <ActButton act="ask" text={say('issuer.four-eyes-ask')} danger />
            )}
            {release && watches && <ActButton act="withdraw" text={say('issuer.four-eyes-withdraw')} />}
            {release && watches && !release.own && (
              <ActButton act="agree" text={say('issuer.four-eyes-agree')} danger />
            )}
          </div>
        </Form>
      </div>
    </Console>
  )
}

function ActButton({ act, text, danger = false }: { act: Act; text: string; danger?: boolean }) {
  return (
    <Button name="_act" value={act} danger={danger}>
      {text}
    </Button>
  )
}
