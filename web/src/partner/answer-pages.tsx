import { consequences, difficulties, horizons, type NeedLine, plannedAnswers } from '@bricka/domain/need/survey'
import type { AnswerView } from '@bricka/server/need/take-answer'
import { PageProblem } from '../kit/call-api.ts'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

const rowsAtFirst = 3
const mostRows = 20

/** By the open link: one gets a link of one's own, so that one can save and go on. */
export const openAnswerPage = definePage('/answer/open/:token', {
  get: async (visit) => ({
    kind: 'page',
    title: visit.words.say('need.open-title'),
    hidden: true,
    body: <OpenAnswer />,
  }),
  post: async (visit) => {
    const token = encodeURIComponent(visit.params.token ?? '')
    const answer = await visit.call<{ token: string }>('POST', `/api/needs/open/${token}`, {
      language: visit.words.language,
    })
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/answer/${answer.body.token}`)
  },
})

function OpenAnswer() {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={say('need.open-title')} lead={say('need.open-lead')} />
      <Form>
        <div className="actions">
          <Button>{say('need.begin-answer')}</Button>
        </div>
      </Form>
    </div>
  )
}

/** Answering by one's own link, without an account: save, go on, send in, change. */
export const answerPage = definePage('/answer/:token', {
  get: (visit) => showAnswer(visit),
  post: async (visit) => {
    const { lines, remark } = decodeForm(visit.posted)
    const sent = textOf(visit.posted, '_send')
    const answer = await visit.call<{ sent: boolean }>('PUT', apiOf(visit), {
      answer: { lines: keepFilled(lines), ...(remark !== undefined && { remark }) },
      send: sent === 'true',
    })
    if (answer.ok) {
      const more = sent === 'more' ? `?rows=${Array.isArray(lines) ? lines.length + rowsAtFirst : rowsAtFirst}` : ''
      return redirect(`/answer/${encodeURIComponent(visit.params.token ?? '')}${more}`)
    }
    const errors = answer.problem.errors?.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/answer/, '') }))
    return showAnswer(visit, { posted: visit.posted, problem: { ...answer.problem, ...(errors && { errors }) } })
  },
})

const apiOf = ({ params }: Visit): string => `/api/needs/answers/${encodeURIComponent(params.token ?? '')}`

/** A row where only the time is chosen, as it is from the start, says nothing. */
const keepFilled = (lines: unknown): unknown[] =>
  Array.isArray(lines)
    ? lines.filter((line) => typeof line === 'object' && line !== null && ('words' in line || 'wanted' in line))
    : []

async function showAnswer(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const view = await visit.need<AnswerView>(apiOf(visit))
  const asked = Number(visit.query.get('rows') ?? 0)
  const posted = state ? [...state.posted.values.keys()].filter((name) => name.endsWith('/words')).length : 0
  const rows = Math.min(mostRows, Math.max(rowsAtFirst, view.answer.lines.length + 1, asked || 0, posted))
  return {
    kind: 'page',
    title: `${view.survey.title} – ${visit.words.say('need.your-answer')}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Answer view={view} rows={rows} state={state} />,
  }
}

function Answer({ view, rows, state }: { view: AnswerView; rows: number; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { survey, answer } = view
  const fields = ['words', 'wanted', 'horizon', ...survey.questions] as const
  const labels = Object.fromEntries(
    Array.from({ length: rows }).flatMap((_, row) =>
      fields.map((name) => [`/lines/${row}/${name}`, `${row + 1}. ${say(`need.ask-${name}`)}`]),
    ),
  )
  return (
    <div className="narrow">
      <PageHead
        eyebrow={view.organisation}
        title={survey.title}
        lead={say(`need.answer-lead-${survey.side}`, { closes: words.date(view.closesOn) })}
      />
      {survey.about !== '' && <p>{survey.about}</p>}
      {view.sentAt ? (
        <Callout tone="success" title={say('need.sent', { when: words.dateTime(view.sentAt) })}>
          <p>{say('need.sent-text')}</p>
        </Callout>
      ) : (
        view.savedAt && <Callout tone="info" title={say('need.saved', { when: words.dateTime(view.savedAt) })} />
      )}
      <p>{say('need.privacy')}</p>
      <Form state={state} labels={labels}>
        {Array.from({ length: rows }, (_, row) => (
          <AnswerRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
            key={row}
            row={row}
            line={answer.lines[row]}
            questions={survey.questions}
          />
        ))}
        {rows < mostRows && (
          <Button look="tertiary" name="_send" value="more" formNoValidate>
            {say('need.more-rows')}
          </Button>
        )}
        <TextField name="remark" label={say('need.remark')} value={answer.remark} rows={3} maxLength={2000} optional />
        <div className="actions">
          <Button name="_send" value="true">
            {say(view.sentAt ? 'need.send-again' : 'need.send')}
          </Button>
          {!view.sentAt && (
            <Button look="secondary" name="_send" value="false" formNoValidate>
              {say('need.save')}
            </Button>
          )}
        </div>
      </Form>
    </div>
  )
}

type RowProps = { row: number; line: NeedLine | undefined; questions: readonly string[] }

function AnswerRow({ row, line, questions }: RowProps) {
  const { say } = useWords()
  const name = (part: string): string => `lines/${row}/${part}`
  const asks = (question: string): boolean => questions.includes(question)
  return (
    <fieldset className="ds-fieldset group answer-row">
      <legend className="ds-label" data-weight="medium">
        {say('need.skill-number', { number: row + 1 })}
      </legend>
      <TextField
        name={name('words')}
        label={say('need.ask-words')}
        help={row === 0 ? say('need.ask-words-help') : undefined}
        value={line?.words}
        maxLength={200}
      />
      <TextField name={name('wanted:number')} label={say('need.ask-wanted')} value={line?.wanted} inputMode="numeric" />
      <Select
        name={name('horizon')}
        label={say('need.ask-horizon')}
        value={line?.horizon ?? 'one-year'}
        choices={horizons.map((value) => ({ value, text: say(`need.horizon-${value}`) }))}
      />
      {questions.length > 0 && (
        <details open={line !== undefined}>
          <summary>{say('need.more-about')}</summary>
          {asks('level') && (
            <Select
              name={name('level:number')}
              label={say('need.ask-level')}
              value={line?.level}
              empty={say('need.unsaid')}
              choices={['2', '3', '4', '5', '6', '7', '8'].map((value) => ({ value, text: `EQF ${value}` }))}
            />
          )}
          {asks('difficulty') && (
            <Select
              name={name('difficulty')}
              label={say('need.ask-difficulty')}
              value={line?.difficulty}
              empty={say('need.unsaid')}
              choices={difficulties.map((value) => ({ value, text: say(`need.difficulty-${value}`) }))}
            />
          )}
          {asks('failed') && (
            <TextField
              name={name('failed:number')}
              label={say('need.ask-failed')}
              value={line?.failed}
              inputMode="numeric"
              optional
            />
          )}
          {asks('consequence') && (
            <Select
              name={name('consequence')}
              label={say('need.ask-consequence')}
              value={line?.consequence}
              empty={say('need.unsaid')}
              choices={consequences.map((value) => ({ value, text: say(`need.consequence-${value}`) }))}
            />
          )}
          {asks('planned') && (
            <Select
              name={name('planned')}
              label={say('need.ask-planned')}
              value={line?.planned}
              empty={say('need.unsaid')}
              choices={plannedAnswers.map((value) => ({ value, text: say(`need.planned-${value}`) }))}
            />
          )}
        </details>
      )}
    </fieldset>
  )
}
