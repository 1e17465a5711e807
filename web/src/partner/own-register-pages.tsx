import { elements } from '@bricka/domain/landscape/european-definition'
import { areas } from '@bricka/domain/landscape/learning-unit'
import { allRecommendations, recommendationStates } from '@bricka/domain/landscape/recommendation'
import { termStandings } from '@bricka/domain/landscape/term'
import { Language } from '@bricka/domain/local-text'
import type { TermView } from '@bricka/server/landscape/register'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Table } from '../kit/table.tsx'
import { elementWord } from '../public/landscape-parts.tsx'

/** What the organisation says of words and of recommendations. */
const ownRegisterPage = definePage('/org/:slug/studies/register', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { id } = openWorkplace(visit)
    const part = textOf(visit.posted, '_part')
    const answer = await visit.call(
      'POST',
      `/api/organisations/${id}/${part === 'term' ? 'terms' : 'recommendations'}`,
      decodeForm(visit.posted),
    )
    if (answer.ok) return redirect(`${visit.path}?done=saved`)
    return show(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { items } = await visit.need<Listing<TermView>>('/api/landscape/terms?perPage=200')
  return {
    kind: 'page',
    title: visit.words.say('landscape.own-terms'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <OwnRegister workplace={workplace} terms={items.filter(({ by }) => by.slug === workplace.slug)} state={state} />
    ),
  }
}

function OwnRegister(props: { workplace: Workplace; terms: readonly TermView[]; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { workplace, state } = props
  const home = `/org/${workplace.slug}/studies`
  const of = (part: string) => (state && textOf(state.posted, '_part') === part ? state : undefined)
  const designs = workplace.may('design')
  return (
    <Console
      workplace={workplace}
      title={say('landscape.own-terms')}
      lead={say('landscape.own-terms-lead')}
      crumbs={[{ href: home, text: say('landscape.studies') }]}
    >
      {props.terms.length > 0 && (
        <Table
          caption={say('landscape.terms')}
          rows={props.terms}
          keyOf={({ id }) => id}
          columns={[
            { head: say('landscape.term'), cell: ({ term }) => <span lang={term.language}>{term.term}</span> },
            { head: say('landscape.area'), cell: ({ term }) => words.country(term.area) },
            {
              head: say('landscape.term-definition'),
              cell: ({ term }) => <span lang={term.language}>{term.definition}</span>,
            },
            ...(designs
              ? [
                  {
                    head: say('landscape.withdraw'),
                    cell: ({ id, term }: TermView) => (
                      <a href={`${home}/register/${id}/withdraw`}>
                        {say('landscape.withdraw')} <span className="visually-hidden">{term.term}</span>
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {designs && (
        <>
          <Section title={say('landscape.enter-term')}>
            <div className="narrow">
              <Form state={of('term')} scope="term-">
                <input type="hidden" name="_part" value="term" />
                <TextField name="term" label={say('landscape.term')} required maxLength={120} />
                <Select
                  name="language"
                  label={say('landscape.language')}
                  value={words.language}
                  choices={Language.options.map((value) => ({ value, text: words.languageName(value) }))}
                />
                <Select
                  name="area"
                  label={say('landscape.area')}
                  choices={[...areas, 'EU'].map((value) => ({ value, text: words.country(value) }))}
                />
                <TextField
                  name="concept"
                  label={say('landscape.concept')}
                  help={say('landscape.concept-help')}
                  required
                  maxLength={80}
                  lang="en"
                />
                <TextField
                  name="definition"
                  label={say('landscape.term-definition')}
                  rows={4}
                  required
                  maxLength={2000}
                />
                <Select
                  name="standing"
                  label={say('landscape.standing')}
                  choices={termStandings.map((value) => ({ value, text: say(`landscape.standing-${value}`) }))}
                />
                <TextField name="source" label={say('landscape.source')} required maxLength={300} />
                <TextField name="url" type="url" label={say('landscape.url')} maxLength={300} optional />
                <CheckboxGroup
                  name="elements:list"
                  legend={say('landscape.covers')}
                  choices={elements.map((value) => ({ value, text: elementWord(words, value) }))}
                />
                <Button>{say('landscape.enter-term')}</Button>
              </Form>
            </div>
          </Section>
          <Section title={say('landscape.note-recommendation')}>
            <div className="narrow">
              <Form state={of('note')} scope="note-">
                <input type="hidden" name="_part" value="note" />
                <Select
                  name="recommendation"
                  label={say('landscape.recommendation')}
                  choices={allRecommendations.map((value) => ({ value, text: say(`landscape.rec-${value}`) }))}
                />
                <Select
                  name="area"
                  label={say('landscape.area')}
                  choices={areas.map((value) => ({ value, text: words.country(value) }))}
                />
                <Select
                  name="state"
                  label={say('landscape.state')}
                  choices={recommendationStates.map((value) => ({ value, text: say(`landscape.state-${value}`) }))}
                />
                <TextField name="note" label={say('landscape.note')} rows={4} required maxLength={1500} />
                <TextField name="url" type="url" label={say('landscape.url')} maxLength={300} optional />
                <Button>{say('landscape.note-recommendation')}</Button>
              </Form>
            </div>
          </Section>
        </>
      )}
    </Console>
  )
}

const withdrawTermPage = definePage('/org/:slug/studies/register/:termId/withdraw', {
  get: async (visit) => {
    const { say } = visit.words
    const { items } = await visit.need<Listing<TermView>>('/api/landscape/terms?perPage=200')
    const name = items.find(({ id }) => id === visit.params.termId)?.term.term ?? ''
    return askFirst({
      title: say('landscape.withdraw-term-title', { name }),
      what: <p>{say('landscape.withdraw-term-what')}</p>,
      confirm: say('landscape.withdraw-term'),
      back: `/org/${openWorkplace(visit).slug}/studies/register`,
    })
  },
  post: async (visit) => {
    const { id, slug } = openWorkplace(visit)
    await visit.call('DELETE', `/api/organisations/${id}/terms/${encodeURIComponent(visit.params.termId ?? '')}`)
    return redirect(`/org/${slug}/studies/register?done=saved`)
  },
})

export const ownRegisterPages: readonly Page[] = [ownRegisterPage, withdrawTermPage]
