import { Language } from '@bricka/domain/local-text'
import type { OwnMeritView } from '@bricka/server/merit/merit-views'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { addressWith, definePage, type FormState, redirect } from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tabs, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { choicesOf, wordFor } from './design-words.ts'

const states = ['draft', 'published', 'retired'] as const

export const meritsPage = definePage('/org/:slug/merits', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const listing = await visit.need<Listing<OwnMeritView>>(
      `/api/organisations/${workplace.id}/merits?${pick(visit.query, ['search', 'state', 'page'])}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('creator.nav-merits'),
      hidden: true,
      body: <Merits workplace={workplace} listing={listing} />,
    }
  },
})

/** Only what the API knows is passed on to it. */
export function pick(query: URLSearchParams, names: readonly string[]): string {
  const picked = new URLSearchParams()
  for (const name of names) {
    const value = query.get(name)
    if (value) picked.set(name, value)
  }
  return picked.toString()
}

function Merits({ workplace, listing }: { workplace: Workplace; listing: Listing<OwnMeritView> }) {
  const words = useWords()
  const { path, query } = useScene()
  const { say } = words
  const home = `/org/${workplace.slug}/merits`
  const filter = (state: string | undefined) => addressWith(path, query, { state, page: undefined, done: undefined })
  return (
    <Console
      workplace={workplace}
      title={say('creator.nav-merits')}
      lead={say('creator.merits-lead')}
      actions={
        workplace.may('design') && (
          <>
            <LinkButton href={`${home}/new`} icon="plus">
              {say('creator.new-merit')}
            </LinkButton>
            <LinkButton href={`${home}/import`} look="secondary" icon="file">
              {say('creator.import')}
            </LinkButton>
            <LinkButton href="/skill-maps" look="tertiary">
              {say('own-map.maps')}
            </LinkButton>
          </>
        )
      }
    >
      <SearchForm label={say('creator.search-merits')} />
      <Tabs
        label={say('creator.state')}
        tabs={[
          { href: filter(undefined), text: say('creator.all'), current: !query.get('state') },
          ...states.map((state) => ({
            href: filter(state),
            text: wordFor(words, 'merit-state', state),
            current: query.get('state') === state,
          })),
        ]}
      />
      {listing.total === 0 ? (
        <EmptyState title={say('creator.no-merits')} />
      ) : (
        <>
          <Table
            caption={say('creator.nav-merits')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('creator.title'),
                cell: ({ id, title }) => <a href={`${home}/${id}`}>{title || say('creator.untitled')}</a>,
              },
              { head: say('creator.state'), cell: (merit) => <State merit={merit} /> },
              { head: say('creator.version'), cell: ({ currentVersion }) => currentVersion ?? '–', numeric: true },
              { head: say('creator.issuers'), cell: ({ issuers }) => words.number(issuers), numeric: true },
              { head: say('creator.issued'), cell: ({ issued }) => words.number(issued), numeric: true },
            ]}
          />
          <Paging listing={listing} csv={`/api/organisations/${workplace.id}/merits?format=csv`} />
        </>
      )}
    </Console>
  )
}

function State({ merit: { state, hasDraft, missing, reviewOverdue } }: { merit: OwnMeritView }) {
  const words = useWords()
  const { say } = words
  return (
    <span className="tags">
      <Tag tone={state === 'published' ? 'success' : 'neutral'}>{wordFor(words, 'merit-state', state)}</Tag>
      {state === 'published' && hasDraft && <Tag tone="info">{say('creator.has-draft')}</Tag>}
      {hasDraft && missing > 0 && <Tag tone="warning">{say('creator.lacks', { count: missing })}</Tag>}
      {reviewOverdue && <Tag tone="warning">{say('creator.review-overdue')}</Tag>}
    </span>
  )
}

/** A new merit needs nothing but a name and the language it is written in; the rest grows in the draft. */
export const newMeritPage = definePage('/org/:slug/merits/new', {
  get: async (visit) => showNew(openWorkplace(visit), visit.words.say('creator.new-merit')),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { title, language } = decodeForm(visit.posted)
    const written = Language.safeParse(language).data ?? visit.words.language
    const design = { title: title === undefined ? {} : { [written]: title }, languagesOfContent: [written] }
    const answer = await visit.call<{ id: string }>('POST', '/api/merits', { organisationId: workplace.id, design })
    if (answer.ok) return redirect(`/org/${workplace.slug}/merits/${answer.body.id}`)
    const errors = answer.problem.errors?.map((error) => ({
      ...error,
      pointer: error.pointer.startsWith('/design/title') ? '/title' : error.pointer,
    }))
    const problem = { ...answer.problem, ...(errors && { errors }) }
    return showNew(workplace, visit.words.say('creator.new-merit'), { posted: visit.posted, problem })
  },
})

function showNew(workplace: Workplace, title: string, state?: FormState) {
  return {
    kind: 'page' as const,
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <NewMerit workplace={workplace} state={state} />,
  }
}

function NewMerit({ workplace, state }: { workplace: Workplace; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  return (
    <Console
      workplace={workplace}
      title={say('creator.new-merit')}
      lead={say('creator.new-merit-lead')}
      crumbs={[{ href: `/org/${workplace.slug}/merits`, text: say('creator.nav-merits') }]}
    >
      <div className="narrow">
        <Form state={state} labels={{ '/title': say('creator.title') }}>
          <TextField
            name="title"
            label={say('creator.title')}
            help={say('creator.title-help')}
            required
            maxLength={200}
          />
          <Select
            name="language"
            label={say('creator.written-in')}
            choices={choicesOf(words, 'language', Language.options)}
            value={words.language}
          />
          <div className="actions">
            <Button>{say('creator.begin')}</Button>
            <LinkButton href={`/org/${workplace.slug}/merits`} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}
