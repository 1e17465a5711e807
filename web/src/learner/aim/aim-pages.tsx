import { aimStates } from '@bricka/domain/guidance/aim'
import { interfaceLanguages, pickText } from '@bricka/domain/local-text'
import { objectives } from '@bricka/domain/pathway/objective'
import type { AimView } from '@bricka/server/guidance/aim'
import type { StackView } from '@bricka/server/pathway/stack'
import type { SkillView } from '@bricka/server/skill/find-skills'
import { type ApiProblem, PageProblem } from '../../kit/call-api.ts'
import { askFirst } from '../../kit/confirm-page.tsx'
import { Checkbox, CheckboxGroup, Form, RadioGroup, Select, TextField } from '../../kit/fields.tsx'
import { decodeForm, textOf, textsOf } from '../../kit/form.ts'
import { PageHead, Section } from '../../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../../kit/page.ts'
import { Button, Callout, EmptyState, LinkButton, Tabs, Tag, When } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../../kit/table.tsx'
import { PassportTabs } from '../passport-tabs.tsx'
import { AimTabs } from './aim-tabs.tsx'

export const pathOf = (visit: Visit): string => `/api/passport/aims/${encodeURIComponent(visit.params.aimId ?? '')}`

export const aimsPage = definePage('/passport/aims', {
  get: async (visit) => {
    const listing = await visit.need<Listing<AimView>>(`/api/passport/aims?${visit.query}`)
    return { kind: 'page', title: visit.words.say('guidance.aims'), hidden: true, body: <Aims listing={listing} /> }
  },
})

function Aims({ listing }: { listing: Listing<AimView> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('guidance.aims')}
        lead={say('guidance.aims-lead')}
        actions={
          <>
            <LinkButton href="/passport/aims/new" icon="plus">
              {say('guidance.new-aim')}
            </LinkButton>
            <LinkButton href="/passport/guidance" look="secondary">
              {say('guidance.guidances')}
            </LinkButton>
          </>
        }
      />
      <PassportTabs />
      <SearchForm label={say('guidance.aims-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('guidance.aims-none')} />
      ) : (
        <Table
          caption={say('guidance.aims')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('guidance.aim'), cell: ({ id, title }) => <a href={`/passport/aims/${id}`}>{title}</a> },
            { head: say('guidance.kind'), cell: ({ target }) => say(`guidance.kind-${target.kind}`) },
            { head: say('guidance.state'), cell: ({ state }) => <AimStateTag state={state} /> },
            { head: say('guidance.changed'), cell: ({ changedAt }) => <When at={changedAt} /> },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/passport/aims?format=csv" />
    </>
  )
}

const tones = { open: 'accent', paused: 'warning', reached: 'success', dropped: 'neutral' } as const

export function AimStateTag({ state }: { state: AimView['state'] }) {
  const { say } = useWords()
  return <Tag tone={tones[state]}>{say(`guidance.aim-${state}`)}</Tag>
}

const kinds = ['occupation', 'qualification', 'skills'] as const
type Kind = (typeof kinds)[number]
/** A choice as a form carries it: its address, a space, and what it is called. */
type Found = { uri: string; label: string; note?: string }

type Asked = { kind: Kind; search: string; found: readonly Found[]; chosen: readonly Found[] }

const kindOf = (text: string | undefined | null): Kind => kinds.find((kind) => kind === text) ?? 'occupation'
const carry = ({ uri, label }: Found): string => `${uri} ${label}`
const readCarried = (text: string): Found => {
  const at = text.indexOf(' ')
  return { uri: text.slice(0, at), label: text.slice(at + 1) }
}

/** What is looked for goes in the form's body: it stands in no address and in no log of addresses. */
export const newAimPage = definePage('/passport/aims/new', {
  get: async (visit) => {
    await visit.need('/api/passport/aims?perPage=1')
    return showNew(visit, { kind: kindOf(visit.query.get('kind')), search: '', found: [], chosen: [] })
  },
  post: async (visit) => {
    const kind = kindOf(textOf(visit.posted, 'kind'))
    const search = textOf(visit.posted, 'search')
    const chosen = textsOf(visit.posted, 'chosen').map(readCarried)
    if (textOf(visit.posted, '_do') !== 'keep')
      return showNew(visit, {
        kind,
        search,
        chosen: kind === 'skills' ? chosen : [],
        found: await find(visit, kind, search),
      })
    const answer = await visit.call<{ id: string }>('POST', '/api/passport/aims', { target: toTarget(kind, chosen) })
    if (answer.ok) return redirect(`/passport/aims/${answer.body.id}`)
    return showNew(visit, { kind, search, chosen, found: await find(visit, kind, search) }, answer.problem)
  },
})

function toTarget(kind: Kind, chosen: readonly Found[]): object {
  const [first] = chosen
  if (kind === 'skills') return { kind, skills: chosen.map(({ uri, label }) => ({ uri, label })) }
  if (kind === 'qualification') return { kind, stackId: first?.uri, title: first?.label }
  return { kind, occupation: first && { uri: first.uri, label: first.label } }
}

async function find(visit: Visit, kind: Kind, search: string): Promise<readonly Found[]> {
  if (kind === 'qualification') {
    const question = new URLSearchParams({ search, perPage: '20' })
    const { items } = await visit.need<Listing<StackView>>(`/api/stacks?${question}`)
    return items.map(({ id, content, owner }) => ({
      uri: id,
      label: pickText(content.title, visit.words.language)?.text ?? id,
      note: owner.name,
    }))
  }
  if (search === '') return []
  return findConcepts(visit, kind === 'skills' ? 'skill' : 'occupation', search)
}

async function findConcepts(visit: Visit, type: 'skill' | 'occupation', search: string): Promise<readonly Found[]> {
  const { language } = visit.words
  const framework = type === 'occupation' ? { framework: 'ESCO' } : {}
  const question = new URLSearchParams({ search, type, language, perPage: '12', ...framework })
  const { items } = await visit.need<Listing<SkillView>>(`/api/skills?${question}`)
  return items.map(({ uri, label, framework: name }) => ({ uri, label, note: name }))
}

function showNew(visit: Visit, asked: Asked, problem?: ApiProblem): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('guidance.new-aim'),
    hidden: true,
    status: problem ? 422 : 200,
    body: <NewAim asked={asked} state={problem && { posted: visit.posted, problem }} />,
  }
}

function NewAim({ asked, state }: { asked: Asked; state: FormState | undefined }) {
  const { say } = useWords()
  const { kind, search, found, chosen } = asked
  return (
    <>
      <PageHead
        title={say('guidance.new-aim')}
        lead={say('guidance.new-aim-lead')}
        crumbs={[{ href: '/passport/aims', text: say('guidance.aims') }]}
      />
      <Tabs
        label={say('guidance.kind')}
        tabs={kinds.map((one) => ({
          href: `/passport/aims/new?kind=${one}`,
          text: say(`guidance.kind-${one}`),
          current: one === kind,
        }))}
      />
      <Form state={state}>
        <input type="hidden" name="kind" value={kind} />
        <TextField
          name="search"
          label={say(`guidance.search-${kind}`)}
          help={say('guidance.search-help')}
          value={search}
          maxLength={200}
        />
        <div className="actions">
          <Button look="secondary" icon="search" name="_do" value="search">
            {say('kit.search')}
          </Button>
        </div>
        <Choices kind={kind} search={search} found={found} chosen={chosen} />
      </Form>
    </>
  )
}

function Choices({ kind, search, found, chosen }: Asked) {
  const { say } = useWords()
  const offered = [...chosen, ...found.filter(({ uri }) => !chosen.some((one) => one.uri === uri))]
  if (offered.length === 0)
    return search === '' && kind !== 'qualification' ? null : <EmptyState title={say('guidance.found-none')} />
  const choices = offered.map((one) => ({ value: carry(one), text: one.label, ...(one.note && { help: one.note }) }))
  return (
    <>
      {kind === 'skills' ? (
        <CheckboxGroup
          name="chosen"
          legend={say('guidance.choose-skills')}
          help={say('guidance.choose-skills-help')}
          choices={choices}
          chosen={chosen.map(carry)}
        />
      ) : (
        <RadioGroup name="chosen" legend={say('guidance.choose-one')} choices={choices} value={choices[0]?.value} />
      )}
      <div className="actions">
        <Button name="_do" value="keep">
          {say('guidance.keep-aim')}
        </Button>
      </div>
    </>
  )
}

/** What limits the ways, what they say they have worked as, and how the aim stands: two forms, for one is a search. */
export const changeAimPage = definePage('/passport/aims/:aimId/change', {
  get: async (visit) => showChange(visit, await visit.need<AimView>(pathOf(visit))),
  post: async (visit) => {
    const aim = await visit.need<AimView>(pathOf(visit))
    const work = textOf(visit.posted, '_part') === 'work'
    const workedAs = work ? textsOf(visit.posted, 'workedAs').map(readCarried) : aim.workedAs
    if (textOf(visit.posted, '_do') === 'search')
      return showChange(visit, { ...aim, workedAs: workedAs.map(toChosen) }, { found: await findWork(visit) })
    const { target, constraints, objective, why, state } = aim
    const written = work ? { constraints, objective, ...(why && { why }), state } : readWishes(visit)
    const answer = await visit.call('PUT', pathOf(visit), { target, workedAs: workedAs.map(toChosen), ...written })
    if (answer.ok) return redirect(`/passport/aims/${aim.id}?done=saved`)
    return showChange(visit, aim, { problem: answer.problem })
  },
})

const toChosen = ({ uri, label }: Found): Found => ({ uri, label })
const findWork = (visit: Visit) => findConcepts(visit, 'occupation', textOf(visit.posted, 'search'))

/** A list that nothing was chosen in is no wish: an empty one would leave no way open. */
function readWishes(visit: Visit): object {
  const { constraints, ...rest } = decodeForm(visit.posted)
  const wishes = typeof constraints === 'object' && !Array.isArray(constraints) ? constraints : {}
  const kept = Object.entries(wishes).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  return { ...rest, constraints: { online: false, ...Object.fromEntries(kept) } }
}

type Change = { aim: AimView; found: readonly Found[] | undefined; state: FormState | undefined }

function showChange(
  visit: Visit,
  aim: AimView,
  { found, problem }: { found?: readonly Found[]; problem?: ApiProblem } = {},
): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('guidance.change-title', { aim: aim.title }),
    hidden: true,
    status: problem ? 422 : 200,
    body: (
      <ChangeAim
        aim={aim}
        found={found}
        search={textOf(visit.posted, 'search')}
        state={problem && { posted: visit.posted, problem }}
      />
    ),
  }
}

function ChangeAim({ search, ...props }: Change & { search: string }) {
  const { say } = useWords()
  const { aim } = props
  return (
    <>
      <PageHead
        title={say('guidance.change-title', { aim: aim.title })}
        crumbs={[
          { href: '/passport/aims', text: say('guidance.aims') },
          { href: `/passport/aims/${aim.id}`, text: aim.title },
        ]}
      />
      <AimTabs aim={aim} />
      <Section title={say('guidance.worked-as')} lead={say('guidance.worked-as-help')}>
        <WorkedAs {...props} search={search} />
      </Section>
      <Section title={say('guidance.wishes')} lead={say('guidance.wishes-lead')}>
        <Wishes {...props} />
      </Section>
    </>
  )
}

function WorkedAs({ aim, found, search }: Change & { search: string }) {
  const { say } = useWords()
  const known = (uri: string): boolean => aim.workedAs.some((one) => one.uri === uri)
  const occupations = [...aim.workedAs, ...(found ?? []).filter(({ uri }) => !known(uri))]
  return (
    <Form scope="work/" label={say('guidance.worked-as')}>
      <input type="hidden" name="_part" value="work" />
      <TextField name="search" label={say('guidance.search-occupation')} value={search} maxLength={200} optional />
      <div className="actions">
        <Button look="secondary" icon="search" name="_do" value="search">
          {say('kit.search')}
        </Button>
      </div>
      {found?.length === 0 && <Callout tone="neutral" title={say('guidance.found-none')} status />}
      {occupations.length > 0 && (
        <>
          <CheckboxGroup
            name="workedAs"
            legend={say('guidance.worked-as-choose')}
            choices={occupations.map((one) => ({ value: carry(one), text: one.label }))}
            chosen={aim.workedAs.map(carry)}
          />
          <div className="actions">
            <Button name="_do" value="keep">
              {say('guidance.keep-work')}
            </Button>
          </div>
        </>
      )}
    </Form>
  )
}

function Wishes({ aim, state }: Change) {
  const words = useWords()
  const { say } = words
  const { constraints } = aim
  return (
    <Form
      state={state}
      labels={{
        '/constraints/hoursPerWeek': say('guidance.hours-per-week'),
        '/constraints/startsOnOrAfter': say('guidance.starts'),
        '/constraints/endsOnOrBefore': say('guidance.ends'),
      }}
    >
      <CheckboxGroup
        name="constraints/languages:list"
        legend={say('guidance.languages')}
        help={say('guidance.languages-help')}
        chosen={constraints.languages ?? []}
        choices={interfaceLanguages.map((value) => ({ value, text: words.languageName(value) }))}
      />
      <TextField
        name="constraints/places:lines"
        label={say('guidance.places')}
        help={say('guidance.places-help')}
        value={constraints.places?.join('\n')}
        rows={2}
        optional
      />
      <Checkbox name="constraints/online:boolean" label={say('guidance.online')} checked={constraints.online} />
      <TextField
        name="constraints/hoursPerWeek:number"
        label={say('guidance.hours-per-week')}
        value={constraints.hoursPerWeek}
        inputMode="decimal"
        optional
      />
      <TextField
        name="constraints/startsOnOrAfter"
        type="date"
        label={say('guidance.starts')}
        value={constraints.startsOnOrAfter}
        optional
      />
      <TextField
        name="constraints/endsOnOrBefore"
        type="date"
        label={say('guidance.ends')}
        value={constraints.endsOnOrBefore}
        optional
      />
      <Select
        name="objective"
        label={say('maps.aim')}
        value={aim.objective}
        choices={objectives.map((value) => ({ value, text: say(`maps.aim-${value}`) }))}
      />
      <TextField
        name="why"
        label={say('guidance.why')}
        help={say('guidance.why-help')}
        value={aim.why}
        rows={3}
        maxLength={2000}
        optional
      />
      <RadioGroup
        name="state"
        legend={say('guidance.state')}
        value={aim.state}
        choices={aimStates.map((value) => ({ value, text: say(`guidance.aim-${value}`) }))}
      />
      <div className="actions">
        <Button>{say('kit.save')}</Button>
        <LinkButton href={`/passport/aims/${aim.id}/remove`} look="secondary" icon="bin">
          {say('kit.remove')}
        </LinkButton>
      </div>
    </Form>
  )
}

export const removeAimPage = definePage('/passport/aims/:aimId/remove', {
  get: async (visit) => {
    const aim = await visit.need<AimView>(pathOf(visit))
    const { say } = visit.words
    return askFirst({
      title: say('guidance.remove-ask', { aim: aim.title }),
      what: <p>{say('guidance.remove-text')}</p>,
      confirm: say('kit.remove'),
      back: `/passport/aims/${aim.id}`,
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', pathOf(visit))
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/passport/aims')
  },
})
