import { pickText } from '@bricka/domain/local-text'
import type { LaunchedView } from '@bricka/server/exchange/lti-launched'
import { Checkbox, Form, RadioGroup } from '../kit/fields.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

type Chosen = { returnUrl: string; jwt: string }

/** What a link in a course opens: the merit and what it takes; for a teacher also who has completed it, or the choice. */
export const launchedPage = definePage('/lms/:token', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const meritId = visit.posted.values.get('meritId')?.[0]
    const members = (visit.posted.values.get('members:list') ?? []).filter((one) => one !== '')
    if (meritId !== undefined) {
      const answer = await visit.call<Chosen>('POST', `${apiOf(visit)}/choose`, { meritId })
      return answer.ok ? handBack(visit, answer.body) : show(visit, { posted: visit.posted, problem: answer.problem })
    }
    const answer = await visit.call('POST', `${apiOf(visit)}/confirm`, { members })
    return answer.ok
      ? redirect(`/lms/${encodeURIComponent(visit.params.token ?? '')}?done=confirmed`)
      : show(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const apiOf = ({ params }: Visit): string => `/api/lms/launches/${encodeURIComponent(params.token ?? '')}`

/** Lets the platform that launched it, and nobody else, show the page inside its own. */
function letInside({ reply }: Visit, origins: readonly string[], formTo?: string): void {
  const policy = String(reply.getHeader('content-security-policy') ?? '')
    .replace("frame-ancestors 'none'", `frame-ancestors ${[...new Set(origins)].join(' ')}`)
    .replace("form-action 'self'", formTo === undefined ? "form-action 'self'" : `form-action 'self' ${formTo}`)
  reply.header('content-security-policy', policy)
  reply.removeHeader('x-frame-options')
}

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const view = await visit.need<LaunchedView>(apiOf(visit))
  letInside(visit, view.origins)
  const { say, language } = visit.words
  const title = view.merit ? (pickText(view.merit.title, language)?.text ?? '') : say('lms.choose-title')
  return {
    kind: 'page',
    title: say('lms.launched-title', { title, platform: view.platform }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Launched view={view} title={title} done={visit.query.get('done') === 'confirmed'} state={state} />,
  }
}

function Launched(props: { view: LaunchedView; title: string; done: boolean; state: FormState | undefined }) {
  const { say } = useWords()
  const { view, title, done, state } = props
  const { merit, organisation, platform, teaches } = view
  return (
    <div className="narrow">
      <PageHead eyebrow={say('lms.by', { organisation, platform })} title={title} />
      {done && <Callout tone="success" title={say('lms.confirmed')} status />}
      {merit ? (
        <>
          <Section title={say('public.outcomes')}>
            <ul>
              {merit.outcomes.map((outcome) => (
                <li key={JSON.stringify(outcome)}>
                  <Local text={outcome} />
                </li>
              ))}
            </ul>
            <p>{say('lms.takes', { percent: merit.threshold, organisation })}</p>
            <p>
              <a href={`/merits/${merit.id}`} target="_blank" rel="noopener">
                {say('lms.read-merit')}
              </a>
            </p>
          </Section>
          {teaches && <Members members={view.members} state={state} />}
        </>
      ) : (
        <Choose choices={view.choices} state={state} />
      )}
    </div>
  )
}

function Members({ members, state }: { members: LaunchedView['members']; state: FormState | undefined }) {
  const { say } = useWords()
  if (members === null) return <Callout tone="warning" title={say('lms.members-not-told')} />
  return (
    <Section title={say('lms.members')} lead={say('lms.members-lead')}>
      {members.length === 0 ? (
        <EmptyState title={say('lms.no-members')} />
      ) : (
        <Form state={state}>
          {members.map(({ id, name, hasAddress, completed }) =>
            completed ? (
              <p key={id}>
                {name || id} <Tag tone="success">{say('lms.completed')}</Tag>
              </p>
            ) : (
              <Checkbox
                key={id}
                name="members:list"
                value={id}
                label={name || id}
                help={hasAddress ? undefined : say('lms.no-address')}
              />
            ),
          )}
          <div className="actions">
            <Button>{say('lms.confirm')}</Button>
          </div>
        </Form>
      )}
    </Section>
  )
}

function Choose({ choices, state }: { choices: LaunchedView['choices']; state: FormState | undefined }) {
  const { say } = useWords()
  if (choices.length === 0) return <EmptyState title={say('lms.nothing-to-choose')} />
  return (
    <Form state={state} labels={{ '/meritId': say('lms.choose') }}>
      <RadioGroup
        name="meritId"
        legend={say('lms.choose')}
        help={say('lms.choose-help')}
        choices={choices.map(({ id, title }) => ({ value: id, text: title }))}
        required
      />
      <div className="actions">
        <Button>{say('lms.choose-go')}</Button>
      </div>
    </Form>
  )
}

/** The signed answer goes back by the teacher's own browser, as the standard has it. */
async function handBack(visit: Visit, { returnUrl, jwt }: Chosen): Promise<PageAnswer> {
  const { origins } = await visit.need<LaunchedView>(apiOf(visit))
  letInside(visit, origins, new URL(returnUrl).origin)
  return {
    kind: 'page',
    title: visit.words.say('lms.chosen'),
    hidden: true,
    body: <HandBack returnUrl={returnUrl} jwt={jwt} />,
  }
}

function HandBack({ returnUrl, jwt }: Chosen) {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={say('lms.chosen')} lead={say('lms.chosen-lead')} />
      <form method="post" action={returnUrl}>
        <input type="hidden" name="JWT" value={jwt} />
        <Button>{say('lms.hand-back')}</Button>
      </form>
    </div>
  )
}
