import { ConfirmPage } from '../kit/confirm-page.tsx'
import { TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { useWords } from '../kit/scene.tsx'
import { openWorkplace } from './console.tsx'
import { type Draft, openDraft } from './draft.ts'

type Act = {
  word: 'discard' | 'retire' | 'reinstate'
  method: 'POST' | 'DELETE'
  to: string
  reason: boolean
}

/** Acts on a whole merit, each with a page that asks first. */
const acts: readonly Act[] = [
  { word: 'discard', method: 'DELETE', to: 'draft', reason: false },
  { word: 'retire', method: 'POST', to: 'retire', reason: true },
  { word: 'reinstate', method: 'POST', to: 'reinstate', reason: false },
]

export const actPages: readonly Page[] = acts.map((act) =>
  definePage(`/org/:slug/merits/:meritId/${act.word}`, {
    get: async (visit) => show(visit, act, await openDraft(visit)),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const merit = await openDraft(visit)
      const body = act.reason ? decodeForm(visit.posted) : undefined
      const answer = await visit.call(act.method, `/api/merits/${merit.id}/${act.to}`, body)
      if (!answer.ok) return show(visit, act, merit, { posted: visit.posted, problem: answer.problem })
      const home = `/org/${workplace.slug}/merits`
      const gone = act.word === 'discard' && !merit.published
      return redirect(gone ? `${home}?done=deleted` : `${home}/${merit.id}?done=${act.word}`)
    },
  }),
)

function show(visit: Visit, act: Act, merit: Draft, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  return {
    kind: 'page',
    title: titleOf(visit.words.say, act, merit),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Ask act={act} merit={merit} home={`/org/${workplace.slug}/merits/${merit.id}`} state={state} />,
  }
}

const titleOf = (say: Visit['words']['say'], { word }: Act, { title, published }: Draft): string =>
  word === 'discard' && !published ? say('creator.delete-title', { title }) : say(`creator.${word}-title`, { title })

function Ask(props: { act: Act; merit: Draft; home: string; state: FormState | undefined }) {
  const { say } = useWords()
  const { act, merit } = props
  const deletes = act.word === 'discard' && !merit.published
  return (
    <ConfirmPage
      title={titleOf(say, act, merit)}
      what={<p>{say(deletes ? 'creator.delete-what' : `creator.${act.word}-what`)}</p>}
      confirm={say(
        deletes ? 'creator.delete-merit' : act.word === 'discard' ? 'creator.discard-draft' : `creator.${act.word}`,
      )}
      back={props.home}
      state={props.state}
      labels={{ '/reason': say('creator.reason') }}
    >
      {act.reason && (
        <TextField name="reason" label={say('creator.reason')} help={say('creator.reason-public')} rows={3} required />
      )}
    </ConfirmPage>
  )
}
