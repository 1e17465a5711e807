import type { ImportedMerits } from '@bricka/server/merit/import-routes'
import { FileField, Form } from '../kit/fields.tsx'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, LinkButton } from '../kit/pieces.tsx'
import { wordFieldProblem } from '../kit/problem-words.ts'
import { asBlob } from '../kit/read-multipart.ts'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'

/** Drafts from a spreadsheet: rows that hold become drafts, the others are listed with what is wrong. */
export const importPage = definePage('/org/:slug/merits/import', {
  get: async (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const form = new FormData()
    form.append('language', visit.words.language)
    const file = visit.posted.files.find(({ field }) => field === 'file')
    if (file) form.append('file', asBlob(file), file.name)
    const answer = await visit.call<ImportedMerits>('POST', `/api/organisations/${workplace.id}/merits/import`, form)
    if (!answer.ok) return show(visit, { state: { posted: visit.posted, problem: answer.problem } })
    const { drafts, problems } = answer.body
    const [only] = drafts
    if (problems.length === 0 && drafts.length === 1 && only)
      return redirect(`/org/${workplace.slug}/merits/${only.id}?done=imported`)
    return show(visit, { imported: answer.body })
  },
})

function show(visit: Visit, shown: { state?: FormState; imported?: ImportedMerits } = {}): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('creator.import'),
    hidden: true,
    status: shown.state?.problem.status ?? 200,
    body: <Import workplace={openWorkplace(visit)} {...shown} />,
  }
}

function Import(props: { workplace: Workplace; state?: FormState; imported?: ImportedMerits }) {
  const words = useWords()
  const { say, language } = words
  const { workplace, state, imported } = props
  const home = `/org/${workplace.slug}/merits`
  const template = `/api/merit-sheet?language=${language}`
  return (
    <Console
      workplace={workplace}
      title={say('creator.import')}
      lead={say('creator.import-lead')}
      crumbs={[{ href: home, text: say('creator.nav-merits') }]}
    >
      {imported && <Result imported={imported} home={home} />}
      <Section title={say('creator.import-template')} lead={say('creator.import-template-lead')}>
        <div className="actions">
          <LinkButton href={`${template}&format=xlsx`} look="secondary" icon="download" download>
            {say('creator.template-xlsx')}
          </LinkButton>
          <LinkButton href={`${template}&format=csv`} look="secondary" icon="download" download>
            {say('creator.template-csv')}
          </LinkButton>
        </div>
      </Section>
      <Section title={say('creator.import-file')}>
        <div className="narrow">
          <Form state={state} files labels={{ '/file': say('creator.file') }}>
            <FileField
              name="file"
              label={say('creator.file')}
              help={say('creator.file-help')}
              accept=".xlsx,.csv"
              required
            />
            <div className="actions">
              <Button>{say('creator.import')}</Button>
            </div>
          </Form>
        </div>
      </Section>
    </Console>
  )
}

function Result({ imported: { drafts, problems }, home }: { imported: ImportedMerits; home: string }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <Callout
        tone={drafts.length > 0 ? 'success' : 'warning'}
        title={say('creator.imported', { count: drafts.length })}
        status
      >
        <ul>
          {drafts.map(({ id, title }) => (
            <li key={id}>
              <a href={`${home}/${id}`}>{title || say('creator.untitled')}</a>
            </li>
          ))}
        </ul>
      </Callout>
      {problems.length > 0 && (
        <Section
          title={say('creator.import-problems', { count: problems.length })}
          lead={say('creator.import-problems-lead')}
        >
          <Table
            caption={say('creator.import-problems', { count: problems.length })}
            rows={problems}
            keyOf={({ row, column, code }) => `${row} ${column} ${code}`}
            columns={[
              { head: say('creator.row'), cell: ({ row }) => row, numeric: true },
              { head: say('creator.column'), cell: ({ column }) => column },
              { head: say('creator.value'), cell: ({ value }) => value || '–' },
              {
                head: say('creator.what-is-wrong'),
                cell: (problem) => wordFieldProblem(words, { pointer: '', code: problem.code, detail: problem.detail }),
              },
            ]}
          />
        </Section>
      )}
    </>
  )
}
