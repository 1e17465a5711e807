import { degrees } from '@bricka/domain/follow-up/follow-up'
import { pickText } from '@bricka/domain/local-text'
import type { EmployerAskView } from '@bricka/server/follow-up/take-answer'
import { Form, RadioGroup } from '../../kit/fields.tsx'
import { decodeForm } from '../../kit/form.ts'
import { PageHead } from '../../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../../kit/page.ts'
import { Button, Callout } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/scene.tsx'

/** Two questions to an employer whom the holder named, about the merit and nothing of the person beside. */
export const employerAskedPage = definePage('/follow-up/employer/:token', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { useful, wouldAskFor } = decodeForm(visit.posted)
    const answer = await visit.call('PUT', apiOf(visit), { useful, wouldAskFor })
    return answer.ok
      ? redirect(`/follow-up/employer/${encodeURIComponent(visit.params.token ?? '')}`)
      : show(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const apiOf = ({ params }: Visit): string => `/api/follow-up/employer/${encodeURIComponent(params.token ?? '')}`

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const ask = await visit.need<EmployerAskView>(apiOf(visit))
  const { say, language, date } = visit.words
  const title = say('follow-up.employer-title', { merit: pickText(ask.title, language)?.text ?? '' })
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <div className="narrow">
        <PageHead
          eyebrow={ask.issuer}
          title={title}
          lead={say('follow-up.employer-asks', { holder: ask.holder, until: date(ask.closesOn) })}
        />
        {ask.answered && <Callout tone="success" title={say('follow-up.employer-thanks')} status />}
        <Questions state={state} />
      </div>
    ),
  }
}

function Questions({ state }: { state: FormState | undefined }) {
  const { say } = useWords()
  const choices = degrees.map((value) => ({ value, text: say(`follow-up.degree-${value}`) }))
  const questions = ['useful', 'wouldAskFor'] as const
  return (
    <Form
      state={state}
      labels={Object.fromEntries(questions.map((name) => [`/${name}`, say(`follow-up.employer-${name}`)]))}
    >
      {questions.map((name) => (
        <RadioGroup key={name} name={name} legend={say(`follow-up.employer-${name}`)} choices={choices} required />
      ))}
      <p className="check-means">{say('follow-up.privacy')}</p>
      <div className="actions">
        <Button>{say('follow-up.send')}</Button>
      </div>
    </Form>
  )
}
