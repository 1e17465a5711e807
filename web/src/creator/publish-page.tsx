import { ConfirmPage } from '../kit/confirm-page.tsx'
import { TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Callout } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { openWorkplace, type Workplace } from './console.tsx'
import { wordFor } from './design-words.ts'
import { type Draft, openDraft } from './draft.ts'
import { DraftFindings } from './findings.tsx'

/** Publishing asks first, for a version never changes again; a later version says what is new in it. */
export const publishPage = definePage('/org/:slug/merits/:meritId/publish', {
  get: async (visit) => show(visit, openWorkplace(visit), await openDraft(visit)),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const draft = await openDraft(visit)
    const { changes = [] } = decodeForm(visit.posted)
    const answer = await visit.call('POST', `/api/merits/${draft.id}/publish`, { changes })
    if (!answer.ok) return show(visit, workplace, draft, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${workplace.slug}/merits/${draft.id}?done=published`)
  },
})

function show(visit: Visit, workplace: Workplace, draft: Draft, state?: FormState): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('creator.publish-title', { title: draft.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Publish workplace={workplace} merit={draft} state={state} />,
  }
}

function Publish(props: { workplace: Workplace; merit: Draft; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { merit, workplace, state } = props
  const home = `/org/${workplace.slug}/merits/${merit.id}`
  const check = merit.draft?.check
  const next = (merit.published?.number ?? 0) + 1
  return (
    <ConfirmPage
      title={say('creator.publish-title', { title: merit.title })}
      what={
        <>
          <p>{say('creator.publish-what', { number: next })}</p>
          <p>{say('creator.publish-then')}</p>
          {check && check.missing.length + check.refused.length > 0 && (
            <Callout tone="warning" title={say('creator.missing-here')}>
              <DraftFindings findings={check.missing} home={home} />
              {check.refused.length > 0 && <DraftFindings findings={check.refused} home={home} list="claim" />}
            </Callout>
          )}
        </>
      }
      confirm={say('creator.publish')}
      back={home}
      state={state}
      labels={{ '/changes': say('creator.changes') }}
    >
      {merit.published && (
        <TextField
          name="changes:lines"
          label={say('creator.changes')}
          help={say('creator.changes-help')}
          value={[...new Set((merit.draft?.changes ?? []).map((change) => describe(change)))].join('\n')}
          rows={6}
          required
        />
      )}
    </ConfirmPage>
  )

  /** "Changed: workload": something for the creator to put into better words. */
  function describe({ code, field }: { code: string; field: string }): string {
    return `${wordFor(words, 'change', code)}: ${wordFor(words, 'field', field)}`
  }
}
