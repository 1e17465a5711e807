import { degrees, situations } from '@bricka/domain/follow-up/follow-up'
import { Benefit } from '@bricka/domain/merit/merit'
import type { AskView } from '@bricka/server/follow-up/take-answer'
import { Form, RadioGroup } from '../../kit/fields.tsx'
import { decodeForm, type Posted } from '../../kit/form.ts'
import type { FormState } from '../../kit/page.ts'
import { Button } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/scene.tsx'

/** At most a question for each promised benefit and one more; every one may be left out. */
export function AnswerForm({ ask, state }: { ask: AskView; state: FormState | undefined }) {
  const { say } = useWords()
  const { round, promised, answer } = ask
  const choices = degrees.map((value) => ({ value, text: say(`follow-up.degree-${value}`) }))
  const start = round === 'start'
  return (
    <Form state={state}>
      {promised.map((benefit) => (
        <RadioGroup
          key={benefit}
          name={`benefits/${benefit}`}
          legend={say(`follow-up.${start ? 'hope' : 'came'}-${benefit}`)}
          choices={choices}
          value={answer?.benefits[benefit]}
        />
      ))}
      {start ? (
        <RadioGroup
          name="situation"
          legend={say('follow-up.situation')}
          help={say('follow-up.situation-help')}
          choices={situations.map((value) => ({ value, text: say(`follow-up.situation-${value}`) }))}
          value={answer?.situation}
        />
      ) : (
        <RadioGroup
          name="recommends"
          legend={say('follow-up.recommends')}
          choices={choices}
          value={answer?.recommends}
        />
      )}
      <p className="check-means">{say('follow-up.privacy')}</p>
      <div className="actions">
        <Button>{say(answer ? 'follow-up.send-again' : 'follow-up.send')}</Button>
      </div>
    </Form>
  )
}

/** What was chosen; what was left out is not said. */
export function readAnswer(posted: Posted) {
  const { benefits, recommends, situation } = decodeForm(posted)
  const said = typeof benefits === 'object' && benefits !== null && !Array.isArray(benefits) ? benefits : {}
  return {
    benefits: Object.fromEntries(Object.entries(said).filter(([name]) => Benefit.options.some((one) => one === name))),
    ...(recommends !== undefined && { recommends }),
    ...(situation !== undefined && { situation }),
  }
}
