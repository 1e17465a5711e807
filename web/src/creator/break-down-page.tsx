import { pickText } from '@bricka/domain/local-text'
import type { CoverageView } from '@bricka/server/pathway/break-down'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, LinkButton, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'

const mostPieces = 6

/** A qualification's outcomes shared out among smaller merits, and what is covered so far. */
export const breakDownPage = definePage('/org/:slug/merits/:meritId/break-down', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const coverage = await findCoverage(visit, workplace)
    const { language } = visit.words
    const pieces = Array.from({ length: mostPieces }, (_, index) => ({
      number: index + 1,
      title: { [language]: textOf(visit.posted, `title-${index + 1}`) },
      outcomes: coverage.outcomes
        .filter(({ id }) => textOf(visit.posted, `outcome-${id}`) === String(index + 1))
        .map(({ id }) => id),
    })).filter(({ title, outcomes }) => outcomes.length > 0 || title[language] !== '')
    const answer = await visit.call(
      'POST',
      `/api/organisations/${workplace.id}/merits/${encodeURIComponent(visit.params.meritId ?? '')}/pieces`,
      { pieces: pieces.map(({ title, outcomes }) => ({ title, outcomes })) },
    )
    if (answer.ok) return redirect(`${visit.path}?done=saved`)
    const errors = answer.problem.errors?.map((one) => ({ ...one, pointer: pointAt(one.pointer, pieces) }))
    return show(visit, { posted: visit.posted, problem: { ...answer.problem, ...(errors && { errors }) } })
  },
})

/** Pieces that were left out close up on the way; the field is the one that the piece was written in. */
const pointAt = (pointer: string, pieces: readonly { number: number }[]): string =>
  pointer.replace(/^\/pieces\/(\d+)\/title.*$/, (_, place) => `/title-${pieces[Number(place)]?.number ?? 1}`)

const findCoverage = (visit: Visit, { id }: Workplace): Promise<CoverageView> =>
  visit.need<CoverageView>(`/api/organisations/${id}/merits/${encodeURIComponent(visit.params.meritId ?? '')}/coverage`)

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const coverage = await findCoverage(visit, workplace)
  return {
    kind: 'page',
    title: visit.words.say('stack.break-down-title', { title: coverage.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <BreakDown workplace={workplace} meritId={visit.params.meritId ?? ''} coverage={coverage} state={state} />,
  }
}

function BreakDown(props: {
  workplace: Workplace
  meritId: string
  coverage: CoverageView
  state: FormState | undefined
}) {
  const { say, language } = useWords()
  const { workplace, coverage, state } = props
  const home = `/org/${workplace.slug}/merits`
  const uncovered = coverage.outcomes.filter(({ coveredBy }) => coveredBy.length === 0)
  const numbers = Array.from({ length: mostPieces }, (_, index) => index + 1)
  return (
    <Console
      workplace={workplace}
      title={say('stack.break-down-title', { title: coverage.title })}
      lead={say('stack.break-down-lead')}
      crumbs={[
        { href: home, text: say('creator.nav-merits') },
        { href: `${home}/${props.meritId}`, text: coverage.title },
      ]}
    >
      {coverage.outcomes.length > 0 && (
        <Callout
          tone={uncovered.length === 0 ? 'success' : 'warning'}
          title={say('stack.uncovered', { count: uncovered.length })}
        />
      )}
      <Section title={say('stack.coverage')} lead={say('stack.coverage-lead')}>
        <Table
          caption={say('stack.coverage')}
          rows={coverage.outcomes}
          keyOf={({ id }) => id}
          columns={[
            { head: say('stack.outcome'), cell: ({ statement }) => <Local text={statement} /> },
            {
              head: say('stack.covered-by'),
              cell: ({ coveredBy }) =>
                coveredBy.length === 0 ? (
                  <Tag tone="warning">{say('stack.covered-by-none')}</Tag>
                ) : (
                  coveredBy.map(({ id, title, state: meritState }, index) => (
                    <span key={id}>
                      {index > 0 && ', '}
                      <a href={`${home}/${id}`}>{title || id}</a> ({say(`stack.state-${meritState}`)})
                    </span>
                  ))
                ),
            },
          ]}
        />
      </Section>
      <Section title={say('stack.pieces')} lead={say('stack.pieces-lead')}>
        <div className="narrow">
          <Form state={state} labels={{}}>
            {coverage.outcomes.map(({ id, statement, coveredBy }) => (
              <Select
                key={id}
                name={`outcome-${id}`}
                label={pickText(statement, language)?.text ?? id}
                empty={say(coveredBy.length > 0 ? 'stack.piece-none-covered' : 'stack.piece-none')}
                choices={numbers.map((number) => ({ value: String(number), text: say('stack.piece', { number }) }))}
              />
            ))}
            {numbers.map((number) => (
              <TextField
                key={number}
                name={`title-${number}`}
                label={say('stack.piece-title', { number })}
                maxLength={200}
                optional
              />
            ))}
            <div className="actions">
              <Button>{say('stack.make-pieces')}</Button>
              <LinkButton href={`${home}/${props.meritId}`} look="secondary">
                {say('kit.cancel')}
              </LinkButton>
            </div>
          </Form>
        </div>
      </Section>
    </Console>
  )
}
