import { interfaceLanguages } from '@bricka/domain/local-text'
import type { SkillView } from '@bricka/server/skill/find-skills'
import type { EditView } from '@bricka/server/skill/own-map'
import type { FrameworkView } from '@bricka/server/skill/routes'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { LocalField } from '../creator/local-field.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { type Choice, Form, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import {
  addressWith,
  definePage,
  type FormState,
  type Page,
  type PageAnswer,
  redirect,
  type Visit,
} from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tabs } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import type { Listing } from '../kit/table.tsx'
import { sayEdit } from './edit-line.tsx'
import { openMap } from './own-map-pages.tsx'

const newMapPage = definePage('/org/:slug/skill-maps/new', {
  get: (visit) => showNew(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { framework, ...written } = decodeForm(visit.posted)
    const base = typeof framework === 'string' ? { framework } : null
    const path = `/api/organisations/${workplace.id}/skill-maps`
    const answer = await visit.call<{ id: string }>('POST', path, { ...written, base })
    if (!answer.ok) return showNew(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/skill-maps/${answer.body.id}`)
  },
})

async function showNew(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { items } = await visit.need<{ items: FrameworkView[] }>('/api/skills/frameworks')
  const title = visit.words.say('own-map.new')
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <NewMap workplace={workplace} title={title} frameworks={items.map(({ name }) => name)} state={state} />,
  }
}

function NewMap(props: {
  workplace: Workplace
  title: string
  frameworks: readonly string[]
  state: FormState | undefined
}) {
  const { say } = useWords()
  return (
    <Console
      workplace={props.workplace}
      title={props.title}
      lead={say('own-map.new-lead')}
      crumbs={[{ href: '/skill-maps', text: say('own-map.maps') }]}
    >
      <Form state={props.state} labels={{ '/title': say('own-map.title') }}>
        <LocalField name="title" label={say('own-map.title')} languages={['sv', 'en']} value={undefined} />
        <LocalField
          name="about"
          label={say('own-map.about')}
          languages={['sv', 'en']}
          value={undefined}
          rows={3}
          optional
        />
        <Select
          name="framework"
          label={say('own-map.base')}
          help={say('own-map.base-help')}
          empty={say('own-map.base-none')}
          choices={props.frameworks.map((value) => ({ value, text: value }))}
        />
        <div className="actions">
          <Button>{say('own-map.make')}</Button>
        </div>
      </Form>
    </Console>
  )
}

const kinds = ['count-as', 'stop-counting-as', 'set-relation', 'add-skill', 'add-occupation', 'add-family'] as const
type Kind = (typeof kinds)[number]

type Field = 'held' | 'wanted' | 'occupation' | 'skill' | 'broader'

/** What is chosen from the map for each kind of edit, and whether it is a skill or an occupation. */
const chosenFor: Readonly<Record<Kind, readonly (readonly [Field, 'skill' | 'occupation'])[]>> = {
  'count-as': [
    ['held', 'skill'],
    ['wanted', 'skill'],
  ],
  'stop-counting-as': [
    ['held', 'skill'],
    ['wanted', 'skill'],
  ],
  'set-relation': [
    ['occupation', 'occupation'],
    ['skill', 'skill'],
  ],
  'add-skill': [['broader', 'skill']],
  'add-occupation': [],
  'add-family': [],
}

const proposePage = definePage('/org/:slug/skill-maps/:mapId/propose', {
  get: (visit) => showPropose(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { map } = await openMap(visit)
    const { reason = '', ...written } = decodeForm(visit.posted)
    const kind = readKind(visit)
    const uri = `${visit.settings.baseUrl}/skill-maps/${map.id}#${crypto.randomUUID()}`
    const edit = {
      kind,
      ...written,
      ...(kind.startsWith('add-') && { uri }),
      ...(typeof written.broader === 'string' && { broader: [written.broader] }),
    }
    const body = { organisationId: workplace.id, edits: [edit], reason }
    const answer = await visit.call('POST', `/api/skill-maps/${map.id}/edits`, body)
    if (!answer.ok) {
      const errors = answer.problem.errors?.map((one) => ({ ...one, pointer: one.pointer.replace('/edits/0', '') }))
      const problem = { ...answer.problem, ...(errors && { errors }) }
      return showPropose(visit, { posted: visit.posted, problem })
    }
    return redirect(`/skill-maps/${map.id}?decision=open`)
  },
})

const readKind = ({ query }: Visit): Kind => kinds.find((kind) => kind === query.get('kind')) ?? kinds[0]

async function showPropose(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { map, title } = await openMap(visit)
  const kind = readKind(visit)
  const found = await Promise.all(
    chosenFor[kind].map(async ([name, of]) => {
      const text = visit.query.get(name)?.trim().slice(0, 200) ?? ''
      return [name, { text, choices: text === '' ? [] : await find(visit, map.id, of, text) }] as const
    }),
  )
  const heading = visit.words.say('own-map.propose-title', { map: title })
  return {
    kind: 'page',
    title: heading,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Propose
        workplace={workplace}
        mapId={map.id}
        mapTitle={title}
        kind={kind}
        found={Object.fromEntries(found)}
        state={state}
      />
    ),
  }
}

/** Skills of the classifications and those that the map brought itself; occupations of the map. */
async function find(visit: Visit, mapId: string, of: 'skill' | 'occupation', text: string): Promise<Choice[]> {
  const { language } = visit.words
  const search = new URLSearchParams({ search: text, language })
  if (of === 'occupation') {
    search.set('map', mapId)
    const answer = await visit.call<{ items: { uri: string; label: string }[] }>(
      'GET',
      `/api/skills/occupations?${search}`,
    )
    return answer.ok ? answer.body.items.map(({ uri, label }) => ({ value: uri, text: label })) : []
  }
  const { items } = await visit.need<Listing<SkillView>>(`/api/skills?${search}&perPage=40`)
  const added = await visit.need<Listing<EditView>>(
    `/api/skill-maps/${mapId}/edits?${search}&decision=taken&perPage=40`,
  )
  return [
    ...added.items.flatMap(({ edit }) =>
      edit.kind === 'add-skill' ? [{ value: edit.uri, text: Object.values(edit.label)[0] ?? edit.uri }] : [],
    ),
    ...items
      .filter(({ type }) => !/occupation|group|ssyk/.test(type))
      .map(({ uri, label, framework }) => ({ value: uri, text: `${label} (${framework})` })),
  ]
}

type Found = Readonly<Record<string, { readonly text: string; readonly choices: readonly Choice[] }>>

function Propose(props: {
  workplace: Workplace
  mapId: string
  mapTitle: string
  kind: Kind
  found: Found
  state: FormState | undefined
}) {
  const { say } = useWords()
  const { path, query } = useScene()
  const { workplace, mapId, mapTitle, kind, found, state } = props
  const wanted = chosenFor[kind].map(([name]) => name)
  const required = wanted.filter((name) => name !== 'broader')
  const ready = required.every((name) => (found[name]?.choices.length ?? 0) > 0)
  return (
    <Console
      workplace={workplace}
      title={say('own-map.propose-title', { map: mapTitle })}
      lead={say('own-map.propose-lead')}
      crumbs={[
        { href: '/skill-maps', text: say('own-map.maps') },
        { href: `/skill-maps/${mapId}`, text: mapTitle },
      ]}
    >
      <Tabs
        label={say('own-map.kind')}
        tabs={kinds.map((one) => ({
          href: `${path}?kind=${one}`,
          text: say(`own-map.kind-${one}`),
          current: one === kind,
        }))}
      />
      <p className="section-lead">{say(`own-map.kind-${kind}-means`)}</p>
      {wanted.length > 0 && (
        <Form method="get" action={path} scope="find-" role="search" label={say('own-map.find')}>
          <input type="hidden" name="kind" value={kind} />
          {chosenFor[kind].map(([name]) => (
            <TextField
              key={name}
              name={name}
              label={say(`own-map.find-${name}`)}
              value={found[name]?.text}
              maxLength={200}
              optional={name === 'broader'}
              required={name !== 'broader'}
            />
          ))}
          <div className="actions">
            <Button look="secondary" icon="search">
              {say('own-map.find')}
            </Button>
          </div>
        </Form>
      )}
      {wanted.map((name) =>
        found[name] && found[name].text !== '' && found[name].choices.length === 0 ? (
          <EmptyState key={name} title={say('own-map.not-found', { text: found[name].text })} />
        ) : null,
      )}
      {ready && (
        <Form
          state={state}
          action={addressWith(path, query, {})}
          labels={{ '/reason': say('own-map.reason'), '/label': say('own-map.label') }}
        >
          {chosenFor[kind].map(([name]) =>
            found[name] && found[name].choices.length > 0 ? (
              <Select key={name} name={name} label={say(`own-map.${name}`)} choices={found[name].choices} required />
            ) : null,
          )}
          {kind === 'set-relation' && (
            <RadioGroup
              name="relation"
              legend={say('own-map.relation')}
              value="essential"
              choices={(['essential', 'optional', 'none'] as const).map((value) => ({
                value,
                text: say(`own-map.relation-${value}`),
              }))}
            />
          )}
          {kind.startsWith('add-') && (
            <LocalField name="label" label={say('own-map.label')} languages={interfaceLanguages} value={undefined} />
          )}
          {kind === 'add-skill' && (
            <RadioGroup
              name="skillKind"
              legend={say('own-map.skill-kind')}
              value="skill"
              choices={(['skill', 'knowledge'] as const).map((value) => ({
                value,
                text: say(`domain.outcome-type.${value}`),
              }))}
            />
          )}
          <TextField
            name="reason"
            label={say('own-map.reason')}
            help={say('own-map.reason-help')}
            rows={4}
            maxLength={2000}
            required
          />
          <div className="actions">
            <Button>{say('own-map.propose')}</Button>
            <LinkButton href={`/skill-maps/${mapId}`} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      )}
    </Console>
  )
}

/** Taking, refusing, withdrawing: each asks first and wants a reason, for the history keeps it. */
const decidePages: readonly Page[] = (['take', 'refuse', 'withdraw'] as const).map((act) =>
  definePage(`/org/:slug/skill-maps/:mapId/edits/:editId/${act}`, {
    get: (visit) => askDecision(visit, act),
    post: async (visit) => {
      const { map } = await openMap(visit)
      const path = `/api/skill-maps/${map.id}/edits/${encodeURIComponent(visit.params.editId ?? '')}`
      const reason = textOf(visit.posted, 'reason')
      const decision = act === 'take' ? 'taken' : 'refused'
      const answer =
        act === 'withdraw'
          ? await visit.call('POST', `${path}/withdraw`, { reason })
          : await visit.call('POST', `${path}/decide`, { decision, reason })
      if (!answer.ok) return askDecision(visit, act, { posted: visit.posted, problem: answer.problem })
      return redirect(`/skill-maps/${map.id}`)
    },
  }),
)

async function askDecision(visit: Visit, act: 'take' | 'refuse' | 'withdraw', state?: FormState): Promise<PageAnswer> {
  openWorkplace(visit)
  const { map } = await openMap(visit)
  const { say, language } = visit.words
  const edit = await visit.need<EditView>(
    `/api/skill-maps/${map.id}/edits/${encodeURIComponent(visit.params.editId ?? '')}?language=${language}`,
  )
  return askFirst({
    title: say(`own-map.${act}-title`),
    what: (
      <>
        <p>
          <strong>{sayEdit(visit.words, edit)}</strong>
        </p>
        <p>{edit.reason}</p>
      </>
    ),
    confirm: say(`own-map.${act}`),
    back: `/skill-maps/${map.id}`,
    state,
    labels: { '/reason': say('own-map.reason') },
    children: (
      <TextField
        name="reason"
        label={say('own-map.reason')}
        help={say('own-map.reason-help')}
        rows={3}
        maxLength={2000}
        required
      />
    ),
  })
}

const closePage = definePage('/org/:slug/skill-maps/:mapId/close', {
  get: async (visit) => {
    openWorkplace(visit)
    const { map, title } = await openMap(visit)
    const { say } = visit.words
    return askFirst({
      title: say('own-map.close-title', { map: title }),
      what: <p>{say('own-map.close-means')}</p>,
      confirm: say('own-map.close'),
      back: `/skill-maps/${map.id}`,
    })
  },
  post: async (visit) => {
    const { map } = await openMap(visit)
    const answer = await visit.call('POST', `/api/skill-maps/${map.id}/close`, {})
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/skill-maps/${map.id}`)
  },
})

/** What is done with a map that people edit: making it, proposing, deciding, closing. */
export const ownMapActPages: readonly Page[] = [newMapPage, proposePage, ...decidePages, closePage]
