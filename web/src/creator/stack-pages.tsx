import { pickText } from '@bricka/domain/local-text'
import type { StackForm } from '@bricka/domain/pathway/stack-form'
import type { OwnMeritView } from '@bricka/server/merit/merit-views'
import type { CatalogueItem } from '@bricka/server/merit/search-catalogue'
import type { StackPage } from '@bricka/server/pathway/show-stack'
import type { StackView } from '@bricka/server/pathway/stack'
import { askFirst } from '../kit/confirm-page.tsx'
import type { Choice } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { EmptyState, LinkButton, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { GroupAccepts, NoRight, StackFacts, StackLimits, showNeed } from '../public/stack-rules.tsx'
import { Console, openWorkplace, type Workplace } from './console.tsx'
import { emptyGroup, emptyStack, pointIntoStackForm, readStackForm, toStackBody, toStackForm } from './stack-draft.ts'
import { type FormProps, StackFormView } from './stack-form.tsx'

/** What can be done with a stack as a whole. */
const acts = { draft: 'publish', published: 'retire', retired: undefined } as const
const tones = { draft: 'neutral', published: 'success', retired: 'warning' } as const

const ownStacksPage = definePage('/org/:slug/stacks', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const path = `/api/organisations/${workplace.id}/stacks`
    const query = new URLSearchParams([...visit.query].filter(([name]) => name !== 'done'))
    const listing = await visit.need<Listing<StackView>>(`${path}?${query}`)
    return {
      kind: 'page',
      title: visit.words.say('stack.our-stacks'),
      hidden: true,
      body: <OurStacks workplace={workplace} listing={listing} csv={`${path}?format=csv`} />,
    }
  },
})

function OurStacks(props: { workplace: Workplace; listing: Listing<StackView>; csv: string }) {
  const { say } = useWords()
  const { workplace, listing } = props
  const home = `/org/${workplace.slug}`
  return (
    <Console
      workplace={workplace}
      title={say('stack.our-stacks')}
      lead={say('stack.our-lead')}
      actions={
        <>
          {workplace.may('design') && (
            <LinkButton href={`${home}/stacks/new`} icon="plus">
              {say('stack.new')}
            </LinkButton>
          )}
          {workplace.may('issue') && (
            <LinkButton href={`${home}/wholes`} look="secondary">
              {say('stack.asked-for')}
            </LinkButton>
          )}
        </>
      }
    >
      <SearchForm label={say('stack.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('stack.our-none')} />
      ) : (
        <Table
          caption={say('stack.our-stacks')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('stack.stack'),
              cell: ({ id, content }) => (
                <a href={`${home}/stacks/${id}`}>
                  <Local text={content.title} />
                </a>
              ),
            },
            { head: say('stack.route'), cell: ({ content }) => say(`stack.route-${content.route}`) },
            {
              head: say('stack.standing'),
              cell: ({ state }) => <Tag tone={tones[state]}>{say(`stack.state-${state}`)}</Tag>,
            },
            {
              head: say('creator.acts'),
              cell: ({ id, state, content }) => {
                const act = acts[state]
                if (!act || !workplace.may('design')) return '–'
                return (
                  <a href={`${home}/stacks/${id}/${act}`}>
                    {say(`stack.${act}`)}{' '}
                    <span className="visually-hidden">
                      <Local text={content.title} />
                    </span>
                  </a>
                )
              },
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={props.csv} />
    </Console>
  )
}

const newStackPage = definePage('/org/:slug/stacks/new', {
  get: (visit) => showForm(visit, { form: emptyStack }),
  post: (visit) => handle(visit, undefined),
})

const findStack = (visit: Visit): Promise<StackPage> =>
  visit.need<StackPage>(`/api/stacks/${encodeURIComponent(visit.params.id ?? '')}`)

const editStackPage = definePage('/org/:slug/stacks/:id', {
  get: async (visit) => {
    const stack = await findStack(visit)
    const workplace = openWorkplace(visit)
    if (stack.state === 'draft' && workplace.may('design'))
      return showForm(visit, { form: toStackForm(stack.content, stack.meritId), stack })
    const title = pickText(stack.content.title, visit.words.language)?.text ?? ''
    return {
      kind: 'page',
      title: visit.words.say('stack.our-title', { title }),
      hidden: true,
      body: <OurStack workplace={workplace} stack={stack} title={title} />,
    }
  },
  post: async (visit) => handle(visit, await findStack(visit)),
})

/** Saving goes to the API; what only changes the form shows it again, changed. */
async function handle(visit: Visit, stack: StackPage | undefined): Promise<PageAnswer> {
  const form = readStackForm(visit.posted)
  const [act, place] = textOf(visit.posted, '_act').split(':')
  if (act === 'find') return showForm(visit, { form, stack, sought: textOf(visit.posted, '_find'), unsaved: true })
  if (act === 'more')
    return showForm(visit, {
      form: { ...form, groups: [...form.groups, emptyGroup(form.groups)] },
      stack,
      unsaved: true,
    })
  if (act === 'remove')
    return showForm(visit, {
      form: { ...form, groups: form.groups.filter((_, index) => index !== Number(place)) },
      stack,
      unsaved: true,
    })
  const workplace = openWorkplace(visit)
  const body = toStackBody(form)
  const answer = stack
    ? await visit.call<{ id: string }>('PUT', `/api/stacks/${stack.id}`, body)
    : await visit.call<{ id: string }>('POST', `/api/organisations/${workplace.id}/stacks`, body)
  if (!answer.ok)
    return showForm(visit, {
      form,
      stack,
      state: { posted: visit.posted, problem: pointIntoStackForm(answer.problem) },
    })
  return redirect(`/org/${workplace.slug}/stacks/${stack?.id ?? answer.body.id}?done=saved`)
}

type Shown = {
  form: StackForm
  stack?: StackPage | undefined
  sought?: string
  unsaved?: boolean
  state?: FormState
}

async function showForm(
  visit: Visit,
  { form, stack, sought = '', unsaved = false, state }: Shown,
): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { own, found } = await listChoices(visit, workplace, form, sought)
  const title = stack
    ? visit.words.say('stack.edit-title', { title: pickText(stack.content.title, visit.words.language)?.text ?? '' })
    : visit.words.say('stack.new')
  const back = `/org/${workplace.slug}/stacks`
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <EditStack
        workplace={workplace}
        title={title}
        stack={stack}
        form={{ form, own, found, sought, unsaved, state, back }}
      />
    ),
  }
}

/** What can be chosen: one's own published merits, what was searched for, and what is chosen already. */
async function listChoices(visit: Visit, workplace: Workplace, form: StackForm, sought: string) {
  const { language } = visit.words
  const own = await visit.need<Listing<OwnMeritView>>(
    `/api/organisations/${workplace.id}/merits?state=published&perPage=200`,
  )
  const choices: Choice[] = own.items.map(({ id, title }) => ({ value: id, text: title }))
  const searched = sought
    ? (await visit.need<Listing<CatalogueItem>>(`/api/catalogue?perPage=50&search=${encodeURIComponent(sought)}`)).items
    : []
  const found: Choice[] = searched.map(({ meritId, title, owner }) => ({
    value: meritId,
    text: `${pickText(title, language)?.text ?? ''} (${owner.legalName})`,
  }))
  const known = new Set([...choices, ...found].map(({ value }) => value))
  const chosen = new Set(form.groups.flatMap(({ meritIds }) => meritIds))
  for (const id of [...chosen].filter((one) => !known.has(one)).slice(0, 100)) {
    const merit = await visit.call<{ design: { title: Record<string, string> }; owner: { legalName: string } }>(
      'GET',
      `/api/merits/${encodeURIComponent(id)}`,
    )
    if (merit.ok)
      found.push({
        value: id,
        text: `${pickText(merit.body.design.title, language)?.text ?? ''} (${merit.body.owner.legalName})`,
      })
  }
  return { own: choices, found }
}

function EditStack(props: { workplace: Workplace; title: string; stack: StackPage | undefined; form: FormProps }) {
  const { say } = useWords()
  const { workplace, stack } = props
  const home = `/org/${workplace.slug}/stacks`
  return (
    <Console
      workplace={workplace}
      title={props.title}
      lead={say('stack.edit-lead')}
      crumbs={[{ href: home, text: say('stack.our-stacks') }]}
      actions={stack && <LinkButton href={`${home}/${stack.id}/publish`}>{say('stack.publish')}</LinkButton>}
    >
      <NoRight decidedBy={props.form.form.decidedBy} />
      <div className="narrow">
        <StackFormView {...props.form} />
      </div>
    </Console>
  )
}

function OurStack({ workplace, stack, title }: { workplace: Workplace; stack: StackPage; title: string }) {
  const words = useWords()
  const { say } = words
  const home = `/org/${workplace.slug}/stacks`
  const mayRetire = workplace.may('design') && stack.state === 'published'
  return (
    <Console
      workplace={workplace}
      title={say('stack.our-title', { title })}
      crumbs={[{ href: home, text: say('stack.our-stacks') }]}
      actions={
        <>
          <LinkButton href={`/stacks/${stack.id}`} look="secondary">
            {say('stack.public-page')}
          </LinkButton>
          {mayRetire && (
            <LinkButton href={`${home}/${stack.id}/retire`} look="secondary">
              {say('stack.retire')}
            </LinkButton>
          )}
        </>
      }
    >
      <p>
        <Tag tone={tones[stack.state]}>{say(`stack.state-${stack.state}`)}</Tag>
      </p>
      <StackFacts stack={stack} />
      {stack.content.groups.map((group) => (
        <Section key={group.id} title={<Local text={group.title} />}>
          <p>{showNeed(words, group, stack.content.unit)}</p>
          <GroupAccepts group={group} merits={stack.merits} />
        </Section>
      ))}
      <StackLimits stack={stack} />
    </Console>
  )
}

/** Publishing and retiring ask first: people count on what is published. */
const actPages: readonly Page[] = (['publish', 'retire'] as const).map((act) =>
  definePage(`/org/:slug/stacks/:id/${act}`, {
    get: async (visit) => ask(visit, act),
    post: async (visit) => {
      const { slug } = openWorkplace(visit)
      const id = encodeURIComponent(visit.params.id ?? '')
      const answer = await visit.call('POST', `/api/stacks/${id}/${act}`)
      if (!answer.ok) return ask(visit, act, { posted: visit.posted, problem: answer.problem })
      return redirect(`/org/${slug}/stacks/${id}?done=saved`)
    },
  }),
)

async function ask(visit: Visit, act: 'publish' | 'retire', state?: FormState): Promise<PageAnswer> {
  const { slug } = openWorkplace(visit)
  const stack = await findStack(visit)
  const { say, language } = visit.words
  return askFirst({
    title: say(`stack.${act}-title`, { title: pickText(stack.content.title, language)?.text ?? '' }),
    what: <p>{say(`stack.${act}-text`)}</p>,
    confirm: say(`stack.${act}`),
    back: `/org/${slug}/stacks/${stack.id}`,
    state,
  })
}

export const stackPages: readonly Page[] = [ownStacksPage, newStackPage, editStackPage, ...actPages]
