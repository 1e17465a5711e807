import { pickText } from '@bricka/domain/local-text'
import { MatchRelation } from '@bricka/domain/skill/skill'
import type { SkillView } from '@bricka/server/skill/find-skills'
import type { SkillPage } from '@bricka/server/skill/routes'
import { PageProblem } from '../kit/call-api.ts'
import { decodeForm } from '../kit/form.ts'
import { definePage, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { SearchForm } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { choicesOf } from './design-words.ts'
import { type Draft, openDraft } from './draft.ts'

/** Finds the concepts that an outcome answers to, and lays them into the draft. */
export const skillsPage = definePage('/org/:slug/merits/:meritId/skills', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const draft = await openDraft(visit)
    return {
      kind: 'page',
      title: visit.words.say('creator.find-skills-title'),
      hidden: true,
      body: <Skills workplace={workplace} draft={draft} {...findOutcome(visit, draft)} found={await search(visit)} />,
    }
  },
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const draft = await openDraft(visit)
    const { outcome, index } = findOutcome(visit, draft)
    const chosen = decodeForm(visit.posted)
    const others = outcome.alignments.filter(({ uri }) => uri !== chosen.uri)
    const outcomes = draft.design.outcomes.map((one) =>
      one.id === outcome.id ? { ...outcome, alignments: [...others, chosen] } : one,
    )
    const answer = await visit.call('PUT', `/api/merits/${draft.id}/draft`, {
      design: { ...draft.design, outcomes },
      ...(draft.draft && { savedAt: draft.draft.savedAt }),
    })
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/org/${workplace.slug}/merits/${draft.id}?part=outcomes&done=saved#f-outcomes-${index}`)
  },
})

function findOutcome({ query }: Visit, { design }: Draft) {
  const index = design.outcomes.findIndex(({ id }) => id === query.get('outcome'))
  const outcome = design.outcomes[index]
  if (!outcome) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
  return { outcome, index }
}

async function search({ query, call, words }: Visit): Promise<SkillPage | undefined> {
  const text = query.get('search')?.trim()
  if (!text) return undefined
  const wanted = new URLSearchParams({ search: text, language: words.language })
  const answer = await call<SkillPage>('GET', `/api/skills?${wanted}`)
  if (!answer.ok) throw new PageProblem(answer.problem)
  return answer.body
}

function Skills(props: {
  workplace: Workplace
  draft: Draft
  outcome: Draft['design']['outcomes'][number]
  index: number
  found: SkillPage | undefined
}) {
  const words = useWords()
  const { say, language } = words
  const { workplace, draft, outcome, index, found } = props
  const back = `/org/${workplace.slug}/merits/${draft.id}?part=outcomes#f-outcomes-${index}`
  return (
    <Console
      workplace={workplace}
      title={say('creator.find-skills-title')}
      lead={say('creator.find-skills-lead')}
      crumbs={[
        { href: `/org/${workplace.slug}/merits`, text: say('creator.nav-merits') },
        { href: back, text: draft.title },
      ]}
    >
      <Callout title={say('creator.outcome-number', { number: index + 1 })}>
        {pickText(outcome.statement, language)?.text}
      </Callout>
      <SearchForm label={say('creator.search-skills')} />
      {found && found.items.length === 0 && (
        <EmptyState title={say('creator.no-skills-found')}>
          <p>{say('creator.no-skills-found-hint')}</p>
        </EmptyState>
      )}
      {found && found.items.length > 0 && (
        <ul className="results">
          {found.items.map((skill) => (
            <Found key={skill.uri} skill={skill} taken={outcome.alignments.some(({ uri }) => uri === skill.uri)} />
          ))}
        </ul>
      )}
      {found?.attributions.map((sentence) => (
        <p key={sentence} lang="en" className="section-lead">
          {sentence}
        </p>
      ))}
    </Console>
  )
}

function Found({ skill, taken }: { skill: SkillView; taken: boolean }) {
  const words = useWords()
  const { path, query } = useScene()
  const { say } = words
  const address = `${path}?outcome=${encodeURIComponent(query.get('outcome') ?? '')}`
  return (
    <li className="result">
      <h2>{skill.label}</h2>
      <p>
        {[skill.framework, ...skill.altLabels.slice(0, 3)].join(' · ')}{' '}
        <a href={skill.uri} rel="noreferrer">
          {say('creator.see-concept')}
        </a>
      </p>
      {taken ? (
        <p>{say('creator.skill-taken')}</p>
      ) : (
        <form method="post" action={address} className="inline-form">
          <input type="hidden" name="uri" value={skill.uri} />
          <input type="hidden" name="label" value={skill.label} />
          <input type="hidden" name="framework" value={skill.framework} />
          <input type="hidden" name="frameworkVersion" value={skill.version} />
          <Relation uri={skill.uri} label={skill.label} />
          <Button look="secondary" icon="plus">
            {say('creator.add-named', { name: skill.label })}
          </Button>
        </form>
      )}
    </li>
  )
}

/** Each result has its own form, so the field's id must carry the concept. */
function Relation({ uri, label }: { uri: string; label: string }) {
  const words = useWords()
  const id = `relation-${uri.replace(/[^A-Za-z0-9]+/g, '-')}`
  return (
    <div className="ds-field field">
      <label className="ds-label" htmlFor={id}>
        {words.say('creator.relation-to', { name: label })}
      </label>
      <select id={id} name="relation" className="ds-input" defaultValue="close">
        {choicesOf(words, 'relation', MatchRelation.options).map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
