import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { FileField, Form } from '../kit/fields.tsx'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, Callout, CopyLink } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { apiOf, homeOf } from './estate-parts.tsx'

type Taken = { slug: string; legalName: string; credentials: number; drafts: number; leftOut: readonly string[] }

/** A code to hand to the other house, and the file that comes back. */
export const estateReceivePage = definePage('/org/:slug/estate/receive', {
  get: async (visit) => showReceive(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const file = visit.posted.files.find(({ field }) => field === 'file')
    if (!file) {
      const made = await visit.call<{ code: string; expiresAt: string }>('POST', `${apiOf(workplace)}/receptions`)
      if (!made.ok) return showReceive(visit, { state: { posted: visit.posted, problem: made.problem } })
      return showReceive(visit, { made: made.body })
    }
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name)
    const answer = await visit.call<Taken>('POST', `${apiOf(workplace)}/estates`, form)
    if (!answer.ok) return showReceive(visit, { state: { posted: visit.posted, problem: answer.problem } })
    return showReceive(visit, { taken: answer.body })
  },
})

type Received = { state?: FormState; made?: { code: string; expiresAt: string }; taken?: Taken }

function showReceive(visit: Visit, shown: Received = {}): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('estate.receive'),
    hidden: true,
    islands: ['copy'],
    status: shown.state?.problem.status ?? 200,
    body: <Receive workplace={openWorkplace(visit)} {...shown} />,
  }
}

function Receive({ workplace, state, made, taken }: Received & { workplace: Workplace }) {
  const { say, dateTime } = useWords()
  const home = homeOf(workplace)
  return (
    <Console
      workplace={workplace}
      title={say('estate.receive')}
      lead={say('estate.receive-lead')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      {taken && (
        <Callout tone="success" title={say('estate.taken', { organisation: taken.legalName })} status>
          <p>{say('estate.taken-what', { credentials: taken.credentials, drafts: taken.drafts })}</p>
          <p>
            <a href={`/org/${taken.slug}/estate`}>{taken.legalName}</a>
          </p>
        </Callout>
      )}
      <Section title={say('estate.code')} lead={say('estate.code-lead')}>
        <div className="narrow">
          {made && (
            <>
              <p>{say('estate.code-until', { at: dateTime(made.expiresAt) })}</p>
              <CopyLink label={say('estate.code')} value={made.code} />
            </>
          )}
          <Form labels={{}}>
            <div className="actions">
              <Button look={made ? 'secondary' : 'primary'}>{say('estate.code-make')}</Button>
            </div>
          </Form>
        </div>
      </Section>
      <Section title={say('estate.file')} lead={say('estate.file-lead')}>
        <div className="narrow">
          <Form state={state} files labels={{ '/file': say('creator.file') }}>
            <FileField name="file" label={say('creator.file')} accept=".jwe" required />
            <div className="actions">
              <Button>{say('estate.take-in')}</Button>
            </div>
          </Form>
        </div>
      </Section>
    </Console>
  )
}
