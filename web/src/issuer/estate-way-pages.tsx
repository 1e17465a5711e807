import type { OrganisationView } from '@bricka/server/organisation/organisation-view'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { definePage, type FormState, type Page, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { apiOf, homeOf, plan, What } from './estate-parts.tsx'

const closePage = definePage('/org/:slug/estate/close', {
  get: async (visit) => askClose(visit),
  post: async (visit) => plan(visit, { way: 'close' }, (state) => askClose(visit, state)),
})

function askClose(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  const { say } = visit.words
  return askFirst({
    title: say('estate.close-title', { organisation: workplace.legalName }),
    what: <What points={['estate.close-means', 'estate.ended-means', 'estate.not-alone']} />,
    confirm: say('estate.ask'),
    back: homeOf(workplace),
    state,
  })
}

/** Who goes on: found by name among the organisations of this house. */
const joinPage = definePage('/org/:slug/estate/join', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const search = visit.query.get('search') ?? ''
    const page = visit.query.get('page') ?? '1'
    const found = await visit.need<Listing<OrganisationView>>(
      `/api/organisations?${new URLSearchParams({ search, page, perPage: '20' })}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('estate.join-choose'),
      hidden: true,
      body: <Choose workplace={workplace} found={found} />,
    }
  },
})

function Choose({ workplace, found }: { workplace: Workplace; found: Listing<OrganisationView> }) {
  const { say, country } = useWords()
  const home = homeOf(workplace)
  const fit = found.items.filter(({ id, endedAt }) => id !== workplace.id && endedAt === null)
  return (
    <Console
      workplace={workplace}
      title={say('estate.join-choose')}
      lead={say('estate.join-text')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      <SearchForm label={say('public.search-organisations')} />
      {fit.length === 0 ? (
        <EmptyState title={say('estate.nobody-found')} />
      ) : (
        <>
          <Table
            caption={say('public.organisations')}
            rows={fit}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('public.org-name'),
                cell: ({ slug, legalName }) => <a href={`${home}/join/${slug}`}>{legalName}</a>,
              },
              { head: say('public.org-kind'), cell: ({ kind }) => say(`domain.kind.${kind}`) },
              { head: say('public.org-country'), cell: (one) => country(one.country) },
            ]}
          />
          <Paging listing={found} />
        </>
      )}
    </Console>
  )
}

const joinOnePage = definePage('/org/:slug/estate/join/:successor', {
  get: (visit) => askJoin(visit),
  post: async (visit) => {
    const { id } = await findSuccessor(visit)
    return plan(visit, { way: 'join', successorId: id }, (state) => askJoin(visit, state))
  },
})

const findSuccessor = (visit: Visit) =>
  visit.need<OrganisationView>(`/api/organisations/${encodeURIComponent(visit.params.successor ?? '')}`)

async function askJoin(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const successor = await findSuccessor(visit)
  return askFirst({
    title: visit.words.say('estate.join-title', {
      organisation: workplace.legalName,
      successor: successor.legalName,
    }),
    what: <What points={['estate.join-means', 'estate.ended-means', 'estate.not-alone']} />,
    confirm: visit.words.say('estate.ask'),
    back: `${homeOf(workplace)}/join`,
    state,
  })
}

const movePage = definePage('/org/:slug/estate/move', {
  get: async (visit) => askMove(visit),
  post: async (visit) =>
    plan(visit, { way: 'move', code: textOf(visit.posted, 'code') }, (state) => askMove(visit, state)),
})

function askMove(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  return {
    kind: 'page',
    title: visit.words.say('estate.move'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Move workplace={workplace} state={state} />,
  }
}

function Move({ workplace, state }: { workplace: Workplace; state: FormState | undefined }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Console
      workplace={workplace}
      title={say('estate.move')}
      lead={say('estate.move-text')}
      crumbs={[{ href: home, text: say('estate.title') }]}
    >
      <div className="narrow">
        <What points={['estate.ended-means', 'estate.not-alone']} />
        <Form state={state} labels={{ '/code': say('estate.code') }}>
          <TextField name="code" label={say('estate.code')} help={say('estate.code-help')} rows={6} required />
          <div className="actions">
            <Button danger>{say('estate.ask')}</Button>
            <LinkButton href={home} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}

/** What it means comes first; then the form goes straight to the API, which answers with the file. */
const packPage = definePage('/org/:slug/estate/pack', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    return {
      kind: 'page',
      title: visit.words.say('estate.pack'),
      hidden: true,
      body: <Pack workplace={workplace} />,
    }
  },
})

function Pack({ workplace }: { workplace: Workplace }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Console workplace={workplace} title={say('estate.pack')} crumbs={[{ href: home, text: say('estate.title') }]}>
      <div className="narrow">
        <What points={['estate.pack-means', 'estate.ended-means']} />
        <Form action={`${apiOf(workplace)}/estate`} files>
          <div className="actions">
            <Button danger>{say('estate.pack')}</Button>
            <LinkButton href={home} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}

/** The ways in which an organisation ends, each asked about first. */
export const estateWayPages: readonly Page[] = [closePage, joinPage, joinOnePage, movePage, packPage]
