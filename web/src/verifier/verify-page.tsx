import { FileField, Form, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

export const verifyPage = definePage('/verify', {
  get: async (visit) => showForm(visit),
  post: async (visit) => {
    const answer = await visit.call('POST', '/api/verify', { credential: textOf(visit.posted, 'credential') })
    if (!answer.ok) return showForm(visit, { posted: visit.posted, problem: answer.problem })
    return showForm(visit)
  },
})

function showForm(visit: Visit, state?: FormState): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('verifier.title'),
    status: state ? 422 : 200,
    islands: ['verify'],
    body: <VerifyForm state={state} />,
  }
}

function VerifyForm({ state }: { state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={say('verifier.title')} lead={say('verifier.lead')} />
      <Form state={state} files data="verify">
        <TextField name="credential" label={say('verifier.paste')} help={say('verifier.paste-help')} rows={8} mono />
        <FileField name="file" label={say('verifier.file')} help={say('verifier.file-help')} />
        <TextField name="url" type="url" label={say('verifier.url')} help={say('verifier.url-help')} />
        <div className="actions">
          <Button>{say('verifier.check')}</Button>
        </div>
      </Form>
    </>
  )
}
