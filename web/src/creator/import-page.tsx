import type { ImportedMerits } from '@bricka/server/merit/import-routes'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Callout } from '../kit/pieces.tsx'
import { wordFieldProblem } from '../kit/problem-words.ts'
import { asBlob } from '../kit/read-multipart.ts'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { SheetUpload } from './sheet-upload.tsx'

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
  return (
    <Console
      workplace={workplace}
      title={say('creator.import')}
      lead={say('creator.import-lead')}
      crumbs={[{ href: home, text: say('creator.nav-merits') }]}
    >
      {imported && <Result imported={imported} home={home} />}
      <SheetUpload
        template={`/api/merit-sheet?language=${language}`}
        templateLead={say('creator.import-template-lead')}
        state={state}
        submit={say('creator.import')}
      />
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
