import { Route } from '@bricka/domain/issuing/assessment-facts'
import { pickText } from '@bricka/domain/local-text'
import type { MeritView } from '@bricka/server/merit/merit-views'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { choicesOf } from '../creator/design-words.ts'
import { SheetUpload } from '../creator/sheet-upload.tsx'
import { Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { asBlob } from '../kit/read-multipart.ts'
import { useWords } from '../kit/scene.tsx'

/** Issues a merit to a file of recipients. The rows are worked off in the background; the next page follows them. */
export const filePage = definePage('/org/:slug/issue/:meritId/file', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const form = new FormData()
    form.append('meritId', visit.params.meritId ?? '')
    form.append('settings', JSON.stringify(decodeForm(visit.posted).settings ?? {}))
    const file = visit.posted.files.find(({ field }) => field === 'file')
    if (file) form.append('file', asBlob(file), file.name)
    const answer = await visit.call<{ batchId: string; known: boolean }>(
      'POST',
      `/api/organisations/${workplace.id}/batches`,
      form,
    )
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    const { batchId, known } = answer.body
    return redirect(`/org/${workplace.slug}/batches/${batchId}${known ? '?done=known-file' : ''}`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const merit = await visit.need<MeritView>(`/api/merits/${encodeURIComponent(visit.params.meritId ?? '')}`)
  const title = visit.words.say('issuer.file-title', {
    title: pickText(merit.design.title, visit.words.language)?.text ?? '',
  })
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Upload workplace={workplace} merit={merit} title={title} state={state} />,
  }
}

function Upload(props: { workplace: Workplace; merit: MeritView; title: string; state: FormState | undefined }) {
  const words = useWords()
  const { say, language } = words
  const { workplace, merit, title, state } = props
  const home = `/org/${workplace.slug}/issue`
  const routes = merit.design.priorLearning?.replaces === 'no' ? (['course'] as const) : Route.options
  return (
    <Console
      workplace={workplace}
      title={title}
      lead={say('issuer.file-lead')}
      crumbs={[{ href: home, text: say('issuer.choose-title') }]}
    >
      <SheetUpload
        template={`/api/recipients-sheet?language=${language}&meritId=${merit.meritId}`}
        templateLead={say('issuer.file-template-lead')}
        state={state}
        submit={say('issuer.file-upload')}
        back={home}
      >
        <fieldset className="ds-fieldset">
          <legend className="ds-label" data-weight="medium">
            {say('issuer.file-facts')}
          </legend>
          <p className="group-help">{say('issuer.file-facts-lead')}</p>
          <TextField name="settings/assessedOn" type="date" label={say('issuer.assessed-on')} optional />
          <Select
            name="settings/route"
            label={say('issuer.route')}
            empty={say('creator.none-chosen')}
            choices={choicesOf(words, 'route', routes)}
          />
        </fieldset>
      </SheetUpload>
    </Console>
  )
}
