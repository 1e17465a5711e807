import type { NeedReference } from '@bricka/domain/merit/merit'
import type { FoundNeed } from '@bricka/server/need/find-needs'
import { PageProblem } from '../kit/call-api.ts'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm } from '../kit/table.tsx'
import { AnsweredNeed, nameNeed } from '../public/answered-needs.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { type Draft, openDraft } from './draft.ts'

const most = 10
const asked = 40

/** Finds what published surveys found wanting, and lays it into the draft as what the merit answers. */
export const needsPage = definePage('/org/:slug/merits/:meritId/needs', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const draft = await openDraft(visit)
    return {
      kind: 'page',
      title: visit.words.say('answered-need.page-title'),
      hidden: true,
      body: <Needs workplace={workplace} draft={draft} found={await search(visit, draft)} />,
    }
  },
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const draft = await openDraft(visit)
    const chosen = { waveId: textOf(visit.posted, 'waveId'), concept: textOf(visit.posted, 'concept') }
    const others = draft.design.answersNeeds.filter((one) => !isSame(one, chosen))
    const answersNeeds = textOf(visit.posted, '_act') === 'remove' ? others : [...others, chosen]
    const answer = await visit.call('PUT', `/api/merits/${draft.id}/draft`, {
      design: { ...draft.design, answersNeeds },
      ...(draft.draft && { savedAt: draft.draft.savedAt }),
    })
    if (!answer.ok) throw new PageProblem(answer.problem)
    visit.query.set('done', 'saved')
    return redirect(`/org/${workplace.slug}/merits/${draft.id}/needs?${visit.query}`)
  },
})

const isSame = (one: NeedReference, other: NeedReference): boolean =>
  one.waveId === other.waveId && one.concept === other.concept

/** The skills of the outcomes, as many as an address has room for, let what they answer come first. */
async function search({ query, need }: Visit, { design }: Draft): Promise<Listing<FoundNeed>> {
  const wanted = new URLSearchParams({
    search: query.get('search') ?? '',
    page: query.get('page') ?? '1',
    perPage: '10',
  })
  const skills = new Set(design.outcomes.flatMap(({ alignments }) => alignments.map(({ uri }) => uri)))
  for (const skill of [...skills].slice(0, asked)) wanted.append('skill', skill)
  return need(`/api/needs/figures?${wanted}`)
}

function Needs({ workplace, draft, found }: { workplace: Workplace; draft: Draft; found: Listing<FoundNeed> }) {
  const { say } = useWords()
  const home = `/org/${workplace.slug}/merits/${draft.id}`
  const { answersNeeds } = draft.design
  const full = answersNeeds.length >= most
  const others = found.items.filter((need) => !answersNeeds.some((one) => isSame(one, need)))
  return (
    <Console
      workplace={workplace}
      title={say('answered-need.page-title')}
      lead={say('answered-need.page-lead')}
      crumbs={[
        { href: `/org/${workplace.slug}/merits`, text: say('creator.nav-merits') },
        { href: home, text: draft.title },
      ]}
    >
      <Section title={say('answered-need.named')}>
        {draft.needs.length === 0 ? (
          <p>{say('answered-need.none-named')}</p>
        ) : (
          <ul className="results">
            {draft.needs.map((need) => (
              <Found key={need.waveId + need.concept} need={need} act="remove" />
            ))}
          </ul>
        )}
        <div className="actions">
          <LinkButton href={`${home}?part=basics#f-answersNeeds`} look="secondary">
            {say('answered-need.back')}
          </LinkButton>
        </div>
      </Section>
      <Section title={say('answered-need.found')}>
        <SearchForm label={say('answered-need.search')} />
        {full && <Callout title={say('answered-need.full')} />}
        {found.items.length === 0 && (
          <EmptyState title={say('answered-need.nothing')}>
            <p>{say('answered-need.nothing-hint')}</p>
          </EmptyState>
        )}
        {others.length > 0 && (
          <ul className="results">
            {others.map((need) => (
              <Found key={need.waveId + need.concept} need={need} act={full ? undefined : 'add'} />
            ))}
          </ul>
        )}
        <Paging listing={found} />
      </Section>
    </Console>
  )
}

function Found({ need, act }: { need: FoundNeed; act: 'add' | 'remove' | undefined }) {
  const words = useWords()
  const { path, query } = useScene()
  const { say } = words
  const skill = nameNeed(need, words)
  const kept = new URLSearchParams([...query].filter(([name]) => name !== 'done'))
  return (
    <li className="result">
      <div>
        <AnsweredNeed need={need} judged={act === 'remove' || need.taught} />
      </div>
      {act && (
        <form method="post" action={`${path}?${kept}`} className="inline-form">
          <input type="hidden" name="waveId" value={need.waveId} />
          <input type="hidden" name="concept" value={need.concept} />
          <Button name="_act" value={act} look="secondary" icon={act === 'add' ? 'plus' : 'bin'}>
            {act === 'add'
              ? say('answered-need.add', { skill, place: need.placeName })
              : say('creator.remove-named', { name: skill })}
          </Button>
        </form>
      )}
    </li>
  )
}
