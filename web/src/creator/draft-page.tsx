import { randomUUID } from 'node:crypto'
import type { ApiProblem } from '../kit/call-api.ts'
import { Form } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, Tabs } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { wordFor } from './design-words.ts'
import { type Draft, openDraft } from './draft.ts'
import { DraftFields } from './draft-fields.tsx'
import { DraftOverview } from './draft-overview.tsx'
import { type DraftPart, findPart, partNames, partOf, pointIntoDesign, readPart, without } from './draft-part.ts'
import { DraftFindings } from './findings.tsx'

/** A merit as its creator sees it: what it lacks and what can be done (without a part), or one part to write in. */
export const draftPage = definePage('/org/:slug/merits/:meritId', {
  get: async (visit) => show(visit, openWorkplace(visit), await openDraft(visit)),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const draft = await openDraft(visit)
    const part = findPart(visit.query.get('part')) ?? 'basics'
    const act = readAct(textOf(visit.posted, '_act'))
    const posted = act.name === 'remove' ? without(visit.posted, act.path) : visit.posted
    const design = reshape(act, readPart(part, posted, draft.design))
    const savedAt = textOf(visit.posted, '_savedAt')
    const answer = await visit.call('PUT', `/api/merits/${draft.id}/draft`, { design, ...(savedAt && { savedAt }) })
    if (!answer.ok) return show(visit, workplace, draft, { posted, problem: pointIntoDesign(answer.problem) })
    return redirect(`/org/${workplace.slug}/merits/${draft.id}${nextPlace(act, part, design)}`)
  },
})

type Act =
  | { name: 'save' | 'next' | 'add-outcome' | 'needs' }
  | { name: 'remove' | 'up' | 'skills' | 'more'; path: string }

/** What a submit button says: `save`, `remove:outcomes/2`, `more:recognition`. */
function readAct(text: string): Act {
  const [name, path = ''] = text.split(':')
  if (name === 'next' || name === 'add-outcome' || name === 'needs') return { name }
  if ((name === 'remove' || name === 'up' || name === 'skills' || name === 'more') && path) return { name, path }
  return { name: 'save' }
}

function reshape(act: Act, design: Record<string, unknown>): Record<string, unknown> {
  const outcomes: readonly unknown[] = Array.isArray(design.outcomes) ? design.outcomes : []
  if (act.name === 'add-outcome')
    return { ...design, outcomes: [...outcomes, { id: randomUUID().slice(0, 8), type: 'skill', statement: {} }] }
  const index = act.name === 'up' ? Number(act.path.split('/')[1]) : 0
  if (!(index > 0 && index < outcomes.length)) return design
  return { ...design, outcomes: outcomes.toSpliced(index - 1, 2, outcomes[index], outcomes[index - 1]) }
}

function nextPlace(act: Act, part: DraftPart, design: Record<string, unknown>): string {
  const here = `?part=${part}&done=saved`
  switch (act.name) {
    case 'next': {
      const next = partNames[partNames.indexOf(part) + 1]
      return next ? `?part=${next}&done=saved` : '?done=saved'
    }
    case 'add-outcome':
      return `${here}#f-outcomes-${Array.isArray(design.outcomes) ? design.outcomes.length - 1 : 0}`
    case 'needs':
      return '/needs'
    case 'skills':
      return `/skills?outcome=${encodeURIComponent(act.path)}`
    case 'more':
      return `${here}&more=${encodeURIComponent(act.path)}#f-${act.path}`
    case 'remove':
      return `${here}#f-${act.path.split('/')[0]}`
    default:
      return here
  }
}

function show(visit: Visit, workplace: Workplace, draft: Draft, state?: FormState): PageAnswer {
  const part = state ? (findPart(visit.query.get('part')) ?? 'basics') : findPart(visit.query.get('part'))
  const may = workplace.may('design') && draft.state !== 'retired'
  return {
    kind: 'page',
    title: part ? `${visit.words.say(`creator.part-${part}`)} · ${draft.title}` : draft.title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Console
        workplace={workplace}
        title={draft.title}
        crumbs={[{ href: `/org/${workplace.slug}/merits`, text: visit.words.say('creator.nav-merits') }]}
      >
        <Parts address={visit.path} part={part} editable={may} />
        {part && may ? (
          <Editor draft={draft} part={part} state={state} more={visit.query.get('more')} workplace={workplace} />
        ) : (
          <DraftOverview draft={draft} workplace={workplace} />
        )}
      </Console>
    ),
  }
}

function Parts(props: { address: string; part: DraftPart | undefined; editable: boolean }) {
  const { say } = useWords()
  if (!props.editable) return null
  return (
    <Tabs
      label={say('creator.parts')}
      tabs={[
        { href: props.address, text: say('creator.part-overview'), current: props.part === undefined },
        ...partNames.map((part) => ({
          href: `${props.address}?part=${part}`,
          text: say(`creator.part-${part}`),
          current: part === props.part,
        })),
      ]}
    />
  )
}

function Editor(props: {
  draft: Draft
  part: DraftPart
  state: FormState | undefined
  more: string | null
  workplace: Workplace
}) {
  const words = useWords()
  const { say } = words
  const { draft, part, state } = props
  const home = `/org/${props.workplace.slug}/merits/${draft.id}`
  const missing = draft.draft?.check.missing.filter(({ where }) => partOf(where) === part) ?? []
  return (
    <div className="narrow">
      <h2>{say(`creator.part-${part}`)}</h2>
      <p className="section-lead">{say(`creator.part-${part}-lead`)}</p>
      {draft.draft === undefined && draft.published && (
        <Callout title={say('creator.begins-version', { number: draft.published.number + 1 })} />
      )}
      {missing.length > 0 && (
        <Callout tone="warning" title={say('creator.missing-here')}>
          <DraftFindings findings={missing} home={home} />
        </Callout>
      )}
      <Form
        state={state}
        action={`${home}?part=${part}`}
        labels={state ? labelsOf(state.problem, (field) => wordFor(words, 'field', field)) : {}}
      >
        {/* Enter in a field saves; without this it would press the first "remove". */}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {say('kit.save')}
        </button>
        <input type="hidden" name="_savedAt" value={draft.draft?.savedAt ?? ''} />
        <DraftFields part={part} design={draft.design} needs={draft.needs} more={props.more} />
        <div className="actions">
          <Button name="_act" value="next">
            {say(part === 'worth' ? 'creator.save-and-see' : 'creator.save-and-next')}
          </Button>
          <Button name="_act" value="save" look="secondary">
            {say('creator.save-draft')}
          </Button>
        </div>
      </Form>
    </div>
  )
}

const labelsOf = (problem: ApiProblem, nameOf: (field: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries((problem.errors ?? []).map(({ pointer }) => [pointer, nameOf(pointer.split('/')[1] ?? '')]))
